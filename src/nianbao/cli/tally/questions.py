"""Questions about a ledger or about counts by month, asked at a terminal."""

from __future__ import annotations

import sys

import click

from nianbao.cli.frame import say
from nianbao.ledger.tally import Asked
from nianbao.model.figure import half_width


def can_ask() -> bool:
    """Whether somebody sits at the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(asked: Asked) -> str:
    """Ask one question at the terminal; the option that was chosen."""
    say.note(f"\n{asked.words}")
    return chosen(asked.options, asked.proposal, asked.shown)


def chosen(options: tuple[str, ...], proposal: str, shown: tuple[str, ...] = ()) -> str:
    """One of the options, by its number; ``shown`` are their words for people."""
    width = len(str(len(options)))

    def number_of(text: str) -> int:
        plain = half_width(text).strip()
        if not plain.isascii() or not plain.isdecimal() or not 1 <= int(plain) <= len(options):
            raise click.UsageError(f"请写 1 到 {len(options)} 中的一个数。")
        return int(plain)

    for number, option in enumerate(shown or options, 1):
        say.note(f"  {number:>{width}} {option}")
    default = str(options.index(proposal) + 1) if proposal in options else None
    chosen: int = click.prompt(
        f"写序号{f'，按回车是“{proposal}”' if default else ''}",
        value_proc=number_of,
        default=default,
        show_default=False,
        err=True,
    )
    return options[chosen - 1]

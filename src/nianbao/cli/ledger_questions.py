"""Questions about a ledger: asked at a terminal, or written into the mapping to be filled in."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from nianbao.cli import say
from nianbao.ledger.mapping import COLUMNS, KINDS, By, Decided, Meaning
from nianbao.ledger.matched import Matched, Question
from nianbao.ledger.places import Places
from nianbao.ledger.sheets import Ledger
from nianbao.ledger.wording import question
from nianbao.ledger.words import LedgerWords
from nianbao.model.figure import half_width

_SPLIT = "按另一列再分"


def can_ask() -> bool:
    """Whether somebody sits at the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(asked: Question, decided: Decided, ledger: Ledger, words: LedgerWords) -> Decided:
    """Ask one question; what was decided, with the answer in it."""
    say.note(f"\n{question(asked, words)}")
    splits = asked.table != COLUMNS and not asked.by and len(ledger.offered) > 1
    more = (_SPLIT,) if splits else ()
    answer = chosen((*asked.options, *more), asked.proposal, (*(asked.shown or asked.options), *more))
    if asked.table == COLUMNS:
        return replace(decided, columns={**decided.columns, asked.key: answer})
    meanings: dict[str, Meaning] = dict(getattr(decided, asked.table))
    before = meanings.get(asked.by)
    if asked.by and isinstance(before, By):
        meanings[asked.by] = replace(before, words={**before.words, asked.key: answer})
    elif answer == _SPLIT:
        say.note("看哪一列？")
        meanings[asked.key] = By(chosen(ledger.offered, ""), {})
    else:
        meanings[asked.key] = answer
    return replace(decided, kinds=meanings) if asked.table == KINDS else replace(decided, outcomes=meanings)


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


def notes(matched: Matched, places: Places) -> dict[str, str]:
    """The comments of a mapping that somebody is to fill in."""
    words = places.words
    kinds = "、".join(choice.name for choice in places.kinds)
    outcomes = "、".join(choice.name for choice in places.outcome_choices())
    found = {
        "columns": "\n".join(
            ["台账的列名。没有这一列的写“没有”（必填的除外）："]
            + [f"  {each.id}：{each.ask}{'，必填' if each.needed else ''}" for each in words.fields]
        ),
        "kinds": f"申请人类型。可以填：{kinds}。",
        "outcomes": f"办理结果。可以填：{outcomes}。\n"
        '一种写法要看另一列才分得清的，写成：{ by = "列名", "那一列的写法" = "过程性信息" }',
    }
    for asked in matched.questions:
        if not asked.by:
            found[f"{asked.table}.{asked.key}"] = "待填" + (
                f"，可能是“{asked.proposal}”" if asked.proposal else ""
            )
    return found

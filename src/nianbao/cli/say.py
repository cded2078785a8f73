"""The two mouths of the program: data goes to stdout, talk to stderr. Colours only on a terminal."""

from __future__ import annotations

import os

import click

from nianbao.problem import reason


def data(text: str | bytes, *, newline: bool = True) -> None:
    """What was asked for, to stdout."""
    click.echo(text, nl=newline, color=_color())


def talk(text: str) -> None:
    """What goes with it, to stderr."""
    click.echo(text, err=True, color=_color())


def fault(text: str) -> None:
    """What went wrong, to stderr."""
    talk(as_fault(text))


def as_fault(text: str) -> str:
    """What went wrong, as it is told."""
    return click.style("错误：", fg="red", bold=True) + text


def refusal(error: OSError) -> str:
    """The sentence for what the system refused, with the file's name where it has one."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    return f"{click.format_filename(name)}：{reason(error)}。" if name else f"{reason(error)}。"


def _color() -> bool | None:
    """False where nobody wants colours (no-color.org), else None: click looks whether it is a terminal."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None

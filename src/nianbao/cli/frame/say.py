"""Where the program writes: data to stdout, messages to stderr. Colours only on a terminal."""

from __future__ import annotations

import os

import click

from nianbao.patterns import regex
from nianbao.problem import reason, shown

_STYLE = regex(r"(\x1b\[(?:0|1|2|3[0-7])m)")  # bold, dim and colours are ours, and do no harm


def data(text: str | bytes, *, newline: bool = True) -> None:
    """What was asked for, to stdout. Bytes are a file, and left as they are."""
    click.echo(text if isinstance(text, bytes) else _safe(text), nl=newline, color=_color())


class JsonArray:
    """What was asked for as one JSON array, to stdout, an item at a time: all of them could fill the
    memory."""

    def __init__(self) -> None:
        self._begun = False

    def add(self, value: object) -> None:
        """The next item."""
        import json  # here, because people ask for none

        text = json.dumps([value], ensure_ascii=False, indent=2)
        text = "".join(c if c == "\n" or shown(c) == c else json.dumps(c)[1:-1] for c in text)
        between = ",\n" if self._begun else "[\n"
        item = text.removeprefix("[\n").removesuffix("\n]")
        click.echo((between + item).encode("utf-8", "replace"), nl=False)
        self._begun = True

    def end(self) -> None:
        """No more items."""
        click.echo(b"\n]" if self._begun else b"[]")


def note(text: str) -> None:
    """A message for the user, to stderr."""
    click.echo(_safe(text), err=True, color=_color())


def fault(text: str) -> None:
    """What went wrong, to stderr."""
    note(as_fault(text))


def as_fault(text: str) -> str:
    """What went wrong, in the words shown to the user."""
    return click.style("错误：", fg="red", bold=True) + text


def refusal(error: OSError) -> str:
    """The sentence for what the system refused, with the file's name where it has one."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    return f"{shown(name)}：{reason(error)}。" if name else f"{reason(error)}。"


def _safe(text: str) -> str:
    """The text with nothing in it that the terminal obeys, but line ends and our own styles."""
    parts = _STYLE.split(text)
    parts[::2] = [shown(part, also="\n\t") for part in parts[::2]]
    return "".join(parts)


def _color() -> bool | None:
    """False where nobody wants colours (no-color.org), else None: click looks whether it is a terminal."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None

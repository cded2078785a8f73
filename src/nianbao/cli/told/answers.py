"""An answer as a table for people, as CSV or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

import click

from nianbao.cli.frame import say
from nianbao.cli.frame.option import Decorated
from nianbao.cli.frame.program import Choice
from nianbao.publish.data_package import BOM, Column, csv_text
from nianbao.terminal import cut, left, right, width_of

_WIDEST = 40  # columns of the terminal that one column takes
MOST_SHOWN = 500  # lines for people


def style_option(command: Decorated) -> Decorated:
    """In which form an answer is wanted."""
    return click.option(
        "--format", "style", metavar="格式", type=Choice(["text", "csv", "json"]), default="text",
        help="text 给人看（默认），csv 用 Excel 打开，json 给程序用。",
    )(command)  # fmt: skip


def tell(columns: Sequence[str], rows: Sequence[Sequence[object]], style: str) -> None:
    """Put an answer out to stdout."""
    if style == "json":
        told = [dict(zip(columns, map(_for_json, row), strict=True)) for row in rows]
        say.data(json.dumps(told, ensure_ascii=False, indent=2, default=str))
    elif style == "csv":
        named = [Column(str(at), "any", name) for at, name in enumerate(columns)]
        lines = [{str(at): name for at, name in enumerate(columns)}]
        lines += [{str(at): _text(each) for at, each in enumerate(row)} for row in rows]
        text = csv_text(named, lines)
        say.data((BOM + text.partition("\r\n")[2]).encode("utf-8", "replace"), newline=False)
    else:
        say.data(_table(columns, rows[:MOST_SHOWN]))
        if len(rows) > MOST_SHOWN:
            say.note(f"共{len(rows)}行，只列出前{MOST_SHOWN}行；全部请用 --format csv。")


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Texts at the left, numbers at the right."""
    lines = [[cut(_text(each), _WIDEST) for each in row] for row in (columns, *rows)]
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    numbers = [all(_is_number(row[at]) for row in rows) for at in range(len(columns))]

    def line(texts: Sequence[str]) -> str:
        each = zip(texts, widths, numbers, strict=True)
        return "  ".join(
            right(text, width) if number else left(text, width) for text, width, number in each
        ).rstrip()

    return "\n".join(map(line, lines))


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _text(value: object) -> str:
    """A value as it is read: a number without an exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else " ".join(str(value).split())


def _for_json(value: object) -> object:
    """JSON knows no infinite numbers; money is exact to fifteen digits."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and value - value != 0:
        return None
    return value

"""What one cell of a statutory table can hold, with parsing and formatting side by side.

A blank, a zero and "does not apply" are three different statements, so a :class:`Figure` has
no truth value and is never a bare number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NoReturn

from nianbao.patterns import regex

Number = int | Decimal


class Kind(StrEnum):
    """What a column asks for."""

    COUNT = "count"
    CHANGE = "change"  # signed: the 增/减 of the 2019 form
    AMOUNT = "amount"  # money; the unit stands in the label or in the cell


class State(StrEnum):
    """What a cell says."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"  # nobody has said, or it could not be read with certainty
    MALFORMED = "malformed"  # something else stands there, such as a bare 减; kept as it stands


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xA0: " ",
    0x2212: "-",
    0xFE63: "-",
}
_NOT_APPLICABLE = frozenset({"/", "\\", "-", "—", "——", "–"})
_UNKNOWN_MARK = "?"
_MOST_DIGITS = 18  # longer runs of digits are a slip, and the int conversion of huge ones is slow

_NUMBER = regex(
    r"""(?P<sign>[+-]?)\s*
        (?P<whole>\d{1,3}(?:,\d{3})+|\d+)
        (?P<fraction>\.\d+)?\s*
        (?P<unit>亿元|万元|元|[件人宗]次|[件个项条宗次份起例部]?)""",
    re.VERBOSE | re.ASCII,
)
LONGEST = 200  # characters of a figure with its remark
_REMARK = regex(r"(?P<head>[^（(]*[^（(\s])\s*[（(](?P<remark>.+)[）)]", re.DOTALL)
# Where a remark goes on on the next line of its cell; between two Latin words a line end is a space.
_LINES_OF_CHINESE = regex(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])")
UNITS_OF_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Figure:
    """The content of one cell.

    ``number`` is set in state NUMBER only; ``plus`` tells that a leading ``+`` was written;
    ``unit`` and ``remark`` are as written, without brackets, but UNKNOWN has the remark of NOT_LISTED alone;
    ``text`` is the mark of a
    NOT_APPLICABLE figure or the words of a MALFORMED one.
    """

    state: State
    number: Number | None = None
    plus: bool = False
    unit: str = ""
    remark: str = ""
    text: str = ""

    def __bool__(self) -> NoReturn:
        raise TypeError("a figure has no truth value: a blank and a zero differ")

    def __str__(self) -> str:
        """The figure as it is printed in the form."""
        if self.number is None:
            return _UNKNOWN_MARK if self.state is State.UNKNOWN else self.text
        sign = "+" if self.plus else ""
        remark = f"（{self.remark}）" if self.remark else ""
        return f"{sign}{digits(self.number)}{self.unit}{remark}"

    @property
    def in_yuan(self) -> Decimal | None:
        """The amount in 元 by the unit in the cell; None without a number or a unit of money."""
        if self.number is None or self.unit not in UNITS_OF_MONEY:
            return None
        return self.number * UNITS_OF_MONEY[self.unit]


BLANK = Figure(State.BLANK)
UNKNOWN = Figure(State.UNKNOWN)
NOT_LISTED = Figure(State.UNKNOWN, remark="文件里没有")  # the document that was read has no column for it


def digits(number: Number) -> str:
    """The number as it is printed, without any exponent."""
    return f"{number:d}" if isinstance(number, int) else f"{number:f}"


def count(number: int) -> Figure:
    """A plain whole number."""
    return Figure(State.NUMBER, number)


def half_width(text: str) -> str:
    """Full-width ASCII, the ideographic space and the minus sign as their ASCII twins."""
    return "\n".join(map(_half_width, text.split("\n"))) if "\n" in text else _half_width(text)


@lru_cache(maxsize=4096)  # lines; of a text that is being typed all but one are as they were
def _half_width(line: str) -> str:
    return line.translate(_HALF_WIDTH)


def parse(text: str) -> Figure:
    """Read what somebody typed into a cell, or what stands in a printed one.

    Full-width digits, thousands separators and spaces are understood; nothing is refused:
    what is no figure, or is longer than any, comes back as MALFORMED with its words, for a rule to report.
    """
    text = text.strip()
    return _parsed(text) if len(text) <= LONGEST else _malformed(text)


@lru_cache(maxsize=4096)  # most figures are small numbers, and each is read back from every file
def _parsed(text: str) -> Figure:
    plain = half_width(text).strip()
    if not plain:
        return BLANK
    if plain in _NOT_APPLICABLE:
        return Figure(State.NOT_APPLICABLE, text=plain)
    if plain == _UNKNOWN_MARK:
        return UNKNOWN
    remark = ""
    if plain.endswith(")") and (with_remark := _REMARK.fullmatch(text)):
        remark = " ".join(_LINES_OF_CHINESE.sub("", with_remark["remark"]).split())
        plain = half_width(with_remark["head"]).strip()
        if (plain, remark) == (_UNKNOWN_MARK, NOT_LISTED.remark):
            return NOT_LISTED
    match = _NUMBER.fullmatch(plain)
    if match is None or not _fits(match):
        return _malformed(text)
    digits = match["whole"].replace(",", "") + (match["fraction"] or "")
    number: Number = Decimal(digits) if match["fraction"] else int(digits)
    if match["sign"] == "-":
        number = -number
    return Figure(State.NUMBER, number, match["sign"] == "+", match["unit"], remark)


def _malformed(text: str) -> Figure:
    return Figure(State.MALFORMED, text=" ".join(text.split()))


def _fits(match: re.Match[str]) -> bool:
    return len(match["whole"]) + len(match["fraction"] or "") <= _MOST_DIGITS


def from_toml(value: int | Decimal | str) -> Figure:
    """A figure out of report.toml: integers are counts, strings hold what a number cannot."""
    return parse(f"{value:f}" if isinstance(value, Decimal) else str(value))


def to_toml(figure: Figure) -> int | str:
    """The shortest value for report.toml that :func:`from_toml` reads as the same figure."""
    if isinstance(figure.number, int) and not (figure.plus or figure.unit or figure.remark):
        return figure.number
    return f"{figure}（{figure.remark}）" if figure == NOT_LISTED else str(figure)

"""Conditional formats of an .xlsx file that may hide figures: white letters, formats without digits, bars and
icons without their number."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from lxml import etree

from nianbao.model.figure import parse
from nianbao.read.workbook.formats import seen_by
from nianbao.read.workbook.looks import Looks, is_pale
from nianbao.read.workbook.places import Cell, ranges_of

# Where a sheet has more of them, all its numbers may be hidden: each is compared with each.
MOST_RULES = 50  # that may hide something
MOST_RANGES = 10  # of a rule
MOST_CELLS = 20_000
_OFF = frozenset(("0", "false"))
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,30})?(?:E[+-]?[0-9]{1,3})?", re.IGNORECASE)
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "equal": operator.eq, "notEqual": operator.ne, "lessThan": operator.lt, "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge,
}  # fmt: skip


class _Rule(NamedTuple):
    """Where a rule holds, and what it makes of numbers: hides all, or those that meet it by white letters or
    by a format."""

    element: etree._Element
    ranges: tuple[tuple[Cell, Cell], ...]
    hides_all: bool
    pale: bool
    code: str | None

    def covers(self, place: Cell) -> bool:
        """Whether the rule is one for a cell."""
        return any(
            top <= place[0] <= bottom and left <= place[1] <= right
            for (top, left), (bottom, right) in self.ranges
        )

    def may_hide(self, number: Decimal, *, bare: bool) -> bool:
        """Whether a number may be unseen by the rule, on a white ground or not."""
        if self.hides_all:
            return True
        if not _may_hold(self.element, number):
            return False
        return (self.pale and bare) or not self._is_seen(number)

    def _is_seen(self, number: Decimal) -> bool:
        """Whether the format of the rule, if it has one, shows the number as it is."""
        seen = str(number) if self.code is None else seen_by(self.code, number)
        return seen is not None and parse(seen).number == number


def unseen(sheet: etree._Element, cells: Mapping[Cell, etree._Element], looks: Looks) -> Iterator[Cell]:
    """The cells with a number that a conditional format hides, or of which it cannot be told whether it
    does."""
    rules = [*islice(_rules(sheet, looks), MOST_RULES + 1)]
    many = len(rules) > MOST_RULES or len(cells) > MOST_CELLS
    many = many or any(len(rule.ranges) > MOST_RANGES for rule in rules)
    for place, cell in cells.items() if rules else ():
        value = cell.findtext("{*}v") or ""
        if cell.get("t", "n") != "n" or not _NUMBER.fullmatch(value):
            continue
        bare = cell.get("s", "0") in looks.bare
        if many or any(rule.covers(place) and rule.may_hide(Decimal(value), bare=bare) for rule in rules):
            yield place


def _rules(sheet: etree._Element, looks: Looks) -> Iterator[_Rule]:
    """The rules of a sheet that may hide something."""
    for rule in sheet.iterfind(".//{*}conditionalFormatting/{*}cfRule"):
        own = rule.find("{*}dxf")
        look = looks.conditional.get(rule.get("dxfId", "")) if own is None else own
        numbers = rule.iter("{*}dataBar", "{*}iconSet")
        hides_all = any(each.get("showValue", "1") in _OFF for each in numbers)
        pale = look is not None and is_pale(look)
        written = None if look is None else look.find("{*}numFmt")
        if hides_all or pale or written is not None:
            code = None if written is None else written.get("formatCode", "")
            yield _Rule(rule, _ranges(rule.getparent()), hides_all, pale, code)


def _ranges(group: etree._Element | None) -> tuple[tuple[Cell, Cell], ...]:
    """The ranges for which a group of rules is meant, no more than are looked at."""
    told = None if group is None else group.get("sqref") or group.findtext("{*}sqref")
    return tuple(islice(ranges_of(told or ""), MOST_RANGES + 1))


def _may_hold(rule: etree._Element, number: Decimal) -> bool:
    """Whether a number may meet the condition of a rule: one that compares it with a number is told, none
    that is reckoned."""
    compare = _COMPARED.get(rule.get("operator", ""))
    bound = (rule.findtext("{*}formula") or "").strip()
    if rule.get("type") != "cellIs" or compare is None or not _NUMBER.fullmatch(bound):
        return True
    return compare(number, Decimal(bound))

"""How a number looks by the format of its cell: 0 as nothing or a dash, rounded, with words beside it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

UNKNOWN = "?"  # by a format that is not understood here
_MOST_PLACES = 30  # digits that a format has room for; Excel shows no more
_LONGEST = 255  # characters of a format
_GENERAL = "general"

# ECMA-376, part 1, 18.8.31: the formats that a file need not write out, but those of days.
BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "37": "#,##0;-#,##0", "38": "#,##0;-#,##0", "39": "#,##0.00;-#,##0.00", "40": "#,##0.00;-#,##0.00",
    "41": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "42": '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    "43": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "44": '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??",
}  # fmt: skip

_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<room>_.)|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general|g/通用格式|@)|(?P<number>[0#?.,]+)|(?P<percent>%)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_MONEY_SIGN = re.compile(r"\$([^-]*)(?:-.*)?")
_OF_DAYS = frozenset("ymdhsebgaYMDHSEBGA")
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


class _Section(NamedTuple):
    """One of the looks in a format: words before and after the digits, the room for these, how many times a
    hundred is taken, and for which numbers it is meant, None where its place says that."""

    before: str = ""
    digits: str | None = None
    after: str = ""
    percents: int = 0
    condition: tuple[str, Decimal] | None = None
    understood: bool = True


def seen_by(code: str, number: Decimal) -> str | None:
    """What is seen of a number in a cell with this format; None if the format is one of days."""
    sections = _sections(code) if len(code) <= _LONGEST else _NOT_UNDERSTOOD
    if sections is None:
        return None
    section, signed = _section_for(number, sections)
    if not section.understood:
        return UNKNOWN
    try:
        return _written(section, number if signed else abs(number))
    except InvalidOperation:  # more digits than can be rounded
        return UNKNOWN


_NOT_UNDERSTOOD = (_Section(understood=False),)


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...] | None:
    """The looks of a format; None of one for days, or for hours."""
    parts: list[list[re.Match[str]]] = [[]]
    for part in _PART.finditer(code):
        if part["plain"] == ";":
            parts.append([])
        else:
            parts[-1].append(part)
    if any(part["plain"] in _OF_DAYS for section in parts for part in section if part["plain"]):
        return _NOT_UNDERSTOOD if "e+" in code.lower() or "e-" in code.lower() else None
    return tuple(map(_section, parts[:3]))


def _section(parts: list[re.Match[str]]) -> _Section:
    found = _Section()
    for part in parts:
        if part["bracket"] is not None:
            condition = _CONDITION.fullmatch(part["bracket"])
            sign = _MONEY_SIGN.fullmatch(part["bracket"])
            if condition:
                found = found._replace(condition=(condition[1], Decimal(condition[2])))
            elif "dbnum" in part["bracket"].lower():
                found = found._replace(understood=False)
            words = sign[1] if sign else ""
        elif part["number"] or part["general"]:
            if found.digits is not None:
                found = found._replace(understood=False)  # digits on both sides of words: 000-0000
            found = found._replace(digits=part["number"] or _GENERAL)
            continue
        elif part["percent"]:
            found, words = found._replace(percents=found.percents + 1), "%"
        else:
            words = part["quoted"] or part["escaped"] or (" " if part["room"] else "") or part["plain"] or ""
            if words == "/" and found.digits is not None and part["plain"]:
                found = found._replace(understood=False)  # a fraction
        side = "before" if found.digits is None else "after"
        found = found._replace(**{side: getattr(found, side) + words})
    return found


def _section_for(number: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section, bool]:
    """The look for a number, and whether it shows its sign by itself."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _COMPARED[section.condition[0]](number, section.condition[1]):
                return (section if number >= 0 else _NOT_UNDERSTOOD[0]), True
        return _NOT_UNDERSTOOD[0], True
    if number < 0 and len(sections) > 1:
        return sections[1], False
    return sections[2 if number == 0 and len(sections) > 2 else 0], True


def _written(section: _Section, number: Decimal) -> str:
    digits = section.digits
    if digits is None:
        return " ".join((section.before + section.after).split())
    for _ in range(section.percents):
        number *= 100
    words = f"{number.normalize():f}" if digits == _GENERAL else _with_places(digits, number)
    return f"{section.before}{words}{section.after}".strip()


def _with_places(digits: str, number: Decimal) -> str:
    """A number in the room that a format has for it: 0 is a digit in any case, # only where there is one."""
    while digits.endswith(","):  # in thousands
        digits, number = digits[:-1], number / 1000
    whole, _, rest = digits.partition(".")
    if "." in rest or "," in rest or len(rest) > _MOST_PLACES:
        return UNKNOWN
    rounded = number.quantize(Decimal(1).scaleb(-len(rest)), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    before, _, behind = f"{abs(rounded):f}".partition(".")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    behind = behind.rstrip("0").ljust(rest.rindex("0") + 1 if "0" in rest else 0, "0")
    if not before and behind:
        before = "0"
    if "," in whole and before:
        before = f"{int(before):,}"
    return sign + before + (f".{behind}" if behind else "")

"""What the text says of the figures, held against the tables: N501 to N507."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.checks.claims import Claim, Said, Saying, Sum, said
from nianbao.checks.claims.claim import Quantity, Reading
from nianbao.figure import Number
from nianbao.finding import Finding
from nianbao.form import PRIOR
from nianbao.formula import Look
from nianbao.report import Report
from nianbao.rules import rule

SUM_RULE = "N507"
_ROUNDED = 2  # decimals in messages


@dataclass(frozen=True, slots=True)
class Compared:
    """A reading held against the tables: whether it fits, whether all its cells are known, and, made only
    when it is asked for, what is to be said of it."""

    fits: bool
    known: bool
    words: Callable[[], str]


def said_by(report: Report) -> dict[str, Said]:
    """What each section says of figures, by section id."""
    return {
        section: said(text, section, report.form, report.year, report.agency)
        for section, text in report.narrative.items()
    }


def findings(report: Report, look: Look) -> Iterator[Finding]:
    """All findings of these rules; ``look`` also knows the cells of the year before, if there are any."""
    for section, heard in said_by(report).items():
        for claim in heard.claims:
            finding = of_claim(claim, section, look)
            if finding is not None:
                yield finding
        yield from of_sums(heard, section)


def of_claim(claim: Claim, section: str, look: Look) -> Finding | None:
    """The finding of a claim that no reading fits. A figure that is not known could fit any."""
    compared = compare(claim, look)
    if not compared or any(each.fits or not each.known for each in compared):
        return None
    message = "" if claim.saying is Saying.COUNT else str(claim.saying)
    cells = () if claim.last_year else claim.cells
    return rule(claim.rule).finding(
        section=section,
        cell=cells[0] if cells else "",
        cells=cells,
        message=message,
        found=claim.quantity.words,
        span=claim.quantity.span,
        readings="；".join(dict.fromkeys(each.words() for each in compared)),
    )


def compare(claim: Claim, look: Look) -> list[Compared]:
    """Every reading of the claim, tried."""
    if claim.last_year:
        return [_count(claim, reading, _before(look), "上一年度") for reading in claim.readings]
    match claim.saying:
        case Saying.COUNT | Saying.NONE:
            return [_count(claim, reading, look) for reading in claim.readings]
        case Saying.ALL:
            return [_all(part, of, look) for part, of in zip(claim.readings, claim.wholes, strict=True)]
        case Saying.SHARE:
            return _shares(claim, look)
        case Saying.GROWTH:
            return [_growth(claim.quantity, reading, look) for reading in claim.readings]


def _count(claim: Claim, reading: Reading, look: Look, when: str = "") -> Compared:
    low, high = reading.bounds(look)
    quantity = claim.quantity
    fits = (high is None or high >= quantity.low) and (low is None or low <= quantity.high)
    return Compared(fits, low is not None and low == high, lambda: when + in_words(reading, look))


def _all(part: Reading, whole: Reading, look: Look) -> Compared:
    some, every = _value(part, look), _value(whole, look)
    known = some is not None and every is not None
    return Compared(some == every, known, lambda: f"{in_words(whole, look)}，{in_words(part, look)}")


Named = tuple[Number | None, Callable[[], str]]


def _shares(claim: Claim, look: Look) -> list[Compared]:
    """The part is the number in the text, if there is one; the whole one of the text or of the tables.

    Of wholes that give the same share only the first is told.
    """
    parts = [_stated(claim.part)] if claim.part else [_told(reading, look) for reading in claim.readings]
    wholes = [_stated(number) for number in claim.stated] + [_told(each, look) for each in claim.wholes]
    shares: dict[object, Compared] = {}
    for part in parts:
        for whole in wholes:
            shares.setdefault((part[0], whole[0]), _share(claim.quantity, part, whole))
    return list(shares.values())


def _stated(quantity: Quantity) -> Named:
    return quantity.value, lambda: quantity.words


def _told(reading: Reading, look: Look) -> Named:
    return _value(reading, look), lambda: in_words(reading, look, joined=False)


def _share(quantity: Quantity, part: Named, whole: Named) -> Compared:
    some, every = part[0], whole[0]
    if some is None or every is None or every == 0:
        return Compared(False, some is not None and every is not None, lambda: f"{part[1]()}，{whole[1]()}")
    share = Decimal(some) * 100 / Decimal(every)
    return Compared(_about(quantity, share), True, lambda: f"{part[1]()}占{whole[1]()}的{_short(share)}%")


def _growth(quantity: Quantity, reading: Reading, look: Look) -> Compared:
    now, before = _value(reading, look), _value(reading, _before(look))
    if now is None or before is None:
        return Compared(False, False, lambda: in_words(reading, look))
    change = Decimal(now) - Decimal(before)
    percent = change * 100 / Decimal(before) if before != 0 else None
    in_percent = quantity.measure == "%"

    def words() -> str:
        changed = change if not in_percent else percent
        told = "" if changed is None else f"，{'增加' if changed >= 0 else '减少'}{_short(abs(changed))}"
        unit = "%" if in_percent and told else ""
        return (
            f"{in_words(reading, look, joined=False)}，上一年度是{_shown(reading, _before(look))}{told}{unit}"
        )

    if in_percent:
        return Compared(percent is not None and _about(quantity, percent), True, words)
    return Compared(quantity.low <= change <= quantity.high, True, words)


def _about(quantity: Quantity, value: Decimal) -> bool:
    """Whether a percentage fits, be it rounded or cut off, to the last digit that is written."""
    digits = Decimal(quantity.value or 0).as_tuple().exponent
    unit = Decimal(1).scaleb(digits if isinstance(digits, int) else 0)
    low, high = min(quantity.low, quantity.high), max(quantity.low, quantity.high)
    return low - unit < value < high + unit


def _before(look: Look) -> Look:
    """Looks up the same cells in the report of the year before."""
    return lambda cell: look(PRIOR + cell)


def _value(reading: Reading, look: Look) -> Number | None:
    low, high = reading.bounds(look)
    return low if low == high else None


def in_words(reading: Reading, look: Look, *, joined: bool = True) -> str:
    """A reading with its numbers: 本年新收是275; 本年新收(275)＋上年结转(2)＝277.

    Without ``joined`` as a noun: 本年新收(275).
    """
    values = [_shown(Reading((part,)), look) for part in reading.parts]
    if len(values) == 1:
        label, value = reading.parts[0].label, values[0]
        return f"{label}是{value}" if joined else f"{label}({value})"
    terms = "＋".join(f"{part.label}({value})" for part, value in zip(reading.parts, values, strict=True))
    return f"{terms}＝{_shown(reading, look)}"


def _shown(reading: Reading, look: Look) -> str:
    value = _value(reading, look)
    return "未填" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _short(value: Decimal) -> str:
    return f"{round(value, _ROUNDED):f}".rstrip("0").rstrip(".")


# ---- sums


def of_sums(heard: Said, section: str) -> Iterator[Finding]:
    """N507: parts that are more than the whole; less may be meant so, and is a hint."""
    for total in heard.sums:
        finding = _of_sum(total, section)
        if finding is not None:
            yield finding


def _of_sum(total: Sum, section: str) -> Finding | None:
    listed = (*total.parts, *total.more)
    ends = range(2, len(listed) + 1)  # the list may end anywhere; what follows tells of something else
    if any(_adds_up(listed[:end], whole) for end in ends for whole in total.wholes):
        return None
    most = max(total.wholes, key=lambda whole: whole.high)
    value = _sum_of(total.parts)
    if sum(part.low for part in total.parts) > most.high:
        message, difference = "", value - (most.value or 0)
    elif len(total.wholes) == 1:
        message, difference = "less", (most.value or 0) - value
    else:
        return None
    return rule(SUM_RULE).finding(
        section=section,
        message=message,
        span=total.span,
        expected=most.words,
        found=value,
        parts="、".join(part.words for part in total.parts),
        difference=difference,
    )


def _adds_up(parts: tuple[Quantity, ...], whole: Quantity) -> bool:
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return low <= whole.high and whole.low <= high


def _sum_of(parts: tuple[Quantity, ...]) -> Number:
    value: Number = 0
    for part in parts:
        value = value + (part.value or 0)
    return value

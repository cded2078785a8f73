"""What the text says of the figures, held against the tables: N501 to N507."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nianbao.checks.claims import Claim, Said, Saying, Sum, said
from nianbao.checks.claims.claim import Quantity, Reading
from nianbao.model.figure import Number
from nianbao.model.finding import Finding
from nianbao.model.form import PRIOR
from nianbao.model.formula import Look
from nianbao.model.report import Report
from nianbao.model.rules import rule

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

_CLOSE = 50  # a list that is less than its whole by no more than a fiftieth was probably meant to be complete
Span = tuple[Number, Number]  # the least and the most


def of_sums(heard: Said, section: str) -> Iterator[Finding]:
    """N507: parts that are more than the whole; less may be meant so, and is a hint at most."""
    for total in heard.sums:
        finding = _of_sum(total, section)
        if finding is not None:
            yield finding


def _of_sum(total: Sum, section: str) -> Finding | None:
    if adds_up(total):
        return None
    most = max(total.wholes, key=lambda whole: whole.high)
    value = sum((part.value or 0 for part in total.parts), start=0)
    whole = most.value or 0
    if min(low for low, _ in _totals(total.parts, len(total.parts))) > most.high:
        message, difference = "", value - whole
    elif len(total.wholes) == 1 and value < whole and (total.complete or (whole - value) * _CLOSE <= whole):
        message, difference = "less", whole - value
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


def adds_up(total: Sum) -> bool:
    """Whether the parts add up to a whole, or to wholes side by side (新收9件，上年结转1件，其中…).

    The list may end anywhere, for what follows tells of something else.
    """
    wholes, listed = total.wholes, (*total.parts, *total.more)
    runs = [wholes[i:j] for i in range(len(wholes)) for j in range(i + 1, len(wholes) + 1)]
    sums = _totals(listed, 2)
    return any(_meet(each, _added(run)) for run in runs for each in sums)


def _totals(parts: Sequence[Quantity], least: int) -> set[Span]:
    """What the parts can add up to if the list ends after ``least`` of them or later.

    复议7件、维持6件、纠正1件、诉讼4件 can be 11 as well as 18, for 6 and 1 may be parts of 7.
    """
    totals: list[set[Span]] = [{(0, 0)} if end >= least else set() for end in range(len(parts) + 1)]
    for first, part in reversed(list(enumerate(parts))):
        low: Number = 0
        high: Number = 0
        for end in range(first + 1, len(parts) + 1):
            if end == first + 1 or _meet((part.low, part.high), (low, high)):
                totals[first] |= {(part.low + rest[0], part.high + rest[1]) for rest in totals[end]}
            if end < len(parts):
                low, high = low + parts[end].low, high + parts[end].high
    return totals[0]


def _added(quantities: Sequence[Quantity]) -> Span:
    return sum(each.low for each in quantities), sum(each.high for each in quantities)


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]

"""What the text says of the figures, held against the tables: N501 to N506."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from nianbao.checks.claims import Claim, Saying
from nianbao.checks.claims.claim import Quantity, Reading
from nianbao.checks.coverage import Place, Seen, unknown
from nianbao.checks.registry import Each, On, checks
from nianbao.checks.subject import Subject
from nianbao.model.evidence import AllOf, Growth, Lacking, LastYears, Share, Stated, Tally, Told
from nianbao.model.figure import Figure, Kind, Number, State
from nianbao.model.finding import Finding
from nianbao.model.form import PRIOR
from nianbao.model.formula import Look
from nianbao.model.reference import cells_in
from nianbao.model.rules import rule


class Compared(NamedTuple):
    """A reading held against the tables: whether it fits, whether all its cells are known, its numbers."""

    fits: bool
    known: bool
    told: Told


_CLAIMS = ("N501", "N502", "N503", "N504", "N505", "N506")


def _claim_places(subject: Subject, section: str) -> Iterator[Place]:
    """Every claim of a section, and every reference to what is not filled: nobody knows what it would say."""
    heard = subject.heard.get(section)
    if heard is None:
        return
    gaps = unresolved(subject, section)
    for code in _CLAIMS if gaps else ():
        yield unknown(*gaps, code=code)
    for claim in filter(lambda each: is_said(each, tables_of(subject)), heard.said.claims):
        yield _claim_place(subject, claim)._replace(code=claim.rule)


def _claim_place(subject: Subject, claim: Claim) -> Place:
    """The claim with the reading that fits: both ways of counting 收到 are in use. A reading that fits only
    because a figure is missing proves nothing."""
    told = [each for each in compare(claim, tables_of(subject)) if each.known]
    fits = next((each for each in told if each.fits), None)
    if fits is not None:
        return Place(Seen.COMPARED, told=Stated(claim.quantity.words, fits.told), cells=claim.cells)
    misfits = tuple(each.told for each in _misfits(claim, tables_of(subject)))
    if misfits:
        return Place(Seen.COMPARED, told=Stated(claim.quantity.words, misfits), cells=claim.cells)
    return _not_comparable(subject, claim)


def _not_comparable(subject: Subject, claim: Claim) -> Place:
    """Which figures are missing for a claim, of this year or of the last."""
    yearly = claim.last_year or claim.saying is Saying.GROWTH
    if yearly and subject.prior is None:
        return unknown(lacking=Lacking.PRIOR)
    now = () if claim.last_year else claim.cells
    every = (*now, *(PRIOR + cell for cell in claim.cells if yearly))
    return unknown(*(cell for cell in every if subject.look(cell).number is None))


def unresolved(subject: Subject, section: str) -> tuple[str, ...]:
    """The cells that a section refers to and that are not filled."""
    named = cells_in(subject.report.narrative[section], subject.report.form)
    return tuple(cell for cell in subject.report.form.cells if cell in named and _is_open(subject.look(cell)))


def _is_open(figure: Figure) -> bool:
    return figure.state in {State.BLANK, State.UNKNOWN}


@checks(*_CLAIMS, on=On.SAID | On.FIGURES | On.PRIOR, each=Each.SECTION, covers=_claim_places)
def n501_to_n506_claims(subject: Subject, section: str) -> Iterator[Finding]:
    """Claims of the text that no reading fits. A figure that is not known could fit any."""
    heard = subject.heard.get(section)
    if heard is None:
        return
    tables = tables_of(subject)
    for claim in heard.said.claims:
        compared = _misfits(claim, tables)
        if not compared:
            continue
        cells = () if claim.last_year else claim.cells
        yield rule(claim.rule).finding(
            section=section,
            cell=cells[0] if cells else "",
            cells=cells,
            message=_message(claim),
            found=claim.quantity.words if claim.told is None else heard.text.text[slice(*claim.told)],
            span=heard.text.typed(claim.quantity.span),
            readings=tuple(each.told for each in compared),
        )


def _message(claim: Claim) -> str:
    """Which sentence tells of it; a rate is called by its own name, no share."""
    if claim.saying is Saying.COUNT or claim.told is not None:
        return ""
    return str(claim.saying)


def _misfits(claim: Claim, tables: Tables) -> list[Compared]:
    """Every reading of the claim, if none fits whatever the cells without a figure should hold."""
    misfits: list[Compared] = []
    if not is_said(claim, tables) or _counts_well(claim, tables):
        return []
    for compared in compare(claim, tables):
        if compared.fits or not compared.known:
            return []
        misfits.append(compared)
    return misfits


def _counts_well(claim: Claim, tables: Tables) -> bool:
    """Whether a reading of a count fits: asked first, for most do."""
    there = tables.before() if claim.last_year else tables
    counts = claim.last_year or claim.saying in {Saying.COUNT, Saying.NONE, Saying.PART}
    return (
        counts
        and claim.saying is not Saying.SHARE
        and any(_meets(claim, there.allowed(claim, reading)) for reading in claim.readings)
    )


def _meets(claim: Claim, bounds: tuple[Number | None, Number | None]) -> bool:
    low, high = bounds
    least, most = claim.quantity.low, claim.quantity.high
    part = claim.saying is Saying.PART  # of what may be more
    return (high is None or high >= least) and (part or low is None or low <= most)


def is_said(claim: Claim, tables: Tables) -> bool:
    """Whether the claim is about these figures: whether what it is given is right."""
    if claim.quantity.low >= _LARGE and _out_of_proportion(claim, tables):
        return False
    if any(each.fits for other in claim.unless for each in compare(other, tables)):
        return False
    if claim.some and not any(each.fits for other in claim.some for each in compare(other, tables)):
        return False
    if claim.among:
        return _borne_out(claim, tables)
    if claim.given is None or any(each.fits for each in compare(claim.given, tables)):
        return True
    return _vouched(claim, tables)


_LARGE = 500
_TIMES = 50  # nobody who errs is wrong by so much; a digit too many is ten times
_ENOUGH = 5  # binary digits of the numbers that agree: 17, or 7 and 2, are hardly so by chance
_PLENTY = 8  # of those that agree though what they were given does not: they may be another organ's
_SEVERAL = 3  # cells at least that they are of


def _out_of_proportion(claim: Claim, tables: Tables) -> bool:
    """Whether a count is so many times what it can mean that it is of other things: 办件总量86188件."""
    there = tables.before() if claim.last_year else tables
    terms = (term for reading in claim.readings for part in reading.parts for term in part.side.terms)
    if claim.saying not in {Saying.COUNT, Saying.PART} or any(term.kind is not Kind.COUNT for term in terms):
        return False
    most = [there.bounds(reading)[1] for reading in claim.readings]
    return all(high is not None and 0 < high * _TIMES < claim.quantity.low for high in most)


def _vouched(claim: Claim, tables: Tables) -> bool:
    """Whether all others that are given the same are those of the tables, and not by chance."""
    own = set(claim.readings)
    others = [each for each in claim.kin if not own & set(each.readings)]
    weight = sum(int(each.quantity.high).bit_length() for each in others)
    if weight < _PLENTY or len({each.readings for each in others}) < _SEVERAL:
        return False
    return all(any(each.fits and each.known for each in compare(other, tables)) for other in others)


def _borne_out(claim: Claim, tables: Tables) -> bool:
    """Whether all numbers beside one in doubt are those of the tables, not by chance, and of other cells."""
    weight, own = 0, set(claim.readings)
    for other in claim.among:
        if own.issubset(other.readings) or own.issuperset(other.readings):  # 镇级收到12件，局机关收到46件
            return False
        if not any(each.fits and each.known for each in compare(other, tables)):
            return False
        weight += int(other.quantity.high).bit_length()
    return weight >= _ENOUGH


class Tables(NamedTuple):
    """What the cells say, and of which cells each total is the sum: blanks only add to what is known."""

    look: Look
    totals: Mapping[str, tuple[str, ...]]

    def before(self) -> Tables:
        """The same cells in the report of the year before."""
        return Tables(lambda cell: self.look(PRIOR + cell), self.totals)

    def bounds(self, reading: Reading) -> tuple[Number | None, Number | None]:
        """The least and the greatest value of a reading; None is without bound."""
        low, high = reading.bounds(self.look)
        terms = [term for part in reading.parts for term in part.side.terms]
        if low == high or low is None or any(term.kind is not Kind.COUNT for term in terms):
            return low, high
        least = self.least(reading.cells)
        return (least if least > low else low), high

    def allowed(self, claim: Claim, reading: Reading) -> tuple[Number | None, Number | None]:
        """The bounds of a reading of a claim, whose cells may count other things besides."""
        low, high = self.bounds(reading)
        for other in claim.besides:
            most = self.bounds(other)[1]
            low = None if low is None or most is None else low - most
        return low, high

    def least(self, cells: Iterable[str]) -> Number:
        """What counts add up to at least: a total without a figure is not less than its known parts."""
        return sum((self._least(cell) for cell in cells), start=0)

    def _least(self, cell: str) -> Number:
        number = self.look(cell).number
        return number if number is not None else self.least(self.totals.get(cell, ()))

    def leaves(self, cells: Iterable[str]) -> set[str]:
        """The cells that are added up in these, down to those that are no totals."""
        return {
            leaf
            for cell in cells
            for leaf in (self.leaves(self.totals[cell]) if cell in self.totals else {cell})
        }


def tables_of(subject: Subject) -> Tables:
    """The tables of the report, and with PRIOR those of the year before."""
    return Tables(subject.look, subject.report.form.totals)


def compare(claim: Claim, tables: Tables) -> Iterable[Compared]:
    """The readings of the claim, tried one after the other; what it is given is not looked at."""
    if claim.last_year and claim.saying is Saying.SHARE:
        shares = _shares(claim, _before(tables.look))
        return [Compared(each.fits, each.known, _last_years(each.told)) for each in shares]
    if claim.last_year:
        return (_count(claim, reading, tables.before(), last_year=True) for reading in claim.readings)
    match claim.saying:
        case Saying.COUNT | Saying.NONE | Saying.PART:
            return (_count(claim, reading, tables) for reading in claim.readings)
        case Saying.ALL:
            return (_all(part, of, tables) for part, of in zip(claim.readings, claim.wholes, strict=True))
        case Saying.SHARE:
            return _shares(claim, tables.look)
        case Saying.GROWTH:
            return (_growth(claim.quantity, reading, tables.look) for reading in _counted_so(claim, tables))


def _count(claim: Claim, reading: Reading, tables: Tables, *, last_year: bool = False) -> Compared:
    low, high = tables.allowed(claim, reading)
    tally = _at_least(_tally(reading, tables.look), low)
    fits = _meets(claim, (low, high))
    known = not fits or tally.value is not None
    return Compared(fits, known, LastYears(tally) if last_year else tally)


def _all(part: Reading, whole: Reading, tables: Tables) -> Compared:
    """What is said to be all of the whole: wrong as soon as something else in it is above 0."""
    some, every = _tally(part, tables.look), _tally(whole, tables.look)
    known = some.value is not None and every.value is not None
    own, others = tables.leaves(part.cells), tables.leaves(whole.cells)
    if others <= own:  # 其他情形45件，均按其他处理
        return Compared(True, known, AllOf(every, some))
    if not known and own < others and tables.least(others - own) > 0:
        told = _at_least(some, tables.least(part.cells)), _at_least(every, tables.least(whole.cells))
        return Compared(False, True, AllOf(told[1], told[0]))
    return Compared(some.value == every.value, known, AllOf(every, some))


def _at_least(tally: Tally, least: Number | None) -> Tally:
    """The tally with what it must be at least, where it is not known."""
    return tally if tally.value is not None or not least else tally._replace(least=least)


Named = tuple[Number | None, Tally | str]


def _shares(claim: Claim, look: Look) -> list[Compared]:
    """The part is the number in the text, if there is one; the whole one of the text or of the tables.

    Of wholes that give the same share only the first is reported.
    """
    parts = [_stated(claim.part)] if claim.part else [_told(reading, look) for reading in claim.readings]
    wholes = [_stated(number) for number in claim.stated] + [_told(each, look) for each in claim.wholes]
    shares: dict[object, Compared] = {}
    for part in parts:
        for whole in wholes:
            shares.setdefault((part[0], whole[0]), _share(claim.quantity, part, whole))
    return list(shares.values())


def _stated(quantity: Quantity) -> Named:
    return quantity.value, quantity.words


def _told(reading: Reading, look: Look) -> Named:
    tally = _tally(reading, look)
    return tally.value, tally


def _last_years(told: Told) -> Told:
    return LastYears(told) if isinstance(told, Share) else told


def _share(quantity: Quantity, part: Named, whole: Named) -> Compared:
    some, every = part[0], whole[0]
    if some is None or every is None or every == 0:
        return Compared(False, some is not None and every is not None, Share(part[1], whole[1], None))
    share = Decimal(some) * 100 / Decimal(every)
    return Compared(_about(quantity, share), True, Share(part[1], whole[1], share))


def _counted_so(claim: Claim, tables: Tables) -> Sequence[Reading]:
    """The readings of a growth by which the number of this year in the text is right, or all."""
    now = claim.part
    if now is None:
        return claim.readings
    values = [(reading, _value(reading, tables.look)) for reading in claim.readings]
    return [r for r, value in values if value is not None and now.low <= value <= now.high] or claim.readings


def _growth(quantity: Quantity, reading: Reading, look: Look) -> Compared:
    now, before = _tally(reading, look), _tally(reading, _before(look))
    in_percent = quantity.measure == "%"
    if now.value is None or before.value is None:
        return Compared(False, False, Growth(now, None, None, in_percent))
    change = Decimal(now.value) - Decimal(before.value)
    if not in_percent:
        fits = quantity.low <= change <= quantity.high
        return Compared(fits, True, Growth(now, before, change, in_percent))
    percent = change * 100 / Decimal(before.value) if before.value != 0 else None
    fits = percent is not None and _about(quantity, percent)
    return Compared(fits, True, Growth(now, before, percent, in_percent))


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


def _tally(reading: Reading, look: Look) -> Tally:
    """A reading with its numbers."""
    value = _value(reading, look)
    if len(reading.parts) == 1:
        return Tally(((reading.parts[0].label, value),), value)
    parts = tuple((part.label, _value(Reading((part,)), look)) for part in reading.parts)
    return Tally(parts, value)

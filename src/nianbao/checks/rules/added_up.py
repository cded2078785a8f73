"""N507: numbers of one sentence that are parts of another: 共465条，其中142条、270条、53条."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from nianbao.checks.claims import Said, Saying, Sum
from nianbao.checks.claims.claim import Quantity
from nianbao.checks.coverage import Place, Seen, outside, unknown
from nianbao.checks.registry import Each, On, checks
from nianbao.checks.rules.narrative import compare, tables_of, unresolved
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Stated
from nianbao.model.figure import Number
from nianbao.model.finding import Finding
from nianbao.model.rules import rule

_CLOSE = 50  # a list that is less than its whole by no more than a fiftieth was probably meant to be complete
_GROSS = 20  # a part so many times as large as the whole is of something else: 其中个人38件，热线转办7200件
Span = tuple[Number, Number]  # the least and the most


def _sum_places(subject: Subject, section: str) -> Iterator[Place]:
    heard = subject.heard.get(section)
    if heard is None:
        return
    if gaps := unresolved(subject, section):
        yield unknown(*gaps)
    for total in heard.said.sums:
        parts = "＋".join(part.words for part in total.parts)
        whole = total.wholes[-1].words
        found = total.after or adds_up(total) or _of_sum(total) is not None
        if found and not _of_longer(total, heard.said.sums) and not _is_other(total, subject, heard.said):
            yield Place(Seen.COMPARED, told=Stated(whole, (parts,)))
        else:
            yield outside("partial", found=whole, parts=parts)


@checks("N507", on=On.SAID | On.FIGURES | On.PRIOR, each=Each.SECTION, covers=_sum_places)
def n507_sums(subject: Subject, section: str) -> Iterator[Finding]:
    """Parts that are more than the whole; less may be meant so, and is a hint at most."""
    heard = subject.heard.get(section)
    if heard is None:
        return
    for total in heard.said.sums:
        finding = _of_sum(total)
        if finding is None or _of_longer(total, heard.said.sums):
            continue
        if not _is_other(total, subject, heard.said):
            yield finding._replace(section=section, span=heard.text.typed(total.span))


def _is_other(total: Sum, subject: Subject, said: Said) -> bool:
    """Whether it is no sum: no number that the tables do not bear out can be what makes it wrong.

    收到347件，全部办理，其中公开112件、……、其他5件: parts of 363 in truth, each of them right.
    """
    if adds_up(total):
        return False
    tables, spans = tables_of(subject), {each.span for each in (*total.wholes, *total.parts)}
    there = [claim for claim in said.claims if claim.quantity.span in spans and claim.saying is Saying.COUNT]
    plain = [(claim.quantity.span, next(iter(compare(claim, tables)))) for claim in there]  # first reading
    sure = {span for span, compared in plain if compared.fits and compared.known}
    if any(whole.span not in sure for whole in total.wholes):
        return False
    most = _added(total.wholes)[1]
    doubtful = (part for part in total.parts if part.span not in sure)
    return not any(_added([each for each in total.parts if each is not part])[0] <= most for part in doubtful)


def _of_longer(total: Sum, sums: Iterable[Sum]) -> bool:
    """Whether a list is the end of one that adds up: 27件（平台8件、邮寄15件、当面4件）, not 8 of its own."""
    size = len(total.parts)
    longer = (each for each in sums if len(each.parts) > size and each.parts[-size:] == total.parts)
    return any(adds_up(each) for each in longer)


def _of_sum(total: Sum) -> Finding | None:
    if total.after:
        return None if _meets_some(total) else _behind(total)
    if adds_up(total):
        return None
    most = max(total.wholes, key=lambda whole: whole.high)
    if any(part.low > _GROSS * most.high for part in total.parts):
        return None
    value = sum((part.value or 0 for part in total.parts), start=0)
    whole = most.value or 0
    if min(low for low, _ in _totals(total.parts, len(total.parts))) > _added(total.wholes)[1]:
        message, difference = "", value - whole
    elif (
        len(total.wholes) == 1
        and value < whole
        and not total.mixed
        and (total.complete or (whole - value) * _CLOSE <= whole)
    ):
        message, difference = "less", whole - value
    else:
        return None
    return rule("N507").finding(
        message=message,
        expected=most.words,
        found=value,
        parts=tuple(part.words for part in total.parts),
        difference=difference,
    )


def _behind(total: Sum) -> Finding:
    """A sum behind its parts that no choice of them meets."""
    value = sum((part.value or 0 for part in total.parts), start=0)
    difference = value - (total.wholes[0].value or 0)
    return rule("N507").finding(
        message="after",
        expected=value,
        found=total.wholes[0].words,
        parts=tuple(part.words for part in total.parts),
        difference=difference if difference >= 0 else -difference,
    )


def _meets_some(total: Sum) -> bool:
    """Whether some of the parts add up to a sum behind them; others may be parts of a part."""
    whole = total.wholes[0]
    return any(
        _meet(_added(some), (whole.low, whole.high))
        for size in range(1, len(total.parts) + 1)
        for some in combinations(total.parts, size)
    )


def adds_up(total: Sum) -> bool:
    """Whether the parts add up to a whole, or to wholes side by side (新收9件，上年结转1件，其中…).

    The list may end anywhere, for what follows tells of something else.
    """
    wholes, listed = total.wholes, (*total.parts, *total.more)
    if any(_meet((listed[0].low, listed[0].high), (whole.low, whole.high)) for whole in wholes):
        return True  # 答复62件，其中按期答复62件，延期后答复4件
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

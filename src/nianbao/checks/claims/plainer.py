"""Numbers whose words leave open whether they are of the tables, beside others of which nobody doubts it.

办理行政复议55件。因政府信息公开被申请行政复议22件: if 22 is what the tables say, 55 is of all cases there
are. 全区收到申请655件 is of more than 区政府收到申请46件 in the same way. What is told in such words alone is
held against the tables; but of several numbers of a whole area (全市收到655件，办结640件) one must be right:
all of them are wrong only where the tables are of this organ alone. Cases told beside applications
(收到申请48件，发生行政复议2件) are plainer than those told by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nianbao.checks.claims.claim import Claim, Saying

_FAR = 2  # times as many are no slip, but those of which the others are a part


def beside_plainer(claims: Sequence[Claim], rivals: Iterable[Claim]) -> Iterator[Claim]:
    """The claims of a section: what is told in plainer words, too, counts only if those are wrong."""
    plain = [each._replace(saying=Saying.COUNT) for each in claims if each.plain]
    plain += rivals
    beside = [each._replace(saying=Saying.COUNT) for each in claims if each.beside and each.plain is False]
    wide = [each for each in claims if each.wide and each.saying is Saying.COUNT]
    for claim in claims:
        if claim.plain is not False:
            yield claim
            continue
        plainer = plain if claim.beside else [*plain, *beside]
        again = [each for each in plainer if _told_again(claim, each)] or _in_parts(claim, plain)
        unless = (*claim.unless, *again)
        others = (each for each in wide if claim.wide and set(claim.readings).isdisjoint(each.readings))
        yield claim._replace(unless=unless, some=tuple(others))


def told_twice(claims: Sequence[Claim], beside: Sequence[Claim]) -> Iterator[Claim]:
    """The claims of a sentence; what it counts twice is not wrong while one of both is right.

    办结处罚案件190起，公示处罚决定132件: nobody tells the same number twice in a breath, so the other is of
    more or of a part, whatever its words are. ``beside`` are numbers that name the same and are not held
    against the tables.
    """
    for claim in claims:
        counts = claim.saying in {Saying.COUNT, Saying.PART}
        others = [each for each in (*claims, *beside) if counts and _is_rival(claim, each)]
        others += _together(claim, claims) if claim.saying is Saying.COUNT else []
        alone = (each._replace(unless=(), given=None, among=(), kin=()) for each in others)
        yield claim._replace(unless=(*claim.unless, *alone)) if others else claim


def _together(claim: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """What numbers count together that tell of the same cells in other words: 不掌握1件，信息不存在1件."""
    same = [
        each
        for each in claims
        if each.saying is Saying.COUNT
        and each.last_year is claim.last_year
        and each.quantity.measure == claim.quantity.measure
        and each.readings[:1] == claim.readings[:1]
    ]
    if len(same) < 2:
        return []
    low, high = sum(each.quantity.low for each in same), sum(each.quantity.high for each in same)
    both = claim.quantity._replace(value=None, low=low, high=high)
    return [claim._replace(quantity=both, readings=claim.readings[:1])]


def _is_rival(claim: Claim, other: Claim) -> bool:
    """Whether another number of the sentence is of the same cells, and of no others that it may mean."""
    if other.saying is not Saying.COUNT or other.last_year is not claim.last_year or other.besides:
        return False
    same = len(claim.readings) == 1 and claim.readings == other.readings
    return same and claim.quantity.value != other.quantity.value


def _told_again(claim: Claim, plain: Claim) -> bool:
    """Whether the same is told with another number, or 各类申请860件 before 其中信息公开申请269件."""
    ours, theirs = set(claim.readings), set(plain.readings)
    same = claim.last_year is plain.last_year and claim.quantity.value != plain.quantity.value
    return same and (ours == theirs or (ours < theirs and claim.quantity.low > _FAR * plain.quantity.high))


def _in_parts(claim: Claim, plain: Sequence[Claim]) -> list[Claim]:
    """行政争议95件，其中信息公开类复议22件、诉讼29件: both together, for what is the sum of several."""
    parts = [(part,) for part in claim.readings[0].parts]
    told = [next((c for c in plain if c.readings[0].parts == part), None) for part in parts]
    found = [each for each in told if each is not None and each.last_year is claim.last_year]
    if len(parts) < 2 or len(found) < len(parts):
        return []
    low, high = sum(each.quantity.low for each in found), sum(each.quantity.high for each in found)
    both = claim.quantity._replace(low=low, high=high)
    return [claim._replace(quantity=both, saying=Saying.COUNT)]

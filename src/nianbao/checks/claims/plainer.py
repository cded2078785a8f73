"""Numbers whose words leave open whether they are of the tables, beside others of which nobody doubts it.

办理行政复议55件。因政府信息公开被申请行政复议22件: if 22 is what the tables say, 55 is of all cases there
are. 全区收到申请655件 is of more than 区政府收到申请46件 in the same way. What is told in such words alone is
held against the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nianbao.checks.claims.claim import Claim, Saying


def beside_plainer(claims: Sequence[Claim], rivals: Iterable[Claim]) -> Iterator[Claim]:
    """The claims of a section: what is told in plainer words, too, counts only if those are wrong."""
    plain = [each._replace(saying=Saying.COUNT) for each in claims if each.plain]
    plain += rivals
    for claim in claims:
        found = (each for each in plain if _told_again(claim, each)) if claim.plain is False else ()
        unless = (*claim.unless, *found)
        yield claim._replace(unless=unless) if len(unless) > len(claim.unless) else claim


def _told_again(claim: Claim, plain: Claim) -> bool:
    same = claim.last_year is plain.last_year and set(claim.readings) == set(plain.readings)
    return same and claim.quantity.value != plain.quantity.value

"""Y607: how much of the whole text repeats last year's report, or a neighbour's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nianbao.checks.coverage import Place, compared, outside, unknown
from nianbao.checks.registry import On, checks
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Lacking, Percent
from nianbao.model.finding import Finding
from nianbao.model.rules import rule

if TYPE_CHECKING:
    from nianbao.checks.repeats import Repeats

_SHOWN = 60  # characters of the longest passage


def _against(subject: Subject) -> Iterator[tuple[str, Repeats | None]]:
    """What is repeated of last year's report and of the one beside it that is most alike."""
    least = words("Y607")["least"]
    if subject.prior is not None:
        from nianbao.checks.repeats import index_of  # here, because one report by itself needs none

        yield "", index_of(subject.prior).nearest(subject.report, least=least)
    if subject.beside is not None:
        yield "beside", subject.beside.nearest(subject.report, least=least, others=True)


def _places(subject: Subject) -> Iterator[Place]:
    if subject.prior is None:
        yield unknown(lacking=Lacking.PRIOR)
    for _, repeats in _against(subject):
        if repeats is None:
            yield outside("short", least=words("Y607")["least"])
        else:
            yield compared("share", found=Percent(repeats.percent))


@checks("Y607", on=On.TEXT | On.PRIOR | On.FACTS, between_years=True, covers=_places)
def y607_repeats(subject: Subject) -> Iterator[Finding]:
    """Text of all sections that stands in another report; a little of it is a hint, most of it a warning."""
    for message, repeats in _against(subject):
        if repeats is None or not repeats.passages or repeats.percent < words("Y607")["hint"]:
            continue
        little = repeats.percent <= words("Y607")["share"]
        section, span = repeats.passages[0]
        passage = subject.report.narrative[section][slice(*span)]
        yield rule("Y607").finding(
            section=section,
            span=span,
            message=f"{message}_some".lstrip("_") if little else message,
            found=Percent(repeats.percent),
            passages=len(repeats.passages),
            passage=passage if len(passage) <= _SHOWN else f"{passage[:_SHOWN]}……",
            agency=repeats.agency,
        )

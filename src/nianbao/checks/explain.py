"""What every number of the narrative was taken for, or why it was left alone."""

from __future__ import annotations

from typing import NamedTuple

from nianbao.checks.claims import Left, Saying, Sum, Why
from nianbao.checks.claims.claim import Claim, Span
from nianbao.checks.rules.narrative import compare, is_said, tables_of
from nianbao.checks.subject import Heard, Subject
from nianbao.model.evidence import Told
from nianbao.model.report import Report

_AROUND = 12  # characters of the text that are shown on either side


class Explained(NamedTuple):
    """A number of the narrative, with the words around it and its place in the text as typed.

    ``readings`` are what it was held against, ``rule`` the code of the rule, ``fits`` whether one of them
    fits (None: not known, for a figure is missing). ``parts`` are the numbers that it is the sum of.
    ``why`` tells why it was left alone, ``word`` what was not understood. ``agreed``: it was not understood
    by itself, but the other numbers of its sentence agree with the tables; ``part``: the cells may count
    more than it.
    """

    section: str
    span: Span
    before: str
    words: str
    after: str
    rule: str = ""
    cells: tuple[str, ...] = ()
    readings: tuple[Told, ...] = ()
    fits: bool | None = None
    parts: tuple[str, ...] = ()
    why: Why | None = None
    word: str = ""
    agreed: bool = False
    part: bool = False


def explain(report: Report, prior: Report | None = None) -> list[Explained]:
    """Every number of the narrative in its order; one that is told of twice comes twice."""
    subject = Subject(report, prior)
    return [each for section in report.form.sections for each in _section(subject, section.id)]


def _section(subject: Subject, section: str) -> list[Explained]:
    heard = subject.heard.get(section)
    if heard is None:
        return []
    tables = tables_of(subject)
    told = {claim.quantity.span for claim in heard.said.claims if is_said(claim, tables)}
    claims = [c for c in heard.said.claims if c.quantity.span not in told or is_said(c, tables)]
    found = [
        *(_claim(subject, section, heard, claim) for claim in claims),
        *(_sum(section, heard, total) for total in heard.said.sums),
        *(_left(section, heard, left) for left in heard.said.left),
    ]
    return sorted(found, key=lambda each: (each.span, each.rule))


def _claim(subject: Subject, section: str, heard: Heard, claim: Claim) -> Explained:
    if not is_said(claim, tables_of(subject)):
        why, word = claim.doubt or (Why.SOME, "")
        return _placed(section, heard, claim.quantity.span, why=why, word=word)
    compared = list(compare(claim, tables_of(subject)))
    known = [each for each in compared if each.known]
    fits: bool | None = any(each.fits for each in known)
    if not fits and len(known) < len(compared):
        fits = None
    readings = tuple(each.told for each in compared)
    return _placed(
        section,
        heard,
        claim.quantity.span,
        rule=claim.rule,
        cells=claim.cells,
        readings=readings,
        fits=fits,
        agreed=bool(claim.among),
        part=claim.saying is Saying.PART,
    )


def _sum(section: str, heard: Heard, total: Sum) -> Explained:
    parts = tuple(part.words for part in total.parts)
    return _placed(section, heard, total.wholes[-1].span, rule="N507", parts=parts)


def _left(section: str, heard: Heard, left: Left) -> Explained:
    return _placed(section, heard, left.quantity.span, why=left.why, word=left.word)


def _placed(section: str, heard: Heard, span: Span, **found: object) -> Explained:
    """The number with the words of its line around it."""
    text, (start, end) = heard.text.text, span
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    place = {"section": section, "span": heard.text.typed(span), "before": before, "after": after}
    return Explained(**place, words=text[start:end], **found)  # type: ignore[arg-type]

"""Checks of what the sections say as text: S105 to S110."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping

from nianbao.checks.registry import On, checks
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.agency import agency_kinds, kind_by_name
from nianbao.model.evidence import Period
from nianbao.model.figure import half_width
from nianbao.model.finding import Finding
from nianbao.model.form import Section
from nianbao.model.reference import REFERENCE
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.words import without_spaces

_COUNTED = re.compile(r"[!-~]+|[^\s!-~]")  # as word processors count: a run of letters and digits is one
_SENTENCE = re.compile(r"[^。！？\n]+")
_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_PUNCTUATION = re.compile(r"[\s，。、；：！？,.;:!?]")


def masked(text: str) -> str:
    """The text with every reference blanked: offsets stay, and no rule sees what is right by itself."""
    return REFERENCE.sub(lambda match: " " * len(match[0]), text) if "{{" in text else text


def length(text: str) -> int:
    """How many 字 the text has: characters without spaces, a number or a Latin word counted once."""
    return len(_COUNTED.findall(REFERENCE.sub("0", text)))


def kind_of(report: Report) -> tuple[str | None, str]:
    """The kind of the agency and how to say it: as given, or guessed by its name."""
    if report.agency_kind is not None:
        return report.agency_kind, f"本机关是{agency_kinds()[report.agency_kind].name}"
    kind = kind_by_name(report.agency)
    return kind, f"按名称看，本机关是{agency_kinds()[kind].name}" if kind else ""


def _section(report: Report, code: str) -> Section | None:
    """The section that a rule is about, if the form has it."""
    wanted = words(code)["section"]
    return next((section for section in report.form.sections if section.id == wanted), None)


def _any(text: str, wanted: Iterable[str]) -> str:
    """The first of the words that stands in the text, or ""."""
    return next((word for word in wanted if word in text), "")


@checks("S105", on=On.TEXT)
def s105_length(subject: Subject) -> Iterator[Finding]:
    """No section longer than its form allows."""
    report = subject.report
    for section in report.form.sections:
        found = length(report.narrative.get(section.id, ""))
        if section.most_characters is not None and found > section.most_characters:
            yield rule("S105").finding(
                section=section.id, expected=section.most_characters, found=found, heading=section.heading
            )


def lengths(report: Report) -> Iterator[str]:
    """How long the sections are that must not be too long, in words."""
    for section in report.form.sections:
        if section.most_characters is not None:
            yield f"“{section.heading}”{length(report.narrative.get(section.id, ''))}字。"


@checks("S106", on=On.TEXT | On.FACTS)
def s106_aspects(subject: Subject) -> Iterator[Finding]:
    """What the overview has to treat; a government's also what the law asks of governments."""
    report = subject.report
    section = _section(report, "S106")
    if section is None:
        return
    text = without_spaces(report.narrative.get(section.id, ""))
    if missing := _missing(text, words("S106")["aspects"]):
        yield rule("S106").finding(section=section.id, missing=missing)
    government = words("S106")["government"]
    kind, said = kind_of(report)
    if kind in government["kinds"] and (missing := _missing(text, government["aspects"])):
        yield rule("S106").finding(section=section.id, message="government", missing=missing, kind=said)


def _missing(text: str, wanted: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(aspect for aspect, signs in wanted.items() if not _any(text, signs))


@checks("S107", on=On.TEXT)
def s107_problems(subject: Subject) -> Iterator[Finding]:
    """Problems and improvements are told, and not in a formula."""
    report = subject.report
    section = _section(report, "S107")
    if section is None:
        return
    known, text = words("S107"), report.narrative.get(section.id, "")
    bare, number = _PUNCTUATION.sub("", text), length(text)
    if not bare:
        message = "empty"
    elif bare in known["none"]:
        message = "none"
    elif number < known["least"]:
        message = "short"
    elif not _any(text, known["problems"]):
        message = "problems"
    elif not _any(text, known["improvements"]):
        message = "improvements"
    else:
        return
    found = number if message == "short" else text.strip()
    yield rule("S107").finding(section=section.id, message=message, found=found)


@checks("S108", on=On.TEXT | On.FACTS)
def s108_fees(subject: Subject) -> Iterator[Finding]:
    """The fee for handling information is reported, even if there was none."""
    report = subject.report
    known, section = words("S108"), _section(report, "S108")
    if section is None or report.year < known["from_year"]:
        return
    text = without_spaces(report.narrative.get(section.id, ""))
    if _any(text, known["words"]):
        return
    implied = _any(text, known["implied"])
    yield rule("S108").finding(section=section.id, message="implied" if implied else "", found=implied)


@checks("S109", on=On.TEXT | On.FACTS)
def s109_period(subject: Subject) -> Iterator[Finding]:
    """A period that is stated is the report's year."""
    report = subject.report
    first, last = datetime.date(report.year, 1, 1), datetime.date(report.year, 12, 31)
    for section_id, text in report.narrative.items():
        for sentence in _SENTENCE.finditer(half_width(masked(text)).replace(" ", "\u3000")):
            if not _any(sentence[0], words("S109")["words"]):
                continue
            dates = list(_DATE.finditer(sentence[0]))[:2]
            stated = _period([match.groups() for match in dates])
            if stated and stated not in {(first, last), (last,)}:
                span = sentence.start() + dates[0].start(), sentence.start() + dates[-1].end()
                yield rule("S109").finding(
                    section=section_id,
                    span=span,
                    expected=Period(first, last),
                    found=text[slice(*span)],
                )


def _period(dates: list[tuple[str | None, ...]]) -> tuple[datetime.date, ...]:
    """Two dates, or one until which figures were counted; the second may leave out the year."""
    found: list[datetime.date] = []
    for year, month, day in dates:
        number = int(year) if year else found[0].year if found else None
        try:
            found += [datetime.date(number, int(month or 0), int(day or 0))] if number else []
        except ValueError:
            return ()
    return tuple(found) if len(found) == len(dates) else ()


@checks("S110", on=On.FACTS)
def s110_deadline(subject: Subject) -> Iterator[Finding]:
    """Signed not later than the agency's kind has to publish."""
    report = subject.report
    kind, said = kind_of(report)
    if report.date is None or kind is None:
        return
    latest = agency_kinds()[kind].deadline_for(report.year)
    if report.date > latest:
        yield rule("S110").finding(
            section=report.form.sections[-1].id,
            expected=latest,
            found=report.date,
            kind=said,
        )

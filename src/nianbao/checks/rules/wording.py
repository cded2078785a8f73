"""Checks of what the sections say as text: S105 to S110."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from nianbao.checks.coverage import Place, compared, outside, unknown
from nianbao.checks.registry import On, checks
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.agency import agency_kinds, kind_by_name
from nianbao.model.evidence import Lacking, Period
from nianbao.model.figure import half_width
from nianbao.model.finding import Finding
from nianbao.model.form import Section
from nianbao.model.reference import REFERENCE
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.patterns import regex
from nianbao.words import without_spaces

_COUNTED = regex(r"[!-~]+|[^\s!-~]")  # as word processors count: a run of letters and digits is one
_SENTENCE = regex(r"[^。！？\n]+")
_DATE = regex(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_PUNCTUATION = regex(r"[\s，。、；：！？,.;:!?]")


def masked(text: str) -> str:
    """The text with every reference blanked: offsets stay, and no rule sees what is right by itself."""
    return REFERENCE.sub(lambda match: " " * len(match[0]), text) if "{{" in text else text


@lru_cache(maxsize=64)  # several ask for the length of every section at every keystroke
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


def _lengths(subject: Subject) -> Iterator[Place]:
    """The sections that must not be too long, as far as they are written."""
    report = subject.report
    limited = [section for section in report.form.sections if section.most_characters is not None]
    if not limited:
        yield outside("unlimited")
    for section in limited:
        if found := length(report.narrative.get(section.id, "")):
            yield compared("length", heading=section.heading, found=found)


@checks("S105", on=On.TEXT, covers=_lengths)
def s105_length(subject: Subject) -> Iterator[Finding]:
    """No section longer than its form allows."""
    report = subject.report
    for section in report.form.sections:
        found = length(report.narrative.get(section.id, ""))
        if section.most_characters is not None and found > section.most_characters:
            yield rule("S105").finding(
                section=section.id, expected=section.most_characters, found=found, heading=section.heading
            )


def _aspects(subject: Subject) -> Iterator[Place]:
    """The aspects of all agencies, and those of governments, if it is known that this is one."""
    if _section(subject.report, "S106") is None:
        return
    known = words("S106")
    yield compared("aspects", found=tuple(known["aspects"]))
    kind, said = kind_of(subject.report)
    if kind is None:
        yield unknown(lacking=Lacking.KIND)
    elif kind in known["government"]["kinds"]:
        yield compared("government", kind=said, found=tuple(known["government"]["aspects"]))


@checks("S106", on=On.TEXT | On.FACTS, covers=_aspects)
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
    return tuple(aspect for aspect, signs in wanted.items() if not regex("|".join(signs)).search(text))


def _problems(subject: Subject) -> Iterator[Place]:
    section = _section(subject.report, "S107")
    if section is not None:
        yield compared("length", found=length(subject.report.narrative.get(section.id, "")))


@checks("S107", on=On.TEXT, covers=_problems)
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
    elif not regex("|".join(known["problems"])).search(text):
        message = "problems"
    elif not _any(text, known["improvements"]):
        message = "improvements"
    else:
        return
    found = number if message == "short" else text.strip()
    yield rule("S107").finding(section=section.id, message=message, found=found)


def _fees(subject: Subject) -> Iterator[Place]:
    report, known, section = subject.report, words("S108"), _section(subject.report, "S108")
    if section is None or report.year < known["from_year"]:
        yield outside("early", year=report.year)
    else:
        text = without_spaces(report.narrative.get(section.id, ""))
        yield compared("said", found=_any(text, known["words"]))


@checks("S108", on=On.TEXT | On.FACTS, covers=_fees)
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


class _Stated(NamedTuple):
    """A period that a section states: its place in the text, how it reads there, and its two days, or the one
    until which was counted; none if they are not said in full, None for one that no calendar has."""

    span: tuple[int, int]
    words: str
    days: tuple[datetime.date | None, ...]


def _stated_periods(subject: Subject) -> Iterator[tuple[str, _Stated]]:
    """What the text says with its references resolved, by section: the year may be one."""
    for section_id, heard in subject.heard.items():
        for stated in _periods_in(heard.text.text):
            yield section_id, stated._replace(span=heard.text.typed(stated.span))


@lru_cache(maxsize=64)  # most texts are as they were at the last keystroke
def _periods_in(text: str) -> tuple[_Stated, ...]:
    found = []
    for sentence in _SENTENCE.finditer(half_width(text).replace(" ", "\u3000")):
        if not _any(sentence[0], words("S109")["words"]):
            continue
        if dates := list(_DATE.finditer(sentence[0]))[:2]:
            span = sentence.start() + dates[0].start(), sentence.start() + dates[-1].end()
            days = _period([match.groups() for match in dates])
            found.append(_Stated(span, text[slice(*span)], days))
    return tuple(found)


def _periods(subject: Subject) -> Iterator[Place]:
    for _, stated in _stated_periods(subject):
        yield compared("period", found=stated.words) if stated.days else unknown(lacking=Lacking.FULL_DATE)


@checks("S109", on=On.TEXT | On.SAID | On.FACTS, covers=_periods)
def s109_period(subject: Subject) -> Iterator[Finding]:
    """A period that is stated is the report's year."""
    report = subject.report
    first, last = datetime.date(report.year, 1, 1), datetime.date(report.year, 12, 31)
    for section, stated in _stated_periods(subject):
        if stated.days and stated.days not in {(first, last), (last,)}:
            yield rule("S109").finding(
                section=section,
                span=stated.span,
                expected=Period(first, last),
                found=stated.words,
            )


def _period(dates: list[tuple[str | None, ...]]) -> tuple[datetime.date | None, ...]:
    """Two dates, or one until which figures were counted; the second may leave out the year."""
    first = dates[0][0]
    return tuple(_day(year or first, month, day) for year, month, day in dates) if first else ()


def _day(year: str, month: str | None, day: str | None) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month or 0), int(day or 0))
    except ValueError:
        return None  # 11月31日


def _deadline(subject: Subject) -> Iterator[Place]:
    report = subject.report
    latest = _latest(report)
    if report.date is None:
        yield unknown(lacking=Lacking.DATE)
    if latest is None:
        yield unknown(lacking=Lacking.KIND)
    if report.date is not None and latest is not None:
        expected, said = latest
        yield compared("date", found=report.date, kind=said, expected=expected)


def _latest(report: Report) -> tuple[datetime.date, str] | None:
    """The last day, and for whom: a general office signs its own report or, which may be later, that of its
    government."""
    kind, said = kind_of(report)
    if kind is None:
        return None
    latest = agency_kinds()[kind].deadline_for(report.year)
    government = regex(words("S110")["office"]).sub("", report.agency)
    named = None if report.agency_kind or government == report.agency else kind_by_name(government)
    if named is None:
        return latest, said
    later = agency_kinds()[named]
    return max(latest, later.deadline_for(report.year)), f"{said}；公布的如果是{later.name}的报告"


@checks("S110", on=On.FACTS, covers=_deadline)
def s110_deadline(subject: Subject) -> Iterator[Finding]:
    """Signed not later than the agency's kind has to publish."""
    report = subject.report
    last = _latest(report)
    if report.date is None or last is None:
        return
    latest, said = last
    if report.date > latest:
        yield rule("S110").finding(
            section=report.form.sections[-1].id,
            expected=latest,
            found=report.date,
            kind=said,
        )

"""Whether the text is about this agency and this year, and of nobody in person: N508 to N510."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nianbao.checks.coverage import Place, compared, unknown, written
from nianbao.checks.registry import Each, On, checks
from nianbao.checks.rules.lines import Slip, by_line
from nianbao.checks.rules.wording import masked
from nianbao.checks.rules.words import words
from nianbao.checks.subject import Subject
from nianbao.model.evidence import Lacking
from nianbao.model.figure import half_width
from nianbao.model.finding import Finding
from nianbao.model.numbering import numbering
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.patterns import regex
from nianbao.words import without_spaces

_WHOLE = regex(r"[^。！？\n]+")
_SENTENCE = regex(r"[^。；！？;\n]+")
_CLAUSE = regex(r"[^。；！？，,;\n]+")
_QUOTED = regex(r"《[^》]{0,200}》|“[^”]{0,500}”|〔[^〕]{0,200}〕|（[^（）]{0,200}号）")
_YEAR = regex(r"(\d{4})\s*年(?!\s*\d{1,2}\s*月)|截[至止]到?\s*(\d{4})\s*年\s*12\s*月\s*31\s*日")
_NAMES_YEAR = "年"  # behind every year: most sentences have none
_NAMED = regex(r"(\d{4})\s*年")
_NUMBER = regex(r"度?[^\d，、]{0,6}\d+(?:\.\d+)?[^\d，、]{0,3}$")  # 2024年47处；2023年为52处
_LONG = regex(r"\d[\d -]{9}", re.ASCII)  # what is shorter is neither of these two
_IDENTITY = regex(r"(?<![0-9A-Za-z])([1-9]\d{5})(\d{4})(\d{2})(\d{2})\d{3}[\dXx](?![0-9A-Za-z])", re.ASCII)
_MOBILE = regex(r"(?<![0-9A-Za-z.-])(?:\+?86[- ]?)?1[3-9]\d([- ]?)\d{4}\1\d{4}(?![0-9A-Za-z])", re.ASCII)
_SPLIT = regex(r"[^\u4e00-\u9fff]|[省市州盟县区由和与]")
_SHORTEST_NAME, _LONGEST_NAME, _LONGEST_BEFORE = 2, 4, 8


def _plain(typed: str) -> str:
    """The text without references, titles and quotations; offsets stay."""
    return _QUOTED.sub(lambda match: "\0" * len(match[0]), masked(typed))


def _has(text: str, wanted: Iterable[str]) -> bool:
    return any(word in text for word in wanted)


def _dated(report: Report, section: str) -> Iterator[tuple[tuple[int, int], bool]]:
    """The years with which sentences begin, by their places in the text, and whether each is in order."""
    text = _plain(report.narrative.get(section, ""))
    for whole in _WHOLE.finditer(text):
        if _NAMES_YEAR not in whole[0]:
            continue
        others = {int(other[1]) for other in _NAMED.finditer(whole[0])}
        for sentence in _SENTENCE.finditer(text, *whole.span()):
            line = half_width(sentence[0])
            match = _YEAR.search(line)
            if match is None or not _begins(line[: match.start()], words("N508")["own"]):
                continue
            beside = sentence.start() > whole.start() and _NUMBER.match(line, match.end()) is not None
            fits = beside or report.year in others or _told_of(line, match, report.year, section)
            yield (sentence.start() + match.start(), sentence.start() + match.end()), fits


def _told_of(line: str, match: re.Match[str], own: int, section: str) -> bool:
    """Whether another year is planned, compared with, or one whose problems are told to be solved."""
    known, year = words("N508"), _year(match)
    planned = year > own and (section in known["plans_in"] or _has(line, known["plans"]))
    solved = year == own - 1 and section in known["plans_in"] and _has(line, known["solved"])
    return planned or solved or _has(line[match.end() :], known["comparing"])


def _year(match: re.Match[str]) -> int:
    return int(match[1] or match[2])


def _years(subject: Subject, section: str) -> Iterator[Place]:
    for _ in _dated(subject.report, section):
        yield compared()


@checks("N508", on=On.TEXT | On.FACTS, each=Each.SECTION, covers=_years)
def n508_years(subject: Subject, section: str) -> Iterator[Finding]:
    """A sentence that begins with a year begins with the report's, unless it compares, tells of what
    lasts, or plans."""
    report = subject.report
    for span, fits in _dated(report, section):
        if not fits:
            found = report.narrative[section][slice(*span)]
            yield rule("N508").finding(section=section, span=span, expected=report.year, found=found)


def _begins(before: str, own: Iterable[str]) -> bool:
    """Whether nothing but a number of the outline or the agency itself stands before."""
    number = numbering(before)
    rest = without_spaces(number.rest if number else before)
    return not rest or rest in own


# ---- N509


@lru_cache(maxsize=64)
def _place(agency: str) -> tuple[str, str, str] | None:
    """The last word of place in the agency's name with the name before and the body after it."""
    known = words("N509")
    if _has(agency, known["unsure"]):
        return None
    covered = {i for trap in known["traps"] for m in regex(trap).finditer(agency) for i in range(*m.span())}
    found = [
        (match.start(), unit)
        for unit in known["places"]
        for match in regex(unit).finditer(agency)
        if match.start() not in covered
    ]
    if not found:
        return None
    start, unit = max(found)
    before = max((end + len(other) for end, other in found if end < start), default=0)
    return agency[before:start], unit, agency[start + len(unit) :]


def _scope(subject: Subject) -> Iterator[Place]:
    """All of the text, if the agency's name tells whose area it is about."""
    known = _place(subject.report.agency) is not None
    for place in written(subject):
        yield place if known else unknown(lacking=Lacking.LEVEL)


@checks("N509", on=On.TEXT | On.FACTS, covers=_scope)
def n509_scope(subject: Subject) -> Iterator[Finding]:
    """The area and the organs that the text speaks of are the agency's own."""
    for section, typed in subject.report.narrative.items():
        text, agency = _plain(typed), subject.report.agency
        slips = (*_areas(text, agency), *_called(text, agency), *_addressed(text, agency))
        for message, span, expected in slips:
            found = text[slice(*span)]
            yield rule("N509").finding(
                section=section, message=message, span=span, expected=expected, found=found, agency=agency
            )
        yield from _organs(subject.report, section, text)


@by_line
def _areas(text: str, agency: str) -> Iterator[Slip]:
    """全市 as the area that a district's office works for."""
    known, place = words("N509"), _place(agency)
    if place is None:
        return
    own = known["places"][place[1]]
    for clause in _CLAUSE.finditer(text):
        for area in known["places"].values():
            start = clause[0].find(area)
            if start < 0 or area == own:
                continue
            works_for = clause[0][:start].endswith(tuple(known["before"]))
            if works_for or clause[0][start + len(area) :].startswith(tuple(known["after"])):
                yield "level", (clause.start() + start, clause.start() + start + len(area)), own


@by_line
def _called(text: str, agency: str) -> Iterator[Slip]:
    """我镇 in the report of a street office, 我县 in that of a district's bureau: another's sentence."""
    calls = _others_calls(agency)
    for match in calls.finditer(text) if calls is not None else ():
        yield "organ", match.span(), ""


@lru_cache(maxsize=64)
def _others_calls(agency: str) -> re.Pattern[str] | None:
    """What only agencies with another name call themselves and their area."""
    known, place = words("N509"), _place(agency)
    wrong = [call for unit, call in known["calls_itself"].items() if unit not in agency]
    if not agency.endswith(tuple(known["endings"])):
        wrong = []
    if place is not None and place[1] in known["areas"]:
        wrong += [call for unit, call in known["calls_area"].items() if unit not in agency]
    return regex("|".join(wrong)) if wrong else None


def _organs(report: Report, section: str, text: str) -> Iterator[Finding]:
    """An office of the same kind, or a government, of another place on the same level.

    A verb before 县教育局 looks like the name of a place, so a name counts only after 由 or a higher place,
    or if it comes up twice.
    """
    place = _place(report.agency)
    if place is None or not place[2]:
        return
    name, unit, body = place
    known = words("N509")
    for ending in dict.fromkeys((unit + body, unit + known["government"])):
        for start in _starts(ending, text):
            before = _SPLIT.split(text[:start][-_LONGEST_BEFORE:])[-1]
            other = before[-_LONGEST_NAME:]
            if len(before) not in range(_SHORTEST_NAME, _LONGEST_NAME + 1) or other.endswith(
                tuple(known["own"])
            ):
                continue
            led = text[: start - len(other)].endswith(tuple(known["leading"]))
            twice = sum(each.count(other + unit) for each in report.narrative.values()) > 1
            if (led or twice) and not (other.endswith(name) or name.endswith(other)):
                span = start - len(other), start + len(ending)
                yield rule("N509").finding(
                    section=section,
                    message="organ",
                    span=span,
                    found=text[slice(*span)],
                    agency=report.agency,
                )


def _starts(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text."""
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


@by_line
def _addressed(text: str, agency: str) -> Iterator[Slip]:
    """Applications to a government, told by one that is none on this level and passes none on."""
    known = words("N509")
    for clause in _CLAUSE.finditer(text):
        match = regex(known["addressed"]).search(clause[0])
        if match is None or _has(clause[0], known["passed_on"]):
            continue
        if not regex(f"{match['level']}(人民)?政府(办公厅|办公室)?$").search(agency):
            yield "addressed", (clause.start() + match.start(), clause.start() + match.end()), ""


# ---- N510


def _section_text(subject: Subject, section: str) -> Iterator[Place]:
    if subject.report.narrative.get(section, "").strip():
        yield compared("text", section=subject.report.form.section(section).name)


@checks("N510", on=On.TEXT, each=Each.SECTION, covers=_section_text)
def n510_personal(subject: Subject, section: str) -> Iterator[Finding]:
    """Identity-card and mobile numbers. The message shows only their ends."""
    plain = half_width(masked(subject.report.narrative.get(section, "")))
    if _LONG.search(plain) is None:
        return
    for message, pattern in (("identity", _IDENTITY), ("mobile", _MOBILE)):
        for match in pattern.finditer(plain):
            if message == "mobile" or _is_birthday(*match.group(2, 3, 4)):
                hidden = f"{match[0][:3]}…{match[0][-2:]}"
                yield rule("N510").finding(section=section, message=message, span=match.span(), found=hidden)


def _is_birthday(year: str, month: str, day: str) -> bool:
    try:
        born = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return born.year >= 1900

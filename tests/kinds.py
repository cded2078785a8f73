"""Reports that together hold every kind of figure and of text that :mod:`tests.strategies` draws from.

A test that goes through them meets each kind, whatever chance draws; which kinds meet is left to chance.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from itertools import cycle, product
from typing import TypeVar

from nianbao.model.figure import BLANK, UNKNOWN, Figure, count, parse
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from tests import strategies as drawn_from

Item = TypeVar("Item")
SHARES = 2  # so many reports hold all figures and lines between them
NUMBERS = (0, 7, 12, 305, 8_164, 999_999_999)


@cache
def kinds_of_figures() -> tuple[Figure, ...]:
    """Every sign with every fraction and unit, every two of these with every remark; every mark and word
    that stands in for a number."""
    remarks = ("", *(f"（{remark}）" for remark in drawn_from.REMARKS))
    units = drawn_from.UNITS
    numbers = cycle(NUMBERS)
    found = [BLANK, UNKNOWN, *map(count, NUMBERS)]
    found += [parse(text) for text in (*drawn_from.NOT_APPLICABLE, *drawn_from.MALFORMED)]
    for turn, (sign, fraction) in enumerate(product(drawn_from.SIGNS, drawn_from.FRACTIONS)):
        for place, unit in enumerate(units):
            remark = remarks[(turn + place) % len(remarks)]
            found.append(parse(f"{sign}{next(numbers)}{fraction}{unit}{remark}"))
    return tuple(found)


@cache
def kinds_of_lines(form: Form) -> tuple[str, ...]:
    """Headings of all levels, alone and before their text, every sentence and reference, a long paragraph."""
    characters = drawn_from.RARE + drawn_from.HANZI[:: len(drawn_from.HANZI) // 300]
    parts = [*drawn_from.SENTENCES, *drawn_from.references(form), characters]
    plain = ["，".join(parts[start : start + 3]) + "。" for start in range(0, len(parts), 3)]
    texts = cycle(plain)
    marked = []
    for number, level in product((1, 11, 20), range(1, 5)):
        mark = drawn_from.marks(number)[level]
        marked += [f"{mark}工作情况", f"{mark}主要做法。{next(texts)}", f"{mark}{next(texts)}"]
    return (*marked, *plain, "；".join([plain[0].removesuffix("。")] * 12) + "。")


@cache
def reports_of_every_kind(form: Form) -> tuple[Report, ...]:
    """A handful of reports: first those with all figures and lines, then one for every sort of title."""
    places = [cell_id for cell_id in form.cells if cell_id not in form.totals]
    figures = [figure for figure in kinds_of_figures() if form.can_hold(places[0], figure)]
    counts = {cell_id: count(index * 37 % 1_000) for index, cell_id in enumerate(places)}
    found = []
    for number in range(SHARES):
        given = counts | dict(zip(places, figures[number::SHARES], strict=False)) | _totals(form, number)
        found.append(_report(form, number, given, _texts(form, number)))
    titles = [title for title in drawn_from.TITLES if title is not None]
    for number, title in enumerate(titles, len(found)):
        found.append(_report(form, number, counts, drawn_from.CLEAN_TEXT, title))
    return tuple(found)


def _totals(form: Form, number: int) -> dict[str, Figure]:
    """Totals left to be computed, or given: as numbers, blank and unknown."""
    if number == 0:
        return {}
    given = cycle((count(number), BLANK, UNKNOWN, parse("若干"), parse("-3"), parse("0")))
    return dict(zip(form.totals, given, strict=False))


def _texts(form: Form, number: int) -> dict[str, str]:
    """This report's share of the lines, spread over all sections that may have text."""
    lines = kinds_of_lines(form)[number::SHARES]
    sections = [section.id for section in form.sections if section.text]
    end = "\n" if number % 2 else "\n\n"
    return {section: end.join(lines[place :: len(sections)]) for place, section in enumerate(sections)}


def _report(
    form: Form, number: int, figures: dict[str, Figure], narrative: dict[str, str], title: str | None = None
) -> Report:
    agency = _nth(drawn_from.AGENCIES, number)
    year = _nth((form.first_year, form.last_year or form.first_year + 9), number)
    return Report(
        form=form,
        agency=agency,
        year=year,
        date=_nth((datetime.date(year + 1, 1, 31), None), number),
        title=title and title.format(agency=agency, year=year),
        headings=_nth(({}, *drawn_from.published_headings(form)), number),
        narrative=narrative,
        figures=figures,
    )


def _nth(items: Sequence[Item], number: int) -> Item:
    return items[number % len(items)]


EVERY_KIND = {
    f"{form.id}-{number}": report
    for form in all_forms().values()
    for number, report in enumerate(reports_of_every_kind(form))
}

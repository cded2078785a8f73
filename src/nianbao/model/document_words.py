"""Words by which documents of others are read, by forms/words/documents.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nianbao.model.law_file import LawFile, law_file

FILE = "words/documents.toml"
KEYS = {
    "page": (
        *("furniture", "foot", "foot_anywhere", "buttons", "data", "site"),
        *("corrections", "of_page", "notes", "units", "articles"),
    ),
    "columns": ("numbers", "remarks", "units", "compared"),
    "years": ("own", "before"),
    "fields": ("organ", "year"),
}
_BETWEEN = r"[\s\[\]【】:/·]*"  # buttons


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands around a report on the page of a web site.

    ``furniture`` matches what no line of a report has; ``foot`` is how a line begins that opens the foot of a
    page, ``foot_anywhere`` what such a line may have; ``buttons`` matches a line of nothing but buttons,
    ``data`` what the data of a page are called, ``site`` what sentences have that speak of the page.
    ``corrections`` matches what is said of words that are not right, ``of_page`` what such a sentence has
    that speaks of the page, ``counts`` a number of something, ``notes`` how a note begins, and ``articles``
    the whole name of another article."""

    furniture: re.Pattern[str]
    foot: tuple[str, ...]
    foot_anywhere: re.Pattern[str]
    buttons: re.Pattern[str]
    data: re.Pattern[str]
    site: re.Pattern[str]
    corrections: re.Pattern[str]
    of_page: re.Pattern[str]
    counts: re.Pattern[str]
    notes: re.Pattern[str]
    articles: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """Heads of columns that an office adds to a table: those that number its rows, remarks, units, and what
    heads of figures have that are compared with this year's."""

    numbers: frozenset[str]
    remarks: frozenset[str]
    units: frozenset[str]
    compared: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class YearWords:
    """What a row is called that has the report's own year, or the one before."""

    own: frozenset[str]
    before: frozenset[str]


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What the organ and the year of a report are called where each is told by itself (年度：2024)."""

    organ: frozenset[str]
    year: frozenset[str]


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """All words of the file."""

    page: PageWords
    columns: ColumnWords
    years: YearWords
    fields: FieldWords


@cache
def document_words() -> DocumentWords:
    """The words. Raises InputError if the file is wrong."""
    return read_words(law_file(FILE))


def read_words(file: LawFile) -> DocumentWords:
    """The words of a file. Raises InputError naming line and key of what is wrong."""
    file.known("", file.data, KEYS)
    found: dict[str, tuple[str, ...]] = {}
    for table, keys in KEYS.items():
        holder = file.item("", file.data, table, dict)
        file.known(table, holder, keys)
        for key in keys:
            file.item(table, holder, key, list)
            found[f"{table}.{key}"] = file.words(table, holder, key)
    page = PageWords(
        furniture=_any_of(found["page.furniture"]),
        foot=found["page.foot"],
        foot_anywhere=_any_of(found["page.foot_anywhere"]),
        buttons=re.compile(rf"{_BETWEEN}(?:(?:{_any_of(found['page.buttons']).pattern}){_BETWEEN})+"),
        data=_any_of(found["page.data"]),
        site=_any_of(found["page.site"]),
        corrections=_any_of(found["page.corrections"]),
        of_page=_any_of(found["page.of_page"]),
        counts=re.compile(rf"\d(?:{_any_of(found['page.units']).pattern})"),
        notes=re.compile(rf"[（(【]?(?:{_any_of(found['page.notes']).pattern})[】）)]?[:：]"),
        articles=re.compile(
            rf"(?:[·•]?关于|(?!.*(?:本|该|此|年)(?:度?报告|报)).).{{0,40}}(?:{_any_of(found['page.articles']).pattern})[\d()（）/\[\]-]*"
        ),
    )
    columns = ColumnWords(
        numbers=frozenset(found["columns.numbers"]),
        remarks=frozenset(found["columns.remarks"]),
        units=frozenset(found["columns.units"]),
        compared=_any_of(found["columns.compared"]),
    )
    years = YearWords(frozenset(found["years.own"]), frozenset(found["years.before"]))
    fields = FieldWords(frozenset(found["fields.organ"]), frozenset(found["fields.year"]))
    return DocumentWords(page, columns, years, fields)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What matches any of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))

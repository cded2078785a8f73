"""How monthly counts are kept, by forms/words/monthly.toml: labels, totals, months and units of money."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nianbao.ledger.places import Choice
from nianbao.ledger.words import Meant, load_meanings, plain
from nianbao.model.form import Form
from nianbao.model.law_file import LawFile, law_file

FILE = "words/monthly.toml"
TABLES = ("table", "items", "beside", "labels", "totals", "months", "units")
BESIDE = "beside."  # before the name of a count that no cell holds, instead of the id of a cell

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of rows and columns that are no item. ``part`` words only say that counts stand below;
    ``subset`` ones that they are a part of what stands beside them."""

    strip: Patterns
    months: frozenset[str]
    years: frozenset[str]
    part: frozenset[str]
    ignored: frozenset[str]
    ignored_parts: Patterns
    money: Patterns
    counts: Patterns
    subset: Patterns


@dataclass(frozen=True, slots=True)
class MonthWords:
    """How months and years are written; the groups ``year``, ``month``, ``day`` and ``english`` tell them."""

    names: tuple[str, ...]
    english: tuple[str, ...]
    whole: Patterns
    in_title: Patterns
    year: Patterns
    not_of_counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthlyWords:
    """All of it. ``items`` by row.column of the table of ``section``, ``beside`` by their names."""

    section: str
    items: Mapping[str, Meant]
    beside: Mapping[str, Meant]
    labels: Labels
    year_totals: Patterns
    other_totals: Patterns
    months: MonthWords
    units: Patterns

    def choices(self, form: Form) -> tuple[Choice, ...]:
        """All that the counts of a month can be: the cells of a form, then what no cell holds."""
        cells = [cell for cell in form.cells.values() if cell.section == self.section]
        found = []
        for cell in cells:
            key = f"{cell.row.id}.{cell.column.id}"
            if key in self.items and cell.id not in form.totals:
                alone = sum(each.row.id == cell.row.id for each in cells) == 1
                name = cell.row.name if alone else cell.name
                found.append(Choice(cell.id, name, cell.row.label if alone else cell.name, self.items[key]))
        found += [Choice(f"{BESIDE}{name}", name, name, words) for name, words in self.beside.items()]
        return tuple(found)

    def bare(self, label: str) -> str:
        """A label as it is compared: without numbering, unit and words such as 件数."""
        text = plain(label)
        for pattern in self.labels.strip:
            text = pattern.sub("", text) or text
        return text


@cache
def monthly_words() -> MonthlyWords:
    """The words of forms/. Raises InputError if the file is wrong."""
    return load(law_file(FILE))


def load(law: LawFile) -> MonthlyWords:
    """The words that a file states. Raises InputError."""
    parts = {name: law.item("", law.data, name, dict) for name in TABLES}
    law.known("", law.data, TABLES)
    totals = parts["totals"]
    return MonthlyWords(
        section=law.item("table", parts["table"], "section", str),
        items=load_meanings(law, "items", parts["items"]),
        beside=load_meanings(law, "beside", parts["beside"]),
        labels=_labels(law, parts["labels"]),
        year_totals=law.patterns("totals", totals, "year"),
        other_totals=law.patterns("totals", totals, "other"),
        months=_months(law, parts["months"]),
        units=law.patterns("units", parts["units"], "label"),
    )


def _labels(law: LawFile, table: dict[str, object]) -> Labels:
    def words(name: str) -> frozenset[str]:
        return frozenset(map(plain, law.item("labels", table, name, list)))

    def patterns(name: str) -> Patterns:
        return law.patterns("labels", table, name)

    return Labels(
        strip=patterns("strip"),
        months=words("months"),
        years=words("years"),
        part=words("part"),
        ignored=words("ignored"),
        ignored_parts=patterns("ignored_parts"),
        money=patterns("money"),
        counts=patterns("counts"),
        subset=patterns("subset"),
    )


def _months(law: LawFile, table: dict[str, object]) -> MonthWords:
    names = law.words("months", table, "names")
    longest_first: Sequence[str] = sorted(names, key=len, reverse=True)
    whole = tuple(
        re.compile(each.replace("{names}", "|".join(longest_first)))
        for each in law.words("months", table, "whole")
    )
    return MonthWords(
        names=names,
        english=law.words("months", table, "english"),
        whole=whole,
        in_title=law.patterns("months", table, "in_title"),
        year=law.patterns("months", table, "year"),
        not_of_counts=law.words("months", table, "not_of_counts"),
    )

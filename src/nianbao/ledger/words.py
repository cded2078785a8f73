"""How ledgers are kept, by forms/words/ledger.toml: columns to look for, words for kinds and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from nianbao.model.figure import half_width
from nianbao.model.law_file import LawFile, law_file
from nianbao.words import without_spaces

FILE = "words/ledger.toml"
TABLES = (
    "table", "private", "foot", "blank", "mark", "kinds", "outcomes", "pending", "skipped", "tell",
    "template", "deadline", "disputes",
)  # fmt: skip


class Holds(StrEnum):
    """What a column of a ledger holds."""

    DATE = "date"
    KIND = "kind"  # of applicant: a column of the form
    OUTCOME = "outcome"  # a row of the form
    MARK = "mark"  # yes or no


@dataclass(frozen=True, slots=True)
class Meant:
    """Words for one thing: ``same`` mean it alone, ``maybe`` are proposed and wait for a yes."""

    same: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is looked for: what it is called here, in questions and in other ledgers."""

    id: str
    name: str
    ask: str
    hint: str
    holds: Holds
    needed: bool
    words: Meant


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns beside applications that tell of a case: the ``heads`` that they may have, by the ids of
    fields. ``after``: of a kind that comes after another one, the kind that it is then."""

    kind: str
    after: Mapping[str, str]
    heads: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DisputeWords:
    """Reviews and suits. ``sheets`` are patterns of the names of sheets of cases, ``heads`` columns that only
    they have, ``applicants`` the field of an application that none of them has; ``pending`` is the column of
    the form for cases that are open at the end of the year."""

    section: str
    pending: str
    sheets: tuple[str, ...]
    heads: tuple[str, ...]
    applicants: str
    fields: tuple[Field, ...]
    kinds: Mapping[str, Meant]
    outcomes: Mapping[str, Meant]
    open: Meant
    beside: tuple[Beside, ...]
    template: tuple[str, ...]
    template_name: str

    def as_ledger(self, words: LedgerWords) -> LedgerWords:
        """Words of a ledger with those of cases in the place of those of applications."""
        return replace(
            words,
            section=self.section,
            fields=self.fields,
            kinds=self.kinds,
            outcomes=self.outcomes,
            pending=self.open,
            template=self.template,
        )

    def all_heads(self) -> tuple[str, ...]:
        """Every name by which a column of a case is known."""
        beside = [head for each in self.beside for heads in each.heads.values() for head in heads]
        return (*beside, *(name for field in self.fields for name in (field.name, *field.words.same)))


@dataclass(frozen=True, slots=True)
class LedgerWords:
    """All of it. ``section`` to ``carried_out`` name the table, three of its rows and the group of
    outcomes. ``template`` are the columns of an empty ledger: ids of fields, and names of others.
    ``days`` and ``extension`` are working days (条例第三十三条)."""

    section: str
    received: str
    carried_in: str
    results: str
    carried_out: str
    fields: tuple[Field, ...]
    private: tuple[str, ...]
    names: tuple[str, ...]
    foot: tuple[str, ...]
    blank: tuple[str, ...]
    no: frozenset[str]
    kinds: Mapping[str, Meant]
    outcomes: Mapping[str, Meant]
    pending: Meant
    skipped: Meant
    skipped_name: str
    joined: tuple[str, ...]
    withdrawn: tuple[str, ...]
    between: str
    template: tuple[str, ...]
    yes_no: tuple[str, ...]
    days: int
    extension: int
    disputes: DisputeWords

    def field(self, field_id: str) -> Field:
        return next(field for field in self.fields if field.id == field_id)


def plain(text: str) -> str:
    """A word as it is compared: without spaces, in half-width signs."""
    return without_spaces(half_width(text))


@cache
def ledger_words() -> LedgerWords:
    """The words of forms/. Raises InputError if the file is wrong."""
    return load(law_file(FILE))


def load(law: LawFile) -> LedgerWords:
    """The words that a file states. Raises InputError."""
    data = law.data
    parts = {name: law.item("", data, name, dict) for name in TABLES}
    columns = law.item("", data, "columns", list)
    law.known("", data, [*parts, "columns"])
    roles = {
        name: law.item("table", parts["table"], name, str)
        for name in ("section", "received", "carried_in", "results", "carried_out")
    }
    return LedgerWords(
        **roles,
        fields=tuple(_field(law, f"columns[{at}]", column) for at, column in enumerate(columns, 1)),
        private=law.expressions("private", parts["private"], "columns"),
        names=law.expressions("private", parts["private"], "names"),
        foot=tuple(each.pattern for each in law.patterns("foot", parts["foot"], "cells")),
        blank=law.words("blank", parts["blank"], "words"),
        no=frozenset(map(plain, law.words("mark", parts["mark"], "no"))),
        kinds=load_meanings(law, "kinds", parts["kinds"]),
        outcomes=load_meanings(law, "outcomes", parts["outcomes"]),
        pending=_meant(law, "pending", parts["pending"]),
        skipped=_meant(law, "skipped", parts["skipped"]),
        skipped_name=law.item("skipped", parts["skipped"], "name", str),
        joined=law.words("tell", parts["tell"], "joined"),
        withdrawn=law.words("tell", parts["tell"], "withdrawn"),
        between=law.item("tell", parts["tell"], "between", str),
        template=law.words("template", parts["template"], "columns"),
        yes_no=law.words("template", parts["template"], "yes_no"),
        days=law.item("deadline", parts["deadline"], "days", int),
        extension=law.item("deadline", parts["deadline"], "extension", int),
        disputes=_disputes(law, parts["disputes"]),
    )


def _disputes(law: LawFile, table: dict[str, object]) -> DisputeWords:
    key = "disputes"
    columns, beside = (law.item(key, table, name, list) for name in ("columns", "beside"))
    parts = {name: law.item(key, table, name, dict) for name in ("kinds", "outcomes", "open", "template")}
    texts = ("section", "pending", "applicants")
    law.known(key, table, [*texts, "sheets", "heads", "columns", "beside", *parts])
    section, pending, applicants = (law.item(key, table, name, str) for name in texts)
    return DisputeWords(
        section=section,
        pending=pending,
        applicants=applicants,
        sheets=law.expressions(key, table, "sheets"),
        heads=law.words(key, table, "heads"),
        fields=tuple(_field(law, f"{key}.columns[{at}]", column) for at, column in enumerate(columns, 1)),
        kinds=load_meanings(law, f"{key}.kinds", parts["kinds"]),
        outcomes=load_meanings(law, f"{key}.outcomes", parts["outcomes"]),
        open=_meant(law, f"{key}.open", parts["open"]),
        beside=tuple(_beside(law, f"{key}.beside[{at}]", each) for at, each in enumerate(beside, 1)),
        template=law.words(f"{key}.template", parts["template"], "columns"),
        template_name=law.item(f"{key}.template", parts["template"], "name", str),
    )


def _beside(law: LawFile, key: str, table: dict[str, object]) -> Beside:
    names = ("received", "answered", "outcome")
    law.known(key, table, ["kind", "after", *names])
    after: dict[str, str] = law.optional(key, table, "after", {})
    heads = {name: law.words(key, table, name) for name in names}
    return Beside(law.item(key, table, "kind", str), after, heads)


def _field(law: LawFile, key: str, column: dict[str, object]) -> Field:
    law.known(key, column, ["id", "name", "ask", "hint", "holds", "needed", "same", "maybe"])
    holds = law.item(key, column, "holds", str)
    if holds not in list(Holds):
        law.fail(f"{key}.holds", "没有这种列", f"；可用 {'、'.join(Holds)}。")
    return Field(
        id=law.item(key, column, "id", str),
        name=law.item(key, column, "name", str),
        ask=law.item(key, column, "ask", str),
        hint=law.item(key, column, "hint", str),
        holds=Holds(holds),
        needed=law.optional(key, column, "needed", usual=False),
        words=_meant(law, key, column),
    )


def load_meanings(law: LawFile, key: str, table: dict[str, object]) -> dict[str, Meant]:
    return {name: _meant(law, f"{key}.{name}", law.item(key, table, name, dict)) for name in table}


def _meant(law: LawFile, key: str, table: dict[str, object]) -> Meant:
    same, maybe = (tuple(map(plain, law.words(key, table, name))) for name in ("same", "maybe"))
    return Meant(same, maybe)

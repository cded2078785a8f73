"""Ready questions: what the figures are split up by, as forms/words/queries.toml states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nianbao.model.form import Entry, Form
from nianbao.model.law_file import LawFile, law_file
from nianbao.model.load_forms import all_forms

FILE = "words/queries.toml"
_KEYS = {"name", "title", "section", "side", "entries", "others"}
_SIDES = ("rows", "columns")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the answer: its words, and the ids of all cells, in any form, that add up to it. None of
    them is a total."""

    words: str
    cells: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the name it is asked for by, its title, the lines of the answer."""

    name: str
    title: str
    lines: tuple[Line, ...]


@cache
def questions() -> dict[str, Question]:
    """All of forms/words/queries.toml by name. Raises InputError if the file is wrong."""
    return load(law_file(FILE), tuple(all_forms().values()))


@cache
def usual() -> str:
    """The cell that members are shown by if nobody asks for another."""
    law = law_file(FILE)
    return _known(law, "usual", law.item("", law.data, "usual", str))


@cache
def member_columns() -> tuple[str, ...]:
    """The cells of every member that a region's summary shows."""
    law = law_file(FILE)
    return tuple(_known(law, "members", cell) for cell in law.words("", law.data, "members"))


def _known(law: LawFile, key: str, cell: str) -> str:
    if not any(cell in form.cells for form in all_forms().values()):
        law.fail(key, f"哪一年的格式里都没有“{cell}”")
    return cell


def load(law: LawFile, forms: Sequence[Form]) -> dict[str, Question]:
    """Those that a file states; ``forms`` from the oldest to the newest. Raises InputError."""
    law.known("", law.data, {"by", "usual", "members"})
    found = {}
    for number, item in enumerate(law.item("", law.data, "by", list), 1):
        key = f"by[{number}]"
        law.typed(key, item, dict)
        law.known(key, item, _KEYS)
        side = law.item(key, item, "side", str)
        if side not in _SIDES:
            law.fail(f"{key}.side", f"不能是“{side}”", f"；可用 {'、'.join(_SIDES)}。")
        section, others = law.item(key, item, "section", str), law.words(key, item, "others")
        lines = []
        for at, ids in enumerate(law.item(key, item, "entries", list), 1):
            line = _line(forms, section, side, frozenset(ids), frozenset(others))
            if line is None:
                law.fail(f"{key}.entries[{at}]", f"哪一年的格式里都没有 {'、'.join(ids)}")
            lines.append(line)
        name = law.item(key, item, "name", str)
        found[name] = Question(name, law.item(key, item, "title", str), tuple(lines))
    return found


def _line(
    forms: Sequence[Form], section: str, side: str, ids: frozenset[str], others: frozenset[str]
) -> Line | None:
    words, cells = "", set()
    for form in forms:
        table = form.section(section).table
        for block in table.blocks if table else ():
            one, other = (block.rows, block.columns) if side == _SIDES[0] else (block.columns, block.rows)
            entries = [each for each in _walk(one) if each.id in ids]
            for entry in entries:
                words = entry.name
                pairs = ((mine, its) for mine in entry.leaves() for its in _leaves(other, others))
                rows = ((a.id, b.id) if side == _SIDES[0] else (b.id, a.id) for a, b in pairs)
                cells |= {f"{section}.{row}.{column}" for row, column in rows} - form.totals.keys()
    return Line(words, frozenset(cells)) if cells else None


def _leaves(entries: Sequence[Entry], ids: frozenset[str]) -> Iterator[Entry]:
    """The leaves of the entries with these ids, of all without any."""
    for each in _walk(entries) if ids else entries:
        if not ids or each.id in ids:
            yield from each.leaves()


def _walk(entries: Sequence[Entry]) -> Iterator[Entry]:
    for each in entries:
        yield from each.walk()


def compared(forms: Sequence[Form]) -> dict[str, str]:
    """The figures that the forms set beside those of the year before, by cell id with their names: what
    members and years are shown by. The newest form's words, its cells first."""
    found: dict[str, str] = {}
    for form in reversed(forms):
        for section in form.sections:
            for each in section.table.year_on_year if section.table else ():
                cell = f"{section.id}.{each}"
                found.setdefault(cell, form.cells[cell].name)
    return found

"""Ready questions asked: how many of what in which year, and of how many members nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from nianbao.dataset.query import ask
from nianbao.dataset.questions import Question
from nianbao.model.figure import UNITS_OF_MONEY, State

_NO_FIGURE = (State.UNKNOWN, State.MALFORMED, State.BLANK)
_MONEY = "万元"  # in which money is added up


class Part(NamedTuple):
    """One figure of the answer: what the known figures add up to, None if there is none, and how many
    reports do not say theirs."""

    name: str
    year: int
    known: object
    lacking: int


def by_question(tables: Sequence[Path], question: Question, years: range) -> list[Part]:
    """The lines of a ready question by year, over the figures that add up to a region's."""
    names = {line.words: sorted(line.cells) for line in question.lines}
    return _asked(tables, names, years, "name")


def by_year(tables: Sequence[Path], cells: Mapping[str, str], years: range) -> list[Part]:
    """Some cells by year, under their names."""
    return _asked(tables, {name: [cell] for cell, name in cells.items()}, years, "name")


def by_member(tables: Sequence[Path], cell: str, years: range) -> list[Part]:
    """One cell of every member by year, the greatest first."""
    found = _asked(tables, {cell: [cell]}, years, "member", counted=False)
    greatest: dict[str, Decimal] = {}
    for part in found:
        known = Decimal(str(part.known)) if part.known is not None else Decimal(-1)
        greatest[part.name] = max(greatest.get(part.name, known), known)
    return sorted(found, key=lambda part: (-greatest[part.name], part.name, part.year))


def _asked(
    tables: Sequence[Path], names: Mapping[str, Iterable[str]], years: range, by: str, *, counted: bool = True
) -> list[Part]:
    wanted = [(name, cell) for name, cells in names.items() for cell in cells]
    rows = ", ".join("(?, ?)" for _ in wanted)
    money = " ".join(
        f"WHEN '{unit}' THEN value * {worth / UNITS_OF_MONEY[_MONEY]:f}"
        for unit, worth in UNITS_OF_MONEY.items()
    )
    lacking = ", ".join(f"'{state}'" for state in _NO_FIGURE)
    group = "wanted.name" if by == "name" else "coalesce(member, agency)"
    found = ask(
        tables,
        f"""WITH wanted(name, cell) AS (VALUES {rows})
        SELECT {group} AS name, year,
               sum(CASE unit {money} ELSE value END) AS known,
               count(DISTINCT (agency, member, hash)) FILTER (state IN ({lacking})) AS lacking
        FROM figures JOIN wanted USING (cell)
        WHERE year BETWEEN ? AND ? {"AND counted" if counted else ""}
        GROUP BY ALL ORDER BY year""",  # noqa: S608 - nothing in it was typed by anybody
        [each for pair in wanted for each in pair] + [years.start, years.stop - 1],
    )
    order = {name: at for at, name in enumerate(names)}
    parts = [Part(str(name), int(str(year)), known, int(str(n))) for name, year, known, n in found.rows]
    return sorted(parts, key=lambda part: (order.get(part.name, 0), part.year))

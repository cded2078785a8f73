"""An official form: sections, tables, labels, kinds of cells, totals and cross-sums.

A :class:`Form` is the content of one file in forms/, proved and made ready for use. It is the one
place that knows the law; nothing else in the program names a field.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from nianbao.model.chart import Chart
from nianbao.model.figure import Figure, Kind, State
from nianbao.model.formula import Comparison
from nianbao.model.numbering import numbering
from nianbao.model.text_condition import TextCondition
from nianbao.model.total import Measured
from nianbao.patterns import regex

PRIOR = "prior."  # before the id of a cell: the figure in the report of the year before


class Layout(StrEnum):
    """How a table is laid out on paper."""

    STACK = "stack"  # blocks under one another, each with a title and a head of its own (table 2)
    MATRIX = "matrix"  # labels at the left and at the top, a corner between them (table 3)
    ACROSS = "across"  # row labels above column labels and one line of figures (table 4)


class Entry(NamedTuple):
    """A row or a column as the form prints it.

    A leaf holds figures; a group only its entries, and stands for all of its leaves in sums.
    ``label`` is the official text, ``name`` the short word for messages and references. ``mark``
    is the number by which people speak of a row: 一, （七）, （三）1. The other fields are a
    column's: kind, unit of an amount, most decimals, and the value above which the unit is doubted.
    """

    id: str
    label: str
    name: str
    mark: str = ""
    entries: "tuple[Entry, ...]" = ()
    kind: Kind = Kind.COUNT
    unit: str = ""
    decimals: int | None = None
    large: int | None = None

    def leaves(self) -> "Iterator[Entry]":
        """The entries that hold figures, in the order of the form."""
        if not self.entries:
            yield self
        for entry in self.entries:
            yield from entry.leaves()

    def walk(self) -> "Iterator[Entry]":
        """This entry and all below it."""
        yield self
        for entry in self.entries:
            yield from entry.walk()


class Block(NamedTuple):
    """Rows and columns that belong together; table 2 has one for each item of article 20."""

    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    title: str = ""
    stub: str = ""

    def row_leaves(self) -> tuple[Entry, ...]:
        return tuple(leaf for row in self.rows for leaf in row.leaves())

    def column_leaves(self) -> tuple[Entry, ...]:
        return tuple(leaf for column in self.columns for leaf in column.leaves())


class Table(NamedTuple):
    """A statutory table. ``stub_widths``: the label columns' widths in percent of the line;
    ``usual_column``: the column that a reference means which names a row alone; ``year_on_year``: the cells
    (ids without the section) that are set beside those of the year before."""

    layout: Layout
    blocks: tuple[Block, ...]
    corner: str = ""
    stub_widths: tuple[float, ...] = ()
    usual_column: str = ""
    year_on_year: tuple[str, ...] = ()


class Section(NamedTuple):
    """A part of the report. Without a ``heading`` it stands outside the numbered six; without
    ``text`` the program prints it by itself."""

    id: str
    name: str
    heading: str = ""
    guidance: str = ""
    most_characters: int | None = None
    table: Table | None = None
    text: bool = True


class Cell(NamedTuple):
    """One figure of the form. Its id is ``section.row.column``; the row's id is its line in report.toml."""

    id: str
    section: str
    row: Entry
    column: Entry
    alone: bool  # the only column of its block: messages name the row alone

    @property
    def row_id(self) -> str:
        return f"{self.section}.{self.row.id}"

    @property
    def name(self) -> str:
        """The short Chinese name for messages."""
        return self.row.name if self.alone else f"{self.row.name}·{self.column.name}"


@dataclass(frozen=True, eq=False)
class CrossSum:
    """One thing that must hold between figures (勾稽关系), for one row, one column, or once.

    ``rule`` is the code of the rule it belongs to, ``message`` the key of the rule's sentence,
    ``where`` the row or column in words.
    It is looked at only if every comparison of ``when`` certainly holds and the text says what
    ``when_text`` asks, and not for the kinds of agency in ``unless_agency_kind``, or names in
    ``unless_agency`` (regular expressions), nor if the text says what ``unless_text`` asks.
    """

    rule: str
    section: str
    where: str
    holds: Comparison
    when: tuple[Comparison, ...] = ()
    message: str = ""
    unless_agency_kind: frozenset[str] = frozenset()
    unless_agency: tuple[str, ...] = ()
    when_text: TextCondition | None = None
    unless_text: TextCondition | None = None

    @property
    def figures_alone(self) -> bool:
        """Whether nothing but figures decides it."""
        by_agency = self.unless_agency_kind or self.unless_agency
        return not by_agency and self.when_text is None and self.unless_text is None

    def cells(self) -> Iterator[str]:
        """The ids of all cells of the report itself that it depends on."""
        for comparison in (self.holds, *self.when):
            yield from (cell for cell in comparison.cells() if not cell.startswith(PRIOR))

    def prior_cells(self) -> Iterator[str]:
        """The ids of the cells of the year before that it depends on, with PRIOR before them."""
        yield from (cell for cell in self.holds.cells() if cell.startswith(PRIOR))

    @cached_property
    def between_years(self) -> bool:
        """Whether it speaks of the report of the year before."""
        return next(self.prior_cells(), None) is not None


class Sentence(NamedTuple):
    """A usual sentence: in which section, and below which heading, if that has these words."""

    section: str
    words: str
    below: str = ""


class Answer(NamedTuple):
    """An answer to an opening question: the ids of the cells that are 0 then, and what the text says."""

    words: str
    zero: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()


class Question(NamedTuple):
    """What is asked at the beginning, because much follows from the answer."""

    words: str
    answers: tuple[Answer, ...]


class Regional(NamedTuple):
    """How the figure of a region follows from those of its members where it is not simply their sum.

    With ``at_most`` it is the sum or less, but no less than the greatest of them: what two members have in
    common counts once. ``agency_kinds`` and ``agencies`` (names, as regular expressions) are the members
    whose figures count; both empty: all. ``why`` says it in words for people.
    """

    why: str
    at_most: bool = False
    agency_kinds: frozenset[str] = frozenset()
    agencies: tuple[str, ...] = ()

    def counts(self, agency: str, kind: str | None) -> bool:
        """Whether the figure of a member is one of those that make up the region's."""
        if not (self.agency_kinds or self.agencies):
            return True
        return kind in self.agency_kinds or any(regex(name).search(agency) for name in self.agencies)


@dataclass(frozen=True, eq=False, repr=False)
class Form:
    """An official form, as one file of forms/ states it.

    ``totals`` maps the id of a computed cell to the ids it is the sum of; ``kind_rules`` names
    the rule that says what a cell of a kind may hold; ``regional`` says of which cells a region's figure is
    not simply the sum of its members'.
    """

    id: str
    notice: str
    notice_title: str
    first_year: int
    last_year: int | None
    encouraged_years: frozenset[int]
    title: str
    sections: tuple[Section, ...]
    cells: dict[str, Cell]
    totals: dict[str, tuple[str, ...]]
    sums: tuple[CrossSum, ...]
    kind_rules: dict[Kind, str] = field(default_factory=dict)
    opening: tuple[Question, ...] = ()
    charts: tuple[Chart, ...] = ()
    regional: dict[str, Regional] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Form({self.id!r})"

    def is_for(self, year: int) -> bool:
        """Whether the form is the one for reports of this year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def section(self, section_id: str) -> Section:
        """The section with this id; KeyError if there is none."""
        return self._sections[section_id]

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def numbered(self) -> tuple[Section, ...]:
        """The sections with an official heading, 一 to 六."""
        return tuple(section for section in self.sections if section.heading)

    @cached_property
    def rows(self) -> dict[str, tuple[Cell, ...]]:
        """The cells of each row by row id (``section.row``), in the order of the form."""
        rows: dict[str, list[Cell]] = {}
        for cell in self.cells.values():
            rows.setdefault(cell.row_id, []).append(cell)
        return {row_id: tuple(cells) for row_id, cells in rows.items()}

    def measured(self, cell_id: str, figure: Figure) -> Measured:
        """A figure of a cell with what the cell's column asks for."""
        column = self.cells[cell_id].column
        return Measured(figure, column.kind, column.unit)

    def can_hold(self, cell_id: str, figure: Figure) -> bool:
        """Whether the figure says something of the cell: "unknown" does so of a total alone, because
        a total that is not given would be computed."""
        return figure.state is not State.UNKNOWN or cell_id in self.totals

    @cached_property
    def cells_parts_first(self) -> tuple[str, ...]:
        """All cell ids, every total after the cells that it is the sum of."""
        ordered: dict[str, None] = {}

        def visit(cell_id: str) -> None:
            for part in self.totals.get(cell_id, ()):
                visit(part)
            ordered.setdefault(cell_id)

        for cell_id in self.cells:
            visit(cell_id)
        return tuple(ordered)

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each cell in :attr:`cells_parts_first`."""
        return {cell_id: index for index, cell_id in enumerate(self.cells_parts_first)}

    @cached_property
    def sums_of(self) -> dict[str, tuple[CrossSum, ...]]:
        """The cross-sums to look at again when a cell changes; a change moves the totals above it too."""
        sums: dict[str, list[CrossSum]] = {cell_id: [] for cell_id in self.cells}
        for cross_sum in self.sums:
            for cell_id in self._sources(set(cross_sum.cells())):
                sums[cell_id].append(cross_sum)
        return {cell_id: tuple(cross_sums) for cell_id, cross_sums in sums.items()}

    def _sources(self, cell_ids: set[str]) -> set[str]:
        found = set(cell_ids)
        for cell_id in cell_ids & self.totals.keys():
            found |= self._sources(set(self.totals[cell_id]))
        return found

    @cached_property
    def dependents(self) -> dict[str, tuple[str, ...]]:
        """The totals that a cell goes into, near and far."""
        above: dict[str, list[str]] = {cell_id: [] for cell_id in self.cells}
        for total in self.totals:
            for cell_id in self._sources({total}) - {total}:
                above[cell_id].append(total)
        return {cell_id: tuple(totals) for cell_id, totals in above.items()}


def mark_of(label: str, parent: str) -> str:
    """How people speak of a numbered row: 一, （七）; with the group's number before an Arabic one."""
    number = numbering(label)
    if number is None:
        return ""
    if number.level <= 2:
        return number.mark.rstrip("、")
    return f"{parent}{number.value}"


def name_of(label: str) -> str:
    """The label without its number."""
    number = numbering(label)
    return number.rest if number else label

"""Figures by reference in the narrative: ``{{ 申请.本年新收.总计 }}``, ``{{ applications.received.total }}``.

Names, dots and a few filters, nothing else: the text is never evaluated, so a narrative can do
no harm; ``{%``, quotes and calls have no meaning and are text or a wrong name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from nianbao.model.figure import Kind, Number, State, digits
from nianbao.model.form import Block, Entry, Form, Section, name_of
from nianbao.model.formula import Look
from nianbao.model.numbering import numeral
from nianbao.model.report import Report
from nianbao.model.total import total
from nianbao.patterns import regex

REFERENCE = regex(r"(?<!\\)\{\{(?P<inside>[^{}]*)\}\}")  # in a text as typed
_PATTERN = regex(rf"(?P<escaped>\\\{{\{{)|{REFERENCE.pattern}|\{{\{{")
_LONGEST = 60  # characters of a name; of a longer one no more is told, or compared with the right ones
_UNFILLED = "［未填］"
_YEARS = {"year": 0, "年份": 0, "上年": -1}  # against the year of the report
_AGENCY = {"agency", "机关"}
_REMEMBERED = 1024  # names and texts
_TABLES = 64  # blocks of the tables of all forms

T = TypeVar("T")


class BadReference(ValueError):
    """A reference that means nothing; ``what`` is wrong and ``remedy`` is the way out, which is looked for
    when it is asked for: a text may have thousands of them, and a few are told."""

    def __init__(self, what: str, remedy: str | Callable[[], str]) -> None:
        super().__init__(what)
        self.what = what
        self._remedy = remedy

    @property
    def remedy(self) -> str:
        return self._remedy if isinstance(self._remedy, str) else self._remedy()


def resolve(text: str, report: Report) -> str:
    """The text with every reference replaced by its figure. Raises BadReference for the first wrong one."""
    if "{{" not in text:
        return text
    return _PATTERN.sub(lambda match: _replacement(match, report, report.figure), text)


def replacements(text: str, report: Report, look: Look) -> Iterator[tuple[tuple[int, int], str]]:
    """Every reference to what is known: its place in the text, and what is printed there. ``look`` gives the
    figures of the report."""
    for span, inside, cells in _references(text, report.form):
        try:
            words = _printed(_value(cells, report.form, look)) if cells else _figure(inside, report, look)
        except BadReference:
            continue
        if words != _UNFILLED:
            yield span, words


@lru_cache(maxsize=_REMEMBERED)
def _references(text: str, form: Form) -> tuple[tuple[tuple[int, int], str, tuple[str, ...]], ...]:
    """The references of a text: the place, what stands between the braces, and the ids of the cells if it
    only names some. A text is asked for its figures whenever one of them is typed."""
    found = _PATTERN.finditer(text)
    inner = [(match.span(), match["inside"]) for match in found if match["inside"] is not None]
    return tuple((span, inside, _named_alone(inside.strip(), form)) for span, inside in inner)


def _named_alone(name: str, form: Form) -> tuple[str, ...]:
    try:
        return referenced(name, form)
    except BadReference:
        return ()


@lru_cache(maxsize=_REMEMBERED)
def cells_in(text: str, form: Form) -> frozenset[str]:
    """The ids of the cells that the references of a text stand for."""
    found: set[str] = set()
    for match in _PATTERN.finditer(text) if "{{" in text else ():
        name = (match["inside"] or "").split("|")[0].strip()
        if name not in _YEARS and name not in _AGENCY:
            try:
                found.update(referenced(name, form))
            except BadReference:
                continue  # it stands for nothing
    return frozenset(found)


def faults(text: str, report: Report) -> Iterator[tuple[int, BadReference]]:
    """Every wrong reference with its offset in the text; the same one is looked up once."""
    known: dict[str, BadReference | None] = {}
    for match in _PATTERN.finditer(text):
        if match[0] not in known:
            try:
                _replacement(match, report, report.figure)
                known[match[0]] = None
            except BadReference as error:
                known[match[0]] = error
        if (fault := known[match[0]]) is not None:
            yield match.start(), fault


def escape(text: str) -> str:
    """The text such that a literal ``{{`` in it is not taken for a reference."""
    return text.replace("{{", "\\{{")


@lru_cache(maxsize=_REMEMBERED)
def referenced(name: str, form: Form) -> tuple[str, ...]:
    """The ids of the cells that ``section.row.column`` stands for, in English ids or Chinese names.

    A group of rows or columns stands for all of its leaves but a total of others among them, which
    would count twice; the column may be left out where there is only one, or a total. Raises
    BadReference with the nearest right name.
    """
    parts = [part.strip() for part in name.split(".")]
    tables = [section for section in form.sections if section.table]
    section = _pick(parts[0], name, {key: s for s in tables for key in (s.name, s.id)})
    if len(parts) not in {2, 3}:
        raise BadReference(f"引用“{name[:_LONGEST]}”不完整", f"请写成“{section.name}.行.列”三段。")
    cells = _cells(form, section, parts, name)
    if len(cells) == 1:
        return cells
    chosen = set(cells)
    sums = [cross_sum.holds for cross_sum in form.sums if chosen.issuperset(cross_sum.holds.cells())]
    totals = {s.left.terms[0].cell for s in sums if s.operator == "=" and len(s.left.terms) == 1}
    return tuple(cell for cell in cells if cell not in totals)


def _cells(form: Form, section: Section, parts: list[str], name: str) -> tuple[str, ...]:
    row, number = _pick(parts[1], name, _rows(form, section.id))
    if len(parts) == 2:
        leaves = _blocks(section)[number].column_leaves()
        usual = section.table.usual_column if section.table else ""
        column = next((leaf for leaf in leaves if leaf.id == usual), leaves[0])
        if column.id != usual and len(leaves) > 1:
            raise BadReference(
                f"引用“{name}”没有写哪一列", f"可用的列：{'、'.join(x.name for x in leaves)}。"
            )
    else:
        column = _pick(parts[2], name, _columns(form, section.id, number))
    return tuple(f"{section.id}.{r.id}.{c.id}" for r in row.leaves() for c in column.leaves())


def _blocks(section: Section) -> tuple[Block, ...]:
    return section.table.blocks if section.table else ()


@lru_cache(maxsize=_TABLES)
def _rows(form: Form, section_id: str) -> dict[str, tuple[Entry, int]]:
    """The rows of a table and their groups by each of their names, with the number of their block."""
    blocks = enumerate(_blocks(form.section(section_id)))
    return {key: (row, number) for number, block in blocks for key, row in _named(block.rows)}


@lru_cache(maxsize=_TABLES)
def _columns(form: Form, section_id: str, number: int) -> dict[str, Entry]:
    """The columns of a block and their groups by each of their names."""
    return dict(_named(_blocks(form.section(section_id))[number].columns))


def _named(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """The entries and all below them, each once for each of its names."""
    for entry in entries:
        for below in entry.walk():
            for key in (below.name, below.id, name_of(below.label)):
                yield key, below


def _pick(part: str, name: str, known: Mapping[str, T]) -> T:
    if part in known:
        return known[part]
    part, name = part[:_LONGEST], name[:_LONGEST]
    raise BadReference(f"引用“{name.strip()}”里的“{part}”不认识", lambda: _nearest(part, known))


def _nearest(part: str, known: Mapping[str, T]) -> str:
    import difflib  # here, because only a slip needs it

    near = difflib.get_close_matches(part, known, n=1, cutoff=0.3) or list(known)[:1]
    return f"最接近的是“{near[0]}”。"


def _replacement(match: re.Match[str], report: Report, look: Look) -> str:
    if match["escaped"]:
        return "{{"
    if match["inside"] is None:
        raise BadReference(
            "“{{”后面没有配对的“}}”", "引用请写成 {{ 申请.本年新收.总计 }}；要印出“{{”本身请写 \\{{。"
        )
    return _figure(match["inside"], report, look)


def _figure(inside: str, report: Report, look: Look) -> str:
    """What is printed for a reference, of which this stands between the braces."""
    name, *filters = (part.strip() for part in inside.split("|"))
    if name in _YEARS:
        return str(report.year + _YEARS[name])
    if name in _AGENCY:
        return report.agency
    number = _value(referenced(name, report.form), report.form, look)
    for key in filters:
        chosen = _pick(key, f"{name} | {key}", FILTERS)
        number = number if isinstance(number, str) else chosen(number)
    return _printed(number)


def _printed(number: Number | str) -> str:
    return number if isinstance(number, str) else digits(number)


def _value(cell_ids: Sequence[str], form: Form, look: Look) -> Number | str:
    """What the cells add up to, or the words that are printed where there is no number.

    An amount is in the unit of its column's label; where the label has none and the cells have several,
    the unit is printed, too.
    """
    column = form.cells[cell_ids[0]].column
    figures = [look(cell_id) for cell_id in cell_ids]
    whole = [figure.number for figure in figures if isinstance(figure.number, int)]
    if column.kind is not Kind.AMOUNT and len(whole) == len(figures):  # as nearly always
        return sum(whole)
    parts = [form.measured(cell_id, figure) for cell_id, figure in zip(cell_ids, figures, strict=True)]
    if all(figure.state is State.NOT_APPLICABLE for figure in figures):
        return str(figures[0])
    if len(figures) == 1 and (parts[0].in_yuan is None or figures[0].unit in {"", parts[0].unit}):
        return _UNFILLED if figures[0].number is None else figures[0].number
    found = total(parts, column.kind, column.unit)
    if found.number is None:
        return _UNFILLED
    return str(found) if found.unit and len({figure.unit for figure in figures}) > 1 else found.number


def _chinese(number: Number) -> Number | str:
    return numeral(int(number)) if number == int(number) and 1 <= number <= 99 else number


def _absolute(number: Number) -> Number:
    return number if number >= 0 else -number


FILTERS: dict[str, Callable[[Number], Number | str]] = {
    "千分位": lambda number: f"{number:,}",
    "thousands": lambda number: f"{number:,}",
    "绝对值": _absolute,
    "abs": _absolute,
    "汉字": _chinese,
    "chinese": _chinese,
}

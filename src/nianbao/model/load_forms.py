"""Loads and proves the files of forms/, and knows which form is for which year."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from nianbao import resources
from nianbao.model import formula
from nianbao.model.figure import Kind
from nianbao.model.form import (
    PRIOR,
    Block,
    Cell,
    CrossSum,
    Entry,
    Form,
    Layout,
    Mention,
    Section,
    Table,
    mark_of,
    name_of,
)
from nianbao.model.formula import Comparison, Side, Term
from nianbao.problem import InputError, Problem

RULES_FILE = "rules.toml"
AGENCIES_FILE = "agencies.toml"

T = TypeVar("T")


def all_forms() -> dict[str, Form]:
    """Every form by its id, in the order of the years. Raises InputError if a file is wrong."""
    return _forms_in(resources.folder("forms"))


@cache
def _forms_in(folder: Path) -> dict[str, Form]:
    return load_forms(folder)


def load_forms(folder: Path) -> dict[str, Form]:
    """The forms of a folder; InputError where a file is wrong or two forms claim one year."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name not in {RULES_FILE, AGENCIES_FILE})
    forms = sorted((load_form(path) for path in paths), key=lambda form: form.first_year)
    by_id = {form.id: form for form in forms}
    if len(by_id) < len(forms):
        raise InputError(Problem(str(folder), "有两个表式的 id 相同", "。"))
    for earlier, later in itertools.pairwise(forms):
        if earlier.last_year is None or earlier.last_year >= later.first_year:
            raise InputError(
                Problem(
                    f"{folder.name}/{earlier.id}.toml：years",
                    f"{later.first_year} 年同时归 {earlier.id} 和 {later.id} 两个表式",
                    f"；请在 {earlier.id}.toml 的 years 中写明 to = {later.first_year - 1}。",
                )
            )
    return by_id


def form_for(year: int) -> Form | None:
    """The form that reports of this year are to be written in; None before the first form."""
    return next((form for form in all_forms().values() if form.is_for(year)), None)


def load_form(path: Path) -> Form:
    """One file of forms/ as a proved Form. InputError names file and key of the first fault."""
    return _Reader(path).form()


class _Reader:
    """Reads one form file. Every fault is raised with the file and the key at which it stands."""

    def __init__(self, path: Path) -> None:
        self._file = f"{path.parent.name}/{path.name}"
        try:
            self._data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(Problem(self._file, f"不是有效的 TOML 文件（{error}）")) from error
        self._cells: dict[str, Cell] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._tables: dict[str, Table] = {}
        self._section_ids: list[str] = []

    def form(self) -> Form:
        data = self._data
        keys = {"id", "notice", "notice_title", "years", "title", "kinds", "sections", "totals", "sums"}
        self._known("", data, keys)
        years = self._get("", data, "years", dict)
        self._known("years", years, {"from", "to", "encouraged"})
        sections = tuple(
            self._section(f"sections[{index}]", item)
            for index, item in enumerate(self._get("", data, "sections", list), 1)
        )
        self._section_ids = [section.id for section in sections]
        self._unique("sections", self._section_ids)
        totals, cross_sums = self._totals()
        return Form(
            id=self._get("", data, "id", str),
            notice=self._get("", data, "notice", str),
            notice_title=self._get("", data, "notice_title", str),
            first_year=self._get("years", years, "from", int),
            last_year=years.get("to"),
            encouraged_years=frozenset(years.get("encouraged", ())),
            title=self._get("", data, "title", str),
            sections=sections,
            cells=self._cells,
            totals=totals,
            sums=tuple(cross_sums) + tuple(self._sums()),
            kind_rules={self._kind("kinds", kind): rule for kind, rule in data.get("kinds", {}).items()},
        )

    # ---- sections and tables

    def _section(self, key: str, item: dict[str, Any]) -> Section:
        self._known(key, item, {"id", "name", "heading", "guidance", "most_characters", "table", "text"})
        section_id = self._get(key, item, "id", str)
        table = self._table(f"{key}.table", section_id, item["table"]) if "table" in item else None
        return Section(
            id=section_id,
            name=self._get(key, item, "name", str),
            heading=item.get("heading", ""),
            guidance=item.get("guidance", "").strip(),
            most_characters=item.get("most_characters"),
            table=table,
            text=item.get("text", True),
        )

    def _table(self, key: str, section_id: str, item: dict[str, Any]) -> Table:
        self._known(key, item, {"layout", "corner", "stub_widths", "blocks"})
        layout = self._get(key, item, "layout", str)
        if layout not in {str(known) for known in Layout}:
            self._fail(f"{key}.layout", f"没有“{layout}”这种版式", "；可用 " + "、".join(Layout) + "。")
        blocks = tuple(
            self._block(f"{key}.blocks[{index}]", section_id, block)
            for index, block in enumerate(self._get(key, item, "blocks", list), 1)
        )
        table = Table(Layout(layout), blocks, item.get("corner", ""), tuple(item.get("stub_widths", ())))
        self._unique(key, [row.id for block in blocks for top in block.rows for row in top.walk()])
        self._tables[section_id] = table
        return table

    def _block(self, key: str, section_id: str, item: dict[str, Any]) -> Block:
        self._known(key, item, {"title", "stub", "columns", "rows"})
        columns = self._entries(f"{key}.columns", item, "columns")
        rows = self._entries(f"{key}.rows", item, "rows")
        block = Block(rows, columns, item.get("title", ""), item.get("stub", ""))
        self._unique(f"{key}.columns", [column.id for top in columns for column in top.walk()])
        leaves = block.column_leaves()
        for row in block.row_leaves():
            for column in leaves:
                cell = Cell(f"{section_id}.{row.id}.{column.id}", section_id, row, column, len(leaves) == 1)
                self._cells[cell.id] = cell
        return block

    def _entries(self, key: str, item: dict[str, Any], name: str, mark: str = "") -> tuple[Entry, ...]:
        return tuple(
            self._entry(f"{key}[{index}]", child, name, mark)
            for index, child in enumerate(self._get(key.rpartition(".")[0], item, name, list), 1)
        )

    def _entry(self, key: str, item: dict[str, Any], name: str, mark: str) -> Entry:
        allowed = {"id", "label", "name", name}
        leaf_only = {"kind", "unit", "decimals", "large"} if name == "columns" else set()
        self._known(key, item, allowed | (set() if name in item else leaf_only))
        label = self._get(key, item, "label", str)
        own_mark = mark_of(label, mark)
        return Entry(
            id=self._get(key, item, "id", str),
            label=label,
            name=item.get("name", name_of(label)),
            mark=own_mark,
            entries=self._entries(f"{key}.{name}", item, name, own_mark) if name in item else (),
            kind=self._kind(f"{key}.kind", item.get("kind", "count")),
            unit=item.get("unit", ""),
            decimals=item.get("decimals"),
            large=item.get("large"),
        )

    def _kind(self, key: str, kind: str) -> Kind:
        if kind not in {str(known) for known in Kind}:
            self._fail(key, f"没有“{kind}”这种数据", "；可用 " + "、".join(Kind) + "。")
        return Kind(kind)

    # ---- totals and cross-sums

    def _totals(self) -> tuple[dict[str, tuple[str, ...]], list[CrossSum]]:
        totals: dict[str, tuple[str, ...]] = {}
        cross_sums: list[CrossSum] = []
        for index, item in enumerate(self._data.get("totals", []), 1):
            key = f"totals[{index}]"
            self._known(key, item, {"rule", "table", "each", "only", "total", "parts"})
            total = self._get(key, item, "total", str)
            parts = self._get(key, item, "parts", list)
            for where, resolve in self._lines(key, item):
                left = self._resolved(f"{key}.total", total, resolve)
                right = tuple(t for part in parts for t in self._resolved(f"{key}.parts", part, resolve))
                holds = Comparison(Side(tuple(left)), "=", Side(right))
                totals.setdefault(left[0].cell, tuple(term.cell for term in right))
                cross_sums.append(CrossSum(self._get(key, item, "rule", str), item["table"], where, holds))
        self._no_circle(totals)
        return totals, cross_sums

    def _sums(self) -> Iterator[CrossSum]:
        keys = {"rule", "table", "each", "only", "when", "holds", "message"}
        for index, item in enumerate(self._data.get("sums", []), 1):
            key = f"sums[{index}]"
            self._known(key, item, keys | {"unless_agency_kind", "unless_text"})
            mention = self._mention(f"{key}.unless_text", item.get("unless_text"))
            for where, resolve in self._lines(key, item):
                holds = self._comparison(f"{key}.holds", self._get(key, item, "holds", str), resolve)
                when = tuple(self._comparison(f"{key}.when", text, resolve) for text in item.get("when", ()))
                section = item.get("table") or self._cells[next(holds.cells())].section
                kinds = frozenset(item.get("unless_agency_kind", ()))
                yield CrossSum(
                    rule=self._get(key, item, "rule", str),
                    section=section,
                    where=where,
                    holds=holds,
                    when=when,
                    message=item.get("message", ""),
                    unless_agency_kind=kinds,
                    unless_text=mention,
                )

    def _mention(self, key: str, item: dict[str, Any] | None) -> Mention | None:
        if item is None:
            return None
        self._known(key, item, {"section", "says"})
        section, says = self._get(key, item, "section", str), self._get(key, item, "says", list)
        if section not in self._section_ids:
            self._fail(f"{key}.section", f"没有“{section}”这一部分")
        if not says or not all(isinstance(words, str) and words for words in says):
            self._fail(f"{key}.says", "应当是一组词语，至少一个")
        return Mention(section, tuple(says))

    def _lines(self, key: str, item: dict[str, Any]) -> Iterator[tuple[str, Callable[[str], list[Term]]]]:
        """The rows or columns that a statement is about: their words, and what a name means there."""
        if "each" not in item:
            yield "", self._anywhere
            return
        section, each = self._get(key, item, "table", str), item["each"]
        if section not in self._tables:
            self._fail(f"{key}.table", f"没有带表格的部分“{section}”")
        if each not in {"row", "column"}:
            self._fail(f"{key}.each", "只能是 row 或 column")
        blocks = self._tables[section].blocks
        entries = [top for block in blocks for top in (block.rows if each == "row" else block.columns)]
        only = item.get("only")
        for name in only or ():
            if name not in {entry.id for top in entries for entry in top.walk()}:
                self._fail(f"{key}.only", f"表中没有“{name}”")
        chosen = [entry for top in entries for entry in top.walk() if only is None or entry.id in only]
        for line in dict.fromkeys(leaf for entry in chosen for leaf in entry.leaves()):
            yield line.name, self._in_line(section, line.id, each)

    def _in_line(self, section: str, line: str, each: str) -> Callable[[str], list[Term]]:
        """Names of columns within one row, or of rows within one column; a group gives its leaves."""

        def resolve(name: str) -> list[Term]:
            terms: dict[str, Term] = {}
            for block in self._tables[section].blocks:
                tops = block.columns if each == "row" else block.rows
                leaves = [leaf for top in tops for e in top.walk() if e.id == name for leaf in e.leaves()]
                for leaf in leaves:
                    ids = (line, leaf.id) if each == "row" else (leaf.id, line)
                    cell = self._cells.get(".".join((section, *ids)))
                    if cell is not None:
                        terms[cell.id] = Term(1, cell.id, cell.column.kind, leaf.mark or leaf.name)
            if not terms:
                raise LookupError(
                    f"{section} 的表中，{line} 没有“{name}”这一{'列' if each == 'row' else '行'}"
                )
            return list(terms.values())

        return resolve

    def _anywhere(self, name: str) -> list[Term]:
        """A name of three parts, section.row.column; the row may be a group."""
        parts = name.split(".")
        if len(parts) != 3 or parts[0] not in self._tables:
            raise LookupError(f"没有“{name}”这一格")
        terms = self._in_line(parts[0], parts[2], "column")(parts[1])
        cells = [self._cells[term.cell] for term in terms]
        return [Term(1, cell.id, cell.column.kind, cell.row.name) for cell in cells]

    def _comparison(self, key: str, text: str, resolve: Callable[[str], list[Term]]) -> Comparison:
        def with_prior(name: str) -> list[Term]:
            if not name.startswith(PRIOR):
                return resolve(name)
            terms = resolve(name.removeprefix(PRIOR))
            return [replace(term, cell=PRIOR + term.cell, label=f"上年报告的{term.label}") for term in terms]

        try:
            return formula.parse(text, with_prior)
        except (ValueError, LookupError) as error:
            self._fail(key, str(error.args[0]))

    def _resolved(self, key: str, name: str, resolve: Callable[[str], list[Term]]) -> list[Term]:
        try:
            return resolve(name)
        except LookupError as error:
            self._fail(key, str(error.args[0]))

    def _no_circle(self, totals: dict[str, tuple[str, ...]]) -> None:
        def visit(cell: str, path: tuple[str, ...]) -> None:
            if cell in path:
                self._fail("totals", f"“{cell}”成了自己的组成部分")
            for part in totals.get(cell, ()):
                visit(part, (*path, cell))

        for total in totals:
            visit(total, ())

    # ---- faults

    def _get(self, key: str, item: dict[str, Any], name: str, kind: type[T]) -> T:
        where = f"{key}.{name}".lstrip(".")
        if name not in item:
            self._fail(where, "缺少这一项")
        value = item[name]
        if not isinstance(value, kind):
            self._fail(where, f"应当是 {kind.__name__}，写的却是 {value!r}")
        return value

    def _known(self, key: str, item: dict[str, Any], names: set[str]) -> None:
        for name in item.keys() - names:
            self._fail(f"{key}.{name}".lstrip("."), "没有这个键", "；可用 " + "、".join(sorted(names)) + "。")

    def _unique(self, key: str, ids: list[str]) -> None:
        for name in ids:
            if ids.count(name) > 1:
                self._fail(key, f"“{name}”出现了两次")

    def _fail(self, key: str, what: str, remedy: str = "。") -> NoReturn:
        raise InputError(Problem(f"{self._file}：{key}", what, remedy))

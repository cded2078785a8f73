"""Reads one form file of forms/: its head, sections and tables. docs/forms.md tells every key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nianbao.model.figure import UNITS_OF_MONEY, Kind
from nianbao.model.form import Block, Cell, Entry, Form, Layout, Section, Table, mark_of, name_of
from nianbao.model.law_file import LawFile, read_law
from nianbao.model.load_charts import ChartsOfForm
from nianbao.model.load_opening import OpeningOfForm
from nianbao.model.load_regional import RegionalOfForm
from nianbao.model.load_sums import SumsOfForm

_LEAVES = {"kind", "unit", "decimals", "large"}  # keys of a column that holds figures
KEYS = {
    "": {"id", "notice", "notice_title", "years", "title", "kinds", "sections", "totals", "sums"}
    | {"opening", "regional", "charts"},
    "years": {"from", "to", "encouraged"},
    "kinds": {str(kind) for kind in Kind},
    "sections": {"id", "name", "heading", "guidance", "most_characters", "table", "text"},
    "table": {"layout", "corner", "stub_widths", "usual_column", "year_on_year", "blocks"},
    "blocks": {"title", "stub", "columns", "rows"},
    "rows": {"id", "label", "name", "rows"},
    "columns": {"id", "label", "name", "columns"} | _LEAVES,
}


def load_form(path: Path) -> Form:
    """One file of forms/ as a proved Form. InputError names file, line and key of the first fault."""
    return _Reader(read_law(path)).form()


class _Reader:
    def __init__(self, file: LawFile) -> None:
        self._file = file
        self._cells: dict[str, Cell] = {}
        self._tables: dict[str, Table] = {}

    def form(self) -> Form:
        file, data = self._file, self._file.data
        file.known("", data, KEYS[""])
        years = file.item("", data, "years", dict)
        file.known("years", years, KEYS["years"])
        encouraged: list[int] = file.optional("years", years, "encouraged", [])
        sections = tuple(
            self._section(f"sections[{index}]", file.typed(f"sections[{index}]", item, dict))
            for index, item in enumerate(file.item("", data, "sections", list), 1)
        )
        ids = [section.id for section in sections]
        file.unique("sections", ids)
        reader = SumsOfForm(file, ids, self._tables, self._cells)
        totals, cross_sums = reader.totals()
        return Form(
            id=file.item("", data, "id", str),
            notice=file.item("", data, "notice", str),
            notice_title=file.item("", data, "notice_title", str),
            first_year=file.item("years", years, "from", int),
            last_year=file.number("years", years, "to"),
            encouraged_years=frozenset(encouraged),
            title=file.item("", data, "title", str),
            sections=sections,
            cells=self._cells,
            totals=totals,
            sums=(*cross_sums, *reader.sums()),
            kind_rules=self._kind_rules(),
            opening=tuple(OpeningOfForm(file, sections, self._cells, totals).questions()),
            charts=tuple(ChartsOfForm(file, self._tables, self._cells).charts()),
            regional=RegionalOfForm(file, self._cells).cells_told(),
        )

    def _kind_rules(self) -> dict[Kind, str]:
        """The rule of every kind of cell that there is."""
        kinds: dict[str, Any] = self._file.optional("", self._file.data, "kinds", {})
        rules = {self._kind("kinds", kind): self._file.item("kinds", kinds, kind, str) for kind in kinds}
        for cell in self._cells.values():
            if cell.column.kind not in rules:
                self._file.fail("kinds", f"没有写明 {cell.column.kind} 由哪条规则核对")
        return rules

    def _section(self, key: str, item: dict[str, Any]) -> Section:
        file = self._file
        file.known(key, item, KEYS["sections"])
        section_id = file.item(key, item, "id", str)
        return Section(
            id=section_id,
            name=file.item(key, item, "name", str),
            heading=file.optional(key, item, "heading", ""),
            guidance=file.optional(key, item, "guidance", "").strip(),
            most_characters=file.number(key, item, "most_characters"),
            table=self._table(f"{key}.table", section_id, item["table"]) if "table" in item else None,
            text=file.optional(key, item, "text", True),
        )

    def _table(self, key: str, section_id: str, item: dict[str, Any]) -> Table:
        file = self._file
        file.known(key, file.typed(key, item, dict), KEYS["table"])
        layout = file.item(key, item, "layout", str)
        if layout not in {str(known) for known in Layout}:
            file.fail(f"{key}.layout", f"没有“{layout}”这种版式", "；可用 " + "、".join(Layout) + "。")
        blocks = tuple(
            self._block(
                f"{key}.blocks[{index}]", section_id, file.typed(f"{key}.blocks[{index}]", block, dict)
            )
            for index, block in enumerate(file.item(key, item, "blocks", list), 1)
        )
        widths: list[float] = file.optional(key, item, "stub_widths", [])
        usual = file.optional(key, item, "usual_column", "")
        if usual and usual not in {leaf.id for block in blocks for leaf in block.column_leaves()}:
            file.fail(f"{key}.usual_column", f"表中没有“{usual}”这一列")
        compared: list[str] = file.optional(key, item, "year_on_year", [])
        for cell in compared:
            if f"{section_id}.{cell}" not in self._cells:
                file.fail(f"{key}.year_on_year", f"表中没有“{cell}”这一格", "；请写“行.列”。")
        corner = file.optional(key, item, "corner", "")
        table = Table(Layout(layout), blocks, corner, tuple(widths), usual, tuple(compared))
        file.unique(key, [row.id for block in blocks for top in block.rows for row in top.walk()])
        self._tables[section_id] = table
        return table

    def _block(self, key: str, section_id: str, item: dict[str, Any]) -> Block:
        self._file.known(key, self._file.typed(key, item, dict), KEYS["blocks"])
        columns = self._entries(key, item, "columns")
        rows = self._entries(key, item, "rows")
        title, stub = (self._file.optional(key, item, name, "") for name in ("title", "stub"))
        block = Block(rows, columns, title, stub)
        self._file.unique(f"{key}.columns", [column.id for top in columns for column in top.walk()])
        leaves = block.column_leaves()
        for row in block.row_leaves():
            for column in leaves:
                cell = Cell(f"{section_id}.{row.id}.{column.id}", section_id, row, column, len(leaves) == 1)
                self._cells[cell.id] = cell
        return block

    def _entries(self, key: str, item: dict[str, Any], axis: str, mark: str = "") -> tuple[Entry, ...]:
        return tuple(
            self._entry(f"{key}.{axis}[{index}]", child, axis, mark)
            for index, child in enumerate(self._file.item(key, item, axis, list), 1)
        )

    def _entry(self, key: str, item: dict[str, Any], axis: str, mark: str) -> Entry:
        file = self._file
        file.typed(key, item, dict)
        file.known(key, item, KEYS[axis] - (_LEAVES if axis in item else set()))
        label = file.item(key, item, "label", str)
        own_mark = mark_of(label, mark)
        kind = self._kind(f"{key}.kind", file.optional(key, item, "kind", "count"))
        unit = file.optional(key, item, "unit", "")
        if unit and (kind is not Kind.AMOUNT or unit not in UNITS_OF_MONEY):
            known = "、".join(UNITS_OF_MONEY)
            file.fail(f"{key}.unit", f"“{unit}”不是金额的单位", f"；只有金额写 unit，可用 {known}。")
        return Entry(
            id=file.item(key, item, "id", str),
            label=label,
            name=file.optional(key, item, "name", name_of(label)),
            mark=own_mark,
            entries=self._entries(key, item, axis, own_mark) if axis in item else (),
            kind=kind,
            unit=unit,
            decimals=file.number(key, item, "decimals"),
            large=file.number(key, item, "large"),
        )

    def _kind(self, key: str, kind: str) -> Kind:
        if kind not in KEYS["kinds"]:
            self._file.fail(key, f"没有“{kind}”这种数据", "；可用 " + "、".join(Kind) + "。")
        return Kind(kind)

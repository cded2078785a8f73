"""Reads the charts of a form file: which cells are drawn where somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from nianbao.model.chart import Bar, Chart
from nianbao.model.form import Cell, Entry, Table
from nianbao.model.law_file import LawFile

KEYS = {"charts": {"id", "title", "unit", "years", "bars"}}
_MOST_YEARS = 10


class ChartsOfForm(NamedTuple):
    """Reads ``[[charts]]`` of a file whose tables and cells are known."""

    file: LawFile
    tables: Mapping[str, Table]
    cells: Mapping[str, Cell]

    def charts(self) -> Iterator[Chart]:
        """Every chart, in the order of the file."""
        items: list[Any] = self.file.optional("", self.file.data, "charts", [])
        ids = []
        for index, item in enumerate(items, 1):
            key = f"charts[{index}]"
            self.file.known(key, self.file.typed(key, item, dict), KEYS["charts"])
            ids.append(self.file.item(key, item, "id", str))
            yield Chart(
                ids[-1],
                self.file.item(key, item, "title", str),
                self.file.optional(key, item, "unit", ""),
                self._years(key, item),
                tuple(self._bars(key, item)),
            )
        self.file.unique("charts", ids)

    def _years(self, key: str, item: dict[str, Any]) -> int:
        years = self.file.number(key, item, "years")
        if years is not None and not 1 <= years <= _MOST_YEARS:
            self.file.fail(f"{key}.years", f"年数应当是1到{_MOST_YEARS}")
        return years or 1

    def _bars(self, key: str, item: dict[str, Any]) -> Iterator[Bar]:
        """The bars, named by their rows, or by their columns where all of them are of one row."""
        named = [self._named(f"{key}.bars", name) for name in self.file.words(key, item, "bars")]
        if not named:
            self.file.fail(f"{key}.bars", "没有写画哪些格", "；请写“表.行.列”。")
        by_column = len(named) > 1 and len({row.id for row, _, _ in named}) == 1
        for row, column, cells in named:
            yield Bar(column.name if by_column else row.name, cells)

    def _named(self, key: str, name: str) -> tuple[Entry, Entry, tuple[str, ...]]:
        """Row, column and cells of ``table.row.column``; a group stands for all that is in it."""
        section, row_id, column_id = (*name.split("."), "", "", "")[:3]
        table = self.tables.get(section)
        for block in table.blocks if table is not None else ():
            row, column = _entry(block.rows, row_id), _entry(block.columns, column_id)
            if row is not None and column is not None and name.count(".") == 2:
                rows = [leaf.id for leaf in row.leaves()]
                columns = [leaf.id for leaf in column.leaves()]
                return row, column, tuple(f"{section}.{y}.{x}" for y in rows for x in columns)
        return self.file.fail(key, f"没有“{name}”这些格", "；请写“表.行.列”三段。")


def _entry(entries: Iterable[Entry], name: str) -> Entry | None:
    return next((each for top in entries for each in top.walk() if each.id == name), None)

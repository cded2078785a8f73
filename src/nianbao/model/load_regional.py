"""Reads ``[[regional]]`` of a form file: where a region's figure is not simply the sum of its members'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nianbao.model.agency import agency_kinds
from nianbao.model.form import Cell, Regional
from nianbao.model.law_file import LawFile

KEYS = {"regional": {"table", "rows", "columns", "at_most", "agency_kinds", "agencies", "why"}}


class RegionalOfForm(NamedTuple):
    """Reads ``[[regional]]`` of a file whose cells are known."""

    file: LawFile
    cells: Mapping[str, Cell]

    def cells_told(self) -> dict[str, Regional]:
        """What is told of cells, by cell id."""
        found: dict[str, Regional] = {}
        items: list[Any] = self.file.optional("", self.file.data, "regional", [])
        for index, item in enumerate(items, 1):
            key = f"regional[{index}]"
            self.file.known(key, self.file.typed(key, item, dict), KEYS["regional"])
            regional = self._regional(key, item)
            for cell in self._meant(key, item):
                if found.setdefault(cell, regional) is not regional:
                    self.file.fail(key, f"“{cell}”前面已经写过", "；每一格只写一次。")
        return found

    def _regional(self, key: str, item: dict[str, Any]) -> Regional:
        file = self.file
        kinds = file.words(key, item, "agency_kinds")
        for kind in kinds:
            if kind not in agency_kinds():
                known = f"；可用 {'、'.join(agency_kinds())}。"
                file.fail(f"{key}.agency_kinds", f"没有“{kind}”这种机关", known)
        agencies = file.expressions(key, item, "agencies")
        at_most = file.optional(key, item, "at_most", usual=False)
        if not (kinds or agencies or at_most):
            file.fail(key, "没有写明怎样汇总", "；请写 at_most、agency_kinds 或 agencies。")
        return Regional(file.item(key, item, "why", str), at_most, frozenset(kinds), agencies)

    def _meant(self, key: str, item: dict[str, Any]) -> list[str]:
        table = self.file.item(key, item, "table", str)
        rows, columns = (self.file.words(key, item, name) for name in ("rows", "columns"))
        meant = [
            cell
            for cell in self.cells.values()
            if cell.section == table
            and (not rows or cell.row.id in rows)
            and (not columns or cell.column.id in columns)
        ]
        for name, stated in (("rows", rows), ("columns", columns)):
            there = {cell.row.id if name == "rows" else cell.column.id for cell in meant}
            if stray := [each for each in stated if each not in there]:
                self.file.fail(f"{key}.{name}", f"表中没有“{'、'.join(stray)}”")
        if not meant:
            self.file.fail(f"{key}.table", f"没有带表格的部分“{table}”")
        return [cell.id for cell in meant]

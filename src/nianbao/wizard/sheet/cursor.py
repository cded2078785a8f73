"""A table with a cursor and a selected block, moved by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from nianbao.model.grid import GridCell
from nianbao.wizard.sheet.view import SheetView


class SheetCursor(SheetView):
    """A table to walk in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", "全选", show=False),
        *(
            Binding(key, f"move('{key}')", words, show=False)
            for key, words in {
                "left": "往左",
                "right": "往右",
                "up": "往上",
                "down": "往下",
                "home": "行首",
                "end": "行末",
                "pageup": "上一页",
                "pagedown": "下一页",
                "ctrl+home": "第一格",
                "ctrl+end": "最后一格",
            }.items()
        ),
        *(
            Binding(f"shift+{key}", f"select('{key}')", "选定", show=False)
            for key in ("left", "right", "up", "down", "home", "end")
        ),
    ]

    _dragged = False  # whether the mouse button went down on a cell

    class Picked(Message):
        """A cell was clicked twice."""

    class Moved(Message):
        """The cursor is on another cell."""

    @dataclass
    class Said(Message):
        """Something to tell about what was typed; empty to take it away."""

        words: str

    # ---- the cursor

    def go_to(self, cell_id: str) -> None:
        """Put the cursor on a cell of this table; a row's id means its first cell."""
        place = self._place.get(cell_id) or next(
            (cell for cell in self._place.values() if cell.cell and cell.cell.row_id == cell_id), None
        )
        if place is not None:
            self.commit()
            self._put(place)

    def _put(self, cell: GridCell, *, select: bool = False) -> None:
        before, selected = self._cursor, self._selection()
        self._anchor = (self._anchor or before) if select else None
        self._cursor = cell
        self._redraw({before, cell, *(selected ^ self._selection()), *self._labels(before, cell)})
        self._show_cursor()
        if cell is not before:
            self.post_message(self.Said(""))
            self.post_message(self.Moved())

    def _labels(self, *cells: GridCell) -> Iterator[GridCell]:
        """The heads and stubs beside the cells."""
        for label in self.grid.cells:
            if label.cell is None and any(
                label.row <= cell.row < label.row + label.rows
                or (label.row < cell.row and label.column <= cell.column < label.column + label.columns)
                for cell in cells
            ):
                yield label

    def action_move(self, key: str) -> None:
        self.commit()
        self._put(self._neighbour(key))

    def action_select(self, key: str) -> None:
        self.commit()
        self._put(self._neighbour(key), select=True)

    def action_select_all(self) -> None:
        self.commit()
        self._put(self._rows[0][0])
        self._put(self._rows[-1][-1], select=True)

    def commit(self) -> None:
        """Enter what is being typed; nothing is here."""

    def _typeable_from(self, cells: list[GridCell], by: int) -> GridCell:
        start = cells.index(self._cursor)
        onward = cells[start + 1 :] if by > 0 else cells[:start][::-1]
        return next((cell for cell in onward if not self._is_total(cell)), self._cursor)

    def _neighbour(self, key: str) -> GridCell:
        number = next(i for i, row in enumerate(self._rows) if self._cursor in row)
        row = self._rows[number]
        place = row.index(self._cursor)
        page = max(1, self._room.height - self._frozen[1] - 2)
        match key:
            case "left" | "right":
                return row[max(0, min(place + (1 if key == "right" else -1), len(row) - 1))]
            case "home" | "end":
                return row[0 if key == "home" else -1]
            case "ctrl+home" | "ctrl+end":
                return self._rows[0][0] if key == "ctrl+home" else self._rows[-1][-1]
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[key]
        other = self._rows[max(0, min(number + steps, len(self._rows) - 1))]
        return self._nearest(other, self._cursor.column)

    @staticmethod
    def _nearest(row: list[GridCell], column: int) -> GridCell:
        return min(
            row, key=lambda cell: max(cell.column - column, column - cell.column - cell.columns + 1, 0)
        )

    def _is_total(self, cell: GridCell) -> bool:
        return self._key(cell) in self.session.form.totals

    # ---- the mouse

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag over a block to select it."""
        offset = event.get_content_offset(self) if event.button else None
        cell = self._cell_at(offset.x, offset.y) if offset is not None else None
        if cell is not None and cell.cell is not None and cell is not self._cursor and self._dragged:
            self._put(cell, select=True)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = event.get_content_offset(self)
        cell = self._cell_at(offset.x, offset.y) if offset is not None else None
        self._dragged = cell is not None and cell.cell is not None
        if cell is not None and self._dragged and not (cell is self._cursor and self._editor is not None):
            self.commit()
            self._put(cell, select=event.shift)

    def on_mouse_up(self) -> None:
        self._dragged = False

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2:
            self.post_message(self.Picked())

"""The cursor in a table, where the keys take it, and the block of cells that is selected."""

from __future__ import annotations

from collections.abc import Container, Iterator

from nianbao.model.grid import Grid, GridCell, Role


class Selection:
    """A cursor, always on a cell of the form, and a block from where selecting began (``anchor``) to it.

    ``places`` has the grid's cell for the id of each cell of the form, ``rows`` the same as printed.
    """

    def __init__(self, grid: Grid, start: str = "") -> None:
        """``start``: the id of the cell to begin at; the first one if the table has no such cell."""
        self.grid = grid
        self.rows = [row for line in grid.lines() if (row := [cell for cell in line if cell.cell])]
        self.places = {cell.cell.id: cell for row in self.rows for cell in row if cell.cell}
        self.cursor: GridCell = self.places.get(start, self.rows[0][0])
        self.anchor: GridCell | None = None

    @property
    def cell_id(self) -> str:
        """The id of the cell under the cursor."""
        return id_of(self.cursor)

    def find(self, place: str) -> GridCell | None:
        """The cell with an id, the first cell of the row with an id; None if the table has neither."""
        row = (cell for cell in self.places.values() if cell.cell and cell.cell.row_id == place)
        return self.places.get(place) or next(row, None)

    def in_column(self, column: str) -> GridCell:
        """The cell of the cursor's row in the column with an id; the cursor's if the row has none."""
        row = next(row for row in self.rows if self.cursor in row)
        return next((cell for cell in row if cell.cell and cell.cell.column.id == column), self.cursor)

    # ---- moving

    def move(self, to: GridCell, *, select: bool = False) -> set[GridCell]:
        """Put the cursor on a cell; ``select`` stretches the block to it. Returns what looks different."""
        before, selected = self.cursor, self.selected()
        self.anchor = (self.anchor or before) if select else None
        self.cursor = to
        return {before, to, *(selected ^ self.selected()), *self._labels_at(before, to)}

    def neighbour(self, key: str, page: int) -> GridCell:
        """Where a key of that name takes the cursor; ``page`` is the number of rows of a page."""
        number = next(i for i, row in enumerate(self.rows) if self.cursor in row)
        row = self.rows[number]
        place = row.index(self.cursor)
        match key:
            case "left" | "right":
                return row[max(0, min(place + (1 if key == "right" else -1), len(row) - 1))]
            case "home" | "end":
                return row[0 if key == "home" else -1]
            case "ctrl+home" | "ctrl+end":
                return self.rows[0][0] if key == "ctrl+home" else self.rows[-1][-1]
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[key]
        return _nearest(self.rows[max(0, min(number + steps, len(self.rows) - 1))], self.cursor.column)

    def along(self, by: int, skipped: Container[str]) -> GridCell:
        """The next cell row by row, or for ``by`` below 0 the one before, that is not to be skipped."""
        return self._next([cell for row in self.rows for cell in row], by, skipped)

    def down(self, by: int, skipped: Container[str]) -> GridCell:
        """The next cell of the column, or the one before, that is not to be skipped."""
        return self._next([_nearest(row, self.cursor.column) for row in self.rows], by, skipped)

    def _next(self, cells: list[GridCell], by: int, skipped: Container[str]) -> GridCell:
        start = cells.index(self.cursor)
        onward = cells[start + 1 :] if by > 0 else cells[:start][::-1]
        return next((cell for cell in onward if id_of(cell) not in skipped), self.cursor)

    # ---- blocks

    def block(self) -> list[list[GridCell]]:
        """The rows of cells between anchor and cursor; the cell under the cursor if there is no anchor."""
        one, other = self.anchor or self.cursor, self.cursor
        rows = range(min(one.row, other.row), max(one.row, other.row) + 1)
        west = min(one.column, other.column)
        east = max(one.column + one.columns, other.column + other.columns)
        block = [
            [cell for cell in row if cell.column < east and cell.column + cell.columns > west]
            for row in self.rows
            if row[0].row in rows
        ]
        return [row for row in block if row]

    def ids(self) -> list[str]:
        """The ids of the cells of the block."""
        return [id_of(cell) for row in self.block() for cell in row]

    def selected(self) -> frozenset[GridCell]:
        """The cells of the block; empty where no block is selected."""
        return frozenset(cell for row in self.block() for cell in row) if self.anchor else frozenset()

    def room(self) -> list[list[str]]:
        """The ids of the cells from the upper left corner of the selected block, or from the cursor, to the
        right and down: where a pasted block can go."""
        ends = (self.anchor or self.cursor, self.cursor)
        top, west = min(end.row for end in ends), min(end.column for end in ends)
        return [
            [id_of(cell) for cell in row if cell.column + cell.columns > west]
            for row in self.rows
            if row[0].row >= top
        ]

    # ---- labels

    def labels(self) -> str:
        """The official labels of the cell under the cursor, those of its row, then those of its column."""
        beside = [label for label in self.grid.cells if self.names(label)]
        ways = [[c.label for c in beside if c.role is role] for role in (Role.STUB, Role.HEAD)]
        return "　│　".join(" › ".join(way) for way in ways if way)

    def names(self, label: GridCell) -> bool:
        """Whether a label is of the row or the column of the cursor."""
        cursor = self.cursor
        if label.role is Role.STUB:
            return label.row <= cursor.row < label.row + label.rows
        above = label.role is Role.HEAD and label.row < cursor.row
        if self.grid.head_rows == 0:
            above = above and not self._ends_above(label)
        return above and label.column <= cursor.column < label.column + label.columns

    def _ends_above(self, head: GridCell) -> bool:
        """Whether a title stands between a head and the cursor: the head is of another block of the table."""
        return any(c.role is Role.TITLE and head.row < c.row < self.cursor.row for c in self.grid.cells)

    def _labels_at(self, *cells: GridCell) -> Iterator[GridCell]:
        """The labels beside and above the cells."""
        for label in self.grid.cells:
            if label.cell is None and any(
                label.row <= cell.row < label.row + label.rows
                or (label.row < cell.row and label.column <= cell.column < label.column + label.columns)
                for cell in cells
            ):
                yield label


def id_of(cell: GridCell) -> str:
    """The id of the form's cell that stands there; empty for a label."""
    return cell.cell.id if cell.cell else ""


def _nearest(row: list[GridCell], column: int) -> GridCell:
    return min(row, key=lambda cell: max(cell.column - column, column - cell.column - cell.columns + 1, 0))

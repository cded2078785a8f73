"""Draws a statutory table line by line, with frozen head and labels, cursor, selection and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nianbao.desk.cell_editor import CellEditor
from nianbao.desk.drawing import Piece, Plan, plan
from nianbao.desk.marks import SIGNS, Marks, marks
from nianbao.desk.session import Session
from nianbao.model.figure import Figure, State
from nianbao.model.finding import Finding, Level
from nianbao.model.grid import Grid, GridCell, Role, grid_of
from nianbao.terminal import right, width_of

Key = TypeVar("Key")

_BLANK = "空"  # a cell that says "blank" on purpose; one of which nothing is known is drawn empty
_LEAST_BODY = 3  # lines that must be left below a frozen head
_LEVEL_STYLES = {Level.ERROR: "sheet--error", Level.WARNING: "sheet--warning", Level.HINT: "sheet--hint"}


class SheetView(ScrollView, can_focus=True):
    """One table of the report. Only lines that changed are drawn again."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--rule",
        "sheet--title",
        "sheet--corner",
        "sheet--head",
        "sheet--stub",
        "sheet--figure",
        "sheet--total",
        "sheet--dim",
        "sheet--near",
        "sheet--cursor",
        "sheet--selected",
        "sheet--typing",
        "sheet--error",
        "sheet--warning",
        "sheet--hint",
    }

    def __init__(self, session: Session, section: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._styles: dict[tuple[str, ...], Style] = {}
        self._strips: dict[int, Strip] = {}
        self._editor: CellEditor | None = None
        self._left_at: dict[str, str] = {}  # the cell at which each table was left
        self._target(session, section)

    # ---- what is shown

    def show(self, session: Session, section: str, findings: Iterable[Finding]) -> None:
        """Show another table, or the same one of another form."""
        other = session is not self.session or grid_of(session.form, section) is not self.grid
        if other:
            self._left_at[self.section] = self.cursor
            self._target(session, section)
            self._replan()
            self.scroll_to(0, 0, animate=False)
        self.look_again(findings)
        self._show_cursor()

    def _target(self, session: Session, section: str) -> None:
        self.session = session
        self.grid: Grid = grid_of(session.form, section)
        self._figures = session.report.all_figures()
        self._marks = Marks()
        self._rows: list[list[GridCell]] = [
            row for line in self.grid.lines() if (row := [cell for cell in line if cell.cell])
        ]
        self._place = {cell.cell.id: cell for row in self._rows for cell in row if cell.cell}
        self._cursor = self._place.get(self._left_at.get(section, ""), self._rows[0][0])
        self._anchor: GridCell | None = None
        self._editor = None
        self._planned: Plan | None = None

    @property
    def section(self) -> str:
        return self.grid.section

    @property
    def cursor(self) -> str:
        """The id of the cell under the cursor."""
        return self._key(self._cursor)

    @property
    def typed(self) -> str | None:
        """What is being typed, None if nothing is."""
        return self._editor.text if self._editor else None

    def labels(self) -> str:
        """The official labels of the cell under the cursor, those of its row, then those of its column."""
        beside = [label for label in self.grid.cells if self._beside(label)]
        ways = [[c.label for c in beside if c.role is role] for role in (Role.STUB, Role.HEAD)]
        return "　│　".join(" › ".join(way) for way in ways if way)

    def _beside(self, label: GridCell) -> bool:
        """Whether a label is of the row or column of the cursor."""
        cursor = self._cursor
        if label.role is Role.STUB:
            return label.row <= cursor.row < label.row + label.rows
        above = label.role is Role.HEAD and label.row < cursor.row
        if self.grid.head_rows == 0:
            above = above and not self._other_block(label)
        return above and label.column <= cursor.column < label.column + label.columns

    def _other_block(self, label: GridCell) -> bool:
        """Whether a title stands between a head and the cursor."""
        return any(c.role is Role.TITLE and label.row < c.row < self._cursor.row for c in self.grid.cells)

    def look_again(self, findings: Iterable[Finding]) -> None:
        """Take over figures and findings, and draw again what looks different now."""
        report = self.session.report
        if grid_of(report.form, self.section) is not self.grid:
            self.show(self.session, self.section, findings)
            return
        figures, before = self._figures, self._marks
        self._figures = report.all_figures()
        self._marks = marks(findings, self.grid, report)
        keys = {key for key, figure in self._figures.items() if figure != figures[key]}
        keys |= {key for key in report.form.totals if key in report.figures}  # their computed twin may differ
        keys |= _differing(before.cells, self._marks.cells)
        cells = [self._place[key] for key in keys if key in self._place]
        if self._editor is None and any(self._too_long(cell) for cell in cells):
            self._replan()
            return
        self._redraw({*cells, self._cursor, *_differing(before.labels, self._marks.labels)})

    def _text(self, cell: GridCell) -> str:
        """What stands in a cell: of a given total that differs both values."""
        key = self._key(cell)
        figure = self._figures[key]
        if self.differs(key):
            return f"{figure}≠{self.session.report.computed(key)}"
        if figure.state is State.UNKNOWN:
            return ""
        return _BLANK if figure.state is State.BLANK else str(figure)

    def differs(self, cell_id: str) -> bool:
        """Whether somebody gave another total than the one that is computed."""
        report = self.session.report
        if cell_id not in report.form.totals or cell_id not in report.figures:
            return False
        computed = report.computed(cell_id)
        return computed.number is not None and report.figures[cell_id] != computed

    def _too_long(self, cell: GridCell) -> bool:
        return width_of(self._text(cell)) + 1 > self._plan.box(cell).width

    @staticmethod
    def _key(cell: GridCell) -> str:
        return cell.cell.id if cell.cell else ""

    # ---- geometry

    @property
    def _plan(self) -> Plan:
        """How the table is laid out in the room there is."""
        if self._planned is None:
            longest: dict[int, int] = {}
            for cell in self._place.values():
                if cell.columns == 1:
                    width = width_of(self._text(cell)) + 1
                    longest[cell.column] = max(longest.get(cell.column, 0), width)
            self._planned = plan(self.grid, self.session.form, self._room, longest)
        return self._planned

    def _replan(self) -> None:
        self._planned = None
        self._strips.clear()
        self.virtual_size = Size(self._plan.width, self._plan.height)
        self.refresh()

    def on_resize(self) -> None:
        self._replan()
        self._show_cursor()

    @property
    def _room(self) -> Size:
        """What is seen beside the scrollbars."""
        return self.scrollable_content_region.size

    @property
    def _frozen(self) -> tuple[int, int]:
        """Columns and lines that stay, as far as enough is left beside them."""
        head = self._plan.head_height
        stub = self._plan.stub_width
        return (
            stub if stub * 3 < self._room.width * 2 else 0,
            head if head + _LEAST_BODY <= self._room.height else 0,
        )

    def _line_at(self, y: int) -> int:
        """The line of the plan that is seen at a line of the widget."""
        return y if y < self._frozen[1] else y + self.scroll_offset.y

    def _cell_at(self, x: int, y: int) -> GridCell | None:
        return self._plan.at(x if x < self._frozen[0] else x + self.scroll_offset.x, self._line_at(y))

    def _show_cursor(self) -> None:
        """Scroll as little as makes the cursor visible beside the frozen parts."""
        box = self._plan.box(self._cursor)
        stub, head = self._frozen
        x, y = self.scroll_offset
        first = self._cursor is self._rows[0][0] or self._cursor.row == self._rows[0][0].row
        y = 0 if first else min(y, box.y - head)
        y = max(y, box.y + box.height + 1 - self._room.height)
        x = max(min(x, box.x - stub - 1), box.x + box.width + 1 - self._room.width)
        if (x, y) != tuple(self.scroll_offset):
            self.scroll_to(max(x, 0), max(y, 0), animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        if round(old_value) != round(new_value):
            self._strips.clear()  # labels of tall cells keep to the middle of what is seen
        super().watch_scroll_y(old_value, new_value)

    def notify_style_update(self) -> None:
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    def _redraw(self, cells: Iterable[GridCell]) -> None:
        """Draw the lines of these cells again."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self._room.height
        lines = {
            line
            for cell in cells
            for line in range(self._plan.box(cell).y, self._plan.box(cell).y + self._plan.box(cell).height)
        }
        regions = []
        for line in sorted(lines):
            self._strips.pop(line, None)
            frozen = line < self._frozen[1]
            if frozen or top <= line < bottom:
                regions.append(Region(0, line if frozen else line - top, self._room.width, 1))
        if regions:
            self.refresh(*regions)

    # ---- drawing

    def render_line(self, y: int) -> Strip:
        line = self._line_at(y)
        width = self._room.width
        if line >= self._plan.height:
            return Strip.blank(width, self._style("sheet--rule"))
        strip = self._strips.get(line)
        if strip is None:
            strip = self._strips[line] = self._draw(line)
        x, stub = self.scroll_offset.x, self._frozen[0]
        if x and stub:
            strip = Strip.join([strip.crop(0, stub), strip.crop(stub + x, width + x)])
        elif x:
            strip = strip.crop(x, x + width)
        return strip.crop_extend(0, width, self._style("sheet--rule"))

    def _draw(self, line: int) -> Strip:
        top = self._frozen[1] + self.scroll_offset.y
        segments: list[Segment] = []
        for piece in self._plan.line(line, top, self.scroll_offset.y + self._room.height):
            if piece.cell is None:
                segments.append(Segment(piece.text, self._style("sheet--rule")))
            elif piece.cell.cell is None:
                segments.append(Segment(piece.text, self._label_style(piece.cell, piece.text)))
            else:
                segments += self._figure(piece, piece.cell)
        return Strip(segments, self._plan.width)

    def _label_style(self, cell: GridCell, text: str) -> Style:
        names = [f"sheet--{cell.role}"]
        if self._beside(cell):
            names.append("sheet--near")
        level = self._marks.labels.get(cell)
        if level is not None and text.strip():
            names.append(_LEVEL_STYLES[level])
        return self._style(*names)

    def _figure(self, piece: Piece, cell: GridCell) -> list[Segment]:
        key = self._key(cell)
        text = self._text(cell) if piece.slot else ""
        level = self._marks.cells.get(key)
        names = ["sheet--total" if key in self.session.form.totals else "sheet--figure"]
        if text == _BLANK:
            names.append("sheet--dim")
        if level is not None:
            names.append(_LEVEL_STYLES[level])
        if cell in self._selection():
            names.append("sheet--selected")
        if cell is self._cursor and self._editor is not None:
            return self._typed(piece, len(piece.text))
        if cell is self._cursor:
            names.append("sheet--cursor")
        width = len(piece.text)
        sign = SIGNS[level] if level is not None and piece.slot and width_of(text) < width else ""
        return [Segment(sign + right(text, width - len(sign)), self._style(*names))]

    def _typed(self, piece: Piece, width: int) -> list[Segment]:
        """The cell while it is typed: as much as fits around the caret."""
        editor = self._editor
        style = self._style("sheet--typing")
        if editor is None or not piece.slot:
            return [Segment(piece.text, style)]
        before, after = editor.text[: editor.caret], editor.text[editor.caret :] + " "
        while width_of(before) >= width:
            before = before[1:]
        while width_of(before + after) > width and len(after) > 1:
            after = after[:-1]
        free = width - width_of(before + after)
        caret = self._style("sheet--cursor")
        if free < 0:  # a wide character under the caret does not fit any more
            return [Segment(right(before, width), style)]
        return [Segment(" " * free + before, style), Segment(after[0], caret), Segment(after[1:], style)]

    def _style(self, *names: str) -> Style:
        style = self._styles.get(names)
        if style is None:
            style = self.get_component_rich_style(names[0])
            for name in names[1:]:
                style += self.get_component_rich_style(name, partial=True)
            self._styles[names] = style
        return style

    def _selection(self) -> frozenset[GridCell]:
        """The cells of the selected block; empty where no block is selected."""
        return frozenset(cell for row in self._block() for cell in row) if self._anchor else frozenset()

    def _block(self) -> list[list[GridCell]]:
        """The rows of cells between anchor and cursor; the cell under the cursor if there is no anchor."""
        one, other = self._anchor or self._cursor, self._cursor
        rows = range(min(one.row, other.row), max(one.row, other.row) + 1)
        west = min(one.column, other.column)
        east = max(one.column + one.columns, other.column + other.columns)
        block = [
            [cell for cell in row if cell.column < east and cell.column + cell.columns > west]
            for row in self._rows
            if row[0].row in rows
        ]
        return [row for row in block if row]

    def _figure_at(self, cell: GridCell) -> Figure:
        return self._figures[self._key(cell)]

    def on_focus(self, _: events.Focus) -> None:
        self._redraw([self._cursor])

    def on_blur(self, _: events.Blur) -> None:
        self._redraw([self._cursor])


def _differing(one: Mapping[Key, Level], other: Mapping[Key, Level]) -> set[Key]:
    """The keys under which two mappings do not hold the same."""
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}

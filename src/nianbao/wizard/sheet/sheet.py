"""A statutory table on the screen: walked in by keys and mouse, typed into where it may be edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nianbao.desk.marks import Likely
from nianbao.desk.session import Session
from nianbao.desk.table.cell_editor import CellEditor
from nianbao.desk.table.content import Content
from nianbao.desk.table.drawing import Plan, plan
from nianbao.desk.table.entry import Entry
from nianbao.desk.table.painting import MORE, RULE, STYLES, paint
from nianbao.desk.table.selection import Selection
from nianbao.desk.table.window import Window
from nianbao.desk.whole_report import looks_whole
from nianbao.model.finding import Finding
from nianbao.model.grid import GridCell, grid_of
from nianbao.wizard.pasted import WholeReport
from nianbao.wizard.prompt_keys import promptly
from nianbao.wizard.sheet.styles import Styles

_LEFT, _RIGHT = "‹", "›"  # something is hidden beyond this edge


class Sheet(ScrollView, can_focus=True):
    """One table of the report. Only lines that changed are drawn again.

    ``selection`` is where one is in it, ``entry`` what fills it in (None: it is only looked at).
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"sheet--{name}" for name in STYLES}
    BINDINGS: ClassVar[list[BindingType]] = [
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

    class Changed(Message):
        """The report has changed."""

    class Moved(Message):
        """The cursor is on another cell."""

    class Picked(Message):
        """A cell was clicked twice."""

    @dataclass
    class Said(Message):
        """Something to tell about what was typed; empty to take it away."""

        words: str

    @dataclass
    class Pasted(Message):
        """A block of figures was pasted that is more than one cell; ``room`` has the ids of the cells from
        the cursor to the right and down."""

        text: str
        room: list[list[str]]

    def __init__(self, session: Session, section: str, *, id: str, editable: bool = True) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._editable = editable
        self._style = Styles(self)
        self._strips: dict[int, Strip] = {}
        self._left_at: dict[str, str] = {}  # the cell at which each table was left
        self._dragged = False  # whether the mouse button went down on a cell
        self._take(session, section)

    # ---- what is shown

    def show(self, session: Session, section: str, findings: Iterable[Finding]) -> None:
        """Show another table, or the same one of another form."""
        grid = self.selection.grid
        if session is not self.session or grid_of(session.form, section) is not grid:
            self._left_at[grid.section] = self.selection.cell_id
            self._take(session, section)
            self._replan()
            self.scroll_to(0, 0, animate=False)
        self.look_again(findings)
        self._show_cursor()

    def _take(self, session: Session, section: str) -> None:
        self.session = session
        grid = grid_of(session.form, section)
        self.selection = Selection(grid, self._left_at.get(section, ""))
        self.content = Content(session, grid)
        self.entry: Entry | None = None
        if self._editable:
            self.entry = Entry(
                session,
                self.selection,
                say=lambda words: self.post_message(self.Said(words)),
                changed=lambda: self.post_message(self.Changed()),
            )
        self._planned: Plan | None = None

    @property
    def cursor(self) -> str:
        """The id of the cell under the cursor."""
        return self.selection.cell_id

    @property
    def typed(self) -> str | None:
        """What is being typed, None if nothing is."""
        return self._editor.text if self._editor else None

    @property
    def _editor(self) -> CellEditor | None:
        return self.entry.editor if self.entry else None

    def look_again(self, findings: Iterable[Finding], likely: Likely | None = None) -> None:
        """Take over figures and findings, with the cells in which the slip of each probably is, and draw
        again what looks different now."""
        grid = self.selection.grid
        if grid_of(self.session.form, grid.section) is not grid:
            self.show(self.session, grid.section, findings)
            return
        cells, labels = self.content.update(findings, likely)
        if any(self.content.needed(cell, self._editor) > self.window.plan.box(cell).width for cell in cells):
            self._replan()
        else:
            self.redraw({*cells, self.selection.cursor, *labels})

    # ---- moving

    def go_to(self, place: str) -> None:
        """Put the cursor on a cell of this table; a row's id means its first cell."""
        cell = self.selection.find(place)
        if cell is not None:
            self.put(cell)

    def put(self, cell: GridCell, *, select: bool = False) -> None:
        """Enter what is being typed and put the cursor on a cell, stretching the block or ending it."""
        if self.entry is not None and not self.entry.commit(stay=True):
            return
        before = self.selection.cursor
        self.redraw(self.selection.move(cell, select=select))
        self._show_cursor()
        if cell is not before:
            self.post_message(self.Said(""))
            self.post_message(self.Moved())

    def commit(self) -> None:
        """Enter what is being typed."""
        if self.entry is not None:
            self.entry.commit()

    def action_move(self, key: str) -> None:
        if self.entry is not None and self.entry.move_caret(key):
            self.redraw([self.selection.cursor])
        else:
            self.put(self.selection.neighbour(key, self.window.page))

    def action_select(self, key: str) -> None:
        self.put(self.selection.neighbour(key, self.window.page), select=True)

    # ---- keyboard and mouse

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return self.entry is not None and character is not None and character.isprintable()

    async def on_key(self, event: events.Key) -> None:
        if self.entry and event.is_printable and event.character and self.screen.focused is self:
            self.entry.insert(event.character)
            event.stop()
            event.prevent_default()
        else:
            await promptly(self, event)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """Type in what was copied from one cell; for a block, ask with the cells it can go to."""
        if self.entry is None or self.entry.paste(text):
            return
        block = self.Pasted(text, self.selection.room())
        if looks_whole(text):
            self.post_message(WholeReport(text, partial(self.post_message, block)))
        else:
            self.post_message(block)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag over a block to select it."""
        cell = self._cell_under(event) if event.button and self._dragged else None
        if cell is not None and cell is not self.selection.cursor:
            self.put(cell, select=True)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        cell = self._cell_under(event)
        self._dragged = cell is not None
        if cell is not None and not (cell is self.selection.cursor and self.typed is not None):
            self.put(cell, select=event.shift)

    def on_mouse_up(self) -> None:
        self._dragged = False

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2:
            self.post_message(self.Picked())

    def _cell_under(self, event: events.MouseEvent) -> GridCell | None:
        """The cell of the form that the mouse points at."""
        offset = event.get_content_offset(self)
        cell = self.window.cell_at(offset.x, offset.y) if offset is not None else None
        return cell if cell is not None and cell.cell is not None else None

    def on_focus(self) -> None:
        self.redraw([self.selection.cursor])

    def on_blur(self) -> None:
        self.commit()
        self.redraw([self.selection.cursor])

    # ---- drawing

    @property
    def window(self) -> Window:
        """What is seen of the table beside the scrollbars, laid out in the room there is."""
        width, height = self.scrollable_content_region.size
        if self._planned is None:
            needed = self.content.all_needed(self._editor)
            self._planned = plan(self.selection.grid, self.session.form, (width, height), needed)
        return Window(self._planned, width, height, *self.scroll_offset)

    def _replan(self) -> None:
        self._planned = None
        self._strips.clear()
        drawn = self.window.plan
        self.virtual_size = Size(drawn.width, drawn.height)
        self.refresh()

    def on_resize(self) -> None:
        self._replan()
        self._show_cursor()

    def _show_cursor(self) -> None:
        cursor = self.selection.cursor
        x, y = self.window.showing(cursor, first=cursor.row == self.selection.rows[0][0].row)
        if (x, y) != tuple(self.scroll_offset):
            self.scroll_to(x, y, animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        if round(old_value) != round(new_value):
            self._strips.clear()  # labels of tall cells keep to the middle of what is seen
        super().watch_scroll_y(old_value, new_value)

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        if round(old_value) != round(new_value):
            self._strips.clear()  # a figure that is not seen whole is not shown
        super().watch_scroll_x(old_value, new_value)

    def notify_style_update(self) -> None:
        self._style.forget()
        self._strips.clear()
        super().notify_style_update()

    def redraw(self, cells: Iterable[GridCell]) -> None:
        """Draw the lines of these cells again."""
        window = self.window
        lines = window.lines_of(cells)
        for line in lines:
            self._strips.pop(line, None)
        seen = [Region(0, y, window.width, 1) for line in lines if (y := window.seen(line)) is not None]
        if seen:
            self.refresh(*seen)

    def render_line(self, y: int) -> Strip:
        window = self.window
        line = window.line_at(y)
        if line >= window.plan.height:
            return Strip.blank(window.width, self._style(RULE))
        strip = self._strips.get(line)
        if strip is None:
            painted = paint(line, window, self.content, self.selection, self._editor)
            segments = [Segment(text, self._style(*names)) for text, names in painted]
            strip = self._strips[line] = Strip(segments, window.plan.width)
        if window.more_left or window.more_right:
            edge = self._style(MORE)
            strip = Strip.join(
                [
                    strip.crop(0, window.stub),
                    Strip([Segment(_LEFT, edge)], 1) if window.more_left else Strip([]),
                    strip.crop(*window.columns),
                    Strip([Segment(_RIGHT, edge)], 1) if window.more_right else Strip([]),
                ]
            )
        return strip.crop_extend(0, window.width, self._style(RULE))

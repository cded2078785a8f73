"""The text of a section while it is typed, and the keys that help to write it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location, Selection
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit

from nianbao.desk.marks import COMMENT
from nianbao.desk.session import visible
from nianbao.desk.text.chips import Chip, Chips, number_at, seen
from nianbao.desk.text.marks import Mark, commented, text_marks
from nianbao.desk.text.official_text import clean, numbered
from nianbao.desk.whole_report import looks_whole
from nianbao.model.finding import Finding, Level
from nianbao.model.narrative import is_heading
from nianbao.problem import reason
from nianbao.wizard.pasted import WholeReport
from nianbao.wizard.prompt_keys import promptly
from nianbao.wizard.text.line_breaks import break_as_chinese

_MOST_STRIPS = 2_000  # lines that are kept as they were drawn
_EDITORS = ("nano", "micro", "notepad")  # that say on the screen how to leave them
# Without the mark older versions of Notepad take UTF-8 for the code page of the system.
_FOR_EDITORS = "utf-8-sig" if sys.platform == "win32" else "utf-8"
_STYLES = {Level.ERROR: "editor--error", Level.WARNING: "editor--warning", Level.HINT: "editor--hint"}


class ProseEditor(TextArea):
    """The text itself, with what the findings are about marked in it. Undo and redo are those of the whole
    session."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "editor--heading",
        "editor--chip",
        "editor--comment",
        *_STYLES.values(),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+n", "number", "编号", show=False, priority=True),
        Binding("f4", "pick", "插入表中数字"),
        Binding("ctrl+n", "number", "编号"),
        Binding("ctrl+l", "link", "换成引用", show=False),
        Binding("f9", "outside", "外部编辑器", show=False),
        Binding("ctrl+z", "screen.undo", "撤销", show=False),
        Binding("ctrl+y", "screen.undo(False)", "恢复", show=False),
        Binding("f6", "screen.next_area", "换区", show=False),
        # TextArea selects all by F7, which fills gaps in a table.
        Binding("f7,f8", "app.notify('F7、F8 在表格里填0；这里是正文。')", show=False),
        Binding("ctrl+a", "select_all", "全选", show=False),
        Binding("ctrl+home", "go_to_end(False)", "正文开头", show=False),
        Binding("ctrl+end", "go_to_end(True)", "正文末尾", show=False),
        Binding("ctrl+c", "copy", "复制", show=False),
        Binding("ctrl+x", "cut", "剪切", show=False),
        Binding("ctrl+v", "paste", "粘贴", show=False),
    ]

    gutter_width = len(COMMENT)  # the margin with the signs of comments; TextArea has line numbers there
    _marks: Mapping[int, Sequence[Mark]] = {}
    _commented: frozenset[int] = frozenset()

    def __init__(self, chips: Chips, refuses: Callable[[], bool], *, id: str) -> None:  # noqa: A002 - Textual's
        self.chips = chips
        self._refuses = refuses  # whether nothing may be changed now, after telling so
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._margins: dict[str, Strip] = {}
        break_as_chinese()
        super().__init__(id=id, compact=True, highlight_cursor_line=False)
        self.match_cursor_bracket = False  # it would mark a bracket on another line, far from what is typed

    def on_mount(self) -> None:
        self.cursor_blink = False

    async def on_key(self, event: events.Key) -> None:
        await promptly(self, event)

    def on_resize(self) -> None:
        self.refresh()  # TextArea wraps anew, and draws anew only if it has another number of lines then
        self.call_after_refresh(self.scroll_cursor_visible)  # findings that grow must not hide what is typed

    def mark(self, findings: Sequence[Finding]) -> None:
        """Mark what these findings are about."""
        marks = text_marks(findings, self.typed_text)
        lines = commented(findings, self.typed_text)
        if (marks, lines) != (self._marks, self._commented):
            self._marks, self._commented = marks, lines
            self._line_cache.clear()
            self.refresh()

    def notify_style_update(self) -> None:
        self._strips.clear()
        self._margins.clear()
        super().notify_style_update()

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        plain = line.plain
        if is_heading(seen(plain)):
            line.stylize(self.get_component_rich_style("editor--heading", partial=True))
        for chip in self.chips.on(plain):
            style = self.get_component_rich_style("editor--chip", partial=True)
            line.stylize(style, chip.start, chip.end)
        for mark in self._marks.get(line_index, ()):
            style = self.get_component_rich_style(_STYLES[mark.level], partial=True)
            start, end = (self.chips.column_shown(plain, column) for column in (mark.start, mark.end))
            line.stylize(style, start, end)
        return line

    def render_line(self, y: int) -> Strip:
        """As TextArea draws it; lines away from the cursor once, as long as they read the same."""
        line = self.scroll_offset.y + y
        if line >= self.wrapped_document.height:
            return self._drawn(y)
        row, column = self.wrapped_document.offset_to_location(Offset(0, line))
        strip = self._remembered(y, row, column)
        sign = COMMENT if column == 0 and row in self._commented else " " * self.gutter_width
        return Strip.join([self._margin(sign), strip])

    def _margin(self, sign: str) -> Strip:
        margin = self._margins.get(sign)
        if margin is None:
            style = self.rich_style + self.get_component_rich_style("editor--comment", partial=True)
            margin = self._margins[sign] = Strip([Segment(sign, style)], self.gutter_width)
        return margin

    def _remembered(self, y: int, row: int, column: int) -> Strip:
        if self._is_touched(row, column):
            return self._drawn(y)
        breaks = tuple(self.wrapped_document.get_offsets(row))  # a scroll bar moves them without any resizing
        key = (self.document[row], column, breaks, self.size, tuple(self._marks.get(row, ())))
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._drawn(y)
        return strip

    def _is_touched(self, row: int, column: int) -> bool:
        """Whether the cursor or something selected is on the line that begins at this column of a row."""
        first, last = sorted(self.selection)
        if first != last or row != first[0]:
            return first[0] <= row <= last[0]
        behind = next((each for each in self.wrapped_document.get_offsets(row) if each > column), first[1])
        return column <= first[1] <= behind

    def _drawn(self, y: int) -> Strip:
        strip = super().render_line(y)
        if not any(self.chips.on(strip.text)):
            return strip
        segments = [Segment(seen(text), style, control) for text, style, control in strip]
        return Strip(segments, strip.cell_length)

    # ---- chips: each is as one character

    @property
    def typed_text(self) -> str:
        """The text as the report holds it."""
        return self.chips.typed(self.text)

    @property
    def chip(self) -> Chip | None:
        """The reference at which the cursor is."""
        row, column = self.cursor_location
        return next((c for c in self.chips.on(self.document[row]) if c.start <= column <= c.end), None)

    def put(self, text: str) -> None:
        """Put a text in at the cursor, its references as chips."""
        self.replace(self.chips.shown(text), *self.selection)

    def renew(self) -> None:
        """Show the figures of now."""
        shown = self.chips.renewed(self.text)
        if shown != self.text:
            row, column = self.cursor_location
            typed = self.chips.column_typed(self.document[row], column)
            self.load_text(shown)
            line = self.document[row]
            reached = next(
                (at for at in range(len(line) + 1) if self.chips.column_typed(line, at) >= typed), 0
            )
            self.move_cursor((row, reached))

    def edit(self, edit: Edit) -> EditResult:
        if self._refuses():
            return EditResult(self.cursor_location, "")
        start, end = sorted((edit.from_location, edit.to_location))
        wider = self._beside(start, before=True), self._beside(end, before=False)
        if start != end and wider != (start, end):
            edit = Edit(edit.text, *wider, edit.maintain_selection_offset)
        return super().edit(edit)

    def _validate_selection(self, selection: Selection) -> Selection:
        start, end = super()._validate_selection(selection)
        return Selection(*(self._outside(place) for place in (start, end)))

    def _outside(self, place: Location) -> Location:
        """A place that is in no chip: going on the way that the cursor came."""
        before = self.cursor_location
        return self._beside(place, before=not (before[0] == place[0] and before < place))

    def _beside(self, place: Location, *, before: bool) -> Location:
        """The place itself, or where the chip begins or ends in which it lies."""
        row, column = place
        if row >= self.document.line_count:
            return place
        for chip in self.chips.on(self.document[row]):
            if chip.start < column < chip.end:
                return row, chip.start if before else chip.end
        return place

    def action_copy(self) -> None:
        super().action_copy()
        self._copy_as_typed()

    def action_cut(self) -> None:
        super().action_cut()
        self._copy_as_typed()

    def _copy_as_typed(self) -> None:
        if self.chips.typed(self.app.clipboard) != self.app.clipboard:
            self.app.copy_to_clipboard(self.chips.typed(self.app.clipboard))

    def action_link(self) -> None:
        """Put the only figure of the tables that is equal in the place of the number at the cursor."""
        found = number_at(self.document[self.cursor_location[0]], self.cursor_location[1])
        cell = self.chips.only_cell(found.text) if found is not None else None
        if found is not None and cell is not None:
            row = self.cursor_location[0]
            self.replace(self.chips.shown(cell), (row, found.start), (row, found.end))
        elif found is None:
            self.notify("请把光标放到一个数上，再按 Ctrl+L。")
        else:
            self.notify(f"表里没有等于{found.text}的，或者不止一格；请按 F4 选。")

    class Pick(Message):
        """A figure is to be picked from a table and put in at the cursor."""

        def __init__(self, editor: ProseEditor) -> None:
            super().__init__()
            self.editor = editor

    def action_pick(self) -> None:
        self.post_message(self.Pick(self))

    def action_go_to_end(self, last: bool) -> None:
        """To the end of the text, or to its beginning."""
        self.move_cursor(self.document.end if last else (0, 0))

    def action_number(self) -> None:
        """Give the line the next heading number; once more, the next possible one."""
        row, column = self.cursor_location
        line = self.document[row]
        above = "\n".join(self.document[index] for index in range(row))
        new = numbered(line, above)
        self.replace(new, (row, 0), (row, len(line)), maintain_selection_offset=False)
        self.move_cursor((row, max(0, column + len(new) - len(line))))

    async def _on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted, without the line ends of the page it came from."""
        event.stop()
        event.prevent_default()
        self._take_in(event.text)

    def action_paste(self) -> None:
        self._take_in(self.app.clipboard)

    def _take_in(self, text: str) -> None:
        if looks_whole(text):
            self.post_message(WholeReport(text, partial(self._insert_clean, text)))
        else:
            self._insert_clean(text)

    def _insert_clean(self, text: str) -> None:
        if self._refuses():
            return
        tidy = clean(visible(text))
        self.put(tidy)
        joined = text.strip().replace("\r\n", "\n").count("\n") - tidy.strip().count("\n")
        if joined > 0:
            self.app.notify(f"已去掉{joined}处多余的换行；Ctrl+Z 可以撤销。")

    def action_outside(self) -> None:
        """Edit the text with the program that the user is used to."""
        command = _editor()
        if not command:
            self.app.notify("没有找到别的编辑器；想用哪一个，请把环境变量 EDITOR 设成它的名字再打开本程序。")
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "正文.txt"
            path.write_text(self.typed_text, encoding=_FOR_EDITORS)
            try:
                with self.app.suspend():
                    done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the user's choice
            except SuspendNotSupported:
                self.app.notify("在浏览器里不能打开外部编辑器。")
                return
            except OSError as error:
                self.app.notify(f"打不开编辑器“{command[0]}”：{reason(error)}。")
                return
            text = _read_back(path)
        self.app.refresh(layout=True)
        if done.returncode == 0 and text.rstrip("\n") != self.typed_text.rstrip("\n"):
            self.replace(self.chips.shown(visible(text).rstrip("\n")), (0, 0), self.document.end)


def _read_back(path: Path) -> str:
    """What an editor has left: editors of Windows may add a mark to UTF-8, or save in GBK."""
    data = path.read_bytes().replace(b"\r\n", b"\n")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _editor() -> list[str]:
    """The user's editor as a command line, empty if there is none."""
    for name in ("VISUAL", "EDITOR"):
        if command := shlex.split(os.environ.get(name, ""), posix=sys.platform != "win32"):
            return [part.strip('"') for part in command] if sys.platform == "win32" else command
    found = next((path for editor in _EDITORS if (path := shutil.which(editor))), None)
    return [found] if found else []

"""The statutory table, edited like a spreadsheet. Every change goes to the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from nianbao.desk.cell_editor import CellEditor
from nianbao.desk.pasted_block import copy_block
from nianbao.model.figure import BLANK, Figure, State, count, parse
from nianbao.wizard.prompt_keys import promptly
from nianbao.wizard.sheet.cursor import SheetCursor

_NOT_SAID = frozenset({State.UNKNOWN, State.BLANK})


class Sheet(SheetCursor):
    """The table under the keyboard and the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "edit", "修改"),
        Binding("delete", "blank", "清空", show=False),
        Binding("backspace", "backspace", "退格", show=False),
        Binding("ctrl+t", "take_computed", "用算出的总计", show=False),
        Binding("f7", "fill", "空格填0"),
        Binding("f8", "all_zero", "全填0"),
        Binding("ctrl+c", "copy", "复制", show=False),
        Binding("ctrl+x", "cut", "剪切", show=False),
        Binding("ctrl+v", "paste", "粘贴", show=False),
        Binding("tab", "step(1)", "下一格", show=False),
        Binding("shift+tab", "step(-1)", "上一格", show=False),
        Binding("enter", "enter", "确定并往下", show=False),
        Binding("shift+enter", "enter(-1)", "确定并往上", show=False),
        Binding("escape", "give_up", "不改了", show=False),
    ]

    class Changed(Message):
        """The report has changed."""

    @dataclass
    class Pasted(Message):
        """A block of figures was pasted that is more than one cell; ``room`` has the ids of the cells from
        the cursor to the right and down."""

        text: str
        room: list[list[str]]

    # ---- moving while something is typed

    def action_move(self, key: str) -> None:
        editor = self._editor
        if editor is not None and not editor.replacing and key in {"left", "right", "home", "end"}:
            steps = {"left": -1, "right": 1, "home": -len(editor.text), "end": len(editor.text)}
            editor.move(steps[key])
            self._redraw([self._cursor])
        else:
            super().action_move(key)

    def action_step(self, by: int) -> None:
        """To the next cell that can be typed, row by row."""
        self.commit()
        self._put(self._typeable_from([cell for row in self._rows for cell in row], by))

    def action_enter(self, by: int = 1) -> None:
        """Enter what is typed and go down to the next cell that can be typed."""
        self.commit()
        column = [self._nearest(row, self._cursor.column) for row in self._rows]
        self._put(self._typeable_from(column, by))

    # ---- typing

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return character is not None and character.isprintable()

    async def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and self.screen.focused is self:
            self._type(event.character)
            event.stop()
            event.prevent_default()
        else:
            await promptly(self, event)

    def _type(self, characters: str) -> None:
        if self._editor is None and not self._begin(""):
            return
        assert self._editor is not None  # noqa: S101 - _begin made it
        refused = self._editor.insert(characters)
        if refused and not self._editor.text and self._editor.replacing:
            self.action_give_up()
        else:
            self._typed_on()
        self.post_message(self.Said(refused))

    def _begin(self, text: str | None) -> bool:
        """Begin to type into the cell: over its content, or (None) to change it. False on a total."""
        cell = self._cursor.cell
        if cell is None or self._is_total(self._cursor):
            self.post_message(self.Said("总计由程序计算，不用填写。"))
            return False
        self._anchor = None
        figure = self._figure_at(self._cursor)
        old = "" if figure.state in _NOT_SAID else str(figure)
        self._editor = CellEditor.on(cell, old) if text is None else CellEditor(cell, text, len(text))
        return True

    def _typed_on(self) -> None:
        editor = self._editor
        if editor is not None:
            self.session.type({editor.cell.id: parse(editor.text)})
            self.post_message(self.Changed())

    def commit(self) -> None:
        """Enter what is being typed."""
        editor, self._editor = self._editor, None
        if editor is not None:
            self.session.enter({editor.cell.id: parse(editor.text)}, f"填写“{editor.cell.name}”")
            self.post_message(self.Changed())

    def action_give_up(self) -> None:
        """Leave the cell as it was."""
        if self._editor is None:
            if self._anchor is None:
                raise SkipAction
            self._put(self._cursor)
            return
        self._editor = None
        self.session.type({})
        self.post_message(self.Said(""))
        self.post_message(self.Changed())

    def action_edit(self) -> None:
        if self._editor is not None:
            self._editor.replacing = False
        elif self._begin(None):
            self._redraw([self._cursor])

    def action_backspace(self) -> None:
        if self._editor is not None:
            self._editor.delete_left()
        elif not self._begin(""):
            return
        self._typed_on()

    def on_blur(self, _: events.Blur) -> None:
        self.commit()

    # ---- whole cells

    def action_blank(self) -> None:
        if self._editor is not None:
            self._editor.delete_right()
            self._typed_on()
            return
        cells = [cell for row in self._block() for cell in row]
        given = self.session.report.figures
        changes: dict[str, Figure | None] = {
            self._key(cell): None if self._is_total(cell) else BLANK
            for cell in cells
            if not self._is_total(cell) or self._key(cell) in given
        }
        if not changes:
            self.post_message(self.Said("总计由程序计算，不用填写。"))
        self._enter(changes, "清空")

    def action_take_computed(self) -> None:
        """Take the computed value for the given totals of the selection, or for all that differ."""
        given = self.session.report.figures
        here = [key for row in self._block() for cell in row if (key := self._key(cell)) in given]
        totals = [key for key in here if key in self.session.form.totals]
        totals = totals or [key for key in self._place if self.differs(key)]
        if not totals:
            self.post_message(self.Said("这张表的总计都是程序算出的。"))
        self._enter(dict.fromkeys(totals), "改用算出的总计")

    def action_fill(self) -> None:
        """Fill the cells that nobody has filled with 0."""
        empty = [
            key
            for key, cell in self._place.items()
            if not self._is_total(cell) and self._figures[key].state in _NOT_SAID
        ]
        words = f"空着的{len(empty)}格填0"
        self._enter(dict.fromkeys(empty, count(0)), words)
        self.post_message(self.Said(f"已把{words}；Ctrl+Z 可以撤销。" if empty else "没有空着的格。"))

    def action_all_zero(self) -> None:
        """Nothing of all this happened: every cell is 0."""
        given = self.session.report.figures
        changes: dict[str, Figure | None] = {
            key: None if self._is_total(cell) else count(0)
            for key, cell in self._place.items()
            if not self._is_total(cell) or key in given
        }
        words = f"没有{self.session.form.section(self.section).name}，全表填0"
        self._enter(changes, words)
        self.post_message(self.Said(f"已记为{words}；Ctrl+Z 可以撤销。"))

    def _enter(self, changes: Mapping[str, Figure | None], words: str) -> None:
        self._editor = None
        if changes:
            self.session.enter(changes, words)
            self.post_message(self.Changed())

    # ---- blocks

    def action_copy(self) -> None:
        block = [[self._figure_at(cell) for cell in row] for row in self._block()]
        self.app.copy_to_clipboard(copy_block(block))
        number = sum(len(row) for row in block)
        self.post_message(self.Said(f"已复制{number}格，可以粘贴到 Excel 或 WPS。"))

    def action_cut(self) -> None:
        self.action_copy()
        self.action_blank()

    def action_paste(self) -> None:
        self._paste(self.app.clipboard)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._paste(event.text)

    def _paste(self, text: str) -> None:
        if not text.strip("\r\n"):
            self.post_message(self.Said("没有可以粘贴的内容。"))
        elif "\t" in text or "\n" in text.strip("\r\n") or "\r" in text.strip("\r\n"):
            self.commit()
            self.post_message(self.Pasted(text, self._from_cursor()))
        else:
            self._type(text.strip())

    def _from_cursor(self) -> list[list[str]]:
        return [
            [self._key(cell) for cell in row if cell.column + cell.columns > self._cursor.column]
            for row in self._rows
            if row[0].row >= self._cursor.row
        ]

    def on_sheet_cursor_picked(self) -> None:
        if self._editor is None:
            self.action_edit()

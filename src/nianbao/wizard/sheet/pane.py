"""A table of the report with its keys for filling it in, and the line on the cell below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from nianbao.desk.session import Session
from nianbao.desk.table.entry import Entry
from nianbao.wizard.sheet.balance_line import BalanceLine
from nianbao.wizard.sheet.cell_bar import CellBar
from nianbao.wizard.sheet.sheet import Sheet


class SheetPane(Vertical):
    """The table under the keyboard and the mouse, edited like a spreadsheet."""

    @dataclass
    class AllZero(Message):
        """Every cell is to be 0, and ``filled`` cells hold something else: ask somebody first, and call
        ``answered`` if so."""

        filled: int
        answered: Callable[[], object]

    class Compare(Message):
        """What matters of the table is to be shown beside last year's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "edit", "修改", show=False),
        Binding("ctrl+a", "select_all", "全选", show=False),
        Binding("delete", "blank", "清空", show=False),
        Binding("backspace", "backspace", "退格", show=False),
        Binding("ctrl+t", "take_computed", "用算出的总计", show=False),
        Binding("alt+t", "take_computed", "用算出的总计", show=False, priority=True),
        Binding("f7", "fill", "空格填0"),
        Binding("f8", "all_zero", "全填0"),
        Binding("ctrl+c", "copy", "复制", show=False),
        Binding("ctrl+x", "cut", "剪切", show=False),
        Binding("ctrl+v", "paste", "粘贴", show=False),
        Binding("ctrl+b", "compare", "与上年比", show=False),
        Binding("tab", "step(1)", "下一格", show=False),
        Binding("shift+tab", "step(-1)", "上一格", show=False),
        Binding("enter", "enter", "确定并往下", show=False),
        Binding("shift+enter", "enter(-1)", "确定并往上", show=False),
        Binding("escape", "give_up", "不改了", show=False),
    ]

    def __init__(self, session: Session, section: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.sheet = Sheet(session, section, id="sheet")
        self._balance = BalanceLine(self.sheet, id="balance")
        self._bar = CellBar(id="cell-bar")

    def compose(self) -> ComposeResult:
        yield self.sheet
        yield self._balance
        yield self._bar

    def on_mount(self) -> None:
        for moved in ("scroll_x", "virtual_size"):
            self.watch(self.sheet, moved, self._balance.look_again, init=False)

    def action_compare(self) -> None:
        self.post_message(self.Compare())

    @property
    def entry(self) -> Entry:
        """What fills the table in that is shown now."""
        assert self.sheet.entry is not None  # noqa: S101 - the sheet was made to be edited
        return self.sheet.entry

    def say(self, words: str) -> None:
        """Tell something below the table; empty to take it away."""
        self._bar.say(words)

    def show_cell(self) -> None:
        """Bring the lines below the table up to date: on its columns, and on the cell under the cursor."""
        self._bar.show(self.sheet)
        self._balance.look_again()

    def on_sheet_said(self, message: Sheet.Said) -> None:
        message.stop()
        self.say(message.words)

    def on_sheet_picked(self) -> None:
        if self.entry.editor is None:
            self.action_edit()

    # ---- typing

    def action_edit(self) -> None:
        self.entry.edit()
        self.sheet.redraw([self.sheet.selection.cursor])

    def action_backspace(self) -> None:
        self.entry.backspace()

    def action_step(self, by: int) -> None:
        """Enter what is typed and go to the next cell that can be typed, row by row."""
        self.entry.confirm()
        self.sheet.put(self.sheet.selection.along(by, self.sheet.session.form.totals))

    def action_enter(self, by: int = 1) -> None:
        """Enter what is typed and go down to the next cell that can be typed."""
        self.entry.confirm()
        self.sheet.put(self.sheet.selection.down(by, self.sheet.session.form.totals))

    def action_give_up(self) -> None:
        """Leave the cell as it was; else end the block; else the key means something to somebody else."""
        if self.entry.give_up():
            return
        if self.sheet.selection.anchor is None:
            raise SkipAction
        self.sheet.put(self.sheet.selection.cursor)

    # ---- whole cells

    def action_select_all(self) -> None:
        rows = self.sheet.selection.rows
        self.sheet.put(rows[0][0])
        self.sheet.put(rows[-1][-1], select=True)

    def action_blank(self) -> None:
        self.entry.blank()

    def action_take_computed(self) -> None:
        self.entry.take_computed()

    def action_fill(self) -> None:
        self.entry.fill()

    def action_all_zero(self) -> None:
        """Nothing of all this happened; asked about where figures would be lost."""
        self.sheet.commit()
        if filled := self.entry.filled():
            self.post_message(self.AllZero(filled, self.entry.all_zero))
        else:
            self.entry.all_zero()

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.entry.copied())

    def action_cut(self) -> None:
        self.action_copy()
        self.entry.blank()

    def action_paste(self) -> None:
        self.sheet.paste(self.app.clipboard)

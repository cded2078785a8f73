"""Pick a cell in a table, to put its figure into the text."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from nianbao.desk.session import Session
from nianbao.desk.text.official_text import reference_to
from nianbao.wizard.sheet.sheet import Sheet
from nianbao.wizard.windows.hint import hint


class PickCell(ModalScreen[str | None]):
    """Gives the reference to the chosen cell, None after Esc.

    It begins at the column that a sentence usually means, such as the total.
    """

    HELP = "选一个数：方向键走格，Tab 换一张表，按回车插入正文。插入的是引用，表里的数改了，正文跟着变。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "插入这个数", priority=True),
        Binding("tab,f6", "other_table(1)", "下一张表", priority=True),
        Binding("shift+tab", "other_table(-1)", "上一张表", priority=True, show=False),
        Binding("escape", "give_up", "取消"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._tables = [section for section in session.form.sections if section.table]
        self._seen: set[str] = set()  # the tables in which the cursor has a place already
        self._index = next((i for i, s in enumerate(self._tables) if len(s.table.blocks) == 1), 0)  # type: ignore[union-attr]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog full"):
            yield Label("选一个数，插入到正文里", classes="dialog-title")
            yield Sheet(self._session, self._tables[self._index].id, id="pick-sheet", editable=False)
            yield Static(id="pick-bar", markup=False)
            yield hint({"take": "回车插入", "other_table(1)": "Tab 换一张表", "give_up": "Esc 取消"})

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        sheet = self.query_one(Sheet)
        section = self._tables[self._index]
        first = section.id not in self._seen
        self._seen.add(section.id)
        sheet.show(self._session, section.id, [])
        if first and section.table is not None and section.table.usual_column:
            sheet.put(sheet.selection.in_column(section.table.usual_column))
        sheet.focus()
        self._tell()

    def _tell(self) -> None:
        cell = self._session.form.cells[self.query_one(Sheet).cursor]
        section = self._session.form.section(cell.section)
        figure = self._session.report.figure(cell.id)
        self.query_one("#pick-bar", Static).update(f"{section.heading}：{cell.name}＝{figure}")

    def on_sheet_moved(self) -> None:
        self._tell()

    def on_sheet_picked(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        cell = self._session.form.cells[self.query_one(Sheet).cursor]
        self.dismiss(reference_to(cell, self._session.form))

    def action_other_table(self, by: int) -> None:
        self._index = (self._index + by) % len(self._tables)
        self._show()

    def action_give_up(self) -> None:
        self.dismiss(None)

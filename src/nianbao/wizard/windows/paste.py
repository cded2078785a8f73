"""Before a block is pasted that does not fit: what would go where, and what would be left out."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Label

from nianbao.desk.table.pasted_block import PlacedBlock
from nianbao.model.report import Report
from nianbao.wizard.windows.dialogs import BUTTON_KEYS
from nianbao.wizard.wrapped_text import WrappedText


class PastePreview(ModalScreen[bool]):
    """Gives True to paste what fits."""

    HELP = "先看会填进去哪些格，再看哪些放不下。“粘贴放得下的”以后也可以按 Ctrl+Z 撤销；取消就什么都不填。"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "取消"), *BUTTON_KEYS]

    def __init__(self, placed: PlacedBlock, report: Report) -> None:
        super().__init__()
        self._placed, self._report = placed, report

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label("这一块放不全", classes="dialog-title")
            with VerticalScroll(id="differences"):
                yield WrappedText(self._listing())
            with Horizontal(classes="dialog-buttons"):
                yield Button("粘贴放得下的", id="take", variant="primary", compact=True)
                yield Button("取消", id="cancel", compact=True)

    def _listing(self) -> Text:
        text = Text()
        if self._placed.hint:
            text.append(f"! {self._placed.hint}\n\n", style="bold")
        text.append(f"会填进去的，{len(self._placed.changes)}格：\n")
        rows: dict[str, list[str]] = {}
        for cell_id, figure in self._placed.changes.items():
            cell, before = self._report.form.cells[cell_id], self._report.figure(cell_id)
            what = f"{before} → {figure}" if before != figure else str(figure)
            name = "" if cell.alone else f"{cell.column.name} "
            rows.setdefault(cell.row.name, []).append(f"{name}{what}")
        for name, cells in rows.items():
            text.append(f"  {name}：{'；'.join(cells)}\n")
        text.append("\n放不下，或者不能填的：\n")
        for words in self._placed.overflow:
            text.append(f"  ✗ {words}\n")
        return text

    def on_mount(self) -> None:
        self.query_one("#take").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "take")

    def action_give_up(self) -> None:
        self.dismiss(False)

"""After a crash: what had been typed and not saved, with a look at the difference, to be taken or left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Label

from nianbao.desk.safe.guard import Recovery
from nianbao.wizard.windows.dialogs import BUTTON_KEYS
from nianbao.wizard.wrapped_text import WrappedText


class RecoveryScreen(ModalScreen[bool | None]):
    """Gives True to take what was typed, False to give it up, None to decide later."""

    HELP = """\
上次没有保存就中断的内容都在这里。“恢复”放回报告里（文件要等您保存才变），“不要了”另存一份再放弃，
“以后再说”原样留着，下次再问。"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "later", "以后再说"), *BUTTON_KEYS]

    def __init__(self, recovery: Recovery, name: str) -> None:
        super().__init__()
        self._recovery, self._name_of_file = recovery, name

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label("找回了没有保存的内容", classes="dialog-title")
            yield WrappedText("\n".join(self._why()), classes="dialog-text")
            with VerticalScroll(id="differences"):
                yield WrappedText(self._listing())
            with Horizontal(classes="dialog-buttons"):
                yield Button("恢复", id="take", variant="primary", compact=True)
                yield Button("不要了", id="drop", compact=True)
                yield Button("以后再说", id="later", compact=True)

    def _why(self) -> Iterator[str]:
        """Who typed it when, and what has become of the file since."""
        found = self._recovery
        name = found.former.name if found.former else self._name_of_file
        yield (
            f"{found.by} {found.when:%m月%d日 %H:%M} 编辑“{name}”时没有保存就中断了，"
            f"下面{len(found.differences)}处改动已经找回。"
        )
        if found.former:
            yield f"“{name}”现在不在了，看来改名或移到了这里。"
        if found.gone:
            yield "文件后来不见了：被删除、改名或移走了。恢复以后保存，会重新建一个。"
        elif found.replaced:
            there = found.replaced
            does = "把下面的改动放进去" if there.form is found.typed.form else "把它整个换掉"
            yield f"注意：文件里现在是另一份报告：{there.agency} {there.year}年度。恢复会{does}；"
            yield "要分开留，请选“不要了”，找回的另存一份。"
        elif found.outside:
            yield "文件后来又被别人改过：别人改的都保留，只有两边都改过的地方（标 !）用找回的内容。"

    def _listing(self) -> Text:
        text = Text()
        for difference in self._recovery.differences:
            sign = "! " if difference.place in self._recovery.disputed else ""
            text.append(f"{sign}{difference.place}\n", style="bold")
            text.append(f"  文件里：{difference.before or '（没有）'}\n", style="dim")
            text.append(f"  找回的：{difference.after or '（没有）'}\n")
        return text

    def on_mount(self) -> None:
        self.query_one("#later" if self._recovery.replaced else "#take").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss({"take": True, "drop": False}.get(event.button.id or ""))

    def action_later(self) -> None:
        self.dismiss(None)

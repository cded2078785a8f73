"""Small windows over the screen: something to read, a question, a line to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label

from nianbao.wizard.one_line import OneLine
from nianbao.wizard.wrapped_text import WrappedText

BUTTON_KEYS: list[BindingType] = [
    Binding("left", "app.focus_previous", "前一个", show=False),
    Binding("right", "app.focus_next", "后一个", show=False),
    Binding("down", "app.scroll_text(1)", "往下看", show=False),
    Binding("up", "app.scroll_text(-1)", "往上看", show=False),
    Binding("pagedown", "app.scroll_text(8)", "往下翻", show=False),
    Binding("pageup", "app.scroll_text(-8)", "往上翻", show=False),
]


class Ask(ModalScreen[str]):
    """A question with answers to choose from. Gives the key of the answer, empty after Esc."""

    HELP = "左右方向键或 Tab 选一个答案，按回车；按 Esc 什么都不做。"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "取消"), *BUTTON_KEYS]

    def __init__(self, title: str, text: str, answers: Mapping[str, str], *, tall: bool = False) -> None:
        super().__init__()
        self._title, self._text, self._answers = title, text, answers
        self._tall = tall  # for a long text, which Tab reaches and the arrow keys scroll

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog read" if self._tall else "dialog"):
            yield Label(self._title, classes="dialog-title", markup=False)
            with VerticalScroll(classes="dialog-text", can_focus=self._tall):
                yield WrappedText(self._text)
            with Horizontal(classes="dialog-buttons"):
                for key, words in self._answers.items():
                    yield Button(words, id=f"answer-{key}", compact=True)

    def on_mount(self) -> None:
        first = self.query(Button).first()
        first.variant = "primary"
        only_read = self._tall and len(self._answers) == 1
        (self.query_one(VerticalScroll) if only_read else first).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss((event.button.id or "").removeprefix("answer-"))

    def action_give_up(self) -> None:
        self.dismiss("")


class Tell(Ask):
    """Something to read; of what is ``tall`` the arrow keys scroll the text."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "read", "知道了", show=False)]

    def __init__(self, title: str, text: str, *, tall: bool = False) -> None:
        super().__init__(title, text, {"ok": "知道了"}, tall=tall)

    def action_read(self) -> None:
        self.dismiss("ok")


class Fill(ModalScreen[str | None]):
    """A line of text to fill in. Gives the text, None after Esc."""

    HELP = "写好以后按回车；按 Esc 什么都不做。"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "取消")]

    def __init__(self, title: str, text: str, value: str = "", *, words: str = "确定") -> None:
        super().__init__()
        self._title, self._text, self._value, self._words = title, text, value, words

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(self._title, classes="dialog-title", markup=False)
            yield WrappedText(self._text, classes="dialog-text")
            yield OneLine(self._value, compact=True, select_on_focus=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button(self._words, id="ok", variant="primary", compact=True)
                yield Button("取消", id="cancel", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(self.query_one(Input).value if event.button.id == "ok" else None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_give_up(self) -> None:
        self.dismiss(None)

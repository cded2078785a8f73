"""One of the opening questions."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nianbao.model.form import Question
from nianbao.wizard.windows.hint import hint
from nianbao.wizard.wrapped_text import WrappedText


class OpeningQuestion(ModalScreen[int | None]):
    """Gives the number of the answer, counted from 0, None after Esc."""

    HELP = "方向键选一个答案，按回车；也可以按答案前面的数字。答完先给您看会填什么；按 Esc 就不填。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "不答了"),
        *(Binding(str(number), f"take({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, question: Question, number: int, last: int) -> None:
        super().__init__()
        self._question, self._number, self._last = question, number, last

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            title = f"开头的问题（{self._number}/{self._last}）：{self._question.words}"
            yield WrappedText(title, classes="dialog-title")
            words = [f"{number}　{answer.words}" for number, answer in enumerate(self._question.answers, 1)]
            yield OptionList(*(Option(each) for each in words), id="opening-answers", markup=False)
            yield hint({"give_up": "按 Esc 不答，以后可以再按 Ctrl+R 回答"})

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_take(self, number: int) -> None:
        if number <= len(self._question.answers):
            self.dismiss(number - 1)

    def action_give_up(self) -> None:
        self.dismiss(None)

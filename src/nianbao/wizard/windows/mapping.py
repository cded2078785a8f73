"""A question about the words of a ledger or of counts by month, or which organ of several is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList

from nianbao.wizard.windows.hint import hint
from nianbao.wizard.wrapped_text import WrappedText

if TYPE_CHECKING:
    from nianbao.ledger.tally import Asked


class AskMeaning(ModalScreen[str | None]):
    """Gives the option that was chosen, None after Esc. What is probably meant is highlighted first."""

    HELP = """\
文件里的列名或写法，报告里没有同样的名称：选它是哪一项，按回车。只问一次，记在报告旁边的对照文件里，明年接着用。
不知道的按 Esc，已经答的都记着，下次接着问。"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "先不答")]

    def __init__(self, asked: Asked, file: str) -> None:
        super().__init__()
        self._asked, self._file = asked, file

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(f"导入“{self._file}”：要问一下", classes="dialog-title", markup=False)
            yield WrappedText(self._asked.words, id="meaning-words")
            yield OptionList(*self._asked.shown, id="meanings", markup=False)
            yield hint({"take": "回车选它", "give_up": "Esc 先不答（已经答的都记着）"})

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        proposal = self._asked.proposal
        options.highlighted = self._asked.options.index(proposal) if proposal in self._asked.options else 0
        options.focus()

    def on_option_list_option_selected(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        self.dismiss(self._asked.options[self.query_one(OptionList).highlighted or 0])

    def action_give_up(self) -> None:
        self.dismiss(None)

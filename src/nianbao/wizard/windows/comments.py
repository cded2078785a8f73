"""Alt+L: all comments, the open ones first, and what can be done about each."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from nianbao.desk.reviewing import comment_in_words
from nianbao.model.report import Report
from nianbao.model.review import Comment
from nianbao.wizard.windows.hint import hint
from nianbao.wizard.wrapped_text import WrappedText


class Do(StrEnum):
    """What is to be done about a comment."""

    GO = "到那一处"
    ANSWER = "答复"
    SETTLE = "处理好了／还没有"
    WAIVE = "说明理由"
    WITHDRAW = "删去"


class CommentList(ModalScreen[tuple[Do, Comment] | None]):
    """Gives what is to be done about which comment, None after Esc."""

    HELP = """\
这里是全部意见，没有处理的在前面（✎），处理过的有 ✓，说明了理由的有 i。方向键选一条，回车到那一格或那一段。
A 写答复，D 记为处理好了（再按一次改回没有处理），W 说明带着它定稿的理由，Delete 删去写错的意见。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Q", "give_up", "关闭"),
        Binding("a,A", "do('ANSWER')", Do.ANSWER),
        Binding("d,D", "do('SETTLE')", Do.SETTLE),
        Binding("w,W", "do('WAIVE')", Do.WAIVE),
        Binding("delete", "do('WITHDRAW')", Do.WITHDRAW),
    ]

    def __init__(self, report: Report, chosen: Comment | None = None) -> None:
        super().__init__()
        done = [comment for comment in report.comments if comment.done]
        self._comments = [*report.open_comments, *done]
        self._report, self._chosen = report, chosen

    def compose(self) -> ComposeResult:
        number = len(self._report.open_comments)
        with Vertical(classes="dialog tall"):
            title = f"意见：{number}条没有处理" if number else "意见：都处理了"
            yield Label(title, classes="dialog-title", markup=False)
            lines = (comment_in_words(comment, self._report) for comment in self._comments)
            yield OptionList(*map(Option, lines), id="comment-list", markup=False)
            yield WrappedText(id="comment-words")
            yield hint(
                {
                    "do('GO')": "回车到那一处",
                    "do('ANSWER')": "A 答复",
                    "do('SETTLE')": "D 处理好了",
                    "do('WAIVE')": "W 说明理由",
                    "do('WITHDRAW')": "Delete 删去",
                    "give_up": "Esc 关闭",
                }
            )

    def on_mount(self) -> None:
        listing = self.query_one(OptionList)
        listing.highlighted = self._comments.index(self._chosen) if self._chosen in self._comments else 0
        listing.focus()

    async def on_option_list_option_selected(self) -> None:
        await self.run_action("do('GO')")

    def action_do(self, what: str) -> None:
        self.dismiss((Do[what], self._comments[self.query_one(OptionList).highlighted or 0]))

    def action_give_up(self) -> None:
        self.dismiss(None)

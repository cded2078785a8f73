"""What was changed in a document: a list to choose from, what each was before, and what cannot be taken."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList

from nianbao.desk.update.brought_back import BroughtBack, Change, in_words
from nianbao.terminal import cut
from nianbao.wizard.windows.hint import hint
from nianbao.wizard.wrapped_text import WrappedText

_LONGEST = 68  # cells of a change in the list, a line for each; the whole of it stands below
_SIGNS = {True: "✓", False: "　"}


class TakeBack(ModalScreen[tuple[Change, ...]]):
    """Gives the changes that were chosen, none after Esc. All are chosen at first but those that put words
    in the place of a reference."""

    VERB, TOLD = "取回", "取不了的："
    HELP = """\
上面是文件里与报告不同的地方，有 ✓ 的会取回。方向键看下一处，空格选或不选，A 全选或全不选。
回车取回选中的，Esc 什么都不取。取回以后按 Ctrl+Z 一步撤销。
下面是这一处原来和现在的内容、谁改的，再往下是取不了的；按 Tab 过去可以上下翻。
会去掉正文里引用的，开始时没有选中。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "取消"),
        Binding("enter", "take", "取回", priority=True),
        Binding("space", "choose", "选或不选"),
        Binding("a,A", "all", "全选"),
    ]

    def __init__(self, found: BroughtBack, name: str) -> None:
        super().__init__()
        self._found, self._file = found, name
        self._chosen = {at for at, change in enumerate(found.changes) if not change.note}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            title = f"从“{self._file}”{self.VERB}：{len(self._found.changes)}处不同"
            yield Label(title, classes="dialog-title", markup=False)
            yield OptionList(*map(self._line, range(len(self._found.changes))), id="changes", markup=False)
            with VerticalScroll(id="change-scroll"):
                yield WrappedText(id="change-words")
            yield hint(
                {"choose": "空格选或不选", "all": "A 全选", "take": f"回车{self.VERB}", "give_up": "Esc 不要"}
            )

    def on_mount(self) -> None:
        changes = self.query_one(OptionList)
        changes.highlighted = 0
        changes.focus()

    def _line(self, at: int) -> str:
        words = " ".join(" ".join(in_words(self._found.changes[at], self._found.before)).split())
        return cut(f"{_SIGNS[at in self._chosen]} {words}", _LONGEST)

    @on(OptionList.OptionHighlighted)
    def _tell(self, event: OptionList.OptionHighlighted) -> None:
        """Show the whole of what is highlighted, and below it what cannot be taken."""
        lines = list(in_words(self._found.changes[event.option_index], self._found.before))
        if self._found.told:
            lines += ["", self.TOLD, *self._found.told]
        self.query_one("#change-words", WrappedText).update("\n".join(lines))

    def action_choose(self) -> None:
        """Choose what is highlighted, or no longer."""
        at = self.query_one(OptionList).highlighted
        self._choose(self._chosen ^ {at} if at is not None else self._chosen)

    def action_all(self) -> None:
        """Choose all, or none where all are chosen."""
        everything = set(range(len(self._found.changes)))
        self._choose(everything if self._chosen < everything else set())

    def _choose(self, chosen: set[int]) -> None:
        changed, self._chosen = self._chosen ^ chosen, chosen
        for at in changed:
            self.query_one(OptionList).replace_option_prompt_at_index(at, self._line(at))

    def action_take(self) -> None:
        self.dismiss(tuple(each for at, each in enumerate(self._found.changes) if at in self._chosen))

    def action_give_up(self) -> None:
        self.dismiss(())


class TakeIn(TakeBack):
    """The same of figures that are imported."""

    VERB, TOLD = "导入", "请注意："
    HELP = """\
上面是文件里与报告不同的数：哪一格，现在是多少，导入以后是多少。有 ✓ 的会导入；方向键看下一处，空格选或不选，
A 全选或全不选。回车导入选中的，Esc 什么都不动。导入以后按 Ctrl+Z 一步撤销。
下面是没有计入、没有读准的，按 Tab 过去可以上下翻。"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", "导入", priority=True)]

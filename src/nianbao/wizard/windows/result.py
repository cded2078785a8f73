"""After making: what is there now, and by one key each how to get at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Label, OptionList
from textual.widgets.option_list import Option

from nianbao.desk.open_file import open_file
from nianbao.problem import reason
from nianbao.publish.make_files import Made
from nianbao.terminal import cut, left, width_of
from nianbao.wizard.page_driver import deliver
from nianbao.wizard.wrapped_text import WrappedText
from nianbao.write import formats

_ROOM = 64  # cells of a line that are free for names and sizes


class ResultCard(ModalScreen[None]):
    """A list of the files; the keys are about the one that is marked."""

    HELP = (
        "方向键选一个文件。O 打开它，F 打开它所在的文件夹，C 复制它的路径，H 复制网页代码（到别处粘贴），"
        "Esc 关闭。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Q", "close", "关闭"),
        Binding("o,O", "open", "打开"),
        Binding("f,F", "folder", "打开文件夹"),
        Binding("c,C", "copy", "复制路径"),
        Binding("h,H", "copy_code", "复制网页代码"),
        Binding("d,D", "download", "下载"),
    ]

    def __init__(self, done: Sequence[Made], asked: int, why: str) -> None:
        super().__init__()
        self._done, self._asked, self._why = done, asked, why

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Label(title(self._done, self._asked), classes="dialog-title", markup=False)
            yield OptionList(*_options(self._done), id="result-list", markup=False)
            yield WrappedText(id="result-words")
            with Horizontal(classes="dialog-buttons"):
                if self.app.is_web:
                    yield Button("下载（D）", id="download", compact=True)
                yield Button("打开（O）", id="open", variant="primary", compact=True)
                yield Button("打开文件夹（F）", id="folder", compact=True)
                yield Button("复制路径（C）", id="copy", compact=True)
                if self._code():
                    yield Button("复制网页代码（H）", id="copy_code", compact=True)
                yield Button("关闭", id="close", compact=True)

    def on_mount(self) -> None:
        listing = self.query_one(OptionList)
        listing.highlighted = next((n for n, made in enumerate(self._done) if not made.error), 0)
        listing.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Files go to a browser only, and code is copied where some was made."""
        return {"download": self.app.is_web, "copy_code": self._code() is not None}.get(action, True)

    def on_option_list_option_highlighted(self) -> None:
        made = self._marked()
        # beside a file that was made, why others were not: nobody moves to those to find out
        told = [made.words] if made.error else [*_failures(self._done), self._why]
        self._say("\n".join([str(made.order.path.absolute()), *filter(None, told)]))

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        await self.run_action(event.button.id or "close")

    def action_open(self) -> None:
        path = self._path()
        if path is not None:
            self._open(path)

    def action_folder(self) -> None:
        self._open(self._marked().order.path.absolute().parent)

    def action_copy(self) -> None:
        path = self._path()
        if path is not None:
            self.app.copy_to_clipboard(str(path))
            self._say(f"{path}\n已复制路径，可以到别处粘贴。")

    def action_copy_code(self) -> None:
        """Copy the code for an editor of web pages, whichever file is marked."""
        path = self._code()
        if path is None:
            return
        try:
            code = path.read_text(encoding="utf-8")
        except OSError as error:
            self._say(f"{path}\n没有复制，{reason(error)}。")
            return
        self.app.copy_to_clipboard(code)
        self._say(
            f"{path}\n已复制网页代码，请在网站后台编辑器的“源代码”里粘贴。粘贴不出来的（终端不许复制这么长的），"
            f"请用记事本打开这个文件复制。{formats.ON_PASTING}"
        )

    def action_download(self) -> None:
        path = self._path()
        if path is not None:
            try:
                deliver(self.app, path)
            except OSError as error:
                self._say(f"{path}\n下载不了，{reason(error)}。")

    def action_close(self) -> None:
        self.dismiss(None)

    def _marked(self) -> Made:
        return self._done[self.query_one(OptionList).highlighted or 0]

    def _path(self) -> Path | None:
        """The marked file, None where it was not made."""
        made = self._marked()
        return None if made.error else made.order.path.absolute()

    def _code(self) -> Path | None:
        """The file of HTML code, if one was made."""
        paths = (made.order.path.absolute() for made in self._done if not made.error)
        return next((path for path in paths if _is_code(path)), None)

    def _open(self, path: Path) -> None:
        if not open_file(path):
            self._say(f"{path}\n这台机器上没有能打开它的窗口程序；可以按 C 复制路径。")

    def _say(self, words: str) -> None:
        self.query_one("#result-words", WrappedText).update(words)


def _is_code(path: Path) -> bool:
    named = formats.named_as(path.name)
    return named is not None and named.kind in formats.CODE


def title(done: Sequence[Made], asked: int) -> str:
    """What became of it all, in a line."""
    failed = sum(made.error is not None for made in done)
    right = len(done) - failed
    if right == asked:
        return f"✓ 已保存并生成{right}个文件"
    missing = f"✗ {failed}个没有生成" if failed else f"已取消，{asked - right}个没有生成"
    return f"报告已保存；生成了{right}个文件，{missing}"


def _failures(done: Sequence[Made]) -> Iterator[str]:
    """Why files were not made, a line for each reason: a full disk is the same one for all of them."""
    kinds: dict[str, list[str]] = {}
    for made in done:
        if made.error:
            kinds.setdefault(made.words, []).append(made.order.name)
    return (f"✗ {'、'.join(names)}：{words}" for words, names in kinds.items())


def _options(done: Sequence[Made]) -> list[Option]:
    """A line for each file; two where the names of files are long, as those of reports are."""
    kinds = max(width_of(made.order.name) for made in done)
    states = max(width_of(_state(made)) for made in done)
    names = max(width_of(made.order.path.name) for made in done)
    between = "　" if kinds + states + names <= _ROOM else "\n  "
    return [
        Option(Text(f"{_head(made, kinds, states)}{between}{cut(made.order.path.name, _ROOM)}", no_wrap=True))
        for made in done
    ]


def _head(made: Made, kinds: int, states: int) -> str:
    return f"{'✗' if made.error else '✓'} {left(made.order.name, kinds)}　{left(_state(made), states)}"


def _state(made: Made) -> str:
    return "没有生成" if made.error else f"读回一致　{made.kilobytes}"

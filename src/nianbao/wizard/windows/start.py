"""The first screen: go on with a report, begin from last year's or a blank one, or open a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from nianbao.desk.beginning import Begin
from nianbao.desk.begun import Begun, begun
from nianbao.problem import shown
from nianbao.read import is_document
from nianbao.terminal import cut
from nianbao.wizard.key_bar import KeyBar
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.new import NewReport
from nianbao.wizard.windows.read_in import ReadIn
from nianbao.write import formats

_WELCOME = f"""\
政府信息公开工作年度报告

填好数据和文字，边填边核对，{formats.making()}。
您想做什么？用方向键选一项，按回车；也可以用鼠标点。任何时候按 F1 看帮助。"""
_SHOWN = 6  # reports to go on with; the others come when asked for
_OTHERS = "others"
_AROUND = 12  # cells of a line that the frame, the scroll bar and the indent take
_WAYS = {
    "last": "从去年的报告开始（L）　Word、PDF、网页或填报文件都行",
    "new": "新建空白（N）",
    "open": "打开一份文件（O）　填报文件，或 Word、PDF、网页、Excel",
}


class StartScreen(Screen[None]):
    """Where to begin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,L", "last", "从去年的开始"),
        Binding("n,N", "new", "新建空白"),
        Binding("o,O", "open", "打开"),
        Binding("ctrl+q,escape", "app.quit", "退出"),
    ]

    @dataclass
    class Open(Message):
        """A report is to be opened."""

        path: Path

    @dataclass
    class Create(Message):
        """A report is to be begun."""

        begin: Begin

    def __init__(self) -> None:
        super().__init__()
        self._all = False  # whether every report is listed

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(_WELCOME, id="welcome", markup=False)
            yield OptionList(id="begin", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """List the reports anew: one may have been worked on since."""
        self._list()

    def on_resize(self) -> None:
        """Lines are as long as the list is wide."""
        listing = self.query_one("#begin", OptionList)
        at = listing.highlighted
        self._list()
        listing.highlighted = at

    def _list(self) -> None:
        reports = list(begun())
        room = self.size.width - _AROUND
        shown = reports if self._all else reports[:_SHOWN]
        options: list[Option | None] = [Option("接着填", disabled=True)] if reports else []
        options += [Option(_words(each, reports, room), id=str(each.path)) for each in shown]
        if len(shown) < len(reports):
            options.append(Option(f"  还有{len(reports) - len(shown)}份……", id=_OTHERS))
        options += [None] if reports else []
        options += [Option(words, id=way) for way, words in _WAYS.items()]
        listing = self.query_one("#begin", OptionList)
        listing.set_options(options)
        listing.highlighted = 1 if reports else 0
        listing.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        match event.option_id:
            case "last":
                self.action_last()
            case "new":
                self.action_new()
            case "open":
                self.action_open()
            case "others":
                self._all = True
                self._list()
            case str() as path:
                self.post_message(self.Open(Path(path)))

    def action_new(self) -> None:
        self.app.push_screen(NewReport(), self._create)

    def action_last(self) -> None:
        self._choose("选去年的报告（Word、PDF、网页、.toml）", follows=True)

    def action_open(self) -> None:
        self._choose("打开（.toml 文件，或 Word、PDF、网页、Excel）", follows=False)

    @work(group="begin", exclusive=True)
    async def _choose(self, title: str, *, follows: bool) -> None:
        """Choose a file, see what is in it, choose another one if it was the wrong one."""
        folder = Path.cwd()
        while True:
            path = await self.app.push_screen_wait(ChooseFile(folder, title))
            if path is None:
                return
            if not follows and not is_document(path):
                self.post_message(self.Open(path))
                return
            answer = await self.app.push_screen_wait(ReadIn(path, follows=follows))
            if answer != "other":
                self._create(answer)
                return
            folder = path.parent

    def _create(self, begin: Begin | None) -> None:
        if begin is not None:
            self.post_message(self.Create(begin))


def _words(report: Begun, among: Sequence[Begun], room: int) -> str:
    """A report to go on with; of several of one organ and year the file is told, too."""
    line = f"  {report.line(room)}".replace("\n", "\n  ")
    alike = sum(each.of == report.of for each in among)
    return (
        line
        if alike == 1
        else f"{line}\n    {cut(shown(f'{report.path.parent.name}/{report.path.name}'), room)}"
    )

"""The first screen: recent files, a new report, open one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from nianbao.desk import recent
from nianbao.model.report import Report
from nianbao.wizard.key_bar import KeyBar
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.new import NewReport
from nianbao.write import formats

_WELCOME = f"""\
政府信息公开工作年度报告

填好数据和文字，边填边核对，{formats.making()}。
用方向键选一项，按回车；也可以用鼠标点。任何时候按 F1 看帮助。"""


class StartScreen(Screen[None]):
    """Where to begin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "新建"),
        Binding("o", "open", "打开"),
        Binding("ctrl+q,escape", "app.quit", "退出"),
    ]

    @dataclass
    class Open(Message):
        """A report is to be opened."""

        path: Path

    @dataclass
    class Create(Message):
        """A report is to be begun in a file of this name."""

        path: Path
        report: Report

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(_WELCOME, id="welcome", markup=False)
            yield OptionList(id="begin", markup=False)
            yield Label("最近用过的文件", id="recent-title")
            yield OptionList(id="recent", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        begin = self.query_one("#begin", OptionList)
        begin.add_options([Option("新建一份报告（N）", id="new"), Option("打开已有的文件（O）", id="open")])
        begin.highlighted = 0

    def on_screen_resume(self) -> None:
        """Show the recent files anew: one may have been opened since."""
        paths = [path for path in recent.paths() if path.is_file()]
        listing = self.query_one("#recent", OptionList)
        listing.set_options(Option(_shown(path), id=str(path)) for path in paths)
        self.query_one("#recent-title").display = listing.display = bool(paths)
        if paths:
            listing.highlighted = 0
            listing.focus()
        else:
            self.query_one("#begin", OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        match event.option_id:
            case "new":
                self.action_new()
            case "open":
                self.action_open()
            case str() as path:
                self._open(Path(path))

    def action_new(self) -> None:
        self.app.push_screen(NewReport(), self._create)

    def action_open(self) -> None:
        self.app.push_screen(ChooseFile(Path.cwd()), self._open)

    def _create(self, made: tuple[Path, Report] | None) -> None:
        if made is not None:
            self.post_message(self.Create(*made))

    def _open(self, path: Path | None) -> None:
        if path is not None:
            self.post_message(self.Open(path))


def _shown(path: Path) -> str:
    changed = datetime.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return f"{path.name}　{changed:%Y-%m-%d %H:%M}　{path.parent}"

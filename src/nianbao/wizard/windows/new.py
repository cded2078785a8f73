"""A new report: whose, of which year, in which file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from nianbao.desk.beginning import Begin, chosen_path, usual_path
from nianbao.model.figure import half_width
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.model.year import WrongYear, report_year
from nianbao.wizard.prompt_keys import PromptInput


class NewReport(ModalScreen[Begin | None]):
    """Gives what is to be begun, None after Esc. ``path``: the file, where somebody has named it already."""

    HELP = "填机关全称和年度，按回车到下一项；文件名会自动取好，也可以改。最后按回车就新建。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "取消"),
        Binding("down", "app.focus_next", "下一项", show=False),
        Binding("up", "app.focus_previous", "上一项", show=False),
    ]

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label("新建一份报告", classes="dialog-title")
            with Horizontal(classes="field"):
                yield Label("机关全称", classes="field-name")
                yield PromptInput(id="new-agency", entered=self._go_on, placeholder="例如 某某县教育局")
            with Horizontal(classes="field"):
                yield Label("年度", classes="field-name")
                yield PromptInput(str(_usual_year()), id="new-year", entered=self._go_on, max_length=6)
            with Horizontal(classes="field"):
                yield Label("存为", classes="field-name")
                path = str(self._path.absolute()) if self._path else ""
                yield PromptInput(path, id="new-path", entered=self._done)
            yield Static("", id="new-fault", classes="field-fault", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("新建", id="ok", variant="primary", compact=True)
                yield Button("取消", id="cancel", compact=True)

    def on_mount(self) -> None:
        self._named = self._path is None  # whether the file's name still follows agency and year
        self.query_one("#new-agency", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "new-path":
            self._named = not event.value
        else:
            self._name_file()

    def _go_on(self) -> None:
        """To the next line, before the next key is dealt with."""
        year = self.query_one("#new-year", Input)
        if year.value != half_width(year.value):
            year.value = half_width(year.value)
        self._name_file()
        self.focus_next()

    def _name_file(self) -> None:
        """The file's name follows agency and year until somebody gives it another one."""
        if self._named:
            agency = self.query_one("#new-agency", Input).value.strip()
            year = half_width(self.query_one("#new-year", Input).value).strip()
            path = str(usual_path(Path.cwd(), agency, year)) if agency else ""
            with self.prevent(Input.Changed):
                self.query_one("#new-path", Input).value = path

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "ok":
            self._done()
        else:
            self.dismiss(None)

    def action_give_up(self) -> None:
        self.dismiss(None)

    def _done(self) -> None:
        self._name_file()
        agency = self.query_one("#new-agency", Input).value.strip()
        path = chosen_path(self.query_one("#new-path", Input).value)
        try:
            year = report_year(self.query_one("#new-year", Input).value)
        except WrongYear as error:
            year, wrong = 0, str(error)
        form = form_for(year)
        if not agency:
            self._fault("#new-agency", "请写机关全称，报告的名称里要用。")
        elif form is None:
            self._fault("#new-year", wrong)
        elif path is None:
            self._fault("#new-path", "请写文件名，例如 报告-2025.toml。")
        else:
            self.dismiss(Begin(path, Report(form=form, agency=agency, year=year)))

    def _fault(self, field: str, words: str) -> None:
        self.query_one("#new-fault", Static).update(words)
        self.query_one(field, Input).focus()


def _usual_year() -> int:
    """Reports are written in the January after their year."""
    return datetime.datetime.now().astimezone().year - 1

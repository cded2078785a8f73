"""A file is read to begin a report with it: what was read, what is not certain, and what is begun."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from nianbao.desk.beginning import Begin, Source, chosen_path, following, read_source, usual_path
from nianbao.model.load_forms import form_for
from nianbao.model.succession import succeed
from nianbao.model.year import WrongYear, report_year
from nianbao.problem import InputError, SeveralReports, reason
from nianbao.wizard.prompt_keys import PromptInput
from nianbao.wizard.windows.mapping import AskMeaning
from nianbao.wizard.wrapped_text import WrappedText

Answer = Begin | Literal["other"] | None


class ReadIn(ModalScreen[Answer]):
    """Gives what is to be begun, "other" where another file is to be read, None after Esc.

    With ``follows`` the file is last year's report and this year's is begun from it; else the file itself
    is taken over.
    """

    HELP = """\
上面是从文件里读到的，和没有读准、需要您对照原件的地方。核对机关全称、年度和要存成的文件，再选“开始填”。
不是这一份，就选“换一份”。"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "取消"),
        Binding("down", "app.focus_next", "下一项", show=False),
        Binding("up", "app.focus_previous", "上一项", show=False),
        Binding("pagedown", "app.scroll_text(8)", "往下翻", show=False),
        Binding("pageup", "app.scroll_text(-8)", "往上翻", show=False),
    ]

    def __init__(self, path: Path, *, follows: bool) -> None:
        super().__init__()
        self._path, self._follows = path, follows
        self._source: Source | None = None

    def compose(self) -> ComposeResult:
        title = "从去年的报告开始" if self._follows else "读入这份文件"
        with Vertical(classes="dialog full"):
            yield Label(f"{title}：{self._path.name}", classes="dialog-title", markup=False)
            with VerticalScroll(id="read-text"):
                yield WrappedText("正在读，请等一等……", id="read-words")
            for name, words in (("agency", "机关全称"), ("year", "年度"), ("path", "存为")):
                with Horizontal(classes="field"):
                    yield Label(words, classes="field-name")
                    yield PromptInput(
                        id=f"read-{name}", entered=self.focus_next, select_on_focus=False, disabled=True
                    )
            yield Static("", id="read-fault", classes="field-fault", markup=False)
            with Horizontal(classes="dialog-buttons"):
                yield Button("开始填", id="ok", variant="primary", compact=True, disabled=True)
                yield Button("换一份", id="other", compact=True)
                yield Button("取消", id="cancel", compact=True)

    def on_mount(self) -> None:
        self.query_one("#other").focus()
        self._read()

    @work(thread=True)
    def _read(self, organ: str = "") -> None:
        try:
            source = read_source(self._path, organ)
        except SeveralReports as error:
            self.app.call_from_thread(self._choose, error)
        except InputError as error:
            words = "\n".join(str(problem) for problem in error.problems)
            self.app.call_from_thread(self._cannot, words)
        except OSError as error:
            self.app.call_from_thread(self._cannot, f"{self._path}：{reason(error)}。")
        else:
            self.app.call_from_thread(self._show, source)

    def _choose(self, error: SeveralReports) -> None:
        """Ask whose report of a workbook with several is meant."""
        from nianbao.desk.importing import WHICH_ORGAN  # here, as what reads files is loaded by now
        from nianbao.ledger.tally import Asked

        words = "\n".join(str(problem) for problem in error.problems)
        asked = Asked(WHICH_ORGAN, error.names, error.names)

        def take(organ: str | None) -> None:
            if organ is None:
                self._cannot(words)
            else:
                self._read(organ)

        self.app.push_screen(AskMeaning(asked, self._path.name), take)

    def _cannot(self, words: str) -> None:
        self.query_one("#read-words", WrappedText).update(f"✗ 这份文件读不了。\n{words}")

    def _show(self, source: Source) -> None:
        self._source = source
        report = source.report
        year = report.year + 1 if self._follows else report.year
        path = usual_path(self._path.parent, report.agency, str(year))
        if not self._follows:
            path = self._path.with_suffix(".toml")
        for name, value in (("agency", report.agency), ("year", str(year)), ("path", str(path))):
            field = self.query_one(f"#read-{name}", Input)
            field.value, field.disabled = value, False
        self.query_one("#ok", Button).disabled = False
        self.query_one("#ok").focus()
        self._tell()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "read-year":
            self._tell()

    def _tell(self) -> None:
        """Say what was read, and what of it goes into the report of the year that stands in the field."""
        if self._source is None:
            return
        lines = ["✓ 读到了：", *self._source.told()]
        year = self._year()
        form = form_for(year) if year else None
        if self._follows and form is not None and year is not None:
            carried = succeed(self._source.report, form, year)
            names = [f"  {form.cells[cell].name}：{figure}" for cell, figure in carried.carried.items()]
            lines += [f"带到{year}年度的：机关全称、各级标题。", *carried.told(), *names]
        self.query_one("#read-words", WrappedText).update("\n".join(lines))

    def _year(self) -> int | None:
        try:
            return report_year(self.query_one("#read-year", Input).value)
        except WrongYear as error:
            self._fault(str(error))
            return None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "ok":
                self._done()
            case "other":
                self.dismiss("other")
            case _:
                self.dismiss(None)

    def action_give_up(self) -> None:
        self.dismiss(None)

    def _done(self) -> None:
        source, year = self._source, self._year()
        form = form_for(year) if year else None
        if source is None or year is None or form is None:
            return
        agency = self.query_one("#read-agency", Input).value.strip()
        path = chosen_path(self.query_one("#read-path", Input).value)
        if not agency:
            self._fault("请写机关全称，报告的名称里要用。")
        elif path is None:
            self._fault("请写文件名，例如 报告-2025.toml。")
        elif self._follows:
            self.dismiss(following(source, form, year, agency, path))
        elif form is not source.report.form:
            self._fault(f"这份文件用的是{source.report.form.id}年格式，不是{year}年的。")
        else:
            self.dismiss(Begin(path, replace(source.report, agency=agency, year=year)))

    def _fault(self, words: str) -> None:
        self.query_one("#read-fault", Static).update(words)

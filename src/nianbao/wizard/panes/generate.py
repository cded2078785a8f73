"""检查与生成: all findings by level, what is to be made and where, how far it is, and how it reads back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, ItemGrid, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Checkbox, Input, Label, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from nianbao.desk.marks import unfilled
from nianbao.desk.open_file import open_file
from nianbao.desk.session import Session
from nianbao.desk.typed_path import typed_path
from nianbao.files import settings
from nianbao.files.made import beside, is_foreign
from nianbao.files.names import stem_for
from nianbao.files.prior import find_prior
from nianbao.files.settings import Settings
from nianbao.model.finding import Finding
from nianbao.model.report import Report
from nianbao.model.wording import counted
from nianbao.problem import InputError, OutputError, reason
from nianbao.publish.charts import charted, left_out
from nianbao.publish.make_files import (
    CHECKLIST,
    LETTER,
    Made,
    Order,
    Sheet,
    make,
    of_checklist,
    of_letter,
    of_report,
)
from nianbao.wizard.one_line import OneLine
from nianbao.wizard.page_driver import deliver
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.write import formats


class Choice(Checkbox):
    """A box with a tick that is there or not: the colour of a tick alone would tell nothing to many. In
    brackets, for boxes of colour run into one another where they stand below one another."""

    @property
    def _button(self) -> Content:
        return Content(f"[{'✓' if self.value else ' '}]")


_CHOICE = 14  # columns of the widest choice


class GeneratePane(Vertical):
    """The last part: check, then make the files."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "screen.make", "生成"),
        Binding("f5", "screen.preview", "预览"),
        Binding("d,D", "download", "下载"),
    ]

    class Preview(Message):
        """The report is to be shown as text."""

    class Ready(Message):
        """What is chosen can be made: save the report, then call :meth:`GeneratePane.begin`."""

    class Finished(Message):
        """So many files were to be made, and this became of them; ``why`` tells why not more, or is empty."""

        def __init__(self, done: Sequence[Made], asked: int, why: str) -> None:
            super().__init__()
            self.done, self.asked, self.why = tuple(done), asked, why

    class InTheWay(Message):
        """Files that are somebody else's work bear the names of what is to be made: ask what to do, and
        call ``answered`` with "both", "replace" or something else. ``word``: the Word file of the report, if
        it is among them."""

        def __init__(self, paths: Sequence[Path], word: Path | None, answered: Callable[[str], None]) -> None:
            super().__init__()
            self.paths, self.word, self.answered = paths, word, answered

    def __init__(self, session: Session, path: Path, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.session = session
        self._path = path
        self._findings: Sequence[Finding] = ()
        self._made: list[Made] = []

    def compose(self) -> ComposeResult:
        yield Static(id="summary", markup=False)
        yield FindingsPane(id="all-findings")
        with ItemGrid(classes="choices", min_column_width=_CHOICE, stretch_height=False):
            for each in formats.FORMATS:
                yield Choice(each.name, each.by_default, id=f"kind-{each.kind}", compact=True)
            yield Choice(CHECKLIST, id="checklist", compact=True)
            yield Choice(LETTER, id="with-letter", compact=True)
            yield Choice("附图解", self.session.report.charts, id="charts", compact=True)
            yield Choice("只出草稿", id="draft", compact=True)
        with Horizontal(classes="choices"):
            yield Label("放到文件夹 ")
            yield OneLine(str(self._path.parent), id="folder", compact=True)
        with Horizontal(classes="choices"):
            yield Button("生成（F10）", id="make", variant="primary", compact=True)
            yield Button("取消", id="cancel", compact=True, disabled=True)
            yield Button("预览（F5）", id="preview", compact=True)
            yield ProgressBar(total=1, show_eta=False, id="progress")
        made = OptionList(id="made", markup=False, compact=True)
        made.display = False  # while there is nothing in it, which Tab would stop at
        yield made

    def show(self, session: Session, findings: Sequence[Finding], path: Path) -> None:
        """Take over the findings, and the file of the report, which may be another one since."""
        folder = self.query_one("#folder", Input)
        if path.parent != self._path.parent and folder.value == str(self._path.parent):
            folder.value = str(path.parent)
        self.session, self._findings, self._path = session, findings, path
        self.query_one("#summary", Static).update(_summary(findings, session.report))
        self.query_one(FindingsPane).show(findings, session)

    # ---- making

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "make":
                self.action_make()
            case "cancel":
                self.workers.cancel_group(self, "make")
                self._say("已取消，正在结束手上的文件…")
            case "preview":
                self.post_message(self.Preview())

    def action_make(self) -> None:
        """Make what is chosen, unless something is in the way of all of it. As on the command line errors
        stop the report, not its checklist and its letter."""
        if not self._kinds() and not self._beside():
            self._say("请至少选一种格式。")
        elif self._stopped() and not self._beside():
            self._say(f"{self._why_stopped()}以后才能生成；要先看样子，请选“只出草稿”。")
        elif not self.query_one("#cancel", Button).disabled:
            self._say("正在生成，请等一等。")
        else:
            self.post_message(self.Ready())

    def begin(self) -> None:
        """Begin to make what is chosen; the checklist comes in the formats of the report that can hold it, or
        in the usual ones."""
        kinds, stopped = self._kinds(), self._stopped()
        report, prior = self.session.report, self.session.prior
        target = typed_path(self.query_one("#folder", Input).value or ".") / stem_for(self._path.stem)
        draft = self._chosen("draft")
        try:
            settled = settings.of(self._path)
            look = settled.look()
        except InputError as error:
            self._say(str(error))
            return
        letters, lacking = self._letters(kinds, target, settled)
        engine = settled.pdf_engine
        before = find_prior(self._path, prior) if prior is not None else None
        drawn = charted(replace(report, charts=False), prior, before, asked=self._chosen("charts"))
        made = [] if stopped else kinds
        orders = list(of_report(drawn, made, target, draft=draft, engine=engine, look=look))
        if self._chosen("checklist"):
            members = self.session.members
            sheet = Sheet(report, self._findings, prior, self._path.name, _today(), engine, members, look)
            orders += of_checklist(sheet, kinds, target)
        orders += letters
        only = "和".join(self._beside())
        why = f"{self._why_stopped()}以后才能生成报告，这次只生成了{only}。" if stopped and kinds else ""
        told = left_out(made) if drawn.charts else ""
        if orders:
            self._order(orders, lacking or why or told)
        else:
            self._say(lacking)

    def _kinds(self) -> list[str]:
        return [kind for kind in formats.kinds() if self._chosen(f"kind-{kind}")]

    def _letters(self, kinds: Sequence[str], target: Path, settled: Settings) -> tuple[list[Order], str]:
        """The letter, if it is chosen, or why there is none: nobody said whom it is addressed to."""
        if not self._chosen("with-letter"):
            return [], ""
        engine, to = settled.pdf_engine, settled.letter_to
        try:
            look, report = settled.look(), self.session.report
            return of_letter(report, kinds, target, to=to, engine=engine, look=look), ""
        except OutputError as error:
            return [], str(error)

    def _beside(self) -> list[str]:
        """What is to be made beside the report, as people call it."""
        return [
            name for name, box in ((CHECKLIST, "checklist"), (LETTER, "with-letter")) if self._chosen(box)
        ]

    def _stopped(self) -> bool:
        """Whether errors stop the report."""
        return not self._chosen("draft") and any(finding.stops for finding in self._findings)

    def _order(self, orders: Sequence[Order], why: str) -> None:
        """Begin, unless it is to be asked first what becomes of files that are somebody else's work."""
        try:
            foreign = [order.path for order in orders if is_foreign(order.path)]
        except OSError as error:
            self._say(f"没有写成，{reason(error)}。")
            return
        if not foreign:
            self._begin(orders, why, replaces=False)
            return

        def answered(answer: str) -> None:
            match answer:
                case "both":
                    paths = {path: beside(path) for path in foreign}
                    named = [replace(order, path=paths.get(order.path, order.path)) for order in orders]
                    self._begin(named, why, replaces=False)
                case "replace":
                    self._begin(orders, why, replaces=True)
                case _:
                    self._say("没有生成，原来的文件没有动。")

        own = (order.path for order in orders if order.name == formats.format_of("docx").name)
        word = next((path for path in own if path in foreign), None)
        self.post_message(self.InTheWay(foreign, word, answered))

    def _chosen(self, box: str) -> bool:
        return self.query_one(f"#{box}", Checkbox).value

    def _why_stopped(self) -> str:
        """What must be done before the report can be made."""
        stopping = [finding for finding in self._findings if finding.stops]
        if all(unfilled(finding, self.session.report) for finding in stopping):
            return "还没有填完，填完"
        return "还有错误，改正（或说明理由）"

    @work(thread=True, group="make")
    def _make(self, orders: Sequence[Order], why: str, *, replaces: bool) -> None:
        worker = get_current_worker()
        done: list[Made] = []
        for made in make(orders, lambda: worker.is_cancelled, source=self._path, replace=replaces):
            done.append(made)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show_progress, done)
        if self.app.is_running:
            self.app.call_from_thread(self._finished, done, len(orders), why)

    def _begin(self, orders: Sequence[Order], why: str, *, replaces: bool) -> None:
        self._made = []
        self.query_one("#make", Button).disabled = True
        self.query_one("#cancel", Button).disabled = False
        bar = self.query_one(ProgressBar)
        bar.update(total=len(orders), progress=0)
        bar.add_class("-running")
        self._say("正在生成，可以继续看别的部分；PDF 要等几秒钟。")
        self._make(orders, why, replaces=replaces)

    def _show_progress(self, done: list[Made]) -> None:
        self.query_one(ProgressBar).update(progress=len(done))
        self._show_made(done)

    def _finished(self, done: list[Made], asked: int, why: str) -> None:
        self.query_one("#make", Button).disabled = False
        self.query_one("#cancel", Button).disabled = True
        self.query_one(ProgressBar).remove_class("-running")
        if len(done) < asked and not any(made.error for made in done):
            self._say(f"已取消；做好了{len(done)}个文件。")
        self._show_made(done)
        if why:
            self.query_one("#made", OptionList).add_option(Option(why, disabled=True))
        if done:
            self.post_message(self.Finished(done, asked, why))

    def _show_made(self, done: list[Made]) -> None:
        if done:
            self._made = list(done)
            listing = self._list([Option(_made_in_words(made)) for made in done])
            listing.highlighted = 0
            if not self.query_one("#cancel", Button).disabled:
                listing.add_option(Option("… 正在做下一个", disabled=True))

    def _say(self, words: str) -> None:
        self._list([Option(words, disabled=True)])

    def _list(self, options: Sequence[Option]) -> OptionList:
        """Show these below everything else."""
        listing = self.query_one("#made", OptionList)
        listing.display = True
        listing.set_options(options)
        return listing

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id != "made" or not self._made:
            return
        event.stop()
        made = self._made[event.option_index]
        path = made.order.path
        if not made.error and not open_file(path):
            self.notify(f"这台机器上没有能打开它的窗口程序。文件在：{path}", timeout=10)

    # ---- in a browser

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Files go to a browser only."""
        return action != "download" or self.app.is_web

    def action_download(self) -> None:
        """Send the file that is marked in the list to the browser."""
        index = self.query_one("#made", OptionList).highlighted
        if index is None or index >= len(self._made) or self._made[index].error:
            self.notify("还没有可以下载的文件，请先按 F10 生成。")
            return
        path = self._made[index].order.path
        try:
            deliver(self.app, path)
        except OSError as error:
            self.notify(f"下载不了，{reason(error)}：{path}", severity="warning")


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def _summary(findings: Sequence[Finding], report: Report) -> str:
    """How much is not filled yet, how many findings of each level there are, and what that means."""
    empty = [finding for finding in findings if unfilled(finding, report)]
    broken = [finding for finding in findings if finding not in empty]
    cells = len({cell for finding in empty for cell in finding.cells})
    unwritten = len({finding.section for finding in empty if not finding.cells})
    words = [f"还有{cells}格没有填"] if cells else []
    words += [f"{unwritten}个部分没有写"] if unwritten else []
    words += counted(broken)
    if any(finding.stops for finding in broken):
        last = "改正错误以后才能发布。"
    else:
        last = "填完以后才能发布。" if empty else "可以生成了。"
    return f"{'，'.join(words) or '没有发现问题'}。{last}"


def _made_in_words(made: Made) -> Text:
    sign = "✗" if made.error else "✓"
    where = made.words if made.error else f"{made.order.path.name}　{made.words}　回车打开"
    return Text(f"{sign} {made.order.name}：{where}")

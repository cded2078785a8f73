"""检查与生成: all findings by level, what is to be made and where, how far it is, and how it reads back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Checkbox, Input, Label, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from nianbao.finding import Finding
from nianbao.wizard.findings import FindingsPane
from nianbao.wizard.making import KINDS, Made, make, open_file
from nianbao.wizard.marks import NAMES
from nianbao.wizard.session import Session
from nianbao.wizard.words import typed_path


class Choice(Checkbox):
    """A box with a tick that is there or not: the colour of a tick alone would tell nothing to many."""

    BUTTON_INNER = " "

    def watch_value(self) -> None:
        self.BUTTON_INNER = "✓" if self.value else " "
        super().watch_value()


class GeneratePane(Vertical):
    """The last part: check, then make the files."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "screen.make", "生成"),
        Binding("f5", "screen.preview", "预览"),
    ]

    class Preview(Message):
        """The report is to be shown as text."""

    def __init__(self, session: Session, path: Path, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.session = session
        self._path = path
        self._findings: Sequence[Finding] = ()
        self._made: list[Made] = []

    def compose(self) -> ComposeResult:
        yield Static(id="summary", markup=False)
        yield FindingsPane(id="all-findings")
        with Horizontal(classes="choices"):
            for kind, name in KINDS.items():
                yield Choice(name, True, id=f"kind-{kind}", compact=True)
            yield Choice("只出草稿", id="draft", compact=True)
        with Horizontal(classes="choices"):
            yield Label("放到文件夹 ")
            yield Input(str(self._path.parent), id="folder", compact=True)
        with Horizontal(classes="choices"):
            yield Button("生成（F10）", id="make", variant="primary", compact=True)
            yield Button("取消", id="cancel", compact=True, disabled=True)
            yield Button("预览（F5）", id="preview", compact=True)
            yield ProgressBar(total=1, show_eta=False, id="progress")
        yield OptionList(id="made", markup=False, compact=True)

    def show(self, session: Session, findings: Sequence[Finding]) -> None:
        """Take over the findings."""
        self.session, self._findings = session, findings
        self.query_one("#summary", Static).update("".join(_summary(findings)))
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
        """Begin to make what is chosen."""
        kinds = [kind for kind in KINDS if self.query_one(f"#kind-{kind}", Checkbox).value]
        draft = self.query_one("#draft", Checkbox).value
        if not kinds:
            self._say("请至少选一种格式。")
        elif not draft and any(finding.stops for finding in self._findings):
            self._say("还有错误，改正（或说明理由）以后才能生成；要先看样子，请选“只出草稿”。")
        elif not self.query_one("#cancel", Button).disabled:
            self._say("正在生成，请等一等。")
        else:
            folder = typed_path(self.query_one("#folder", Input).value or ".")
            self._begin(len(kinds))
            self._make(kinds, folder / self._path.stem, draft=draft)

    @work(thread=True, group="make")
    def _make(self, kinds: list[str], target: Path, *, draft: bool) -> None:
        worker = get_current_worker()
        report = self.session.report
        done: list[Made] = []
        for made in make(report, kinds, target, draft=draft, cancelled=lambda: worker.is_cancelled):
            done.append(made)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._progress, done)
        if self.app.is_running:
            self.app.call_from_thread(self._finished, done, len(kinds))

    def _begin(self, total: int) -> None:
        self._made = []
        self.query_one("#make", Button).disabled = True
        self.query_one("#cancel", Button).disabled = False
        bar = self.query_one(ProgressBar)
        bar.update(total=total, progress=0)
        bar.add_class("-running")
        self._say("正在生成，可以继续看别的部分；PDF 要等几秒钟。")

    def _progress(self, done: list[Made]) -> None:
        self.query_one(ProgressBar).update(progress=len(done))
        self._show_made(done)

    def _finished(self, done: list[Made], asked: int) -> None:
        self.query_one("#make", Button).disabled = False
        self.query_one("#cancel", Button).disabled = True
        self.query_one(ProgressBar).remove_class("-running")
        if len(done) < asked and all(made.path for made in done):
            self._say(f"已取消；做好了{len(done)}个文件。")
        self._show_made(done)

    def _show_made(self, done: list[Made]) -> None:
        if done:
            self._made = list(done)
            listing = self.query_one("#made", OptionList)
            listing.set_options(Option(_made_in_words(made)) for made in done)
            listing.highlighted = 0
            if not self.query_one("#cancel", Button).disabled:
                listing.add_option(Option("… 正在做下一个", disabled=True))

    def _say(self, words: str) -> None:
        self.query_one("#made", OptionList).set_options([Option(words, disabled=True)])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id != "made" or not self._made:
            return
        event.stop()
        path = self._made[event.option_index].path
        if path is not None and not open_file(path):
            self.notify(f"这台机器上没有能打开它的窗口程序。文件在：{path}", timeout=10)


def _summary(findings: Sequence[Finding]) -> Iterator[str]:
    """How many findings of each level, and whether the report can be published so."""
    counts = Counter(finding.level for finding in findings if finding.waived is None)
    waived = sum(finding.waived is not None for finding in findings)
    parts = [f"{name}{counts[level]}条" for level, name in NAMES.items()]
    yield "，".join(parts) + (f"，已说明理由{waived}条" if waived else "")
    yield "。改正错误以后才能发布。" if any(f.stops for f in findings) else "。可以生成了。"


def _made_in_words(made: Made) -> Text:
    sign = "✓" if made.path else "✗"
    where = f"{made.path.name}　{made.words}　回车打开" if made.path else made.words
    return Text(f"{sign} {KINDS[made.kind]}：{where}")

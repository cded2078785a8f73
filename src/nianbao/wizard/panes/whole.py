"""进度: how far the report is, when it is due, what is saved and made, and where to go on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from nianbao.desk.compared import prior_in_words
from nianbao.desk.opening import is_to_be_asked
from nianbao.desk.overview import (
    Line,
    deadline_line,
    made_lines,
    next_step,
    review_lines,
    saved_line,
    section_lines,
    whole_line,
)
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.session import Session
from nianbao.model.finding import Finding
from nianbao.model.rules import sentence
from nianbao.wizard.wrapped_text import WrappedText


class WholePane(VerticalScroll, can_focus=False):
    """Something to look at; Enter in the list beside it goes on."""

    has_asked = False  # whether the opening questions were asked since the report was opened

    def asks(self, session: Session) -> bool:
        """Whether Enter asks the opening questions first."""
        return not self.has_asked and not session.locked and is_to_be_asked(session.report)

    def compose(self) -> ComposeResult:
        yield WrappedText(id="whole-words")
        yield WrappedText(id="whole-onward")  # docked: what to do next is seen, however much stands above

    def show(self, session: Session, findings: Sequence[Finding], guard: FileGuard) -> None:
        """Show how far the report in a file is."""
        report, path = session.report, guard.path
        today = datetime.datetime.now().astimezone().date()
        made = list(made_lines(report, path)) or [Line("◌", "还没有生成文件")]
        groups = [
            [deadline_line(report, today)],
            [*section_lines(report, findings), whole_line(report, findings)],
            list(review_lines(report)),
            [saved_line(path, unsaved=session.unsaved), *made],
            [Line("i", f"对照的上年报告：{'　'.join(filter(None, prior_in_words(session)))}")],
        ]
        lines = ["\n".join(f"{line.sign} {line.words}" for line in group) for group in groups if group]
        words = Text(f"{report.agency} {report.year}年度\n", style="bold")
        words.append("\n\n".join(lines), style="not bold")
        self.query_one("#whole-words", WrappedText).update(words)
        self.query_one("#whole-onward", WrappedText).update(f"回车：{self._onward(session, findings)}")

    def _onward(self, session: Session, findings: Sequence[Finding]) -> str:
        """What Enter does now."""
        if self.asks(session):
            return f"先回答{len(session.form.opening)}个问题，很多格就填好了（以后按 Ctrl+R 也行）"
        step = next_step(session.report, findings)
        form = session.form
        looks = bool(session.locked)  # and cannot fill in
        if step is None:
            return "去生成文件"
        if isinstance(step, Finding):
            return f"去{'看' if looks else '改'}这一处错误：{sentence(step)}"
        if step in form.cells:
            cell = form.cells[step]
            return f"{'看' if looks else '接着填'} {form.section(cell.section).name}·{cell.name}"
        return f"{'看' if looks else '接着写'} {form.section(step).heading}"

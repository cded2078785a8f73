"""The text of a section: the editor with the notice's guidance beside it, a count, the figures resolved."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import TextArea

from nianbao.checks.rules.wording import length
from nianbao.desk.session import Session, visible
from nianbao.desk.text.chips import Chips, number_at, seen
from nianbao.desk.text.marks import FAR, begin_of, distance
from nianbao.model.finding import Finding
from nianbao.model.form import Section
from nianbao.model.narrative import bare_headings
from nianbao.model.reference import BadReference, resolve
from nianbao.wizard.text.editor import ProseEditor
from nianbao.wizard.wrapped_text import WrappedText


class ProsePane(Container):
    """Guidance, editor, count. Every keystroke goes to the session."""

    class Changed(Message):
        """The report has changed."""

    class Moved(Message):
        """The cursor is at another place of the text."""

    def __init__(self, session: Session, section: Section, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.session = session
        self._section = section
        self._chips = Chips(lambda: self.session.report)
        self._synced = ("", "")  # what report and editor had when they last said the same

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="guidance-box", can_focus=False):
            yield WrappedText(id="guidance")
        with Vertical(id="prose-box"):
            yield ProseEditor(self._chips, self._is_locked, id="editor")
            yield WrappedText(id="prose-bar")

    @property
    def editor(self) -> ProseEditor:
        return self.query_one(ProseEditor)

    @property
    def section(self) -> str:
        return self._section.id

    @property
    def line(self) -> int:
        """The line of the cursor in the text as the report has it, from 0."""
        text = self.editor.typed_text
        lead = text[: len(text) - len(text.lstrip("\n"))].count("\n")
        return max(self.editor.cursor_location[0] - lead, 0)

    def show(self, session: Session, section: Section, findings: Sequence[Finding]) -> None:
        """Show the text of a section as the report has it now, and mark what findings are about."""
        other = section.id != self._section.id
        if not other:
            self.commit()  # what was typed just now, and nobody has been told of yet
        self.session, self._section = session, section
        heading = section.heading or section.name
        self.query_one("#guidance", WrappedText).update(f"{heading}\n{section.guidance}")
        text = self._in_report()
        with self.prevent(TextArea.Changed, TextArea.SelectionChanged):
            if other or (text, self._in_editor()) != self._synced:
                cursor = self.editor.cursor_location
                self.editor.load_text(self._chips.shown(text))
                self.editor.move_cursor((0, 0) if other else cursor)
            else:
                self.editor.renew()
        self._synced = (text, self._in_editor())
        self.editor.mark([finding for finding in findings if finding.section == section.id])
        self._count()

    def _is_locked(self) -> bool:
        """Whether nothing can be typed here, which is told."""
        if self.session.locked:
            self.session.on_refused(self.session.locked)
        return bool(self.session.locked)

    def commit(self) -> None:
        """Enter what was typed, unless the report has got another text meanwhile, as by undoing."""
        entered, typed = self._in_report(), self._in_editor()
        if entered == self._synced[0] and typed != self._synced[1]:
            self.session.enter_text(self._section.id, self.editor.typed_text)
            self._synced = (self._in_report(), typed)
            self.post_message(self.Changed())

    def go_to(self, finding: Finding) -> None:
        """Put the cursor where a finding begins."""
        place = begin_of(finding, self.editor.typed_text)
        if place is not None:
            row, column = place
            shown = self._chips.column_shown(self.editor.document[row], column)
            self.editor.move_cursor((row, shown), center=True)

    def go_to_gap(self) -> None:
        """Put the cursor behind the first heading below which nothing is written yet."""
        row = next(iter(bare_headings(self.editor.typed_text)), 0)
        self.editor.move_cursor((row, len(self.editor.document[row])))

    def distance(self, finding: Finding) -> int:
        """How far the cursor is from a finding."""
        if finding.section != self._section.id:
            return FAR
        row, column = self.editor.cursor_location
        typed = self._chips.column_typed(self.editor.document[row], column)
        return distance(finding, self.editor.typed_text, (row, typed))

    def _in_report(self) -> str:
        """The text as the report has it."""
        return self.session.report.narrative.get(self._section.id, "")

    def _in_editor(self) -> str:
        """What stands in the editor, as the report would have it."""
        return visible(self.editor.typed_text).strip("\n")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.commit()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        self._count()
        self.post_message(self.Moved())

    def _count(self) -> None:
        """How long the text is when printed, and how the line under the cursor reads with its figures."""
        number = length(self.editor.typed_text)
        most = self._section.most_characters
        words = f"{number} 字"
        if most is not None:
            over = f"　✗ 超出{number - most}字" if number > most else f"，还可以写{most - number}字"
            words = f"{number}／{most} 字{over}"
        row, column = self.editor.cursor_location
        line = self.editor.document[row]
        number_here = number_at(line, column)
        if "{{" in line:
            words += f"\n印出来是：{_resolved(self._chips.typed(line), self.session)}"
        elif (chip := self.editor.chip) is not None:
            words += (
                f"\n{seen(line[chip.start : chip.end])}＝{chip.reference[2:-2]}，表里的数改了，这里跟着变。"
            )
        elif number_here is not None and (cell := self._chips.only_cell(number_here.text)) is not None:
            words += f"\n{number_here.text}与表里的“{cell[2:-2]}”相同，按 Ctrl+L 换成引用。"
        self.query_one("#prose-bar", WrappedText).update(words)


def _resolved(text: str, session: Session) -> str:
    try:
        return resolve(text, session.report)
    except BadReference as error:
        return f"{text}（{error.what}；{error.remedy}）" if "\n" not in text else text

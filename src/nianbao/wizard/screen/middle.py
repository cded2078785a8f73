"""The middle of the screen: one part of the report at a time, as basic facts, table, text, or output."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import ContentSwitcher

from nianbao.desk.marks import Likely
from nianbao.desk.parts import ABOUT, GENERATE, WHOLE, part_of
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.session import Session
from nianbao.model.finding import Finding
from nianbao.model.form import Section
from nianbao.wizard.panes.about import AboutPane
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.panes.whole import WholePane
from nianbao.wizard.sheet.pane import SheetPane
from nianbao.wizard.text.pane import ProsePane


class Middle(ContentSwitcher):
    """Shows a part. A section with a table is shown as its table, or as its text where somebody wants it."""

    def __init__(self, session: Session, guard: FileGuard) -> None:
        tables = [section for section in session.form.sections if section.table]
        self.about = AboutPane(session, id=ABOUT)
        self.prose = ProsePane(session, session.form.sections[0], id="prose")
        self.table = SheetPane(session, tables[0].id, id="table")
        self.generate = GeneratePane(session, guard.path, id=GENERATE)
        self.whole = WholePane(id=WHOLE)
        super().__init__(self.whole, id="middle", initial=WHOLE)  # the others once they are shown
        self.part = WHOLE
        self._session = session
        self._guard = guard
        self._as_text: set[str] = set()  # sections with a table whose text is shown in its place

    @property
    def section(self) -> Section | None:
        """The section of the form that is shown, None for the other parts."""
        return next((s for s in self._session.form.sections if s.id == self.part), None)

    @property
    def shows_table(self) -> bool:
        """Whether the table of the section is shown, not its text."""
        return self.has_table and self.part not in self._as_text

    @property
    def has_table(self) -> bool:
        """Whether the part has a table, so that table or text can be shown."""
        return self._has_table(self.part)

    def _has_table(self, part: str) -> bool:
        return any(section.table for section in self._session.form.sections if section.id == part)

    def shows(self, place: str) -> bool:
        """Whether a place is seen: "about", a section (its text), a cell (its table); "" is everywhere."""
        part, _, cell = place.partition(".")
        return part == self.part and (not self.has_table or self.shows_table == bool(cell))

    # ---- showing

    async def show(self, part: str, findings: Sequence[Finding], *, as_text: bool | None = None) -> None:
        """Show a part; ``as_text`` says for one with a table whether its text is shown, None: as before."""
        self.commit()
        text = part in self._as_text if as_text is None else as_text
        pane = self._pane_of(part, text=text)
        if not pane.is_mounted:
            await self.add_content(pane)  # first of all: until then all keeps to the part that is seen
        (self._as_text.add if text else self._as_text.discard)(part)
        if part != self.part:
            self.table.say("")
        self.part = part
        if pane is self.table:
            self.table.sheet.show(self._session, part, findings)
        self.current = pane.id

    def _pane_of(self, part: str, *, text: bool) -> Widget:
        """What shows a part; ``text``: if it has a table, its text all the same."""
        own: dict[str, Widget] = {WHOLE: self.whole, ABOUT: self.about, GENERATE: self.generate}
        if part in own:
            return own[part]
        return self.table if self._has_table(part) and not text else self.prose

    def look_again(self, findings: Sequence[Finding], likely: Likely | None = None) -> None:
        """Show what follows from the report as it is now."""
        section = self.section
        if self.part == WHOLE:
            self.whole.show(self._session, findings, self._guard)
        elif self.part == ABOUT:
            self.about.show(self._session)
        elif self.part == GENERATE:
            self.generate.show(self._session, findings, self._guard.path)
        elif section is not None and self.shows_table:
            self.table.sheet.look_again(findings, likely)
        elif section is not None:
            self.prose.show(self._session, section, findings)

    def commit(self) -> None:
        """Enter what is half typed anywhere, also what its message has not come for yet."""
        self.table.sheet.commit()
        if self.current == ABOUT:  # elsewhere its fields may say what an undo has taken back since
            self.about.commit()
        if self.current == "prose":
            self.prose.commit()

    def inside(self) -> Widget | None:
        """What takes the keyboard in what is shown."""
        shown = self.visible_content
        return next((w for w in shown.query("*") if w.focusable), None) if shown is not None else None

    # ---- findings

    def concerns(self, finding: Finding) -> bool:
        """Whether a finding is of the part that is shown, or on a cell of the table that is shown."""
        if part_of(finding, self._session.form) == self.part:
            return True
        cells = self._session.form.cells
        return self.shows_table and any(cells[cell].section == self.part for cell in finding.cells)

    def distance(self, finding: Finding) -> int:
        """How far the cursor is from a finding; 0 where it is at it, or where there is no cursor."""
        if self.section is None:
            return 0
        if self.shows_table:
            cursor = self.table.sheet.cursor
            return 0 if cursor == finding.cell else 1 if cursor in finding.cells else 2
        return self.prose.distance(finding)

"""The one screen on which a report is filled in: parts at the left, the part in the middle, findings."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from nianbao.desk.parts import ABOUT, GENERATE, STATE_NAMES, Part, part_of, parts
from nianbao.desk.safe.guard import Opened
from nianbao.model.finding import Finding
from nianbao.model.form import Section
from nianbao.wizard.panes.about import AboutPane
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.screen.asking import Asking
from nianbao.wizard.screen.key_bar import KeyBar
from nianbao.wizard.screen.sections import SectionList
from nianbao.wizard.sheet.pane import SheetPane
from nianbao.wizard.sheet.sheet import Sheet
from nianbao.wizard.text.editor import ProseEditor
from nianbao.wizard.text.pane import ProsePane

_AREAS = ("parts", "middle", "findings")


class EditingScreen(Asking):
    """Shows one part at a time and brings everything up to date after each change."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (136, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", "帮助"),
        Binding("f3", "other_view", "表／文"),
        Binding("f5", "preview", "预览", show=False),
        Binding("f6", "next_area", "换区"),
        Binding("ctrl+s", "save", "保存"),
        Binding("ctrl+f", "app.command_palette", "查找", show=False),
        Binding("ctrl+z", "undo", "撤销", show=False),
        Binding("ctrl+y", "redo", "恢复", show=False),
        Binding("ctrl+pagedown", "next_part(1)", "下一部分", show=False),
        Binding("ctrl+pageup", "next_part(-1)", "上一部分", show=False),
        Binding("escape", "parts", "回到左边", show=False),
        Binding("f10", "make", "生成", show=False),
    ]

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.guard = opened.guard
        self.session = opened.session
        self.part = ABOUT
        self._text_shown: set[str] = set()  # sections with a table whose text is shown in its place
        self._findings: list[Finding] = []
        self._parts: list[Part] = []
        self._top = ""

    def compose(self) -> ComposeResult:
        tables = [section for section in self.session.form.sections if section.table]
        yield Static(id="top", markup=False)
        with Container(id="work"):
            with Horizontal(id="upper"):
                yield SectionList(id="parts")
                with ContentSwitcher(id="middle", initial="about"):
                    yield AboutPane(self.session, id="about")
                    yield ProsePane(self.session, self.session.form.sections[0], id="prose")
                    yield SheetPane(self.session, tables[0].id, id="table")
                    yield GeneratePane(self.session, self.guard.path, id="generate")
            yield FindingsPane(id="findings")
        yield KeyBar()

    def on_mount(self) -> None:
        self.bring_up_to_date()
        self.show_part(ABOUT)
        self.query_one(SectionList).focus()
        self.begin_filing()

    # ---- what is shown

    @property
    def sheet(self) -> Sheet:
        return self.query_one(Sheet)

    @property
    def findings(self) -> list[Finding]:
        """All findings on the report as it is now."""
        return self._findings

    @property
    def parts(self) -> list[Part]:
        """The parts of the report, each with its state."""
        return self._parts

    def _section(self) -> Section | None:
        """The section of the form that is shown, None for the other parts."""
        return next((s for s in self.session.form.sections if s.id == self.part), None)

    def shows_table(self) -> bool:
        """Whether the table of the section is shown, not its text."""
        section = self._section()
        return section is not None and section.table is not None and self.part not in self._text_shown

    def show_part(self, part: str) -> None:
        """Show a part of the report in the middle."""
        self.commit()
        if part != self.part:
            self.query_one(SheetPane).say("")
        self.part = part
        self.query_one(SectionList).choose(part)
        section = self._section()
        switcher = self.query_one("#middle", ContentSwitcher)
        if section is None:
            switcher.current = part
        elif self.shows_table():
            switcher.current = "table"
            self.sheet.show(self.session, section.id, self._findings)
        else:
            switcher.current = "prose"
        self.query_one(FindingsPane).display = part != GENERATE
        self.bring_up_to_date()
        self.refresh_bindings()

    def bring_up_to_date(self) -> None:
        """Show everywhere what follows from the report as it is now."""
        session = self.session
        self._findings = session.findings()
        section = self._section()
        if self.part == ABOUT:
            self.query_one(AboutPane).show(session)
        elif self.part == GENERATE:
            self.query_one(GeneratePane).show(session, self._findings, self.guard.path)
        elif section is not None and self.shows_table():
            self.sheet.look_again(self._findings)
        elif section is not None:
            self.query_one(ProsePane).show(session, section, self._findings)
        self._parts = list(parts(session.report, self._findings))
        self.query_one(SectionList).update_parts(self._parts)
        self._show_cell()
        self.show_top()

    def _show_cell(self) -> None:
        """Bring the line on the cell and the findings of the part up to date."""
        if self.part == GENERATE:
            return
        section, table = self._section(), self.shows_table()
        if table:
            self.query_one(SheetPane).show_cell()
        own = [finding for finding in self._findings if self._belongs_here(finding)]
        prose, cursor = self.query_one(ProsePane), self.sheet.cursor
        if section is None:
            self.query_one(FindingsPane).show(own, self.session)
        elif table:
            self.query_one(FindingsPane).show(own, self.session, section.id, lambda f: cursor not in f.cells)
        else:
            self.query_one(FindingsPane).show(own, self.session, section.id, prose.distance)

    def _belongs_here(self, finding: Finding) -> bool:
        """Whether a finding is of the part that is shown, or on a cell of the table that is shown."""
        if part_of(finding, self.session.form) == self.part:
            return True
        cells = self.session.form.cells
        return self.shows_table() and any(cells[cell].section == self.part for cell in finding.cells)

    def show_top(self) -> None:
        """The line at the top: whose report, which part, how far it is, whether it is saved."""
        report = self.session.report
        part = next(part for part in self._parts if part.id == self.part)
        section = self._section()
        name = (section.heading or section.name) if section else part.name
        state = f"{part.state} {STATE_NAMES[part.state]}" if self.part != GENERATE else ""
        saved = "● 未保存" if self.unsaved else "已保存"
        words = f" {report.agency} {report.year}年度　{saved}　{name}　{state}　{self.guard.path.name}"
        trouble = self.guard.trouble()
        if not trouble and self.outside:
            trouble = "文件刚被别的程序改过；您的改动还在，保存时可以选用哪一份。"
        words = f" ✗ {trouble}" if trouble else words
        if words != self._top:
            self._top = words
            self.query_one("#top", Static).update(words, layout=False)
            self.query_one("#top", Static).set_class(bool(trouble), "-trouble")

    def commit(self) -> None:
        """Enter what is half typed anywhere, also what its message has not come for yet."""
        self.sheet.commit()
        self.query_one(AboutPane).commit()
        if self.query_one("#middle", ContentSwitcher).current == "prose":
            self.query_one(ProsePane).commit()

    # ---- going about

    def go_to(self, place: str) -> None:
        """Show the place of a finding, a step, or a search: a cell, a row, a section, or "about"."""
        section = place.partition(".")[0]
        known = {part.id for part in self._parts}
        if section not in known:
            self.show_part(ABOUT)
            return
        if "." in place:
            self._text_shown.discard(section)
        self.show_part(section)
        if "." in place:
            self.sheet.go_to(place)
        self.enter_part()

    def enter_part(self) -> None:
        """Give the keyboard to what is shown in the middle, before the next key is dealt with."""
        widget = self._inside()
        if widget is not None:
            self.set_focus(widget)

    def _inside(self) -> Widget | None:
        current = self.query_one("#middle", ContentSwitcher).visible_content
        if current is None:
            return None
        return next((widget for widget in current.query("*") if widget.focusable), None)

    def action_next_area(self) -> None:
        """On to the next of the three areas."""
        focused = self.focused
        areas: list[Widget | None] = [
            self.query_one(SectionList),
            self._inside(),
            self.query_one(FindingsPane),
        ]
        here = next(
            (
                index
                for index, area in enumerate(_AREAS)
                if focused is not None and any(node.id == area for node in focused.ancestors_with_self)
            ),
            2,
        )
        for step in (1, 2, 3):
            target = areas[(here + step) % 3]
            if target is not None and target.focusable:
                self.set_focus(target)
                return

    def action_parts(self) -> None:
        self.set_focus(self.query_one(SectionList))

    def action_make(self) -> None:
        """Make the files; from another part go to the one where they are made first."""
        if self.part == GENERATE:
            self.query_one(GeneratePane).action_make()
        else:
            self.show_part(GENERATE)
            self.enter_part()

    def action_next_part(self, by: int) -> None:
        everything = [part.id for part in self._parts]
        self.show_part(everything[(everything.index(self.part) + by) % len(everything)])
        self.enter_part()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing for the part that is shown do not stand in the footer."""
        section = self._section()
        return action != "other_view" or (section is not None and section.table is not None)

    def action_other_view(self) -> None:
        """Show the text of a section that has a table, or the table again."""
        section = self._section()
        if section is None or section.table is None:
            return
        self._text_shown ^= {section.id}
        self.show_part(section.id)
        self.enter_part()

    # ---- what the widgets say

    def on_section_list_moved(self) -> None:
        part = self.query_one(SectionList).part  # now, not when it was told: keys may have come since
        if part and part != self.part:
            self.show_part(part)

    def action_enter_part(self) -> None:
        """Go into the part that is highlighted in the list."""
        self.on_section_list_moved()
        self.enter_part()

    @on(Sheet.Changed)
    @on(ProsePane.Changed)
    @on(AboutPane.Changed)
    def _changed(self) -> None:
        self.bring_up_to_date()

    @on(Sheet.Moved)
    @on(ProsePane.Moved)
    def _moved(self) -> None:
        self._show_cell()

    def on_findings_pane_chosen(self, message: FindingsPane.Chosen) -> None:
        self.go_to_finding(message.finding)

    def go_to_finding(self, finding: Finding) -> None:
        """Show where a finding is: the words in the text, the cell, or the section."""
        in_text = finding.span is not None or not finding.cells
        if in_text and finding.section and self.session.form.section(finding.section).table:
            self._text_shown.add(finding.section)
        self.go_to(finding.section or ABOUT if in_text else finding.cells[0])
        if in_text and not self.shows_table() and self._section() is not None:
            self.query_one(ProsePane).go_to(finding)

    def on_prose_editor_cleaned(self, message: ProseEditor.Cleaned) -> None:
        self.notify(f"已去掉{message.joined}处多余的换行；Ctrl+Z 可以撤销。")

    # ---- steps

    def action_undo(self) -> None:
        self._step("undo")

    def action_redo(self) -> None:
        self._step("redo")

    def _step(self, way: str) -> None:
        """Take a step back or do it again, and show where it happened."""
        if self.sheet.typed is not None:
            self.query_one(SheetPane).entry.give_up()
            return
        self.commit()
        step = self.session.undo() if way == "undo" else self.session.redo()
        if step is None:
            self.notify("没有可以撤销的了。" if way == "undo" else "没有可以恢复的了。")
            return
        self.bring_up_to_date()
        self.go_to(step.place or self.part)
        self.query_one(SheetPane).say(f"已{'撤销' if way == 'undo' else '恢复'}：{step.words}")

    def all_zero(self, section: str) -> None:
        """Nothing of all that a table asks for happened."""
        self.go_to(next(cell.id for cell in self.session.form.cells.values() if cell.section == section))
        self.query_one(SheetPane).entry.all_zero()

    def go_to_line(self, section: str, line: int) -> None:
        """Show a line of the text of a section, counted from 1."""
        if self.session.form.section(section).table:
            self._text_shown.add(section)
        self.show_part(section)
        editor = self.query_one(ProseEditor)
        editor.focus()
        editor.move_cursor((line - 1, 0))

"""The one screen on which a report is filled in: parts at the left, the part in the middle, findings."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.screen import Screen

from nianbao.desk.compared import Compared
from nianbao.desk.overview import next_step
from nianbao.desk.parts import ABOUT, GENERATE, STATE_NAMES, WHOLE, Part, part_of, parts, quiet
from nianbao.desk.reviewing import lock_sign
from nianbao.desk.safe.guard import Opened
from nianbao.desk.whole_report import looks_whole
from nianbao.model.finding import Finding
from nianbao.wizard.key_bar import KeyBar
from nianbao.wizard.panes.about import AboutPane
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.panes.printed import PrintedPane
from nianbao.wizard.pasted import WholeReport
from nianbao.wizard.screen.file_desk import FileDesk
from nianbao.wizard.screen.middle import Middle
from nianbao.wizard.screen.questions import Question, Questions
from nianbao.wizard.screen.reviewing import Reviewer, stands_below
from nianbao.wizard.screen.sections import SectionList
from nianbao.wizard.screen.top_line import TopLine
from nianbao.wizard.screen.undoing import Undoing
from nianbao.wizard.sheet.pane import SheetPane
from nianbao.wizard.sheet.sheet import Sheet
from nianbao.wizard.text.editor import ProseEditor
from nianbao.wizard.text.pane import ProsePane
from nianbao.wizard.windows.preview import PreviewScreen


class EditingScreen(Screen[None]):
    """Shows one part at a time and brings everything up to date after each change.

    ``file`` is its file desk, ``findings`` are those on the report as it is now, ``parts`` the parts of the
    report, each with its state.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (136, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", "帮助"),
        Binding("f3", "other_view", "表／文"),
        Binding("f5", "preview", "预览", show=False),
        # First, before what is focused: the letter comes along and would be typed there.
        Binding("alt+p", "preview", "预览", show=False, priority=True),
        Binding("alt+pagedown", "app.turn(1)", "印出来的下一页", show=False, priority=True),
        Binding("alt+pageup", "app.turn(-1)", "印出来的上一页", show=False, priority=True),
        Binding("f6", "next_area", "换区"),
        Binding("alt+a", "next_area", "换区", show=False, priority=True),
        Binding("ctrl+g", "whole", "进度"),
        Binding("ctrl+r", "opening", "开头的问题", show=False),
        Binding("ctrl+s", "save", "保存"),
        Binding("ctrl+o", "save(True)", "另存为", show=False),
        Binding("ctrl+f", "app.command_palette", "查找", show=False),
        Binding("ctrl+z", "undo", "撤销", show=False),
        Binding("ctrl+y", "undo(False)", "恢复", show=False),
        Binding("alt+m", "review('comment')", "写意见", show=False, priority=True),
        Binding("alt+l", "review('comments')", "全部意见", show=False, priority=True),
        Binding("alt+w", "review('history')", "从哪来、谁改过", show=False, priority=True),
        Binding("alt+i", "review('import')", "导入 Excel、台账、月报", show=False, priority=True),
        Binding("ctrl+pagedown", "next_part(1)", "下一部分", show=False),
        Binding("ctrl+pageup", "next_part(-1)", "上一部分", show=False),
        Binding("ctrl+v", "paste_nowhere", "粘贴", show=False),
        Binding("escape", "focus('#parts')", "回到左边", show=False),
        Binding("f10", "make", "生成", show=False),
    ]

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.session = opened.session
        self.middle = Middle(opened.session, opened.guard)
        self.file = FileDesk(self, opened, self.middle.commit, self._show_saved, self.bring_up_to_date)
        self.findings: list[Finding] = []
        self.parts: list[Part] = []
        self._undoing = Undoing(self, opened.session, self.middle, self._show_place)
        self._compared = Compared(opened.session)
        self._reviewer = Reviewer(
            self,
            opened.session,
            self.file,
            self.middle,
            self.bring_up_to_date,
            self.go_to,
            self.go_to_finding,
        )
        self._questions = Questions(
            self,
            opened.session,
            self.file,
            self.middle,
            self._compared,
            self._reviewer,
            self.bring_up_to_date,
            self.show_part,
        )
        self._list = SectionList(id="parts")
        self._below = FindingsPane(id="findings")
        self.printed = PrintedPane(opened.session, opened.guard, id="printed")
        self._top = TopLine()

    def compose(self) -> ComposeResult:
        yield self._top
        with Container(id="work"):
            with Horizontal(id="upper"):
                yield self._list
                yield self.middle
                yield self.printed
            yield self._below
        yield KeyBar(partial(stands_below, self.session))

    async def on_mount(self) -> None:
        self.bring_up_to_date()
        await self.show_part(WHOLE)
        self.set_focus(self._list)
        self.file.begin()

    def on_unmount(self) -> None:
        self.file.close()
        self.app.title = self.app.TITLE or ""

    # ---- what is shown

    async def show_part(self, part: str, *, as_text: bool | None = None) -> None:
        """Show a part of the report in the middle; see :meth:`Middle.show`."""
        await self.middle.show(part, self.findings, as_text=as_text)
        self._list.choose(part)
        self._below.display = part not in {WHOLE, GENERATE}
        self.bring_up_to_date()
        self.refresh_bindings()

    @on(Sheet.Changed)
    @on(ProsePane.Changed)
    @on(AboutPane.Changed)
    def bring_up_to_date(self) -> None:
        """Show everywhere what follows from the report as it is now."""
        self._compared.follow()
        self.findings = self.session.findings()
        self.middle.look_again(self.findings, self._below.likely)
        self.printed.follow(self.middle.section.id if self.middle.section else "")
        self.parts = list(parts(self.session.report, self.findings))
        self._list.update_parts(self.parts)
        self._show_cell()
        self._show_top()

    @on(Sheet.Moved)
    @on(ProsePane.Moved)
    def _show_cell(self) -> None:
        """Bring the line on the cell and the findings of the part up to date."""
        middle = self.middle
        if middle.shows_table:
            middle.table.show_cell()
        if middle.part not in {WHOLE, GENERATE}:
            own = [finding for finding in self.findings if middle.concerns(finding)]
            section = middle.section.id if middle.section is not None else ""
            self._below.show(
                own,
                self.session,
                section,
                middle.distance,
                quiet=quiet(middle.part, self.parts, self.findings, self.session.report),
            )

    def _show_saved(self) -> None:
        self._show_top()
        if self.middle.part == WHOLE:
            self.middle.look_again(self.findings)

    def _show_top(self) -> None:
        report, section = self.session.report, self.middle.section
        part = next(part for part in self.parts if part.id == self.middle.part)
        name = (section.heading or section.name) if section else part.name
        state = f"{part.state} {STATE_NAMES[part.state]}" if part.id not in {WHOLE, GENERATE} else ""
        saved = "● 未保存" if self.file.unsaved else "已保存"
        locked = lock_sign(self.session)
        whose = f"{locked}{report.agency} {report.year}年度"
        words = "　".join(filter(None, (whose, saved, state, name, self.file.guard.path.name)))
        self._top.show(words, self.file.trouble)
        errors = sum(finding.stops for finding in self.findings)
        self.app.title = f"{f'✗{errors} ' if errors else ''}{name}　{report.agency} {report.year}年度"

    # ---- going about

    async def go_to(self, place: str) -> None:
        """Show the place of a finding, a step, or a search: a cell, a row, a section, or "about"."""
        section = place.partition(".")[0]
        if section not in {part.id for part in self.parts}:
            await self.show_part(ABOUT)
            return
        await self.show_part(section, as_text=False if "." in place else None)
        if "." in place:
            self.middle.table.sheet.go_to(place)
        self.enter_part()

    async def go_to_finding(self, finding: Finding) -> None:
        """Show where a finding is: the words in the text, the cell, or the section."""
        if finding.span is None and finding.cells:
            await self.go_to(finding.cells[0])
            return
        await self.show_part(part_of(finding, self.session.form), as_text=True)
        self.enter_part()
        if self.middle.section is not None:
            self.middle.prose.go_to(finding)

    def enter_part(self) -> None:
        """Give the keyboard to what is shown in the middle, before the next key is dealt with."""
        inside = self.middle.inside()
        if inside is not None:
            self.set_focus(inside)
        elif self.session.locked:
            self.session.on_refused(self.session.locked)

    def action_next_area(self) -> None:
        """On to the next of the three areas."""
        areas = [(self._list, self._list), (self.middle, self.middle.inside()), (self._below, self._below)]
        above = self.focused.ancestors_with_self if self.focused is not None else []
        here = next((index for index, (area, _) in enumerate(areas) if area in above), len(areas) - 1)
        for _, target in areas[here + 1 :] + areas[: here + 1]:
            if target is not None and target.focusable:
                self.set_focus(target)
                return

    async def action_next_part(self, by: int) -> None:
        everything = [part.id for part in self.parts]
        await self.show_part(everything[(everything.index(self.middle.part) + by) % len(everything)])
        self.enter_part()

    @on(SectionList.Moved)
    async def _show_highlighted(self) -> None:
        part = self._list.part  # now, not when it was told: keys may have come since
        if part and part != self.middle.part:
            await self.show_part(part)

    async def action_enter_part(self) -> None:
        """Go into the part that is highlighted in the list. From the progress go on: to the opening
        questions, the next gap, the first error, or to where the files are made."""
        await self._show_highlighted()
        if self.middle.part != WHOLE:
            self.enter_part()
            return
        step = next_step(self.session.report, self.findings)
        if self.middle.whole.asks(self.session):
            self._questions.opening()
        elif isinstance(step, Finding):
            await self.go_to_finding(step)
        elif step is not None:
            await self.go_to(step)
            if not self.middle.shows_table:
                self.middle.prose.go_to_gap()
        else:
            await self.show_part(GENERATE)
            self.enter_part()

    def action_opening(self) -> None:
        self.middle.commit()
        self._questions.opening()

    async def action_whole(self) -> None:
        """Show how far the report is; Enter goes on from there."""
        await self.show_part(WHOLE)
        self.set_focus(self._list)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing for the part that is shown do not stand in the footer."""
        return action != "other_view" or self.middle.has_table

    async def action_other_view(self) -> None:
        """Show the text of a section that has a table, or the table again."""
        if self.middle.has_table:
            await self.show_part(self.middle.part, as_text=self.middle.shows_table)
            self.enter_part()

    # ---- what is done

    def compare_with(self, path: Path) -> None:
        """Compare the report of last year in a file; what was read is shown first."""
        self._questions.compare_with(path)

    async def action_undo(self, back: bool = True) -> None:
        """Take a step back, or what is being typed into a cell; or do again what was undone last. It is shown
        where it happened."""
        await self._undoing.step(self.parts, back=back)

    def action_review(self, what: str, path: Path | None = None) -> None:
        """Do what belongs to a review, with a file that came from the browser; see :class:`Reviewer`."""
        self._reviewer.do(what, path)

    async def _show_place(self, place: str) -> None:
        self.bring_up_to_date()
        await self.go_to(place or self.middle.part)

    def action_save(self, elsewhere: bool = False) -> None:
        (self.file.save_as if elsewhere else self.file.save)()

    def action_leave(self) -> None:
        self.file.leave()

    async def action_make(self) -> None:
        """Make the files; from another part go to the one where they are made first."""
        if self.middle.part == GENERATE:
            self.middle.generate.action_make()
        else:
            await self.show_part(GENERATE)
            self.enter_part()

    @on(GeneratePane.Preview)
    async def action_preview(self) -> None:
        """Show the page that is worked on as it will be printed, or no more; where no pictures can be shown
        all pages as text."""
        self.middle.commit()
        if why := await self.printed.toggle():
            self.app.push_screen(PreviewScreen(self.session.report, why))

    @on(events.Paste)
    def action_paste_nowhere(self, event: events.Paste | None = None) -> None:
        """Answer a paste that nothing under the keyboard takes; a whole report may go to all parts."""
        text = self.app.clipboard if event is None else event.text
        inside = self.middle.part in {GENERATE, ABOUT} or self.middle.inside() is None
        where = "先选好要填的一项" if inside else "按回车或 F6 进到表格或正文里"
        refuse = partial(self.notify, f"这里不能粘贴，没有填进去；请{where}，再粘贴。")
        if looks_whole(text):
            self._ask(WholeReport(text, refuse))
        else:
            refuse()

    # ---- what the widgets ask for

    def on_findings_pane_thought(self) -> None:
        if self.middle.shows_table:
            self.middle.table.sheet.look_again(self.findings, self._below.likely)

    async def on_findings_pane_chosen(self, message: FindingsPane.Chosen) -> None:
        await self.go_to_finding(message.finding)

    @on(FindingsPane.Waive)
    @on(GeneratePane.Ready)
    @on(GeneratePane.InTheWay)
    @on(GeneratePane.Finished)
    @on(ProseEditor.Pick)
    @on(Sheet.Pasted)
    @on(SheetPane.AllZero)
    @on(SheetPane.Compare)
    @on(AboutPane.OtherForm)
    @on(AboutPane.OtherPrior)
    @on(WholeReport)
    def _ask(self, message: Question) -> None:
        self._questions.answer(message)

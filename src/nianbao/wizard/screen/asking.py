"""What the screen asks in a window before it does it: reasons, figures for the text, blocks, forms."""

from __future__ import annotations

from textual import work

from nianbao.desk.table.pasted_block import fit, parse_block
from nianbao.model.finding import Finding
from nianbao.model.load_forms import form_for
from nianbao.model.rules import rule, sentence
from nianbao.wizard.panes.about import AboutPane
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.screen.filing import Filing
from nianbao.wizard.sheet.pane import SheetPane
from nianbao.wizard.sheet.sheet import Sheet
from nianbao.wizard.text.editor import ProseEditor
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell
from nianbao.wizard.windows.paste import PastePreview
from nianbao.wizard.windows.pick import PickCell
from nianbao.wizard.windows.preview import PreviewScreen


class Asking(Filing):
    """Every answer ends in a change of the session, or in none."""

    def bring_up_to_date(self) -> None:
        """Show what has changed."""

    # ---- reasons

    def on_findings_pane_waive(self, message: FindingsPane.Waive) -> None:
        self._waive(message.finding)

    @work(group="ask", exclusive=True)
    async def _waive(self, finding: Finding) -> None:
        """Keep a finding with a reason, or take the reason back."""
        broken = rule(finding.code)
        if not broken.may_waive(finding.level):
            words = f"{sentence(finding)}\n这是错误，必须改正，不能用理由保留。\n{broken.remedy}"
            await self.app.push_screen_wait(Tell("不能说明理由", words))
            return
        words = f"{sentence(finding)}\n依据：{broken.law}\n如果数据确实没错，请写明理由（清空就是收回）。"
        reason = await self.app.push_screen_wait(Fill("说明理由", words, finding.waived or ""))
        if reason is not None and reason.strip() != (finding.waived or ""):
            self.session.waive(finding, reason.strip())
            self.bring_up_to_date()

    # ---- figures in the text

    def on_prose_editor_pick(self, message: ProseEditor.Pick) -> None:
        self._pick(message.editor)

    @work(group="ask", exclusive=True)
    async def _pick(self, editor: ProseEditor) -> None:
        reference = await self.app.push_screen_wait(PickCell(self.session))
        if reference is not None:
            editor.replace(reference, *editor.selection)
        editor.focus()

    # ---- blocks

    def on_sheet_pasted(self, message: Sheet.Pasted) -> None:
        self._paste(message.text, message.room)

    @work(group="ask", exclusive=True)
    async def _paste(self, text: str, room: list[list[str]]) -> None:
        """Put a block in; where it does not fit, show first what would happen."""
        paste = fit(parse_block(text), room, self.session.report)
        if paste.overflow and not await self.app.push_screen_wait(PastePreview(paste, self.session.report)):
            return
        if not paste.changes:
            self.query_one(SheetPane).say("没有能填进来的数。")
            return
        self.session.enter(paste.changes, f"粘贴{len(paste.changes)}格")
        self.bring_up_to_date()
        self.query_one(SheetPane).say(f"已粘贴{len(paste.changes)}格；Ctrl+Z 可以撤销。")

    # ---- another form

    def on_about_pane_other_form(self, message: AboutPane.OtherForm) -> None:
        self._change_form(message.year, message.lost)

    @work(group="ask", exclusive=True)
    async def _change_form(self, year: int, lost: int) -> None:
        form = form_for(year)
        if form is None:
            return
        words = f"{year}年用{form.id}年格式（{form.notice}），现在填的有{lost}格在那里没有位置，会去掉。"
        answer = await self.app.push_screen_wait(Ask("换一种表式", words, {"cancel": "不换", "yes": "换"}))
        if answer == "yes":
            self.session.enter_about("改年度", year=year, form=form)
        self.query_one(AboutPane).show(self.session, force=True)
        self.bring_up_to_date()

    # ---- the report as text

    def on_generate_pane_preview(self, _: GeneratePane.Preview) -> None:
        self.action_preview()

    def action_preview(self) -> None:
        self.commit()
        self.app.push_screen(PreviewScreen(self.session.report))

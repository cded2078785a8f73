"""What is asked in a window before it is done: reasons, figures for the text, blocks of figures, forms."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from textual.screen import Screen

from nianbao.desk.beginning import Source, read_source
from nianbao.desk.compared import Compared
from nianbao.desk.opening import answered
from nianbao.desk.parts import GENERATE, WHOLE
from nianbao.desk.session import Session
from nianbao.desk.table.pasted_block import place_block
from nianbao.desk.table.tabular import parse_cells
from nianbao.desk.whole_report import Distribution, read_pasted
from nianbao.files.prior import seen_from
from nianbao.model.finding import Finding
from nianbao.model.load_forms import form_for
from nianbao.model.rules import rule_of, sentence
from nianbao.problem import InputError, reason
from nianbao.publish.year_on_year import year_on_year
from nianbao.wizard.panes.about import AboutPane
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.pasted import WholeReport
from nianbao.wizard.screen.file_desk import FileDesk
from nianbao.wizard.screen.middle import Middle
from nianbao.wizard.screen.reviewing import Reviewer
from nianbao.wizard.sheet.pane import SheetPane
from nianbao.wizard.sheet.sheet import Sheet
from nianbao.wizard.text.editor import ProseEditor
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell
from nianbao.wizard.windows.opening import OpeningQuestion
from nianbao.wizard.windows.paste import PastePreview
from nianbao.wizard.windows.pick import PickCell
from nianbao.wizard.windows.result import ResultCard, title
from nianbao.wizard.windows.year_on_year import YearOnYear

Question = (
    FindingsPane.Waive
    | GeneratePane.Ready
    | GeneratePane.InTheWay
    | GeneratePane.Finished
    | ProseEditor.Pick
    | Sheet.Pasted
    | SheetPane.AllZero
    | SheetPane.Compare
    | AboutPane.OtherForm
    | AboutPane.OtherPrior
    | WholeReport
)


_HARMLESS = (
    GeneratePane.Ready,
    GeneratePane.InTheWay,
    GeneratePane.Finished,
    SheetPane.Compare,
    FindingsPane.Waive,
)


class Questions:
    """Every answer ends in a change of the session, or in none. ``changed`` is called after a change,
    ``show_part`` after one of the whole report."""

    def __init__(
        self,
        screen: Screen[None],
        session: Session,
        file: FileDesk,
        middle: Middle,
        compared: Compared,
        reviewer: Reviewer,
        changed: Callable[[], object],
        show_part: Callable[[str], Awaitable[object]],
    ) -> None:
        self._screen = screen
        self._session = session
        self._file = file
        self._middle = middle
        self._compared = compared
        self._reviewer = reviewer
        self._changed = changed
        self._show_part = show_part

    def answer(self, question: Question) -> None:
        """Ask what a widget wants to have asked; what would change a locked report is answered at once."""
        if isinstance(question, _HARMLESS) or not self._is_locked():
            self._answer(question)

    def _is_locked(self) -> bool:
        """Whether nothing may be changed, which is told."""
        if self._session.locked:
            self._session.on_refused(self._session.locked)
        return bool(self._session.locked)

    def _answer(self, question: Question) -> None:
        match question:
            case FindingsPane.Waive():
                self._ask(self._waive(question.finding))
            case ProseEditor.Pick():
                self._ask(self._pick(question.editor))
            case SheetPane.AllZero():
                self._ask(self._all_zero(question.filled, question.answered))
            case GeneratePane.InTheWay():
                self._ask(self._replace_files(question))
            case GeneratePane.Ready():
                self._file.save_then(self._middle.generate.begin)
            case GeneratePane.Finished() | SheetPane.Compare():
                self._show(question)
            case Sheet.Pasted() | WholeReport():
                self._ask(self._take_in(question))
            case AboutPane.OtherForm():
                self._ask(self._change_form(question.year, question.lost))
            case AboutPane.OtherPrior():
                self._ask(self._other_prior(self._file.guard.path))

    def compare_with(self, prior: Path) -> None:
        """Compare another report of last year, that has come from a browser."""
        self._ask(self._read_prior(self._file.guard.path, prior))

    def opening(self) -> None:
        """Ask the opening questions of the form, and fill in what follows from the answers."""
        if self._is_locked():
            return
        self._middle.whole.has_asked = True
        self._ask(self._opening())

    def _show(self, what: GeneratePane.Finished | SheetPane.Compare) -> None:
        """What is only to be looked at."""
        if isinstance(what, SheetPane.Compare):
            self._show_year_on_year()
        else:
            self._show_result(what)

    def _show_year_on_year(self) -> None:
        """What of the table at hand matters, beside last year's, as bars."""
        self._middle.commit()
        report, prior = self._session.report, self._session.prior
        tables = list(year_on_year(report, prior))
        found = [each for each in tables if each.section.id == self._middle.part]
        if found:
            self._screen.app.push_screen(YearOnYear(found[0], report.year))
        elif not tables:
            self._screen.notify("没有上一年度的报告可以对照，请在“基本信息”里选一份。")
        else:
            self._screen.notify("这里没有可以与上年比的数，请到有表格的部分再比。")

    def _show_result(self, finished: GeneratePane.Finished) -> None:
        """What was made; in a window only where nobody is typing elsewhere or leaving meanwhile."""
        if self._screen.app.return_value is not None:
            return
        card = ResultCard(finished.done, finished.asked, finished.why)
        if self._middle.part == GENERATE and self._screen.is_current:
            self._screen.app.push_screen(card)
        else:
            self._screen.notify(f"{title(finished.done, finished.asked)}；在“检查与生成”里看。")

    # ---- how they are asked

    def _ask(self, question: Coroutine[Any, Any, None]) -> None:
        self._screen.run_worker(question, group="ask", exclusive=True)

    async def _waive(self, finding: Finding) -> None:
        """Keep a finding with a reason, or take the reason back."""
        comment = self._reviewer.comment_of(finding)
        if comment is not None:
            await self._reviewer.waive(comment)
            return
        if self._is_locked():
            return
        broken = rule_of(finding)
        show = self._screen.app.push_screen_wait
        if not broken.may_waive(finding):
            words = f"{sentence(finding)}\n这是错误，必须改正，不能用理由保留。\n{broken.remedy}"
            await show(Tell("不能说明理由", words))
            return
        words = f"{sentence(finding)}\n依据：{broken.law}\n如果数据确实没错，请写明理由（清空就是收回）。"
        given = await show(Fill("说明理由", words, finding.waived or ""))
        if given is not None and given.strip() != (finding.waived or ""):
            self._session.waive(finding, given.strip())
            self._changed()

    async def _pick(self, editor: ProseEditor) -> None:
        """Put a reference to a figure of a table into a text."""
        reference = await self._screen.app.push_screen_wait(PickCell(self._session))
        if reference is not None:
            editor.put(reference)
        self._screen.set_focus(editor)

    async def _take_in(self, pasted: Sheet.Pasted | WholeReport) -> None:
        if isinstance(pasted, WholeReport):
            await self._distribute(pasted)
        else:
            await self._paste(pasted.text, pasted.room)

    async def _paste(self, text: str, room: list[list[str]]) -> None:
        """Put a pasted block of figures into the cells of ``room``; where it does not fit, show first what
        would happen."""
        say = self._middle.table.say
        report = self._session.report
        placed = place_block(parse_cells(text), room, report)
        if placed.overflow and not await self._screen.app.push_screen_wait(PastePreview(placed, report)):
            return
        if not placed.changes:
            say("没有能填进来的数。")
            return
        self._session.enter(placed.changes, f"粘贴{len(placed.changes)}格")
        self._changed()
        say(f"已粘贴{len(placed.changes)}格；Ctrl+Z 可以撤销。")

    async def _distribute(self, whole: WholeReport) -> None:
        """Put a whole report that was pasted into all parts, or only where it was pasted."""
        pasted = await asyncio.to_thread(read_pasted, whole.text, self._session.report.usual_title())
        if pasted is None:
            whole.here()
            return
        self._middle.commit()
        found = Distribution(self._session.report, pasted)
        answers = {"everything": "分到各部分"}
        if found.replaces:
            answers = {"gaps": "只填空着的", "everything": "全部换掉"}
        answers |= {"here": "只贴在这里", "cancel": "取消"}
        question = Ask("看来是一整份报告，分到各部分吗？", "\n".join(found.told()), answers, tall=True)
        answer = await self._screen.app.push_screen_wait(question)
        if answer in {"everything", "gaps"}:
            report = found.everything if answer == "everything" else found.gaps
            self._session.become(report, "粘贴一整份报告", WHOLE)
            self._screen.notify("已分到各部分；Ctrl+Z 一步撤销。")
            await self._show_part(WHOLE)
        elif answer == "here":
            whole.here()

    async def _replace_files(self, asked: GeneratePane.InTheWay) -> None:
        names, word = "\n".join(path.name for path in asked.paths), asked.word
        words = "下面的文件不是本程序在这台机器上生成的，或者生成以后有人改过（例如领导在 Word 里改的）："
        ways = "都留着：新的另起名字。"
        answers = {"both": "都留着", "replace": "替换掉", "cancel": "先不生成"}
        if word is not None:
            ways += "从 Word 取回修改：先看改了哪些，取回到报告里，再生成。"
            answers = {"back": "从 Word 取回修改", **answers}
        question = Ask("文件夹里已有同名的文件", f"{words}\n{names}\n{ways}", answers)
        answer = await self._screen.app.push_screen_wait(question)
        asked.answered(answer)
        if answer == "back":
            self._screen.call_later(self._reviewer.do, "bring_back", word)

    async def _all_zero(self, filled: int, answered: Callable[[], object]) -> None:
        words = f"这张表里有{filled}格填了别的数，都会改成0。（空着的格填0，请按 F7。）"
        question = Ask("全表填0吗？", words, {"cancel": "不改", "yes": "全表填0"})
        if await self._screen.app.push_screen_wait(question) == "yes":
            answered()

    async def _change_form(self, year: int, lost: int) -> None:
        """Change to the form of a year, in which ``lost`` figures have no place."""
        form = form_for(year)
        if form is None:
            return
        words = f"{year}年用{form.id}年格式（{form.notice}），现在填的有{lost}格在那里没有位置，会去掉。"
        question = Ask("换一种表式", words, {"cancel": "不换", "yes": "换"})
        if await self._screen.app.push_screen_wait(question) == "yes":
            self._session.enter_about("改年度", year=year, form=form)
        self._middle.about.show(self._session, force=True)
        self._changed()

    async def _other_prior(self, path: Path) -> None:
        """Compare another report of last year with the one in the file ``path``."""
        app = self._screen.app
        chosen = await app.push_screen_wait(ChooseFile(path.parent, "选上年的报告（Word、PDF、网页、.toml）"))
        if chosen is not None:
            await self._read_prior(path, chosen)

    async def _read_prior(self, path: Path, chosen: Path) -> None:
        app = self._screen.app
        if any(worker.group == "make" and worker.is_running for worker in app.workers):
            await app.push_screen_wait(Tell("请等一等", "正在生成文件，做完以后再换上年的报告。"))
            return
        app.notify("正在读上年的报告……", timeout=3)
        try:
            source = await asyncio.to_thread(read_source, chosen)
        except InputError as error:
            words = "\n".join(str(problem) for problem in error.problems)
            await app.push_screen_wait(Tell("这份文件读不了", words))
        except OSError as error:
            await app.push_screen_wait(Tell("这份文件读不了", f"{reason(error)}。\n{chosen}"))
        else:
            await self._compare(source, seen_from(path.parent, chosen))

    async def _compare(self, source: Source, name: str) -> None:
        report, prior = self._session.report, source.report
        lines = list(source.told())
        if prior.year != report.year - 1:
            lines.insert(0, f"注意：这是{prior.year}年度的报告，不是上一年度（{report.year - 1}年）的。")
        if prior.agency != report.agency:
            lines.insert(0, f"注意：这是{prior.agency}的报告。")
        answers = {"only": "与它对照", "cancel": "取消"}
        if found := self._compared.to_fill(prior):
            lines.append(f"上年结转还空着的{len(found)}格可以由它填上。")
            answers = {"fill": "对照，并填上年结转", "only": "只对照", "cancel": "取消"}
        answer = await self._screen.app.push_screen_wait(Ask("上年的报告", "\n".join(lines), answers))
        if answer in {"fill", "only"}:
            self._compared.take(prior, name, fill=answer == "fill")
            self._changed()

    async def _opening(self) -> None:
        show, questions = self._screen.app.push_screen_wait, self._session.form.opening
        answers = []
        for number, question in enumerate(questions, 1):
            answer = await show(OpeningQuestion(question, number, len(questions)))
            if answer is None:
                self._changed()
                return
            answers.append(question.answers[answer])
        filled = answered(self._session.report, answers)
        words = "\n".join(filled.told())
        if await show(Ask("会填上这些（可以一步撤销）", words, {"fill": "填上", "cancel": "不填"})) == "fill":
            self._session.become(filled.report, "回答开头的问题", WHOLE)
            self._changed()

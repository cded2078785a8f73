"""What others bring: comments, marks, handing in, publishing, changed documents, figures; and the history."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

from nianbao.desk import person
from nianbao.desk.history import all_told, told
from nianbao.desk.reviewing import Reviewing, comment_of
from nianbao.desk.session import Session
from nianbao.desk.submitting import Submission, in_formats, today
from nianbao.files import settings
from nianbao.files.history import What
from nianbao.files.made import beside, is_foreign
from nianbao.model.figure import half_width
from nianbao.model.finding import Finding
from nianbao.model.review import Comment, Role
from nianbao.problem import InputError
from nianbao.publish.make_files import Made, Order, Sheet, make
from nianbao.wizard.screen.bringing_back import BringingBack
from nianbao.wizard.screen.file_desk import FileDesk
from nianbao.wizard.screen.importing import Importing
from nianbao.wizard.screen.middle import Middle
from nianbao.wizard.windows.comments import CommentList, Do
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell
from nianbao.wizard.windows.result import ResultCard

_NOWHERE = "请先到要写意见的那一格，或者正文的那一段。"
_NO_SECTION = "请先到要记名字的那一部分。"
_MANY_LINES, _LONG = 10, 300  # lines and characters of a text that is scrolled


_WRITER = {"edit", "fill", "all_zero", "pick", "number", "outside"}  # actions that change the report
_REVIEWER = {"review('comment')", "review('comments')"}


def stands_below(session: Session, binding: Binding) -> bool:
    """Whether a key stands at the foot of the screen: of a locked report none that changes it, but for a
    reviewer those of comments."""
    if not session.locked:
        return binding.show
    if binding.action in _REVIEWER:
        return session.report.published is None
    return binding.show and binding.action not in _WRITER


class Reviewer:
    """Every answer ends in a change of the session, or in none. ``changed`` is called after a change;
    ``go_to`` and ``go_to_finding`` show the place of a comment. What a locked report refuses is told here."""

    def __init__(
        self,
        screen: Screen[None],
        session: Session,
        file: FileDesk,
        middle: Middle,
        changed: Callable[[], object],
        go_to: Callable[[str], Awaitable[object]],
        go_to_finding: Callable[[Finding], Awaitable[object]],
    ) -> None:
        self._screen = screen
        self._session = session
        self._file = file
        self._middle = middle
        self._changed = changed
        self._go_to = go_to
        self._go_to_finding = go_to_finding
        session.on_refused = self._refused
        self._reviewing = Reviewing(session)
        self._bringing_back = BringingBack(screen, session, file, go_to)
        self._importing = Importing(screen, session, file, go_to)

    def do(self, what: str, path: Path | None = None) -> None:
        """Do what a key or the palette asks for, or what is to be done with the file in ``path``."""
        self._middle.commit()
        todo: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "comment": self._comment,
            "comments": self._comments,
            "drafted": lambda: self._mark(Role.DRAFTED),
            "reviewed": lambda: self._mark(Role.REVIEWED),
            "history": self._history,
            "submit": self._submit,
            "import": lambda: self._importing.ask(path),
            "bring_back": lambda: self._bringing_back.ask(path),
            "publish": self._publish,
            "reopen": self._reopen,
            "name": self._rename,
        }
        self._screen.run_worker(todo[what](), group="ask", exclusive=True)

    async def waive(self, comment: Comment) -> None:
        """Keep an open comment with a reason, or take the reason back."""
        why = "确实要带着这条意见定稿的，请写明理由（清空就是收回）；核查单上由负责人签字。"
        words = f"{comment.by}：{comment.text}\n{why}"
        given = await self._show(Fill("说明理由", words, comment.reason))
        if given is not None:
            self._reviewing.change(comment, reason=given)
            self._changed()

    def comment_of(self, finding: Finding) -> Comment | None:
        """The open comment that a finding tells of."""
        return comment_of(finding, self._session.report)

    # ---- comments

    async def _comment(self) -> None:
        section, middle = self._middle.section, self._middle
        if section is None:
            self._say(_NOWHERE)
            return
        if self._session.report.published is not None:
            self._say(self._session.locked)
            return
        line = None if middle.shows_table else middle.prose.line
        place = middle.table.sheet.cursor if line is None else section.id
        where = self._session.form.cells[place].name if line is None else f"正文第{line + 1}行"
        by = await self._name()
        if not by:
            return
        text = await self._show(Fill("写意见", f"{section.name}·{where}", words="写上"))
        if text and text.strip():
            self._reviewing.comment(place, text, by, today(), line=line)
            self._changed()
            self._say("意见写上了；按 Ctrl+S 保存，按 Alt+L 看全部意见。")

    async def _comments(self) -> None:
        """The list, again and again until somebody goes to a comment or leaves."""
        chosen: Comment | None = None
        while True:
            if not self._session.report.comments:
                self._say("还没有意见。按 Alt+M 在光标所在的格或段落写一条。")
                return
            answer = await self._show(CommentList(self._session.report, chosen))
            if answer is None:
                return
            what, chosen = answer
            if what is Do.GO:
                await self._show_place(chosen)
                return
            chosen = await self._deal(what, chosen)
            self._changed()

    async def _show_place(self, comment: Comment) -> None:
        """Go to where a comment stands; an open one is found by its paragraph."""
        findings = (each for each in self._session.findings() if self.comment_of(each) == comment)
        finding = next(findings, None)
        if finding is not None and (finding.span or finding.cells):
            await self._go_to_finding(finding)
        else:
            await self._go_to(comment.cell or comment.section)

    async def _deal(self, what: Do, comment: Comment) -> Comment | None:
        """Do something to a comment; what it is now, or after one that was dealt with the next open one."""
        before, waiting = list(self._session.report.comments), self._session.report.open_comments
        match what:
            case Do.ANSWER:
                answer = await self._show(Fill("答复意见", f"{comment.by}：{comment.text}", comment.answer))
                if answer is not None:
                    self._reviewing.change(comment, answer=answer)
            case Do.SETTLE:
                self._reviewing.change(comment, done=not comment.done)
            case Do.WAIVE:
                await self.waive(comment)
            case Do.WITHDRAW:
                self._reviewing.withdraw(comment)
        number, after = before.index(comment), self._session.report.comments
        if what is Do.SETTLE and not comment.done and (left := self._session.report.open_comments):
            return left[min(list(waiting).index(comment), len(left) - 1)]
        return after[min(number, len(after) - 1)] if after else None

    # ---- marks and names

    async def _mark(self, role: Role) -> None:
        section = self._middle.section
        if section is None:
            self._say(_NO_SECTION)
            return
        if self._session.report.mark(section.id, role) is not None:
            answers = {"again": "重新记", "off": "取消", "no": "不改"}
            answer = await self._show(Ask(f"{section.name}已经记过{role}", "要怎样？", answers))
            if answer == "off":
                self._reviewing.unmark(section.id, role)
                self._changed()
            if answer != "again":
                return
        by = await self._name()
        if by:
            before = self._session.report
            self._reviewing.mark(section.id, role, by, today())
            self._changed()
            if self._session.report is not before:
                self._say(f"{section.name}：{role} {by}；按 Ctrl+S 保存，进度（Ctrl+G）里看得到。")

    async def _name(self) -> str:
        """The name of whoever works here, asked for once; empty if nobody wants to tell."""
        return person.known() or await self._ask_name("")

    async def _rename(self) -> None:
        name = await self._ask_name(person.known())
        if name:
            self._say(f"以后写“{name}”。")

    async def _ask_name(self, usual: str) -> str:
        words = "意见、经办、审核和修改记录上写这个姓名。只问这一次；以后要改，按 Ctrl+P 选“改我的姓名”。"
        name = person.tidy(await self._show(Fill("您的姓名", words, usual)) or "")
        if name:
            person.remember(name)
        else:
            self._say("没有写姓名，什么都没有改。")
        return name

    # ---- history

    async def _history(self) -> None:
        from nianbao.desk.behind import NO_HISTORY, behind  # here, because few ask for it

        section, session = self._middle.section, self._session
        events = self._file.guard.history.events()
        nothing = self._file.guard.history.trouble or NO_HISTORY
        if section is None:
            title, lines = "修改记录", all_told(events, session.saved)
        elif self._middle.shows_table:
            cell, path = self._middle.table.sheet.cursor, self._file.guard.path
            found = behind(session.report, cell, events, path, session.saved)
            title, lines = f"{found.name}：{found.value}", list(found.lines(nothing))
        else:
            title, lines = f"谁改过：{section.name}的正文", told(events, section.id, "")
        text = "\n".join(lines) or nothing
        await self._show(Tell(title, text, tall=len(lines) > _MANY_LINES or len(text) > _LONG))

    # ---- handing in

    async def _submit(self) -> None:
        by = await self._name()
        if not by:
            return
        words = "生成送审稿（盖有“草稿”字样）、核查单和修改清单，放在报告旁边。先保存报告。用哪种格式？"
        answers = {**in_formats(), "cancel": "先不送审"}
        kind = await self._show(Ask("送审", words, answers))
        if kind in in_formats():
            self._file.save_then(
                lambda: self._screen.run_worker(self._hand_in(kind, by), group="submit", exclusive=True)
            )

    async def _hand_in(self, kind: str, by: str) -> None:
        guard, session = self._file.guard, self._session
        try:
            settled = settings.of(guard.path)
            engine, look = settled.pdf_engine, settled.look()
        except InputError as error:
            self._say(str(error))
            return
        sheet = Sheet(
            session.report,
            session.findings(),
            session.prior,
            guard.path.name,
            today(),
            engine,
            session.members,
            look,
        )
        submission = Submission(sheet, guard.path, guard.path.parent, kind, guard.history.submitted())
        self._say("正在生成送审的文件……")
        done = await asyncio.to_thread(_made, submission)
        handed_in = submission.note(guard.history, done, by)
        why = "" if handed_in else guard.history.trouble or "没有都生成，这次不算送审。"
        self._screen.app.push_screen(ResultCard(done, len(done), why))
        self._changed()

    # ---- publishing

    async def _publish(self) -> None:
        session = self._session
        if session.locked:
            self._say(session.locked)
        elif any(finding.stops for finding in session.findings()):
            self._say("还有错误（或没有处理的意见），改好以后才能标为已公布。")
        elif await self._name():
            words = "公布的日期。标了以后报告就锁住，不能再改；确实要改，可以写明理由重新打开。"
            while (given := await self._show(Fill("标为已公布", words, today().isoformat()))) is not None:
                try:
                    day = datetime.date.fromisoformat(half_width(given).strip())
                except ValueError:
                    self._say("没有这一天；日期写成 2026-01-20。")
                    continue
                self._file.guard.history.note(What.PUBLISHED, after=day.isoformat())
                self._reviewing.publish(day)
                self._save()
                return

    async def _reopen(self) -> None:
        history = self._file.guard.history
        if self._session.report.published is None:
            self._say("这份报告没有标为已公布，可以直接改。")
        elif await self._name():
            words = "请写明为什么要改已经公布的报告；理由记在修改记录里。改完以后请重新公布，再标一次。"
            reason = await self._show(Fill("重新打开已公布的报告", words, words="打开"))
            if not reason or not reason.strip():
                self._say("没有写理由，没有打开。")
                return
            history.note(What.REOPENED, after=reason.strip())
            if history.trouble:
                await self._show(Tell("没有打开", f"{history.trouble}理由记不下来，先不能打开。"))
                return
            self._reviewing.reopen()
            self._save()

    def _save(self) -> None:
        self._changed()
        self._file.save()

    # ---- how it is done

    async def _show(self, window: Screen[Any]) -> Any:
        return await self._screen.app.push_screen_wait(window)

    def _refused(self, words: str) -> None:
        """Tell why nothing was changed: once, however many keys were pressed."""
        self._screen.app.clear_notifications()
        self._screen.notify(words, timeout=5)

    def _say(self, words: str) -> None:
        self._screen.notify(words, timeout=5)


def _made(submission: Submission) -> list[Made]:
    """Make the files; where a file of somebody else's bears the name, under another one."""
    return list(make(map(_named, submission.orders()), source=submission.path))


def _named(order: Order) -> Order:
    try:
        return replace(order, path=beside(order.path)) if is_foreign(order.path) else order
    except OSError:
        return order

"""Figures of a workbook, a ledger or counts by month come into the report: which file, what its words mean,
what of it, as one step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

from nianbao.desk.parts import WHOLE
from nianbao.desk.session import Session
from nianbao.problem import InputError, OutputError, reason, shown
from nianbao.wizard.screen.file_desk import FileDesk
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.dialogs import Tell
from nianbao.wizard.windows.mapping import AskMeaning
from nianbao.wizard.windows.take_back import TakeIn

if TYPE_CHECKING:
    from nianbao.desk.importing import Import
    from nianbao.model.report import Report

_TITLE = "从哪份文件导入数（Excel 表格、台账、各月的统计表）"

T = TypeVar("T")


class Importing:
    """Asks for a file and for what is not clear in it. ``go_to`` shows the whole after a change of the
    report."""

    def __init__(
        self,
        screen: Screen[None],
        session: Session,
        file: FileDesk,
        go_to: Callable[[str], Awaitable[object]],
    ) -> None:
        self._screen = screen
        self._session = session
        self._file = file
        self._go_to = go_to

    async def ask(self, path: Path | None = None) -> None:
        """Ask for the file, if it is not in ``path``, and what is not clear in it; if the report is locked,
        that is told."""
        if self._session.locked:
            self._session.on_refused(self._session.locked)
            return
        if path is None:
            folder = self._file.guard.path.parent
            path = await self._screen.app.push_screen_wait(ChooseFile(folder, _TITLE, reports=False))
        if path is None:
            return
        self._screen.app.notify("正在读文件……", timeout=3)
        found = await self._done(_read, self._session.entered, path, self._file.guard.path)
        if found is not None and await self._answered(found, shown(path.name)):
            await self._take(found, shown(path.name))

    async def _answered(self, found: Import, name: str) -> bool:
        """Ask what is not clear, one after the other; whether nothing is open any more."""
        while (asked := found.asked()) is not None:
            answer = await self._screen.app.push_screen_wait(AskMeaning(asked, name))
            if answer is None:
                break
            if await self._done(found.answer, answer) is None:
                return False
        kept = await self._done(found.keep)
        if asked is not None and kept:
            words = f"还有没有答的，没有导入。答过的记在“{kept}”里，下次接着问；也可以直接改那份文件。"
            await self._screen.app.push_screen_wait(Tell(f"“{name}”", words))
        return asked is None and kept is not None

    async def _take(self, found: Import, name: str) -> None:
        """Show what would change, and take what is chosen of it."""
        app, preview = self._screen.app, found.found()
        if not preview.changes:
            words = "\n".join(["没有可以导入的：文件里的数与报告里的一样，或者没有读到。", *preview.told])
            await app.push_screen_wait(Tell(f"“{name}”", words))
            return
        chosen = await app.push_screen_wait(TakeIn(preview, name))
        if chosen:
            words = f"导入{len(chosen)}格"
            self._session.become(preview.taking(chosen), words, WHOLE)
            await self._go_to(WHOLE)
            self._screen.notify(f"已{words}；Ctrl+Z 一步撤销。")

    async def _done(self, call: Callable[..., T], *given: object) -> T | None:
        """What a call makes, in a thread; None after a fault, which is told."""
        try:
            made = await asyncio.to_thread(call, *given)
        except InputError as error:
            words = "\n".join(str(problem) for problem in error.problems)
        except OutputError as error:
            words = str(error)
        except OSError as error:
            words = f"{reason(error)}。"
        else:
            return made
        await self._screen.app.push_screen_wait(Tell("这份文件导入不了", words))
        return None


def _read(report: Report, path: Path, at: Path) -> Import:
    from nianbao.desk.importing import Import  # here, because what reads files takes a while to load

    return Import(report, path, at)

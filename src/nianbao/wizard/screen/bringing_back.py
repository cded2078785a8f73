"""What was changed in Word is brought back into the report: which file, what of it, as one step."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.screen import Screen

from nianbao.desk.parts import WHOLE
from nianbao.desk.session import Session
from nianbao.desk.update.brought_back import BroughtBack, open_changed
from nianbao.problem import InputError, reason, shown
from nianbao.wizard.screen.file_desk import FileDesk
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.dialogs import Tell
from nianbao.wizard.windows.take_back import TakeBack


class BringingBack:
    """Asks for a document that was made of the report and changed by somebody. ``go_to`` shows the whole
    after a change of the report."""

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
        """Ask which document, if it is not in ``path``, and what of it; unless the report is locked, which is
        told."""
        if self._session.locked:
            self._session.on_refused(self._session.locked)
            return
        app = self._screen.app
        if path is None:
            title = "从哪份改过的文件取回（Word、Excel、PDF、网页）"
            folder = self._file.guard.path.parent
            path = await app.push_screen_wait(ChooseFile(folder, title, reports=False))
        found = None if path is None else await self._read(path)
        if path is None or found is None:
            return
        if not found.changes:
            words = "\n".join(["没有可以取回的改动。", *found.told])
            await app.push_screen_wait(Tell(f"“{shown(path.name)}”", words))
            return
        chosen = await app.push_screen_wait(TakeBack(found, shown(path.name)))
        if chosen:
            words = f"取回{len(chosen)}处修改"
            self._session.become(found.taking(chosen), words, WHOLE)
            await self._go_to(WHOLE)
            self._screen.notify(f"已{words}；Ctrl+Z 一步撤销。")

    async def _read(self, path: Path) -> BroughtBack | None:
        """What is changed in a file; None if it cannot be read, which is told."""
        app = self._screen.app
        app.notify("正在读改过的文件……", timeout=3)
        try:
            return await asyncio.to_thread(open_changed, self._session.entered, path, self._file.guard.path)
        except InputError as error:
            words = "\n".join(str(problem) for problem in error.problems)
        except OSError as error:
            words = f"{reason(error)}。\n{path}"
        await app.push_screen_wait(Tell("这份文件取不了", words))
        return None

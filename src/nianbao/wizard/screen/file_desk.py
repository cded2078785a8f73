"""The screen's dealings with its file: saving, leaving, and what can be in the way."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from textual.screen import Screen

from nianbao.desk import carried
from nianbao.desk.another_place import another_place
from nianbao.desk.safe.guard import ChangedOutside, Opened
from nianbao.desk.safe.merged import Together
from nianbao.desk.typed_path import typed_path
from nianbao.files import atomic
from nianbao.problem import InputError, reason
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell

_TICK = 0.4  # seconds; nothing that was typed earlier than this is lost to a power cut
_LOOK = 5  # ticks between two looks whether somebody else has changed the file
_CHANGED_OUTSIDE = "文件刚被别人或别的程序改过；您的改动还在，保存时可以合在一起。"


class FileDesk:
    """Keeps the report of a screen in its file.

    ``commit`` enters what is half typed; ``show_state`` is called when the file's state has changed,
    ``show_report`` when the report has, by what somebody else did.
    """

    def __init__(
        self,
        screen: Screen[None],
        opened: Opened,
        commit: Callable[[], object],
        show_state: Callable[[], object],
        show_report: Callable[[], object],
    ) -> None:
        self.guard = opened.guard
        self._session = opened.session
        self._screen = screen
        self._commit = commit
        self._show_state = show_state
        self._show_report = show_report
        self._changed_outside = False  # whether somebody else has changed the file
        self._ticks = 0

    @property
    def unsaved(self) -> bool:
        """Whether there is something that the file does not have; a new report has no file yet."""
        return self._session.unsaved or not self.guard.path.exists()

    @property
    def trouble(self) -> str:
        """What the user should know about the file before going on typing, as a sentence; or empty."""
        return self.guard.trouble() or (_CHANGED_OUTSIDE if self._changed_outside else "")

    def begin(self) -> None:
        """Bring the journal to the disk from now on, away from where somebody types."""
        self._screen.set_interval(_TICK, self._tick)

    def close(self) -> None:
        """Let go of the file, however the program ends; what is not saved waits for the next time."""
        self._remember()
        self.guard.close(keep=True)

    def save(self) -> None:
        """Save, asking where somebody else has changed the file."""
        self._work(self._save())

    def save_then(self, then: Callable[[], object]) -> None:
        """Do something with the report that is in the file, after saving what is not there yet; nothing is
        done where it was not saved."""
        if self.unsaved:
            self._work(self._save_then(then))
        else:
            then()

    def save_as(self) -> None:
        """Save to another file, and go on with that one."""
        self._commit()
        self._work(self._save_copy())

    def leave(self) -> None:
        """End the program; what is not saved is asked about."""
        self._work(self._leave())

    # ---- in the background

    def _work(self, task: Coroutine[Any, Any, object]) -> None:
        self._screen.run_worker(task, group="file", exclusive=True)

    def _tick(self) -> None:
        workers = self._screen.workers
        if not any(worker.group == "journal" and worker.is_running for worker in workers):
            self._screen.run_worker(self._flush, group="journal", thread=True, exit_on_error=False)

    def _flush(self) -> None:
        before = self.trouble
        self.guard.tick()
        self._ticks += 1
        if self._ticks % _LOOK == 0:
            self._changed_outside = self.guard.changed_outside()
        if before != self.trouble:
            self._screen.app.call_from_thread(self._show_state)

    # ---- saving

    async def _save_then(self, then: Callable[[], object]) -> None:
        if await self._save(quietly=True):
            then()

    async def _save(self, *, quietly: bool = False) -> bool:
        """False if it was not saved."""
        self._commit()
        answer = ""
        while True:
            try:
                if answer == "both":
                    self.guard.take_in()
                    self._show_report()
                self.guard.save(overwrite=answer == "overwrite")
            except ChangedOutside as error:
                answer = await self._ask_whose(error)
                if answer == "copy":
                    return await self._save_copy()
                if answer not in {"both", "overwrite"}:
                    return False
            except InputError as error:
                await self._screen.app.push_screen_wait(Tell("没有保存", _problems(error)))
                return False
            except OSError as error:
                return await self._refused(error)
            else:
                self._changed_outside = False
                self._remember()
                self._show_state()
                if not quietly:
                    self._screen.notify(f"已保存到 {self.guard.path.name}。", timeout=3)
                self._tell_lost()
                return True

    def _remember(self) -> None:
        carried.remember(self.guard.path, self._session.unconfirmed)

    def _tell_lost(self) -> None:
        """Tell what could not be kept, or not be written down, though the report was saved."""
        for words in (self.guard.history.trouble, atomic.not_kept(self.guard.lost)):
            if words:
                self._screen.notify(words, severity="warning")

    async def _ask_whose(self, error: ChangedOutside) -> str:
        """What to do about what somebody else has made of the file."""
        answers = {"cancel": "先不保存", "copy": "另存一份", "overwrite": "用我的内容盖掉"}
        words = "保存您的内容，会盖掉对方的改动；也可以先不保存，另存一份再比较。"
        both = self.guard.theirs()
        if both is not None:
            answers = {"both": "合在一起", **answers}
            words = "\n".join(_told(both))
        words = f"{error}\n{words}"
        return await self._screen.app.push_screen_wait(Ask("文件被别人改过", words, answers, tall=bool(both)))

    async def _refused(self, error: OSError) -> bool:
        """The system does not let us write: offer another place."""
        words = (
            f"{self.guard.path.name}：{reason(error)}。\n原来的文件没有动，您的改动还在，可以换个地方保存。"
        )
        question = Ask("没有保存", words, {"copy": "另存到别处", "cancel": "返回"})
        answer = await self._screen.app.push_screen_wait(question)
        return answer == "copy" and await self._save_copy(refused=True)

    async def _save_copy(self, *, refused: bool = False) -> bool:
        """Save to another file and go on with that one. ``refused``: not where the file is."""
        name = str(another_place(self.guard.path, refused=refused))
        while True:
            question = Fill("另存为", "写明文件夹和文件名：", name, words="保存")
            typed = await self._screen.app.push_screen_wait(question)
            if not typed:
                return False
            try:
                self.guard.save_as(typed_path(typed))
            except FileExistsError:
                self._screen.notify("已经有这个文件，请换一个名字。", severity="warning")
                name = typed
            except InputError as error:
                await self._screen.app.push_screen_wait(Tell("没有保存", _problems(error)))
                return False
            except OSError as error:
                self._screen.notify(f"{reason(error)}，请换一个地方。", severity="warning")
                name = str(another_place(typed_path(typed), refused=True))
            else:
                self._remember()
                self._show_state()
                self._screen.notify(f"已保存到 {self.guard.path}。", timeout=5)
                return True

    async def _leave(self) -> None:
        self._commit()
        keep = False
        if self.unsaved:
            answers = {"save": "保存并退出", "keep": "留到下次", "drop": "不要了", "cancel": "不退出"}
            question = Ask("还有没保存的改动", "退出以前要保存吗？", answers)
            answer = await self._screen.app.push_screen_wait(question)
            if answer in {"", "cancel"} or (answer == "save" and not await self._save()):
                return
            keep = answer == "keep"
            if keep and not await self._is_kept():
                return
        self.guard.close(keep=keep)
        self._screen.app.exit(0)

    async def _is_kept(self) -> bool:
        """Whether what is not saved is written down for the next time; told if it cannot be."""
        self.guard.tick()
        if trouble := self.guard.trouble():
            await self._screen.app.push_screen_wait(Tell("留不到下次", trouble))
        return not trouble


def _told(both: Together) -> Iterator[str]:
    """What somebody else has changed, and what becomes of it if both are put together."""
    if not both.theirs:
        yield "对方改的只是说明（#）、来源或写法，数和文字没有变。"
        return
    yield f"对方改了{len(both.theirs)}处，合在一起都会保留。"
    if both.disputed:
        yield f"标 ! 的{len(both.disputed)}处您也改过，用您的；对方的写在修改记录里。"
    for change in both.theirs:
        sign = "! " if change.place in both.disputed else ""
        yield f"{sign}{change.place}：{change.before or '（没有）'} → {change.after or '（没有）'}"


def _problems(error: InputError) -> str:
    return "\n".join(str(problem) for problem in error.problems)

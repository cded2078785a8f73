"""Saving, leaving, and what can be in the way: the screen's dealings with its file."""

from __future__ import annotations

from textual import work
from textual.screen import Screen

from nianbao.desk.safe.guard import ChangedOutside, FileGuard
from nianbao.desk.session import Session
from nianbao.desk.typed_path import typed_path
from nianbao.problem import InputError, reason
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell

_TICK = 0.4  # seconds; nothing that was typed earlier than this is lost to a power cut
_LOOK = 5  # ticks between two looks whether somebody else has changed the file


class Filing(Screen[None]):
    """A screen with a guarded file."""

    guard: FileGuard
    session: Session
    outside = False  # whether somebody else has changed the file
    _ticks = 0

    def commit(self) -> None:
        """Enter what is half typed."""

    def show_top(self) -> None:
        """Show the state of the file."""

    @property
    def unsaved(self) -> bool:
        """Whether there is something that the file does not have; a new report has no file yet."""
        return self.session.unsaved or not self.guard.path.exists()

    def begin_filing(self) -> None:
        """Bring the journal to the disk from now on, away from where somebody types."""
        self.set_interval(_TICK, self._tick)

    def on_unmount(self) -> None:
        """Let go of the file, however the program ends; what is not saved waits for the next time."""
        self.guard.close(keep=True)

    def _tick(self) -> None:
        if not any(worker.group == "journal" and worker.is_running for worker in self.workers):
            self.run_worker(self._flush, group="journal", thread=True, exit_on_error=False)

    def _flush(self) -> None:
        before = (self.guard.trouble(), self.outside)
        self.guard.tick()
        self._ticks += 1
        if self._ticks % _LOOK == 0:
            self.outside = self.guard.changed_outside()
        if before != (self.guard.trouble(), self.outside):
            self.app.call_from_thread(self.show_top)

    @work(group="file", exclusive=True)
    async def action_save(self) -> None:
        await self.save()

    async def save(self) -> bool:
        """Save, asking where somebody else has changed the file. False if it was not saved."""
        self.commit()
        overwrite = False
        while True:
            try:
                self.guard.save(overwrite=overwrite)
            except ChangedOutside as error:
                answer = await self.app.push_screen_wait(
                    Ask(
                        "文件被别人改过",
                        f"{error}\n保存您的内容，会盖掉对方的改动；也可以先不保存，另存一份再比较。",
                        {"cancel": "先不保存", "copy": "另存一份", "overwrite": "用我的内容盖掉"},
                    )
                )
                if answer == "copy":
                    return await self._save_copy()
                if answer != "overwrite":
                    return False
                overwrite = True
            except InputError as error:
                await self.app.push_screen_wait(Tell("没有保存", _problems(error)))
                return False
            except OSError as error:
                return await self._refused(error)
            else:
                self.outside = False
                self.show_top()
                self.notify(f"已保存到 {self.guard.path.name}。", timeout=3)
                return True

    async def _refused(self, error: OSError) -> bool:
        """The system does not let us write: offer another place."""
        answer = await self.app.push_screen_wait(
            Ask(
                "没有保存",
                f"{self.guard.path.name}：{reason(error)}。\n原来的文件没有动，您的改动还在，可以换个地方保存。",
                {"copy": "另存到别处", "cancel": "返回"},
            )
        )
        return await self._save_copy() if answer == "copy" else False

    async def _save_copy(self) -> bool:
        """Save to another file and go on with that one."""
        path = self.guard.path
        name = str(path.with_name(f"{path.stem}-另存{path.suffix}"))
        while True:
            typed = await self.app.push_screen_wait(
                Fill("另存为", "写明文件夹和文件名：", name, words="保存")
            )
            if not typed:
                return False
            try:
                self.guard.save_as(typed_path(typed))
            except FileExistsError:
                self.notify("已经有这个文件，请换一个名字。", severity="warning")
                name = typed
            except InputError as error:
                await self.app.push_screen_wait(Tell("没有保存", _problems(error)))
                return False
            except OSError as error:
                self.notify(f"{reason(error)}，请换一个地方。", severity="warning")
                name = typed
            else:
                self.show_top()
                self.notify(f"已保存到 {self.guard.path}。", timeout=5)
                return True

    @work(group="file", exclusive=True)
    async def action_leave(self) -> None:
        """Leave; what is not saved is asked about."""
        self.commit()
        keep = False
        if self.unsaved:
            answer = await self.app.push_screen_wait(
                Ask(
                    "还有没保存的改动",
                    "退出以前要保存吗？",
                    {"save": "保存并退出", "keep": "留到下次", "drop": "不要了", "cancel": "不退出"},
                )
            )
            if answer in {"", "cancel"} or (answer == "save" and not await self.save()):
                return
            keep = answer == "keep"
        self.guard.close(keep=keep)
        self.app.exit(0)


def _problems(error: InputError) -> str:
    return "\n".join(str(problem) for problem in error.problems)

"""The wizard as a program: opens a report and shows the screens."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen

from nianbao.desk import carried, recent
from nianbao.desk.beginning import Begin
from nianbao.desk.clipboard import Clipboard
from nianbao.desk.safe.guard import Busy, FileGuard, Opened
from nianbao.files import remembered, settings
from nianbao.model.report import Report
from nianbao.model.succession import brought
from nianbao.problem import InputError, reason, shown
from nianbao.read import holds_figures_alone, is_document
from nianbao.terminal import wrap_paragraphs
from nianbao.wizard.beside import last_year, members_of
from nianbao.wizard.commands import Commands, Palette
from nianbao.wizard.in_order import InOrder
from nianbao.wizard.page_driver import Received, Turned, ask_for_file
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.theme import DARK, FAINT, LIGHT, PLAIN, key_name
from nianbao.wizard.windows.dialogs import Ask, Tell
from nianbao.wizard.windows.help import HelpScreen
from nianbao.wizard.windows.new import NewReport
from nianbao.wizard.windows.read_in import ReadIn
from nianbao.wizard.windows.recovery import RecoveryScreen
from nianbao.wizard.windows.small import TooSmall, is_too_small
from nianbao.wizard.windows.start import StartScreen

_NOTICE, _AROUND_NOTICE = 46, 3  # the widest notice (as in nianbao.tcss), and the cells around its text
_LOOKS = "looks"  # under which the chosen theme is remembered


class NianbaoApp(App[int]):
    """Fill in an annual report. ``path`` None begins with the choice of a file.
    With ``review`` it is only looked through."""

    CSS_PATH = "nianbao.tcss"
    TITLE = "政府信息公开工作年度报告"
    COMMANDS: ClassVar = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "帮助", priority=True),  # in windows, too, which hide what lies below
        Binding("alt+h", "help", "帮助", show=False, priority=True),
        Binding("alt+f", "command_palette", "查找", show=False, priority=True),
        Binding("alt+q", "quit", "退出", show=False, priority=True),
        Binding("f12", "light_or_dark", "深色／浅色", show=False),
        Binding("ctrl+p", "command_palette", "查找", priority=True),
        Binding("ctrl+q", "quit", "退出", show=False, priority=True),
        Binding("alt+u", "upload", "上传文件", show=False, priority=True),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(self, path: Path | None = None, prior: Path | None = None, *, review: bool = False) -> None:
        colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if colourless else None)
        self._path = path
        self._prior = prior
        self._system = Clipboard()
        self.in_order = InOrder(self)
        self._review = review
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        chosen = LIGHT if remembered.load(_LOOKS).get("theme") == LIGHT.name else DARK
        self.theme = PLAIN if colourless else chosen.name

    async def on_mount(self) -> None:
        if self._path is None:
            self.push_screen(StartScreen())
        else:
            self.open_report(self._path)

    async def on_event(self, event: events.Event) -> None:
        is_typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if not is_typed or self.in_order.lets_pass(event):
            await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        if is_too_small(event.size) and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {FAINT: "ansi_default"}

    def get_key_display(self, binding: Binding) -> str:
        return binding.key_display or key_name(binding.key)

    # ---- opening

    @work(group="open", exclusive=True)
    async def open_report(self, path: Path) -> None:
        """Open a file and show it; what is in the way is reported."""
        try:
            opened = FileGuard.open(path, review=self._review)
        except Busy as error:
            await self.push_screen_wait(Tell("已经打开了", str(error)))
        except InputError as error:
            problems = "\n".join(str(problem) for problem in error.problems)
            await self.push_screen_wait(Tell("这个文件打不开", problems))
        except FileNotFoundError:
            made = await self.push_screen_wait(NewReport(path))
            if made is not None:
                self.create_report(made)
        except OSError as error:
            await self.push_screen_wait(Tell("这个文件打不开", f"{reason(error)}。\n{path}"))
        else:
            await self._edit(opened)
        self._have_a_beginning()

    @work(group="open", exclusive=True)
    async def create_report(self, begin: Begin) -> None:
        """Begin a new report."""
        path = begin.path
        try:
            opened = FileGuard.create(path, begin.report)
        except FileExistsError:
            title = "已经有这个文件" if path.exists() else "上次建过这份报告，没有保存"
            answer = await self.push_screen_wait(
                Ask(title, f"{path}\n要打开它吗？", {"open": "打开", "cancel": "返回"})
            )
            if answer == "open":
                self.open_report(path)
        except Busy as error:
            await self.push_screen_wait(Tell("已经打开了", str(error)))
        except OSError as error:
            await self.push_screen_wait(Tell("没有建成", f"{reason(error)}。\n{path}"))
        else:
            await self._edit(opened, begin.prior)
        self._have_a_beginning()

    def _have_a_beginning(self) -> None:
        """Show the first screen where nothing was opened in the end, unless somebody is leaving."""
        begun = any(isinstance(screen, StartScreen | EditingScreen) for screen in self.screen_stack)
        if not begun and self.return_value is None:
            self.push_screen(StartScreen())

    def on_start_screen_open(self, message: StartScreen.Open) -> None:
        self.open_report(message.path)

    def on_start_screen_create(self, message: StartScreen.Create) -> None:
        self.create_report(message.begin)

    async def _edit(self, opened: Opened, prior: Report | None = None) -> None:
        """Show a report. ``prior``: last year's, where it has just been chosen."""
        path = opened.guard.path
        session = opened.session
        session.members = members_of(self, path, session.report)
        session.prior = prior or await last_year(self, self._prior, path, session.report)
        session.unconfirmed |= brought(session.report, prior).keys() if prior else carried.unconfirmed(path)
        if opened.notice:
            await self.push_screen_wait(Tell("请留意", opened.notice))
        if opened.recovered is not None and not session.may_recover(opened.recovered.report):
            words = f"“{path.name}”里有没保存的内容，是填的人留下的；请先不加 --review 打开，保存以后再复核。"
            await self.push_screen_wait(Tell("先不能复核", words))
            opened.guard.close(keep=True)
            return
        if opened.recovered is not None:
            take = await self.push_screen_wait(RecoveryScreen(opened.recovered, path.name))
            if take:
                opened.recovered.accept()
            elif take is False:
                copy = opened.recovered.discard()
                if copy is not None:
                    words = f"没有恢复的内容存了一份：“{copy.name}”。要用的时候，把 .bak 改成 .toml 再打开。"
                    self.notify(words, timeout=10)
            else:
                opened.guard.close(keep=True)
                return
        recent.add(path)
        carried.remember(path, session.unconfirmed)
        self.push_screen(EditingScreen(opened))

    # ---- copied and pasted

    @property
    def clipboard(self) -> str:
        """What was copied last, here or in another program of this machine."""
        return self._system.latest(super().clipboard) if self.shares_clipboard() else super().clipboard

    def copy_to_clipboard(self, text: str) -> None:
        super().copy_to_clipboard(text)
        if self.shares_clipboard():
            self._system.copied()

    def shares_clipboard(self) -> bool:
        """Whether the clipboard of this machine is the user's. A browser pastes by itself, from its own."""
        return not (self.is_web or self.is_headless)

    # ---- in a browser

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Files come from a browser only; nothing is found but in a report, nor turned but in its picture."""
        if action in {"command_palette", "turn"}:
            down = next(each for each in reversed(self.screen_stack) if not isinstance(each, HelpScreen))
            return isinstance(down, EditingScreen) and (action != "turn" or down.printed.is_open)
        return action != "upload" or self.is_web

    def action_upload(self) -> None:
        """Take a file from the machine that the browser runs on."""
        ask_for_file(self)

    def action_turn(self, by: int) -> None:
        """On by so many pages in the picture of the report."""
        if isinstance(self.screen, EditingScreen):
            self.screen.printed.turn(by)

    @on(Turned)
    def _turn(self, message: Turned) -> None:
        self.action_turn(message.by)

    @on(Received)
    @work(group="received", exclusive=True)
    async def _take(self, message: Received) -> None:
        """Ask what a file from the browser is for."""
        path = message.path
        editing = next((screen for screen in self.screen_stack if isinstance(screen, EditingScreen)), None)
        answers = {"last": "从它开始今年的报告", "open": "打开它"}
        if editing is not None:
            answers = {"import": "导入里面的数"} if holds_figures_alone(path) else {}
            answers |= {"back": "取回里面的修改"} if is_document(path) else {}
            answers |= {"prior": "当作上年的报告来对照"}
        answers |= {"keep": "先放着"}
        answer = await self.push_screen_wait(Ask("收到文件", f"已经放在：\n{shown(str(path))}", answers))
        if answer in {"import", "back"} and editing is not None:
            editing.action_review("bring_back" if answer == "back" else "import", path)
        elif answer == "prior" and editing is not None:
            editing.compare_with(path)
        elif answer == "open" and not is_document(path):
            self.open_report(path)
        elif answer in {"last", "open"}:
            begin = await self.push_screen_wait(ReadIn(path, follows=answer == "last"))
            if isinstance(begin, Begin):
                self.create_report(begin)

    # ---- everywhere

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something, never as markup: names of files may hold what Rich takes for it. Lines break as
        Chinese does, which Textual does not know."""
        width = min(_NOTICE, self.size.width // 2) - _AROUND_NOTICE
        message = "\n".join(wrap_paragraphs(message, max(width, 2)))
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def on_notify(self, event: Notify) -> None:
        """What is told again takes the place of what was told before."""
        for told in [each for each in self._notifications if each.message == event.notification.message]:
            self._unnotify(told, refresh=False)

    def action_help(self) -> None:
        if isinstance(self.screen, HelpScreen):
            self.pop_screen()
        elif not isinstance(self.screen, TooSmall):
            self.push_screen(HelpScreen(self.screen))

    def action_scroll_text(self, lines: int) -> None:
        """Scroll the text of the window, whatever has the keyboard there."""
        for box in self.screen.query(VerticalScroll):
            box.scroll_relative(y=lines, animate=False, immediate=True)

    def action_light_or_dark(self) -> None:
        if self.theme != PLAIN:
            self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
            remembered.save(_LOOKS, {"theme": self.theme})

    def action_pdf_engine(self, name: str) -> None:
        """Print PDFs by this engine from now on, in all reports of this user."""
        try:
            settings.choose_pdf_engine(name)
        except (InputError, OSError) as error:
            self.notify(reason(error) if isinstance(error, OSError) else str(error), severity="warning")
        else:
            self.notify(f"PDF 以后用 {name} 排版；报告旁边的 {settings.FILE} 另有设置的，照那里的。")

    def action_command_palette(self) -> None:
        if isinstance(self.screen, HelpScreen):
            self.pop_screen()
        self.push_screen(Palette())

    def action_help_quit(self) -> None:
        self.notify("要退出请按 Ctrl+Q；复制用 Ctrl+C。")

    async def action_quit(self) -> None:
        """Leave from wherever one is, as if every window had been closed by Esc first; what is not saved in a
        report that is open is asked about."""
        while (window := self.screen) is not self._under_windows():
            if not await self._close_window(window):
                self.notify("请先关闭这个窗口。", timeout=3)
                return
        if isinstance(self.screen, EditingScreen):
            self.screen.action_leave()
        else:
            self.exit(0)

    def _under_windows(self) -> Screen[Any]:
        """The screen over which the windows are."""
        down = reversed(self.screen_stack)
        found = (each for each in down if isinstance(each, EditingScreen | StartScreen))
        return next(found, self.screen_stack[0])

    async def _close_window(self, window: Screen[Any]) -> bool:
        """Close a window the way that Esc does. False if it stays."""
        if isinstance(window, TooSmall):
            self.pop_screen()
        for binding in window._bindings.key_to_bindings.get("escape", ()):
            await self.run_action(binding.action, window)
        return self.screen is not window


def run(path: Path | None = None, prior: Path | None = None, *, review: bool = False) -> int:
    """Run the wizard in this terminal until the user leaves. Returns the exit code."""
    app = NianbaoApp(path, prior, review=review)
    result = app.run()
    return result if result is not None else (app.return_code or 0)

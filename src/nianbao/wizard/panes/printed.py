"""The page that is worked on as it will be printed, beside the rest: in this terminal or in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.session import Session
from nianbao.files import settings
from nianbao.model.reference import BadReference
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError
from nianbao.wizard import painter

if TYPE_CHECKING:
    from nianbao.publish.pictures import Picture
    from nianbao.wizard.painter import Canvas

_PAUSE = 0.03  # seconds without a change; to draw a page takes a tenth of a second more
_LEAST = 150  # columns of a terminal that has room for a page
_TOO_NARROW = f"窗口不够宽，旁边放不下印出来的样子，所以按文字排出；宽到{_LEAST}列再按 F5，就看得到。"


class PrintedPane(Vertical):
    """Follows what is typed: after a pause the page is drawn in a thread. What was overtaken meanwhile is
    dropped. ``picture`` is what is shown, ``is_open`` whether any is wanted."""

    def __init__(self, session: Session, guard: FileGuard, id: str) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self.picture: Picture | None = None
        self._canvas: Canvas | None = None
        self._session = session
        self._guard = guard
        self.is_open = False
        self._section = ""
        self._turned = 0
        self._asked = 0  # how often a page was asked for: who comes with an earlier number comes too late
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="printed-words", markup=False)

    async def toggle(self) -> str:
        """Open it, or close it. A sentence if it cannot be opened, and why."""
        if self.is_open:
            self._close()
            return ""
        if why := await self._make_room():
            return why
        self.is_open = True
        self.follow(self._section)
        return ""

    def follow(self, section: str) -> None:
        """The report or the section that is worked on may be another now."""
        if section != self._section:
            self._section, self._turned = section, 0
        if not self.is_open:
            return
        self._asked += 1
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._begin)

    def turn(self, by: int) -> None:
        """On by so many pages, if there are so many."""
        shown = self.picture
        if shown is not None and 1 <= shown.number + by <= shown.pages:
            self._turned += by
            self.follow(self._section)

    def on_mouse_scroll_down(self) -> None:
        self.turn(1)

    def on_mouse_scroll_up(self) -> None:
        self.turn(-1)

    # ---- how it is done

    async def _make_room(self) -> str:
        """Put what pictures are shown by into its place; a sentence if that cannot be."""
        if self.app.is_web:
            return ""
        found = painter.canvas(self.app)
        if isinstance(found, str):
            return found
        if self.app.size.width < _LEAST:
            return _TOO_NARROW
        if self._canvas is None:
            self._canvas = found(id="printed-page")
            await self.mount(self._canvas, before=0)
        self.screen.add_class("-printed")
        return ""

    def _close(self) -> None:
        self.is_open = False
        self.picture = None
        self.screen.remove_class("-printed")
        if self.app.is_web:
            painter.to_browser(self.app, b"", "")

    def _begin(self) -> None:
        self._draw(self._session.report, self._section, self._turned, self._asked)

    @work(thread=True, group="printed", exclusive=True)
    def _draw(self, report: Report, section: str, turned: int, asked: int) -> None:
        from nianbao.publish.pictures import picture  # here, because its libraries take a while to load

        words = ""
        made: Picture | None = None
        try:
            settled = settings.of(self._guard.path)
            made = picture(report, section, turned, engine=settled.pdf_engine, look=settled.look())
        except BadReference as error:
            words = f"现在排不出来：{error.what}；{error.remedy}"
        except (InputError, OutputError) as error:
            words = f"现在排不出来：{error}"
        if asked == self._asked:
            self.app.call_from_thread(self._show, made, words, asked)

    def _show(self, made: Picture | None, words: str, asked: int) -> None:
        """Show a page, or the last one that could be drawn with the words why there is none."""
        if asked != self._asked or not self.is_open:
            return
        self.picture = made or self.picture
        if made is not None:
            words = f"第{made.number}页，共{made.pages}页"
        if self.app.is_web:
            painter.to_browser(self.app, self.picture.png() if self.picture else b"", words)
        elif made is not None and self._canvas is not None:
            self._canvas.image = made.image
        self.query_one("#printed-words", Static).update(words)

"""Drives the wizard as a person does: by keys, pastes and clicks, and reads what stands on the screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.keys import _character_to_key, key_to_character
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

from nianbao.desk.session import Session
from nianbao.files import report_toml
from nianbao.model.report import Report
from nianbao.terminal import width_of
from nianbao.wizard.app import NianbaoApp
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.sheet.sheet import Sheet

# The same number as Textual's own method gives, which is written in Python and asked for 300 rules at every
# widget: a tenth of what it takes to start a wizard.
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]

PATIENCE = 20.0  # seconds that something may take on a busy machine before a test fails
_BACKGROUND = 1.0  # seconds that what is done in the background is waited for after each key
_INSTANT = 0.002  # seconds between two looks
_LOOK = 0.02  # the same, at what takes longer
_DRAWN = 8  # times that a screen is laid out and drawn until it is as it stays
_QUIET = 2  # rounds of the event loop in which nobody does anything
SMALL = (80, 24)
WIDE = (160, 50)


_parse = Stylesheet._parse_rules
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def _parsed_once(sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
    """What a style sheet says, remembered from one wizard to the next: each would read the same again."""
    key = (css, *where, *how.items(), *sheet._variables.items())
    if key not in _parsed:
        _parsed[key] = _parse(sheet, css, *where, **how)
    return _parsed[key]


_draw = Compositor.render_update
_looked_at: WeakKeyDictionary[Compositor, str] = WeakKeyDictionary()  # what stood there, and still does


def _drawn_when_seen(
    compositor: Compositor,
    full: bool = False,
    screen_stack: list[Screen[Any]] | None = None,
    simplify: bool = False,
) -> Any:
    """No terminal shows what is drawn after each key, a third of all work; :meth:`Driver.screen` draws what
    a test looks at, and a picture is drawn whole."""
    if full:
        return _draw(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    compositor._dirty_regions.clear()
    _looked_at.pop(compositor, None)
    return None


class Background(ThreadPoolExecutor):
    """The threads of a wizard, which knows whether anything is done in them."""

    def __init__(self) -> None:
        super().__init__()
        self._begun: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        self._begun.append(future)
        return future

    def is_busy(self) -> bool:
        self._begun = [future for future in self._begun if not future.done()]
        return bool(self._begun)


class Driver:
    """A running wizard."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self._pilot = pilot
        self._background = Background()
        asyncio.get_running_loop().set_default_executor(self._background)

    @property
    def app(self) -> NianbaoApp:
        app = self._pilot.app
        assert isinstance(app, NianbaoApp)
        return app

    @property
    def editing(self) -> EditingScreen:
        """The screen on which the report is filled in, wherever it is in the stack."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, EditingScreen))

    @property
    def session(self) -> Session:
        return self.editing.session

    @property
    def sheet(self) -> Sheet:
        return self.editing.middle.table.sheet

    # ---- what a person does

    async def keys(self, *keys: str) -> None:
        """Press keys by their names, several in one string with spaces between them."""
        for key in (key for part in keys for key in part.split()):
            self.app.post_message(events.Key(key, key_to_character(key)))
            await self._settle()
        await self._rest()

    async def type(self, text: str) -> None:
        """Type characters; an input method sends Chinese ones the same way."""
        for character in text:
            name = {"\n": "enter", "\t": "tab"}.get(character) or _character_to_key(character)
            self.app.post_message(events.Key(name, character))
        await self._rest()

    async def hurry(self, *keys: str) -> None:
        """Press keys so fast, or on a machine so busy, that all are there before the first is dealt with."""
        for key in keys:
            self.app.post_message(events.Key(key, key_to_character(key)))
        await self._rest()

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self._rest()

    async def click(self, selector: str, x: int, y: int, *, times: int = 1, shift: bool = False) -> None:
        await self._pilot.click(selector, offset=(x, y), times=times, shift=shift)
        await self._rest()

    async def click_words(self, words: str) -> None:
        """Click on words, where they stand last on the screen."""
        lines = self.screen().splitlines()
        y = max(number for number, line in enumerate(lines) if words in line)
        x = width_of(lines[y].rpartition(words)[0])
        await self._pilot.click(offset=(x, y))
        await self._rest()

    async def drag(self, selector: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the mouse button at one place of a widget and let go at another."""
        await self._pilot.mouse_down(selector, offset=start)
        self._pilot.app.screen.query_one(selector).post_message(
            events.MouseMove(None, *end, 0, 0, 1, False, False, False)  # the pilot hovers without a button
        )
        await self._settle()
        await self._pilot.mouse_up(selector, offset=end)
        await self._rest()

    async def resize(self, width: int, height: int) -> None:
        await self._pilot.resize_terminal(width, height)
        await self._rest()

    async def go(self, place: str) -> None:
        """Go to a part or a cell without keys, where the way there is not what is tested."""
        await self.editing.go_to(place)
        await self._rest()

    async def put(self, report: Report) -> None:
        """Put another report in the place of the one that is edited, where a scenario needs another."""
        self.session.become(report, "")
        self.editing.bring_up_to_date()
        await self._rest()

    async def _rest(self) -> None:
        """Wait until everything that was asked for is done and drawn, in the background, too,
        without sleeping where nothing is done there. What takes longer is waited for by :meth:`until`."""
        end = time.monotonic() + _BACKGROUND
        await self._settle()
        while self._holds_back() and time.monotonic() < end:
            await asyncio.sleep(_INSTANT)
            await self._settle()
        for _ in range(_DRAWN):
            screen = self.app.screen
            screen._on_timer_update()
            await self._settle()
            waits = screen._layout_required or screen._dirty_widgets or not screen.size
            if screen is self.app.screen and not waits:
                return

    def _holds_back(self) -> bool:
        """Whether something is done in the background, or nothing drawn for a moment: after the palette."""
        return self._background.is_busy() or bool(self.app._batch_count)

    async def _settle(self) -> None:
        """Wait until nobody has a message to deal with, however busy the machine is. To look at each widget
        is dear: it is done only when the event loop itself has nothing left to do."""
        quiet, loop = 0, asyncio.get_running_loop()
        end = time.monotonic() + PATIENCE
        while quiet < _QUIET and self.app.is_running:  # nobody reads what is sent to a program that has ended
            await asyncio.sleep(0)
            if loop._ready:  # type: ignore[attr-defined]  # what is to be done next, by others than ourselves
                quiet = 0
            elif (self.app.in_order.idle and all(map(_waits, self._pumps()))) or time.monotonic() > end:
                quiet += 1
            else:
                quiet = 0

    def _pumps(self) -> list[MessagePump]:
        return [self.app, self.app.screen, *self.app.screen.walk_children()]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something that happens in the background."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(_LOOK)
                self.app.screen._on_timer_update()
                await self._settle()

    # ---- what a person sees

    def focused(self) -> str | None:
        """The id of what has the keyboard."""
        return self.editing.focused.id if self.editing.focused else None

    def screen(self) -> str:
        """Everything on the screen, line by line."""
        screen = self.app.screen
        compositor = screen._compositor
        if screen._dirty_widgets or screen._layout_required or compositor not in _looked_at:
            _looked_at[compositor] = "\n".join(strip.text for strip in compositor.render_strips())
        return _looked_at[compositor]

    def figure(self, cell: str) -> str:
        """What the report now says of a cell."""
        return str(self.session.report.figure(cell))


def _waits(pump: MessagePump) -> bool:
    """Whether it waits for its next message: in the middle of one it does not, though no other is there."""
    ready: asyncio.Event = pump._message_queue.ready_event
    return not ready.is_set() and bool(ready._waiters)


Steps = Callable[[Driver], Awaitable[None]]


def drive(
    steps: Steps,
    path: Path | None = None,
    *,
    prior: Path | None = None,
    review: bool = False,
    size: tuple[int, int] = SMALL,
) -> NianbaoApp:
    """Run the wizard on a file, take the steps, and leave it. Returns the app as it was left."""

    async def run() -> NianbaoApp:
        app = NianbaoApp(path, prior, review=review)
        with (
            patch.object(Stylesheet, "_parse_rules", _parsed_once),
            patch.object(Compositor, "render_update", _drawn_when_seen),
        ):
            async with app.run_test(size=size, notifications=True) as pilot:
                driver = Driver(pilot)
                if path is not None:
                    await driver.until(lambda: len(app.screen_stack) > 1 and _is_filled(app.screen))
                await steps(driver)
                if app.is_running:
                    driver.screen()  # it can be drawn, though nobody looks
        return app

    return asyncio.run(run())


def _is_filled(screen: Screen[object]) -> bool:
    return not isinstance(screen, EditingScreen) or bool(screen.parts)


def on(report: Report, folder: Path) -> Path:
    """A file that holds the report."""
    path = folder / "报告.toml"
    report_toml.save(report, path)
    return path

"""One key after the other: the next is dealt with when all that the one before it does is done."""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

_QUIET = (
    8  # rounds of the event loop without a message: one that goes up to the screen is in no queue for one
)
_LONGEST = 400  # rounds after which the next key goes on all the same


class InOrder:
    """Holds back what is typed or pasted while the key before it is under way.

    Left alone, all keys that are there go to whatever has the keyboard now, though the first of them opens a
    window for which the others are meant; that happens to quick hands on a slow machine.
    """

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._next: events.Event | None = None  # what is sent to the app once more, to be dealt with now
        self._following: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is held back."""
        return self._following is None

    def lets_pass(self, event: events.Event) -> bool:
        """Whether it is to be dealt with now; else it comes again."""
        _as_without_caps_lock(event)
        if event is self._next:
            self._next = None
            return True
        self._waiting.append(event)
        # Before it is dealt with, not behind: nothing is between a key and its paint.
        if self._following is None:
            self._following = asyncio.create_task(self._follow())
        return False

    async def _follow(self) -> None:
        while self._waiting:
            await self._settle()
            self._next = self._waiting.popleft()
            self._app.post_message(self._next)
        self._following = None

    async def _settle(self) -> None:
        """Until nobody has a message to deal with."""
        quiet, pumps = 0, self._pumps()
        for _ in range(_LONGEST):
            await asyncio.sleep(0)
            quiet = 0 if any(pump.message_queue_size for pump in pumps) else quiet + 1
            if quiet == _QUIET:
                before, pumps = pumps, self._pumps()
                if pumps == before:
                    return
                quiet = 0

    def _pumps(self) -> list[MessagePump]:
        """Who may have messages."""
        return [self._app, self._app.screen, *self._app.screen.walk_children()]


def _as_without_caps_lock(event: events.Event) -> None:
    """Alt+M is Alt+m: keys of the wizard have no capitals."""
    if isinstance(event, events.Key) and event.key.startswith("alt+"):
        event.key = event.key.lower()

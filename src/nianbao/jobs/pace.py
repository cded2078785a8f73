"""How fast a run goes, and how long it still takes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_RECENT = 60.0  # seconds that are looked back: the first documents say little about the last


class Pace:
    """How many of ``total`` are done."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.total = total
        self.done = 0
        self._clock = clock
        self._begun = clock()
        self._steps: deque[tuple[float, int]] = deque([(self._begun, 0)])

    def to(self, done: int) -> None:
        """So many are done."""
        self.done = done
        now = self._clock()
        if now - self._steps[-1][0] >= 1:  # one a second is enough
            self._steps.append((now, self.done))
            while len(self._steps) > 2 and now - self._steps[1][0] > _RECENT:
                self._steps.popleft()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return self._clock() - self._begun

    @property
    def rate(self) -> float:
        """How many a second, lately; 0 while nothing is known."""
        since, done = self._steps[0]
        seconds = self._clock() - since
        return (self.done - done) / seconds if seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the others will take, None while nothing is known."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None

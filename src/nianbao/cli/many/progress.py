"""How far a run is: one line at a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys

from nianbao.cli.frame import say
from nianbao.jobs.pace import Pace

_WIDTH = 24  # cells of the bar
_PAUSE = 0.1  # seconds between two drawings
_LINE_EVERY = 30.0  # seconds between two lines where nobody looks at a terminal


class Progress:
    """The progress of ``total`` inputs, of each of which ``steps`` files are made. A single step is not
    shown."""

    def __init__(self, doing: str, total: int, steps: int = 1, *, quiet: bool = False) -> None:
        self._doing = doing
        self._total = total
        self._steps = steps
        self._pace = Pace(total * steps)
        self._live = sys.stderr.isatty()
        self._silent = quiet or total * steps == 1
        self._shown = ""
        self._last = self._pace.seconds if self._live else 0.0

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return self._pace.seconds

    def step(self) -> None:
        """A file of an input is done."""
        self._pace.to(min(self._pace.done + 1, self._pace.total))
        self._show()

    def finish(self, inputs: int) -> None:
        """So many inputs are done."""
        self._pace.to(inputs * self._steps)
        self._show()

    def hide(self) -> None:
        """Make room for something else."""
        if self._shown:
            sys.stderr.write("\r" + " " * _width_of(self._shown) + "\r")
            sys.stderr.flush()
            self._shown = ""

    def end(self) -> None:
        """Nothing more comes."""
        self.hide()
        self._silent = True

    def _show(self) -> None:
        now = self._pace.seconds
        pause = _PAUSE if self._live else _LINE_EVERY
        last = self._live and self._pace.done == self._pace.total
        if self._silent or (now - self._last < pause and not last):
            return
        self._last = now
        if not self._live:
            say.note(f"{self._doing}：{self._words()}")
            return
        filled = _WIDTH * self._pace.done // self._pace.total
        text = _cut(f"{self._doing}  [{'#' * filled}{'-' * (_WIDTH - filled)}]  {self._words()}")
        self.hide()
        sys.stderr.write(text)
        sys.stderr.flush()
        self._shown = text

    def _words(self) -> str:
        done = self._pace.done // self._steps
        rate, left = self._pace.rate / self._steps, self._pace.left
        parts = [f"{done}/{self._total}份，{100 * done // self._total}%"]
        if rate > 0:
            parts.append(f"每秒{rate:.1f}份" if rate >= 1 else f"每分钟{rate * 60:.1f}份")
        if left is not None and done:
            parts.append(f"还要{duration(left)}")
        return "，".join(parts)


def duration(seconds: float) -> str:
    """A time in words: 3秒, 2分05秒, 1小时20分."""
    if seconds < 9.95:
        return f"{seconds:.1f}秒"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}小时{minutes:02}分"
    return f"{minutes}分{rest:02}秒" if minutes else f"{rest}秒"


def _width_of(text: str) -> int:
    from nianbao.terminal import width_of  # here, because one file needs none of it

    return width_of(text)


def _cut(text: str) -> str:
    """The text as far as it goes on one line: a longer one would break, and could not be taken back."""
    import shutil

    from nianbao.terminal import cut

    return cut(text, max(20, shutil.get_terminal_size().columns - 1))

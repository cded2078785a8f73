"""What is told when somebody has pasted what looks like a whole report."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message


class WholeReport(Message):
    """Ask whether it is to go to all parts; ``here`` pastes it where the keyboard is, as any other text."""

    def __init__(self, text: str, here: Callable[[], object]) -> None:
        super().__init__()
        self.text, self.here = text, here

"""The line at the top of the screen: whose report, which part, how far it is, whether it is saved."""

from __future__ import annotations

from textual.widgets import Static


class TopLine(Static):
    """Tells the state, or what is wrong in its place."""

    def __init__(self) -> None:
        super().__init__(id="top", markup=False)
        self._words = ""

    def show(self, words: str, trouble: str) -> None:
        """Show the state in words; where there is trouble, that alone."""
        words = f" ✗ {trouble}" if trouble else f" {words}"
        if words != self._words:
            self._words = words
            self.update(words, layout=False)
            self.set_class(bool(trouble), "-trouble")

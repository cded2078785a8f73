"""The line at the top of the screen: whose report, which part, how far it is, whether it is saved."""

from __future__ import annotations

from textual.widgets import Static

from nianbao.terminal import wrap


class TopLine(Static):
    """Tells the state, or what is wrong in its place."""

    def __init__(self) -> None:
        super().__init__(id="top", markup=False)
        self._words = ""
        self._trouble = False

    def show(self, words: str, trouble: str) -> None:
        """Show the state in words; where there is trouble, that alone."""
        words = f"✗ {trouble}" if trouble else f" {words}"
        if words != self._words:
            self._words, was = words, self._trouble
            self._trouble = bool(trouble)
            self.set_class(self._trouble, "-trouble")
            self._draw(layout=was or self._trouble)

    def on_resize(self) -> None:
        self._draw(layout=self._trouble)

    def _draw(self, *, layout: bool) -> None:
        """What is wrong, and what to do about it, takes as many lines as it needs."""
        room = max(self.size.width - 2, 2)
        words = "\n".join(f" {line}" for line in wrap(self._words, room)) if self._trouble else self._words
        self.update(words, layout=layout)

"""A text on the screen, broken into lines as Chinese is: between characters, not at spaces."""

from __future__ import annotations

from itertools import accumulate

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from nianbao.terminal import pieces


class WrappedText(Widget):
    """As high as its text needs."""

    DEFAULT_CSS = "WrappedText { width: 1fr; height: auto; }"

    def __init__(self, text: str | Text = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._shown = Text(text) if isinstance(text, str) else text

    def update(self, text: str | Text) -> None:
        """Show another text."""
        new = Text(text) if isinstance(text, str) else text
        if new != self._shown:
            self._shown = new
            self.refresh(layout=True)

    @property
    def text(self) -> str:
        return self._shown.plain

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Text:
        shown = Text("\n").join(self._lines(self.content_size.width))
        shown.no_wrap = True
        return shown

    def _lines(self, width: int) -> list[Text]:
        lines: list[Text] = []
        for line in self._shown.split("\n", allow_blank=True):
            ends = accumulate(len(piece) for piece in pieces(line.plain, max(width, 2)))
            lines += line.divide(list(ends)[:-1])
        return lines

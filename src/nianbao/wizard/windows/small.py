"""A window so small that a table would be seen through a slit says so, and nothing else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(60, 18)  # columns and lines


class TooSmall(ModalScreen[None]):
    """Over everything until the window has grown; what was being done goes on then."""

    def compose(self) -> ComposeResult:
        yield Static(
            f"窗口太小，请放大\n（至少{LEAST.width}列{LEAST.height}行）", id="too-small", markup=False
        )

    def on_resize(self) -> None:
        self._look_again()

    def on_screen_resume(self) -> None:
        self._look_again()

    def _look_again(self) -> None:
        if not is_too_small(self.app.size) and self.is_current:
            self.dismiss(None)


def is_too_small(size: Size) -> bool:
    """Whether nobody can work in a window of this size."""
    return size.width < LEAST.width or size.height < LEAST.height

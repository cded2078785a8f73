"""The looks of a table by the names that painting gives them."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class Styles:
    """``styles("figure", "error")`` is the look of a figure with that of an error laid over it."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._known: dict[tuple[str, ...], Style] = {}

    def __call__(self, *names: str) -> Style:
        style = self._known.get(names)
        if style is None:
            style = self._widget.get_component_rich_style(f"sheet--{names[0]}")
            for name in names[1:]:
                style += self._widget.get_component_rich_style(f"sheet--{name}", partial=True)
            self._known[names] = style
        return style

    def forget(self) -> None:
        """The style sheet or the theme has changed."""
        self._known.clear()

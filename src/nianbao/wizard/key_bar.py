"""The line at the foot of the screen: the keys that work here, as many as fit. A click presses one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from nianbao.terminal import width_of


def in_chinese(binding: Binding) -> bool:
    """Whether a key is explained in the language of the users; those of the library's own widgets are not."""
    return width_of(binding.description) > len(binding.description)


def _is_shown(binding: Binding) -> bool:
    return binding.show


class KeyBar(Widget):
    """Follows the keyboard focus. ``shows`` tells of a key whether it is to stand there, where the screen
    knows better than the key."""

    COMPONENT_CLASSES = {"key-bar--key"}  # noqa: RUF012 - as Textual declares it
    ALLOW_SELECT = False

    def __init__(self, shows: Callable[[Binding], bool] = _is_shown) -> None:
        super().__init__()
        self._shows = shows

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._shown: list[Binding] = []
        self._changed(self.screen)

    def _changed(self, screen: Screen[Any]) -> None:
        if screen is self.screen:
            shown = list(self._bindings_shown())
            if shown != self._shown:
                self._shown = shown
                self.refresh()

    def _bindings_shown(self) -> Iterator[Binding]:
        """Those that work here and are meant to be shown, one for each action."""
        actions = set()
        for active in self.screen.active_bindings.values():
            shown = self._shows(active.binding) and active.enabled and in_chinese(active.binding)
            if shown and active.binding.action not in actions:
                actions.add(active.binding.action)
                yield active.binding

    def render(self) -> Text:
        style = self.get_component_rich_style("key-bar--key")
        pieces = [part for _, key, words in self._laid_out() for part in ((key, style), words)]
        return Text.assemble(*pieces, no_wrap=True)

    def _laid_out(self) -> Iterator[tuple[Binding, str, str]]:
        """Each key with its name and its words; one that does not fit as a whole is left out."""
        free = self.size.width
        for binding in self._shown:
            key, words = f" {self.app.get_key_display(binding)} ", f"{binding.description} "
            width = width_of(key + words)
            if width <= free:
                free -= width
                yield binding, key, words

    def on_click(self, event: events.Click) -> None:
        end = 0
        for binding, key, words in self._laid_out():
            end += width_of(key + words)
            if event.x < end:
                self.app.simulate_key(binding.key)
                return

"""The last line of a window: what its keys do. Without a keyboard, as on a phone, one touches the words."""

from __future__ import annotations

from collections.abc import Mapping

from textual.widgets import Label


def hint(ways: Mapping[str, str]) -> Label:
    """``ways``: words that name a key, by the action of the window that it does."""
    links = (f'[@click="screen.{action}"]{words}[/]' for action, words in ways.items())
    return Label("　".join(links), classes="dialog-hint")

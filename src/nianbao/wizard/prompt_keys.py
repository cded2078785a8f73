"""Keys that are dealt with in the order in which they were pressed, however quickly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.widget import Widget

from nianbao.wizard.one_line import OneLine


async def promptly(widget: Widget, event: events.Key) -> None:
    """Do at once what a widget, what holds it, or its screen binds a key to; pass on what was pressed after
    the keyboard went elsewhere.

    Left alone, a bound key would be looked up only after it had gone up to the screen, and a character
    typed quickly after it would be dealt with before that.
    """
    focused = widget.screen.focused
    if focused is not None and focused is not widget:
        focused.post_message(events.Key(event.key, event.character))
    elif not await _done(widget, event.key):
        return
    event.stop()
    event.prevent_default()


async def _done(widget: Widget, key: str) -> bool:
    """Do what a widget, what holds it, or its screen binds a key to. False if that is nothing, or nothing
    now."""
    for node in widget.ancestors_with_self:
        if isinstance(node, App):
            return False
        for binding in node._bindings.key_to_bindings.get(key, ()):
            if await widget.app.run_action(binding.action, node):
                return True
    return False


class PromptInput(OneLine):
    """A line to fill in. Enter calls ``entered`` before the next key is dealt with, so that what is typed
    ahead goes to the line to which Enter leads."""

    def __init__(self, value: str = "", *, entered: Callable[[], object], **options: Any) -> None:
        super().__init__(value, compact=True, **options)
        self._entered = entered

    async def on_key(self, event: events.Key) -> None:
        await promptly(self, event)

    async def action_submit(self) -> None:
        self._entered()

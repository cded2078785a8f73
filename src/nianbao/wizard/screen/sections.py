"""The list at the left: every part of the report with its mark and its number of findings."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from nianbao.desk.parts import Part
from nianbao.terminal import width_of
from nianbao.wizard.prompt_keys import promptly

_BESIDE = 5  # cells: the mark and a space before the name, a space and a number of two digits behind it


class SectionList(OptionList):
    """Moving in the list shows the part at once; Enter goes into it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.enter_part", "进去填写"),
        Binding("right", "screen.enter_part", "进去填写", show=False),
        Binding("down", "cursor_down", "下一部分", show=False),
        Binding("up", "cursor_up", "上一部分", show=False),
        Binding("home", "first", "第一部分", show=False),
        Binding("end", "last", "最后一部分", show=False),
    ]

    class Moved(Message):
        """The highlight is on another part, which is to be shown."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._parts: dict[str, Part] = {}

    @property
    def part(self) -> str | None:
        """The part that is highlighted now."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def update_parts(self, parts: list[Part]) -> None:
        """Take over the state of the parts; only what changed is drawn again."""
        if [part.id for part in parts] != list(self._parts):
            self._parts = {part.id: part for part in parts}
            chosen = self.highlighted
            self.set_options(Option(self._prompt(part), id=part.id) for part in parts)
            self.highlighted = min(chosen, len(parts) - 1) if chosen is not None else 0
            return
        for part in parts:
            if part != self._parts[part.id]:
                self._parts[part.id] = part
                self.replace_option_prompt(part.id, self._prompt(part))

    def choose(self, part_id: str) -> None:
        """Put the highlight on a part."""
        index = self.get_option_index(part_id)
        if self.highlighted != index:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = index

    async def on_key(self, event: events.Key) -> None:
        await promptly(self, event)

    def on_resize(self, _: events.Resize) -> None:
        for part in self._parts.values():
            self.replace_option_prompt(part.id, self._prompt(part))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id:
            self.post_message(self.Moved())

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.run_action("screen.enter_part")

    def _prompt(self, part: Part) -> Text:
        """Mark, name and number of findings on one line; the official numbers where all have room."""
        width = max(self.scrollable_content_region.width - 2, 13)
        longest = max(width_of(_numbered(each)) for each in self._parts.values())
        name = _numbered(part) if longest + _BESIDE <= width else part.name
        count = str(part.findings) if part.findings else ""
        text = Text(f"{part.state} {name}")
        text.append(" " * max(width - text.cell_len - len(count), 1) + count)
        return text


def _numbered(part: Part) -> str:
    return f"{part.mark}、{part.name}" if part.mark else part.name

"""The text of one cell while it is typed: caret, insertion, and what is refused with a word why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nianbao.model.figure import LONGEST, State, half_width, parse
from nianbao.model.form import Cell

_CHANGE = re.compile(r"[增减加](?:加|少|长)?\s*[\d０-９]")
_COMPLETIONS = ("", "0", "00", "000", "元", "0）", "）")  # what could still follow and make a figure of it


@dataclass
class CellEditor:
    """Text and caret (an index into the text). ``replacing``: it was begun by typing over the old content,
    so that an arrow key enters it and moves on; else arrow keys move the caret."""

    cell: Cell
    text: str = ""
    caret: int = 0
    replacing: bool = True

    @classmethod
    def on(cls, cell: Cell, text: str) -> CellEditor:
        """Edit what stands there, the caret at its end."""
        return cls(cell, text, len(text), replacing=False)

    def insert(self, typed: str) -> bool:
        """Put characters in at the caret. All of them: 减4 without what is no figure would be another one.
        False, and none of them, if there would be more than any figure has."""
        text = "".join(filter(str.isprintable, typed))
        if len(self.text) + len(text) > LONGEST:
            return False
        self.text = self.text[: self.caret] + text + self.text[self.caret :]
        self.caret += len(text)
        return True

    @property
    def fault(self) -> str:
        """Why what was typed cannot be entered, with the way out; empty if it is a figure."""
        return "" if parse(self.text).state is not State.MALFORMED else refusal(self.text)

    @property
    def hopeless(self) -> bool:
        """Whether nothing that could be typed behind it makes a figure of it."""
        return not could_be_figure(self.text)

    def delete_left(self) -> None:
        if self.caret:
            self.text = self.text[: self.caret - 1] + self.text[self.caret :]
            self.caret -= 1

    def delete_right(self) -> None:
        self.text = self.text[: self.caret] + self.text[self.caret + 1 :]

    def move(self, steps: int) -> None:
        self.caret = max(0, min(self.caret + steps, len(self.text)))


def could_be_figure(text: str) -> bool:
    """Whether the text is a figure or the beginning of one."""
    return any(parse(text + rest).state is not State.MALFORMED for rest in _COMPLETIONS)


def refusal(text: str) -> str:
    """Why a text is no figure, in words for the person who typed it: by its first character that cannot stand
    where it stands."""
    if _CHANGE.match(text):
        return "增加请写 +4，减少请写 -4。"
    wrong = next((end for end in range(len(text)) if not could_be_figure(text[: end + 1])), None)
    if wrong is None:
        return "还没有写完整，例如 22（其中修订16件）、48359.9万元。"
    character, before = text[wrong], text[:wrong]
    plain = half_width(character)
    if plain.isdigit():
        return "数字太长了，请核对。"
    if plain == "(":
        return "请先填数字，再在括号里写说明，例如 22（其中修订16件）。"
    if plain.isascii() and plain.isalpha():
        return f"“{character}”是字母，这里只填数字。"
    if plain.isalpha():
        return f"“{character}”不能填在这里；说明请写在数字后面的括号里，例如 22（其中修订16件）。"
    if plain in "+-" and before:
        return f"“{character}”只能写在最前面，例如 +4、-18。"
    return f"“{character}”不能填在这里；可以填数字、+4、-18、小数，或 / 表示不适用。"

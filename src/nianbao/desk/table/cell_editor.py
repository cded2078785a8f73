"""The text of one cell while it is typed: caret, insertion, and what is refused with a word why."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.model.figure import State, half_width, parse
from nianbao.model.form import Cell

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

    def insert(self, typed: str) -> str:
        """Put characters in at the caret. Returns why the first refused one was, else nothing."""
        for character in typed:
            if character in "\r\n\t" or not character.isprintable():
                continue
            text = self.text[: self.caret] + character + self.text[self.caret :]
            if not could_be_figure(text) and could_be_figure(self.text):
                return refusal(character, self.text)
            self.text = text
            self.caret += 1
        return ""

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


def refusal(character: str, before: str) -> str:
    """Why a character cannot stand here, in words for the person who typed it."""
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

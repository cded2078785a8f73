"""References in a text that is being written, shown as their figures: 154 in place of {{申请.本年新收.总计}}.

Behind the first character of the figure stands a mark of two characters that nobody sees, behind the last one
an end. No text of a report has these characters, and none is saved: they are taken for the reference again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from nianbao.desk.text.official_text import reference_to
from nianbao.model.figure import Figure, count
from nianbao.model.reference import REFERENCE, BadReference, resolve
from nianbao.model.report import Report

_MARKS = "\U000e0020-\U000e007e"  # tag characters: as wide as nothing, and taken out of every text
_END = "\U000e007f"
_CHIP = re.compile(f"([^{_MARKS}{_END}\n])([{_MARKS}]{{2}})([^{_MARKS}{_END}\n]*){_END}")
_HIDDEN = re.compile(f"[{_MARKS}{_END}]")
_NUMBER = re.compile(f"(?<![\\d.{_MARKS}])\\d{{2,}}(?![\\d.{_MARKS}{_END}])", re.ASCII)
_EVERY = [chr(code) for code in range(0xE0020, 0xE007F)]


@dataclass(frozen=True, slots=True)
class Chip:
    """Columns of its first character and behind its last in a line as shown, and the reference."""

    start: int
    end: int
    reference: str


class Chips:
    """The two ways between a text as the report holds it and as it is shown. ``report`` gives the report."""

    def __init__(self, report: Callable[[], Report]) -> None:
        self._report = report
        self._marks: dict[str, str] = {}  # by reference
        self._references: dict[str, str] = {}  # by mark
        self._last = ("", "")  # shown and typed; asked for several times at every keystroke
        self._figures: tuple[Mapping[str, Figure], Mapping[str, Figure]] = {}, {}  # given, and all of them
        self._said: tuple[object, ...] = ()  # all that a figure follows from, as it was renewed last
        self._free = ("".join(pair) for pair in itertools.product(_EVERY, repeat=2))

    def shown(self, text: str) -> str:
        """A text with its references as chips. One that means nothing, or a part of it, stays as it is."""
        if "{{" not in text or _HIDDEN.search(text):
            return text
        return REFERENCE.sub(lambda match: self._chip(match[0]), text)

    def typed(self, shown: str) -> str:
        """The text of the report again."""
        if shown != self._last[0]:
            self._last = shown, self._typed(shown)
        return self._last[1]

    def _typed(self, shown: str) -> str:
        found = _CHIP.sub(lambda match: self._references.get(match[2], match[0]), shown)
        return _HIDDEN.sub("", found)

    def renewed(self, shown: str) -> str:
        """What is shown with the figures of now, and references that were typed by hand as chips."""
        report = self._report()
        now = report.form, report.figures, report.year, report.agency
        before, self._said = self._said, now
        same = all(one is other for one, other in zip(now, before, strict=False)) and bool(before)
        return shown if same and "}}" not in shown else self.shown(self.typed(shown))

    def on(self, line: str) -> Iterator[Chip]:
        """The chips of a line as shown."""
        for match in _CHIP.finditer(line) if _END in line else ():
            yield Chip(*match.span(), self._references.get(match[2], ""))

    def column_shown(self, line: str, column: int) -> int:
        """Where a column of the text is in a line as shown; of a reference, at the beginning of its chip."""
        for chip in self.on(line):
            longer = len(chip.reference) - (chip.end - chip.start)
            if column <= chip.start:
                return column
            if column < chip.end + longer:
                return chip.start
            column -= longer
            line = line[: chip.start] + " " * (chip.end - chip.start) + line[chip.end :]
        return column

    def column_typed(self, line: str, column: int) -> int:
        """Where a column of a line as shown is in the text."""
        return len(self._typed(line[:column])) if _END in line else column

    def only_cell(self, number: str) -> str | None:
        """A reference to the cell that alone of all holds a number; None if none or several do."""
        report = self._report()
        if report.figures is not self._figures[0]:
            self._figures = report.figures, report.all_figures()
        figure = count(int(number))
        cells = [cell for cell, other in self._figures[1].items() if other == figure]
        return reference_to(report.form.cells[cells[0]], report.form) if len(cells) == 1 else None

    def _chip(self, reference: str) -> str:
        try:
            words = resolve(reference, self._report())
        except BadReference:
            return reference
        if not words or "\n" in words + reference:
            return reference
        mark = self._marks.get(reference)
        if mark is None:
            mark = self._marks[reference] = next(self._free)
            self._references[mark] = reference
        return f"{words[0]}{mark}{words[1:]}{_END}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a line, with the columns of its first digit and behind its last."""

    text: str
    start: int
    end: int


def number_at(line: str, column: int) -> Number | None:
    """The number of two digits or more at which a column is; none of a chip."""
    for match in _NUMBER.finditer(line):
        if match.start() <= column <= match.end():
            return Number(match[0], *match.span())
    return None


def seen(shown: str) -> str:
    """What a person sees of a text as shown."""
    return _HIDDEN.sub("", shown)

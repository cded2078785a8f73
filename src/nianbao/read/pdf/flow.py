"""Lines of running text → paragraphs, by where the lines begin and end and how far apart they are.

Nothing here is measured in absolute numbers: edges, the distance of lines and whether paragraphs are indented
are the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_INDENT = 1.0  # characters by which the first line of a paragraph stands in
_RAGGED = 2.5  # characters by which a line may end before the right edge and still be full
_ALIKE = 0.6  # characters by which the ends of lines at one edge differ
_FEWEST = 3  # lines that make an edge
_SCRAP = 8  # characters of a line that says nothing of the edges, such as what a table left beside it
_LOOSE = 1.3  # how much more than usual lines of one paragraph may be apart
_FARTHEST = 3.5  # heights between the middles of lines that anybody takes for neighbours
_USUAL = 2.2  # heights between lines, where a document has too few to tell
_SAME_SIZE = 0.2  # share of the height by which the lines of a paragraph may differ
_MOSTLY = 0.6  # share of the paragraphs that are indented in a document that indents them
_FEWEST_COLUMNS = 5  # words of a line that stand below each other
_LONGEST_IN_COLUMN = 8  # characters of such a word
_STOPS = ("。", "；", "：", "！", "？", "”", "）", ")", ":", ";")
_ENDS = ("。", "；", "：", "！", "？")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,2}、(?![一二三四五六七八九十]{1,2}[、季月类级产])\S")
_NUMBER = re.compile(r"[\d.,]+")
_WORD = re.compile(r"[!-~]{4,}")
_NUMBERED = re.compile(r"(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d))")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and where it stands, in points; y runs upward."""

    text: str
    left: float
    right: float
    middle: float
    height: float


@dataclass(slots=True)
class Open:
    """A paragraph on one page; ``full`` if its last line reaches the right edge, ``begins`` if its first
    line is set as the first line of a paragraph."""

    text: str
    full: bool
    begins: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """How the running text of a document is set: its edges, the distance of lines by their height, and
    whether paragraphs are indented."""

    left: float
    right: float
    pitch: float
    indented: bool

    def is_full(self, line: Line) -> bool:
        """Whether a line reaches the right edge; one in the middle of the page does not."""
        inside = line.left - self.left
        centred = inside > _INDENT * line.height and abs(inside - (self.right - line.right)) < line.height
        reaches = line.right > self.right - _RAGGED * line.height
        return reaches and not (centred and inside > 2 * _RAGGED * line.height)

    def begins(self, line: Line) -> bool:
        """Whether a line is set as the first of a paragraph."""
        return line.left - self.left > _INDENT * line.height

    def paragraphs(self, lines: Sequence[Line]) -> Iterator[tuple[Line, Open]]:
        """The lines as paragraphs, each with its first line."""
        first: Line | None = None
        current: Open | None = None
        before: Line | None = None
        for line in lines:
            if current is not None and before is not None and self._goes_on(before, line, current):
                current.text += joint(current.text, line.text) + line.text
                current.full = self.is_full(line)
            else:
                if first is not None and current is not None:
                    yield first, current
                first, current = line, Open(line.text, self.is_full(line), self.begins(line))
            before = line
        if first is not None and current is not None:
            yield first, current

    def _goes_on(self, before: Line, line: Line, current: Open) -> bool:
        if (
            self.begins(line)
            or self._is_new(current.text, line.text)
            or _is_in_columns(before.text, line.text)
        ):
            return False
        if not current.full and not self._was_too_long(before, line):
            return False
        height = max(line.height, before.height)
        near = before.middle - line.middle < _LOOSE * self.pitch * height
        return near and abs(before.height - line.height) < _SAME_SIZE * line.height

    def _was_too_long(self, before: Line, line: Line) -> bool:
        """Whether the number or word with which a line begins would not have fitted into the one before."""
        word = _WORD.match(line.text)
        if word is None or before.text.endswith(_ENDS[:2]):
            return False
        width = sum(1 if character.isascii() else 2 for character in line.text)
        long = (line.right - line.left) / width * len(word[0])
        return before.right + long > self.right - _RAGGED * line.height

    def continues(self, before: Open, after: Open) -> bool:
        """Whether a paragraph goes on at the top of the next page."""
        if not before.full or after.begins or before.text.endswith(_ENDS):
            return False
        return not self._is_new(before.text, after.text)

    def _is_new(self, before: str, text: str) -> bool:
        """Whether a line begins a paragraph by its number. One within a sentence, as in 第二十条第（一）项,
        does only where the document tells paragraphs by nothing else."""
        if _SECTION.match(text) and not before.endswith("第"):
            return True
        if not _NUMBERED.match(text):
            return False
        return before.endswith(_STOPS) or not (self.indented or before.endswith(("第", "、", "，")))


def flow_of(pages: Sequence[Sequence[Line]]) -> Flow:
    """How the lines of text on the pages of a document, without those of tables, are set."""
    lines = [line for page in pages for line in page]
    if not lines:
        return Flow(0.0, 0.0, _USUAL, False)
    height = median(line.height for line in lines)
    text = [line for line in lines if line.right - line.left > _SCRAP * height] or lines
    right = _edge([-line.right for line in text], height)
    left = _edge([line.left for line in text], height)
    bare = Flow(left, -right, _USUAL, False)
    pairs = [(a, b) for page in pages for a, b in pairwise(page) if _are_neighbours(a, b)]
    pitches = [_pitch(a, b) for a, b in pairs if bare.is_full(a) and not bare.begins(b)]
    if len(pitches) < _FEWEST:
        pitches = [_pitch(a, b) for a, b in pairs]
    firsts = [b for a, b in pairs if not bare.is_full(a)]
    indented = sum(map(bare.begins, firsts)) >= _MOSTLY * len(firsts) > 0
    return Flow(left, -right, median(pitches) if len(pitches) >= _FEWEST else _USUAL, indented)


def _is_in_columns(*lines: str) -> bool:
    """Whether all of some lines are rows of a table without rules: short words far apart, or numbers at their
    end."""
    return all(
        (len(words) >= _FEWEST_COLUMNS and max(map(len, words)) <= _LONGEST_IN_COLUMN)
        or (len(words) > 1 and all(_NUMBER.fullmatch(word) for word in words[-2:]))
        for words in map(str.split, lines)
    )


def _are_neighbours(above: Line, below: Line) -> bool:
    same_size = abs(above.height - below.height) < _SAME_SIZE * below.height
    return same_size and 0 < _pitch(above, below) < _FARTHEST


def _pitch(above: Line, below: Line) -> float:
    return (above.middle - below.middle) / max(above.height, below.height)


def _edge(places: Iterable[float], height: float) -> float:
    """The outermost place at which several lines begin; the outermost of all if there is none."""
    ordered = sorted(places)
    for at, place in enumerate(ordered):
        if sum(other - place <= _ALIKE * height for other in ordered[at : at + _FEWEST]) == _FEWEST:
            return place
    return ordered[0]


def joint(before: str, after: str) -> str:
    """A space where a line break parted two words of an alphabet."""
    both = before[-1:] + after[:1]
    return " " if both.isascii() and both.isalnum() else ""

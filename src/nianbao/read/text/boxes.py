"""Tables in text that are drawn as boxes, by box characters or by dashes, bars and plus signs.

Rules and bars say exactly which places a cell covers, however wide the characters between them are: the bars
of a line are, in their order, those that come down from the line above.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from nianbao.read.blocks import Table, TableCell
from nianbao.read.text.bars import unbroken

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_ACROSS = _LEFT | _RIGHT
_DIRECTIONS = {
    "UP": _UP,
    "DOWN": _DOWN,
    "LEFT": _LEFT,
    "RIGHT": _RIGHT,
    "VERTICAL": _UP | _DOWN,
    "HORIZONTAL": _ACROSS,
}
_FEWEST_RULES = 3
_MOST_BARS = 65  # of a line
_PLAIN_TOP = re.compile(r"\+(?:[-=]{2,}\+)+")
_PLAIN_RULE = re.compile(r"(?<=[+|])[-=:]{2,}(?=[+|])")
_NUMBER = re.compile(r"[\d.,]+")

Drawn = Sequence[tuple[str, int]]  # the characters of a line, and whither each is drawn, 0 for text


def box_at(lines: Sequence[str], at: int) -> tuple[Table | None, int]:
    """The table whose box begins with a line, and the line after it. None if there is no whole one, with the
    line up to which there is none either."""
    top = lines[at].strip()
    if top and _arms(top[0]) == _DOWN | _RIGHT and all(_arms(character) & _ACROSS for character in top):
        drawn = _of_box_characters(lines, at)
    elif _PLAIN_TOP.fullmatch(top):
        drawn = _of_plain_characters(lines, at)
    else:
        return None, at
    box = _Box()
    end = at
    for end, line in enumerate(drawn, start=at + 1):
        if not box.take(line):
            return None, end
        if box.is_closed:
            return box.table(), end
    return None, end


# ---- whither characters are drawn


@cache
def _arms(character: str) -> int:
    """Whither a box character is drawn; 0 for any other."""
    if not "\u2500" <= character <= "\u257f":
        return 0
    words = unicodedata.name(character).split()
    directions = 0
    for word in words:
        directions |= _DIRECTIONS.get(word, 0)
    return 0 if "DIAGONAL" in words else directions


def _of_box_characters(lines: Sequence[str], at: int) -> Iterator[Drawn]:
    for number in range(at, len(lines)):
        text = lines[number].strip()
        if not text or not _arms(text[0]):
            return
        yield [(character, _arms(character)) for character in text]


def _of_plain_characters(lines: Sequence[str], at: int) -> Iterator[Drawn]:
    """The lines of a box of dashes, bars and plus signs. What stands above and below a plus sign in a fixed
    font tells whether a bar goes through it."""
    stripped = (lines[number].strip() for number in range(at, len(lines)))
    run = itertools.takewhile(lambda text: text.startswith(("+", "|")), stripped)
    above: set[int] = set()
    for text, following in itertools.pairwise(itertools.chain(run, [""])):
        places, below = _places(text), _bars(following)
        rules = [rule.span() for rule in _PLAIN_RULE.finditer(text)]
        arms = [0] * len(text)
        for at, (character, place) in enumerate(zip(text, places, strict=True)):
            if character == "|":
                arms[at] = _UP | _DOWN
            elif character == "+" and rules:
                arms[at] = (_UP if place in above else 0) | (_DOWN if place in below else 0)
        for begin, end in rules:
            arms[begin:end] = [_ACROSS] * (end - begin)
            arms[begin - 1] |= _RIGHT
            arms[end] |= _LEFT
        above = _bars(text)
        yield list(zip(text, arms, strict=True))


def _bars(text: str) -> set[int]:
    return {place for place, character in zip(_places(text), text, strict=True) if character in "+|"}


def _places(text: str) -> list[int]:
    """At which place of a line each of its characters begins in a fixed font."""
    widths = (2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return list(itertools.accumulate(widths, initial=0))[:-1]


# ---- the cells between the lines


class _Open:
    """A cell whose lower end has not come: where its bars stand, with which rule it began, and its lines."""

    def __init__(self, left: int, right: int, rule: int) -> None:
        self.left, self.right, self.rule = left, right, rule
        self.lines: list[str] = []


class _Box:
    """A box that is read line by line. Places are counted in characters of the rules."""

    def __init__(self) -> None:
        self._rules = 0
        self._bars: list[int] = []  # where those stand that come down from the line before
        self._open: list[_Open] = []
        self._closed: list[tuple[_Open, int]] = []  # each with the rule that ends it

    @property
    def is_closed(self) -> bool:
        """Whether the last rule was the lower edge."""
        return self._rules > 0 and not self._bars

    def take(self, line: Drawn) -> bool:
        """Take the next line; False if it does not go on with the box."""
        places = self._places(line)
        if places is None:
            return False
        at = [number for number, (_, arms) in enumerate(line) if arms & ~_ACROSS]
        if len(at) > _MOST_BARS:
            return False
        parts = list(itertools.pairwise(at))
        is_rule = [self._is_rule(line, *part) for part in parts]
        if any(ruled is None for ruled in is_rule):
            return False
        ruled = [
            (places[left], places[right]) for (left, right), rule in zip(parts, is_rule, strict=True) if rule
        ]
        texts = [
            (places[left], "".join(character for character, _ in line[left + 1 : right]))
            for (left, right), rule in zip(parts, is_rule, strict=True)
            if not rule
        ]
        down = [places[number] for number in at if line[number][1] & _DOWN]
        return self._go_on(ruled, dict(texts), down)

    def _places(self, line: Drawn) -> dict[int, int] | None:
        """Where the bars and corners of a line stand, by the number of their character: those that come from
        above where they stood there, others as far from these as the rule between is long. None if a bar is
        missing, or one too many."""
        from_above = [number for number, (_, arms) in enumerate(line) if arms & _UP]
        if len(from_above) != len(self._bars):
            return None
        places = dict(zip(from_above, self._bars, strict=True)) if self._rules else {0: 0}
        left = 0
        for number, (_, arms) in enumerate(line):
            if arms & _DOWN and number not in places:
                if left not in places or not all(each & _ACROSS for _, each in line[left + 1 : number]):
                    return None
                places[number] = places[left] + number - left
            left = number if number in places else left
        ordered = [places[number] for number in sorted(places)]
        return places if ordered == sorted(set(ordered)) else None

    @staticmethod
    def _is_rule(line: Drawn, left: int, right: int) -> bool | None:
        """Whether a rule stands between two bars or corners; None if only half of one does."""
        between = [bool(arms & _ACROSS) for _, arms in line[left + 1 : right]]
        if between and all(between):
            return bool(line[left][1] & _RIGHT and line[right][1] & _LEFT) or None
        return None if any(between) else False

    def _go_on(self, ruled: Sequence[tuple[int, int]], texts: dict[int, str], down: list[int]) -> bool:
        """End the cells above rules, begin those below, and give the others their text."""
        rule = self._rules
        going_on: list[_Open] = []
        for cell in self._open:
            below = [(left, right) for left, right in ruled if cell.left <= left and right <= cell.right]
            if not below:
                if cell.left not in texts:
                    return False
                cell.lines.append(texts[cell.left])
                going_on.append(cell)
            elif below[0][0] == cell.left and below[-1][1] == cell.right and _adjoin(below):
                self._closed.append((cell, rule))
            else:
                return False
        if not ruled:
            return True
        held = {cell.left: cell.right for cell in going_on}
        for left, right in itertools.pairwise(down):
            if held.get(left) != right:
                if not any(one <= left < two for one, two in ruled):
                    return False
                going_on.append(_Open(left, right, rule))
        self._open = sorted(going_on, key=lambda cell: cell.left)
        self._bars = down
        self._rules += 1
        return True

    def table(self) -> Table | None:
        """The table, if rules part its rows: without them nothing says which lines are one cell."""
        if self._rules < _FEWEST_RULES or any(_has_numbers(cell.lines) for cell, _ in self._closed):
            return None
        columns = sorted({cell.left for cell, _ in self._closed} | {cell.right for cell, _ in self._closed})
        at = {place: column for column, place in enumerate(columns)}
        return Table(
            tuple(
                TableCell(
                    cell.rule,
                    at[cell.left],
                    end - cell.rule,
                    at[cell.right] - at[cell.left],
                    unbroken(cell.lines),
                )
                for cell, end in sorted(self._closed, key=lambda closed: (closed[0].rule, closed[0].left))
            )
        )


def _adjoin(spans: Sequence[tuple[int, int]]) -> bool:
    return all(one[1] == two[0] for one, two in itertools.pairwise(spans))


def _has_numbers(lines: Sequence[str]) -> bool:
    """Whether several lines of a cell are numbers: rows that no rule parts."""
    return sum(_NUMBER.fullmatch(line.strip()) is not None for line in lines) > 1

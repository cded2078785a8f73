"""Tables without rules, or with level ones alone: lines with their words in the columns where they stand.

Nothing here knows which words are labels; whoever does finds the columns by what stands below and beside one
another, as in text that other programs laid out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from nianbao.read.blocks import UNKNOWN, Paragraph, Place
from nianbao.read.pdf.cut import is_of_number
from nianbao.read.pdf.page import Sign
from nianbao.read.pdf.set_higher import as_set
from nianbao.read.pdf.spacing import are_close, gap_of_words
from nianbao.read.raised import settled

_SAME_LINE = 0.25  # share of the height by which the feet of two characters on a line may differ
_GAP = 1.0  # of the height: what parts two cells
_TIGHT = 0.6  # of the height: numbers that are nearer may be one
_PROSE = 0.75  # of the width of what is printed: a line without gaps that is wider is none of a table
_SAME_PLACE = 1.0  # points: by so much the places of cells below one another may differ
_ENOUGH = 3  # lines in which two cells stand where numbers are nearer in another
_FEWEST = 4  # lines with figures apart from other words, of a table

_Pair = tuple[int, int, int]  # which side, and where it is of two words


@dataclass(slots=True)
class Laid:
    """The lines of a table on one page."""

    top: float
    lines: list[list[Sign]]


def laid_out(signs: Sequence[Sign]) -> tuple[list[Laid], list[Sign]]:
    """The tables among the characters of a page that stand in no ruled one, and what is none of them."""
    printed = [sign for sign in signs if sign.text.strip()]
    if not printed:
        return [], list(signs)
    wide = max(sign.right for sign in printed) - min(sign.left for sign in printed)
    runs: list[list[list[Sign]]] = [[]]
    for line in _lines(printed):
        if _is_prose(line, wide):
            runs.append([])
        else:
            runs[-1].append(line)
    found = [Laid(run[0][0].middle[1], run) for run in runs if _is_table(run)]
    inside = {id(sign) for laid in found for line in laid.lines for sign in line}
    return found, [sign for sign in signs if id(sign) not in inside] if found else list(signs)


def _lines(signs: Sequence[Sign]) -> list[list[Sign]]:
    """The characters of each line from left to right, by their feet: beside a label of two lines stand
    figures in the middle, which are a line of their own."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: -sign.foot):
        if lines and lines[-1][0].foot - sign.foot <= _SAME_LINE * (sign.top - sign.bottom):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    return [sorted(line, key=lambda sign: sign.left) for line in lines]


def _words(line: Sequence[Sign]) -> list[list[Sign]]:
    height = median(sign.top - sign.bottom for sign in line)
    words = [[line[0]]]
    close = are_close(line)
    for one, other in pairwise(line):
        if other.left - one.right > gap_of_words(one.text + other.text, close) * height:
            words.append([])
        words[-1].append(other)
    return words


def _gaps(line: Sequence[Sign]) -> list[float]:
    return [other.left - one.right for one, other in pairwise(line)]


def _is_prose(line: Sequence[Sign], wide: float) -> bool:
    height = median(sign.top - sign.bottom for sign in line)
    return line[-1].right - line[0].left > _PROSE * wide and max(_gaps(line), default=0.0) < _GAP * height


def _is_table(run: Sequence[Sequence[Sign]]) -> bool:
    return sum(map(_has_figures, run)) >= _FEWEST


def _has_figures(line: Sequence[Sign]) -> bool:
    """Whether a figure stands apart from what is left of it."""
    height = median(sign.top - sign.bottom for sign in line)
    words = _words(line)
    return any(
        two[0].left - one[-1].right > _GAP * height and all(is_of_number(sign.text) for sign in two)
        for one, two in pairwise(words)
    )


def paragraphs(laid: Sequence[Laid], page: int, first: int) -> Iterator[Paragraph]:
    """A paragraph for each line of a table that goes on over pages, with as many blanks between words as
    there is room for: its columns are where they were on the page before."""
    lines = [line for each in laid for line in each.lines]
    signs = [sign for line in lines for sign in line]
    wide = [sign.right - sign.left for sign in signs if _columns(sign.text) > 1]
    unit = median(wide) / 2 if wide else median(sign.top - sign.bottom for sign in signs) / 2
    left = min(sign.left for sign in signs)
    apart, most = _apart(lines), max(map(_numbers, lines))
    for number, line in enumerate(lines):
        text = ""
        said = dict(zip(map(id, line), as_set(line), strict=True))
        doubtful, lacks = _is_spaced(line, apart), _numbers(line) < most
        for word in _words(line):
            at = round((word[0].left - left) / unit)
            text += " " * max(1 if text else 0, at - _columns(text))
            text += _said(word, "".join(said[id(sign)] for sign in word), doubtful, lacks)
        bare = settled(text.lstrip(" "))
        yield Paragraph(bare, place=Place(page, first + number, " " * (len(text) - len(bare))))


def _said(word: Sequence[Sign], text: str, doubtful: bool, lacks: bool) -> str:
    """What a word says; a number that is unknown takes as much room as it does on the page. Of a line that
    ``lacks`` numbers which others have, one may have been run into by its label."""
    if all(is_of_number(sign.text) for sign in word):
        return UNKNOWN.center(len(text)) if doubtful or UNKNOWN in text else text
    return f"{text} {UNKNOWN}" if lacks and _is_run_into(word) else text


def _numbers(line: Sequence[Sign]) -> int:
    return sum(all(is_of_number(sign.text) for sign in word) for word in _words(line))


def _is_run_into(word: Sequence[Sign]) -> bool:
    """Whether a label seems to have run into the figure beside it: it ends with a digit, or one lies under
    its letters. What is blank then need not be."""
    first = next((at for at, sign in enumerate(word) if sign.text.isalpha()), None)
    if first is None:
        return False
    return word[-1].text.isdigit() or any(sign.text == UNKNOWN for sign in word[first:])


def _is_spaced(line: Sequence[Sign], apart: Counter[_Pair]) -> bool:
    """Whether numbers of a line stand closer than cells do: they may be the digits of one, set apart. Then
    nobody knows which figure is which one of the row; unless other lines have two numbers ``apart`` there."""
    return any(not _is_known(one, two, apart) for one, two in _pairs(line, -inf, _TIGHT))


def _pairs(line: Sequence[Sign], low: float, high: float) -> Iterator[tuple[list[Sign], list[Sign]]]:
    """Words beside each other of which one ends and the other begins with a digit, so far apart, in shares of
    the height."""
    height = median(sign.top - sign.bottom for sign in line)
    for one, two in pairwise(_words(line)):
        gap = (two[0].left - one[-1].right) / height
        if low <= gap < high and is_of_number(one[-1].text) and is_of_number(two[0].text):
            yield one, two


def _apart(lines: Sequence[Sequence[Sign]]) -> Counter[_Pair]:
    """How many lines have two numbers beside each other that are two cells, by where these stand."""
    return Counter(
        place for line in lines for one, two in _pairs(line, _GAP, inf) for place in _places(one, two)
    )


def _places(one: Sequence[Sign], two: Sequence[Sign]) -> Iterator[_Pair]:
    """Where two words begin, where their middles are, and where they end."""
    for side, share in enumerate((0.0, 0.5, 1.0)):
        first, second = (word[0].left + share * (word[-1].right - word[0].left) for word in (one, two))
        yield side, round(first / _SAME_PLACE), round(second / _SAME_PLACE)


def _is_known(one: Sequence[Sign], two: Sequence[Sign], apart: Counter[_Pair]) -> bool:
    """Whether two words stand where enough lines have two cells."""
    return any(
        sum(apart[side, x + across, y + aside] for across in (-1, 0, 1) for aside in (-1, 0, 1)) >= _ENOUGH
        for side, x, y in _places(one, two)
    )


def _columns(text: str) -> int:
    """How wide a text is, in half characters."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))

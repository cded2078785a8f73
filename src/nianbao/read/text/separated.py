"""Text whose cells are set apart by other signs than bars, as a file of values or a message has them; and
text that mail has quoted."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from nianbao.read.text.bars import BAR

_SEPARATORS = (
    " / ",
    "→",
    ";",
    "；",
    "^",
    "¦",
    "丨",
    "︱",
    "~",
    "&",
    "#",
    "$",
    "·",
    ",",
    "，",
)
_BETWEEN_PIECES = ("\t", BAR, " / ", "¦", "￨")
_FEWEST_PIECES = 100
_RULES = re.compile(r"\|\s*:?-{2,}:?\s*\|")
_FEWEST = 3  # separators of a line that shows how a text is separated: fewer may stand in a sentence
_LINES = 4  # such lines below each other
_VALUES = 0.4  # share of their cells that hold a figure or nothing
_ENDED = 1 / 5  # share of the lines of a table that end with a value
_LONGEST = 60  # characters of a cell
_VALUE = re.compile(r"[-+－＋]?[\d,]+(?:\.\d+)?(?:万?元|[件个项条宗次])?|[-—－/\\无]?")
_BRACKETED = re.compile(r"\s*(?:\[[^\[\]]*\]\s*){2,}|\s*(?:【[^【】]*】\s*){2,}")
_BETWEEN_BRACKETS = re.compile(r"[\]】]\s*[\[【]")
_LEADERS = re.compile(r"\.{2,}|…+|·{2,}|_{2,}")
_FIGURES = re.compile(r"(?<!\S)\d++ \d++(?!\S)")
_SIGN = re.compile(r"[^\w\s|]{1,3}")
_FEWEST_SIGNS = (
    4  # each between two words: more than marks for "does not apply" stand so in a row of seven cells
)
_FEWEST_SIGNED = 2  # lines with as many
_LABELLED = re.compile(r"([^：:]+)[：:]\s*([^：:]*)")
_VALUES_APART = re.compile(r"[、，,；;]\s*|\s+/\s+|\s+")
_QUOTED = {">": re.compile(r"(?:>[ \t]?)+"), "+": re.compile(r"\+")}
_MOSTLY = 0.9
_NUMBERED = re.compile(r"[ ]*(\d{1,5})(?:\t|[:：|][ ]?|  ?|$)")
_FEWEST_NUMBERED = 20  # lines of a text whose lines are numbered


def unquoted(text: str) -> str:
    """The text without what stands before each of its lines: the signs that mail sets before what it answers,
    those of changes, or the numbers of lines."""
    lines = _without_numbers(text.split("\n"))
    written = [line for line in lines if line.strip()]
    for sign, signs in _QUOTED.items():
        if sum(line.startswith(sign) for line in written) >= _MOSTLY * len(written):
            lines = [signs.sub("", line, count=1) if line.startswith(sign) else line for line in lines]
    return "\n".join(lines)


def _without_numbers(lines: list[str]) -> list[str]:
    """The lines without their numbers, if each has the next one."""
    found = [_NUMBERED.match(line) for line in (lines if lines[-1] else lines[:-1])]
    numbers = [int(number[1]) for number in found if number]
    if len(found) < _FEWEST_NUMBERED or len(numbers) < len(found):
        return lines
    begin = numbers[0]
    if numbers != list(range(begin, begin + len(numbers))):
        return lines
    return [_NUMBERED.sub("", line, count=1) for line in lines]


def unrolled(text: str, most: int) -> str:
    """The text, a line for each cell of a line that has more than any table has columns (``most``): the whole
    of a page comes so, with one sign between any two pieces of its text. It has no lines of rules."""
    lines = text.split("\n")
    long = [line for line in lines if len(line) > most and not _RULES.search(line)]
    counts = {sign: max((line.count(sign) for line in long), default=0) for sign in _BETWEEN_PIECES}
    signs = [sign for sign, count in counts.items() if count >= max(most, _FEWEST_PIECES)]
    if len(signs) != 1:
        return text
    (sign,) = signs
    rolled = (line.count(sign) >= most and not _RULES.search(line) for line in lines)
    return "\n".join(
        line.replace(sign, "\n") if is_long else line for line, is_long in zip(lines, rolled, strict=True)
    )


def barred(text: str) -> str:
    """The text with bars between cells that another sign sets apart, in lines that hold values: else
    ``5 / 3`` is taken for what does not apply beside figures."""
    lines = text.split("\n")
    for cells_of in (_in_brackets, _leaders_in(lines), _behind_label):
        lines = _with_bars(lines, [cells_of(line) for line in lines])
    for separator in (*_signs_in(lines), *_SEPARATORS):
        if text.count(separator) >= _FEWEST * _LINES and not _is_mark(separator, lines):
            lines = _with_bars(lines, [_cells(line, separator) for line in lines])
    return "\n".join(lines)


def _is_mark(separator: str, lines: Sequence[str]) -> bool:
    """Whether a sign with spaces around it stands for what does not apply: twice with one space between,
    where figures have a space between them as well."""
    twice = f"{separator}{separator.lstrip()}"
    marked = [line for line in lines if separator in line] if separator[0] == separator[-1] == " " else []
    return any(twice in line for line in marked) and any(map(_FIGURES.search, marked))


def _with_bars(lines: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines with bars between their cells, where lines below each other are a table. Nothing is, unless
    somewhere such lines have many cells and hold values."""
    wide = (row if len(row) > _FEWEST else [] for row in rows)
    runs = (list(run) for is_wide, run in itertools.groupby(wide, bool) if is_wide)
    if not any(len(run) >= _LINES and _are_values(run) for run in runs):
        return lines
    result: list[str] = []
    for is_row, group in itertools.groupby(range(len(lines)), lambda at: _may_be_row(rows[at])):
        run = list(group)
        ended = sum(_VALUE.fullmatch(rows[at][-1].strip()) is not None for at in run if is_row)
        is_table = is_row and ended >= max(1, _ENDED * len(run))
        result += (_row(rows[at]) if is_table else lines[at] for at in run)
    return result


def _row(cells: Sequence[str]) -> str:
    return f"{BAR} {f' {BAR} '.join(cells)} {BAR}"


def _may_be_row(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and not cells[-1].endswith("。") and max(map(len, cells)) <= _LONGEST


def _cells(line: str, separator: str) -> list[str]:
    if '"' in line and len(separator) == 1:
        return next(csv.reader([line], delimiter=separator), [])
    return line.split(separator)


def _in_brackets(line: str) -> list[str]:
    """The cells of a line that has brackets around each: [自然人][5]."""
    return _BETWEEN_BRACKETS.split(line.strip()[1:-1]) if _BRACKETED.fullmatch(line) else []


def _signs_in(lines: Sequence[str]) -> list[str]:
    """The signs with spaces around them that stand between any two words of several lines, many times."""
    found = Counter(sign for line in lines for sign in _signs_between(line.split()))
    return [f" {sign} " for sign, count in found.items() if count >= _FEWEST_SIGNED]


def _signs_between(words: Sequence[str]) -> Iterator[str]:
    """The signs that stand as every second word, many times."""
    if len(words) > 2 * _FEWEST_SIGNS:
        for sign in {word for word in words if _SIGN.fullmatch(word)}:
            are_signs = "".join("s" if word == sign else "w" for word in words)
            if "ws" * _FEWEST_SIGNS + "w" in are_signs:
                yield sign


def _leaders_in(lines: Sequence[str]) -> Callable[[str], list[str]]:
    """What yields the cells of a line with dots between any two, as many as in any other line of a table;
    where there are twice as many, a blank cell stands there."""
    rows = (line for line in lines if len(_LEADERS.findall(line)) >= _FEWEST)
    least = min((len(mark[0]) for line in rows for mark in _LEADERS.finditer(line)), default=0)

    def cells(line: str) -> list[str]:
        marks = [len(mark[0]) for mark in _LEADERS.finditer(line)]
        if not least or not marks or any(mark % least for mark in marks):
            return []
        return _LEADERS.sub(lambda mark: "\0" * (len(mark[0]) // least), line).split("\0")

    return cells


def _behind_label(line: str) -> list[str]:
    """A label, and the values behind its colon: 予以公开：5、0、3."""
    match = _LABELLED.fullmatch(line.strip())
    values = _VALUES_APART.split(match[2]) if match else []
    return [match[1], *values] if match and all(map(_VALUE.fullmatch, values)) else []


def _are_values(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for row in rows for cell in row]
    return sum(_VALUE.fullmatch(cell) is not None for cell in cells) >= _VALUES * len(cells)

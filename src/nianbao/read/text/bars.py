"""Tables in text whose cells have bars between them: Markdown, drawn boxes, web pages made text.

A bar ends a cell, or parts two. A row may be one line, or a cell a line with the bars between; rows may be
filled up at the right to the width of the table, with bars that stand close together.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

BAR = "|"
RULE = re.compile(r"(?=.*(?:[-=─━—]{2}|:-|-:)|\s*\|-\s*$)[-\s:|+=─━—┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝]+")

_BOXES = str.maketrans("│┃｜║", "||||")
_FILLED = re.compile(r"(?<=\|)[_ ]+|_[_ ]*(?=\|)")  # html2text fills cells up so
_ESCAPED, _HIDDEN = "\\|", "\0"
_SECTION = re.compile(r"\s*(?:#|[一二三四五六七八九十]、|\d{1,2}、|第.部分)")
_STOPS = ("。", "；", "：", "！", "？")
_LONGEST_PIECE = 60  # characters of a line of a cell that has several
_BARS = re.compile(r"\|+")
_FEWEST_RULES = 4  # of a drawn table that has one between any two rows
_MOST_SINGLE = 1 / 3  # share of the lines with several cells, up to which a table has one cell a line
_ENDED = 2 / 3  # share of the lines that a bar ends, from which each cell has one

Rows = list[list[str]]


def with_bars(line: str) -> str:
    """The line with plain bars for drawn ones, and escaped ones hidden from :func:`rows_at`."""
    plain = line.replace(_ESCAPED, _HIDDEN).translate(_BOXES)
    return _FILLED.sub(" ", plain) if "_|" in plain or "|_" in plain else plain


def rows_at(lines: Sequence[str], at: int) -> tuple[Rows, bool, int]:
    """The rows of the table that begins at a line, whether they are packed (see :class:`Table`), and the
    line after it. No rows if there is no table before that line. Where nothing tells the rows apart each is
    one cell.

    The lines come from :func:`with_bars`.
    """
    end = _end(lines, at)
    run = _with_single(lines[at:end])
    bars = sum(BAR in line and not RULE.fullmatch(line) for line in run)
    if bars < 2 and not (bars and sum(line.count(BAR) for line in run) > 2):
        return [], False, end
    packed = _packed(run)
    rows = packed or (_grid(run) if _is_grid(run) else _cells(run) if _is_downward(run) else _across(run))
    return [[cell.replace(_HIDDEN, BAR) for cell in row] for row in rows], packed is not None, end


def _with_single(run: Sequence[str]) -> Sequence[str]:
    """The lines with one bar for two where two bars part the cells: no bar stands alone then, nor three, and
    some stand between words."""
    marks = [mark[0] for line in run for mark in _BARS.finditer(line)]
    inner = sum(BAR * 2 in line.strip().strip(BAR) for line in run)
    if 2 * inner <= len(run) or any(len(mark) % 2 for mark in marks):
        return run
    return [line.replace(BAR * 2, BAR) for line in run]


def _is_downward(run: Sequence[str]) -> bool:
    """Whether each cell has a line of its own."""
    several = [line.count(BAR) - _filling(line) > 1 or _parts_two(line) for line in run if BAR in line]
    return sum(several) <= _MOST_SINGLE * len(several)


def _parts_two(line: str) -> bool:
    """Whether a bar stands between two cells of a line."""
    return sum(map(bool, map(str.strip, line.split(BAR)))) > 1


def _cells(run: Sequence[str]) -> Rows:
    """The cells alone, where nothing tells which make a row."""
    text = "\n".join(line for line in run if not RULE.fullmatch(line))
    return [[cell.strip()] for cell in text.split(BAR)[:-1]]


# ---- which lines belong to it


def _end(lines: Sequence[str], at: int) -> int:
    """The line after a table that begins at a line."""
    if BAR not in lines[at] and not RULE.fullmatch(lines[at]) and not _only_bars(lines, at + 1):
        return at
    end = at
    while end < len(lines) and _belongs(lines, end):
        end += 1
    return end


def _belongs(lines: Sequence[str], at: int) -> bool:
    """Whether a line goes on with a table: it has bars, or is a line of a cell that has a bar later."""
    line = lines[at]
    if BAR in line or RULE.fullmatch(line):
        return True
    if not line.strip() or _SECTION.match(line):
        return _only_bars(lines, at + 1)
    following = lines[at + 1] if at + 1 < len(lines) else ""
    if len(line) > _LONGEST_PIECE or line.rstrip().endswith(_STOPS) or BAR not in following:
        return False
    return _is_cell(following) or not lines[at - 1].rstrip().endswith(BAR)


def _is_cell(line: str) -> bool:
    """Whether a line is one cell, or the end of one: it has a bar after it and no other."""
    return line.rstrip().endswith(BAR) and line.count(BAR) == 1


def _only_bars(lines: Sequence[str], at: int) -> bool:
    """Whether a line holds the bars that end the cell above it, and not one that begins a cell below."""
    if at >= len(lines) or BAR not in lines[at] or lines[at].replace(BAR, "").strip():
        return False
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return BAR not in following or not following.replace(BAR, "").strip()


# ---- rows filled up at the right


def _packed(run: Sequence[str]) -> Rows | None:
    """The rows of a table that are filled up with bars, on however many lines: each has equally many bars.

    A second table may follow at once, wider or narrower. None if the bars do not tell rows so.
    """
    lines = [line for line in run if not RULE.fullmatch(line)]
    if any(_has_empty_cell(line) for line in lines):
        return None  # empty cells are written so
    cells = [cell.strip() for cell in "\n".join(lines).split(BAR)][:-1]
    ends = itertools.accumulate(line.count(BAR) for line in lines)
    found = ((end, _filling(line)) for line, end in zip(lines, ends, strict=True))
    filled = [(end, length) for end, length in found if length]
    rows: Rows = []
    begin = 0
    while len(filled) > 1:
        width = filled[0][0] - begin
        other = next(
            (at for at, (end, length) in enumerate(filled) if (end - begin) % width or length > width), None
        )
        until = len(cells) if other is None else _begin_of_next(filled[other - 1][0], filled[other:])
        if until is None:
            return None
        part = [cells[at : min(at + width, until)] for at in range(begin, until, width)]
        rows += part if any(row[0] for row in part) else [row[1:] for row in part]
        if other is None:
            return rows
        begin, filled = until, filled[other:]
    return None


def _has_empty_cell(line: str) -> bool:
    """Whether two bars stand close together before some text."""
    at = line.find(BAR + BAR)
    return at >= 0 and line[at:].replace(BAR, "").strip() != ""


def _filling(line: str) -> int:
    """How many bars that stand close together end a line; none if it is one alone."""
    line = line.rstrip()
    bars = len(line) - len(line.rstrip(BAR))
    return bars if bars > 1 else 0


def _begin_of_next(after: int, filled: Sequence[tuple[int, int]]) -> int | None:
    """The cell with which a second table begins, whose rows end where the first of these filled rows does,
    and those that follow. With each end comes how many bars fill the row."""
    first, length = filled[0]
    for begin in range(first - length, after, -1):
        width = first - begin
        if len(filled) > 2 and not any((end - begin) % width for end, _ in filled[1:4]):
            return begin
    return None


# ---- a row a line


def _across(run: Sequence[str]) -> Rows:
    """The rows of a table with a row a line."""
    lines = _whole(run)
    outer = [(line.startswith(BAR), line.endswith(BAR)) for line in lines]
    if set(outer) != {(True, True), (False, False)}:  # else some lines have bars around them, some have not
        outer = [(all(begun for begun, _ in outer), all(ended for _, ended in outer))] * len(lines)
    return [
        [cell.strip() for cell in line.split(BAR)][begun : line.count(BAR) + 1 - ended]
        for line, (begun, ended) in zip(lines, outer, strict=True)
    ]


def _whole(run: Sequence[str]) -> list[str]:
    """The lines without rules; where bars end the lines, those put together whose end is in the next."""
    lines = [line.strip() for line in run if not RULE.fullmatch(line) and line.strip()]
    ended = sum(line.endswith(BAR) for line in lines) >= _ENDED * len(lines)
    whole: list[str] = []
    for line in lines:
        if whole and ended and not whole[-1].endswith(BAR):
            whole[-1] += "\n" + line
        else:
            whole.append(line)
    return whole


def _is_grid(run: Sequence[str]) -> bool:
    """Whether rules part any two rows, so that a row may take several lines."""
    rules = [bool(RULE.fullmatch(line)) for line in run]
    return rules[0] and rules[-1] and sum(rules) >= _FEWEST_RULES and 2 * sum(rules) <= len(rules)


def _grid(run: Sequence[str]) -> Rows:
    """The rows between the rules, each cell with the lines that it has."""
    rows: Rows = []
    for is_rule, group in itertools.groupby(run, lambda line: bool(RULE.fullmatch(line))):
        if is_rule:
            continue
        lines = [line.strip().removeprefix(BAR).removesuffix(BAR).split(BAR) for line in group]
        if len({len(cells) for cells in lines}) == 1:
            rows.append([unbroken(cell) for cell in zip(*lines, strict=True)])
        else:
            rows += [[cell.strip() for cell in cells] for cells in lines]
    return rows


def unbroken(lines: Sequence[str]) -> str:
    """The text of a cell that was broken to fit its width. Two numbers stay two."""
    text = ""
    for line in filter(None, map(str.strip, lines)):
        apart = text[-1:].isalnum() and text[-1:].isascii() and line[0].isalnum() and line[0].isascii()
        text += ("\n" if apart else "") + line
    return text

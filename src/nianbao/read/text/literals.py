"""Tables written as lists in lists, as programs print them: Python and JSON, YAML, reStructuredText.

A row is a list, ['规章', '3', None], a record, {"项目": "规章"}, or "- - 规章" with "- 3" below it. Rows get
bars between their cells, as any other text has them. What stands for nothing (None, null) is a blank cell,
and so are the places that a merged cell covers: such lists do not tell one from the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.read.text.bars import BAR

_FEWEST_ROWS = 3  # of a list that is a table
_FEWEST_CELLS = 2  # of one of its rows
_NOTHING = frozenset({"None", "null", "nan", "NaN", "~"})
_STRING = r"""(?:"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')"""
_VALUE = rf"(?:{_STRING}|None|null|nan|NaN|[-+]?\d[\d.]*+)"
_NAMED = rf"{_STRING}\s*+:\s*+{_VALUE}"
_ROW = re.compile(
    rf"[\[(]\s*+{_VALUE}(?:\s*+,\s*+{_VALUE})*+\s*+(?:,\s*+)?[\])]"
    rf"|\{{\s*+{_NAMED}(?:\s*+,\s*+{_NAMED})*+\s*+(?:,\s*+)?\}}"
)
_BETWEEN = ",;[](){} \t\r\n"
_CLOSED = re.compile(r"(?:\s*+[\])},;])*+")
_OPENING = "[({ \t\r\n"
_PART = re.compile(rf"({_VALUE})\s*+(:)?")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")
_CONTROL = {"n": "\n", "t": " ", "r": " ", "f": " "}
_BREAK = "<br>"  # a new line within a cell, as Markdown has it
_FIRST = re.compile(r"(\s*[-*] +)-(?: (.*))?")
_LATER = re.compile(r"(\s+)-(?: (.*))?")


def with_rows(text: str) -> str:
    """The text with bars between the cells of tables that are written as lists."""
    return _without_bullets(_without_brackets(text))


# ---- in brackets


def _without_brackets(text: str) -> str:
    """The text with a line for each row of the tables in brackets."""
    parts: list[str] = []
    done = 0
    for run in _runs(text):
        lines = _lines(run)
        if len(run) >= _FEWEST_ROWS and max(map(_marks, lines)) > _FEWEST_CELLS:
            parts += (text[done : run[0].start()].rstrip(_OPENING), "\n\n", "\n".join(lines), "\n\n")
            closed = _CLOSED.match(text, run[-1].end())
            done = closed.end() if closed else run[-1].end()
    return "".join((*parts, text[done:]))


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Rows with nothing but commas and brackets between them."""
    run: list[re.Match[str]] = []
    for row in _ROW.finditer(text):
        if run and text[run[-1].end() : row.start()].strip(_BETWEEN):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _lines(run: Sequence[re.Match[str]]) -> list[str]:
    """The rows with bars; the names of a record above its values, but where those before it had the same. An
    empty line parts two tables."""
    lines: list[str] = []
    names: list[str] = []
    for before, row in zip([None, *run], run, strict=False):
        if before and row.string.count("]", before.end(), row.start()):
            lines.append("")
        parts = [(_cell(part[1]), part[2]) for part in _PART.finditer(row[0][1:-1])]
        named = [text for text, is_name in parts if is_name]
        if named and named != names:
            lines.append(_line(named))
        lines.append(_line([text for text, is_name in parts if not is_name]))
        names = named
    return lines


def _cell(value: str) -> str:
    """What a value is, without quotes."""
    if value in _NOTHING:
        return ""
    if value[:1] in ('"', "'") and value[-1:] == value[:1] and len(value) > 1:
        value = _ESCAPE.sub(_escaped, value[1:-1])
    return value


def _escaped(mark: re.Match[str]) -> str:
    code = mark[1] or mark[2]
    return chr(int(code, 16)) if code else _CONTROL.get(mark[3], mark[3])


def _line(cells: Sequence[str]) -> str:
    texts = (cell.replace(BAR, f"\\{BAR}").replace("\n", _BREAK) for cell in cells)
    return f"{BAR} {f' {BAR} '.join(texts)} {BAR}"


def _marks(line: str) -> int:
    return line.count(BAR)


# ---- with bullets


def _without_bullets(text: str) -> str:
    """The text with a line for each row of the tables whose rows and cells have bullets."""
    lines = text.split("\n")
    result: list[str] = []
    at = 0
    while at < len(lines):
        rows, end = _rows_below(lines, at)
        if len(rows) >= _FEWEST_ROWS and max(map(len, rows)) >= _FEWEST_CELLS:
            result += ("", *map(_line, rows), "")
        else:
            result += lines[at:end]
        at = end
    return "\n".join(result)


def _rows_below(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """The rows that begin at a line, and the line after them."""
    rows: list[list[str]] = []
    first = _FIRST.fullmatch(lines[at])
    column = len(first[1]) if first else 0  # of the bullets of cells
    for end in range(at, len(lines)):
        begins, goes_on = _FIRST.fullmatch(lines[end]), _LATER.fullmatch(lines[end])
        if begins and len(begins[1]) == column:
            rows.append([_cell((begins[2] or "").strip())])
        elif rows and goes_on and len(goes_on[1]) == column:
            rows[-1].append(_cell((goes_on[2] or "").strip()))
        else:
            return rows, max(end, at + 1)
    return rows, len(lines)

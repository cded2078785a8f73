"""Blocks of cells as text, as spreadsheets and lists write them, both ways."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.desk.session import visible
from nianbao.model.figure import Figure, State, parse

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_SEPARATORS = (re.compile("[;；]"), re.compile("[|｜]"), re.compile("[,，、]"))


def parse_cells(text: str) -> list[list[str]]:
    """The cells of what was pasted, row by row; rows may differ in length.

    A spreadsheet separates them by tabs and puts quotes around those with line breaks; a list has
    one cell, or cells between semicolons, bars, commas or spaces, on each line.
    """
    text = visible(text)
    if "\t" in text or text.startswith('"'):
        return _spreadsheet(text)
    lines = [line.strip() for line in text.strip().split("\n")]
    for separator in _SEPARATORS:
        if any(separator.search(line) and not _GROUPED.fullmatch(line) for line in lines):
            return [_separated(line, separator) for line in lines]
    return [_spaced(line) for line in lines]


def cells_as_text(figures: Sequence[Sequence[Figure]]) -> str:
    """The figures as a spreadsheet takes them. What nobody has said is an empty cell."""
    return "\n".join("\t".join(_cell(figure) for figure in row) for row in figures)


def _cell(figure: Figure) -> str:
    text = "" if figure.state is State.UNKNOWN else str(figure)
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text


def _spreadsheet(text: str) -> list[list[str]]:
    text = text.removesuffix("\n")
    rows: list[list[str]] = [[]]
    position = 0
    while position <= len(text):
        quoted = _QUOTED.match(text, position)
        plain = _PLAIN.match(text, position)
        if quoted is not None:
            rows[-1].append(quoted[1].replace('""', '"'))
            position = quoted.end()
        elif plain is not None:
            rows[-1].append(plain[0])
            position = plain.end()
        if text[position : position + 1] == "\n":
            rows.append([])
        position += 1
    return rows


def _separated(line: str, separator: re.Pattern[str]) -> list[str]:
    """Cells between separators; a Markdown table has them at the ends of its lines too."""
    if _GROUPED.fullmatch(line):
        return [line]
    return [cell.strip() for cell in separator.split(line.strip("|｜"))]


def _spaced(line: str) -> list[str]:
    """Figures between spaces, with the words of a label before them as one cell. Other text is one cell."""
    words = line.split()
    first = next((index for index, word in enumerate(words) if _is_figure(word)), len(words))
    figures = words[first:]
    if not figures or not all(map(_is_figure, figures)) or len(words) == 1:
        return [line]
    return [" ".join(words[:first]), *figures] if first else figures


def _is_figure(word: str) -> bool:
    return parse(word).state is not State.MALFORMED

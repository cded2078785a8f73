"""Reports as portals hand them out and as programs keep them: JSON → text and web pages.

What the names of a file of data mean is nobody's standard. A name in Chinese is the heading of what stands
below it, one in Latin letters is the program's own and says nothing of the report. A text that holds tags is
a web page, one with several lines a text; lists of rows keep their brackets, which :mod:`literals` reads.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from typing import Any

_PAGE = re.compile(r"<(?:p|div|table|span|h\d|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_NO_WORDS = re.compile(r"&\w+;|[^\w.+-]+|_+|(?<!\d)\.|\.(?!\d)|[+-](?!\d)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FEWEST_ROWS = 2  # of a list that is a table
_LONGEST = 100  # characters of a label, or of anything that a cell says
_WHOLE = 500  # from which a text may be a whole report
_SAID = 12  # characters from which a value is a sentence, and no figure beside its name


class _Number(str):
    """A number as it is written: 1897.00 stays so."""

    __slots__ = ()


def parts_of(text: str) -> list[tuple[str, bool]]:
    """The texts that a file of data holds, each with whether it is a web page; nothing of what is no such
    file, or a list of nothing but figures and labels."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return []
    pieces: list[str] = []
    try:
        value = json.loads(text.lstrip("\ufeff"), parse_int=_Number, parse_float=_Number, strict=False)
        if isinstance(value, dict) or _holds_text(value):
            _tell(value, "", pieces)
            pieces = _once(pieces)
    except (ValueError, RecursionError):
        return []
    parts: list[tuple[str, bool]] = []
    for is_page, run in itertools.groupby(pieces, lambda piece: _PAGE.search(piece) is not None):
        parts.append(("\n".join(run), is_page))
    return parts


def _once(pieces: Sequence[str]) -> list[str]:
    """The pieces without a whole report that stands there in another manner, too: with its tags, in lines,
    and without either. That with most marks of what it is stays."""
    best: dict[str, str] = {}
    words = [_NO_WORDS.sub("", _TAG.sub("", piece)) if len(piece) >= _WHOLE else "" for piece in pieces]
    for piece, each in zip(pieces, words, strict=True):
        best[each] = max(piece, best.get(each, piece), key=_manner)
    return [piece for piece, each in zip(pieces, words, strict=True) if not each or best[each] is piece]


def _manner(piece: str) -> tuple[bool, int]:
    return _PAGE.search(piece) is not None, piece.count("\n")


def _holds_text(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_holds_text, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and _is_text(value)


def _is_text(value: str) -> bool:
    """Whether a value is more than a label or a figure."""
    return not isinstance(value, _Number) and (
        len(value) > _LONGEST
        or "\n" in value.strip()
        or _PAGE.search(value) is not None
        or value.rstrip().endswith("。")
    )


def _tell(value: Any, name: str, pieces: list[str]) -> None:
    """Add what a value says, line by line; ``name`` is what it is called."""
    named = _CHINESE.search(name) is not None
    if _is_rows(value):
        pieces += ("", *([name] if named else []), json.dumps(value, ensure_ascii=False), "")
    elif isinstance(value, dict | list):
        pieces += [name] if named else []
        for key, each in value.items() if isinstance(value, dict) else (("", each) for each in value):
            _tell(each, key, pieces)
    elif isinstance(value, str) and not isinstance(value, _Number) and len(value) >= _SAID:
        pieces += (*([name] if named else []), value)
    elif named:
        pieces.append(f"{name}：{'' if value is None else value}")
    elif isinstance(value, str) and _CHINESE.search(value):
        pieces.append(value)


def _is_rows(value: Any) -> bool:
    """Whether a value is a list of rows, or of records with the same names; each of figures and labels."""
    if not isinstance(value, list) or len(value) < _FEWEST_ROWS:
        return False
    if not all(isinstance(row, type(value[0])) and isinstance(row, dict | list) and row for row in value):
        return False
    cells = [cell for row in value for cell in (row.values() if isinstance(row, dict) else row)]
    if any(isinstance(cell, dict | list) or (isinstance(cell, str) and _is_text(cell)) for cell in cells):
        return False
    return isinstance(value[0], list) or all(row.keys() == value[0].keys() for row in value)

"""Chinese text in character cells: widths, lines, padding. A Chinese character is two cells wide."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

_NOT_FIRST = frozenset("，。、；：？！）》”’〕】,.;:?!)%")  # never at the head of a line
_NOT_LAST = frozenset("（《“‘〔【(")  # never at the end of a line


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` cells, broken between characters.

    Punctuation keeps to its word where the width allows; words of Latin letters or digits are cut
    only where they do not fit on a line.
    """
    return [line.rstrip() for line in pieces(text, width)]


def pieces(text: str, width: int) -> list[str]:
    """The same lines with the spaces at their ends: joined they are the text."""
    lines = [""]
    for word in _words(text):
        if cell_len(lines[-1] + word) <= width:
            lines[-1] += word
            continue
        parts = chop_cells(word, max(width, 2)) if cell_len(word) > width else [word]
        if not lines[-1]:
            lines.pop()
        lines += parts
    return lines


def balanced(text: str, width: int) -> list[str]:
    """As few lines as :func:`wrap` needs, of nearly equal length."""
    lines = wrap(text, width)
    for narrower in range(max(2, cell_len(text) // max(len(lines), 1)), width):
        tried = wrap(text, narrower)
        if len(tried) == len(lines):
            return tried
    return lines


def least_width(text: str, lines: int) -> int:
    """The least width at which the text fits into so many lines without cutting a word."""
    whole = max((cell_len(word) for word in _words(text)), default=0)
    width = max(2, whole, -(-cell_len(text) // max(lines, 1)))
    while len(wrap(text, width)) > lines:
        width += 1
    return width


def centred(text: str, width: int) -> str:
    """The text in the middle of ``width`` cells, cut with an ellipsis where it is longer."""
    text = cut(text, width)
    free = width - cell_len(text)
    return " " * (free // 2) + text + " " * (free - free // 2)


def left(text: str, width: int) -> str:
    """The text at the left of ``width`` cells, cut with an ellipsis where it is longer."""
    text = cut(text, width)
    return text + " " * (width - cell_len(text))


def right(text: str, width: int) -> str:
    """The text at the right of ``width`` cells, cut with an ellipsis where it is longer."""
    text = cut(text, width)
    return " " * (width - cell_len(text)) + text


def cut(text: str, width: int) -> str:
    """The text, or as much of it as fits with an ellipsis into ``width`` cells."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    first = chop_cells(text, width - 1)[0] if width > 1 else ""
    return (first if cell_len(first) < width else "") + "…"


def _words(text: str) -> Iterator[str]:
    """What is not to be broken: a Chinese character with its punctuation, a Latin word, a number."""
    word = ""
    for character in text:
        if word and _breaks(word[-1], character):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _breaks(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    if before == "." and after != " ":
        return False
    return not (before.isascii() and after.isascii() and not before.isspace())

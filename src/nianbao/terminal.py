"""Chinese text in character cells: widths, lines, padding. A Chinese character is two cells wide."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells, get_character_cell_size

# Punctuation that keeps to the word before it, and to the word behind it (GB/T 15834 5.1).
_NOT_FIRST = frozenset("，。、；：？！）》〉”’〕】」』］…％,.;:?!)]%")
_NOT_LAST = frozenset("（《〈“‘〔【「『［([")


def width_of(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` cells, broken between characters.

    Punctuation keeps to its word where the width allows; words of Latin letters or digits are cut
    only where they do not fit on a line. Spaces at the end of a line are dropped.
    """
    return [line.rstrip() for line in pieces(text, width)]


def pieces(text: str, width: int) -> list[str]:
    """The same lines with the spaces at their ends: joined they are the text. Only the spaces behind a word
    that is as long as the line reach beyond it."""
    lines = [""]
    for word in _words(text):
        if width_of(lines[-1] + word) <= width:
            lines[-1] += word
            continue
        parts = chop_cells(word, max(width, 2)) if width_of(word.rstrip()) > width else [word]
        if not lines[-1]:
            lines.pop()
        lines += parts
    return lines


def breaks(text: str, width: int) -> list[int]:
    """Where lines begin after the first, for text that is typed: spaces take room like any character."""
    found: list[int] = []
    begin = candidate = taken = since = 0  # the line, the last place to break it, the cells before and behind
    for at, character in enumerate(text):
        if at > begin and _breaks(text[at - 1], character):
            candidate, since = at, 0
        wide = get_character_cell_size(character)
        if taken + wide > width and at > begin:
            if candidate <= begin:
                candidate, since = at, 0
            found.append(candidate)
            begin, taken = candidate, since
        taken += wide
        since += wide
    return found


def wrap_paragraphs(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` cells; its own line breaks stay, and each paragraph's indent
    stands before all of its lines."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        body = paragraph.lstrip(" ")
        indent = " " * (len(paragraph) - len(body))
        lines += [(indent + line).rstrip() for line in wrap(body, width - len(indent))]
    return lines


def balanced(text: str, width: int) -> list[str]:
    """As few lines as :func:`wrap` needs, of nearly equal length."""
    lines = wrap(text, width)
    for narrower in range(max(2, width_of(text) // max(len(lines), 1)), width):
        tried = wrap(text, narrower)
        if len(tried) == len(lines):
            return tried
    return lines


def least_width(text: str, lines: int) -> int:
    """The least width at which the text fits into so many lines without cutting a word."""
    whole = max((width_of(word.rstrip()) for word in _words(text)), default=0)
    width = max(2, whole, -(-width_of(text) // max(lines, 1)))
    while len(wrap(text, width)) > lines:
        width += 1
    return width


def centred(text: str, width: int) -> str:
    """The text in the middle of ``width`` cells, cut with an ellipsis where it is longer."""
    text = cut(text, width)
    free = width - width_of(text)
    return " " * (free // 2) + text + " " * (free - free // 2)


def left(text: str, width: int) -> str:
    """The text at the left of ``width`` cells, cut with an ellipsis where it is longer."""
    text = cut(text, width)
    return text + " " * (width - width_of(text))


def right(text: str, width: int) -> str:
    """The text at the right of ``width`` cells, cut with an ellipsis where it is longer."""
    text = cut(text, width)
    return " " * (width - width_of(text)) + text


def cut(text: str, width: int) -> str:
    """The text, or as much of it as fits with an ellipsis into ``width`` cells."""
    if width_of(text) <= width:
        return text
    if width <= 0:
        return ""
    first = chop_cells(text, width - 1)[0] if width > 1 else ""
    return (first if width_of(first) < width else "") + "…"


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
    if after.isspace() or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    if before == "." and after != " ":
        return False
    return not (before.isascii() and after.isascii() and not before.isspace())

"""Heads and feet of pages in plain text: lines that come again at the edge of every page, or that count up.

They stand in the middle of paragraphs and tables, and say nothing of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from nianbao.model.figure import half_width

_PAGE_END = "\f"
_MOST_AT_EDGE = 3  # lines of a page's head or foot
_LONGEST = 120  # characters
_FEWEST_PAGES = 2
_FEWEST_COUNTED = 3  # lines without any page that count up
_FEWEST_LETTERS = 4  # beside the number of such a line: it is no figure with a unit
_LETTER = re.compile(r"[^\W\d_]")
_PAGE = re.compile(r"[-—–―－~·]*0[-—–―－~·]*|0/0|第?0页(?:[/,，]?共?0页)?")
_NUMBER = re.compile(r"\d+")
_TOLD = re.compile(r"^[^页]*[:=→][\"']?0[\"',;]*$")  # a figure behind its label: 本年处理决定数量：7
_SPACE = re.compile(r"\s+")

Edge = list[int]  # numbers of lines, from the edge inwards


def without_feet(text: str) -> str:
    """The text without the heads and feet of its pages; the ends of pages stay. What stands on top of the
    first page stays, too: a title may be the head of all pages."""
    lines = text.splitlines(keepends=True)
    found = _at_edges(lines) if _PAGE_END in text else _with_blanks(lines, set(_counting(lines)))
    running = set(found)
    if not running:
        return text
    return "".join(_kept(line) if at in running else line for at, line in enumerate(lines))


def _kept(line: str) -> str:
    return _PAGE_END if line.endswith(_PAGE_END) else ""


def _at_edges(lines: Sequence[str]) -> Iterator[int]:
    pages = [page for page in _pages(lines) if page]
    if len(pages) < _FEWEST_PAGES:
        return
    for edge in (
        [page[:_MOST_AT_EDGE] for page in pages],
        [page[: -_MOST_AT_EDGE - 1 : -1] for page in pages],
    ):
        is_top = edge[0][0] == pages[0][0]
        for at in _running(lines, edge):
            if not (is_top and at in edge[0]) or _is_number(lines[at]):
                yield at


def _pages(lines: Sequence[str]) -> Iterator[list[int]]:
    """The numbers of the lines of each page that are not blank."""
    page: list[int] = []
    for at, line in enumerate(lines):
        if line.strip():
            page.append(at)
        if line.endswith(_PAGE_END):
            yield page
            page = []
    yield page


def _running(lines: Sequence[str], edges: Sequence[Edge]) -> Iterator[int]:
    """The lines at the edges of pages that come again on every page, or on nearly every one of many; with a
    number that counts the pages in them, or that is all there is, on all pages but one."""
    met: dict[str, dict[int, int]] = defaultdict(dict)  # page → line
    for page, edge in enumerate(edges):
        for at in edge:
            met[_words(lines[at])].setdefault(page, at)
    for words, places in met.items():
        least = max(_FEWEST_PAGES, len(edges) - 1)
        page = _PAGE.fullmatch(words) is not None
        if not (page or _has_words(words)) or len(places) < least:
            continue
        whole = len(places) == len(edges) or len(edges) > _FEWEST_COUNTED
        if _counts_up(lines, places) or (whole and not page):
            yield from places.values()


def _counts_up(lines: Sequence[str], places: dict[int, int]) -> bool:
    """Whether one of the numbers in lines is as far from that of the first as their pages are."""
    numbers = [(page, _NUMBER.findall(half_width(lines[at]))) for page, at in places.items()]
    first, begin = numbers[0]
    return any(
        all(
            len(found) > at and int(found[at][:9]) - int(begin[at][:9]) == page - first
            for page, found in numbers
        )
        for at in range(len(begin))
    )


def _counting(lines: Sequence[str]) -> Iterator[int]:
    """The lines that have the same words and a number that goes up by one from each to the next."""
    met: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if _NUMBER.search(line) and _has_words(words := _words(line)) and not _TOLD.search(words):
            met[words].append(at)
    for places in met.values():
        if len(places) >= _FEWEST_COUNTED and _counts_up(lines, dict(enumerate(places))):
            yield from places


def _has_words(words: str) -> bool:
    return len(words) <= _LONGEST and len(_LETTER.findall(words)) >= _FEWEST_LETTERS


def _with_blanks(lines: Sequence[str], running: set[int]) -> Iterator[int]:
    """The numbers of lines, with those of the blank lines before and after each that has both."""
    for at in running:
        beside = [other for other in (at - 1, at + 1) if 0 <= other < len(lines) and not lines[other].strip()]
        yield from (at, *beside) if len(beside) > 1 else (at,)


def _words(line: str) -> str:
    """What a line says but for its numbers and blanks."""
    return _NUMBER.sub("0", _SPACE.sub("", half_width(line)))


def _is_number(line: str) -> bool:
    return _NUMBER.fullmatch(half_width(line).strip()) is not None

"""The text of marked content as its page shows it: without what is struck out, raised digits told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from nianbao.read.blocks import UNKNOWN, with_unknown_digits
from nianbao.read.doubts import Doubt, Why
from nianbao.read.pdf.beside import misplaced
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.lines import in_lines
from nianbao.read.pdf.page import Sheet, Sign
from nianbao.read.pdf.set_higher import as_set
from nianbao.read.pdf.struck import without_struck
from nianbao.read.pdf.text import SEEN, Mark, Owner, bare
from nianbao.read.pdf.tree import Element, Text, marks_of


def as_seen(
    document: Element,
    texts: Mapping[Mark, str],
    pages: Sequence[tuple[Owner, Sheet]],
    owners: Collection[Owner],
    effort: Effort,
) -> tuple[dict[Mark, str], str, list[Doubt]]:
    """The ``texts`` as some of the pages (all are ``owners``) show them, what is struck out there, and why
    digits are unknown. Digits
    are unknown where a page does not draw them as they are stored, and in forms, whose content has numbers
    of its own."""
    found, struck, doubts = dict(texts), "", list[Doubt]()
    drawn: set[Mark] = set()  # what is known to be drawn as its text is stored, or was put right
    groups = [*_groups(document)]
    for owner, page in pages:
        left, gone, why = without_struck(page, effort)
        struck += gone
        doubts += why
        by_mark: dict[Mark, list[int]] = defaultdict(list)
        for at, sign in enumerate(left.signs):
            by_mark[owner, sign.mark].append(at)
        seen = [sign.text for sign in left.signs]
        stored = [[at for mark in group for at in by_mark.get(mark, ())] for group in groups]
        for places in stored:
            _set_apart(left.signs, places, seen)
        for at in misplaced(left, stored[:-1], stored[-1]):
            doubts += _untold(page.number, doubts)
            seen[at] = UNKNOWN
        for mark, places in by_mark.items():
            whole = "".join(page.signs[at].text for at in places)
            text = "".join(seen[at] for at in places)
            if text != whole and bare(whole) == bare(texts.get(mark, "")):
                found[mark] = SEEN + text
                drawn.add(mark)
            elif text == whole and _digits(whole) == _digits(texts.get(mark, "")):
                drawn.add(mark)
    numbers = {owner: page.number for owner, page in pages}
    for mark, text in texts.items():
        if mark not in drawn and (mark[0] in numbers or mark[0] not in owners) and _digits(text):
            found[mark] = SEEN + with_unknown_digits(text)
            doubts += _untold(numbers.get(mark[0]), doubts)
    return found, struck, doubts


def _untold(page: int | None, doubts: Sequence[Doubt]) -> list[Doubt]:
    """That digits stand otherwise than they are stored, of a page of which nothing else is told."""
    return (
        [] if page is None or any(each.page == page for each in doubts) else [Doubt(page, "", Why.MOVED, 0)]
    )


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _set_apart(signs: Sequence[Sign], places: Sequence[int], seen: list[str]) -> None:
    """Tell apart the digits that stand higher or lower than others of a cell."""
    at = {id(signs[place]): place for place in places}
    for line in in_lines(signs[place] for place in places):
        for sign, text in zip(line, as_set(line), strict=True):
            seen[at[id(sign)]] = text


def _groups(document: Element) -> Iterator[list[Mark]]:
    """The marked content of each cell, and at last that of all else in its order: lines tell that apart."""
    others: list[Mark] = []
    waiting: list[Element | Text] = [document]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Text):
            others += item.marks
        elif item.kind in ("TD", "TH"):
            yield list(marks_of(item))
        else:
            waiting += reversed(item.kids)
    yield others

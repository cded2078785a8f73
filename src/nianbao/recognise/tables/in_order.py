"""Rows whose labels were broken over lines above and below their figures: which label is whose.

Where text is laid out with blanks, or follows a page line by line, a narrow column of labels comes in
pieces, with those of upright ones between. Between two rows that are named there must be as many rows with
figures as the form has labels, and the words there must be these labels in the form's order: then the first
is the first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nianbao.read.blocks import Block, Paragraph, Place
from nianbao.recognise.labels import Leaf, Vocabulary, is_figure, is_too_long, squeezed, unnumbered
from nianbao.recognise.outside import is_sentence

_FEWEST_FIGURES = 2  # of a row: one alone may be anybody's
_FEW_FIGURES = 3  # beside which nothing may stand but the label
_LONGEST_PIECE = 8  # characters of words that may be any piece of a label
_MOST_AROUND = 80  # characters besides labels, with as many as the labels have

Rows = Mapping[Place, tuple[str, ...]]  # figures of rows with blanks, as aligned.py knows them


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with figures: the number of its block, the leaf that it names, if it does, and whether all the
    figures of a row are in it. The ends of a table are rows before the first leaf, and after the last."""

    at: int
    figures: tuple[str, ...]
    leaf: int | None
    whole: bool = True


def with_rows_named(blocks: Sequence[Block], rows: Rows, unread: str, vocabulary: Vocabulary) -> list[Block]:
    """The blocks, with the whole label beside the figures of each row whose label is certain by the order of
    all, and without its pieces. ``rows`` are those whose blanks are known, ``unread`` stands in others."""
    if not any(isinstance(block, Paragraph) and _ends_with_figures(block) for block in blocks):
        return list(blocks)
    result: dict[int, Block | None] = dict(enumerate(blocks))
    by_block: dict[int, list[Leaf]] = {}
    for leaf in vocabulary.leaves:
        if len(leaf.cells) >= _FEWEST_FIGURES:
            by_block.setdefault(id(leaf.block), []).append(leaf)
    for leaves in by_block.values():
        for stretch in _stretches(blocks, leaves, rows, unread, vocabulary):
            _name(stretch, blocks, leaves, vocabulary, result)
    return [block for block in result.values() if block is not None]


def _ends_with_figures(paragraph: Paragraph) -> bool:
    """Whether a line can be a row with several figures."""
    return all(map(is_figure, paragraph.text.split()[-_FEWEST_FIGURES:])) and paragraph.text != ""


def _stretches(
    blocks: Sequence[Block], leaves: Sequence[Leaf], rows: Rows, unread: str, vocabulary: Vocabulary
) -> Iterator[list[_Row]]:
    """The rows that follow each other with nothing but words between them, each run with what bounds it."""
    run: list[_Row] = []
    begin = 0
    for at, block in enumerate([*blocks, None]):
        row = None
        if isinstance(block, Paragraph) and not _ends(block, vocabulary):
            row = _row(at, block, leaves, rows, unread, vocabulary)
            if row is None:
                continue
        if row is not None and len(row.figures) <= len(leaves[0].cells):
            run.append(row)
            continue
        if run:
            yield [_Row(begin - 1, (), -1), *run, _Row(at, (), len(leaves))]
        run, begin = [], at + 1


def _ends(paragraph: Paragraph, vocabulary: Vocabulary) -> bool:
    """Whether a block of a table ends at a line: at a sentence, a heading, or the head of the next."""
    text = paragraph.text
    if is_too_long(text) or is_sentence(text) or unnumbered(text) in vocabulary.headings:
        return True
    return any(map(vocabulary.names_block, text.split()[:1]))


def _row(
    at: int, paragraph: Paragraph, leaves: Sequence[Leaf], rows: Rows, unread: str, vocabulary: Vocabulary
) -> _Row | None:
    """The row that a line is, or a piece of one. None if it has words alone."""
    words = paragraph.text.split()
    figures = tuple(itertools.takewhile(is_figure, reversed(words)))[::-1]
    if not figures:
        return None
    known = rows.get(paragraph.place) if paragraph.place else None
    count = len(leaves[0].cells)
    whole = len(figures) == count or (known is not None and unread not in known and len(known) == count)
    labels = words[: len(words) - len(figures)]
    leaf = vocabulary.leaf("".join(labels)) or (vocabulary.leaf(labels[-1]) if labels else None)
    return _Row(at, figures, leaves.index(leaf) if leaf in leaves and whole else None, whole)


def _name(
    run: list[_Row],
    blocks: Sequence[Block],
    leaves: Sequence[Leaf],
    vocabulary: Vocabulary,
    result: dict[int, Block | None],
) -> None:
    """Name the rows between any two that are named, or the ends of the table."""
    named = [at for at, row in enumerate(run) if row.leaf is not None]
    order = [run[at].leaf or 0 for at in named]
    if any(two <= one for one, two in itertools.pairwise(order)):
        return
    for first, last in itertools.pairwise(named):
        before, after = run[first], run[last]
        wanted = leaves[order[named.index(first)] + 1 : after.leaf]
        between = _put_together(run[first + 1 : last], blocks, len(leaves[0].cells))
        lines = range(before.at + 1, after.at)
        is_inside = before.leaf != -1 and after.leaf != len(leaves)
        if not between or len(between) != len(wanted) or not _says(lines, blocks, wanted, is_inside):
            continue
        begin, end = between[0].at, between[-1].at
        for at in lines:
            if begin < at < end or (before.leaf != -1 and at < begin):
                result[at] = None if _is_scrap(blocks[at], vocabulary) else result[at]
        for row, leaf in zip(between, wanted, strict=True):
            block = blocks[row.at]
            if isinstance(block, Paragraph):
                result[row.at] = replace(block, text="   ".join((leaf.entry.label, *row.figures)))


def _put_together(rows: Sequence[_Row], blocks: Sequence[Block], count: int) -> list[_Row]:
    """The rows, each with all its figures: of one that came on several lines, what follows stands right of
    what came before. Empty if any is not whole then."""
    result: list[_Row] = []
    for row in rows:
        before = result[-1] if result else None
        if row.whole or before is None or before.whole:
            result.append(row)
            continue
        if not _is_right_of(blocks[row.at], blocks[before.at]):
            return []
        figures = (*before.figures, *row.figures)
        result[-1] = _Row(row.at, figures, None, len(figures) == count)
    return result if all(row.whole for row in result) else []


def _is_right_of(one: Block, two: Block) -> bool:
    """Whether the figures of a line stand right of those of another, however wide a character counts."""
    places = [block.place for block in (one, two) if isinstance(block, Paragraph) and block.place]
    if len(places) < 2 or places[0].page != places[1].page:
        return False
    pairs = [(_extent(one, wide), _extent(two, wide)) for wide in (False, True)]
    return all(right[0] > left[0] for right, left in pairs) and any(
        right[0] > left[1] for right, left in pairs
    )


def _extent(block: Block, wide: bool) -> tuple[int, int]:
    """Where the figures of a line begin and end, a Chinese character counting one column or two."""
    if not isinstance(block, Paragraph) or block.place is None:
        return 0, 0
    text = block.place.margin + block.text
    words = block.text.split()
    begin = len(text)
    for _ in itertools.takewhile(is_figure, reversed(words)):
        begin = len(text[:begin].rstrip())
        begin -= len(words.pop())
    more = sum(not character.isascii() for character in text[:begin]) if wide else 0
    return begin + more, len(text) + more


def _is_scrap(block: Block, vocabulary: Vocabulary) -> bool:
    """Whether a line has nothing but pieces of labels."""
    words = block.text.split() if isinstance(block, Paragraph) else []
    return all(vocabulary.is_piece(word) or len(word) <= _LONGEST_PIECE or is_figure(word) for word in words)


def _says(lines: range, blocks: Sequence[Block], wanted: Sequence[Leaf], bounded: bool) -> bool:
    """Whether the words of lines are labels in their order, whatever pieces of others stand between."""
    words: list[str] = []
    for at in lines:
        block = blocks[at]
        if isinstance(block, Paragraph):
            parts = block.text.split()
            while parts and is_figure(parts[-1]):
                parts.pop()
            words += parts
    text, labels = squeezed("".join(words)), "".join(leaf.words for leaf in wanted)
    if len(wanted[0].cells) <= _FEW_FIGURES:
        return text == labels
    if bounded and len(text) > 2 * len(labels) + _MOST_AROUND:
        return False
    rest = iter(text)
    return all(character in rest for character in labels)

"""Labels that came in pieces: written downward, a character a line, or with spaces between the characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nianbao.model.figure import Figure, State
from nianbao.model.form import Block as FormBlock
from nianbao.model.form import Form
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise.labels import Vocabulary, is_blank, is_figure, squeezed

_LONGEST_PIECE = 8  # characters of a line that is a piece
_MOST_PIECES = 12  # of a label
_MOST_PARTS = 400  # of a line, or lines of a run
_ALIKE = 0.9  # share of the characters of a head that must be those of the form's


def whole_labels(parts: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The words of a line, with the pieces of labels put together: between figures, all that stands there
    must come out as labels, or nothing is touched."""
    result: list[str] = []
    stretch: list[str] = []
    for part in [*parts, ""]:
        if part and not is_figure(part):
            stretch.append(part)
            continue
        result += _labels(stretch, vocabulary) or stretch
        result += [part] if part else []
        stretch = []
    return result


def _labels(pieces: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The labels that pieces make in their order, fewest first; empty if they make none."""
    if not 1 < len(pieces) <= _MOST_PARTS or all(map(vocabulary.knows, pieces)):
        return []
    best: list[list[str] | None] = [[], *([None] * len(pieces))]
    for end in range(1, len(pieces) + 1):
        for begin in range(max(0, end - _MOST_PIECES), end):
            before, label = best[begin], "".join(pieces[begin:end])
            if before is None or not vocabulary.knows(label):
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = [*before, label]
    return best[-1] or []


def with_whole_labels(blocks: Iterable[Block], vocabulary: Vocabulary) -> Iterator[Block]:
    """The blocks with lines that are pieces of labels put together: those of one line, and of several."""
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and (_is_piece(block, vocabulary) or (run and is_blank(block.text))):
            run.append(block)
            continue
        if run:
            yield from _put_together(run, vocabulary)
            run = []
        yield block
    yield from _put_together(run, vocabulary)


def _is_piece(paragraph: Paragraph, vocabulary: Vocabulary) -> bool:
    text = paragraph.text.strip()
    if not text or paragraph.level is not None or is_figure(text):
        return False
    return vocabulary.knows(text) or (len(text) <= _LONGEST_PIECE and vocabulary.is_piece(text))


def _put_together(run: Sequence[Paragraph], vocabulary: Vocabulary) -> Iterator[Paragraph]:
    pieces = [paragraph.text.strip() for paragraph in run if not is_blank(paragraph.text)]
    labels = _labels(pieces, vocabulary)
    if labels:
        yield from map(Paragraph, labels)
    else:
        yield from run


# ---- a head that nobody can put together


def is_head_in_pieces(texts: Iterable[str], block: FormBlock) -> bool:
    """Whether texts are the heads of a table whose figures stand below all labels, as pieces in any order:
    nearly every character of the one is in the other."""
    found = Counter("".join(map(squeezed, texts)))
    official = Counter(_characters(block))
    shared = sum((found & official).values())
    return shared >= _ALIKE * max(sum(found.values()), sum(official.values()))


def _characters(block: FormBlock) -> Iterator[str]:
    for top in block.rows:
        for row in top.walk():
            yield from squeezed(row.label)
    for _ in block.row_leaves():
        for column in block.column_leaves():
            yield from squeezed(column.label)


def comes_out(figures: Mapping[str, Figure], form: Form) -> bool:
    """Whether every total among the figures is the sum of its parts, all of them plain numbers."""
    for total, parts in form.totals.items():
        if total in figures and all(part in figures for part in parts):
            numbers = [figures[part].number for part in (total, *parts)]
            if any(figures[part].state is not State.NUMBER for part in (total, *parts)):
                return False
            first, *rest = [number for number in numbers if number is not None]
            if first != sum(rest):
                return False
    return True

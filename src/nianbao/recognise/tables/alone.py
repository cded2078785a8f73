"""Figures that stand on lines of their own between labels: which label each line of them belongs to.

Programs that make text of a page put what stands a little higher on a line before, and a whole column
before the next. So a line of figures is the row of the label above it, or below it, or of neither.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from nianbao.recognise.labels import Leaf, Vocabulary, squeezed
from nianbao.recognise.tables.lines import Line


def name_figures_alone(lines: Sequence[Line], vocabulary: Vocabulary) -> None:
    """Name the lines that hold nothing but figures by the labels that stand alone between the same rows,
    where there is one for each and next to it, and none can have lost its own."""
    for is_between, stretch in itertools.groupby(lines, _is_alone):
        if is_between:
            _name(list(stretch), vocabulary)


def is_jumbled(lines: Sequence[Line], vocabulary: Vocabulary) -> bool:
    """Whether rows of the form stand in another order than the form's: then figures may have come apart from
    their labels as well."""
    order = {leaf.cells: at for at, leaf in enumerate(vocabulary.leaves)}
    met = [
        order[line.leaf.cells]
        for line in lines
        if line.leaf and line.leaf.cells in order and (line.written or _says_all(line, line.leaf))
    ]
    return any(after < before for before, after in itertools.pairwise(met))


def _says_all(line: Line, leaf: Leaf) -> bool:
    """Whether a line is the label of a row with its number, which no head of a column has."""
    return bool(line.labels) and squeezed(line.labels[-1].text) == squeezed(leaf.entry.label) != leaf.words


def _is_alone(line: Line) -> bool:
    """Whether a line is a label without figures, or figures without a label."""
    return not line.head and not (line.written and line.words)


def _name(stretch: list[Line], vocabulary: Vocabulary) -> None:
    """Name the figures of a stretch, each by the label right before it. A label may follow its figures only
    if there is no other: where one is lost, those behind it stand before the figures of their neighbours."""
    while stretch and _is_head(stretch[0], vocabulary):
        del stretch[0]
    figures = [at for at, line in enumerate(stretch) if line.written]
    labels = [at for at, line in enumerate(stretch) if line.leaf is not None and not line.written]
    if not figures or len(figures) != len(labels) or (labels[0] > 0 and len(stretch) > 2):
        return
    behind = {at - of for at, of in zip(figures, labels, strict=True)}
    pairs = [(stretch[at], stretch[of]) for at, of in zip(figures, labels, strict=True)]
    if behind != {1} and not (behind == {-1} and len(stretch) == 2):
        return
    if all(_is_whole(line, label) for line, label in pairs):
        for line, label in pairs:
            line.leaf, label.used, label.leaf = label.leaf, True, None


def _is_head(line: Line, vocabulary: Vocabulary) -> bool:
    """Whether a line names columns or the table and certainly no row."""
    words = [item.text for item in line.labels if not item.blank]
    return line.leaf is None and not line.written and all(map(vocabulary.knows, words))


def _is_whole(line: Line, label: Line) -> bool:
    """Whether a line has a figure for each column of the row that the label names, and it has none itself."""
    return label.leaf is not None and not label.cells and len(line.cells) >= len(label.leaf.cells)

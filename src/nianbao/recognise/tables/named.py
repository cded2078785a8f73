"""Which cell of a form a path of labels names: 三、本年度办理结果—（一）予以公开—自然人.

The label of the row stands whole before that of the column. Those of what they are in, the section, the part
of the table and groups, may stand before them in their order or not. What can name two cells names none.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from nianbao.model.document_words import document_words
from nianbao.model.form import Block
from nianbao.recognise.labels import Leaf, Vocabulary, groups_of, squeezed, unnumbered


class Names:
    """The paths of all rows and columns of a form, squeezed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._rows: dict[str, set[Leaf]] = defaultdict(set)
        self._columns: dict[Block, dict[str, str]] = {}  # paths → the label of the column, for each block
        sections = {section.id: (section.heading, section.name) for section in vocabulary.form.sections}
        for leaf in (*vocabulary.leaves, *vocabulary.turned):
            around = (*sections[leaf.section][:1], leaf.block.title, *groups_of(leaf.entry, leaf.block.rows))
            for path in _paths(around, leaf.entry.label):
                self._rows[path].add(leaf)
                self._rows[squeezed(sections[leaf.section][1]) + path].add(leaf)
            if leaf.block not in self._columns:
                self._columns[leaf.block] = dict(_of_columns(leaf.block))

    def row(self, words: str) -> Leaf | None:
        """The row that squeezed words name."""
        found = self._rows.get(words, ())
        return next(iter(found)) if len(found) == 1 else None

    def cell(self, words: str) -> tuple[Leaf, str] | None:
        """The row and the squeezed label of the column that squeezed words name."""
        found = {
            (leaf, label)
            for block, columns in self._columns.items()
            for path, label in columns.items()
            if words.endswith(path)
            for leaf in self._rows.get(words.removesuffix(path), ())
            if leaf.block is block
        }
        return found.pop() if len(found) == 1 else None


@cache
def names_of(vocabulary: Vocabulary) -> Names:
    """The paths of a form, prepared once."""
    return Names(vocabulary)


def _of_columns(block: Block) -> Iterator[tuple[str, str]]:
    columns = list(block.column_leaves())
    for column in columns:
        words = squeezed(column.label)
        for name in (column.label, column.name, _without_year(column.label)):
            yield from ((path, words) for path in _paths(groups_of(column, block.columns), name))
        if len(columns) == 1:
            yield "", words


def _without_year(label: str) -> str:
    """A label without what only says that it is of the report's own year: 处理决定数量."""
    own = sorted(document_words().years.own, key=len, reverse=True)
    return next((label.removeprefix(word) for word in own if label.startswith(word)), label)


def _paths(around: Sequence[str], label: str) -> Iterator[str]:
    """A label with what it is in, each with or without its number, or left out."""
    parts = [("", squeezed(each), unnumbered(each)) for each in around if each]
    for path in itertools.product(*parts, (squeezed(label), unnumbered(label))):
        yield "".join(path)

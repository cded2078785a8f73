"""Labels made comparable, and the labels of a form ready to be found again in a document.

Width, spaces, line breaks, quotes, brackets, punctuation and list numbers do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from nianbao.figure import State, half_width, parse
from nianbao.form import Block, Entry, Form, Layout
from nianbao.numbering import NUMERALS, number_of, numbering

_NOISE = re.compile(r"[\s“”‘’\"'`*《》〈〉()\[\]【】〔〕{}、,。.．:;·/\\_|~-]+")
_NUMBER = re.compile(rf"\d{{1,2}}|[{NUMERALS}]{{1,3}}")
_PIECE = re.compile(rf"[(（]?(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})[)）、.．]{{1,2}}")
_NEARLY = 0.8  # likeness from which two wordings are the same label, if no other comes near
_CLEARLY = 0.08  # by how much it must be liker than any other
_SHORTEST_CUT = 4  # characters of a label that was cut off
_LONGEST_LABEL = 60
_FIGURES = frozenset({State.NUMBER, State.NOT_APPLICABLE, State.UNKNOWN})


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """The words alone: no spaces, quotes, brackets or punctuation, half-width."""
    return _NOISE.sub("", half_width(text))


@lru_cache(maxsize=8192)
def unnumbered(text: str) -> str:
    """The squeezed words without the number at their head."""
    words = squeezed(text)
    number = _NUMBER.match(words)
    return words[number.end() :] if number else words


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether the text is a number or a mark that stands in the place of one."""
    return parse(text).state in _FIGURES


def is_blank(text: str) -> bool:
    """Whether nothing is written there."""
    return not text.strip()


@lru_cache(maxsize=8192)
def likeness(left: str, right: str, least: float = 0.0) -> float:
    """How alike two wordings are, from 0 to 1; 0 where it is certainly less than ``least``."""
    if 2 * min(len(left), len(right)) < least * (len(left) + len(right)):
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0.0


@dataclass(frozen=True, eq=False)
class Leaf:
    """A row of a form that holds figures, with its section and the columns it has."""

    section: str
    block: Block
    entry: Entry
    words: str
    number: int | None
    cells: tuple[str, ...]  # ids in the order of the form


class Vocabulary:
    """All labels of a form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.leaves: list[Leaf] = []  # rows beside which their figures stand
        self.across: list[tuple[str, Block]] = []  # tables whose figures stand below all labels
        self._columns: dict[str, Entry] = {}
        self._known: set[str] = set()
        self._titles: set[str] = set()
        for section in form.sections:
            for block in section.table.blocks if section.table else ():
                self._add(section.id, block, section.table.layout if section.table else Layout.STACK)
            if section.table and section.table.corner:
                self._titles.add(squeezed(section.table.corner))
        self._by_words: dict[str, list[Leaf]] = {}
        for leaf in self.leaves:
            self._by_words.setdefault(leaf.words, []).append(leaf)
        self._known |= self._titles | set(self._columns)
        self._whole = "\n".join(sorted(self._known))

    def _add(self, section: str, block: Block, layout: Layout) -> None:
        if layout is Layout.ACROSS:
            self.across.append((section, block))
        else:
            for entry in block.row_leaves():
                words, number = unnumbered(entry.label), value_of(entry.label)
                cells = tuple(f"{section}.{entry.id}.{column.id}" for column in block.column_leaves())
                self.leaves.append(Leaf(section, block, entry, words, number, cells))
        self._titles |= {squeezed(text) for text in (block.title, block.stub) if text}
        for top in block.rows:
            for entry in top.walk():
                self._known |= {squeezed(entry.label), unnumbered(entry.label)}
        for top in block.columns:
            self._columns |= {squeezed(entry.label): entry for entry in top.walk()}

    def knows(self, text: str) -> bool:
        """Whether the text is a label of the form."""
        return squeezed(text) in self._known or unnumbered(text) in self._known

    def names_block(self, text: str) -> bool:
        """Whether the text is printed in a table and belongs to no row or column."""
        return squeezed(text) in self._titles

    def column(self, text: str) -> bool:
        """Whether the text labels a column or a group of columns."""
        return squeezed(text) in self._columns

    def like_label(self, text: str) -> bool:
        """Whether the text can be a label or a piece of one."""
        if len(text) > 2 * _LONGEST_LABEL or is_figure(text):
            return False
        words = squeezed(text)
        if words in self._known or _PIECE.fullmatch(half_width(text).strip()):
            return True
        return len(words) > 1 and (words in self._whole or self.knows(text))

    def labels_at_head(self, texts: Sequence[str]) -> int:
        """With how many labels, pieces of labels and blanks a line begins. Single characters count where
        they make a label or a longer piece follows: a label in pieces, or written downward."""
        end = 0
        for at, text in enumerate(texts):
            if self.like_label(text) or (is_blank(text) and end == at):
                end = at + 1
            elif is_blank(text) or len(squeezed(text)) > 1 or not self.is_piece(text):
                break
            elif self.knows("".join(texts[end : at + 1])):
                end = at + 1
        return end

    def is_piece(self, text: str) -> bool:
        """Whether the text, be it one character, is part of a label and says nothing by itself."""
        return not is_figure(text) and squeezed(text) in self._whole

    def leaf(self, text: str) -> Leaf | None:
        """The row with this label; its number does not matter unless two rows are called the same."""
        words = squeezed(text)
        found = self._by_words.get(words) or self._by_words.get(unnumbered(text))
        if found and len(found) > 1:
            found = [leaf for leaf in found if leaf.number == value_of(text)]
        return found[0] if found and len(found) == 1 else None

    def leaf_at_end(self, text: str) -> Leaf | None:
        """The row whose label ends the text, where all before it is the names of its groups."""
        words = squeezed(text)
        for leaf in self.leaves:
            if len(leaf.words) >= _SHORTEST_CUT and words.endswith(leaf.words):
                before = unnumbered(words.removesuffix(leaf.words).rstrip("0123456789" + NUMERALS))
                if before and before in self._whole:
                    return leaf
        return None

    def leaf_nearly(self, text: str) -> Leaf | None:
        """The row whose label was cut off at its end, or is worded a little differently."""
        words = unnumbered(text)
        if len(words) < _SHORTEST_CUT or len(words) > _LONGEST_LABEL:
            return None
        begun = [leaf for leaf in self.leaves if leaf.words.startswith(words)]
        return begun[0] if len(begun) == 1 else _nearest(self, words)


@lru_cache(maxsize=4096)
def _nearest(vocabulary: Vocabulary, words: str) -> Leaf | None:
    ranked = sorted(
        ((likeness(words, leaf.words, 0.5), index) for index, leaf in enumerate(vocabulary.leaves))
    )
    if len(ranked) < 2 or ranked[-1][0] < _NEARLY or ranked[-1][0] - ranked[-2][0] < _CLEARLY:
        return None
    return vocabulary.leaves[ranked[-1][1]]


def value_of(text: str) -> int | None:
    """The value of the number at the head of a label, whatever its style."""
    number = numbering(text)
    if number is not None:
        return number.value
    match = _NUMBER.match(squeezed(text))
    return number_of(match[0]) if match else None


@cache
def vocabulary_of(form: Form) -> Vocabulary:
    """The labels of a form, prepared once."""
    return Vocabulary(form)


def texts_known(form: Form, texts: Iterator[str]) -> int:
    """How many different labels of the form are among the texts."""
    vocabulary = vocabulary_of(form)
    return len({squeezed(text) for text in texts if vocabulary.knows(text)})

"""Figures that a text tells one by one with the labels of their row and column, as lists, notes and files of
data do: 予以公开/自然人：3, or the row on a line of its own and 自然人：3 below it, or the other way round.

Both labels must stand there whole; those of the groups around them may. A line that says something else ends
what the last label of a row or column is valid for. A cell that the text does not tell is unknown.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nianbao.model.figure import UNKNOWN
from nianbao.model.form import Block as FormBlock
from nianbao.model.form import Form
from nianbao.patterns import regex
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise.labels import Leaf, Vocabulary, paths_of, squeezed, stands_for_figure, vocabulary_of
from nianbao.recognise.tables.listed import table_of
from nianbao.recognise.tables.named import names_of

_FEWEST = 6  # figures of a text that is such a list
_LONGEST = 200  # characters of a line
_BLANKS = frozenset({"", "null", "None", "none", "NaN", "nan", "~", "（空）", "(空)", "空", "空白", "未填"})
_ADORNED = regex(r"^[^\w（(]+|[\s\"'{}\[\]【】,;]+$")
_STEP = regex(r"(?<![-=\s])\s*[>＞»›]+\s*(?=\w|[（(])")  # from a group to what is in it
_VALUE = regex(r"(.*?\S)[\s\"']*(?:[：:=＝→]|[-=]>)[\s\"']*([^：:=＝→]*)")
_APART = regex(r"(.*\S)\s+(\S+)")
_ROW = regex(r"(.+?)[：:]\s*(.*[^：:])")
_NUMBERED = regex(r"^\d{1,3}[.、．)）]\s*")  # of a list; labels have numbers, too
_PIECES = regex(r"[，、；;。]\s*|,(?!\d)\s*"), regex(r"\s+")
_SIGNS = " ：:=＝"

_Told = tuple[Leaf, str, str]  # the row, the squeezed label of the column, and what stands there


def with_paths(blocks: Sequence[Block], forms: Sequence[Form]) -> list[Block]:
    """The blocks with tables in the place of such lines, each where its first figure is told."""
    readings = [_told(blocks, vocabulary_of(form)) for form in forms]
    told = max(readings, key=lambda reading: sum(map(len, reading.values())), default={})
    cells = [cell for line in told.values() for cell in line]
    if len(cells) < _FEWEST:
        return list(blocks)
    tables = _tables(cells)
    result: list[Block] = []
    for is_list, run in itertools.groupby(range(len(blocks)), lambda at: at in told):
        numbers = list(run)
        named = dict.fromkeys(leaf.block for at in numbers for leaf, _, _ in told.get(at, ()))
        if is_list and named:
            result += [tables.pop(block) for block in named if block in tables]
        else:
            result += (blocks[at] for at in numbers)
    return result


def _tables(told: Sequence[_Told]) -> dict[FormBlock, Table]:
    """The tables of the form that figures are told of; a cell that is told twice is unknown."""
    counts = Counter((leaf, column) for leaf, column, _ in told)
    found: dict[FormBlock, dict[Leaf, dict[str, TableCell]]] = defaultdict(lambda: defaultdict(dict))
    for leaf, column, text in told:
        known = text if counts[leaf, column] == 1 else str(UNKNOWN)
        found[leaf.block][leaf][column] = TableCell(0, 0, 1, 1, known)
    return {block: table_of(block, rows) for block, rows in found.items()}


def _told(blocks: Sequence[Block], vocabulary: Vocabulary) -> dict[int, list[_Told]]:
    """What each line tells by its number; nothing of one that only names a row or a column, or is empty."""
    reader = _Reader(vocabulary, _labels_of(vocabulary))
    if not reader.may_read(blocks):
        return {}
    found: dict[int, list[_Told]] = {}
    for at, block in enumerate(blocks):
        lines = block.text.split("\n") if isinstance(block, Paragraph) else []
        read = [reader.read(line) for line in lines]
        cells = [cell for each in read for cell in each or ()] if read and None not in read else None
        is_heading = isinstance(block, Paragraph) and block.level is not None
        if cells is None or (cells and is_heading):
            reader.forget()
        else:
            found[at] = cells
    return found


@dataclass(frozen=True, slots=True)
class _Labels:
    """Of a form, all squeezed: rows by their labels, with and without those of their groups; columns, the
    longest first; and groups of columns."""

    rows: Mapping[str, Leaf]
    columns: Sequence[str]
    groups: Sequence[str]


@cache
def _labels_of(vocabulary: Vocabulary) -> _Labels:
    leaves = (*vocabulary.leaves, *vocabulary.turned)
    columns = {words for leaf in leaves for words in _columns(leaf)}
    groups = vocabulary.columns - columns
    rows = {path: leaf for leaf in leaves for path in paths_of(leaf)}
    return _Labels(rows, sorted(columns, key=len, reverse=True), sorted(groups, key=len, reverse=True))


class _Reader:
    """Reads lines from the first to the last, and knows which row or column the last label is valid for."""

    def __init__(self, vocabulary: Vocabulary, labels: _Labels) -> None:
        self._vocabulary = vocabulary
        self._names = names_of(vocabulary)
        self._rows, self._columns, self._groups = labels.rows, labels.columns, labels.groups
        self.forget()

    def may_read(self, blocks: Sequence[Block]) -> bool:
        """Whether enough lines have the label of a column: most texts have no list, and are not read here."""
        lines = (
            block.text for block in blocks if isinstance(block, Paragraph) and len(block.text) <= _LONGEST
        )
        named = (line for line in lines if any(column in line for column in self._columns))
        return sum(1 for _ in itertools.islice(named, _FEWEST)) == _FEWEST

    def forget(self) -> None:
        """That a row or column was named."""
        self._row: Leaf | None = None
        self._column = ""

    def read(self, line: str) -> list[_Told] | None:
        """What a line tells; nothing of one that only names something, None if it says something else."""
        if len(line) > _LONGEST:
            return None
        text = _STEP.sub("/", _ADORNED.sub("", line))
        if not text:
            return []
        return self._sentence(text) or self._figure(text) or self._label(text)

    def _sentence(self, text: str) -> list[_Told] | None:
        """A row with all its columns: 予以公开：自然人3，商业企业0."""
        match = _ROW.fullmatch(text)
        leaf = self._leaf(squeezed(match[1])) if match else None
        if match and leaf is None:
            leaf = self._leaf(squeezed(_NUMBERED.sub("", match[1])))
        if match is None or leaf is None:
            return None
        columns = [column.label for column in leaf.block.column_leaves()]
        ways = ([piece for piece in way.split(match[2]) if piece] for way in _PIECES)
        pieces = next((pieces for pieces in ways if len(pieces) == len(columns)), [])
        if not pieces or not all(map(str.startswith, pieces, columns)):
            return None
        pairs = zip(columns, pieces, strict=True)
        values = [_value(piece.removeprefix(column).strip(_SIGNS)) for column, piece in pairs]
        if any(value is None for value in values):
            return None
        self.forget()
        cells = zip(_columns(leaf), values, strict=True)
        return [(leaf, column, value) for column, value in cells if value is not None]

    def _figure(self, text: str) -> list[_Told] | None:
        """A figure behind the label of its column, its row, or both."""
        match = _VALUE.fullmatch(text)
        value = _value(match[2]) if match else None
        apart = _APART.fullmatch(text) if value is None else None  # （单位：万元）　3 has a colon, too
        if apart is not None and (match is None or self._names.cell(squeezed(apart[1]))):
            match, value = apart, _value(apart[2])
        if match is None or value is None:
            return None
        leaf, column = self._path(squeezed(match[1]))
        if apart is not None and (not column or (leaf and not self._names.cell(squeezed(match[1])))):
            return None  # a row of a table in text
        if not value and not (leaf and column) and not (column and self._row) and not (leaf and self._column):
            return None
        if leaf is not None and column:
            self.forget()
        leaf, column = leaf or self._row, column or self._column
        return [(leaf, column, value)] if leaf is not None and column in _columns(leaf) else None

    def _label(self, text: str) -> list[_Told] | None:
        """The label of a row or column, or of a group of them, on a line of its own."""
        words = squeezed(text)
        if words in self._groups:
            return []
        if words in self._columns:
            if _VALUE.fullmatch(text):
                return None  # a blank that is no row's: what follows may be rows of another list
            self._row, self._column = None, words
            return []
        leaf = self._leaf(words)
        if leaf is None and not self._vocabulary.knows(text):
            return None
        self._row, self._column = leaf, ""
        return []

    def _path(self, words: str) -> tuple[Leaf | None, str]:
        """The row and the column that words name, which may be one of them alone."""
        for column in self._columns:
            if words == column:
                return None, column
            if words.endswith(column):
                before = self._without_groups(words.removesuffix(column))
                if not before:
                    return None, column
                leaf = self._leaf(before)
                if leaf is not None and column in _columns(leaf):
                    return leaf, column
        leaf = self._leaf(words)  # of a row with a single column, too: "行政许可": { begins what it has
        named = None if leaf is not None else self._names.cell(words)
        return named or (leaf, "")

    def _without_groups(self, words: str) -> str:
        for group in (*self._groups, *self._groups):
            words = words.removesuffix(group)
        return words

    def _leaf(self, words: str) -> Leaf | None:
        """The row whose whole label the words are, be it after those of its groups."""
        if words in self._columns or words in self._groups:
            return None
        return self._rows.get(words) or self._vocabulary.leaf(words) or self._names.row(words)


def _columns(leaf: Leaf) -> tuple[str, ...]:
    return tuple(squeezed(column.label) for column in leaf.block.column_leaves())


def _value(text: str) -> str | None:
    """What stands in a cell, "" for a blank one; None if it is no figure."""
    text = text.strip().replace("\\\\", "\\")  # as files of data write a single one
    if text in _BLANKS:
        return ""
    return text if stands_for_figure(text) else None

"""Tables that have one figure a row: 予以公开 | 自然人 | 3.

Both labels of a figure stand beside it, so nothing is left to doubt: such a list becomes the tables whose
cells it tells, with rows and columns. A cell that it does not tell is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nianbao.model.figure import UNKNOWN
from nianbao.model.form import Block as FormBlock
from nianbao.model.form import Form
from nianbao.read.blocks import Table, TableCell
from nianbao.recognise.labels import (
    Leaf,
    Vocabulary,
    is_blank,
    is_figure,
    squeezed,
    stands_for_figure,
    value_of,
    vocabulary_of,
)
from nianbao.recognise.tables.lines import LARGEST_TABLE
from nianbao.recognise.tables.named import names_of

_FEWEST = 3  # figures of a list
_MOST_NAMED = 5  # times as many figures that a list has to name as it has others
_FEWEST_COLUMNS = 3  # of words, of which the first may name the table
_FEWEST_NUMBERED = 10  # rows of one whose rows are numbered

_Row = Mapping[int, TableCell]  # the cells that are met in a row, by column


@dataclass(frozen=True)
class _Told:
    """What a row of a list tells: the row of the form, None if it is written beside another figure, the words
    of the column, and the figure."""

    leaf: Leaf | None
    column: str
    cell: TableCell


@dataclass
class _List:
    """What a list says: the figures by the row of the form and the words of the column, and the rows that say
    something else."""

    figures: dict[tuple[Leaf, str], TableCell] = field(default_factory=dict)
    others: list[_Row] = field(default_factory=list)


def tables_of(table: Table, forms: Sequence[Form]) -> list[Table]:
    """The tables of the form that a list has the figures of, and what else it says; nothing of what is no
    list."""
    rows = _rows(table)
    value = _column_of_figures(rows) or 0
    vocabularies = [vocabulary_of(form) for form in forms] if value else []
    if any(_is_row_of_form(row, vocabulary) for row in rows for vocabulary in vocabularies):
        return []
    lists = [_named(rows, value, vocabulary) for vocabulary in vocabularies]
    lists += [
        _listed(rows, value, place, vocabulary) for vocabulary in vocabularies for place in range(value)
    ]
    found = max(lists, key=lambda each: len(each.figures), default=_List())
    if len(found.figures) < _FEWEST:
        return []
    blocks: dict[FormBlock, dict[Leaf, dict[str, TableCell]]] = defaultdict(lambda: defaultdict(dict))
    for (leaf, words), cell in found.figures.items():
        blocks[leaf.block][leaf][words] = cell
    others = dict.fromkeys(cell for row in found.others for cell in row.values())
    rest = [replace(table, cells=tuple(others), seams=())] if others else []
    return [table_of(block, told) for block, told in blocks.items()] + rest


def table_of(block: FormBlock, told: Mapping[Leaf, Mapping[str, TableCell]]) -> Table:
    """A table of the form with the cells that are told of its rows by the words of their columns, others
    unknown."""
    return Table(tuple(_cells(block, told)))


def _rows(table: Table) -> list[_Row]:
    """The rows of a table with all cells that are met in each; none of one larger than any form's."""
    if sum(cell.rows * cell.columns for cell in table.cells) > LARGEST_TABLE:
        return []
    rows: dict[int, dict[int, TableCell]] = defaultdict(dict)
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        for row in range(cell.row, cell.row + cell.rows):
            rows[row][cell.column] = cell
    return [dict(sorted(rows[row].items())) for row in sorted(rows)]


def _is_row_of_form(row: _Row, vocabulary: Vocabulary) -> bool:
    """Whether a row has a place for each of several figures behind its label, be they blank."""
    texts = [cell.text for cell in row.values()]
    label = next((at for at, text in enumerate(texts) if vocabulary.leaf(text) is not None), len(texts))
    leaf, behind = vocabulary.leaf(texts[label]) if label < len(texts) else None, texts[label + 1 :]
    several = leaf is not None and 1 < len(leaf.cells) == len(behind)
    return several and all(is_blank(text) or stands_for_figure(text) for text in behind)


def _column_of_figures(rows: Sequence[_Row]) -> int | None:
    """The only column in which figures stand but for one that numbers the rows; None if there is none, or
    another one."""
    columns: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for column, cell in row.items():
            if is_figure(cell.text):
                columns[column].append(cell.text)
    counted = [column for column, texts in columns.items() if not _are_numbers(texts)]
    return counted[0] if len(counted) == 1 else None


def _are_numbers(texts: Sequence[str]) -> bool:
    """Whether figures only number rows."""
    return len(texts) >= _FEWEST_NUMBERED and list(texts) == [str(at) for at in range(1, len(texts) + 1)]


def _listed(rows: Sequence[_Row], value: int, place: int, vocabulary: Vocabulary) -> _List:
    """What the rows say if the words of the column stand at a ``place``; nothing if one does not tell of
    which cell its figure is, or two tell the same."""
    found = _List()
    told: list[_Told] = []
    for row in rows:
        each = _told(row, value, place, vocabulary)
        if each is not None:
            told.append(each)
        elif value in row and is_figure(row[value].text):
            return _List()
        elif told:  # before the first figure stand heads
            found.others.append(row)
    for each in _with_rows(told):
        if each.leaf is None or (each.leaf, each.column) in found.figures:
            return _List()
        found.figures[each.leaf, each.column] = each.cell
    return found if any(len(leaf.cells) > 1 for leaf, _ in found.figures) else _List()


def _named(rows: Sequence[_Row], value: int, vocabulary: Vocabulary) -> _List:
    """What the rows say if all that stands before a figure is the path to its cell, of which the beginning
    may be left out where it is that of the row above; nothing if many say something else, or two the same.
    The first column may say of which table each row is, in whatever words."""
    paths = list(_written(rows, value))
    columns = sorted({at for path in paths for at in path})
    found = _at_paths(rows, value, paths, vocabulary)
    if found.figures or len(columns) < _FEWEST_COLUMNS:
        return found
    without = [{at: text for at, text in path.items() if at != columns[0]} for path in paths]
    found = _at_paths(rows, value, without, vocabulary)
    sections = {cell: leaf.section for (leaf, _), cell in found.figures.items()}
    called = {
        (path.get(columns[0], ""), sections[row[value]])
        for path, row in zip(paths, rows, strict=True)
        if row.get(value) in sections
    }
    alike = len({name for name, _ in called}), len({section for _, section in called})
    return found if alike == (len(called), len(called)) else _List()


def _written(rows: Sequence[_Row], value: int) -> Iterator[dict[int, str]]:
    """What stands before the figure of each row by column, with the beginning that it shares with the rows
    above; nothing for a row that says nothing."""
    above: dict[int, str] = {}
    for row in rows:
        words = {at: cell.text for at, cell in row.items() if at < value and not is_figure(cell.text)}
        written = {at: text for at, text in words.items() if not is_blank(text)}
        above = {at: text for at, text in above.items() if at < min(written, default=0)} | written
        yield above if written else {}


def _at_paths(
    rows: Sequence[_Row], value: int, paths: Sequence[Mapping[int, str]], vocabulary: Vocabulary
) -> _List:
    found, unnamed = _List(), 0
    names = names_of(vocabulary)
    for row, path in zip(rows, paths, strict=True):
        cell = row.get(value)
        tells = cell is not None and cell.rows == 1 and (stands_for_figure(cell.text) or is_blank(cell.text))
        own = [text for at, text in path.items() if at in row and row[at].text == text]
        ways = (path.values(), own) if tells and path else ()
        named = next(filter(None, (names.cell(squeezed("".join(way))) for way in ways)), None)
        if named in found.figures:
            return _List()
        if named is not None and cell is not None:
            found.figures[named] = cell
        elif found.figures:
            found.others.append(row)
            unnamed += tells
    return found if unnamed * _MOST_NAMED < len(found.figures) else _List()


def _with_rows(told: Sequence[_Told]) -> Iterator[_Told]:
    """The figures, each with its row: one that stands in a cell beside several figures may be written beside
    any one of them. These are told in the order of the form's columns; where that leaves a choice the row
    remains unknown."""
    run: list[_Told] = []
    for at, each in enumerate(told):
        leaf = next((other.leaf for other in told[at:] if other.leaf is not None), None)
        if run and not _goes_on(run, each, _column_words(leaf) if leaf is not None else ()):
            yield from _of_one_row(run)
            run = []
        run.append(each)
    yield from _of_one_row(run)


def _goes_on(run: Sequence[_Told], each: _Told, ahead: Sequence[str]) -> bool:
    """Whether a figure can be of the same row as those before it; ``ahead`` are the columns of the row that
    is named next, for one that was not yet."""
    leaf = next((one.leaf for one in run if one.leaf is not None), None)
    if run[-1].leaf is not None and each.leaf not in (None, leaf):
        return False
    columns = _column_words(leaf) if leaf is not None else ahead
    words = [one.column for one in (run[-1], each)]
    return all(word in columns for word in words) and columns.index(words[0]) < columns.index(words[1])


def _of_one_row(run: Sequence[_Told]) -> Iterator[_Told]:
    leaves = {each.leaf for each in run} - {None}
    only = leaves.pop() if len(leaves) == 1 else None
    yield from (replace(each, leaf=each.leaf or only) for each in run)


def _told(row: _Row, value: int, place: int, vocabulary: Vocabulary) -> _Told | None:
    """What stands beside a figure: the column, and the row in cells of its own or before it in the same, or
    nowhere; or a row that has one column alone. None if that names no cell."""
    words = {
        at: cell.text
        for at, cell in row.items()
        if at < value and not is_blank(cell.text) and not is_figure(cell.text)
    }
    if value not in row or row[value].rows > 1 or not words:
        return None
    others = [text for at, text in words.items() if at != place]
    leaf = _leaf(others, vocabulary)
    name = vocabulary.column_words(words.get(place, "")) if value_of(words.get(place, "")) is None else ""
    if name and (leaf is None or name in _column_words(leaf)):
        known = leaf is not None or all(map(vocabulary.knows, others))
        return _Told(leaf, name, row[value]) if known else None
    leaf = _leaf(list(words.values()), vocabulary)
    if leaf is not None and len(leaf.cells) == 1:
        return _Told(leaf, _column_words(leaf)[0], row[value])
    return _in_one(squeezed(words.get(place, "")), row[value], vocabulary)


def _in_one(words: str, cell: TableCell, vocabulary: Vocabulary) -> _Told | None:
    """What one text tells of row and column: 予以公开—自然人."""
    for leaf in (*vocabulary.leaves, *vocabulary.turned):
        for name in _column_words(leaf):
            if words.endswith(name) and words.removesuffix(name) in (leaf.words, squeezed(leaf.entry.label)):
                return _Told(leaf, name, cell)
    return None


def _leaf(words: Sequence[str], vocabulary: Vocabulary) -> Leaf | None:
    """The row that words name, be it after the names of its groups."""
    text = words[-1] if words else ""
    leaf = vocabulary.leaf(text) or vocabulary.leaf_at_end(text) or vocabulary.leaf_at_end("".join(words))
    return leaf or next((each for each in vocabulary.turned if each.words == squeezed(text)), None)


def _column_words(leaf: Leaf) -> tuple[str, ...]:
    return tuple(squeezed(column.label) for column in leaf.block.column_leaves())


def _cells(block: FormBlock, told: Mapping[Leaf, Mapping[str, TableCell]]) -> Iterator[TableCell]:
    """The cells of a table of the form: its columns above, its rows at the left."""
    labels = {squeezed(column.label): column.label for column in block.column_leaves()}
    yield TableCell(0, 0, 1, 1, "")
    yield from (TableCell(0, at, 1, 1, label) for at, label in enumerate(labels.values(), 1))
    for row, (leaf, figures) in enumerate(told.items(), 1):
        yield TableCell(row, 0, 1, 1, leaf.entry.label)
        for at, words in enumerate(labels, 1):
            cell = figures.get(words, TableCell(row, at, 1, 1, str(UNKNOWN)))
            yield TableCell(row, at, 1, 1, cell.text, place=cell.place)

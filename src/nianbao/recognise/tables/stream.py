"""Tables that came as bare lines of text: one cell a line, or a row a line with spaces between.

Pasted text, and what other programs make of a Word file, look so. Runs of lines that hold nothing but
labels of the form and figures are made tables again. Where a line is one cell, an empty line is an empty
cell, unless every line has one after it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nianbao.read.blocks import Block, Paragraph, Place, Table, TableCell
from nianbao.recognise.labels import Leaf, Vocabulary, is_blank, is_figure, is_too_long, squeezed, value_of
from nianbao.recognise.outside import is_page_number
from nianbao.recognise.tables.across import with_heads_across
from nianbao.recognise.tables.aligned import UNREAD, Aligned, aligned_in
from nianbao.recognise.tables.columned import in_columns, with_blanks, with_whole_heads
from nianbao.recognise.tables.counted import with_figures_alone
from nianbao.recognise.tables.in_order import with_rows_named
from nianbao.recognise.tables.pieces import whole_labels, with_whole_labels
from nianbao.recognise.tables.proved import with_tables_proved
from nianbao.recognise.tables.spaced import spaced_in
from nianbao.recognise.tables.sums import Sums

_FEWEST_FIGURES = 5
_FEWEST_LABELS = 3
_FEWEST_ROWS = 4  # of a table that may have been listed column by column
_FEWEST_COLUMNS = 4  # of its rows
_FEWEST_ALONE = 8  # labels of a table whose figures are lost
_NEARLY_ALL = 0.9
_SHORTEST_PIECE = 6  # characters of a piece of a label with which a table may begin
_LONGEST_WORD = 8  # characters of something that stands where a figure should
_SEPARATED = 0.8  # share of the lines that an empty one follows, where it only keeps lines apart
_STOPS = ("。", "；", "，", "：", "！", "？")


Run = list[tuple[Paragraph, list[str]]]  # lines, each with its cells


def with_tables(blocks: Sequence[Block], vocabulary: Vocabulary) -> tuple[list[Block], set[int]]:
    """The blocks, with a table in the place of each run of lines that is one, and the numbers of these
    tables among all: their cells may have been lost at the ends of the run."""
    found: list[Block | _Rows] = []
    run: Run = []
    blocks = with_tables_proved(blocks, vocabulary)
    aligned = aligned_in(blocks, vocabulary)
    if not aligned.rows:
        aligned = Aligned(rows=spaced_in(blocks, vocabulary))
    named = with_rows_named(list(with_whole_heads(blocks, aligned)), aligned.rows, UNREAD, vocabulary)
    for block in [*with_whole_labels(with_heads_across(named, vocabulary), vocabulary), None]:
        cells = _cells(block, run, vocabulary) if isinstance(block, Paragraph) else None
        if cells is not None and isinstance(block, Paragraph):
            row = aligned.rows.get(block.place) if block.place else None
            run.append((block, with_blanks(cells, row)))
            continue
        if run:
            found += _rows_or_lines(run, vocabulary, aligned)
            run = []
        if block is not None:
            found.append(block)
    built = [item for item in found if isinstance(item, _Rows)]
    single = [rows for rows in built if not rows.lined]
    counted = with_figures_alone([rows.rows for rows in single], vocabulary)
    for rows, (kept, exact) in zip(single, counted, strict=True):
        rows.rows, rows.exact = kept, exact
    _leave_doubtful(built)
    result = [_table(item, vocabulary, aligned) if isinstance(item, _Rows) else item for item in found]
    tables = [item for item in found if not isinstance(item, Paragraph)]
    return result, {at for at, item in enumerate(tables) if isinstance(item, _Rows) and not item.exact}


# ---- which lines belong to a run


def _cells(paragraph: Paragraph, run: Run, vocabulary: Vocabulary) -> list[str] | None:
    """The cells that a line has if it goes on with a run, or begins one: a label, figures, or both with
    spaces between. None if it does neither, nothing for a page number."""
    text = paragraph.text.strip()
    if is_blank(text):
        return [""] if run else None
    if paragraph.level is not None or is_too_long(text):
        return None
    if run and is_page_number(text) and not is_figure(text):
        return []
    cells = _row(text, vocabulary)
    if run and cells is None and _is_scrap(text, run, vocabulary):
        return text.split()
    if run:
        return cells if cells is not None or not _stands_for_a_figure(text, run, vocabulary) else [text]
    return cells if cells is not None and _begins(cells, vocabulary) else None


def _row(text: str, vocabulary: Vocabulary) -> list[str] | None:
    """One label, or labels and then figures; among the figures there may be short words."""
    parts = text.split()
    if len(parts) > 1:
        parts = whole_labels(_with_units(parts), vocabulary)
    if len(parts) > 1 and not vocabulary.knows(text) and all(map(vocabulary.like_label, parts)):
        return parts
    if is_figure(text) or (not is_figure(parts[-1]) and _is_label(text, vocabulary)):
        return [text]
    end = vocabulary.labels_at_head(parts)
    figures = parts[end:]
    if not all(is_figure(part) or _is_word(part) for part in figures):
        return _row_with_spaces(parts, vocabulary)
    if not figures:
        return parts
    return parts if any(map(is_figure, figures)) and (end > 0 or all(map(is_figure, figures))) else None


def _with_units(parts: list[str]) -> list[str]:
    """The parts of a line, each unit put to the number before it."""
    joined: list[str] = []
    for part in parts:
        if joined and is_figure(joined[-1]) and not is_figure(part) and is_figure(joined[-1] + part):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _row_with_spaces(parts: list[str], vocabulary: Vocabulary) -> list[str] | None:
    """A label with spaces in it, or in slightly other words, and figures after it."""
    end = len(parts)
    while end and is_figure(parts[end - 1]):
        end -= 1
    labels = parts[:end]
    if len(labels) > 1 and all(_is_label(label, vocabulary) for label in labels):
        return parts
    whole = "".join(labels)
    return [whole, *parts[end:]] if end < len(parts) and _is_label(whole, vocabulary) else None


def _begins(cells: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a table can begin with this line: with a label, or with good pieces of labels."""
    if vocabulary.knows(cells[0]):
        return True
    labels = cells[: vocabulary.labels_at_head(cells)]
    return sum(map(len, labels)) >= _SHORTEST_PIECE


def _is_scrap(text: str, run: Run, vocabulary: Vocabulary) -> bool:
    """Whether a line between rows of several cells has nothing but pieces of labels."""
    if text.endswith(_STOPS) or not any(len(cells) > 2 for _, cells in run):
        return False
    return all(vocabulary.is_piece(part) and not is_figure(f"1{part}") for part in text.split())


def _is_label(text: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.like_label(text) or (not is_figure(text) and vocabulary.leaf_nearly(text) is not None)


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and not text.endswith(_STOPS)


def _stands_for_a_figure(text: str, run: Run, vocabulary: Vocabulary) -> bool:
    """Whether a short word stands where the figures of a row are due: after a figure, or the row's label."""
    if not _is_word(text):
        return False
    before = next((cells for _, cells in reversed(run) if any(cells)), [""])
    return is_figure(before[-1]) or vocabulary.leaf(before[-1]) is not None


# ---- the rows of a run


@dataclass(slots=True)
class _Rows:
    """Rows that are being built of lines with one cell each, and of lines that are a whole row."""

    vocabulary: Vocabulary
    rows: list[list[str]] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)  # by the number of the row
    figures: bool = False  # whether the last row has figures
    lined: set[int] = field(default_factory=set)  # the rows that stood on one line
    whole: bool = True  # whether the last row stood on one line
    exact: bool = False  # whether the number of lines tells the cells of each row
    strayed: bool = (
        False  # whether figures came before any label: those that follow one may be the next one's
    )

    def add(self, cells: list[str], place: Place | None) -> None:
        """Add the cells of a line, which stands in a place."""
        self._add(cells)
        if place is not None:
            self.places.setdefault(len(self.rows) - 1, place)

    def _add(self, cells: list[str]) -> None:
        if len(cells) > 1:
            self.lined.add(len(self.rows))
            self.rows.append(list(cells))
            self.figures = any(map(is_figure, cells))
            self.whole = self.figures or not self._is_named() or all(map(self.vocabulary.column_words, cells))
        elif cells and _is_label(cells[0], self.vocabulary):
            self._add_label(cells[0])
        elif cells:
            self._add_cell(cells[0])

    def _add_label(self, text: str) -> None:
        if self.whole or self.figures or not self._wants(text):
            self.strayed = self.strayed or (self.figures and not self.whole and not self._is_named())
            self.rows.append([])
        self.rows[-1].append(text)
        self.figures = self.whole = False

    def _add_cell(self, text: str) -> None:
        if self.whole or (self.strayed and not self.figures):
            if not text:
                return
            self.rows.append([])
        self.rows[-1].append(text)
        self.whole = False
        self.figures = self.figures or bool(text)

    def wholeness(self) -> Iterator[bool]:
        """Of each row of the form with one cell a line whether it has all its figures."""
        for row in self._apart():
            if (leaf := self._leaf(row)) is not None:
                yield len(leaf.cells) in self._counts(row)

    def take_apart(self) -> None:
        """Put the figures of rows with one cell a line into rows of their own, so that they stay unread."""
        rows: list[list[str]] = []
        places: dict[int, Place] = {}
        for number, row in enumerate(self.rows):
            if number in self.places:
                places[len(rows)] = self.places[number]
            first = next((at for at, cell in enumerate(row) if is_figure(cell)), 0)
            rows += [row[:first], row[first:]] if first and number not in self.lined else [row]
        self.rows, self.places = rows, places

    def is_sparse(self) -> bool:
        """Whether a row with one cell a line has blanks that left no line."""
        found = ((sum(map(is_figure, row)), self._leaf(row)) for row in self._apart())
        return not self.exact and any(leaf and 0 < count < len(leaf.cells) for count, leaf in found)

    def came_apart(self) -> bool:
        """Whether each row of a table whose figures stand below all labels has a line for its columns alone,
        be it for their first pieces: a page is read block by block then, and figures come in any order."""
        heads = [
            [squeezed(each.label) for each in block.column_leaves()] for _, block in self.vocabulary.across
        ]
        lined = [list(map(squeezed, self.rows[at])) for at in self.lined]
        return any(
            len(head) - 1 <= len(row) <= len(head)
            and all(label.startswith(piece) for label, piece in zip(head, row, strict=False))
            for head, row in itertools.product(heads, lined)
        )

    def doubt(self, *, sparse: bool) -> None:
        """Leave figures with one cell a line unread that do not come out: those below all labels, and where
        blanks leave no line, those of rows, for the number of a page, or a piece of a figure, may stand in
        the place of one."""
        for row in self._apart():
            leaf = self._leaf(row)
            figures = [cell for cell in row if is_figure(cell)]
            for leaves in ([leaf] if leaf and sparse else [], self.vocabulary.turned):
                if figures and len(figures) == sum(len(each.cells) for each in leaves):
                    sums = Sums(leaves, self.vocabulary.form)
                    if not sums.come_out(figures) or (len(leaves) == 1 and sums.may_be_cut(0, figures)):
                        row[:] = [UNREAD if is_figure(cell) else cell for cell in row]

    def _apart(self) -> Iterator[list[str]]:
        """The rows whose cells stood on lines of their own."""
        return (row for at, row in enumerate(self.rows) if at not in self.lined)

    def _leaf(self, row: Sequence[str]) -> Leaf | None:
        """The row of the form, one of several columns, that is named before figures or without any."""
        labels = [cell for cell in row if cell and not is_figure(cell)]
        leaf = self.vocabulary.leaf("".join(labels)) or (self.vocabulary.leaf(labels[-1]) if labels else None)
        return leaf if leaf is not None and len(leaf.cells) >= _FEWEST_COLUMNS else None

    def _counts(self, row: Sequence[str]) -> set[int]:
        """How many cells a row has with and without those that are blank."""
        first = next((at for at, cell in enumerate(row) if not cell or is_figure(cell)), len(row))
        return {len(row) - first, sum(map(bool, row[first:]))}

    def _is_named(self) -> bool:
        """Whether the last row has the label of a row."""
        known, labels = self.vocabulary, [cell for cell in self.rows[-1] if cell and not is_figure(cell)]
        turned = {leaf.words for leaf in known.turned}
        return known.leaf("".join(labels)) is not None or any(
            known.leaf(label) or known.leaf_nearly(label) or squeezed(label) in turned for label in labels
        )

    def _wants(self, text: str) -> bool:
        """Whether the last row wants another label: it has only the name of a group, or a piece of one.
        After a piece no number follows."""
        labels = [cell for cell in self.rows[-1] if cell]
        known = self.vocabulary
        if not labels or known.column(labels[-1]):
            return False
        if value_of(text) is not None and not known.knows(labels[-1]):
            return False
        return known.leaf("".join(labels)) is None and known.leaf(labels[-1]) is None


def _is_downward(tables: Sequence[_Rows]) -> bool:
    """Whether most rows with one cell a line lack their figures: they were listed column by column, and those
    below a label may be of any row."""
    whole = [is_whole for rows in tables for is_whole in rows.wholeness()]
    return len(whole) >= _FEWEST_ROWS and sum(whole) * 2 < len(whole)


def _leave_doubtful(tables: Sequence[_Rows]) -> None:
    """Leave figures unread that stand on lines of their own and may be another row's."""
    is_sparse, is_downward = any(rows.is_sparse() for rows in tables), _is_downward(tables)
    for rows in tables:
        if is_sparse or rows.came_apart():
            rows.doubt(sparse=is_sparse)
        if is_downward:
            rows.take_apart()


def _rows_or_lines(run: Run, vocabulary: Vocabulary, aligned: Aligned) -> list[Block | _Rows]:
    """The rows that a run is, be they without figures, or its paragraphs where it is no table."""
    written = [cell for _, cells in run for cell in cells if cell]
    figures = sum(map(is_figure, written))
    labels = sum(map(vocabulary.like_label, written))
    exact = sum(vocabulary.knows(cell) or vocabulary.names_block(cell) for cell in written)
    bare = exact >= _FEWEST_ALONE and exact + figures >= _NEARLY_ALL * len(written)
    bare = bare or any(paragraph.place in aligned.heads for paragraph, _ in run)
    if labels < _FEWEST_LABELS or (figures < _FEWEST_FIGURES and not bare):
        return [paragraph for paragraph, _ in run]
    rows = _Rows(vocabulary)
    for paragraph, cells in _without_separators([(paragraph, cells) for paragraph, cells in run if cells]):
        rows.add(cells, paragraph.place)
    return [rows]


def _table(rows: _Rows, vocabulary: Vocabulary, aligned: Aligned) -> Table:
    columned = in_columns(rows.rows, rows.places, aligned, vocabulary)
    return columned or Table(
        tuple(
            TableCell(row, column, 1, 1, text)
            for row, texts in enumerate(rows.rows)
            for column, text in enumerate(texts)
        )
    )


def _without_separators(lines: list[tuple[Paragraph, list[str]]]) -> Iterable[tuple[Paragraph, list[str]]]:
    """The lines without the empty ones that only keep them apart: where nearly each has one after it."""
    gaps = [sum(1 for _ in group) for blank, group in itertools.groupby(lines, _is_empty) if blank]
    written = sum(not _is_empty(line) for line in lines)
    if len(gaps) < _SEPARATED * written:
        return lines
    doubled = all(gap % 2 for gap in gaps[:-1])  # an empty cell has one after it, too
    kept: list[tuple[Paragraph, list[str]]] = []
    for blank, group in itertools.groupby(lines, _is_empty):
        members = list(group)
        kept += members[1 :: 2 if doubled else 1] if blank else members
    return kept


def _is_empty(line: tuple[Paragraph, list[str]]) -> bool:
    return line[1] == [""]

"""The rows of a table that came as lines of text: what stands on one line, and cells on lines of their own.

A label begins a row, and figures go on with it. Where these may be another row's, for text is not always read
row by row, they are left unread.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nianbao.read.blocks import Place
from nianbao.recognise.labels import Leaf, Vocabulary, is_figure, squeezed, value_of
from nianbao.recognise.tables.sums import Sums
from nianbao.recognise.tables.wrapped import UNREAD

_FEWEST_ROWS = 4  # of a table that may have been listed column by column
_FEWEST_COLUMNS = 4  # of its rows


def is_label(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a label of the form, or a piece of one, be it in slightly other words."""
    return vocabulary.like_label(text) or (not is_figure(text) and vocabulary.leaf_nearly(text) is not None)


@dataclass(slots=True)
class Rows:
    """Rows that are being built of lines with one cell each, and of lines that are a whole row."""

    vocabulary: Vocabulary
    rows: list[list[str]] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)  # by the number of the row
    figures: bool = False  # whether the last row has figures
    lined: set[int] = field(default_factory=set)  # the rows that stood on one line
    whole: bool = True  # whether the last row stood on one line
    exact: bool = False  # whether the number of lines tells the cells of each row
    # Whether figures came before any label: those that follow one may be the next one's.
    strayed: bool = False

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
        elif cells and is_label(cells[0], self.vocabulary):
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
        """Whether a line names several columns of a table whose figures stand below all labels, be it by
        pieces: where each of these has a line, the page was read block by block, in any order."""
        heads = [
            [squeezed(each.label) for each in block.column_leaves()] for _, block in self.vocabulary.across
        ]
        lined = ([squeezed(cell) for cell in self.rows[at]] for at in self.lined)
        return any(
            all(any(piece in label for label in head) for piece in row)
            for head, row in itertools.product(heads, lined)
        )

    def doubt(self, *, sparse: bool, apart: bool) -> None:
        """Leave figures with one cell a line unread that may be another's: those below all labels whose order
        is lost, and where blanks leave no line, those of rows that do not come out, for the number of a page,
        or a piece of a figure, may stand in the place of one."""
        for row in self._apart():
            leaf = self._leaf(row)
            figures = [cell for cell in row if is_figure(cell)]
            for leaves in ([leaf] if leaf and sparse else [], self.vocabulary.turned):
                if not figures or len(figures) != sum(len(each.cells) for each in leaves):
                    continue
                sums = Sums(leaves, self.vocabulary.form)
                is_lost = apart and len(leaves) > 1 and not _repeats(figures, len(leaves))
                cut = len(leaves) == 1 and sums.may_be_cut(0, figures)
                if is_lost or cut or not sums.come_out(figures):
                    row[:] = [UNREAD if is_figure(cell) else cell for cell in row]

    def doubt_gathered(self) -> None:
        """Where names of groups stand together between which the form has rows, the page was read column by
        column there: leave figures with one cell a line unread but those of whole rows that follow one, as in
        the form."""
        if not self._has_groups_gathered():
            return
        order = {leaf.cells: at for at, leaf in enumerate(self.vocabulary.leaves)}
        before = None
        for row in self._apart():
            leaf = self._leaf(row)
            is_whole = leaf is not None and sum(map(is_figure, row)) == len(leaf.cells)
            number = order.get(leaf.cells) if leaf and is_whole else None
            if number is None or before is None or number != before + 1:
                row[:] = [UNREAD if is_figure(cell) else cell for cell in row]
            before = number

    def _has_groups_gathered(self) -> bool:
        """Whether a name of a group follows another that the form has elsewhere."""
        blocks = {id(leaf.block): leaf.block for leaf in self.vocabulary.leaves}
        found = [[entry for top in block.rows for entry in top.walk()] for block in blocks.values()]
        pairs = [pair for rows in found for pair in itertools.pairwise(rows)]
        follows = {squeezed(one.label): squeezed(two.label) for one, two in pairs if one.entries}
        met = (pair for row in self._apart() for pair in itertools.pairwise(map(squeezed, row)))
        return any(one in follows and two in follows and follows[one] != two for one, two in met)

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


def _repeats(figures: Sequence[str], times: int) -> bool:
    """Whether figures are the same ones so many times, so that their order does not matter."""
    count = len(figures) // times
    return list(figures) == list(figures[:count]) * times


def _is_downward(tables: Sequence[Rows]) -> bool:
    """Whether most rows with one cell a line lack their figures: they were listed column by column, and those
    below a label may be of any row."""
    whole = [is_whole for rows in tables for is_whole in rows.wholeness()]
    return len(whole) >= _FEWEST_ROWS and sum(whole) * 2 < len(whole)


def leave_doubtful(tables: Sequence[Rows]) -> None:
    """Leave figures unread that stand on lines of their own and may be another row's."""
    is_sparse, is_downward = any(rows.is_sparse() for rows in tables), _is_downward(tables)
    for rows in tables:
        apart = rows.came_apart()
        if is_sparse or apart:
            rows.doubt(sparse=is_sparse, apart=apart)
        rows.doubt_gathered()
        if is_downward:
            rows.take_apart()

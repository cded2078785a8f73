"""Places the figures of tables as they were read into the cells of a form, by labels, never by position."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from nianbao.model.figure import State
from nianbao.model.form import Block, Entry, Form
from nianbao.patterns import regex
from nianbao.read.blocks import Table
from nianbao.recognise.labels import (
    Leaf,
    Vocabulary,
    is_figure,
    names_nothing,
    paths_of,
    squeezed,
    stands_for_figure,
    vocabulary_of,
)
from nianbao.recognise.tables.across import are_columns, has_heads
from nianbao.recognise.tables.alone import is_jumbled, name_figures_alone
from nianbao.recognise.tables.assign import Assigned, Columns, Lanes, assigned, stood_at
from nianbao.recognise.tables.heads import columns_across, columns_of, has_gap, is_packed
from nianbao.recognise.tables.lines import (
    Item,
    Line,
    as_head,
    doubt_cut,
    doubt_short,
    has_blanks_between,
    has_lost_its_begin,
    is_merged,
    is_torn,
    lines_of,
    may_have_slipped,
    put_together,
    width_of,
)
from nianbao.recognise.tables.pieces import comes_out, is_head_in_pieces
from nianbao.recognise.tables.placed import Placed, Unplaced
from nianbao.recognise.tables.repeated import leave_out_repeats
from nianbao.recognise.tables.seams import mended
from nianbao.recognise.tables.totals import lacks_at_most_total, leave_out_totals
from nianbao.recognise.tables.upright import upright

_FEWEST_LABELS = 3  # by which a table is known as one of the form
_LEAST_SHARE = 0.5  # of its words that are labels
_HAS_DIGIT = regex(r"\d")
_LONGEST_SCRAP = 3  # characters beside figures that are none: 不适用
_FEWEST_ROWS = 5  # that tell how long one usually is
_LONGEST_NOTE = 12  # characters; what is longer and stands alone in a row is a sentence


def place(tables: Sequence[Table], form: Form, loose: Collection[int] = ()) -> Placed:
    """The figures of all tables that belong to the form. ``loose`` are the numbers of tables in which
    cells may have been lost at the end of a row."""
    return _Placer(tables, form, loose).placed


def is_of_form(table: Table, vocabulary: Vocabulary) -> bool:
    """Whether a table is one of the form's: enough of its words are labels."""
    texts = {squeezed(cell.text): cell.text for cell in table.cells}
    words = [
        text
        for key, text in texts.items()
        if len(key) > 1 and not (key.isascii() or is_figure(text) or names_nothing(text))
    ]
    known = sum(vocabulary.like_label(text) for text in words)
    return known >= min(_FEWEST_LABELS, max(1, len(words))) and known >= _LEAST_SHARE * len(words)


class _Placer:
    def __init__(self, tables: Sequence[Table], form: Form, loose: Collection[int]) -> None:
        self._loose = frozenset(loose)
        self._vocabulary = vocabulary_of(form)
        self.placed = Placed(form)
        self._packed = {number for number, table in enumerate(tables) if table.packed}
        self._with_blanks = {number for number, table in enumerate(tables) if has_blanks_between(table)}
        lines: list[list[Line]] = []
        for number, table in enumerate(tables):
            ours = is_of_form(table, self._vocabulary)
            whole = upright(mended(table, self._vocabulary), self._vocabulary)
            lines.append(lines_of(number, whole, self._vocabulary) if ours else [])
            if number in loose:
                self._doubt_scraps(lines[-1])
        votes: list[Counter[str]] = []
        rest: list[list[Line]] = []
        for of_table in lines:
            self._votes: Counter[str] = Counter()  # figures placed of the table at hand, by section
            rest.append(self._place_across(of_table))
            votes.append(self._votes)
        for of_table in rest:
            name_figures_alone(of_table, self._vocabulary)
        put_together([line for at, of in enumerate(rest) if at not in loose for line in of], self._vocabulary)
        for number in loose:  # where text stands between tables no label goes on in the next
            put_together(rest[number], self._vocabulary)
        doubt_cut(of_table for at, of_table in enumerate(rest) if at not in loose)
        for number, of_table in enumerate(rest):
            self._votes = votes[number]
            self._place_rows(of_table)
            self.placed.sections.append(self._section(lines[number]))
            self._tell_others(of_table, number)

    def _doubt_scraps(self, lines: list[Line]) -> None:
        """Take no single character of a label for what stands in a cell, or for a unit right behind a figure,
        where lines are all there is."""
        for line in lines:
            texts = (item.text for item in line.written if not stands_for_figure(item.text))
            words = {squeezed(text).lstrip("0123456789") for text in texts}
            line.mixed |= any(self._vocabulary.is_piece(word) for word in words if len(word) == 1)

    # ---- tables whose figures stand below all labels

    def _place_across(self, lines: list[Line]) -> list[Line]:
        """Place the lines of figures of such a table; the lines that it does not explain."""
        for section, block in self._vocabulary.across:
            words = {squeezed(leaf.label) for leaf in block.column_leaves()}
            if not self._is_across(lines, block):
                continue
            self._turn(lines, section)
            count = len(block.column_leaves()) * len(block.row_leaves())
            figures = [line for line in lines if self._is_figures(line, words, count)]
            if not figures and is_merged(lines):
                figures = [line for line in lines[-1:] if not (line.head or line.labels or line.written)]
            above: list[Line] = []  # labels since the last line of figures
            for line, below in itertools.zip_longest(lines, lines[1:]):
                if line in figures:
                    self._put_across(line, above, section, block, cut=self._is_cut(line, below))
                    above = []
                else:
                    above.append(line)
            return [line for line in lines if line not in figures]
        return lines

    def _turn(self, lines: list[Line], section: str) -> None:
        """Name the lines of such a table in which figures stand beside the label of their row, below one
        head with each column once."""
        head: list[str] = []
        for line in lines:
            if not any(stands_for_figure(item.text) for item in line.cells):
                head += [squeezed(item.text) for item in line.items if item.fresh and not item.blank]
                continue
            words = squeezed(line.labels[-1].text) if line.labels else ""
            leaf = next((leaf for leaf in self._vocabulary.turned if words in paths_of(leaf)), None)
            if leaf is not None and leaf.section == section:
                line.leaf = leaf if are_columns(head, leaf.block) else line.leaf

    def _is_across(self, lines: list[Line], block: Block) -> bool:
        """Whether a table has the labels of such a block, whole or in pieces."""
        texts = [item.text for line in lines for item in line.items if item.fresh]
        return has_heads(lines, block) or is_head_in_pieces(
            (text for text in texts if not is_figure(text)), block
        )

    def _is_cut(self, line: Line, below: Line | None) -> bool:
        """Whether figures may go on in the next line, where lines are all there is: 12345 in a narrow cell is
        1234, and below it 5. Nothing tells which piece belongs to which."""
        if below is None or line.table not in self._loose or below.leaf or below.used or below.head:
            return False
        whole = all(is_figure(item.text) for item in below.written)
        return 0 < len(below.written) < len(line.written) and whole

    def _put_across(
        self, line: Line, above: list[Line], section: str, block: Block, *, cut: bool = False
    ) -> None:
        leaves = block.column_leaves()
        rows = self._rows_met([*above, line], block)
        heads = [head if head.head else as_head(head) for head in (*above, line)]
        known = self._vocabulary
        columns = columns_across(block, rows, heads, known.column_words, known.rows_across)
        cells = [f"{section}.{row.id}.{leaf.id}" for row in rows for leaf in leaves]
        bare = Line(line.table, line.number, [], line.cells, torn=line.torn)
        self._unfill(bare, len(cells))
        merged, loose = is_merged(above), line.table in self._loose
        width = None if merged or loose else width_of([each for each in above if each.items])
        lanes = Lanes([bare], len(cells), merged=merged, loose=loose, width=width)
        found = assigned(bare, len(cells), lanes, columns)
        if found and (cut or not self._is_certain(bare, cells, found, [*above, line], block)):
            found = [None] * len(cells)
        self._put(bare, cells, found, section)

    def _is_certain(
        self, bare: Line, cells: Sequence[str], found: Assigned, head: list[Line], block: Block
    ) -> bool:
        """Whether the figures of such a table stand below its head, and nothing else among them. Only sums
        tell that of a head in pieces, or where blanks stand here and there among figures for all columns."""
        if not any(line.labels or line.head for line in head):
            return False
        if any(self._vocabulary.is_heading(item.text) for item in bare.written):
            return False
        written = [at for at, item in enumerate(bare.cells) if not item.blank]
        steps = {after - at for at, after in itertools.pairwise(written)}
        among = len(written) == len(cells) and len(steps) > 1
        if has_heads(head, block) and not (among and bare.table in self._loose):
            return True
        read = {cell: figure for cell, figure in zip(cells, found, strict=True) if figure is not None}
        return comes_out(read, self.placed.form)

    def _rows_met(self, lines: list[Line], block: Block) -> list[Entry]:
        """The rows of the block that the table has labels for; all where it has none, or has the columns of
        all of them: a label was lost then."""
        leaves = block.row_leaves()
        words = Counter(self._vocabulary.column_words(item.text) for line in lines for item in line.items)
        if all(words[squeezed(column.label)] == len(leaves) for column in block.column_leaves()):
            return list(leaves)
        known = self._vocabulary.rows_across
        named = [known.get(squeezed(item.text)) for line in lines for item in line.items]
        return [leaf for leaf in leaves if leaf in named] or list(leaves)

    def _is_figures(self, line: Line, words: set[str], count: int) -> bool:
        """Whether a line can be the figures: it has no label but the last of the head before it, or pieces
        of those. All of so many may be blank where the number of cells says something."""
        labels = [squeezed(item.text) for item in line.labels if item.fresh and not item.blank]
        if line.head or any(not any(label in word for word in words) for label in labels):
            return False
        if labels and not line.written and line.table not in self._loose:
            return len(line.cells) == count
        figures = sum(stands_for_figure(item.text) for item in line.cells)
        others = [item.text for item in line.written if item.place and not is_figure(item.text)]
        long = [text for text in others if len(text) > _LONGEST_SCRAP]
        # 共23件, or the day that a program made of 3-1, in the place of a figure
        odd = len(line.cells) == count and figures > 2 * len(long) and all(map(_HAS_DIGIT.search, long))
        if long and not odd:
            return False  # somebody's own row in a workbook: 其中：网上申请
        return 2 * figures >= len(line.written) > 0

    # ---- tables whose figures stand beside their labels

    def _place_rows(self, lines: list[Line]) -> None:
        counts: dict[int, list[Line]] = defaultdict(list)
        self._find_packed(lines)
        if not is_merged(lines):
            leave_out_repeats(lines)
        if not any(line.table in self._loose | self._packed for line in lines):
            self.placed.not_listed |= leave_out_totals(lines, self._vocabulary)
        merged = is_merged(lines)
        loose = any(line.table in self._loose for line in lines)
        width = None if merged or loose else width_of(lines)
        doubt_short(lines, width)
        for line in lines:
            if line.leaf is not None:
                self._unfill(line, len(line.leaf.cells))
                counts[len(line.leaf.cells)].append(line)
        lanes = {
            count: Lanes(of_count, count, merged=merged, loose=loose, width=width)
            for count, of_count in counts.items()
        }
        jumbled = loose and is_jumbled(lines, self._vocabulary)
        rows = sum(map(len, counts.values()))
        heads: list[Line] = []  # the nearest head above
        for at, line in enumerate(lines):
            leaf = line.leaf
            if line.head:
                heads = [*heads, line] if at and lines[at - 1].head else [line]
            torn = rows < _FEWEST_ROWS and is_torn(line, lines[at + 1 : at + 2])
            torn = torn or (len(lines) == 1 and not merged and may_have_slipped(line))
            if leaf is not None and not torn and not self._slipped_below(line, lines[at + 1 : at + 2]):
                columns = self._columns(leaf, heads)
                found = assigned(line, len(leaf.cells), lanes[len(leaf.cells)], columns)
                cut = self._is_cut(line, next(iter(lines[at + 1 : at + 2]), None))
                cut = cut or (not line.written and has_lost_its_begin(line))
                cut = cut or (not columns.exact and self._is_foreign(line, heads, lines))
                found = [None] * len(leaf.cells) if found and (jumbled or cut) else found
                self._put(line, leaf.cells, found, leaf.section)

    def _find_packed(self, lines: list[Line]) -> None:
        """Find out by the head whether the rows of a table are filled up at their right."""
        heads = list(itertools.takewhile(lambda line: line.head, lines))
        rows = [line for line in lines if line.leaf is not None]
        if is_packed(heads, self._vocabulary.column_words) and all(
            item.blank for line in rows if line.leaf for item in line.cells[len(line.leaf.cells) :]
        ):
            self._packed |= {line.table for line in rows}
        if all(lacks_at_most_total(line, self.placed.form) for line in rows if line.written):
            self._with_blanks |= {line.table for line in rows}

    def _unfill(self, line: Line, count: int) -> None:
        """Take off the empty cells with which a row was filled up at its right. Where no row of the table has
        one among its figures, blanks may have left none where they stood: then all behind the figures go."""
        if line.table not in self._packed or not all(item.blank for item in line.cells[count:]):
            return
        line.cells = line.cells[:count]
        if line.table not in self._with_blanks and line.written:
            line.cells = line.cells[: line.cells.index(line.written[-1]) + 1]

    def _columns(self, leaf: Leaf, heads: list[Line]) -> Columns:
        """What the nearest head above a line says of the columns of its block. If that head is another
        form's, nothing is certain."""
        known, naming = self._vocabulary, self._vocabulary.column_words
        words = {squeezed(column.label) for column in leaf.block.column_leaves()}
        own = [head for head in heads if any(naming(item.text) in words for item in head.cells)]
        if not own and any(known.foreign_column(item.text) for head in heads for item in head.cells):
            return Columns(None)
        columns = columns_of(leaf.block, own, naming, loose=any(head.table in self._loose for head in own))
        first = min((begin for begin, _ in columns.spans), default=0)
        return replace(columns, gaps=has_gap(heads, first))

    def _is_foreign(self, line: Line, heads: list[Line], lines: list[Line]) -> bool:
        """Whether in a workbook a figure stands in a column of which the head says nothing that is of the
        form: one of remarks, where that of the figures is gone. A head that was not met is not lost, either,
        where its words stand in the table."""
        placed = [item for item in line.written if item.place and item.column >= line.start]
        if heads:
            above = [item for head in heads for item in head.items if self._is_like(item)]
            return any(not any(h.column < i.end and i.column < h.end for h in above) for i in placed)
        words = {squeezed(column.label) for column in line.leaf.block.column_leaves()} if line.leaf else set()
        named = (self._vocabulary.column_words(item.text) for each in lines for item in each.items)
        return bool(placed) and sum(name in words for name in named) > 1

    def _is_like(self, item: Item) -> bool:
        known = self._vocabulary
        return not item.blank and (known.like_label(item.text) or known.is_piece(item.text))

    def _slipped_below(self, line: Line, following: list[Line]) -> bool:
        """Whether something of a row slipped into a line of its own: all figures of one that looks empty,
        or words such as a unit where lines are all there is."""
        if not following or not line.cells:
            return False
        below = following[0]
        if below.leaf is not None or below.used or below.head or not below.written:
            return False
        if any(item.fresh and not item.blank for item in below.labels):
            return False
        if not line.written:
            return True
        if self._vocabulary.leaf(line.words + below.written[0].text) is not None:
            return False  # the end of the label
        words = [item.text for item in below.written if not self._is_scrap(item.text)]
        slipped = line.table in self._loose and bool(words) and not any(map(is_figure, words))
        if slipped and line.leaf is not None:
            self._tell(line.leaf.section, line)
        return slipped

    def _is_scrap(self, text: str) -> bool:
        """Whether words are a piece of a label, as upright ones leave them beside rows, and no unit."""
        return self._vocabulary.is_piece(text) and not is_figure(f"1{text.strip()}")

    # ---- what comes of it

    def _put(self, line: Line, cells: Sequence[str], found: Assigned | None, section: str) -> None:
        if found is None:
            return
        unread = line.table in self._loose and all(f is not None and f.state is State.UNKNOWN for f in found)
        if None in found or unread:
            self._tell(section, line)
        self._votes[section] += len(found)
        places = dict(zip(cells, stood_at(line.cells, found), strict=True))
        self.placed.places.update({cell_id: place for cell_id, place in places.items() if place})
        for cell_id, figure in zip(cells, found, strict=True):
            if figure is None or cell_id in self.placed.doubtful:
                continue
            before = self.placed.figures.get(cell_id)
            if before is None or before == figure:
                self.placed.figures[cell_id] = figure
            else:
                self.placed.doubtful.add(cell_id)
                del self.placed.figures[cell_id]
                self._tell(section, line)

    def _tell(self, section: str, line: Line) -> None:
        form = self.placed.form
        heading = form.section(section).heading
        where = f"“{line.leaf.entry.name}”一行" if line.leaf else f"第{line.number + 1}行"
        told = Unplaced(f"{heading}，表格{where}", line.text)
        if told not in self.placed.unplaced:
            self.placed.unplaced.append(told)

    def _tell_others(self, lines: list[Line], number: int) -> None:
        """List what stands in a table of the form and is no label, and keep its sentences as text."""
        for line in lines:
            if line.leaf is not None or line.used or line.head:
                continue
            written = [
                item
                for item in line.written
                if not (self._vocabulary.is_piece(item.text) or names_nothing(item.text))
            ]
            if not written:
                continue
            if len(written) == 1 and not line.labels and len(written[0].text.strip()) > _LONGEST_NOTE:
                self.placed.notes.setdefault(number, []).append(written[0].text)
            else:
                self._tell(self.placed.sections[number] or self._vocabulary.leaves[0].section, line)

    def _section(self, lines: list[Line]) -> str | None:
        """The section that most of a table's figures belong to, or if none found its place, its labels."""
        votes = self._votes or Counter(line.leaf.section for line in lines if line.leaf is not None)
        return votes.most_common(1)[0][0] if votes else self._section_of_heads(lines)

    def _section_of_heads(self, lines: list[Line]) -> str | None:
        for section, block in self._vocabulary.across:
            if self._is_across(lines, block):
                return section
        return None

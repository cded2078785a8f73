"""Tables that came as bare lines of text: one cell a line, or a row a line with spaces between.

Pasted text, and what other programs make of a Word file, look so. Runs of lines that hold nothing but
labels of the form and figures are made tables again. Where a line is one cell, an empty line is an empty
cell, unless every line has one after it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.recognise.labels import Vocabulary, is_blank, is_figure, is_too_long
from nianbao.recognise.outside import is_page_number
from nianbao.recognise.tables.across import with_heads_across
from nianbao.recognise.tables.aligned import Aligned, aligned_in
from nianbao.recognise.tables.blank_rows import with_blank_rows
from nianbao.recognise.tables.columned import in_columns, with_blanks, with_whole_heads
from nianbao.recognise.tables.counted import with_figures_alone, with_ragged_counted
from nianbao.recognise.tables.in_order import with_rows_named
from nianbao.recognise.tables.pieces import whole_labels, with_whole_labels
from nianbao.recognise.tables.proved import with_tables_proved
from nianbao.recognise.tables.rows import Rows, is_label, leave_doubtful
from nianbao.recognise.tables.spaced import spaced_in
from nianbao.recognise.tables.wrapped import UNREAD, without_wrapped

_FEWEST_FIGURES = 5
_FEWEST_LABELS = 3
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
    found: list[Block | Rows] = []
    run: Run = []
    blocks = with_ragged_counted(blocks, vocabulary)
    blocks = without_wrapped(with_tables_proved(blocks, vocabulary), vocabulary)
    aligned = aligned_in(blocks, vocabulary)
    if not aligned.rows:
        aligned = Aligned(rows=spaced_in(blocks, vocabulary))
    if not aligned.rows:
        blocks = with_blank_rows(blocks, vocabulary)
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
    built = [item for item in found if isinstance(item, Rows)]
    single = [rows for rows in built if not rows.lined]
    counted = with_figures_alone([rows.rows for rows in single], vocabulary)
    for rows, (kept, exact) in zip(single, counted, strict=True):
        rows.rows, rows.exact = kept, exact
    leave_doubtful(built)
    result = [_table(item, vocabulary, aligned) if isinstance(item, Rows) else item for item in found]
    tables = [item for item in found if not isinstance(item, Paragraph)]
    return result, {at for at, item in enumerate(tables) if isinstance(item, Rows) and not item.exact}


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
    if is_figure(text) or (not is_figure(parts[-1]) and is_label(text, vocabulary)):
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
    if len(labels) > 1 and all(is_label(label, vocabulary) for label in labels):
        return parts
    whole = "".join(labels)
    return [whole, *parts[end:]] if end < len(parts) and is_label(whole, vocabulary) else None


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


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and not text.endswith(_STOPS)


def _stands_for_a_figure(text: str, run: Run, vocabulary: Vocabulary) -> bool:
    """Whether a short word stands where the figures of a row are due: after a figure, or the row's label."""
    if not _is_word(text):
        return False
    before = next((cells for _, cells in reversed(run) if any(cells)), [""])
    return is_figure(before[-1]) or vocabulary.leaf(before[-1]) is not None


# ---- the rows of a run


def _rows_or_lines(run: Run, vocabulary: Vocabulary, aligned: Aligned) -> list[Block | Rows]:
    """The rows that a run is, be they without figures, or its paragraphs where it is no table."""
    written = [cell for _, cells in run for cell in cells if cell]
    figures = sum(map(is_figure, written))
    labels = sum(map(vocabulary.like_label, written))
    exact = sum(vocabulary.knows(cell) or vocabulary.names_block(cell) for cell in written)
    bare = exact >= _FEWEST_ALONE and exact + figures >= _NEARLY_ALL * len(written)
    bare = bare or any(paragraph.place in aligned.heads for paragraph, _ in run)
    if labels < _FEWEST_LABELS or (figures < _FEWEST_FIGURES and not bare):
        return [paragraph for paragraph, _ in run]
    rows = Rows(vocabulary)
    for paragraph, cells in _without_separators([(paragraph, cells) for paragraph, cells in run if cells]):
        rows.add(cells, paragraph.place)
    return [rows]


def _table(rows: Rows, vocabulary: Vocabulary, aligned: Aligned) -> Table:
    columned = in_columns(rows.rows, rows.places, aligned, vocabulary)
    return columned or Table.of_texts(rows.rows)


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

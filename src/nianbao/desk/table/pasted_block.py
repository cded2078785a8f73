"""A pasted block of cells: where each of them goes in the table, and what has no place in it.

Cells go by position from the cursor, or by the labels of the rows where those were copied along. Labels,
heads and totals are never entered: labels are dropped, totals compared with what the figures add up to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nianbao.model.figure import LONGEST, Figure, State, half_width, parse
from nianbao.model.form import Form
from nianbao.model.numbering import numbering
from nianbao.model.report import Report
from nianbao.words import shortened

_LONGEST_TOLD = 40  # characters
_SHORT = 2  # characters; a longer word that is no figure is a label, even if no form knows it


@dataclass(frozen=True)
class PlacedBlock:
    """``changes`` are to be entered; ``overflow`` says what does not fit and which totals differ, and
    ``hint`` whether everything would fit one column further on."""

    changes: Mapping[str, Figure]
    overflow: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Value:
    """A cell of the block that may hold a figure, and where it stood, from 1."""

    text: str
    row: int
    column: int

    @property
    def place(self) -> str:
        return f"第{self.row}行第{self.column}列"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the block without its labels; ``id`` is the row of the form that the labels name."""

    id: str
    values: tuple[_Value, ...]


_Pairs = list[tuple[_Value, str | None]]  # each value with its cell, None: no place


def place_block(
    pasted: Sequence[Sequence[str]], room: Sequence[Sequence[str]], report: Report
) -> PlacedBlock:
    """Place a block. ``room`` has the ids of the cells from the cursor on to the right and down, row by row.

    Of several ways to place it the one that leaves least over is taken.
    """
    if not any(room) or not any(any(row) for row in pasted):
        return PlacedBlock({})
    form = report.form
    section = form.cells[next(cell for row in room for cell in row)].section
    lines = _lines(pasted, form, section)
    best = _best(lines, room, report, section)
    hint = _shifted(lines, room, report, section) if best.left_over else ""
    return PlacedBlock(best.changes, best.told(), hint)


def _best(lines: Sequence[_Line], room: Sequence[Sequence[str]], report: Report, section: str) -> _Outcome:
    ways = _ways(lines, room, report.form, section)
    return min((_outcome(pairs, report) for pairs in ways), key=lambda outcome: outcome.left_over)


def _shifted(lines: Sequence[_Line], room: Sequence[Sequence[str]], report: Report, section: str) -> str:
    """Whether the block would fit as a whole if it began one column to the left or to the right."""
    rows = [[cell.id for cell in report.form.rows[report.form.cells[row[0]].row_id]] for row in room if row]
    if not rows or len(rows) < len(room):
        return ""
    sides = {"左": len(rows[0]) - len(room[0]) - 1, "右": len(rows[0]) - len(room[0]) + 1}
    for side, start in sides.items():
        elsewhere = [row[start:] for row in rows]
        if start >= 0 and all(elsewhere) and not _best(lines, elsewhere, report, section).left_over:
            column = report.form.cells[elsewhere[0][0]].column.name
            return f"看来错开一列：从{side}边的“{column}”一列起粘贴，就全都放得下。"
    return ""


# ---- labels


@cache
def _labels(form: Form, section_id: str) -> tuple[dict[str, str], frozenset[str]]:
    """The rows of a section's table by label and by name, and all words that stand in it."""
    table = form.section(section_id).table
    rows: dict[str, str] = {}
    words = {_words(table.corner)} if table else set()
    for block in table.blocks if table else ():
        for leaf in block.row_leaves():
            rows |= dict.fromkeys((_words(leaf.label), _words(leaf.name)), f"{section_id}.{leaf.id}")
        entries = [entry for top in (*block.rows, *block.columns) for entry in top.walk()]
        words |= {_words(text) for entry in entries for text in (entry.label, entry.name)}
        words |= {_words(block.title), _words(block.stub)}
    return rows, frozenset(words - {""})


def _words(label: str) -> str:
    """A label without its number, spaces and punctuation, half-width."""
    number = numbering(label)
    return "".join(filter(str.isalnum, half_width(number.rest if number else label)))


def _lines(pasted: Sequence[Sequence[str]], form: Form, section: str) -> list[_Line]:
    """The rows of a block that hold figures, without labels."""
    rows, words = _labels(form, section)
    stub = _stub(pasted, words, form, section)
    lines = []
    for number, row in enumerate(pasted, 1):
        labels = [text for text in row[:stub] if text.strip()]
        values = tuple(_Value(text.strip(), number, stub + n) for n, text in enumerate(row[stub:], 1))
        row_id = next((rows[_words(text)] for text in reversed(labels) if _words(text) in rows), "")
        has_figure = any(_is_figure(value.text) for value in values)
        is_head = any(_is_label(value.text, words) for value in values)
        if has_figure or not (is_head or (labels and not row_id) or (stub and not labels)):
            lines.append(_Line(row_id, values))
    return lines


def _stub(pasted: Sequence[Sequence[str]], words: frozenset[str], form: Form, section: str) -> int:
    """How many columns at the left hold labels. Blanks between labels and figures belong to whichever
    makes a whole row of the form."""
    width = max(len(row) for row in pasted)
    first = min((n for row in pasted for n, text in enumerate(row) if _is_figure(text)), default=width)
    labels = [n for n in range(first) if any(n < len(row) and _is_label(row[n], words) for row in pasted)]
    if not labels:
        return 0
    last = labels[-1] + 1
    sizes = [(len(cells), _typed(cells, form)) for cells in _rows(form, section).values()]
    whole = {number for full, typed in sizes for number in (full, len(typed))}
    return next((stub for stub in range(last, first + 1) if width - stub in whole), last)


def _is_figure(text: str) -> bool:
    return parse(text).state not in {State.BLANK, State.MALFORMED}


def _is_label(text: str, words: frozenset[str]) -> bool:
    if parse(text).state is not State.MALFORMED or len(text) > LONGEST:
        return False
    return len(text.strip()) > _SHORT or _words(text) in words


# ---- ways to place the lines


def _ways(
    lines: Sequence[_Line], room: Sequence[Sequence[str]], form: Form, section: str
) -> Iterator[_Pairs]:
    """Every way that makes sense, with and without totals in the block, the likeliest first."""
    everything = [line.id for line in lines]
    if lines and "" not in everything and len(set(everything)) == len(lines):
        yield _by_labels(lines, room, form, section)
        return
    values = [value for line in lines for value in line.values]
    flat = len(lines) == 1 or all(len(line.values) == 1 for line in lines)
    for totals in (True, False):
        rows = [row if totals else _typed(row, form) for row in room]
        rows = [row for row in rows if row]
        beyond: list[Sequence[str]] = [()] * len(lines)
        placed = zip(lines, [*rows, *beyond], strict=False)
        yield [pair for line, row in placed for pair in _pairs(line.values, row)]
        cells = [cell for row in rows for cell in row]
        if len(room) == 1 or (flat and len(cells) == len(values)):
            yield _pairs(values, cells)


def _by_labels(lines: Sequence[_Line], room: Sequence[Sequence[str]], form: Form, section: str) -> _Pairs:
    """Each line in the row that its label names; one that is not a whole row from the cursor's column on."""
    rows = _rows(form, section)
    pairs: _Pairs = []
    for line in lines:
        cells: Sequence[str] = rows[line.id]
        whole = {len(cells), len(_typed(cells, form))}
        said = len(line.values)
        while said and not line.values[said - 1].text:
            said -= 1
        if len(line.values) not in whole and said not in whole:
            there = [row for row in room if row and form.cells[row[0]].row_id == line.id]
            cells = there[0] if there else cells[len(cells) - len(room[0]) :]
        pairs += _pairs(line.values, cells)
    return pairs


def _rows(form: Form, section: str) -> dict[str, tuple[str, ...]]:
    rows = {key: tuple(cell.id for cell in cells) for key, cells in form.rows.items()}
    return {key: cells for key, cells in rows.items() if form.cells[cells[0]].section == section}


def _typed(cells: Sequence[str], form: Form) -> list[str]:
    return [cell for cell in cells if cell not in form.totals]


def _pairs(values: Sequence[_Value], cells: Sequence[str]) -> _Pairs:
    """Values and cells in their order. A blank beyond the last cell is nothing that is lost."""
    pairs: _Pairs = list(zip(values, cells, strict=False))
    return pairs + [(value, None) for value in values[len(cells) :] if value.text]


# ---- what comes of a way


@dataclass(frozen=True)
class _Outcome:
    """What a way enters, and what it leaves over: values without a place, words that are no figure, totals
    that are not what the figures then add up to."""

    changes: Mapping[str, Figure]
    homeless: tuple[_Value, ...]
    words: tuple[_Value, ...]
    totals: tuple[str, ...]

    @property
    def left_over(self) -> int:
        return len(self.homeless) + len(self.words) + len(self.totals)

    def told(self) -> tuple[str, ...]:
        """What is left over, each place of it once, in as few sentences as can be."""
        return (*_homeless(self.homeless), *_no_figures(self.words), *self.totals)


def _outcome(pairs: _Pairs, report: Report) -> _Outcome:
    changes: dict[str, Figure] = {}
    given: dict[str, Figure] = {}
    homeless: list[_Value] = []
    words: list[_Value] = []
    for value, cell in pairs:
        figure = parse(value.text)
        if cell is None:
            homeless.append(value)
        elif cell in report.form.totals:
            given[cell] = figure
        elif figure.state is State.MALFORMED:
            words.append(value)
        else:
            changes[cell] = figure
    totals = _wrong_totals(report.with_figures({**changes, **dict.fromkeys(given)}), given)
    return _Outcome(changes, tuple(homeless), tuple(words), tuple(totals))


def _wrong_totals(after: Report, given: Mapping[str, Figure]) -> Iterator[str]:
    """The totals of the block that are not what the figures then add up to."""
    for cell, figure in given.items():
        computed = after.computed(cell)
        if figure.number is not None and computed.number is not None and figure.number != computed.number:
            name = after.form.cells[cell].name
            yield f"“{name}”：复制来的是{figure}，各项相加是{computed}；总计由程序计算，不填。"


def _homeless(values: Sequence[_Value]) -> Iterator[str]:
    """Values without a place: rows that lose the same columns together."""
    rows: dict[int, list[_Value]] = {}
    for value in values:
        rows.setdefault(value.row, []).append(value)
    alike: dict[int, list[int]] = {}
    for row, lost in rows.items():
        alike.setdefault(lost[0].column, []).append(row)
    for first, numbers in alike.items():
        lost = [value for row in numbers for value in rows[row]]
        if len(lost) == 1:
            yield f"{lost[0].place}“{shortened(lost[0].text, _LONGEST_TOLD)}”：表格里没有位置。"
        else:
            columns = _runs(range(first, max(value.column for value in lost) + 1))
            yield f"第{columns}列，{len(numbers)}行（第{_runs(numbers)}行）：表格里没有位置。"


def _no_figures(values: Sequence[_Value]) -> Iterator[str]:
    """Words that are no figure: the same word once, with all its places."""
    alike: dict[str, list[_Value]] = {}
    for value in values:
        alike.setdefault(value.text, []).append(value)
    for whole, same in alike.items():
        text = shortened(whole, _LONGEST_TOLD)
        why = "不是能填的数。" if len(whole) <= LONGEST else f"一格最多{LONGEST}个字，详细说明请写在正文里。"
        if len(same) == 1:
            yield f"{same[0].place}“{text}”：{why}"
        else:
            columns = _runs(sorted({value.column for value in same}))
            rows = _runs(sorted({value.row for value in same}))
            yield f"第{columns}列“{text}”，{len(same)}处（第{rows}行）：{why}"


def _runs(numbers: Sequence[int]) -> str:
    """Ascending numbers, those that follow one another as 1至23."""
    ends: list[list[int]] = []
    for number in numbers:
        if ends and number == ends[-1][1] + 1:
            ends[-1][1] = number
        else:
            ends.append([number, number])
    return "、".join(str(first) if first == last else f"{first}至{last}" for first, last in ends)

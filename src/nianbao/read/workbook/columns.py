"""A long list kept as a workbook or as text, one row for each case → its columns, for counting.

Such a list is about people. What its rows say of them stays in the process that reads it: only dates
leave it, and the words of columns that hold few different ones, by number. The process has limits of
its own."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from nianbao.problem import Unreadable
from nianbao.read import confined
from nianbao.read.locked import require_unlocked
from nianbao.read.workbook.days import day_of, plain
from nianbao.read.workbook.listed import (
    BLANK,
    HIDDEN,
    LARGEST_FILE,
    MOST_VALUES,
    Column,
    ListSheet,
)
from nianbao.read.workbook.separated import decoded, rows_of
from nianbao.read.workbook.values import MOST_SHEETS, SAVE_AS, Span, opened, shown
from nianbao.words import letters

MOST_ROWS = 1_000_000  # of all sheets
MOST_COLUMNS = 300
LONGEST_VALUE = 60  # characters of such a word; the longest outcome of the form has 40
LONGEST_HEAD = 40
_SHORTEST_NAME = 2

_ROOM = 900_000_000  # bytes of addresses: 100,000 rows of twelve columns take 130 million
_SECONDS = 30
_MOST_ABOVE = 30  # rows above the head: titles, notes
_GLANCE, _LEAST = 500, 5  # different cells after which a column is looked at; one in five is to be a date
_FEWEST_WRITTEN = 3  # cells of a row that tells of a case
_DIGITS = re.compile(r"\d{5,}|@|(?:\d[-.·—]?){7}")  # numbers of papers, telephones, addresses
_NOTHING = "(?!)"  # matches nothing
_TOO_MUCH = Unreadable(
    "读这份文件要用的内存或时间多得不正常，没有读取。", "请另存为 .csv，或者按年度分开再试。"
)


def read(
    data: bytes,
    kind: str,
    heads: Iterable[str],
    private: Sequence[str],
    blank: Iterable[str],
    names: Sequence[str] = (),
    foot: Sequence[str] = (),
) -> list[ListSheet]:
    """The sheets of a list that have rows. ``kind`` is how the file's name ends; ``heads`` are names of
    columns by which the row with the heads is known; of columns whose head matches one of ``private``
    nothing but the head is read; ``blank`` words are as good as nothing; what stands in columns whose head
    matches one of ``names`` is hidden in all others, too. A row without a date in which a cell matches one of
    ``foot`` is a sum or a note and reads as blank. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大。", "请按年度分成几个文件，一个不超过 60 MB。")
    require_unlocked(data)
    wanted = json.dumps(
        [
            kind,
            [plain(head) for head in heads],
            list(private),
            [plain(word) for word in blank],
            list(names),
            list(foot),
        ]
    )
    sheets = confined.call(
        "nianbao.read.workbook.columns",
        "columns_here",
        data,
        wanted.encode(),
        room=_ROOM,
        seconds=_SECONDS,
        refusal=_TOO_MUCH,
    )
    return [
        ListSheet(name, head, rows, tuple(Column(*column) for column in columns), hidden)
        for name, head, rows, columns, hidden in sheets
    ]


def columns_here(data: bytes, wanted: bytes) -> list[list[Any]]:
    """The same in the process with limits, as JSON has it."""
    kind, heads, private, blank, *more = json.loads(wanted)
    lists = [private, *more, (), ()][:3]
    private, names, foot = (re.compile("|".join(each) or _NOTHING) for each in lists)
    left = MOST_ROWS
    found = []
    # Beside the reading of the values: both spend their time in libraries that let other threads go on.
    with _without_collecting(), ThreadPoolExecutor(1) as beside:
        hidden = beside.submit(_hidden, b"" if kind == "csv" else data)
        for name, first_column, rows, merged in _tables(data, kind):
            sheet = _Sheet(rows, first_column, frozenset(heads), left)
            sheet.fill(merged)
            left -= len(sheet.rows)
            if sheet.rows or sheet.is_known:
                columns = _columns(sheet, private, names, frozenset(blank))
                _without_foot(sheet, columns, foot)
                out_of_sight = hidden.result().get(name, frozenset()).intersection(sheet.numbers)
                found.append([name, sheet.head_row, sheet.numbers, columns, len(out_of_sight)])
    return found


def _columns(
    sheet: _Sheet, private: re.Pattern[str], names: re.Pattern[str], blank: frozenset[str]
) -> list[list[Any]]:
    """The columns of a sheet, of private ones the head alone."""
    people = {
        value
        for head, at in sheet.columns()
        if names.search(head)
        for value in sheet.cells(at)
        if isinstance(value, str)
    }
    return [
        [head, None, [], None] if private.search(head) else [head, *_column(sheet.cells(at), blank, people)]
        for head, at in sheet.columns()
    ]


def _without_foot(sheet: _Sheet, columns: list[list[Any]], foot: re.Pattern[str]) -> None:
    """Take away what rows without a date hold where they begin with a sum, or with who has filled in the
    list, and such words elsewhere in them: no case has them, and who is named there is nobody's business."""
    undated = list(range(len(sheet.rows)))
    for days in (days for _, days, _, _ in columns if days is not None):
        undated = [at for at in undated if days[at] <= 0]
    sums = {at for at in undated if _begins_with(sheet.rows[at], foot)}
    for _, days, values, codes in columns:
        notes = {code for code, word in enumerate(values) if foot.search(word)}
        for at in undated:
            if days is not None and at in sums:
                days[at] = 0
            if codes is not None and (at in sums or codes[at] in notes):
                codes[at] = BLANK
        for code in notes - set(codes or ()):
            values[code] = ""


def _begins_with(row: Sequence[Any], foot: re.Pattern[str]) -> bool:
    """Whether the first text of a row is one of a sum or a note."""
    text = next((plain(value) for value in row if isinstance(value, str) and not _is_number(value)), "")
    return foot.search(text) is not None


def _is_number(text: str) -> bool:
    return not text.strip() or text.strip().isdecimal()


def _hidden(data: bytes) -> dict[str, frozenset[int]]:
    from nianbao.read.workbook.parts import hidden_rows  # here: so nobody waits for its libraries

    return {name: frozenset(rows) for name, rows in hidden_rows(data).items()}


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows upon rows are made and no circle among them: to look for circles takes a third of their time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


# ---- rows


def _tables(data: bytes, kind: str) -> Iterator[tuple[str, int, Iterable[list[Any]], Iterable[Span]]]:
    """Name, first column, rows and merged cells of each sheet that is not hidden."""
    if kind == "csv":
        yield "", 0, rows_of(decoded(data)), ()
        return
    from python_calamine import CalamineError, SheetVisibleEnum

    workbook = opened(data)
    if len(workbook.sheets_metadata) > MOST_SHEETS:
        raise Unreadable("文件里的工作表太多。", "请确认选对了文件。")
    for told in workbook.sheets_metadata:
        if told.visible == SheetVisibleEnum.Visible:
            try:
                sheet = workbook.get_sheet_by_name(told.name)
            except (CalamineError, OSError, ValueError) as error:
                raise Unreadable(f"工作表“{told.name}”已经损坏，读不出来。", SAVE_AS) from error
            merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            yield told.name, (sheet.start or (0, 0))[1], sheet.iter_rows(), merged


class _Sheet:
    """The rows of one sheet below its head. Rows are numbered as the program that shows them does."""

    def __init__(
        self, rows: Iterable[list[Any]], first_column: int, known: frozenset[str], most: int
    ) -> None:
        self._first = first_column
        self.rows: list[list[Any]] = []
        self.numbers: list[int] = []
        self.head_row = 0
        self.is_known = False  # whether two of its heads are known: a list without rows has not a single case
        above: list[list[Any]] = []
        every = enumerate(rows, 1)
        for _, row in every:
            above.append(row)
            if len(above) == _MOST_ABOVE:
                break
        self._head: Sequence[Any] = ()
        if not above or (at := _head_of(above, known)) is None:
            return
        self._head, self.head_row = _with_above(above, at, known), at + 1
        self.is_known = len(known & {plain(value) for value in self._head}) > 1
        if len(self._head) > MOST_COLUMNS:
            raise Unreadable("工作表的列太多。", "请确认选对了文件。")
        numbers = range(1, len(above[at]) + 1)  # of the columns, below their names
        same = (list(above[at]), list(self._head), list(numbers), list(map(str, numbers)))
        for number, row in enumerate(above[at + 1 :], at + 2):
            self._take(number, row, same)
        for number, row in every:
            self._take(number, row, same)
            if len(self.rows) > most:
                raise Unreadable(f"行数太多，超过 {MOST_ROWS} 行。", "请按年度分成几个文件。")

    def _take(self, number: int, row: list[Any], heads: Sequence[list[Any]]) -> None:
        if (any(row) or _is_written(row)) and row not in heads:
            self.rows.append(row)
            self.numbers.append(number)

    def fill(self, merged: Iterable[Span]) -> None:
        """Put the word of a cell that is merged over several rows into those that have a date of their own:
        one applicant with several requests. Rows without one go on with what the first tells."""
        at = {number: at for at, number in enumerate(self.numbers)} if merged else {}
        for top, left, bottom, _ in merged:
            column = left - self._first
            first = at.get(top + 1)
            word = self.rows[first][column] if first is not None and column < len(self.rows[first]) else ""
            if isinstance(word, str) and word and day_of(word, frozenset()) <= 0:
                for number in range(top + 2, bottom + 2):
                    row = self.rows[at[number]] if number in at else []
                    if column < len(row) and any(day_of(value, frozenset()) > 0 for value in row):
                        row[column] = word

    def columns(self) -> Iterator[tuple[str, int]]:
        """The columns that have a head, with their places; heads that stand twice tell their letters."""
        heads = [plain(shown(value))[:LONGEST_HEAD] for value in self._head]
        for at, head in enumerate(heads):
            if head:
                several = heads.count(head) > 1
                yield f"{head}({letters(self._first + at)}列)" if several else head, at

    def cells(self, at: int) -> list[Any]:
        """What stands in a column that :meth:`columns` told."""
        return [row[at] if at < len(row) else "" for row in self.rows]


def _is_written(row: Sequence[Any]) -> bool:
    """Whether anything stands in a row; a 0 is something, too."""
    return any(value not in {"", None} for value in row)


def _names(row: Sequence[Any]) -> set[str]:
    return {plain(value) for value in row if isinstance(value, str) and value.strip()}


def _head_of(rows: Sequence[Sequence[Any]], known: frozenset[str]) -> int | None:
    """Which row is the head: the one with the most known names, else the first with the most texts. A
    row with dates or long numbers is a case, and would tell of people: it is none unless several names
    are known."""

    def fits(row: Sequence[Any]) -> tuple[int, int]:
        names = _names(row)
        told = len(names & known)
        texts = all(value in {"", None} or isinstance(value, str) for value in row)
        if told > 1 or (texts and not any(_is_of_a_case(name) for name in names)):
            return told, len(names)
        return 0, 0

    cases = (at for at, row in enumerate(rows) if _is_case(row))
    above = range(next(cases, len(rows)))  # further down it may stand once more, with more names
    if not any(fits(rows[at])[1] > 1 for at in above):
        above = range(len(rows))
    best = max(above, key=lambda at: (*fits(rows[at]), -at))
    return best if fits(rows[best])[1] > 1 else None


def _is_case(row: Sequence[Any]) -> bool:
    """Whether a row may be one of the list: several cells, and a date among them."""
    written = [value for value in row if value not in {"", None}]
    return len(written) >= _FEWEST_WRITTEN and any(day_of(value, frozenset()) > 0 for value in written)


def _is_of_a_case(name: str) -> bool:
    return len(name) > LONGEST_HEAD or _DIGITS.search(name) is not None or day_of(name, frozenset()) > 0


def _with_above(rows: Sequence[Sequence[Any]], at: int, known: frozenset[str]) -> list[Any]:
    """The head; a name that covers two rows of it stands in the upper one, beside others that are known."""
    head = list(rows[at])
    upper = rows[at - 1] if at else ()
    if _names(upper) & known:
        head = [
            value if value not in {"", None} or x >= len(upper) else upper[x] for x, value in enumerate(head)
        ]
    return head


# ---- columns


def _column(
    cells: list[Any], blank: frozenset[str], people: Collection[Any]
) -> tuple[list[int] | None, list[str], list[int] | None]:
    return _days(cells, blank), *_codes(cells, people)


def _days(cells: list[Any], blank: frozenset[str]) -> list[int] | None:
    """The dates; None if fewer than a fifth of what is written are dates."""
    known: dict[Any, int] = {"": 0, None: 0}
    found: list[int] = []
    for value in cells:
        day = known.get(value)
        if day is None:
            if len(known) % _GLANCE == 0 and sum(day > 0 for day in known.values()) * _LEAST < len(known):
                return None
            day = known[value] = day_of(value, blank)
        found.append(day)
    written = sum(day != 0 for day in found)
    dates = sum(day > 0 for day in found)
    return found if dates and dates * _LEAST >= written else None


def _codes(cells: list[Any], people: Collection[Any]) -> tuple[list[str], list[int] | None]:
    """The different words of a column and which of them each cell has; none if they are too many, or if
    most of them are not to be shown."""
    known: dict[Any, int] = {"": BLANK, None: BLANK}
    values: dict[str, int] = {}
    codes: list[int] = []
    for value in cells:
        code = known.get(value)
        if code is None:
            code = known[value] = HIDDEN if _tells_of(value, people) else _code(shown(value), values)
            if len(known) > 2 * MOST_VALUES + 2 or len(values) > MOST_VALUES:
                return [], None
        codes.append(code)
    hidden = sum(code == HIDDEN for code in known.values())
    return (list(values), codes) if hidden <= len(values) else ([], None)


def _tells_of(value: Any, people: Collection[Any]) -> bool:
    """Whether a cell is somebody's name, or has one in it."""
    if value in people or not isinstance(value, str) or len(value) > 2 * LONGEST_VALUE:
        return value in people
    starts = range(len(value) - _SHORTEST_NAME + 1)
    return any(
        value[start:end] in people
        for start in starts
        for end in range(start + _SHORTEST_NAME, len(value) + 1)
    )


def _code(text: str, values: dict[str, int]) -> int:
    word = plain(text)
    if not word:
        return BLANK
    if len(word) > LONGEST_VALUE or _DIGITS.search(word) or word.isdecimal():
        return HIDDEN
    return values.setdefault(word, len(values))

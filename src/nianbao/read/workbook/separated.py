"""A table as text (.csv) → a table."""

from __future__ import annotations

import csv
import io

from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.read.text.encoding import wide

LARGEST_FILE = 10_000_000  # bytes
MOST_CELLS = 200_000  # of all rows, as wide as the widest; a report has 250
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 文件后再试。"
_ENCODINGS = ("utf-8-sig", "gb18030")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OF_NO_TEXT = [bytes([code]) for code in (*range(1, 9), *range(14, 32))]
_SEPARATORS = "\t,;，"
_IN_TEXTS = "，"  # every text has it
_END = "\x03"  # stands in a row of its own below the last
_FEWEST = 3  # separators on a line of a text that may be a row
_PAIR = "请用 Excel 或 WPS 打开核对，另存为 .xlsx 文件后再试。"


def read(data: bytes) -> list[Block]:
    """The rows between empty ones as tables, a row with one text as a paragraph; in UTF-8 or in the
    encoding of Chinese Windows. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大，不像一份年度报告。", "请确认选对了文件。")
    rows = [[field.strip() for field in row] for row in rows_of(decoded(data))]
    found: list[Block] = []
    run: list[list[str]] = []
    if len(rows) * max(map(len, rows), default=0) > MOST_CELLS:
        raise Unreadable("表格的行或列太多，不像一份年度报告。", "请确认选对了文件。")
    for row in [*rows, []]:
        written = sum(map(bool, row))
        if written > 1:
            run.append(row)
            continue
        if written and run and row[0]:
            run.append(row)  # a row whose figures are all blank
            continue
        found += [_table(run)] if run else []
        run = []
        found += [Paragraph(field) for field in row if field]
    return found


def is_table(data: bytes) -> bool:
    """Whether a file that is named otherwise has fields between tabs, as systems write files for Excel."""
    text = data[:2048]
    is_text = data[:2] in _BOMS or not any(sign in text for sign in _OF_NO_TEXT)
    return is_text and b"\t" in text


def rows_of(text: str) -> list[list[str]]:
    """The fields of all rows. Raises Unreadable if a quotation mark that nobody closed makes one text of
    several rows."""
    separator = separator_of(text)
    body = text if not text or text[-1] in "\r\n" else f"{text}\n"
    lines = csv.reader(io.StringIO(body + _END, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    begins = 1
    try:
        for row in lines:
            spans_lines = lines.line_num > begins
            if spans_lines and any(_holds_rows(field, separator, len(row)) for field in row):
                raise Unreadable(f"第{begins}行有一个英文双引号没有成对，后面几行都成了它的文字。", _PAIR)
            rows.append(row)
            begins = lines.line_num + 1
    except csv.Error as error:
        raise Unreadable("表格的文字里有读不懂的地方。", _SAVE_AS) from error
    return rows[:-1]


def _holds_rows(field: str, separator: str, width: int) -> bool:
    """Whether a field holds the end of the file, or a line with as many fields as rows have."""
    more = field.splitlines()[1:]
    if more and field.endswith(_END):
        return True
    of_a_row = max(width - 1, _FEWEST)
    return separator != _IN_TEXTS and any(line.count(separator) >= of_a_row for line in more)


def separator_of(text: str) -> str:
    """What stands between the fields of a table."""
    return max(_SEPARATORS, key=text[:4096].count)


def decoded(data: bytes) -> str:
    """The text in UTF-8, UTF-16 or in the encoding of Chinese Windows. Raises Unreadable."""
    if b"\0" in data and data[:2] not in _BOMS:
        return wide(data)
    for encoding in (_BOMS.get(data[:2], ""), *_ENCODINGS):
        if encoding:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Unreadable("文件的文字编码认不出来。", _SAVE_AS)


def _table(rows: list[list[str]]) -> Table:
    width = max(map(len, rows))
    return Table(
        tuple(
            TableCell(y, x, 1, 1, row[x] if x < len(row) else "")
            for y, row in enumerate(rows)
            for x in range(width)
        )
    )

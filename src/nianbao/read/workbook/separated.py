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


def read(data: bytes) -> list[Block]:
    """The rows between empty ones as tables, a row with one text as a paragraph; in UTF-8 or in the
    encoding of Chinese Windows. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大，不像一份年度报告。", "请确认选对了文件。")
    text = decoded(data)
    found: list[Block] = []
    run: list[list[str]] = []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        rows = [[field.strip() for field in row] for row in lines]
    except csv.Error as error:
        raise Unreadable("表格的文字里有读不懂的地方。", _SAVE_AS) from error
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

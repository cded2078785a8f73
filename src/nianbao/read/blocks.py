"""What a file holds before anybody asks what it means: paragraphs and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of plain text stands: its page and its number in the file, both from 0, and the blanks
    before it."""

    page: int
    line: int
    margin: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text. ``level`` is the heading level that the file itself states (1 is the title),
    None for running text. Line breaks inside a paragraph are ``\\n``. ``place`` is known of lines of plain
    text, where blanks may be all that tells columns, ``sheet`` of those of a workbook."""

    text: str
    level: int | None = None
    place: Place | None = field(default=None, compare=False)
    sheet: str = field(default="", compare=False)


_DIGIT = re.compile(r"\d")
LONGEST_STRUCK = 30  # characters that are told
UNKNOWN = "\ufdef"  # in a text: a character of which it cannot be told whether it is seen; no text has it
_NUMBER = re.compile(rf"[\d{UNKNOWN}](?:[.,]?[\d{UNKNOWN}])*")


@dataclass(frozen=True, slots=True)
class Notice(Paragraph):
    """No part of the document: what somebody who uses its figures has to know, as a sentence, such as of rows
    that are hidden."""

    @classmethod
    def of_struck(cls, text: str) -> Notice:
        """That a text was crossed out by the look of its letters, and is not read."""
        return cls(f"有划掉的文字没有读：{text[:LONGEST_STRUCK]}；请对照原件。")

    @classmethod
    def of_unknown(cls) -> Notice:
        """That figures may be crossed out, covered or of the colour of the paper, and are not read."""
        return cls("有的数字看不清或者被划过、盖住，当作没有读准，写成“?”；请对照原件。")


@dataclass(frozen=True, slots=True)
class Doubtful(Notice):
    """That some figures are not read: on which page, in which line, and why."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table: where it begins, how many rows and columns it covers, its text.
    ``head`` tells that the file calls it a heading cell, ``place`` how people call the cell of a workbook:
    表三!D7."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    head: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a table that was cut by a page is one table again. No two cells overlap.

    ``packed``: merged cells were lost, what stood right of them moved to the left, and each row was filled
    up with empty cells at its right. ``seams``: the rows with which the table goes on on another page; one
    may be the rest of the row before.
    """

    cells: tuple[TableCell, ...]
    packed: bool = False
    seams: tuple[int, ...] = ()

    @classmethod
    def of_texts(cls, rows: Sequence[Sequence[str]]) -> Table:
        """A table of single cells, row by row."""
        return cls(
            tuple(
                TableCell(row, column, 1, 1, text)
                for row, texts in enumerate(rows)
                for column, text in enumerate(texts)
            )
        )


Block = Paragraph | Table


def with_unknown_digits(text: str) -> str:
    """A text of which it cannot be told whether its digits are seen."""
    return _DIGIT.sub(UNKNOWN, text)


def unsure_blanks(table: Table) -> Table:
    """A table of which it is not known in which of its blank cells something is drawn that is no word."""
    return replace(
        table,
        cells=tuple(
            cell if any(map(str.isalnum, cell.text)) else replace(cell, text=UNKNOWN) for cell in table.cells
        ),
    )


def _known(number: re.Match[str]) -> str:
    return "?" if UNKNOWN in number[0] else number[0]


def without_unknown(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with ? for a cell that has an UNKNOWN character, and for each number of a text that has one;
    that there are any is told, where no notice tells which and why."""
    found: list[Block] = []
    told = False
    for block in blocks:
        if isinstance(block, Paragraph):
            told |= UNKNOWN in block.text
            found.append(
                replace(block, text=_NUMBER.sub(_known, block.text)) if UNKNOWN in block.text else block
            )
        elif any(UNKNOWN in cell.text for cell in block.cells):
            told = True
            cells = (replace(cell, text="?") if UNKNOWN in cell.text else cell for cell in block.cells)
            found.append(replace(block, cells=tuple(cells)))
        else:
            found.append(block)
    if not told:
        return [block for block in found if not isinstance(block, Doubtful)]
    known = any(isinstance(block, Doubtful) for block in found)
    return found if known else [Notice.of_unknown(), *found]


def sheet_of(block: Block) -> str:
    """The sheet of a workbook that a block stands in; empty in other documents."""
    if isinstance(block, Table):
        return block.cells[0].place.rpartition("!")[0] if block.cells else ""
    return block.sheet

"""What a file holds before anybody asks what it means: paragraphs and tables in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field


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


LONGEST_STRUCK = 30  # characters that are told


@dataclass(frozen=True, slots=True)
class Notice(Paragraph):
    """No part of the document: what somebody who uses its figures has to know, as a sentence, such as of rows
    that are hidden."""

    @classmethod
    def of_struck(cls, text: str) -> Notice:
        """That a text was crossed out by the look of its letters, and is not read."""
        return cls(f"有划掉的文字没有读：{text[:LONGEST_STRUCK]}；请对照原件。")


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


Block = Paragraph | Table


def sheet_of(block: Block) -> str:
    """The sheet of a workbook that a block stands in; empty in other documents."""
    if isinstance(block, Table):
        return block.cells[0].place.rpartition("!")[0] if block.cells else ""
    return block.sheet

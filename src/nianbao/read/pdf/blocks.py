"""From the structure of a tagged PDF to paragraphs and tables in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Paragraph, Table, TableCell, unsure_blanks, with_unknown_digits
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.text import SEEN
from nianbao.read.pdf.tree import Element, Text, drawn_text, goes_on, texts_of
from nianbao.read.raised import settled
from nianbao.spans import Place, placed

MOST_CELLS = 100_000  # places in the grid of a table

# fmt: off
_INLINE = frozenset({
    "Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "Em", "Strong", "Lbl", "Sub",
    "Ruby", "RB", "RT", "Warichu", "WT",
})
_SILENT = frozenset({"Figure", "Artifact", "RP", "WP"})  # pictures and decoration
_CELLS = frozenset({"TH", "TD"})
_TABLE_PARTS = frozenset({"THead", "TBody", "TFoot", "TR", "TH", "TD"})
# fmt: on


@dataclass(slots=True)
class _Row:
    cells: list[Element]
    head: bool  # stands in the table's head


@dataclass(slots=True)
class _Draft:
    """A table that may go on, on the next page."""

    rows: list[_Row]


def blocks(document: Element, effort: Effort, unsure: Collection[int] = ()) -> list[Block]:
    """Paragraphs and tables of the document; a table that a page break cut apart is one table. Of one on the
    pages ``unsure`` nobody knows which blank cell has something drawn in it."""
    drafts: list[Paragraph | _Draft] = []
    for item in _items(document, None):
        last = drafts[-1] if drafts else None
        if isinstance(item, _Draft) and isinstance(last, _Draft):
            effort.spend(9 * sum(len(row.cells) for row in last.rows))  # a table of many pages
        if isinstance(item, _Draft) and isinstance(last, _Draft) and _goes_on(last, item):
            last.rows += item.rows[_repeated(last, item) :]
        else:
            drafts.append(item)
    return [_table(item, unsure) if isinstance(item, _Draft) else item for item in drafts]


# Paragraphs -------------------------------------------------------------------------------------


def _items(element: Element, level: int | None) -> Iterator[Paragraph | _Draft]:
    """What an element comes to. Words that stand in it directly are a paragraph between its parts."""
    if element.kind in _SILENT:
        return
    if element.kind == "Table":
        yield from _table_items(element)
        return
    level = _level(element.kind, level)
    label = ""
    words: list[str] = []
    for kid in _whole_numbers(element) if element.kind in _CELLS else element.kids:
        if isinstance(kid, Text) or _inline(kid) or (_holds_line(element) and _is_part_of_line(kid)):
            words.append(_words(kid))
            continue
        if element.kind == "LI":  # the number of a list item belongs to its text
            label, words = label + "".join(words), []
        yield from _paragraph(words, level)
        words = []
        for item in _items(kid, level):
            if label.strip() and isinstance(item, Paragraph):
                yield Paragraph(label.strip() + item.text, item.level)
                label = ""
            else:
                yield item
    yield from _paragraph([label, *words], level)


def _whole_numbers(cell: Element) -> list[Element | Text]:
    """What stands in a cell, with the parts of a number in one element: a browser has an element for each
    style, and some editors give each digit one. Whether they stand side by side is seen on the page."""
    kids: list[Element | Text] = []
    words = ""
    for kid in cell.kids:
        last, before = kids[-1] if kids else None, words
        words = drawn_text(kid) if isinstance(kid, Element) and _is_part_of_line(kid) else ""
        if isinstance(last, Element) and isinstance(kid, Element) and goes_on(before, words):
            last.kids.extend(kid.kids)
        else:
            kids.append(Element(kid.kind, [*kid.kids]) if isinstance(kid, Element) and words else kid)
    return kids


def _inline(element: Element) -> bool:
    """Whether an element is part of a line; a span around whole paragraphs is not."""
    if element.kind in _SILENT:
        return True
    return element.kind in _INLINE and all(isinstance(kid, Text) or _inline(kid) for kid in element.kids)


def _holds_line(element: Element) -> bool:
    """Whether what stands in an element is one line of text."""
    return element.kind == "P" or _level(element.kind, None) is not None


def _is_part_of_line(element: Element) -> bool:
    """Whether an element that means nothing by itself has words alone; browsers have one for each style."""
    return element.kind == "NonStruct" and all(
        isinstance(kid, Text) or _inline(kid) or _is_part_of_line(kid) for kid in element.kids
    )


def _paragraph(words: Iterable[str], level: int | None) -> Iterator[Paragraph]:
    if text := settled("".join(words).strip()):
        yield Paragraph(text, level)


def _words(item: Element | Text) -> str:
    if isinstance(item, Text):
        return item.words.replace(SEEN, "")
    return "" if item.kind in _SILENT else "".join(map(_words, item.kids))


def _level(kind: str, outer: int | None) -> int | None:
    """The heading level that a kind states."""
    if kind in ("H", "Title"):
        return 1
    if kind.startswith("H") and kind[1:].isdigit():
        return int(kind[1:])
    return outer


# Tables -----------------------------------------------------------------------------------------


def _table_items(table: Element) -> Iterator[Paragraph | _Draft]:
    """The caption of a table and the table."""
    rows: list[_Row] = []
    for kid in table.kids:
        if isinstance(kid, Element) and kid.kind not in _TABLE_PARTS and not _holds_rows(kid):
            yield from _items(kid, None)
        elif isinstance(kid, Element):
            rows += _rows(kid, False)
    if rows:
        yield _Draft(rows)


def _holds_rows(element: Element) -> bool:
    return any(
        isinstance(kid, Element) and (kid.kind in _TABLE_PARTS or _holds_rows(kid)) for kid in element.kids
    )


def _rows(element: Element, head: bool) -> Iterator[_Row]:
    kids = [kid for kid in element.kids if isinstance(kid, Element)]
    if element.kind == "TR":
        yield _Row([_shown_once(kid, head) for kid in kids if kid.kind in ("TH", "TD")], head)
        return
    for kid in kids:
        yield from _rows(kid, head or element.kind == "THead")


def _shown_once(cell: Element, head: bool) -> Element:
    """A cell without what later pages show of it again, as browsers print the head of a table. A number of
    any other cell may as well go on there: nobody knows it."""
    pages: dict[int | None, list[Text]] = {}
    for text in texts_of(cell):
        pages.setdefault(text.page, []).append(text)
    if len(pages) < 2 or len({"".join(map(_words, texts)) for texts in pages.values()}) > 1:
        return cell
    texts = next(iter(pages.values()))
    if not head:
        texts = [replace(text, words=with_unknown_digits(text.words)) for text in texts]
    return replace(cell, kids=[*texts])


def _goes_on(first: _Draft, second: _Draft) -> bool:
    """Whether the second table is the first one's rest on the next page.

    It repeats the head, or else its first row is not a heading and has room for what the first one left.
    """
    end, begin = _pages(first)[-1:], _pages(second)[:1]
    if not end or not begin or begin[0] != end[0] + 1:
        return False
    if any(row.head for row in second.rows):
        return _repeated(first, second) > 0
    cells = second.rows[0].cells
    if not cells or all(cell.kind == "TH" for cell in cells):
        return False
    return _width(first.rows) == _width(first.rows + second.rows) and _fills(first.rows, second.rows)


def _repeated(first: _Draft, second: _Draft) -> int:
    """How many rows at the beginning of the second table repeat the head of the first."""
    heads = [[_cell_text(cell) for cell in row.cells] for row in first.rows if row.head]
    again = [[_cell_text(cell) for cell in row.cells] for row in second.rows if row.head]
    return len(again) if again == heads else 0


def _fills(rows: list[_Row], more: list[_Row]) -> bool:
    """Whether the first of ``more`` is as wide as the table, with the cells that hang down into it."""
    joined = _placed(rows + more[:1])
    last = len(rows)
    return sum(cell.columns for _, cell in joined if cell.row <= last < cell.row + cell.rows) == _width(rows)


def _pages(draft: _Draft) -> list[int]:
    """The pages that a table stands on, in order."""
    found: set[int] = set()
    queue: list[Element | Text] = [cell for row in draft.rows for cell in row.cells]
    while queue:
        item = queue.pop()
        if isinstance(item, Element):
            queue += item.kids
        elif item.page is not None:
            found.add(item.page)
    return sorted(found)


def _width(rows: list[_Row]) -> int:
    return max((cell.column + cell.columns for _, cell in _placed(rows)), default=0)


def _placed(rows: list[_Row]) -> Iterator[tuple[Element, Place]]:
    """Each cell with its place: the next free one in its row. No cell lies on another or below the table."""
    covered = 0
    for element, place in placed([row.cells for row in rows], lambda cell: (cell.rows, cell.columns)):
        covered += place.rows * place.columns
        if covered > MOST_CELLS:
            raise Unreadable("这份 PDF 中有大得不正常的表格，没有读取。", "请改用 Word 文件。")
        yield element, place


def _table(draft: _Draft, unsure: Collection[int]) -> Table:
    cells = [
        TableCell(at.row, at.column, at.rows, at.columns, _cell_text(element), element.kind == "TH")
        for element, at in _placed(draft.rows)
    ]
    widths = Counter(max(cell.column + cell.columns for cell in row) for row in _by_row(cells))
    width = max(widths, key=lambda candidate: widths[candidate], default=0)
    # At a page break LibreOffice appends empty cells to the last row.
    table = Table(tuple(cell for cell in cells if cell.text or cell.column < width))
    return unsure_blanks(table) if unsure and _stands_on(draft, unsure) else table


def _stands_on(draft: _Draft, pages: Collection[int]) -> bool:
    """Whether a table may have cells on one of the pages; blank ones say nothing of where they are."""
    own = _pages(draft)
    return not own or any(own[0] <= page <= own[-1] for page in pages)


def _by_row(cells: Iterable[TableCell]) -> list[list[TableCell]]:
    """The cells that lie in each row, those that hang down into it included."""
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows.setdefault(row, []).append(cell)
    return list(rows.values())


def _cell_text(cell: Element) -> str:
    """The paragraphs of a cell, a line each."""
    lines: list[str] = []
    for item in _items(cell, None):
        if isinstance(item, Paragraph):
            lines.append(item.text)
        else:
            lines += [_cell_text(inner) for row in item.rows for inner in row.cells]
    return "\n".join(line for line in lines if line)

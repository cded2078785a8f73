"""Plain text, Markdown and LaTeX → paragraphs and tables.

Tables come as pipes, as cells with tabs between them, or as one cell a line, each line with a tab before
it and an empty line after each row. In such a file nothing tells a merged cell from an empty one.
An empty line is an empty paragraph: where cells stand alone on their lines it is an empty cell. Page
numbers between dashes are left out.
"""

from __future__ import annotations

import html as markup
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Paragraph, Place, Table, TableCell, without_unknown
from nianbao.read.html import page as html
from nianbao.read.text import elements, latex, objects, texinfo
from nianbao.read.text.bars import BAR, Rows, rows_at, with_bars
from nianbao.read.text.boxes import box_at
from nianbao.read.text.encoding import decoded
from nianbao.read.text.feet import without_feet
from nianbao.read.text.fenced import fenced_at
from nianbao.read.text.literals import with_rows
from nianbao.read.text.ruled import ruled_at
from nianbao.read.text.separated import barred, unquoted, unrolled
from nianbao.read.text.torn import with_torn, with_whole_heads
from nianbao.read.text.unseen import with_doubts, without_spans
from nianbao.read.text.wiki import wiki_at

MOST_LINES = 30_000
MOST_MARKS = 100_000  # between cells
MOST_COLUMNS = 64

_CHECK_FILE = "请确认选对了文件。"
_PAGE_END = "\f"
_PAGES = ("<!doctype html", "<html", "<?xml")
_OPEN, _CLOSE = "<table", "</table>"
_OPEN_OR_CLOSE = re.compile(f"{_OPEN}|{_CLOSE}")

_HEADING = re.compile(r"\s{0,3}(#{1,6})(?!#)")
_ORG_TITLE = re.compile(r"#\+title:\s*(\S.*)", re.IGNORECASE)
_ORG_DRAWER = re.compile(r":[A-Z_]+:(?:\s|$)")  # :PROPERTIES: and what stands in it
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_NO_CHARACTER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")  # a number beyond all characters
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
_MARK = re.compile(r"[&<*_\\{]")  # without which there is nothing of these
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(]|\d{1,2}[.、．]|第.{1,3}[条章节])")
_PAGE_MARK = re.compile(r"[-—–－]\s*\d{1,3}\s*[-—–－]")
_LONGEST_GAP = 6  # empty lines that a page break leaves
_FULL_LINE = 60  # width, in half characters, from which a line may have been broken
_NARROWEST = 40  # width of the lines of a text that was broken at an even width
_RAGGED = 5  # by which such lines differ
_FEWEST_FULL = 8
_SHORT_LINE = 12  # characters up to which a line is no part of a paragraph unless it ends a sentence
_FEWEST_CELLS = 4  # of a table with one cell a line
_LONGEST_LABEL = 60
_LONGEST_PARAGRAPH = 10_000  # characters from which on it is not put together further
_SECTION = re.compile(r"[一二三四五六七八九十]、")
_WORD = re.compile(r"[\u4e00-\u9fff，、。；）》”]")
# Through a web site: 首页 > 公开 > 年报.
_WAY = re.compile(r"[^<>](?:>{1,2}|»|›)[^<>]{1,80}(?:>{1,2}|»|›)\s*\S")
_SET = re.compile(r"=[ \"']{0,3}[-+\d.,]*[ \"']{0,3}$")  # name = 5
_OPEN_END = re.compile(r"[^。；：！？…”）)\s]$")
# Of a line that can go on where the first line of a paragraph is indented.
_ANY_END = re.compile(r"[^。！？…\s]$")
_FEWEST_FIRST = 3
_EMPTY = Paragraph("")
_NOTHING = frozenset({"nan", "NaN", "None", "null", "（空）", "(空)"})  # what programs write in blank cells
_MOSTLY = 0.9
# Cells with spaces between.
_COLUMNS = re.compile(
    r"\S\s{2,}\S|(?:^|\s)[\u4e00-\u9fff](?:\s[\u4e00-\u9fff]){3}|(?:^|\s)[\u4e00-\u9fff]{2,8}(?:\s[\u4e00-\u9fff]{2,8}){2}"
)


def read(data: bytes) -> list[Block]:
    """The paragraphs and tables of a text in reading order. Raises Unreadable if it is no text, or
    larger than any report."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES or text.count("|") + text.count("\t") > MOST_MARKS:
        raise Unreadable("文字太长，不像一份年度报告。", _CHECK_FILE)
    found = latex.read(text) if latex.is_latex(text) else _read(text)
    return without_unknown([with_doubts(block) for block in found])


def _read(text: str) -> list[Block]:
    """The same of a text that is no LaTeX, with its marks."""
    if parts := objects.parts_of(text):
        return list(itertools.chain.from_iterable(map(_part, parts)))
    if as_page := elements.as_page(text):
        return html.read(as_page.encode())
    text = texinfo.as_text(text) if texinfo.is_texinfo(text) else _with_signs(text)
    text = without_feet(text)
    blocks: list[tuple[Block, bool]] = []
    page = line = 0
    for part, is_page in _parts(text):
        if is_page:
            blocks += ((block, False) for block in html.read(part.encode()))
        else:
            blocks += _Lines(part, page, line).blocks()
        page, line = page + part.count(_PAGE_END), line + part.count("\n")
    return _rejoined(blocks)


def _with_signs(text: str) -> str:
    """The text with bars between cells that other signs set apart."""
    return barred(with_rows(unrolled(unquoted(text), MOST_COLUMNS)))


def _part(part: tuple[str, bool]) -> list[Block]:
    """What stands in a text of a file of data, or in a web page there."""
    text, is_page = part
    return html.read(text.encode("utf-8", "replace")) if is_page else _read(text)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at tables written as on a web page, each part with whether it is one. A text that is
    a page from its first line on is one part."""
    small = text.lower()
    if small.lstrip("\ufeff \t\r\n").startswith(_PAGES):
        yield text, True
        return
    at = 0
    while (begin := small.find(_OPEN, at)) >= 0:
        end = _end_of_table(small, begin)
        yield text[at:begin], False
        yield text[begin:end], True
        at = end
    yield text[at:], False


def _end_of_table(small: str, begin: int) -> int:
    """Where a table ends that begins there, with those inside it; the end of the text if it is not closed."""
    depth = 0
    for mark in _OPEN_OR_CLOSE.finditer(small, begin):
        depth += 1 if mark[0] == _OPEN else -1
        if depth == 0:
            return mark.end()
    return len(small)


class _Lines:
    """Reads blocks off the lines; each method takes what it knows and says up to which line."""

    def __init__(self, text: str, page: int, line: int) -> None:
        """A part of a file, and the page and line of the file with which it begins."""
        lines = text.splitlines()
        ends = (whole.endswith(_PAGE_END) for whole in text.splitlines(keepends=True))
        self._pages = list(itertools.accumulate(ends, initial=page))
        self._first = line
        self._lines = lines
        self._bars = [with_bars(line) for line in lines]
        self._single = _single_cells(lines)

    def blocks(self) -> Iterator[tuple[Block, bool]]:
        """All blocks in order, each with whether its line is indented."""
        at = 0
        without_bars = without_box = 0  # the line up to which there is no such table
        while at < len(self._lines):
            if self._is_empty(at):
                yield Paragraph("", place=Place(self._pages[at], self._first + at, "")), False
                at += 1
                continue
            drawn, end = fenced_at(self._lines, at) if at >= without_bars else (None, at)
            without_bars = max(without_bars, end)
            if drawn is None and at >= without_box:
                drawn, end = box_at(self._lines, at)
                without_box = max(without_box, end)
            if drawn is not None:
                yield drawn, False
                at = end
                continue
            rows, end = wiki_at(self._lines, at)
            packed = False
            if not rows and at >= without_bars:
                rows, packed, end = rows_at(self._bars, at)
            without_bars = max(without_bars, end)
            if rows and max(map(len, rows)) == 1:
                yield from ((Paragraph(_plain(cell)), False) for (cell,) in rows)
                at = end
                continue
            for take in (self._ruled, self._one_cell_a_line, self._tabs):
                if not rows:
                    rows, end = take(at)
            if rows:
                after = self._lines[end] if end < len(self._lines) else ""
                yield _table(with_torn(with_whole_heads(rows), after), packed=packed), False
                at = end
            else:
                line = self._lines[at]
                place = Place(self._pages[at], self._first + at, line[: len(line) - len(line.lstrip())])
                yield _paragraph(line, place), line[:1].isspace()
                at += 1

    def _is_empty(self, at: int) -> bool:
        """Whether a line is empty, and no cell of a table whose bars are on the next one."""
        return not self._lines[at] and (at + 1 == len(self._lines) or BAR not in self._bars[at + 1])

    def _ruled(self, at: int) -> tuple[Rows, int]:
        """A table between rules of dashes that tell its columns."""
        return ruled_at(self._lines, at)

    def _one_cell_a_line(self, at: int) -> tuple[Rows, int]:
        """A table with one cell a line, a tab before each, and an empty line after each row."""
        count, long, end = self._single[at]
        if count < _FEWEST_CELLS or long > count // 10:
            return [], at
        rows: Rows = [[]]
        for line in self._lines[at:end]:
            if line:
                rows[-1].append(line.strip())
            else:
                rows.append([])
        return [row for row in rows if row], end

    def _tabs(self, at: int) -> tuple[Rows, int]:
        """A table whose cells have tabs between them. A line without any, between two that have
        them, is a piece of a cell with a line break."""
        if "\t" not in self._lines[at].strip() and not self._begins_table(at):
            return [], at
        end = at
        rows: Rows = []
        while end < len(self._lines):
            line = self._lines[end]
            if "\t" not in line and not self._is_piece(end):
                break
            rows.append([cell.strip() for cell in line.split("\t")])
            end += 1
        if all(line.endswith("\t") for line in self._lines[at:end]):  # each cell has a tab after it
            rows = [row[:-1] for row in rows]
        if len(rows) == 1 and len(rows[0]) < 3:
            return [], at
        return rows, end

    def _begins_table(self, at: int) -> bool:
        """Whether the cells after the first of a line are empty, and the next line has some."""
        following = self._lines[at + 1] if at + 1 < len(self._lines) else ""
        return self._lines[at].endswith("\t") and "\t" in following.strip()

    def _is_piece(self, at: int) -> bool:
        line = self._lines[at].strip()
        follows = at + 1 < len(self._lines) and "\t" in self._lines[at + 1]
        return (
            follows
            and bool(line)
            and len(line) <= _LONGEST_LABEL
            and not (line.endswith("。") or _SECTION.match(line))
        )


def _single_cells(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """For each line how many lines with one cell each follow from it on, with at most one empty line between
    two of them, how many of these cells are long, and the line after them."""
    found = [(0, 0, len(lines))] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if not line.startswith("\t") or "\t" in line[1:].rstrip():
            found[at] = (0, 0, at)
            continue
        after = at + 1
        if after < len(lines) and not lines[after]:
            after += 1
        count, long, end = found[after]
        found[at] = (count + 1, long + (len(line.strip()) > _LONGEST_LABEL), end)
    return found


def _table(rows: Rows, *, packed: bool) -> Table:
    if max(map(len, rows)) > MOST_COLUMNS:
        raise Unreadable(f"文字中有超过 {MOST_COLUMNS} 列的表格，不像年度报告。", _CHECK_FILE)
    return Table(
        tuple(
            TableCell(row, column, 1, 1, "" if text in _NOTHING else _plain(text))
            for row, cells in enumerate(rows)
            for column, text in enumerate(cells)
        ),
        packed,
    )


def _paragraph(line: str, place: Place) -> Paragraph:
    """A line as a paragraph, a Markdown heading with its level. Marks taken out leave it without a place."""
    if title := _ORG_TITLE.match(line):
        return Paragraph(_plain(title[1]), 1)
    if _ORG_DRAWER.match(line.lstrip()):
        return Paragraph("")
    heading = _HEADING.match(line)
    words = line[heading.end() :].rstrip().rstrip("#").strip() if heading else ""
    if heading and words and not words.startswith("#"):
        return Paragraph(_plain(words), len(heading[1]))
    if line.isascii() and line.strip().startswith("<") and line.rstrip().endswith(">"):
        return Paragraph("")  # tags around tables written as on a web page
    text = _plain(line)
    return Paragraph(text, place=place if text == line.strip() else None)


def _plain(text: str) -> str:
    """The text without the marks of Markdown."""
    if not _MARK.search(text):
        return text.strip()
    text = markup.unescape(_NO_CHARACTER.sub("", _BREAK.sub("\n", text.strip())))
    text = _BOLD.sub(r"\2", without_spans(text))
    return _ESCAPED.sub(r"\1", text).strip()


def _rejoined(blocks: Iterable[tuple[Block, bool]]) -> list[Block]:
    """The blocks with paragraphs put together that were broken at the end of a full line or page. With
    each block comes whether its line was indented."""
    pairs = [pair for pair in blocks if not _is_page_mark(pair[0])]
    lines = [(block.text, indented) for block, indented in pairs if isinstance(block, Paragraph)]
    full = _full_width([text for text, _ in lines])
    indents = _indents(lines, full)
    result: list[Block] = []
    last = ""  # the last line of the paragraph that may go on
    for block, indented in pairs:
        if isinstance(block, Paragraph) and not block.text:  # nothing goes on with it
            result.append(block)
            continue
        before = len(result) - 1
        while before >= 0 and result[before] == _EMPTY and len(result) - before <= _LONGEST_GAP:
            before -= 1
        first = result[before] if before >= 0 else None
        goes_on = (
            isinstance(first, Paragraph)
            and isinstance(block, Paragraph)
            and first.level is None
            and len(first.text) < _LONGEST_PARAGRAPH
            and block.level is None
            and not indented
            and _goes_on(last, block.text, full, _ANY_END if indents else _OPEN_END)
        )
        if goes_on and isinstance(first, Paragraph) and isinstance(block, Paragraph):
            result[before:] = [Paragraph(first.text + block.text)]
        else:
            result.append(block)
        if isinstance(block, Paragraph) and block.text:
            last = block.text
    return result


def _is_page_mark(block: Block) -> bool:
    if not isinstance(block, Paragraph) or not block.text:
        return False
    return _PAGE_MARK.fullmatch(block.text) is not None


def _full_width(lines: Sequence[str]) -> int:
    """The width from which a line may have been broken: nearly that of most long lines, if they are
    equally wide."""
    long = (line for line in lines if 2 * len(line) >= _NARROWEST)
    widths = [_width(line) for line in long if not _COLUMNS.search(line)]
    widths = [width for width in widths if width >= _NARROWEST]
    counts = Counter(widths)

    def alike_to(width: int) -> int:
        return sum(counts[width - less] for less in range(_RAGGED + 1))

    best = max(counts, key=lambda width: (alike_to(width), width), default=0)
    alike = alike_to(best)
    wider = sum(count for width, count in counts.items() if width > best)
    return best - _RAGGED if alike >= _FEWEST_FULL and wider <= alike // 4 else _FULL_LINE


def _indents(lines: Sequence[tuple[str, bool]], full: int) -> bool:
    """Whether paragraphs are told by an indent: nearly every full line that follows no other has one."""
    firsts = [
        indented
        for (before, _), (line, indented) in itertools.pairwise([("", False), *lines])
        if 2 * len(line) >= full and _width(line) >= full > _width(before) and not _COLUMNS.search(line)
    ]
    return len(firsts) >= _FEWEST_FIRST and sum(firsts) >= _MOSTLY * len(firsts)


def _width(line: str) -> int:
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _goes_on(first: str, second: str, full: int, open_end: re.Pattern[str]) -> bool:
    """Whether a line was broken at its end, which must be an open one, and the second is the rest."""
    if not second or _width(first) < full or open_end.search(first) is None:
        return False
    if _COLUMNS.search(first) or _COLUMNS.search(second) or _NUMBERED.match(second) or _WAY.search(first):
        return False
    if _SET.search(first):
        return False
    if len(second) < _SHORT_LINE and not second.endswith(("。", "；")):
        return False
    return full < _FULL_LINE or _WORD.match(second) is not None

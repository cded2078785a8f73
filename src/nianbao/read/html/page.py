"""Web page → paragraphs and tables, as a person sees them: one paragraph for each line that is ended.

Pages come from anybody's site, so the text's encoding is proved rather than believed, and tables that
merely arrange the page are distinguished from tables that say something.
"""

from __future__ import annotations

import codecs
import contextlib
import itertools
import re

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read import marks
from nianbao.read.blocks import Block, Notice, Paragraph, Table, without_unknown
from nianbao.read.html import inside, positioned
from nianbao.read.html.looks import with_looks
from nianbao.read.html.styled import with_tables
from nianbao.read.html.table import Structure, is_arrangement, laid_out
from nianbao.read.html.waiting import with_all_shown
from nianbao.read.nested import opened, said
from nianbao.read.raised import Shift, settled, shifted
from nianbao.read.text.encoding import wide

LARGEST_PAGE = 5_000_000  # bytes; a report has 20 kB, portals write up to 1 MB around it
MOST_TAGS = 200_000
MOST_LINES = 200_000
MOST_ATTRIBUTES = 5_000  # of one tag: the parser compares each with all before it
DEEPEST_TABLE = 20  # tables within tables

_LEVELS = {f"h{level}": level for level in range(1, 7)}
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
_UNSEEN = frozenset((
    "audio", "canvas", "datalist", "head", "iframe", "meter", "noembed", "noframes", "noscript", "object",
    "progress", "rp", "script", "style", "svg", "template", "title", "video",
))
# fmt: on
_FILLED_IN = frozenset(("input", "select", "textarea"))
_OF_TEXT = frozenset(("text", "number", "tel", ""))  # types of fields that show what is in them
_STRUCK = ("del", "s", "strike")
_SHIFTED = {"sup": Shift.UP, "sub": Shift.DOWN}
_HIDING = {("display", "none"), ("visibility", "hidden")}
# What follows them belongs to the page all the same; our parser would leave it out.
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_BREAK = "\n"
# A tag up to its end, or the beginning of a comment: a value between quotes may hold < and >.
_TAG = re.compile(
    r"""<(?:!--|(?P<name>[a-z][^\s/>]*+)(?P<inside>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+))""",
    re.IGNORECASE,
)
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_COMMENT_END = re.compile("--!?>")
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}  # no tags in them
_WHITE = str.maketrans("\t\n\f\r", "    ")
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_KNOWN = re.compile(r"utf-?8|gb\w+|big5\S*|latin1|us-ascii|shift_jis|(?:iso|windows|euc|hz)-\S+")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (marks.PDF, marks.ZIP, marks.RTF)
_TOLERATED = 0.01  # share of the characters that may be damaged
_CHECK_FILE = "请确认选对了文件。"


def read(data: bytes) -> list[Block]:
    """The paragraphs and tables of a web page in reading order.

    A heading keeps its line breaks; elsewhere a line break ends the paragraph. What is hidden, and the
    mark of a draft, is not read. Tables inside a table follow it. Raises Unreadable if the file is no
    web page, or larger or deeper than any report.
    """
    root = tree(data)
    if placed := positioned.laid_out(root):
        from nianbao.read.text import plain  # here: it reads tables of web pages by this module

        return plain.read(placed.encode())
    _as_seen(root)
    inside.with_frames(root, _frame)
    struck = _taken_out(root)
    reader = _Reader(0)
    reader.walk(root)
    found = without_unknown(reader.result())
    return [Notice.of_struck(struck), *found] if struck else found


def _as_seen(root: etree._Element) -> etree._Element:
    """A page with tables where it looks like one, and with marks where words are seen otherwise."""
    with_tables(root)
    with_all_shown(root)
    inside.mark_drawn(root)
    with_looks(root)
    return root


def _frame(text: str) -> etree._Element:
    """The page in a frame. Raises Unreadable."""
    _require_few_attributes(text)
    return _as_seen(parsed(text))


def _taken_out(root: etree._Element) -> str:
    """What is struck out; it is in the page no more."""
    words = []
    outermost = [each for each in root.iter(*_STRUCK) if next(each.iterancestors(*_STRUCK), None) is None]
    for element in outermost:
        words.append("".join(str(text) for text in element.itertext()))
        behind = element.tail
        element.clear()
        element.tail = behind
    return _collapsed("".join(words).translate(_WHITE))


def tree(data: bytes) -> etree._Element:
    """The elements of a web page. Raises Unreadable if it is none, or larger than any report."""
    if len(data) > LARGEST_PAGE or data.count(b"<") > MOST_TAGS or data.count(b"\n") > MOST_LINES:
        raise Unreadable("网页太大，不像一份年度报告。", _CHECK_FILE)
    text = decoded(data)
    _require_few_attributes(text)
    return parsed(text)


def decoded(data: bytes) -> str:
    """The page as text: by its byte order mark, else UTF-8 if it is that, else as it says, else GB 18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data.startswith(_OTHER_FILES):
        raise Unreadable("这不是网页文件。", _CHECK_FILE)
    if data.count(b"\0") > _TOLERATED * len(data):
        return _wide(data)
    data = data.replace(b"\0", b"")
    encodings = ["utf-8", *_declared(data), "gb18030"]
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    text = min((data.decode(encoding, "replace") for encoding in encodings), key=_damage)
    if _damage(text) > _TOLERATED * len(text):
        raise Unreadable("网页的文字编码无法辨认。", "请用浏览器打开它，另存为 UTF-8 编码的网页后再试。")
    return text


def _wide(data: bytes) -> str:
    """A page in UTF-16 without a mark; other files have zero bytes, too."""
    try:
        return wide(data)
    except Unreadable as error:
        raise Unreadable("这不是网页文件。", _CHECK_FILE) from error


def _require_few_attributes(text: str) -> None:
    """Refuse a page with a tag of very many attributes."""
    at = 0
    while tag := _TAG.search(text, at):
        inside = tag["inside"] or ""
        if len(inside) > MOST_ATTRIBUTES and len(_names(inside)) > MOST_ATTRIBUTES:
            raise Unreadable("网页的内容不正常（一个标签有太多属性），没有读取。", _CHECK_FILE)
        at = tag.end()
        name = tag["name"]
        end = _RAW.get(name.lower()) if name else _COMMENT_END
        if end is not None:
            found = end.search(text, at if name else at - 2)  # <!--> is a comment, too
            at = found.end() if found else len(text)


def _names(inside: str) -> list[str]:
    """The attributes of a tag, without their values."""
    return _VALUE.sub(" ", inside).replace("/", " ").split()


def _damage(text: str) -> int:
    return text.count("\ufffd")


def charset(data: bytes) -> str:
    """The encoding that the page's head declares, as Python calls it; empty where a byte order mark counts
    instead, or browsers know none of that name."""
    name = _named(data)
    if data.startswith(tuple(mark for mark, _ in _MARKS)) or not _KNOWN.fullmatch(name):
        return ""
    with contextlib.suppress(LookupError):
        return codecs.lookup(_ENCODINGS.get(name, name)).name
    return ""


def _declared(data: bytes) -> list[str]:
    """The encoding that the page's head declares, if it is one that Chinese pages are written in."""
    name = _named(data)
    return [_ENCODINGS[name]] if name in _ENCODINGS else []


def _named(data: bytes) -> str:
    """What the page's head says of its encoding; empty if it does not."""
    parser = etree.HTMLParser(encoding="iso-8859-1")
    root: etree._Element | None = etree.fromstring(data[:4096] + b"<p>", parser)
    for meta in () if root is None else root.iter("meta"):
        content = meta.get("charset") or meta.get("content", "").lower().partition("charset=")[2]
        if name := content.strip().lower():
            return name
    return ""


def parsed(text: str) -> etree._Element:
    """The elements of a page, without comments. Raises Unreadable for one that is empty or too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root: etree._Element | None = etree.fromstring(_ENDS.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    # The parser repairs everything but this: beyond its bounds it stops, and the rest would be missing.
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise Unreadable("网页的层次太深，不像一份年度报告。", _CHECK_FILE)
    if root is None:
        raise Unreadable("网页是空的。", _CHECK_FILE)
    return root


class _Reader:
    """Walks a page or a table cell, ``depth`` tables deep. What is filled in somewhere counts ``in_cell``
    alone: elsewhere pages have fields to search by."""

    def __init__(self, depth: int, *, in_cell: bool = False) -> None:
        self._depth = depth
        self._in_cell = in_cell
        self._blocks: list[Block] = []
        self._line: list[str] = []
        self._level: int | None = None
        self._preformatted = False

    def result(self) -> list[Block]:
        """The blocks of everything that was walked."""
        self._end_paragraph()
        return self._blocks

    def walk(self, element: etree._Element) -> None:
        """Read an element and everything in it, but not the text after it."""
        tag = element.tag
        if _is_hidden(element):
            return
        if tag == "br":
            self._break()
        elif tag == "math":
            self._add(inside.formula(element))
        elif tag in _FILLED_IN:
            self._add(_filled_in(element) if self._in_cell else None)
        elif tag in _SHIFTED:
            begin = len(self._line)
            self._walk_content(element)
            self._line[begin:] = [shifted(part, _SHIFTED[tag]) for part in self._line[begin:]]
        elif tag == "table" and self._level is None:
            self._walk_table(element)
        elif tag in _LEVELS and self._level is None:
            self._end_paragraph()
            self._level = _LEVELS[tag]
            self._walk_content(element)
            self._end_paragraph()
            self._level = None
        elif tag in _BLOCKS or tag in _LEVELS:
            self._break()
            before, self._preformatted = self._preformatted, self._preformatted or tag == "pre"
            self._walk_content(element)
            self._preformatted = before
            self._break()
        else:
            self._walk_content(element)

    def _walk_content(self, element: etree._Element) -> None:
        self._add(element.text)
        for inner in element:
            self.walk(inner)
            self._add(inner.tail)

    def _add(self, text: str | None) -> None:
        if text is None:
            return
        if not self._preformatted:
            self._line.append(text.translate(_WHITE))
            return
        for index, line in enumerate(text.splitlines()):
            if index:
                self._break()
            self._line.append(line)

    def _break(self) -> None:
        if self._level is None:
            self._end_paragraph()
        else:
            self._line.append(_BREAK)

    def _end_paragraph(self) -> None:
        if not self._line:
            return
        lines = "".join(self._line).split(_BREAK)
        text = _BREAK.join(settled(line) for line in map(_collapsed, lines) if line)
        if text:
            self._blocks.append(Paragraph(text, self._level))
        self._line = []

    def _walk_table(self, element: etree._Element) -> None:
        self._end_paragraph()
        self._depth += 1
        if self._depth > DEEPEST_TABLE:
            raise Unreadable("网页中的表格套得太深，不像一份年度报告。", _CHECK_FILE)
        if is_arrangement(element):
            self._walk_content(element)
        else:
            self._read_table(element)
        self._end_paragraph()
        self._depth -= 1

    def _read_table(self, element: etree._Element) -> None:
        structure = Structure(element, _is_hidden)
        for other in structure.others:
            self.walk(other)
        self._end_paragraph()
        nested: list[Block] = []
        inside: dict[int, Table] = {}
        read = itertools.count()

        def text_of(cell: etree._Element) -> str:
            reader = _Reader(self._depth, in_cell=True)
            reader.walk(cell)
            blocks = reader.result()
            texts = [said(block, alone=len(blocks) == 1) for block in blocks]
            told = zip(blocks, texts, strict=True)
            tables = [block for block, text in told if isinstance(block, Table) and text is None]
            nested.extend(tables)
            at = next(read)
            if len(tables) == 1:
                inside[at] = tables[0]
            return _BREAK.join(filter(None, texts))

        cells = laid_out(structure, text_of)
        whole = opened(cells, inside) if len(inside) == len(nested) else None
        if cells:
            self._blocks.append(whole or Table(cells))
        self._blocks += [] if whole else nested


def _filled_in(element: etree._Element) -> str:
    """What a field of a form shows."""
    if element.tag == "input":
        return element.get("value", "") if element.get("type", "text").lower() in _OF_TEXT else ""
    if element.tag == "textarea":
        return element.text or ""
    options = list(element.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib] or options[:1]
    return "".join(str(text) for text in chosen[-1].itertext()) if chosen else ""


def _collapsed(line: str) -> str:
    """Runs of plain spaces become one; ideographic and no-break spaces vanish at the ends only."""
    return " ".join(filter(None, line.split(" "))).strip()


def _is_hidden(element: etree._Element) -> bool:
    """Whether a browser would not show it, or it is the mark of a draft."""
    if element.tag in _UNSEEN or "hidden" in element.attrib:
        return True
    if element.tag == "dialog" and "open" not in element.attrib:
        return True
    style = element.get("style")
    for declaration in style.lower().split(";") if style else ():
        name, _, value = declaration.partition(":")
        words = value.split()
        hiding = (name.strip(), words[0].removesuffix("!important")) if words else ("", "")
        if hiding in _HIDING and (
            element.tag not in ("td", "th") or hiding[0] == "display"
        ):  # cells keep their place
            return True
    return element.get("role") == "note" and "draft-mark" in element.get("class", "").split()

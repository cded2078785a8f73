"""HTML → Word file: real styles, real tables, page number fields; a clerk can go on working in it.

Page, styles and settings stand in templates/word.xml; here is only what the text needs. The headings
of the sections are Heading 1. A numbered heading inside a section is styled by its number: （一）
Heading 2, 1. Heading 3, （1） Heading 4; 一、 is InnerHeading, which is based on Heading 2, so that
nothing in the outline stands beside the sections.
"""

from __future__ import annotations

import datetime
import unicodedata
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Emu, Mm, Pt, Twips
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from nianbao.problem import OutputError
from nianbao.write.blocks import BREAK, Run, blocks, runs
from nianbao.write.docx import letter
from nianbao.write.docx.attachment import attach
from nianbao.write.docx.package import pinned, template
from nianbao.write.docx.picture import add_picture
from nianbao.write.docx.table import add_table
from nianbao.write.docx.text import add_paragraph
from nianbao.write.look import Look
from nianbao.write.page import NO_DATE, Page, Picture, picture_of

_STYLES = {
    "h1": "Title",
    "h2": "Heading1",
    "h3": "Heading2",
    "h4": "Heading3",
    "h5": "Heading4",
    "h6": "Heading4",
    "caption": "TableTitle",
}
_IMPRINT, _IMPRINT_AT_FOOT = "Imprint", "ImprintAtFoot"
_PICTURE = "Picture"
_NEW_PAGE = "new-page"  # a class of what begins a page
_STYLES_BY_CLASS = {
    "yi": "InnerHeading",
    "er": "Heading2",
    "san": "Heading3",
    "si": "Heading4",
    "organ": "Signature",
    "date": "Date",
    "imprint": _IMPRINT,
    "narrow": "LetterMarkNarrow",  # stands before "mark", as "more" does before "enclosure"
    "long": "LetterMarkLong",
    "mark": "LetterMark",
    "reference": "LetterReference",
    "addressee": "LetterAddressee",
    "more": "LetterEnclosureMore",
    "enclosure": "LetterEnclosure",
}
_ABOVE_TABLE, _BELOW_TABLE = Twips(80), Twips(160)
_BELOW_NUMBER, _IMPRINT_PITCH = Mm(3), Pt(9)  # of an imprint at the foot of a page
_BELOW_TITLE = Pt(10)  # where an imprint follows
_DRAFT = "word-draft.xml"  # the template of the word across every page of a draft
_LONGEST_PROPERTY = 255  # characters
_LINE = 28  # characters
_CHARACTER = 316  # twips of one of them
_INDENT = 2  # characters
_MOST_KEPT = 3  # lines of a paragraph that stays with a table whole
_EDGE = 2  # characters between the signature and the margin
_STEP = 2  # characters by which the date stands in from the organ's name (GB/T 9704)


def write(page: Page) -> bytes:
    """The page that compose.html made, as a .docx file. The same page gives the same bytes.

    Raises OutputError where the page holds what does not go into the file: a picture, text outside of
    every paragraph, a control character.
    """
    tree = page.tree
    document = _begun(page)
    body = _Body(document, page, _signature_indents(tree.body))
    for block in blocks(tree.body):
        body.add(block)
    body.close()
    if "draft" in tree.body.classes:
        _mark_draft(document, page.look)
    if letter.CLASS in tree.body.classes:
        letter.dress(document, tree.body.classes)
    _repeat_at_foot(document, [runs(block) for block in tree.body.find_class("imprint")])
    _describe(document, tree, page.date or NO_DATE)
    if page.source is not None:
        attach(document, page.source)
    buffer = BytesIO()
    document.save(buffer)
    return pinned(buffer.getvalue())


def _begun(page: Page) -> Document:
    """The document before it has any text. Raises OutputError if its template is none."""
    path = page.look.find("word.xml")
    try:
        return docx.Document(BytesIO(template(path, page.look.digest)))
    except (KeyError, ValueError) as error:
        raise OutputError(f"模板 {path.name} 不是 Word 存的“Word XML 文档”，请重新另存。") from error


class _Body:
    """The text of the Word file while it grows, block by block."""

    def __init__(self, document: Document, page: Page, signature_indents: dict[str, float]) -> None:
        self._document = document
        self._page = page
        self._line = _line_width(document)
        self._body = document.element.body
        self._end = self._body.sectPr
        self._body.remove(self._end)
        self._indents = signature_indents
        self._heading = ""
        self._last: Paragraph | None = None  # None at the beginning and after a table
        self._after_table = False

    def add(self, block: HtmlElement) -> None:
        """Append a table or a paragraph."""
        if block.tag == "table":
            self._add_table(block)
        elif block.tag == "figure":
            self._add_picture(picture_of(self._page, block))
        elif text := runs(block):
            self._add_paragraph(_style(block), text)
            if _NEW_PAGE in block.classes and self._last is not None:
                self._last.paragraph_format.page_break_before = True

    def close(self) -> None:
        """Put the properties of the page at the end."""
        if self._after_table:
            self._add_paragraph("TableText", [])  # a Word document ends with a paragraph
        self._body.append(self._end)

    def _add_table(self, block: HtmlElement) -> None:
        if self._after_table:
            self._add_paragraph("TableText", [])  # Word would make one table of two neighbours
        if self._last is not None:
            self._last.paragraph_format.keep_with_next = not _is_long(self._last) or None
            self._last.paragraph_format.space_after = _ABOVE_TABLE
        add_table(self._body, block, self._line, self._heading)
        self._last, self._after_table = None, True

    def _add_picture(self, picture: Picture) -> None:
        self._add_paragraph(_PICTURE, [])
        if self._last is not None:
            add_picture(self._last, picture)

    def _add_paragraph(self, style: str, text: list[Run]) -> None:
        paragraph = Paragraph(add_paragraph(self._body, style, text), self._document)
        layout = paragraph.paragraph_format
        if self._after_table:
            layout.space_before = _BELOW_TABLE
        if style in self._indents:
            layout.left_indent = Twips(round(self._indents[style] * _CHARACTER))
        if style == "Signature" and self._last is not None:
            self._last.paragraph_format.keep_with_next = True  # it never stands on a page alone
        if style == "Heading1":
            self._heading = paragraph.text
        self._last, self._after_table = paragraph, False


def _line_width(document: Document) -> int:
    """The width of the type area in twips."""
    section = document.sections[0]
    width, left, right = (
        length or 0 for length in (section.page_width, section.left_margin, section.right_margin)
    )
    return (width - left - right) // Twips(1)


def _style(block: HtmlElement) -> str:
    """The id of the paragraph style. An office may add elements to the template: they are Normal."""
    for name in block.classes:
        if name in _STYLES_BY_CLASS:
            return _STYLES_BY_CLASS[name]
    return _STYLES.get(str(block.tag), "Normal")


def _signature_indents(page: HtmlElement) -> dict[str, float]:
    """How far from the left margin organ and date begin, in characters: an indent that every program shows
    alike, where lines set right end differently in each."""
    widths = {"organ": 0.0, "date": 0.0}
    for block in page.iter("p"):
        for name in widths.keys() & set(block.classes):
            text = "".join(run.text for run in runs(block))
            widths[name] = min(max(map(_width, text.split(BREAK))), _LINE - _EDGE)
    left = max(0.0, _LINE - _EDGE - max(widths["organ"], widths["date"] + _STEP))
    return {"Signature": left, "Date": left + _STEP}


def _is_long(paragraph: Paragraph) -> bool:
    """Whether a page may end within it. LibreOffice moves all of what it keeps with a table."""
    return (
        paragraph.style is not None
        and paragraph.style.style_id == "Normal"
        and (_width(paragraph.text) > _MOST_KEPT * _LINE - _INDENT)
    )


def _width(text: str) -> float:
    """The width of a line in characters; Latin letters and digits are half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _mark_draft(document: Document, look: Look) -> None:
    """A red word above every page, and a large pale one across it, as in the PDF."""
    section = document.sections[0]
    across = look.find(_DRAFT).read_bytes()
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.add_run("草稿", document.styles["草稿标记"])
        paragraph.add_run()._r.append(parse_xml(across))


def _repeat_at_foot(document: Document, lines: list[list[Run]]) -> None:
    """Print the lines of an imprint at the foot of every page, too, below its number, which stands where it
    does without them."""
    if not lines:
        return
    document.styles["Title"].paragraph_format.space_after = _BELOW_TITLE
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        footer.paragraphs[-1].paragraph_format.space_after = _BELOW_NUMBER
        for line in lines:
            add_paragraph(footer._element, _IMPRINT_AT_FOOT, line)
    section.footer_distance = Emu(
        (section.footer_distance or 0) - _BELOW_NUMBER - len(lines) * _IMPRINT_PITCH
    )


def _describe(document: Document, page: HtmlElement, date: datetime.date) -> None:
    """Title, author, identifier and language, as the page's head states them, and its date: no clock goes
    into the file, so the same report gives the same bytes."""
    properties = document.core_properties
    properties.title = (page.findtext("head/title") or "")[:_LONGEST_PROPERTY]
    author = "".join(page.xpath("head/meta[@name='author']/@content"))[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = author
    properties.identifier = "".join(page.xpath("head/meta[@name='dcterms.identifier']/@content"))
    properties.language = page.get("lang", "")
    day = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    properties.created = properties.modified = day

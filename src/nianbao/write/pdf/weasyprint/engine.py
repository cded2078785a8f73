"""The way to paper: laid out by WeasyPrint after templates/report.css, then tagged and sealed.

Only the repository's fonts are used, and no date is written but those in the text.
"""

from __future__ import annotations

import datetime
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML, Attachment

from nianbao import __version__, resources
from nianbao.problem import OutputError, shown
from nianbao.write.blocks import cells_of, columns_in, tall_rows, widths
from nianbao.write.look import OURS, Look
from nianbao.write.page import NO_DATE, Page
from nianbao.write.pdf.breaks import BREAK, JOIN, with_breaks, with_end
from nianbao.write.pdf.faults import with_sure_lengths
from nianbao.write.pdf.weasyprint import fonts, justify, rules, sealed, split_rows, tags
from nianbao.write.pdf.weasyprint.bounds import require_inside
from nianbao.write.pdf.weasyprint.elements import html_of
from nianbao.write.pdf.weasyprint.fit import fit
from nianbao.write.pdf.weasyprint.picture import drawn
from nianbao.write.pdf.weasyprint.style_sheet import style_sheet
from nianbao.write.table_type import SIZE, TALL

VARIANT = "pdf/a-3a"
STYLE_SHEET = "report.css"
_IDENTIFIER = "dcterms.identifier"  # name of a meta element
_SPACES = re.compile(r"[ \t\r\n\f]+")  # what HTML takes for one space
_NAMED_BY = "aria-labelledby"  # attribute: the id of the element that names this one
_CELLS = ("td", "th")
_FOREIGN = ("style", "link", "script")  # what a web page has for the screen


def load(look: Look = OURS) -> Engine:
    """Prepare WeasyPrint. Raises OutputError if the installation is not complete, or if the office's own
    style sheet is wrong."""
    justify.install()
    fonts.install_bold()
    rules.install()
    split_rows.install()
    tags.install()
    sealed.install()
    text = style_sheet(look, STYLE_SHEET)
    fetcher = fonts.Refusal()
    configuration = fonts.RepositoryFonts(look.fonts())
    ours = (resources.folder("templates") / STYLE_SHEET).as_uri()  # where the addresses in it begin
    css = CSS(string=text, base_url=ours, font_config=configuration, url_fetcher=fetcher)
    if fetcher.refused:
        folder = ours.rpartition("/")[0] + "/"
        named = "、".join(shown(unquote(url.removeprefix(folder))) for url in fetcher.refused)
        raise OutputError(f"样式表 {STYLE_SHEET} 里的 {named} 找不到；字体请放在模板文件夹的 fonts 里。")
    return Engine(css, configuration)


class Engine:
    """WeasyPrint with the style sheet and the fonts: both are costly to load and serve all documents."""

    def __init__(self, css: CSS, configuration: fonts.RepositoryFonts) -> None:
        self.css = css
        self.configuration = configuration

    def write(self, page: Page) -> bytes:
        """The PDF of a page. Raises OutputError."""
        with _no_looking_for_garbage():
            return self._write(page)

    def _write(self, page: Page) -> bytes:
        fetcher = fonts.Refusal()
        html = html_of(page, fetcher)
        texts = _prepare(html.etree_element)
        document = fit(partial(self._render, html), html.etree_element)
        require_inside(document)
        _name_bookmarks(document)
        _describe(document.metadata, page)
        document.metadata.attachments = _attachments(page)
        data: bytes = document.write_pdf(finisher=partial(_finish, texts=texts), pdf_variant=VARIANT)
        if fetcher.refused:
            named = "、".join(sorted(set(fetcher.refused)))
            raise OutputError(f"PDF 只由报告本身生成，模板却引用了其他文件或网址：{named}。请从模板中删去。")
        fonts.require_printable(document.fonts.values(), self.configuration.families)
        return with_sure_lengths(data)

    def draw(self, svg: str, pixels: int) -> bytes:
        """SVG as a PNG."""
        return drawn(svg, pixels, self.configuration, fonts.Refusal())

    def _render(self, page: HTML) -> Any:
        return page.render(stylesheets=[self.css], font_config=self.configuration, pdf_variant=VARIANT)


@contextmanager
def _no_looking_for_garbage() -> Iterator[None]:
    """A layout makes a hundred thousand objects and lets go of few: to look through them all again and again
    would take up to a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _describe(metadata: Any, page: Page) -> None:
    """State what made the file, and when."""
    metadata.generator = f"nianbao {__version__}"
    if page.date:
        metadata.created = metadata.modified = f"{page.date}T00:00:00Z"


def _name_bookmarks(document: Any) -> None:
    """Bookmarks say what the headings say, without the marks that break lines."""
    for page in document.pages:
        page.bookmarks[:] = [
            (level, label.replace(BREAK, "").replace(JOIN, ""), *rest)
            for level, label, *rest in page.bookmarks
        ]


def _attachments(page: Page) -> list[Attachment]:
    """What the page was made from, as a file within the file."""
    if page.source is None:
        return []
    day = datetime.datetime.combine(page.date or NO_DATE, datetime.time(), datetime.UTC)
    return [
        Attachment(
            string=page.source.text,
            name=page.source.name,
            description=page.source.description,
            created=day,
            modified=day,
            relationship="Source",
        )
    ]


def _finish(document: Any, pdf: Any, texts: dict[Element, str]) -> None:
    """What is done to the objects of the file before they are written."""
    rdf = document.metadata.generate_rdf_metadata("a", 3, "A")
    tags.mend(pdf, texts, tags.declaration(rdf, document.metadata.custom.get(_IDENTIFIER, "")))
    sealed.seal(pdf)


def _prepare(tree: Element) -> dict[Element, str]:
    """Make the page ready for paper: without its screen styles, with line breaks where Chinese allows them.

    Returns what a reader must find in each paragraph, heading and cell.
    """
    for element in tree.iter():
        if element.tag in _FOREIGN:  # not removed: text that follows it would go with it
            element.tag, element.text = "template", None
            element.attrib.clear()
    _dress_tables(tree)
    texts = {
        element: _SPACES.sub(" ", "".join(element.itertext())).strip(" ")
        for element in tree.iter()
        if element.tag in tags.TEXT_ELEMENTS
    }
    for root in texts:
        _make_lines(root)
        if root.tag not in _CELLS:
            _hold_end(root)
        for element in root.iter():
            element.text = with_breaks(element.text or "")
            if element is not root:
                element.tail = with_breaks(element.tail or "")
    return texts


def _dress_tables(tree: Element) -> None:
    """Put into styles and classes what a table states of itself, and what follows from its text."""
    named = {element.get("id"): element for element in tree.iter() if element.get("id")}
    for table in tree.iter("table"):
        if (title := named.get(table.get(_NAMED_BY))) is not None:
            table.set(tags.SUMMARY, "".join(title.itertext()))
        rows, cells = list(table.iter("tr")), cells_of(table)
        for number in tall_rows(cells, widths(table, columns_in(cells))):
            rows[number].set("class", f"{rows[number].get('class', '')} {TALL}")
        if size := table.get(SIZE):
            table.set("style", f"font-size:{size}pt;{table.get('style', '')}")


def _hold_end(paragraph: Element) -> None:
    """Keep the last character of a paragraph from standing on a line by itself."""
    if not len(paragraph):
        paragraph.text = with_end(paragraph.text or "")
    elif paragraph[-1].tail:
        paragraph[-1].tail = with_end(paragraph[-1].tail)
    else:
        paragraph[-1].text = with_end(paragraph[-1].text or "")


def _make_lines(cell: Element) -> None:
    """Line ends in a label as signs of its text: an element of its own for each would be one of the file."""
    if len(cell) and cell.tag == "th" and all(child.tag == "br" and not child.text for child in cell):
        cell.text = "\n".join((text or "").strip() for text in (cell.text, *(child.tail for child in cell)))
        cell[:] = []
        cell.set("style", "white-space:pre-line")

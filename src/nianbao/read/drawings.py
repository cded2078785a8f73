"""What the drawings of a document say: their words for those who cannot see them, their texts, their bars.

Drawings are no part of a report, so no reader of reports meets them; a file of ours is held against its
figures with this.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.docx.package import Package
from nianbao.read.html.page import LARGEST_PAGE, MOST_TAGS, decoded
from nianbao.words import without_spaces

MOST = 100  # drawings that are looked at
_LARGEST_PICTURE = 20_000_000  # bytes
_MOST_PIXELS = 40_000_000
_DESCRIPTION = "Description"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass(frozen=True, slots=True)
class Drawing:
    """``said`` is what stands for the drawing in words; ``texts`` what it shows, all in one and without
    spaces, None where the file holds pixels alone; ``bars`` the number and the length of each bar, in units
    of the drawing, where the file tells."""

    said: str
    texts: str | None = None
    bars: tuple[tuple[str, float], ...] = ()


def drawings(data: bytes, reader: str) -> list[Drawing]:
    """The drawings of a file in order, by the reader of its format. Raises Unreadable."""
    found: list[Drawing] = []
    for each in _READERS[reader](data):
        found.append(each)
        if len(found) > MOST:
            raise Unreadable("文件里的图太多，不像一份年度报告。", "请确认选对了文件。")
    return found


def of_html(data: bytes) -> Iterator[Drawing]:
    """Every SVG of a web page."""
    if len(data) > LARGEST_PAGE or data.count(b"<") > MOST_TAGS:
        raise Unreadable("网页太大，不像一份年度报告。", "请确认选对了文件。")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    root: etree._Element | None = etree.fromstring(decoded(data).encode("utf-8", "replace"), parser)
    return iter(()) if root is None else map(_svg, root.iter("svg"))


def of_svg(data: bytes) -> Iterator[Drawing]:
    """Every drawing of a poster, which holds them one below the other, and the poster itself first."""
    if len(data) > LARGEST_PAGE or data.count(b"<") > MOST_TAGS:
        raise Unreadable("图太大，不像本程序生成的图。", "请确认选对了文件。")
    parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("这不是 SVG 图，或者文件已经损坏。", "请重新生成。") from error
    return map(_svg, root.iter("{*}svg"))


def _svg(element: etree._Element) -> Drawing:
    said = [_words(each) for each in element if _local(each) in ("title", "desc")]
    texts = [_words(each) for each in _own(element) if _local(each) == "text"]
    return Drawing("：".join(said), without_spaces("".join(texts)), tuple(_bars(element)))


def _own(element: etree._Element) -> Iterator[etree._Element]:
    """What belongs to a drawing itself and not to one inside of it."""
    for child in element:
        if _local(child) != "svg":
            yield child
            yield from _own(child)


def _bars(element: etree._Element) -> Iterator[tuple[str, float]]:
    for group in _own(element):
        if group.get("class") == "bar":
            texts = [_words(each) for each in group if _local(each) == "text"]
            lengths = [_length(str(each.get("width", ""))) for each in group if _local(each) == "rect"]
            found = _NUMBER.match(texts[-1]) if texts else None
            yield found[0] if found else "", sum(lengths)


def _length(written: str) -> float:
    """A length in units of the drawing; what is none has no length."""
    try:
        length = float(written)
    except ValueError:
        return 0.0
    return length if math.isfinite(length) else 0.0


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def of_docx(data: bytes) -> Iterator[Drawing]:
    """Every drawing in the body of a Word file: its alternative text."""
    package = Package(data)
    root = package.part(package.main)
    return iter(()) if root is None else (Drawing(str(each.get("descr", ""))) for each in root.iter(_DRAWING))


def of_pdf(data: bytes) -> Iterator[Drawing]:
    """Every figure of a tagged PDF: its alternative text, and what is drawn of it as text."""
    from nianbao.read.pdf import document  # here, because its library takes a while to load

    return (Drawing(said, without_spaces(drawn)) for said, drawn in document.figures(data))


def of_png(data: bytes) -> Iterator[Drawing]:
    """The words that a picture carries about itself."""
    if len(data) > _LARGEST_PICTURE:
        raise Unreadable("图片太大，不像本程序生成的图。", "请确认选对了文件。")
    from PIL import Image, UnidentifiedImageError  # here, because most documents hold no picture

    try:
        with (
            warnings.catch_warnings(action="error"),
            Image.open(io.BytesIO(data), formats=("PNG",)) as picture,
        ):
            if picture.width * picture.height > _MOST_PIXELS:
                raise Unreadable("图片太大，不像本程序生成的图。", "请确认选对了文件。")
            picture.load()
            yield Drawing(str(picture.info.get(_DESCRIPTION, "")))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("图片太大，不像本程序生成的图。", "请确认选对了文件。") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Unreadable("这不是 PNG 图片，或者文件已经损坏。", "请重新生成。") from error


_READERS: dict[str, Callable[[bytes], Iterator[Drawing]]] = {
    "docx.document": of_docx,
    "html.page": of_html,
    "pdf.document": of_pdf,
    "png": of_png,
    "svg": of_svg,
}

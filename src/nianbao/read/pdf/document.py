"""PDF → paragraphs and tables, by the structure that a tagged PDF states about itself.

Ours are tagged; so are those that Word and LibreOffice export for accessibility. A PDF without tables in
its structure, or without any, is read by its ruled lines, and they tell where cells are that it leaves out.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

from nianbao.problem import Unreadable
from nianbao.read import confined
from nianbao.read.blocks import Block, Notice, Paragraph, Table, without_unknown
from nianbao.read.doubts import told
from nianbao.read.pdf.blanks import lacks_cells, with_blanks
from nianbao.read.pdf.blocks import blocks
from nianbao.read.pdf.damage import DAMAGED, damaged
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.fonts import LOST
from nianbao.read.pdf.specimens import Specimens
from nianbao.read.pdf.text import Mark, Marked, marked_text
from nianbao.read.pdf.tree import Element, drawn_text, joined_in_cells, structure
from nianbao.read.pdf.weight import Weight, weight

MOST_BYTES = 50_000_000
MOST_PAGES = 500
LARGEST_STREAM = 32_000_000  # bytes after decompression

_OTHER_FORMAT = "请改用 Word 文件或网页；也可以在 Word、WPS 中另存为“带标记（无障碍）的 PDF”后再试。"

_SCANNED = "请找当时的 Word 文件或网页；也可以先用识别软件转成文字，核对后再读。"

logging.getLogger("pikepdf").addHandler(logging.NullHandler())  # users hear of damage from us, in Chinese

# A few kilobytes can claim to be gigabytes. The limits are the library's, for the whole process.
set_qpdf_limits(
    flate_max_memory=LARGEST_STREAM,
    png_max_memory=LARGEST_STREAM,
    tiff_max_memory=LARGEST_STREAM,
    run_length_max_memory=LARGEST_STREAM,
    max_stream_filters=3,
)


def read(data: bytes) -> list[Block]:
    """The paragraphs and tables of a PDF in reading order.

    What asks for more than any report is refused; what is not proved to be small is read in a process with
    limits. Raises Unreadable, and nothing else,
    whatever the bytes are.
    """
    found = _read(data, limited=False)
    return confined.read("pdf.document", data) if found is None else found


def read_here(data: bytes) -> list[Block]:
    """The same in this process, however much it takes."""
    return _read(data, limited=True) or []


def require_possible(data: bytes) -> None:
    """Raise Unreadable if drawing a PDF asks for more than any report does."""
    try:
        with warnings.catch_warnings(action="error"), opened(data) as pdf:
            _is_small(pdf, with_fonts=False)
    except DAMAGED:
        pass  # told in one sentence with what cannot be told


def _is_small(pdf: pikepdf.Pdf, *, with_fonts: bool) -> bool:
    found = weight(pdf, with_fonts=with_fonts)
    if found is Weight.ABSURD:
        raise Unreadable(
            "这份 PDF 的内容多得不正常，没有读取。", "请检查是否选错了文件；也可以改用 Word 文件。"
        )
    return found is Weight.SMALL


def _read(data: bytes, *, limited: bool) -> list[Block] | None:
    """The blocks; None if that could take more than any report, and this process has no limits."""
    effort = Effort()
    try:
        with warnings.catch_warnings(action="error"), opened(data) as pdf:
            tree = pdf.Root.get("/StructTreeRoot")
            if not limited and not _is_small(pdf, with_fonts=False):
                return None
            tagged = isinstance(tree, pikepdf.Dictionary)
            marked = _believed(pdf, effort, limited) if tagged else Marked({}, set(), Specimens(effort))
            if marked is None:
                return None
            document = _structure(pdf, tree, marked.texts, effort) if tagged else None
            if document is not None:
                marked.doubtful.update(joined_in_cells(document))
            found = [] if document is None else blocks(document, effort)
            drawn = bool(marked.doubtful) or not _with_tables(found) or lacks_cells(found)
            if drawn and not limited and not _is_small(pdf, with_fonts=True):
                return None
            if document is not None and marked.doubtful:
                found = _as_seen(data, pdf, document, marked, effort)
                drawn = not _with_tables(found) or lacks_cells(found)
        if drawn and _with_tables(found):
            found = with_blanks(found, _ruled(data, effort))
        elif drawn:
            ruled = _ruled(data, effort)
            found = ruled if not found or _with_tables(ruled) else found
    except DAMAGED as error:
        raise damaged() from error
    if not found:
        raise Unreadable("这份 PDF 是扫描的图片，里面没有文字。", _SCANNED)
    _require_legible(found)
    return without_unknown(found)


def _ruled(data: bytes, effort: Effort) -> list[Block]:
    """The blocks by their places and ruled lines alone."""
    from nianbao.read.pdf import lines as pdf_lines  # here, because its library takes a while to load

    return pdf_lines.read(data, effort)


def _with_tables(found: list[Block]) -> bool:
    return any(isinstance(block, Table) for block in found)


def figures(data: bytes) -> list[tuple[str, str]]:
    """What each figure of a tagged PDF says in words, and the texts drawn in it. Raises Unreadable."""
    effort = Effort()
    try:
        with warnings.catch_warnings(action="error"), opened(data) as pdf:
            tree = pdf.Root.get("/StructTreeRoot")
            _is_small(pdf, with_fonts=False)
            if not isinstance(tree, pikepdf.Dictionary):
                return []
            whole = _structure(pdf, tree, _marked(pdf, effort).texts, effort)
    except DAMAGED as error:
        raise Unreadable("这份 PDF 已损坏，无法读取。", "请重新导出或下载后再试。") from error
    return list(_figures(whole))


def _figures(element: Element) -> Iterator[tuple[str, str]]:
    for kid in element.kids:
        if isinstance(kid, Element) and kid.kind == "Figure":
            yield kid.said, drawn_text(kid)
        elif isinstance(kid, Element):
            yield from _figures(kid)


def _as_seen(data: bytes, pdf: pikepdf.Pdf, document: Element, marked: Marked, effort: Effort) -> list[Block]:
    """The blocks of a tagged PDF that may show some words otherwise than it stores them."""
    from nianbao.read.pdf.marked import as_seen  # here, because its library takes a while to load
    from nianbao.read.pdf.page import sheets

    numbers = sorted(marked.doubtful)
    drawn = sheets(data, effort, numbers)
    owners = [page.obj.objgen for page in pdf.pages]
    pages = [(owners[number], sheet) for number, sheet in zip(numbers, drawn, strict=True)]
    texts, struck, doubts = as_seen(document, marked.texts, pages, owners, effort)
    unsure = [sheet.number - 1 for _, sheet in pages if sheet.unsaid or sheet.is_cut]
    found = blocks(_structure(pdf, pdf.Root.StructTreeRoot, texts, effort), effort, unsure)
    return [*([Notice.of_struck(struck)] if struck else []), *told(doubts), *found]


def _believed(pdf: pikepdf.Pdf, effort: Effort, limited: bool) -> Marked | None:
    """The text without what its fonts draw as something else than they say; None if drawing them could take
    more than any report."""
    marked = _marked(pdf, effort)
    if not marked.specimens:
        return marked
    if not limited and not _is_small(pdf, with_fonts=True):
        return None
    from nianbao.read.pdf.faces import untrue  # here, because its library takes a while to load

    wrong = untrue(marked.specimens)
    return marked_text(pdf, effort, wrong) if wrong else marked


def _marked(pdf: pikepdf.Pdf, effort: Effort) -> Marked:
    marked = marked_text(pdf, effort)
    if any("page object" in str(warning) for warning in pdf.get_warnings()):
        raise ValueError("content that breaks off")  # what follows the break is lost without a word
    return marked


def _structure(pdf: pikepdf.Pdf, tree: Any, texts: Mapping[Mark, str], effort: Effort) -> Element:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    return structure(tree, numbers, texts, effort)


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF, if it can be opened and is not absurdly large."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件超过 {MOST_BYTES // 1_000_000} MB，不像年度报告。", "请检查是否选错了文件。")
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("这不是 PDF 文件。", "请检查文件是否完整、扩展名是否正确。")
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Unreadable("这份 PDF 设有打开密码。", "请先解除密码再读取。") from error
    with pdf:
        claimed = pdf.Root.Pages.get("/Count", 0)
        if (isinstance(claimed, int) and claimed > MOST_PAGES) or len(pdf.pages) > MOST_PAGES:
            raise Unreadable(f"这份 PDF 超过 {MOST_PAGES} 页，不像是一份年度报告。", "请检查是否选错了文件。")
        yield pdf


def _require_legible(found: list[Block]) -> None:
    """Refuse a file whose fonts do not tell what their signs mean: it would come out as gaps."""
    texts = [
        text
        for block in found
        for text in ([block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells])
    ]
    whole = sum(map(len, texts))
    if 2 * sum(text.count(LOST) for text in texts) > whole:
        raise Unreadable("这份 PDF 的文字编码无法识别（字体没有附带编码表）。", _OTHER_FORMAT)

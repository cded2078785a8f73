"""Reading plus comparing: proves that a produced document says what the report says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from nianbao.model.figure import UNKNOWN
from nianbao.model.form import Form
from nianbao.model.narrative import tidy
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.publish.compose import Document
from nianbao.publish.read_back import read_back
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise import figures_in
from nianbao.words import without_spaces
from nianbao.write.formats import Holds, format_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a document does not say what it should: the place in Chinese, both texts."""

    place: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.place}：应为“{self.expected}”，读到的是“{self.found}”"


def differences(report: Report, data: bytes, kind: str, *, draft: bool = False) -> list[Difference]:
    """Every figure, heading and paragraph in which a document differs from what the report says.

    Only what a person sees is read, and of a format that holds figures alone only these.
    Raises Unreadable if the bytes are no document of this kind, or no annual report.
    """
    blocks = read_back(data, kind)
    expected = compose.document(report, draft=draft)
    text = () if format_of(kind).holds is Holds.FIGURES else _text(expected, blocks)
    return [*text, *_figures(expected, report.form, blocks)]


def differing_texts(page: str, data: bytes, kind: str) -> list[Difference]:
    """Where a document differs from the page that it was made of, paragraph by paragraph, cell by cell."""
    wanted = list(_words(read_back(page.encode(), "html")))
    found = list(_words(read_back(data, kind)))
    return list(_compared([("文字", text) for text in wanted], found))


def _words(blocks: list[Block]) -> Iterator[str]:
    """Every text of a document in reading order, without spaces: line ends in cells are none of a PDF."""
    for block in blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
        yield from (text for raw in texts if (text := without_spaces(raw)))


def _text(expected: Document, blocks: list[Block]) -> Iterator[Difference]:
    """Title, headings, paragraphs and signature: the same ones in the same order."""
    wanted = list(_printed(expected))
    lines = (tidy(block.text.replace("\n", "")) for block in blocks if isinstance(block, Paragraph))
    found = [line for line in lines if line]
    return _compared(wanted, found)


def _compared(wanted: list[tuple[str, str]], found: list[str]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, [tidy(text) for _, text in wanted], found, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            for offset in range(max(last - first, end - start)):
                place, text = wanted[first + offset] if first + offset < last else ("多出的文字", "")
                yield Difference(place, text, found[start + offset] if start + offset < end else "")


def _printed(document: Document) -> Iterator[tuple[str, str]]:
    """Every printed paragraph with the words for its place."""
    yield "报告名称", document.title
    for part in document.parts:
        if part.heading:
            yield "标题", part.heading
        for number, piece in enumerate(part.pieces, 1):
            yield f"“{part.heading or '前言'}”第{number}段", piece.paragraph.text
    if document.date:
        yield "落款", document.agency
        yield "落款", document.date


def _figures(expected: Document, form: Form, blocks: list[Block]) -> Iterator[Difference]:
    """Every cell of every table, and whatever else stands in a table."""
    found = figures_in(blocks)
    if found.form is not form:
        yield Difference("表式", form.id, found.form.id)
        return
    for cell_id, cell in form.cells.items():
        wanted = expected.figures[cell_id]
        read_back = found.figures.get(cell_id, UNKNOWN)
        if wanted != read_back:
            yield Difference(f"{form.section(cell.section).name}·{cell.name}", str(wanted), str(read_back))
    for unplaced in found.unplaced:
        yield Difference(unplaced.place, "", unplaced.text)

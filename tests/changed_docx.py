"""A Word file as somebody gives it back: figures and paragraphs changed, tracked changes, comments."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from nianbao.model.report import Report
from nianbao.write import write
from nianbao.write.page import Page
from tests.printed import page

MARK = 'w:id="9" w:author="李局长" w:date="2026-01-05T09:00:00Z"'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"


def changed(report: Report, *edits: Callable[[Document], None]) -> bytes:
    """The Word file of a report with edits made in it."""
    document = docx.Document(io.BytesIO(write(Page(page(report)), "docx")))
    for edit in edits:
        edit(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def figure(old: str, new: str) -> Callable[[Document], None]:
    """Put another figure into every cell that has this one."""

    def edit(document: Document) -> None:
        for element in document.element.body.iter(f"{{{_WORD}}}t"):
            if element.text == old and next(element.iterancestors(f"{{{_WORD}}}tc"), None) is not None:
                element.text = new

    return edit


def paragraph(old: str, new: str) -> Callable[[Document], None]:
    """Give a paragraph other words; without any it is taken out."""

    def edit(document: Document) -> None:
        found = _paragraph(document, old)
        if new:
            found.text = new
        else:
            document.element.body.remove(found._element)

    return edit


def inserted(after: str, words: str) -> Callable[[Document], None]:
    """Put in a paragraph after another one."""

    def edit(document: Document) -> None:
        found = _paragraph(document, after)
        element = deepcopy(found._element)
        found._element.addnext(element)
        Paragraph(element, found._parent).text = words

    return edit


def _paragraph(document: Document, text: str) -> Paragraph:
    return next(each for each in document.paragraphs if each.text == text)


def with_xml(data: bytes, old: str, xml: str, comments: str = "") -> bytes:
    """The file with the run of a text replaced by XML, and with a part of comments."""
    data = _with_members(data, {_MAIN: lambda content: _with_runs(content.decode(), old, xml).encode()})
    return with_part(data, "comments", comments) if comments else data


def with_part(data: bytes, kind: str, content: str) -> bytes:
    """The file with another part, as in "comments" or "footnotes"."""
    target = f'<Relationship Id="r-{kind}" Type="{_RELATED}/{kind}" Target="{kind}.xml"/></Relationships>'
    relations = {_RELATIONS: lambda old: old.replace(b"</Relationships>", target.encode())}
    part = f'<w:{kind} xmlns:w="{_WORD}">{content}</w:{kind}>'
    return _with_members(data, relations, {f"word/{kind}.xml": part})


def _with_members(
    data: bytes, changes: dict[str, Callable[[bytes], bytes]], more: dict[str, str] | None = None
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(stream, "w") as new:
        for name in package.namelist():
            content = package.read(name)
            new.writestr(name, changes[name](content) if name in changes else content)
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return stream.getvalue()


def _with_runs(document: str, old: str, xml: str) -> str:
    at = document.index(old)
    start = max(document.rfind("<w:r>", 0, at), document.rfind("<w:r ", 0, at))
    end = document.index("</w:r>", at) + len("</w:r>")
    return document[:start] + xml + document[end:]


def run(text: str, kind: str = "t") -> str:
    """A run of text; ``delText`` where it was taken out."""
    return f'<w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>'

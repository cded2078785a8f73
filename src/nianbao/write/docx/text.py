"""Inline HTML → the runs of a Word paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from docx.oxml.text.paragraph import CT_P
from lxml import etree
from lxml.html import HtmlElement

from nianbao.problem import OutputError

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
))
_PICTURES = frozenset((
    "audio", "canvas", "embed", "iframe", "img", "input", "object", "picture", "svg", "textarea", "video",
))
# fmt: on
_UNSEEN = frozenset(["head", "script", "style", "template"])
_STYLES = {"yi": "InnerHeadingChar", "er": "Heading2Char", "san": "Heading3Char", "si": "Heading4Char"}
_WHITE = str.maketrans("\t\n\f\r", "    ")
_BREAK = "\n"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one type; ``\\n`` is a line break, ``style`` the id of a character style or empty."""

    text: str
    style: str


def runs(block: HtmlElement) -> list[Run]:
    """The text of an element as a browser shows it: spaces collapsed, a line for each ``br`` and block.

    Raises OutputError if it holds a picture or a control character.
    """
    kept: list[tuple[str, str]] = []
    for text, style in _pieces(block, ""):
        for char in text:
            before = kept[-1][0] if kept else _BREAK
            if (char in " \n" and before == _BREAK) or char == before == " ":
                continue
            if char == _BREAK and before == " ":
                kept.pop()
            kept.append((char, style))
    while kept and kept[-1][0] in " \n":
        kept.pop()
    _refuse_control_characters("".join(char for char, _ in kept))
    return [
        Run("".join(char for char, _ in group), style)
        for style, group in groupby(kept, key=lambda pair: pair[1])
    ]


def _pieces(element: HtmlElement, style: str) -> Iterator[tuple[str, str]]:
    """Text with the style it stands in; the lines of a title are the spans of its h1."""
    if element.tag in _PICTURES:
        raise OutputError("模板中的图片和输入框写不进 Word 文件，请从模板中去掉。")
    yield (element.text or "").translate(_WHITE), style
    for child in element:
        if not is_unseen(child):
            own_line = child.tag in BLOCKS or (element.tag == "h1" and child.tag == "span")
            if own_line or child.tag == "br":
                yield _BREAK, style
            names = [_STYLES[name] for name in child.classes if name in _STYLES]
            yield from _pieces(child, names[0] if names else style)
            if own_line:
                yield _BREAK, style
        yield (child.tail or "").translate(_WHITE), style


def is_unseen(element: HtmlElement) -> bool:
    """Whether a browser shows nothing of it: a comment, a script, something hidden."""
    return not isinstance(element.tag, str) or element.tag in _UNSEEN or "hidden" in element.attrib


def _refuse_control_characters(text: str) -> None:
    for place, char in enumerate(text):
        if (char < " " and char != _BREAK) or char in "\ufffe\uffff":
            raise OutputError(
                f"“{text[max(0, place - 10) : place]}”后面有一个看不见的控制字符，写不进 Word 文件，请删去。"
            )


def add(parent: etree._Element, tag: str, **attributes: str | int) -> etree._Element:
    """Append the WordprocessingML element ``w:tag`` with its ``w:`` attributes."""
    return etree.SubElement(parent, _W + tag, {_W + name: str(value) for name, value in attributes.items()})


def add_paragraph(
    parent: etree._Element, style: str, text: Iterable[Run], *, keep_with_next: bool = False
) -> CT_P:
    """Append a paragraph in the paragraph style with this id."""
    paragraph = add(parent, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=style)
    if keep_with_next:
        add(properties, "keepNext")
    for run in text:
        _add_run(paragraph, run)
    return cast("CT_P", paragraph)  # python-docx's parser makes it one


def _add_run(paragraph: etree._Element, run: Run) -> None:
    element = add(paragraph, "r")
    if run.style:
        add(add(element, "rPr"), "rStyle", val=run.style)
    for index, line in enumerate(run.text.split(_BREAK)):
        if index:
            add(element, "br")
        if line:
            text = add(element, "t")
            text.text = line
            if line != line.strip():
                text.set(_SPACE, "preserve")

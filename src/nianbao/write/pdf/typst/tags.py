"""A PDF by typst, completed: what its tags leave unsaid, and what stands in its description.

typst has no row headings within a table, and names no headings for a figure. Where it sets a mark that tells
it how to break a line, the mark would be read aloud; where a line ends at a space, the space is lost.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from lxml import etree

from nianbao import __version__
from nianbao.problem import OutputError
from nianbao.write.pdf.typst.cells import complete_table
from nianbao.write.pdf.typst.content import Content
from nianbao.write.pdf.typst.element import kids, kind, parent, said, stated, string, with_kids, with_more
from nianbao.write.pdf.typst.marks import IN_FILE
from nianbao.write.pdf.typst.objects import Objects

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_CREATOR = f"nianbao {__version__}"
_BLOCK = re.compile(rb"P|Table|H[1-6]")
_ROOT = re.compile(rb"/StructTreeRoot (\d+) 0 R")
_TOP = re.compile(rb"/K\[(\d+) 0 R\]/ParentTree<</Nums\[(.*?)\]>>")
_NAMES = re.compile(rb"/IDTree<<.*?>>")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_OUTLINES = re.compile(rb"/Outlines (\d+) 0 R")
_FIRST, _NEXT = re.compile(rb"/First (\d+) 0 R"), re.compile(rb"/Next (\d+) 0 R")
_TITLE, _TARGET = b"/Title", b"/Dest "
# What the signs on the pages stand for.
_HOLDERS, _STREAMS = (b"<</Type/Page/", b"<</Type/Font/"), re.compile(rb"/(?:Contents|ToUnicode) (\d+) 0 R")
_LANGUAGE = re.compile(rb"(?<=/Lang\()[^)]*")
_METADATA = re.compile(rb"/Metadata (\d+) 0 R")
_SHORTEST_PARTED = 60  # characters of a paragraph of more than three lines
SIGNATURE = "signature"  # id of the section with organ and date


def completed(data: bytes, content: Content) -> bytes:
    """The file with its tags and its description as they should be. Raises OutputError if its structure is
    not that of the page, as after a template was changed in a way that moves or drops blocks."""
    file = Objects(data)
    _complete_structure(file, content)
    _complete_outline(file, content)
    _remove_marks(file)
    _describe(file, content)
    return file.written()


# ---- structure


def _complete_structure(file: Objects, content: Content) -> None:
    """Complete the elements."""
    root = _named(_ROOT, file.texts[file.root])
    top, pages = _found(_TOP, file.texts[root]).groups()
    wanted = [block for block in content.values["blocks"] if "picture" not in block]
    owners = [int(number) for number in _REFERENCE.findall(pages)]
    found = _whole(file, list(_blocks(file, int(top))), wanted, owners)
    if len(found) != len(wanted):
        raise OutputError("模板打印的段落和表格与报告不一致，没有生成 PDF。请检查改过的 .typ 模板。")
    names: list[bytes] = []
    for number, (node, block) in enumerate(zip(found, wanted, strict=True)):
        if "cells" in block:
            if block["name"]:
                summary = b"<</O/Table/Summary%b>>" % string(block["name"])
                file.texts[node] = stated(file.texts[node], summary)
            names += complete_table(file, node, block["cells"], number)
        else:
            file.texts[node] = said(file.texts[node], block["said"])
    if names:
        text = _NAMES.sub(b"", file.texts[root]).removesuffix(b">>")
        file.texts[root] = b"%b/IDTree<</Names[%b]>>>>" % (text, b"".join(names))


def _blocks(file: Objects, node: int) -> Iterator[int]:
    """The paragraphs, headings and tables below a node, in order."""
    for kid in kids(file, file.texts[node]):
        if _BLOCK.fullmatch(kind(file.texts[kid])):
            yield kid
        else:
            yield from _blocks(file, kid)


def _whole(file: Objects, found: list[int], wanted: list[dict[str, Any]], owners: list[int]) -> list[int]:
    """The blocks, each paragraph in one piece: of a long one the template keeps the last lines with the table
    or the signature that follows, as a paragraph of their own. ``owners`` are objects that tell for each page
    whose what stands there is."""
    whole: list[int] = []
    pieces = deque(found)
    for index, block in enumerate(wanted):
        if not pieces:
            break
        whole.append(pieces.popleft())
        after = wanted[index + 1] if index + 1 < len(wanted) else {}
        words = block.get("said", "")
        kept = "cells" in after or (
            after.get("section") == SIGNATURE
            and len(words) > _SHORTEST_PARTED
            and len(pieces) > len(wanted) - index - 1
        )
        if kept and words and pieces and kind(file.texts[pieces[0]]) == b"P":
            _join(file, whole[-1], pieces.popleft(), owners)
    return [*whole, *pieces]


def _join(file: Objects, first: int, second: int, owners: list[int]) -> None:
    """Make the content of a paragraph that of the one before it."""
    text = file.texts.pop(second)
    file.texts[first] = with_more(file.texts[first], text)
    above = parent(text)
    file.texts[above] = with_kids(file.texts[above], kids(file, file.texts[above]))
    own = re.compile(rb"\b%d 0 R" % second)
    for number in owners:
        file.texts[number] = own.sub(b"%d 0 R" % first, file.texts[number])


# ---- texts and description


def _complete_outline(file: Objects, content: Content) -> None:
    """Bookmarks say what the headings say, without marks."""
    outline = _OUTLINES.search(file.texts[file.root])
    if outline is None:
        return
    words = (block["said"].replace("\n", "") for block in content.values["blocks"] if block.get("level"))
    items = list(_items(file, int(outline[1])))
    for number, heading in zip(items, words, strict=True):
        links, _, rest = file.texts[number].partition(_TITLE)
        target = rest[rest.rindex(_TARGET) :]
        file.texts[number] = b"%b%b%b%b" % (links, _TITLE, string(heading), target)


def _items(file: Objects, node: int) -> Iterator[int]:
    """The bookmarks below one, in order."""
    step = _FIRST.search(_links(file, node))
    while step:
        yield (number := int(step[1]))
        yield from _items(file, number)
        step = _NEXT.search(_links(file, number))


def _links(file: Objects, node: int) -> bytes:
    """What a bookmark says before its title."""
    return file.texts[node].partition(_TITLE)[0]


def _remove_marks(file: Objects) -> None:
    """Take the marks out of what the signs on the pages stand for; none of them is drawn."""
    holders = (text for text in file.texts.values() if text.startswith(_HOLDERS))
    for number in sorted({int(number) for text in holders for number in _STREAMS.findall(text)}):
        text, marks = IN_FILE.subn(b"", file.stream(number))
        if marks:
            file.put(number, text)


def _describe(file: Objects, content: Content) -> None:
    about, _, rest = file.texts[file.info].rpartition(b"/Creator(")
    maker, _, dates = rest.partition(b")")
    file.texts[file.info] = b"%b/Creator(%b)/Producer(%b)%b" % (about, _CREATOR.encode(), maker, dates)
    # That nothing is suspect goes without saying, and poppler complains of it.
    catalog = file.texts[file.root].replace(b"/Suspects false", b"", 1)
    file.texts[file.root] = _LANGUAGE.sub(content.lang.encode(), catalog, count=1)
    number = _named(_METADATA, catalog)
    tree = etree.fromstring(file.stream(number))
    (statements,) = tree.iterfind(f"{{{_RDF}}}RDF/{{{_RDF}}}Description")
    for each in tree.iter(f"{{{_XMP}}}CreatorTool"):
        each.text = _CREATOR
    for each in tree.iterfind(f".//{{{_DC}}}language//{{{_RDF}}}li"):
        each.text = content.lang
    etree.SubElement(statements, f"{{{_PDF}}}Producer").text = maker.decode()
    if content.identifier:
        etree.SubElement(statements, f"{{{_DC}}}identifier").text = content.identifier
    file.put(number, etree.tostring(tree.getroottree(), encoding="utf-8", xml_declaration=False))


def _named(pattern: re.Pattern[bytes], text: bytes) -> int:
    """The number of the object that a text names."""
    return int(_found(pattern, text)[1])


def _found(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes]:
    found = pattern.search(text)
    if found is None:
        raise ValueError(text)
    return found

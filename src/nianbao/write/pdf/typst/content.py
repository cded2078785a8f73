"""The neutral HTML as plain data for the templates of typst: blocks in reading order, tables cell by cell.

Data, never markup: whatever stands in a report is printed as it stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from nianbao.spans import Place
from nianbao.write.blocks import BREAK, SMALL, blocks, cells_of, columns_in, runs, tall_rows, widths
from nianbao.write.page import Page, picture_of
from nianbao.write.pdf.breaks import with_end
from nianbao.write.pdf.typst.marks import marked
from nianbao.write.table_type import SIZE, TALL

_NAMED = XPath("descendant::*[@id]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Content:
    """A page as data. ``values`` is what a template gets, to be written as JSON; ``lang`` and ``identifier``
    describe the document, ``classes`` are those of its body."""

    values: dict[str, Any]
    lang: str
    identifier: str
    classes: tuple[str, ...]


def content(page: Page) -> Content:
    """What a page holds. Raises OutputError where it holds what cannot be printed: a picture, text outside
    of every paragraph."""
    tree = page.tree
    classes = tuple(tree.body.classes)
    values = {
        "title": tree.findtext("head/title") or "",
        "author": _stated(tree, "author"),
        "classes": classes,
        "blocks": [{"number": number, **block} for number, block in enumerate(_blocks(tree.body, page))],
    }
    return Content(values, tree.get("lang") or "zh-CN", _stated(tree, "dcterms.identifier"), classes)


def _stated(tree: HtmlElement, name: str) -> str:
    """What a meta element of the head says."""
    return "".join(map(str, tree.xpath("head/meta[@name=$name]/@content", name=name)))


def _blocks(body: HtmlElement, page: Page) -> Iterator[dict[str, Any]]:
    level = 0
    named = {str(element.get("id")): element for element in cast("list[HtmlElement]", _NAMED(body))}
    for block in blocks(body):
        common = {"id": block.get("id", ""), "section": _section(block), "classes": list(block.classes)}
        if block.tag == "table":
            yield {
                **common,
                "level": 0,
                "name": _text(named.get(block.get("aria-labelledby", ""))),
                **_table(block),
            }
            continue
        if block.tag == "figure":
            picture = picture_of(page, block)
            yield {**common, "level": 0, "picture": picture.svg, "alt": picture.said}
            continue
        text = runs(block)
        if not text:
            continue
        if block.tag in _HEADINGS:  # PDF/UA: no level may be skipped
            level = min(_HEADINGS.index(str(block.tag)) + 1, level + 1)
        said = "".join(run.text for run in text)
        pieces = [*(marked(run.text, last=False) for run in text[:-1]), marked(with_end(text[-1].text))]
        yield {
            **common,
            "level": level if block.tag in _HEADINGS else 0,
            "runs": [{"text": piece, "kind": run.kind} for piece, run in zip(pieces, text, strict=True)],
            "said": said,
        }


def _section(block: HtmlElement) -> str:
    """The id of the section that a block stands in."""
    return next((str(outer.get("id", "")) for outer in block.iterancestors("section")), "")


def _text(element: HtmlElement | None) -> str:
    """What stands in an element, if there is one."""
    return "" if element is None else "".join(run.text for run in runs(element))


def _table(table: HtmlElement) -> dict[str, Any]:
    rows = list(table.iter("tr"))
    heads = sum(row.getparent().tag == "thead" for row in rows)
    found = cells_of(table)
    shares = widths(table, columns_in(found))
    tall = tall_rows(found, shares)
    cells: list[dict[str, Any]] = []
    begun = -1
    for cell, place in found:
        cells.append(_cell(cell, place, begins=place.row > begun))
        begun = place.row
    return {
        "size": float(size) if (size := table.get(SIZE)) else None,
        "heads": heads,
        "cuts": [int(row) for row in table.get("data-cut", "").split()],
        "cells": cells,
        "widths": [share / sum(shares) for share in shares],
        "rows": [
            [*row.get("class", "").split(), *([TALL] if number in tall else [])]
            for number, row in enumerate(rows)
        ],
    }


def _cell(cell: HtmlElement, place: Place, *, begins: bool) -> dict[str, Any]:
    """A cell as data; ``begins``: it is the first of its row."""
    found = runs(cell)
    if len(found) == 1 and found[0].kind != SMALL:
        text, remark = found[0].text, ""
    else:
        text = "".join(run.text for run in found if run.kind != SMALL)
        remark = "".join(run.text for run in found if run.kind == SMALL)
    return {
        "text": marked(text.rstrip(BREAK)),
        "remark": marked(remark),
        "said": (text + remark).replace(BREAK, ""),
        "head": cell.tag == "th",
        "scope": cell.get("scope", ""),
        "classes": cell.get("class", "").split(),
        "x": place.column,
        "y": place.row,
        "columns": place.columns,
        "rows": place.rows,
        "begins": begins,
    }

"""The neutral HTML as plain data for the templates of typst: blocks in reading order, tables cell by cell.

Data, never markup: whatever stands in a report is printed as it stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from nianbao.spans import placed
from nianbao.write.blocks import BREAK, SMALL, blocks, runs, tall_rows, widths
from nianbao.write.page import Page, picture_of, spans_of
from nianbao.write.pdf.breaks import with_end
from nianbao.write.pdf.typst.marks import marked
from nianbao.write.table_type import SIZE, TALL

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
    for block in blocks(body):
        common = {"id": block.get("id", ""), "section": _section(block), "classes": list(block.classes)}
        if block.tag == "table":
            yield {**common, "level": 0, "name": _name(block), **_table(block)}
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


def _name(table: HtmlElement) -> str:
    """What a table is called: the text of the element that names it."""
    found = table.xpath("//*[@id=$name]", name=table.get("aria-labelledby") or "-")
    return "".join(run.text for run in runs(found[0])) if found else ""


def _table(table: HtmlElement) -> dict[str, Any]:
    rows = list(table.iter("tr"))
    heads = sum(row.getparent().tag == "thead" for row in rows)
    cells: list[dict[str, Any]] = []
    for cell, place in placed([list(row) for row in rows], spans_of):
        begins = not cells or cells[-1]["y"] != place.row
        cells.append({**_cell(cell, place), "begins": begins})
    tall = tall_rows(table)
    shares = widths(table, max((cell["x"] + cell["columns"] for cell in cells), default=0))
    return {
        "size": float(size) if (size := table.get(SIZE)) else None,
        "heads": heads,
        "cuts": [int(row) for row in table.get("data-cut", "").split()],
        "cells": cells,
        "widths": [share / sum(shares) for share in shares],
        "rows": [[*row.classes, *([TALL] if number in tall else [])] for number, row in enumerate(rows)],
    }


def _cell(cell: HtmlElement, place: Any) -> dict[str, Any]:
    found = runs(cell)
    remark = "".join(run.text for run in found if run.kind == SMALL)
    text = "".join(run.text for run in found).removesuffix(remark)
    return {
        "text": marked(text.rstrip(BREAK)),
        "remark": marked(remark),
        "said": (text + remark).replace(BREAK, ""),
        "head": cell.tag == "th",
        "scope": cell.get("scope", ""),
        "classes": list(cell.classes),
        "x": place.column,
        "y": place.row,
        "columns": place.columns,
        "rows": place.rows,
    }

"""Blocks as files of any kind, the way other hands make them: for documents that we did not write."""

from __future__ import annotations

import html as markup
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeGuard

import docx
import pikepdf
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.write.page import Page
from nianbao.write.pdf.document import write as write_pdf
from tests.recognise.damage import on_one_line, rows_of

# ---- web pages


def web_page(blocks: Sequence[Block]) -> bytes:
    """A plain page of a content management system, in UTF-8."""
    body = "\n".join(map(_html, blocks))
    return f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def body_of(blocks: Sequence[Block], *, indent: str = "") -> str:
    """The blocks as they stand on a web page; ``indent`` begins each paragraph."""
    return "\n".join(
        _html(replace(block, text=indent + block.text) if indent and _is_running(block) else block)
        for block in blocks
    )


def _is_running(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.level is None


def national_page(blocks: Sequence[Block]) -> bytes:
    """A page in GB2312 with navigation in layout tables and without most end tags."""
    body = "\n".join(_html(block, closed=False) for block in blocks)
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><body>'
        "<table width=1000><tr><td><a>首页</a><td><a>政务公开</a></table>"
        f"<table width=1000><tr><td><div class=content>{body}</div></table><div>主办：某某县人民政府</div>"
    ).encode("gb18030")


def word_page(blocks: Sequence[Block]) -> bytes:
    """A page saved by Word: spans around everything, o:p, mso styles, no-break spaces in empty cells."""
    body = "\n".join(_word_html(block) for block in blocks)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
        "<style>p{mso-x:0}</style>"
        f"<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]--></head><body>{body}</body></html>"
    ).encode("gbk", "xmlcharrefreplace")


def _text(text: str) -> str:
    return markup.escape(text).replace("\n", "<br>")


def _html(block: Block, *, closed: bool = True) -> str:
    def end(tag: str) -> str:
        return f"</{tag}>" if closed else ""

    if isinstance(block, Paragraph):
        tag = f"h{block.level}" if block.level else "p"
        return f"<{tag}>{_text(block.text)}{end(tag) if tag == 'p' else f'</{tag}>'}"
    rows = "".join(
        "<tr>" + "".join(f"<td{_spans(cell)}>{_text(cell.text)}{end('td')}" for cell in row) + end("tr")
        for row in rows_of(block)
    )
    return f"<table border=1>{rows}</table>"


def _spans(cell: TableCell) -> str:
    rows = f" rowspan={cell.rows}" if cell.rows > 1 else ""
    return rows + (f" colspan={cell.columns}" if cell.columns > 1 else "")


def _word_html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _word_line(block.text)
    rows = "".join(
        "<tr style='mso-yfti-irow:0'>"
        + "".join(f"<td width=80{_spans(cell)} valign=top>{_word_line(cell.text)}</td>" for cell in row)
        + "</tr>"
        for row in rows_of(block)
    )
    return f"<div align=center><table class=MsoNormalTable border=1 cellspacing=0>{rows}</table></div>"


def _word_line(text: str) -> str:
    half = len(text) // 2
    parts = "".join(
        f"<span lang=EN-US style='mso-x:1'>{_text(part)}</span>" for part in (text[:half], text[half:])
    )
    return f"<p class=MsoNormal><b>{parts if text else '&nbsp;'}<o:p></o:p></b></p>"


# ---- Word files


def word_file(blocks: Sequence[Block]) -> bytes:
    """A Word file with headings as bold paragraphs and merged cells by gridSpan and vMerge."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, Paragraph):
            document.add_paragraph().add_run(block.text).bold = block.level is not None
        else:
            document.element.body.insert(len(document.element.body) - 1, _word_table(block))
    return _saved(document)


def nested_word_file(blocks: Sequence[Block]) -> bytes:
    """The same inside a table that makes the layout, one row for each block."""
    document = docx.Document()
    layout = OxmlElement("w:tbl")
    for block in blocks:
        row, cell = OxmlElement("w:tr"), OxmlElement("w:tc")
        if isinstance(block, Table):
            cell.append(_word_table(block))
        cell.append(_word_paragraph(block.text if isinstance(block, Paragraph) else ""))
        row.append(cell)
        layout.append(row)
    document.element.body.insert(0, layout)
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _word_paragraph(text: str) -> Any:
    paragraph = OxmlElement("w:p")
    for number, line in enumerate(text.split("\n")):
        run = OxmlElement("w:r")
        if number:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph


def _word_table(table: Table) -> Any:
    element = OxmlElement("w:tbl")
    height = max(cell.row + cell.rows for cell in table.cells)
    for number in range(height):
        row = OxmlElement("w:tr")
        met = [cell for cell in table.cells if cell.row <= number < cell.row + cell.rows]
        for cell in sorted(met, key=lambda cell: cell.column):
            row.append(_word_cell(cell, begins=cell.row == number))
        element.append(row)
    return element


def _word_cell(cell: TableCell, *, begins: bool) -> Any:
    element, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
    if cell.columns > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(cell.columns))
        properties.append(span)
    if cell.rows > 1:
        merge = OxmlElement("w:vMerge")
        if begins:
            merge.set(qn("w:val"), "restart")
        properties.append(merge)
    element.append(properties)
    element.append(_word_paragraph(cell.text if begins else ""))
    return element


# ---- text


def _lines(blocks: Sequence[Block], table: Any) -> bytes:
    lines: list[str] = []
    for block in blocks:
        lines += [block.text.replace("\n", "")] if isinstance(block, Paragraph) else table(block)
        lines.append("")
    return "\n".join(lines).encode()


def _texts(row: Sequence[TableCell]) -> list[str]:
    return [on_one_line(cell.text) for cell in row]


def tabbed_text(blocks: Sequence[Block]) -> bytes:
    """Cells with tabs between them."""
    return _lines(
        blocks, lambda table: ["\t".join(on_one_line(c.text) for c in row) for row in rows_of(table)]
    )


def piped_text(blocks: Sequence[Block]) -> bytes:
    """Markdown."""

    def rows(table: Table) -> list[str]:
        found = [f"| {' | '.join(on_one_line(cell.text) for cell in row)} |" for row in rows_of(table)]
        return [found[0], "|---|---|", *found[1:]]

    return _lines(blocks, rows)


def cell_a_line_text(blocks: Sequence[Block]) -> bytes:
    """A tab and a cell a line, an empty line after each row; cells merged downward leave an empty one."""

    def rows(table: Table) -> list[str]:
        height = max(cell.row + cell.rows for cell in table.cells)
        lines = []
        for number in range(height):
            met = [cell for cell in table.cells if cell.row <= number < cell.row + cell.rows]
            met.sort(key=lambda cell: cell.column)
            lines += ["\t" + (on_one_line(cell.text) if cell.row == number else "") for cell in met]
            lines.append("")
        return lines

    return _lines(blocks, rows).replace(b"\n\n\n", b"\n\n")


def bare_text(blocks: Sequence[Block]) -> bytes:
    """A cell a line and nothing to tell rows by; in GBK."""

    def rows(table: Table) -> list[str]:
        height = max(cell.row + cell.rows for cell in table.cells)
        lines = []
        for number in range(height):
            met = [cell for cell in table.cells if cell.row <= number < cell.row + cell.rows]
            met.sort(key=lambda cell: cell.column)
            lines += [on_one_line(cell.text) if cell.row == number else "" for cell in met]
        return lines

    return _lines(blocks, rows).decode().encode("gb18030")


def spaced_text(blocks: Sequence[Block]) -> bytes:
    """The cells of a row with spaces between them; in UTF-16."""
    text = _lines(
        blocks, lambda table: ["   ".join(on_one_line(c.text) for c in row) for row in rows_of(table)]
    )
    return text.decode().encode("utf-16")


# ---- PDF


def untagged_pdf(blocks: Sequence[Block]) -> bytes:
    """A PDF that states no structure: only ruled lines tell what a table is."""
    rules = "@page{size:A4;margin:25mm}table{border-collapse:collapse;width:100%}td{border:0.5pt solid}"
    style = f"<style>{rules}</style>"
    body = "\n".join(map(_html, blocks))
    page = f"<!doctype html><html lang=zh><head><title>-</title>{style}</head><body>{body}</body></html>"
    with pikepdf.open(BytesIO(write_pdf(Page(page)))) as pdf:
        if "/StructTreeRoot" in pdf.Root:
            del pdf.Root.StructTreeRoot
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


WRITERS = {
    "web_page": ("html", web_page),
    "national_page": ("htm", national_page),
    "word_page": ("html", word_page),
    "word_file": ("docx", word_file),
    "nested_word_file": ("docx", nested_word_file),
    "tabbed_text": ("txt", tabbed_text),
    "piped_text": ("md", piped_text),
    "cell_a_line_text": ("txt", cell_a_line_text),
    "bare_text": ("txt", bare_text),
    "spaced_text": ("txt", spaced_text),
}

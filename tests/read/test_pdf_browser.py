"""PDFs as a browser prints them: empty cells are no cells, each style is an element, signs are radicals."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name

from nianbao import read as reading
from nianbao.read.blocks import Paragraph, Table
from nianbao.read.pdf.blanks import with_blanks
from nianbao.read.pdf.document import read
from nianbao.recognise import recognise
from nianbao.write.page import Page
from nianbao.write.pdf.document import write
from tests.printed import page
from tests.recognise.specimen import specimen
from tests.recognise.test_damage import compared
from tests.soak import SOAKING


def kids(node: Any) -> list[Any]:
    found = node.get("/K")
    return list(found) if isinstance(found, Array) else [] if found is None else [found]


def elements(node: Any) -> Iterator[Any]:
    for kid in kids(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def is_empty(node: Any) -> bool:
    return all(isinstance(kid, Dictionary) and "/S" in kid and is_empty(kid) for kid in kids(node))


def as_printed(data: bytes) -> bytes:
    """The file with its structure as browsers write it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        for element in list(elements(tree)):
            if element.S == Name.TR:
                element.K = Array([kid for kid in kids(element) if not is_empty(kid)])
            elif element.S in (Name.Strong, Name.Em, Name.Span):
                element.S = Name.NonStruct
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


IN_TURN = [("2021", "blanks"), ("2019", "few"), ("2021", "distinct")]


@pytest.mark.parametrize(
    ("form", "filling"), product(("2019", "2021"), ("blanks", "few", "distinct")) if SOAKING else IN_TURN
)
@pytest.mark.takes_turns
def test_blank_cells_are_where_lines_were_drawn(form: str, filling: str) -> None:
    printed = as_printed(write(Page(page(specimen(form, filling)))))
    report = recognise(read(printed)).report
    counts = compared(specimen(form, filling).all_figures(), report)
    assert (counts["wrong"], counts["unknown"]) == (0, 0)


def test_without_lines_blank_cells_stay_unknown() -> None:
    style = "<style>@page{size:A4}td{padding:2pt}</style>"
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in ("规12", "行 3"))
    shell = f"<!doctype html><html lang=zh><head><title>-</title>{style}</head><body><table>{rows}</table>"
    (table,) = read(as_printed(write(Page(shell + "</body></html>"))))
    assert isinstance(table, Table)
    assert [(cell.row, cell.column) for cell in table.cells if cell.text == "3"] == [(1, 1)]


def test_a_word_in_bold_tears_no_paragraph() -> None:
    text = "<p><strong>1.畅通渠道。</strong>当面、邮寄、网上三种方式都有人接收。</p><p>其次。</p>"
    shell = f"<!doctype html><html lang=zh><head><title>-</title></head><body>{text}</body></html>"
    found = read(as_printed(write(Page(shell))))
    assert found == [Paragraph("1.畅通渠道。当面、邮寄、网上三种方式都有人接收。"), Paragraph("其次。")]


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [("<strong>1</strong><strong>8</strong>", "18"), ("<strong>1</strong><br><strong>8</strong>", "?")],
)
def test_digits_in_elements_of_their_own_are_a_number_where_they_stand_so(cell: str, read_as: str) -> None:
    row = f"<tr><td>规章</td><td>{cell}</td></tr>"
    shell = (
        f"<!doctype html><html lang=zh><head><title>-</title></head><body><table>{row}</table></body></html>"
    )
    table = read(as_printed(write(Page(shell))))[-1]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["规章", read_as]


def test_radicals_are_read_as_the_characters_that_they_look_like() -> None:
    text = "⻘溪市⽔利局⻔⼾网站，⻓期⾯向⻣干，补⻬⻋辆，⻅附件。"
    data = f"<p>{text}</p><table border=1><tr><td>⻘<td>1<tr><td>⻓<td>2</table>".encode()
    paragraph, table = reading.read(data, "html")
    assert paragraph == Paragraph("青溪市水利局门户网站，长期面向骨干，补齐车辆，见附件。")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["青", "1", "长", "2"]


def test_what_was_made_here_is_read_sign_by_sign() -> None:
    """A radical in the report is one in its files: else they would be told to differ."""
    data = "<p>⻘溪市</p>".encode()
    assert reading.read_by("html.page", data) == [Paragraph("⻘溪市")]


STATED = Table.of_texts([["甲", "乙", "丙"], ["上半 下半", "7"], ["末行", "8", "9"]])
AFTER = Table.of_texts([["另", "一"]])


def drawn(*rows: str, seams: tuple[int, ...] = (2,)) -> Table:
    return replace(Table.of_texts([row.split("|") for row in rows]), seams=seams)


@pytest.mark.parametrize(
    "halves",
    [("上半||7", "下半||"), ("上半||", "下半||7")],
    ids=["the figure above", "the figure below"],
)
def test_a_row_that_a_page_cut_is_one_row_of_the_structure(halves: tuple[str, str]) -> None:
    found = with_blanks([STATED], [AFTER, drawn("甲|乙|丙", *halves, "末行|8|9")])
    assert found == [Table.of_texts([["甲", "乙", "丙"], ["上半 下半", "", "7"], ["末行", "8", "9"]])]


@pytest.mark.parametrize(
    "other",
    [
        drawn("甲|乙|丙", "上半||7", "别的||", "末行|8|9"),
        drawn("甲|乙|丙", "上半||7", "下半||1", "末行|8|9"),
        drawn("甲|乙|丙", "上半||7", "下半||", "末行|8|9", seams=()),
    ],
    ids=["other words", "a figure more", "no page ends"],
)
def test_rows_that_hold_other_words_are_no_rows_of_the_structure(other: Table) -> None:
    assert with_blanks([STATED], [other]) == [STATED]


@pytest.mark.parametrize(("shown", "unknown"), [(110, {"?"}), (151, {""})])
@pytest.mark.parametrize("tagged", [True, False])
def test_a_cell_that_is_seen_in_part_is_not_blank(shown: int, unknown: set[str], tagged: bool) -> None:
    style = "@page{size:A4} *{font-family:'Nianbao Song'} td{border:.5pt solid;padding:0} table{width:150pt}"
    style += f"table{{table-layout:fixed;border-collapse:collapse}} div{{overflow:hidden;width:{shown}pt}}"
    rows = "".join(f"<tr><td>{row}</td><td>12</td><td></td></tr>" for row in "规行费")
    html = f"<style>{style}</style><p>某局{'报告' * 20}</p><div><table>{rows}</table></div>"
    made = weasyprint.HTML(string=html).write_pdf(pdf_tags=tagged)
    (table,) = (block for block in read(made) if isinstance(block, Table))
    assert {cell.text for cell in table.cells if cell.column == 1} == {"12"}
    assert {cell.text for cell in table.cells if cell.column == 2} == unknown

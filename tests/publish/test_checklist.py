"""The sheet to sign: every rule with its result, and a file of every kind can be made of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import docx
import lxml.html
import pytest
from docx.shared import Mm

from nianbao.checks import check
from nianbao.model.figure import BLANK, count
from nianbao.model.report import Report, Waiver
from nianbao.publish import checklist
from nianbao.publish.results import MEANINGS, items
from nianbao.write import write
from nianbao.write.formats import page_kinds
from nianbao.write.page import Page
from tests import paper, stress
from tests.elements import text_of, the

DAY = datetime.date(2025, 1, 20)


def sheet(report: Report, file: str = "青溪县水利局-2024.toml") -> str:
    return checklist.html(report, check(report), file=file, made_on=DAY)


def table(html: str, name: str) -> list[list[str]]:
    """The rows of a table by its place on the sheet."""
    return [[text_of(cell) for cell in row] for row in the(page(html), f".//*[@id='{name}']").iter("tr")]


def page(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html)


def test_the_sheet(clean: Callable[[str], Report]) -> None:
    report = replace(
        clean("2021").with_figures({"disclosure.penalties.decisions": BLANK}),
        waivers=(Waiver("T202", "", "<没有>"),),
    )
    html = sheet(report)
    rows = table(html, "result")
    assert rows[0] == ["编号", "核查内容", "结果", "数据和说明"]
    assert [row[0] for row in rows[1:]] == [item.rule.code for item in items(report, check(report))]
    assert [row[2] for row in rows if row[0] == "Y601"] == ["数据不全，无法核对"]
    assert rows[1][2] == "不符合（错误）"
    assert table(html, "meanings")[1:] == [[result, meaning] for result, meaning in MEANINGS.items()]
    assert [row[0] for row in table(html, "signatures")[1:]] == list(checklist.SIGNERS)
    assert "&lt;没有&gt;" in html
    assert "没有对照上一年度的报告" in html


def test_reasons_are_listed_with_their_place(clean: Callable[[str], Report]) -> None:
    report = replace(
        clean("2021").with_figures({"disclosure.regulations.in_force": count(1)}),
        waivers=(Waiver("T202", "", "省政府授权制定"),),
    )
    (line,) = table(sheet(report), "reasons")[1:]
    assert line[0] == "T202提醒"
    assert line[1] == "二、主动公开政府信息情况 规章·制发"
    assert line[3] == "省政府授权制定"


def test_both_years_stand_beside_one_another(clean: Callable[[str], Report]) -> None:
    cell = "disclosure.licences.decisions"
    report = clean("2021").with_figures({cell: count(154)})
    prior = replace(report.with_figures({cell: count(121)}), year=report.year - 1)
    html = checklist.html(report, check(report, prior), prior, file="x.toml", made_on=DAY)
    rows = table(html, "years")
    assert rows[0] == ["项目", f"{report.year}年", f"{prior.year}年", "变化"]
    assert ["主动公开：行政许可", "▇▇▇▇▇▇▇▇ 154", "▇▇▇▇▇▇ 121", "增加33（27%）"] in rows
    assert 'id="years"' not in sheet(report)


@pytest.mark.parametrize("kind", page_kinds(()))
def test_every_writer_can_print_it(clean: Callable[[str], Report], kind: str) -> None:
    """With both years, whose bars are signs of their own."""
    report = clean("2021")
    prior = replace(report, year=report.year - 1)
    html = checklist.html(report, check(report, prior), prior, file="x.toml", made_on=DAY)
    assert 'id="years"' in html
    assert write(Page(html), kind)


def test_engines_print_one_sheet_and_nobody_signs_a_page_that_says_nothing_else() -> None:
    """Also where rows of much text go on over several pages."""
    long = sheet(stress.report_of("name"))
    data, other = (write(Page(long, engine, DAY), "pdf") for engine in ("typst", "weasyprint"))
    (meaning,), (signing,) = paper.places(data, ["三、结果的含义", "四、签字"]).values()
    assert meaning.page == signing.page
    assert paper.pages_of(data) == paper.pages_of(other)
    assert sorted(paper.lines_of(data)) == sorted(paper.lines_of(other))


def test_in_word_sentences_begin_at_the_left_and_results_stand_in_the_middle() -> None:
    report = stress.report_of("000")
    *_, results = docx.Document(BytesIO(write(Page(sheet(report)), "docx"))).tables[:-2]
    for row in results.rows[1:]:
        styles = [cell.paragraphs[0].style for cell in row.cells]
        assert [style.style_id for style in styles[1:] if style] == [
            "TableLabel",
            "TableTextSmall",
            "TableLabel",
        ]


def test_in_word_there_is_room_to_sign_and_a_row_of_much_text_goes_on() -> None:
    document = docx.Document(BytesIO(write(Page(sheet(stress.report_of("remarks"))), "docx")))
    *_, results, _, signatures = document.tables
    assert all((row.height or 0) >= Mm(12) for row in signatures.rows[1:])
    whole = [bool(row._tr.xpath("w:trPr/w:cantSplit")) for row in results.rows]
    assert 0 < whole.count(False) < len(whole) / 4
    section = document.sections[0]
    *_, number, file, made, fingerprint = section.footer.paragraphs
    assert number.text == "— 1 —"
    above = sum(line.style.paragraph_format.line_spacing for line in (file, made, fingerprint) if line.style)
    assert Mm(24) < section.footer_distance + above + number.paragraph_format.space_after < Mm(26)


def test_in_word_the_meanings_stand_whole_above_the_signatures(clean: Callable[[str], Report]) -> None:
    meanings, signatures = docx.Document(BytesIO(write(Page(sheet(clean("2021"))), "docx"))).tables[-2:]
    assert signatures.cell(0, 0).text == "身份"
    kept = [cell.paragraphs[0].paragraph_format.keep_with_next for cell in meanings._cells]
    assert len(kept) > len(MEANINGS)
    assert all(kept)

"""Reports printed to PDF from web sites and offices: paragraphs are whole, and no header is text."""

from __future__ import annotations

import pytest

from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph
from nianbao.read.pdf.flow import Flow, Line
from nianbao.recognise import recognise
from tests.recognise.sheets import SHEETS, Sheet, printed
from tests.recognise.sites import SITES, around
from tests.recognise.specimen import ORGAN, blocks_of, specimen
from tests.recognise.test_damage import compared, text_of
from tests.roundtrip.test_roundtrip import as_printed
from tests.soak import SOAKING, is_turn


@pytest.mark.parametrize(
    "sheet",
    [sheet for number, sheet in enumerate(SHEETS) if is_turn(number // 4)],  # of either form, either way
    ids=lambda sheet: sheet.name,
)
def test_the_text_of_a_printed_page_is_whole(sheet: Sheet) -> None:
    number = SHEETS.index(sheet)
    form = ("2019", "2021")[number % 2]
    report = specimen(form)
    ways = (blocks_of(form), around(SITES[number % len(SITES)], blocks_of(form)))
    for blocks in map(list, ways if SOAKING else ways[number // 2 % 2 :][:1]):
        found = recognise(read(printed(blocks, sheet), "pdf"))
        assert compared(report.all_figures(), found.report) == {"right": len(report.form.cells)}
        assert (found.report.agency, found.report.year, found.report.title) == (ORGAN, report.year, None)
        assert found.report.date == report.date
        assert found.report.headings == {}
        assert text_of(found.report) == text_of(as_printed(report))
        assert found.unplaced == ()


def test_a_long_title_swallows_no_heading() -> None:
    title = "云岭省青溪市水利局（青溪市水务局、青溪市防汛抗旱指挥部办公室）2024年政府信息公开工作年度报告"
    first, *rest = blocks_of("2021")
    plain: list[Block] = [Paragraph(title)]
    plain += [Paragraph(b.text) if isinstance(b, Paragraph) else b for b in rest if b != rest[0]]
    for sheet in SHEETS if SOAKING else SHEETS[::6]:
        report = recognise(read(printed(plain, sheet), "pdf")).report
        assert (report.year, report.headings, "preface" in report.narrative) == (2024, {}, False), sheet.name
    assert isinstance(first, Paragraph)


def test_a_number_within_a_sentence_goes_on_where_paragraphs_are_indented() -> None:
    lines = [
        Line("依据第二十条第一款第", 10, 100, 200, 10),
        Line("（一）项至第（三）项公开。", 10, 80, 182, 10),
        Line("（二）依申请公开", 30, 80, 164, 10),
    ]
    flow = Flow(left=10, right=100, pitch=1.8, indented=True)
    assert [paragraph.text for _, paragraph in flow.paragraphs(lines)] == [
        "依据第二十条第一款第（一）项至第（三）项公开。",
        "（二）依申请公开",
    ]

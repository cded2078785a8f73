"""The printed report as a tree of HTML: everything in it, in order, as text and never as markup."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from lxml.html import HtmlElement

from nianbao.files.report_toml import load
from nianbao.model.figure import count, parse
from nianbao.model.narrative import paragraphs
from nianbao.model.reference import BadReference, resolve
from nianbao.model.report import Report
from nianbao.model.wording import date_in_words
from nianbao.publish.compose import Document, Part, document, html
from nianbao.publish.sheet.title import LONGEST_LINE
from tests.strategies import reports

OTHER_TITLE = "2024年度市局政府信息公开工作情况的年度报告"
SAMPLES = Path(__file__).resolve().parents[2] / "sample_inputs"


def tree(report: Report, *, draft: bool = False) -> HtmlElement:
    found: HtmlElement = lxml.html.document_fromstring(html(document(report, draft=draft)))
    return found


def texts(root: HtmlElement, xpath: str) -> list[str]:
    return [element.text_content() for element in root.xpath(xpath)]


def part(printed: Document, section: str) -> Part:
    return next(part for part in printed.parts if part.id == section)


# ---- what is printed


def test_sections_in_order_and_the_preface_only_if_it_says_something(clean: Callable[[str], Report]) -> None:
    report = clean("2021")
    sections = ["overview", "disclosure", "applications", "disputes", "problems", "other"]
    assert [part.id for part in document(report).parts] == sections
    assert [part.heading for part in document(report).parts] == [s.heading for s in report.form.numbered]
    with_preface = replace(report, narrative={"preface": "根据条例编制。"})
    assert [part.id for part in document(with_preface).parts] == ["preface", *sections]
    assert part(document(with_preface), "preface").heading == ""
    assert part(document(with_preface), "problems").pieces == ()


def test_headings_as_published(clean: Callable[[str], Report]) -> None:
    report = replace(clean("2021"), headings={"problems": "5、存在的主要问题及改进情况", "other": ""})
    printed = document(report)
    assert part(printed, "problems").heading == "5、存在的主要问题及改进情况"
    assert part(printed, "other").heading == ""
    assert part(printed, "other").pieces != ()


@pytest.mark.parametrize(
    ("agency", "title", "lines"),
    [
        ("甲局", None, ("甲局2024年政府信息公开工作年度报告",)),
        ("青溪县水利局", None, ("青溪县水利局", "2024年政府信息公开工作年度报告")),
        ("青溪县水利局", OTHER_TITLE, ("2024年度市局", "政府信息公开工作情况的年度报告")),
        ("青" * LONGEST_LINE, "青" * (LONGEST_LINE + 1), ("青" * LONGEST_LINE, "青")),
        ("青" * 21, "青" * 21, ("青" * 10, "青" * 11)),
        (
            "中国自由贸易试验区青溪片区管理委员会办公室",
            None,
            ("中国自由贸易试验区", "青溪片区管理委员会办公室", "2024年政府信息公开工作年度报告"),
        ),
        (
            "积石山保安族东乡族撒拉族自治县人民政府办公室",
            None,
            ("积石山保安族东乡族撒拉族自治县", "人民政府办公室", "2024年政府信息公开工作年度报告"),
        ),
        (
            "新疆生产建设兵团第十二师人力资源和社会保障局",
            None,
            ("新疆生产建设兵团第十二师", "人力资源和社会保障局", "2024年政府信息公开工作年度报告"),
        ),
        (
            "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇综合行政执法局城市管理监察大队",
            None,
            (
                "内蒙古自治区呼伦贝尔市",
                "莫力达瓦达斡尔族自治旗尼尔基镇",
                "综合行政执法局城市管理监察大队",
                "2024年政府信息公开工作年度报告",
            ),
        ),
    ],
)
def test_a_long_title_breaks_where_words_end(
    clean: Callable[[str], Report], agency: str, title: str | None, lines: tuple[str, ...]
) -> None:
    printed = document(replace(clean("2021"), agency=agency, title=title))
    assert printed.title_lines == lines
    assert printed.title == (title or "甲局2024年政府信息公开工作年度报告".replace("甲局", agency))


def test_a_date_has_no_leading_zeros() -> None:
    assert date_in_words(datetime.date(2021, 1, 6)) == "2021年1月6日"
    assert date_in_words(datetime.date(2025, 12, 31)) == "2025年12月31日"


def test_references_are_resolved_and_totals_computed(clean: Callable[[str], Report]) -> None:
    report = clean("2021").with_figures({"applications.received.business": count(3)})
    printed = document(report)
    assert "收到政府信息公开申请3件" in "".join(
        piece.paragraph.text for piece in part(printed, "overview").pieces
    )
    assert printed.figures["applications.received.total"] == count(3)


def test_a_wrong_reference_is_not_printed(clean: Callable[[str], Report]) -> None:
    with pytest.raises(BadReference, match="不认识"):
        document(replace(clean("2021"), narrative={"other": "{{ 申请.坏 }}"}))


def test_headings_nest_without_skipping_a_level(clean: Callable[[str], Report]) -> None:
    text = "（一）甲\n正文。\n（1）乙\n1.丙\n（2）丁\n（3）丁\n一、戊\n（二）己\n（三）己"
    printed = document(replace(clean("2021"), narrative={"overview": text}))
    tags = [piece.tag for piece in part(printed, "overview").pieces]
    assert tags == ["h3", "p", "h4", "h4", "h5", "h5", "h3", "h4", "h4"]


# ---- as HTML


def test_the_page_has_one_title_six_headings_and_three_tables(clean: Callable[[str], Report]) -> None:
    root = tree(clean("2021"))
    assert texts(root, "//h1") == ["青溪县水利局2024年政府信息公开工作年度报告"]
    assert texts(root, "//title") == ["青溪县水利局2024年政府信息公开工作年度报告"]
    assert texts(root, "//h2") == [section.heading for section in clean("2021").form.numbered]
    assert root.xpath("//section[.//table]/@id") == ["disclosure", "applications", "disputes"]
    assert root.xpath("//table/thead/tr[1]/th[1]/@rowspan") == ["3"]
    assert root.get("lang") == "zh-CN"


def test_a_signature_needs_a_date(clean: Callable[[str], Report]) -> None:
    assert tree(clean("2021")).xpath("//section[@id='signature']") == []
    signed = tree(replace(clean("2021"), date=datetime.date(2025, 1, 6)))
    assert texts(signed, "//section[@id='signature']/p") == ["青溪县水利局", "2025年1月6日"]


def test_a_draft_says_so(clean: Callable[[str], Report]) -> None:
    assert texts(tree(clean("2021"), draft=True), "//*[@role='note']") == ["草稿"]
    assert tree(clean("2021")).xpath("//*[@role='note']") == []


def test_markup_in_a_text_is_text(clean: Callable[[str], Report]) -> None:
    hostile = "<script>alert(1)</script>&amp;\"'</p>"
    report = replace(clean("2021"), agency=hostile, headings={"other": hostile})
    report = replace(report, narrative={"overview": hostile})
    root = tree(report.with_figures({"disclosure.penalties.decisions": parse("<b>1</b>")}))
    assert root.xpath("//script | //b") == []
    assert texts(root, "//section[@id='overview']/p") == [hostile]
    assert texts(root, "//section[@id='other']/h2") == [hostile]
    assert texts(root, "//td[@data-cell='disclosure.penalties.decisions']") == ["<b>1</b>"]
    assert root.xpath("//meta[@name='author']/@content") == [hostile]


def test_marks_blanks_and_remarks_stand_as_they_were_given() -> None:
    root = tree(load(SAMPLES / "001-dadukou-urban-management-2019.toml"))
    assert texts(root, "//td[starts-with(@data-cell, 'disclosure.coercive_measures.')]") == ["\\", "+3", "\\"]
    assert texts(root, "//td[@data-cell='disclosure.procurement.amount']") == ["120198725.06元"]
    root = tree(load(SAMPLES / "000-liaocheng-urban-management-2019.toml"))
    assert texts(root, "//td[starts-with(@data-cell, 'applications.received.')]") == ["2", *[""] * 5, "2"]
    assert texts(root, "//td[@data-cell='disclosure.penalties.change']") == ["减"]


@given(reports())
def test_everything_in_the_report_is_on_the_page_in_order(report: Report) -> None:
    root = tree(report)
    figures = report.all_figures()
    cells = root.xpath("//td[@data-cell]")
    assert [cell.get("data-cell") for cell in cells] == list(report.form.cells)
    assert [cell.text_content() for cell in cells] == [str(figures[cell]) for cell in report.form.cells]
    assert texts(root, "//main/section/h2") == [report.heading(s.id) for s in report.form.numbered]
    expected = [
        line.text
        for section in report.form.sections
        for line in paragraphs(resolve(report.narrative.get(section.id, ""), report))
    ]
    lines = "//main/section[@id != 'signature']/*[self::p or self::h3 or self::h4 or self::h5 or self::h6]"
    assert texts(root, lines) == expected

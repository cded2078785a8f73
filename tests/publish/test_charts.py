"""Charts: what they draw of which figures, in every kind of file, and that a wrong one is not released."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import page as validator
import pytest
from lxml import etree

from nianbao.files import report_toml
from nianbao.model.figure import BLANK, UNKNOWN, Figure, State, count
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError
from nianbao.publish import charts, compose
from nianbao.publish.attached import attached
from nianbao.publish.charts import left_out
from nianbao.publish.pages import page_of
from nianbao.publish.proof import compare
from nianbao.publish.render import NotEqual, render
from nianbao.publish.verify import Worth, verify
from nianbao.read import read
from nianbao.read.drawings import drawings
from nianbao.recognise import recognise
from nianbao.write.formats import format_of
from nianbao.write.pdf.engines import names
from nianbao.write.picture import png
from tests import stress

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "005-pingtan-2025.toml"
RECEIVED, CARRIED = "applications.received.total", "applications.carried_out.total"
FILES = [
    ("html", ""),
    ("docx", ""),
    *(("pdf", engine) for engine in names()),
    ("poster", ""),
    ("poster-svg", ""),
]


@pytest.fixture(scope="module")
def report() -> Report:
    earlier = {2023: {RECEIVED: count(120)}, 2024: {RECEIVED: count(133), CARRIED: BLANK}}
    return replace(report_toml.load(SAMPLE), charts=True, earlier=earlier)


def shown(report: Report, chart: str) -> dict[str, tuple[str, float | None]]:
    (drawing,) = [each for each in charts.drawings(report) if each.id == chart]
    return {line.label: (line.text, line.width) for line in drawing.lines}


@pytest.fixture(scope="module")
def made(report: Report) -> dict[tuple[str, str], bytes]:
    return {(kind, engine): render(report, kind, engine=engine) for kind, engine in FILES}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.takes_turns
def test_every_file_says_what_they_show(
    report: Report, made: dict[tuple[str, str], bytes], file: tuple[str, str]
) -> None:
    kind, _ = file
    said = "\n".join(each.said for each in drawings(made[file], format_of(kind).reader))
    assert all(chart.said in said for chart in charts.drawings(report))
    other = replace(report, earlier={2023: {RECEIVED: count(121)}})
    differences = compare.differences(other, made[file], kind)
    assert differences
    assert {each.place for each in differences} <= {
        "图“近年政府信息公开申请”的说明",
        "图“近年政府信息公开申请”里的文字",
        "图的说明",
    }
    assert compare.differences(report, made[file], kind) == []


@pytest.mark.parametrize("file", FILES[:4])
@pytest.mark.takes_turns
def test_nobody_takes_them_for_the_report(
    report: Report, made: dict[tuple[str, str], bytes], file: tuple[str, str]
) -> None:
    without = recognise(read(render(replace(report, charts=False), "html"), "html")).report
    found = recognise(read(made[file], file[0])).report
    assert (found.narrative["other"], found.date) == (without.narrative["other"], report.date)


@pytest.mark.parametrize("engine", names())
def test_a_pdf_with_them_is_archival_and_accessible(made: dict[tuple[str, str], bytes], engine: str) -> None:
    for profile in (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1):
        found = validator.validate_pdf_bytes(made["pdf", engine], profile=profile)
        assert found.is_compliant, [(failure.rule_id, failure.message) for failure in found.failures]


def test_what_a_file_carries_draws_the_same(report: Report, made: dict[tuple[str, str], bytes]) -> None:
    data = made["docx", ""]
    carried = report_toml.loads(attached(data, "docx", "报告.docx"), "附带")
    assert (carried.charts, carried.earlier) == (True, report.earlier)
    assert verify(carried, data, "docx").worth is Worth.IDENTICAL


def test_a_chart_is_as_long_as_its_numbers(report: Report) -> None:
    bars = dict(shown(report, "outcomes").values())
    longest = bars["53件"] or 0
    assert bars["11件"] == pytest.approx(longest * 11 / 53, abs=0.1)
    assert shown(report, "applicants")["科研机构"] == ("0件", None)


@pytest.mark.parametrize(
    ("figure", "text", "has_bar"),
    [
        (count(0), "0件", False),
        (count(123_456_789), "123456789件", True),
        (BLANK, "空白", False),
        (UNKNOWN, "不详", False),
        (Figure(State.NUMBER, 22, remark="其中修订16件"), "22件", True),
    ],
)
def test_numbers_that_are_not_there_say_so(report: Report, figure: Figure, text: str, has_bar: bool) -> None:
    cell = "applications.received.natural_person"
    found = shown(replace(report, figures={**report.figures, cell: figure}), "applicants")["自然人"]
    assert (found[0], found[1] is not None) == (text, has_bar)


def test_nothing_but_zero_is_drawn_without_bars(report: Report) -> None:
    zero = replace(report, figures=dict.fromkeys(report.form.cells, count(0)), earlier={})
    for drawing in charts.drawings(zero):
        assert all(line.width is None for line in drawing.lines)
        assert "rect" not in compose.chart(drawing)
    assert render(zero, "poster-svg")


def test_no_text_runs_out_of_the_picture(report: Report) -> None:
    large = replace(report, figures=dict.fromkeys(report.form.cells, count(123_456_789)))
    for drawing in charts.drawings(large):
        for line in drawing.lines:
            digits = len(line.text) * charts.SIZE * 0.62
            assert drawing.bar_x + (line.width or 0) + 6 + digits <= drawing.width + charts.SIZE


def test_a_long_name_stays_on_the_poster() -> None:
    drawn = etree.fromstring(stress.made("name", "poster-svg"))
    width = float(str(drawn.get("width")))
    texts = [each for each in drawn if etree.QName(each).localname == "text"]
    sizes = [float(str(each.get("font-size", drawn.get("font-size")))) for each in texts]
    places = zip(texts, sizes, strict=True)
    assert all(float(str(each.get("x"))) + size * len(str(each.text)) <= width for each, size in places)


def test_years_that_nobody_knows_are_not_drawn(report: Report) -> None:
    assert list(shown(report, "years"))[:4] == ["本年新收", "2023年", "2024年", "2025年"]
    assert list(shown(replace(report, earlier={}), "years")) == ["本年新收", "办理结果总计", "结转下年度"]
    last = replace(report, year=2024, earlier={2023: {RECEIVED: count(1)}})
    drawn = charts.charted(replace(report, earlier={}), last)
    assert drawn.earlier[2023] == {RECEIVED: count(1)}
    assert drawn.earlier[2024][RECEIVED] == report.figure(RECEIVED)
    assert charts.charted(report, replace(last, agency="别的局")).earlier == report.earlier


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("53件</text>", "54件</text>"),
        ("不予公开</text>", "予以公开</text>"),
        ("无法提供53件，", "无法提供35件，"),
        ('width="64.5"', 'width="164.5"'),
        ("<svg", "<p></p><!--"),
    ],
)
def test_a_template_that_draws_something_else_is_found_out(
    report: Report, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    page = compose.page

    def altered(*given: Any, **values: Any) -> str:
        return page(*given, **values).replace(before, after, 1)

    monkeypatch.setattr(compose, "page", altered)
    with pytest.raises(NotEqual):
        render(report, "html")
    with pytest.raises(OutputError):
        render(report, "poster-svg")


def test_text_stays_text_and_the_picture_has_a_name(report: Report) -> None:
    for picture in page_of(report).pictures.values():
        root = etree.fromstring(picture.svg)
        names_of = [etree.QName(each).localname for each in root]
        assert names_of[:2] == ["title", "desc"]
        assert root.get("role") == "img"
        assert not re.search(r"<(path|image|script|style|foreignObject)", picture.svg)


def test_pixels_are_the_same_each_time(report: Report) -> None:
    (drawing, *_) = charts.drawings(report)
    svg = compose.chart(drawing)
    assert png(svg, 210, drawing.said) == png(svg, 210, drawing.said)


def test_they_are_kept_by_saving(report: Report) -> None:
    text = report_toml.new_text(report)
    assert report_toml.loads(text.encode(), "报告.toml") == report
    changed = replace(
        report, charts=False, earlier={2024: {RECEIVED: Figure(count(1).state, Decimal("1.5"))}}
    )
    new = report_toml.updated_text(text.encode(), changed, "报告.toml")
    assert report_toml.loads(new, "报告.toml") == changed


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("charts = 1", "true 或 false"),
        ("[[earlier]]\nyear = 2025\nfigures = {}", "年度写法不对"),
        ('[[earlier]]\nyear = "2020"', "年度写法不对"),
        ("[[earlier]]\nyear = 2020", "没有写是哪几格的数"),
        ('[[earlier]]\nyear = 2020\nfigures = { "applications.received.sum" = 1 }', "最接近的是"),
        ('[[earlier]]\nyear = 2020\nfigures = { "applications.received.total" = [1] }', "数写的是"),
    ],
)
def test_what_is_wrong_in_them_is_told(lines: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        report_toml.loads(f'agency = "某局"\nyear = 2024\n{lines}'.encode(), "报告.toml")


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["docx", "pdf", "html", "poster"], ""),
        (["pdf", "xlsx", "data"], "Excel 和开放数据里没有图解，图里的数都在表中。"),
        (
            ["fragment"],
            "网页代码里没有图解，图里的数都在表中。网站上要放图，请另外生成一图读懂（poster），在编辑器里上传。",
        ),
    ],
)
def test_formats_without_them_are_named(kinds: list[str], told: str) -> None:
    assert left_out(kinds) == told

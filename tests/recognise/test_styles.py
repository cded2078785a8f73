"""Documents as other hands make them, each written out here: what they say is what is recognised."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

import pytest

from nianbao.files import report_toml
from nianbao.model.figure import State
from nianbao.model.form import Form
from nianbao.model.grid import grid_of
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise import Recognised, recognise
from tests.printed import distinct, page
from tests.recognise.files import tabbed_text, web_page, word_file

ORGAN = "云岭省青溪市水利局"
FORM = all_forms()["2021"]


def table(section: str, figures: dict[str, str], form: Form = FORM) -> Table:
    """The table of a section as it is printed, 0 in every cell that is not named."""
    cells = grid_of(form, section).cells
    texts = {
        cell: figures.get(cell.cell.id.partition(".")[2], "0") if cell.cell else cell.label for cell in cells
    }
    return Table(tuple(TableCell(c.row, c.column, c.rows, c.columns, texts[c]) for c in cells))


def document(
    title: str = f"{ORGAN}2023年政府信息公开工作年度报告",
    *,
    form: Form = FORM,
    headings: Sequence[str] = (),
    disclosure: Sequence[Block] = (),
    applications: Sequence[Block] = (),
    disputes: Sequence[Block] = (),
    end: Sequence[str] = ("落款之前的话。",),
) -> list[Block]:
    """A whole report in plain paragraphs and the three tables; parts may be given instead."""
    own = headings or [section.heading for section in form.numbered]
    received = {"received.natural_person": "12", "received.total": "12", "granted.natural_person": "12",
                "granted.total": "12", "outcomes.natural_person": "12", "outcomes.total": "12"}  # fmt: skip
    return [
        Paragraph(title),
        Paragraph(own[0]),
        Paragraph("2023年，全年主动公开政府信息120条。"),
        Paragraph(own[1]),
        *(disclosure or [table("disclosure", {}, form)]),
        Paragraph(own[2]),
        *(applications or [table("applications", received, form)]),
        Paragraph(own[3]),
        *(disputes or [table("disputes", {}, form)]),
        Paragraph(own[4]),
        Paragraph("一是更新不够及时，将明确时限和责任人；二是解读形式单一，将增加图解。"),
        Paragraph(own[5]),
        *map(Paragraph, end),
    ]


def figure(report: Report, cell: str) -> str:
    return str(report.figure(cell))


def unknown(found: Recognised) -> list[str]:
    return [cell for cell, figure in found.report.all_figures().items() if figure.state is State.UNKNOWN]


# ---- title, organ, year


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        (f"{ORGAN} 2023 年政府信息公开工作年度报告", ORGAN, 2023),
        (f"{ORGAN}２０２３年度政府信息公开工作年度报告", ORGAN, 2023),
        (f"2023年度{ORGAN}政府信息公开工作年度报告", ORGAN, 2023),
        (f"{ORGAN}关于2023年度政府信息公开工作情况的报告", ORGAN, 2023),
        (f"关于{ORGAN}2023年政府信息公开工作的年度报告", ORGAN, 2023),
        (f"二〇二三年{ORGAN}政府信息公开年报", ORGAN, 2023),
        (f"{ORGAN}政府信息公开工作年度报告（2023年度）", ORGAN, 2023),
        (f"2023年政府信息公开工作年度报告（{ORGAN}）", ORGAN, 2023),
        (f"《{ORGAN}2023年政府信息公开和政务公开工作报告》", ORGAN, 2023),
        (f"{ORGAN}政府信息公开2023年度报告", ORGAN, 2023),
        (f"{ORGAN}政府信息公开工作年度报告", ORGAN, 2023),  # the year by the text
    ],
)
def test_titles(title: str, agency: str, year: int) -> None:
    report = recognise(document(title)).report
    assert (report.agency, report.year) == (agency, year)
    assert "".join(report.full_title().split()) == "".join(title.split())


def test_the_usual_title_is_not_kept_apart() -> None:
    assert recognise(document(f"{ORGAN} 2023 年政府信息公开工作年度报告")).report.title is None


@pytest.mark.parametrize("line", ["2025-01-22", "2025年1月22日 星期三", "2025-01-22 10:31:05"])
def test_the_day_above_a_title_is_no_part_of_it(line: str) -> None:
    found = recognise([Paragraph(line), *document()])
    assert (found.report.agency, found.report.title) == (ORGAN, None)


def test_the_year_by_the_signature() -> None:
    blocks = document("政府信息公开工作年度报告", end=["无。", ORGAN, "2022年1月20日"])
    blocks[2] = Paragraph("全年主动公开政府信息120条。")
    report = recognise(blocks).report
    assert (report.agency, report.year) == (ORGAN, 2021)


def test_a_title_over_three_lines() -> None:
    first, *rest = document()
    lines = [Paragraph(ORGAN), Paragraph("2023年"), Paragraph("政府信息公开工作年度报告")]
    report = recognise([*lines, *rest]).report
    assert (report.agency, report.year, report.title) == (ORGAN, 2023, None)
    assert isinstance(first, Paragraph)


def test_the_full_name_is_taken_from_the_text_and_the_title_is_kept() -> None:
    first, *rest = document("市水利局2023年政府信息公开工作年度报告")
    words = Paragraph(f"现公布2023年度{ORGAN}政府信息公开工作年度报告。")
    report = recognise([first, words, *rest]).report
    assert (report.agency, report.title) == (ORGAN, "市水利局2023年政府信息公开工作年度报告")


@pytest.mark.parametrize("title", ["无关的标题", "政府信息公开指南"])
def test_without_organ_or_year_it_is_refused(title: str) -> None:
    blocks = document(title)
    blocks[2] = Paragraph("全年主动公开政府信息120条。")
    with pytest.raises(Unreadable, match="没有找到"):
        recognise(blocks)


def test_without_tables_text_and_headings_are_read_and_no_cell_is_known() -> None:
    found = recognise([block for block in document() if isinstance(block, Paragraph)])
    assert (found.report.agency, found.report.year, found.report.headings) == (ORGAN, 2023, {})
    assert found.report.narrative["overview"] == "2023年，全年主动公开政府信息120条。"
    assert found.cells_in(State.UNKNOWN) == len(FORM.cells)
    assert [unplaced.text for unplaced in found.unplaced] == [
        "整张表没有读到：文件的文字里没有它；是图片、附件，或者由脚本写出的，请照原件填写"
    ] * 3


def test_without_tables_and_headings_it_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有找到年度报告的表格"):
        recognise([Paragraph(f"{ORGAN}2023年政府信息公开工作年度报告"), Paragraph("请见附件。")])


def test_the_form_of_a_report_without_tables_is_that_of_its_year() -> None:
    blocks = [block for block in document() if isinstance(block, Paragraph)]
    old = [Paragraph(block.text.replace("2023", "2020")) for block in blocks]
    assert recognise(old).report.form.id == "2019"


# ---- headings


def test_headings_are_kept_as_published() -> None:
    published = ["一、总体情况", "二、主动公开情况", "三、政府信息公开申请情况", "四、行政复议、行政诉讼情况",
                 "5．存在问题和改进措施", "六、其他事项"]  # fmt: skip
    report = recognise(document(headings=published)).report
    assert [report.heading(section.id) for section in FORM.numbered] == published


def test_a_missing_heading_is_missing_and_its_table_keeps_its_section() -> None:
    blocks = [b for b in document() if not (isinstance(b, Paragraph) and b.text.startswith("三、"))]
    report = recognise(blocks).report
    assert report.heading("applications") == ""
    assert figure(report, "applications.received.natural_person") == "12"


def test_a_numbered_line_inside_a_section_is_no_heading() -> None:
    blocks = document()
    blocks.insert(3, Paragraph("二、主动公开的成效"))
    blocks.insert(4, Paragraph("三、下一步打算"))
    report = recognise(blocks).report
    assert report.narrative["overview"].split("\n")[1:] == ["二、主动公开的成效", "三、下一步打算"]
    assert report.headings == {}


# ---- signature and what stands around


@pytest.mark.parametrize(
    "end",
    [
        [ORGAN, "2024年1月18日"],
        ["2024年1月18日", ORGAN],
        [f"{ORGAN}  2024年1月18日"],
        [f"2024年1月18日　{ORGAN}"],
        ["青溪市水利局", "二〇二四年一月十八日"],
        ["2024-01-18"],
        [ORGAN, "2024.1.18", "打印本页　关闭窗口", "版权所有：某某市人民政府"],
    ],
)
def test_signatures(end: list[str]) -> None:
    found = recognise(document(end=["没有其他需要报告的事项。", *end]))
    assert found.report.date == datetime.date(2024, 1, 18)
    assert found.report.narrative["other"] == "没有其他需要报告的事项。"
    assert found.unplaced == ()


def test_a_date_in_the_last_sentences_is_no_signature() -> None:
    end = ["2024年1月18日", "本机关召开会议，对本报告进行了审议，并决定予以公布。"]
    report = recognise(document(end=end)).report
    assert report.date is None
    assert report.narrative["other"].split("\n") == end


def test_the_page_of_a_web_site_is_left_out_but_sentences_are_listed() -> None:
    before = [Paragraph(text) for text in ("首页", "政务公开", "您当前的位置：首页 > 年报")]
    sentence = Paragraph("这是网站上与报告无关的一段文字，说明本栏目的内容由各单位负责。")
    found = recognise([*before, sentence, *document()])
    assert found.outside == ("首页", "政务公开", "您当前的位置：首页 > 年报")
    assert [unplaced.text for unplaced in found.unplaced] == [sentence.text]


def test_a_summary_on_top_of_the_page_is_said_once() -> None:
    blocks = document()
    found = recognise([*blocks[:3], *blocks])
    assert (found.unplaced, found.outside, found.report.headings) == ((), (), {})
    assert found.report.narrative["overview"] == "2023年，全年主动公开政府信息120条。"


def test_leftovers_of_word_stay_and_what_nobody_sees_goes() -> None:
    blocks = document()
    blocks[2] = Paragraph(" [bookmark: _GoBack]（一）加强\u200b领导\ufeff")
    assert recognise(blocks).report.narrative["overview"] == "[bookmark: _GoBack]（一）加强领导"


@pytest.mark.parametrize("at", [1, 2, 4])
def test_a_line_that_is_only_a_number_is_text_also_where_no_heading_stands(at: int) -> None:
    found = recognise([*document()[:at], Paragraph("0。"), *document()[at:]])
    assert any("0。" in text.split("\n") for text in found.report.narrative.values())


# ---- tables


def test_the_form_is_told_by_its_labels_not_by_the_year() -> None:
    old = all_forms()["2019"]
    found = recognise(document(form=old, applications=[table("applications", {}, old)]))
    assert (found.report.form, found.report.year) == (old, 2023)
    assert unknown(found) == []


def test_another_table_is_listed() -> None:
    blocks = document()
    other = Table(tuple(TableCell(0, at, 1, 1, text) for at, text in enumerate(["平台", "网站", "微信"])))
    found = recognise([*blocks[:3], other, *blocks[3:]])
    assert [str(unplaced) for unplaced in found.unplaced] == ["一、总体情况，另外的表格：平台 | 网站 | 微信"]


def lines(rows: Sequence[str]) -> Table:
    """A table of single cells, written with commas."""
    return Table(
        tuple(
            TableCell(row, column, 1, 1, text)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts.split(","))
        )
    )


ROWS = {
    "too few": "一、本年新收政府信息公开申请数量,5,0,0,0,0,5",
    "too many": "一、本年新收政府信息公开申请数量,5,0,0,0,0,0,0,5",
    "sums would decide": "一、本年新收政府信息公开申请数量,2,3,5",
    "a blank may be a blank of the labels": "一、本年新收政府信息公开申请数量,,,5,0,0,0,0,0",
    "two numbers in one": "一、本年新收政府信息公开申请数量,5 1,0,0,0,0,0,6",
}


@pytest.mark.parametrize("case", ROWS)
def test_what_is_not_certain_stays_unknown_and_is_listed(case: str) -> None:
    rest = [
        f"{label},0,0,0,0,0,0,0" for label in ("（一）予以公开", "（二）部分公开", "四、结转下年度继续办理")
    ]
    found = recognise(document(applications=[lines([ROWS[case], *rest])]))
    assert "applications.received.natural_person" in unknown(found)
    seen = [unplaced for unplaced in found.unplaced if "本年新收" in unplaced.place]
    lines_seen = [unplaced.text.replace(" | ", ",").replace("（空）", "") for unplaced in seen]
    assert lines_seen == [ROWS[case]]
    assert figure(found.report, "applications.granted.business") == "0"


def test_two_numbers_in_one_cell_leave_the_others_known() -> None:
    found = recognise(
        document(applications=[lines([ROWS["two numbers in one"], "（一）予以公开,0,0,0,0,0,0,0"])])
    )
    assert figure(found.report, "applications.received.total") == "6"


def test_figures_seen_twice_and_differently_are_unknown() -> None:
    one, other = (table("applications", {"received.research": number}) for number in "34")
    found = recognise(document(applications=[one, other]))
    assert unknown(found) == ["applications.received.research"]
    assert any("本年新收" in unplaced.place for unplaced in found.unplaced)
    assert unknown(recognise(document(applications=[one, one]))) == []


def test_a_total_that_was_not_read_is_not_computed() -> None:
    rows = ["一、本年新收政府信息公开申请数量,5,0,0,0,0,0,5", "（一）予以公开,5,0,0,0,0,0,5"]
    found = recognise(document(applications=[lines(rows)]))
    assert found.report.figures["applications.outcomes.total"].state is State.UNKNOWN


def test_published_totals_are_kept() -> None:
    found = recognise(document(applications=[table("applications", {"received.total": "99"})]))
    assert figure(found.report, "applications.received.total") == "99"


def test_figures_that_slipped_below_their_row_make_it_uncertain() -> None:
    rows = [
        "（一）予以公开,,,,,,,",
        ",5,0,0,0,0,0,5",
        "（二）部分公开,1,0,0,0,0,0,1",
        "四、结转下年度继续办理,0,0,0,0,0,0,0",
    ]
    found = recognise(document(applications=[lines(rows)]))
    assert "applications.granted.natural_person" in unknown(found)
    assert figure(found.report, "applications.partly_granted.total") == "1"


def test_a_merged_figure_belongs_to_no_row() -> None:
    cells = table("applications", {}).cells
    first = next(c for c in cells if c.text == "0")
    below = next(c for c in cells if (c.row, c.column) == (first.row + 1, first.column))
    high = TableCell(first.row, first.column, 2, 1, "7")
    found = recognise(
        document(applications=[Table(tuple(high if c is first else c for c in cells if c is not below))])
    )
    assert "applications.received.natural_person" in unknown(found)
    assert "applications.carried_in.natural_person" in unknown(found)


def test_columns_in_another_order_follow_their_head() -> None:
    rows = ["信息内容,现行有效件数,本年制发件数,本年废止件数", "规章,0,0,0", "行政规范性文件,9,4,1"]
    report = recognise(document(disclosure=[lines(rows)])).report
    found = [
        figure(report, f"disclosure.normative_documents.{c}") for c in ("issued", "repealed", "in_force")
    ]
    assert found == ["4", "1", "9"]


def test_blank_figures_below_the_head_are_blank() -> None:
    cells = [
        c if c.text != "0" else TableCell(c.row, c.column, 1, 1, "") for c in table("disputes", {}).cells
    ]
    found = recognise(document(disputes=[Table(tuple(cells))]))
    assert found.cells_in(State.BLANK) == 15


def test_a_cell_with_a_remark_over_lines() -> None:
    found = recognise(
        document(disclosure=[table("disclosure", {"licences.decisions": "22\n（其中修订16件）"})])
    )
    assert figure(found.report, "disclosure.licences.decisions") == "22（其中修订16件）"


# ---- whole files


def test_through_files_it_stays_the_same() -> None:
    blocks = document()
    direct = recognise(blocks).report
    for data, kind in ((web_page(blocks), "html"), (word_file(blocks), "docx"), (tabbed_text(blocks), "txt")):
        assert recognise(read(data, kind)).report == direct


def test_a_head_that_names_one_column_of_three_leaves_blanks_uncertain() -> None:
    old = all_forms()["2019"]
    rows = ["信息内容,处理决定数量,,", "行政许可,7,,", "其他对外管理服务事项,1,2,3"]
    report = recognise(
        document(form=old, disclosure=[lines(rows)], applications=[table("applications", {}, old)])
    ).report
    assert report.form is old
    assert [figure(report, f"disclosure.licences.{c}") for c in ("last_year", "change", "decisions")] == [
        "?"
    ] * 3
    assert figure(report, "disclosure.other_services.decisions") == "3"


def test_two_reports_in_one_file_are_refused() -> None:
    with pytest.raises(Unreadable, match="不止一份"):
        recognise([*document(), *document("青溪市教育局2022年政府信息公开工作年度报告")])


def test_a_table_without_figures_is_no_text() -> None:
    blocks = document()
    blocks[4:5] = [Paragraph(c.text) for c in table("disclosure", {}).cells if c.text != "0"]
    found = recognise(blocks)
    assert "disclosure" not in found.report.narrative
    assert "disclosure.licences.decisions" in unknown(found)


def test_the_table_of_a_web_page_about_the_page_is_outside() -> None:
    blocks = document()
    about = lines(["索引号,0123/2024,发布机构,市水利局", "文号,无,效力状态,有效"])
    found = recognise([blocks[0], about, *blocks[1:]])
    assert (found.unplaced, len(found.outside)) == ((), 1)


def test_a_remark_longer_than_any_is_told_and_the_cell_left_open() -> None:
    """report.toml takes no such cell: what is read could not be opened again."""
    whole = page(distinct("2021"))
    cell, *_ = re.findall(r"<td[^>]*>\d+(?=</td>)", whole)
    remark = f"（其中{'甲' * 900}）"
    found = recognise(read(whole.replace(cell, cell + remark, 1).encode(), "html"), "报告")
    assert remark in str(found.unplaced)
    assert distinct("2021").figures.keys() - found.report.figures.keys() == {"disclosure.regulations.issued"}
    saved = report_toml.new_text(found.report)
    assert report_toml.loads(saved.encode(), "报告.toml") == found.report

"""What stands where on finished pages: numbers whole, pages filled, titles and labels broken at words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import count, from_toml
from nianbao.model.grid import grid_of
from nianbao.model.load_forms import all_forms
from nianbao.publish.pages import page_of
from nianbao.publish.sheet import columns
from nianbao.publish.sheet.columns import settings
from nianbao.publish.sheet.plan import ends
from nianbao.publish.sheet.title import LONGEST_LINE, signed_lines, title_lines
from nianbao.publish.sheet.words import printing_words
from nianbao.write import write
from nianbao.write.table_type import LINE_WIDTH, table_type
from tests import paper, stress, typography
from tests.printed import distinct

PLACES = [
    "青溪县",
    "云南省",
    "临沧市",
    "黔东南苗族侗族自治州",
    "积石山保安族东乡族撒拉族自治县",
    "莫力达瓦达斡尔族自治旗",
]
ORGANS = [
    "人民政府",
    "综合行政执法局",
    "第十二师",
    "人力资源和社会保障局",
    "城市管理委员会",
    "办公室",
    "一〇四团",
]


# ---- numbers


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
@pytest.mark.takes_turns
def test_numbers_of_six_to_twelve_digits_stand_on_one_line(engine: str) -> None:
    report = stress.report_of("numbers")
    whole = "\n".join(paper.lines_of(stress.made("numbers", "pdf", engine)))
    for cell, figure in report.all_figures().items():
        assert str(figure) in whole, cell


@pytest.mark.parametrize("form", all_forms())
@pytest.mark.parametrize("digits", [1, 6, 9, 12])
def test_every_number_and_word_fits_its_column(form: str, digits: int) -> None:
    texts = {cell: str(count(10**digits - 1)) for cell in all_forms()[form].cells}
    for section in all_forms()[form].sections:
        for setting in settings(grid_of(all_forms()[form], section.id), texts) if section.table else ():
            kind = table_type(setting.classes, setting.size)
            assert sum(setting.widths) == pytest.approx(100, abs=0.02)
            figures = setting.widths[grid_of(all_forms()[form], section.id).stub_columns :]
            assert min(figures) / 100 * LINE_WIDTH >= digits * kind.size / 2 + 2 * kind.x
            assert digits > 1 or setting.size >= 10.5
            label = "|".join("\n".join(lines) for lines in setting.labels.values())
            plain = "|".join("".join(lines) for lines in setting.labels.values())
            for word in printing_words().labels.finditer(plain):
                assert plain.count(word.group()) == label.count(word.group()), word.group()


def test_tables_are_set_once_while_a_text_is_typed_and_one_anew_for_each_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Which takes most of the time before a page is shown."""
    begun = []

    class Table(columns._Table):
        def __init__(self, *of: Any) -> None:
            begun.append(of)
            super().__init__(*of)

    monkeypatch.setattr(columns, "_Table", Table)
    columns._settings.cache_clear()
    report = distinct("2021")
    tables = sum(bool(section.table) for section in report.form.sections)
    wide = {"disputes.review.upheld": from_toml("7（其中三件由上级机关受理）")}
    assert wide.keys() <= report.figures.keys()
    for told, changed in (
        (tables, report),
        (0, replace(report, narrative={**report.narrative, "overview": "正在写的一句话。"})),
        (1, replace(report, figures={**report.figures, **wide})),
        (0, report),
    ):
        begun.clear()
        page_of(changed, engine="typst")
        assert len(begun) == told
    grid = grid_of(report.form, "disputes")
    said = {cell: str(figure) for cell, figure in report.all_figures().items()}
    of_wide = settings(grid, said | {cell: str(figure) for cell, figure in wide.items()})
    assert (len(of_wide[0].remarks), len(settings(grid, said)[0].remarks), len(begun)) == (1, 0, 0)


# ---- remarks


@pytest.mark.parametrize(
    "remark", ["其中修订16件", "含2024年结转1,200件，另有移送部门3件", "约" * 120, "见 a b"]
)
@pytest.mark.parametrize("step", [5, 500])
def test_a_remark_stands_small_below_its_figure_and_its_words_are_whole(remark: str, step: int) -> None:
    grid = grid_of(all_forms()["2021"], "applications")
    cells = [cell.cell.id for cell in grid.cells if cell.cell]
    setting = settings(grid, dict.fromkeys(cells, "0") | dict.fromkeys(cells[::step], f"22（{remark}）"))[0]
    assert table_type(setting.classes, setting.size).remark_size >= 6.5
    for found in setting.remarks.values():
        assert (found[0], "".join(found[1:])) == ("22", f"（{remark}）")
        assert all(any(word in line for line in found) for word in printing_words().remarks.findall(remark))
    if remark == "其中修订16件":
        assert (setting.size, len(setting.remarks)) == (10.5, len(cells[::step]))


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
@pytest.mark.takes_turns
def test_a_report_full_of_remarks_is_a_page_longer_at_most(engine: str) -> None:
    data = stress.made("remarks", "pdf", engine)
    assert paper.pages_of(data) <= paper.pages_of(stress.made("numbers", "pdf", engine)) + 1
    remark = "22（其中修订16件）"
    written = [str(figure) for figure in stress.report_of("remarks").all_figures().values()]
    assert len(paper.places(data, [remark])[remark]) == written.count(remark)


# ---- pages


@pytest.mark.parametrize("name", stress.NAMES)
@pytest.mark.takes_turns
def test_no_page_but_the_last_is_much_empty_and_no_signature_stands_alone(name: str) -> None:
    data = stress.made(name, "pdf", "typst")
    gaps = typography.gaps(data)
    assert max(gaps[:-1]) < 0.2, gaps
    last = {round(sign.y) for sign in paper.signs(data) if sign.page == len(gaps) - 1}
    assert len(last) > 3  # and the page number


def test_a_long_sentence_before_a_table_begins_below_its_heading() -> None:
    """Only its last lines must stand with the table: the pages before are full."""
    report = distinct("2021")
    text = {"disclosure": "按照规定公布。", "applications": "本年度共收到申请，" * 50 + "如下。"}
    data = write(page_of(replace(report, narrative={**report.narrative, **text}), engine="typst"), "pdf")
    assert max(typography.gaps(data)[:-1]) < 0.2


@pytest.mark.parametrize("form", all_forms())
def test_a_table_goes_on_with_rows_enough_below_its_head(form: str) -> None:
    for section in all_forms()[form].sections:
        if section.table and (grid := grid_of(all_forms()[form], section.id)).head_rows:
            assert all(grid.head_rows + 3 <= row <= grid.height - 3 for row in ends(grid))


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
@pytest.mark.takes_turns
def test_a_long_name_below_the_text_stands_on_the_right_on_lines_that_end_with_words(engine: str) -> None:
    data = stress.made("name", "pdf", engine)
    lines = signed_lines(stress.LONG_NAME)
    assert "".join(lines) == stress.LONG_NAME
    assert all(line.endswith((*printing_words().ends, *printing_words().weak)) for line in lines)
    places = [paper.places(data, [line])[line][-1] for line in lines]
    assert len({round(place.x) for place in places}) == 1
    assert places[0].x > 28 * 72 / 25.4 + 6 * 15.75
    assert set(lines) <= set(paper.lines_of(data))
    assert signed_lines("青溪县水利局") == ("青溪县水利局",)


@pytest.mark.parametrize("length", [6, 30, 80, 120, 198])
def test_a_long_remark_leaves_the_type_of_its_table_as_it_is(length: int) -> None:
    form = all_forms()["2021"]
    remark = ("其中因申请人补正后仍不明确而终止办理的三件，另有五件与上年结转的申请合并答复" * 6)[:length]
    texts = dict.fromkeys(form.cells, "12") | {"applications.granted.total": f"22（{remark}）"}
    for setting in settings(grid_of(form, "applications"), texts):
        assert setting.size >= 9.5
        assert all(len(found) <= 24 for found in setting.remarks.values())


# ---- titles


@given(st.lists(st.sampled_from(PLACES), max_size=3), st.lists(st.sampled_from(ORGANS), max_size=4))
def test_a_title_is_broken_where_words_end(places: list[str], organs: list[str]) -> None:
    organ = "".join([*places, *organs])
    lines = title_lines(f"{organ}2024年政府信息公开工作年度报告", organ)
    assert "".join(lines) == f"{organ}2024年政府信息公开工作年度报告"
    assert max(map(len, lines)) <= LONGEST_LINE
    for word in ("执法", "第十二师", "自治", "保安族", "东乡族", "公开"):
        assert all(
            word not in above[-len(word) + 1 :] + below[: len(word) - 1] for above, below in pairwise(lines)
        )
    for line in lines[:-1]:
        assert line.endswith((*printing_words().ends, *printing_words().weak))

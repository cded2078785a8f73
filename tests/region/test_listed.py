"""A new region.toml, from a list of members of whatever layout, or from the reports of a folder."""

from __future__ import annotations

import io
from pathlib import Path, PurePath

import pytest
import xlsxwriter

from nianbao.problem import InputError
from nianbao.region import listed, load
from nianbao.region.members import Member, Region

ROWS = [
    ["某某县2024年报送单位一览表", "", "", ""],
    ["序号", "单位名称", "类别", "简称"],
    ["1", "某某县教育局", "县直部门", "县教体局、教育局"],
    ["2", "某某县甲镇人民政府", "乡镇", ""],
    ["3", "某某县气象台", "", ""],
    ["4", "某某县税务局", "垂管单位", ""],
    ["5", "某某县教育局", "县直部门", ""],
]


def workbook(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def region(tmp_path: Path, found: listed.Listed) -> Region:
    text = listed.new_text("某某县", 2024, "county", listed.guessed(found)[0])
    path = tmp_path / "region.toml"
    path.write_text(text, encoding="utf-8")
    listed.proved(text, path)
    return load.load(path)


def test_a_list_with_heads_anywhere(tmp_path: Path) -> None:
    found = listed.of_workbook(workbook(ROWS), PurePath("名单.xlsx"))
    assert found.told == ("“某某县教育局”在名单里不止一次，只写了一次。",)
    assert listed.guessed(found)[1] == ("某某县气象台",)
    assert [(each.name, each.kind, each.aliases) for each in region(tmp_path, found).members] == [
        ("某某县教育局", "department", ("县教体局", "教育局")),
        ("某某县甲镇人民政府", "township", ()),
        ("某某县气象台", "department", ()),
        ("某某县税务局", "vertical", ()),
    ]


def test_a_csv_with_parents_and_years_in_the_encoding_of_windows(tmp_path: Path) -> None:
    text = (
        "机关名称,主管部门,成立年度,撤销年度\n某某县教育局,,,\n招生考试中心,某某县教育局,2020年,\n"
        "某某县物价局,不在名单,,2019\n"
    )
    found = listed.of_workbook(text.encode("gb18030"), PurePath("名单.csv"))
    assert found.told == ("上级“不在名单”不在名单里，没有写 parent。",)
    school, prices = region(tmp_path, found).members
    assert [(each.name, each.since) for each in school.members] == [("招生考试中心", 2020)]
    assert (prices.name, prices.until) == ("某某县物价局", 2019)


def test_a_single_column_of_names(tmp_path: Path) -> None:
    found = listed.of_workbook("某某县教育局\n\n某某县民政局\n".encode(), PurePath("名单.csv"))
    assert [each.name for each in region(tmp_path, found).members] == ["某某县教育局", "某某县民政局"]


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"x", "a.docx", "不是 Excel、WPS 表格或 .csv；请写成员名单的表格"),
        (b"x", "a.xlsx", "；|。"),
        ("单位名称,类别\n,\n".encode(), "a.csv", "没有找到成员单位的名称；请有一列叫“单位名称”"),
        ("单位名称,成立年度\n某局,去年\n".encode(), "a.csv", "a.csv：某局：“去年”不是年度；请写四位数字"),
    ],
)
def test_what_is_no_list(data: bytes, name: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        listed.of_workbook(data, PurePath(name))


def test_names_of_any_signs_are_kept(tmp_path: Path) -> None:
    odd = '某某县"引号\\局'
    found = listed.Listed((Member(odd, "department"),), {})
    assert region(tmp_path, found).members[0].name == odd

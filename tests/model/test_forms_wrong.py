"""A wrong form file says which file and which key."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao import resources
from nianbao.model.form import Form
from nianbao.model.load_form import load_form
from nianbao.model.load_forms import all_forms, load_forms
from nianbao.problem import InputError
from tests.later_form import add_later_form

SMALL = """
id = "2030"
notice = "notice"
notice_title = "title"
years = { from = 2030 }
title = "{agency}{year}"
[kinds]
count = "T201"
[[sections]]
id = "one"
name = "一"
heading = "一、一"
[sections.table]
layout = "matrix"
[[sections.table.blocks]]
columns = [
  { id = "a", label = "甲" },
  { id = "b", label = "乙" },
  { id = "sum", label = "总计" },
]
rows = [
  { id = "x", label = "一、子" },
  { id = "y", label = "二、丑" },
]
[[sections]]
id = "two"
name = "二"
[[totals]]
rule = "T303"
table = "one"
each = "row"
total = "sum"
parts = ["a", "b"]
[[sums]]
rule = "T301"
table = "one"
each = "column"
unless_text = { section = "two", says = ["说明"] }
holds = "x <= y"
"""


def load(tmp_path: Path, text: str) -> Form:
    (tmp_path / "forms").mkdir(exist_ok=True)
    path = tmp_path / "forms" / "2030.toml"
    path.write_text(text, encoding="utf-8")
    return load_form(path)


def test_the_small_form_is_right(tmp_path: Path) -> None:
    form = load(tmp_path, SMALL)
    assert list(form.cells) == ["one.x.a", "one.x.b", "one.x.sum", "one.y.a", "one.y.b", "one.y.sum"]
    assert form.totals == {"one.x.sum": ("one.x.a", "one.x.b"), "one.y.sum": ("one.y.a", "one.y.b")}
    assert [cross_sum.where for cross_sum in form.sums] == ["子", "丑", "甲", "乙", "总计"]
    assert [cross_sum.figures_alone for cross_sum in form.sums] == [True, True, False, False, False]


AMOUNTS = SMALL.replace('count = "T201"', 'count = "T201"\namount = "T204"').replace("x <= y", "x >= 0")


def test_a_total_that_cannot_be_computed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load(tmp_path, AMOUNTS.replace('label = "乙"', 'label = "乙", kind = "amount"'))
    assert str(error.value) == (
        "forms/2030.toml 第34行：totals[1].parts：“乙”是金额，“总计”不是，不能相加；请核对各列的 kind。"
    )
    with pytest.raises(InputError, match=r"columns\[2\]\.unit：“美元”不是金额的单位"):
        load(tmp_path, AMOUNTS.replace('label = "乙"', 'label = "乙", kind = "amount", unit = "美元"'))


def test_a_sum_of_money_and_counts_is_refused(tmp_path: Path) -> None:
    text = AMOUNTS.replace('label = "甲"', 'label = "甲", kind = "amount"')
    text = text.replace('[[totals]]\nrule = "T303"\ntable = "one"\neach = "row"\ntotal = "sum"', "")
    text = text.replace('parts = ["a", "b"]\n', "").replace('"column"', '"row"')
    with pytest.raises(InputError, match=r"sums\[1\]\.holds：“甲”是金额，“乙”不是，不能相加"):
        load(tmp_path, text.replace("x >= 0", "a + b >= 0"))
    assert load(tmp_path, text.replace("x >= 0", "a <= 5 b")).sums


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "2030"', "id = 2030", "id：应当是文字，写的却是 2030"),
        ('notice = "notice"\n', "", "notice：缺少这一项"),
        (
            "years = { from = 2030 }",
            "years = { from = 2030, till = 2031 }",
            "years.till：没有这个键；可用 encouraged、from、to。",
        ),
        ("[kinds]", 'colour = "red"\n[kinds]', "colour：没有这个键；可用 charts、id、kinds、notice、"),
        ('count = "T201"', 'counts = "T201"', "kinds：没有“counts”这种数据；可用 count、change、amount。"),
        (
            'name = "二"',
            'name = "二"\nlength = 3',
            "sections[2].length：没有这个键；可用 guidance、heading、id、",
        ),
        ('id = "two"', 'id = "one"', "sections：“one”出现了两次"),
        (
            'layout = "matrix"',
            'layout = "circle"',
            "sections[1].table.layout：没有“circle”这种版式；可用 stack、matrix、across。",
        ),
        ('id = "b"', 'id = "a"', "sections[1].table.blocks[1].columns：“a”出现了两次"),
        ('id = "y"', 'id = "x"', "sections[1].table：“x”出现了两次"),
        ('label = "乙" }', 'label = "乙", kind = "colour" }', "columns[2].kind：没有“colour”这种数据"),
        (', label = "乙" }', " }", "columns[2].label：缺少这一项"),
        (
            '{ id = "y", label = "二、丑" }',
            '{ id = "y", label = "二、丑", unit = "元" }',
            "rows[2].unit：没有这个键",
        ),
        ('total = "sum"', 'total = "all"', "totals[1].total：one 的表中，x 没有“all”这一列"),
        ('parts = ["a", "b"]', 'parts = ["a", "c"]', "totals[1].parts：one 的表中，x 没有“c”这一列"),
        ('parts = ["a", "b"]', 'parts = ["a", "sum"]', "totals：“one.x.sum”成了自己的组成部分"),
        (
            'table = "one"\neach = "row"',
            'table = "two"\neach = "row"',
            "totals[1].table：没有带表格的部分“two”",
        ),
        ('each = "row"', 'each = "cell"', "totals[1].each：只能是 row 或 column"),
        ('each = "column"', 'each = "column"\nonly = ["c"]', "sums[1].only：表中没有“c”"),
        ("x <= y", "x <= z", "sums[1].holds：one 的表中，a 没有“z”这一行"),
        ("x <= y", "x is y", "sums[1].holds：“x is y”不是一个等式或不等式"),
        ('holds = "x <= y"', 'holds = "x <= y"\nwhen = ["x > "]', "sums[1].when："),
        ('table = "one"\neach = "column"\n', "", "sums[1].holds：没有“x”这一格"),
        ('section = "two"', 'section = "six"', "sums[1].unless_text.section：没有“six”这一部分"),
        ('says = ["说明"]', "says = []", "sums[1].unless_text.says：应当是一组词语，至少一个"),
        ('says = ["说明"]', "says = [3]", "sums[1].unless_text.says：应当是一组词语，至少一个"),
        (
            'says = ["说明"]',
            'say = ["说明"]',
            "sums[1].unless_text.say：没有这个键；可用 says、section、unless。",
        ),
        ('rule = "T301"\n', "", "sums[1].rule：缺少这一项"),
        ("years = {", "years = [", "2030.toml 第5行第"),
    ],
)
def test_a_wrong_file_names_file_and_key(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert SMALL.count(old) == 1
    with pytest.raises(InputError) as error:
        load(tmp_path, SMALL.replace(old, new))
    assert str(error.value).startswith("forms/2030.toml")
    assert fault in str(error.value)


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "2030.toml"
    path.write_bytes('id = "表"'.encode("gbk"))
    with pytest.raises(InputError, match=r"2030\.toml .*文件不是 UTF-8 编码"):
        load_form(path)


NEWEST = list(all_forms().values())[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of forms/ that may be spoilt."""
    for path in resources.folder("forms").glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_a_folder_gives_its_forms_in_the_order_of_years(folder: Path) -> None:
    later = add_later_form(folder, lambda text: text)
    assert list(load_forms(folder)) == [*all_forms(), later]


def test_two_forms_for_one_year_are_refused(folder: Path) -> None:
    (folder / "2090.toml").write_text(SMALL.replace("2030", "2090"), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_forms(folder)
    assert str(error.value) == (
        f"{folder.name}/{NEWEST.id}.toml：years：2090 年同时归 {NEWEST.id} 和 2090 两个表式"
        f"；请在 {NEWEST.id}.toml 的 years 中写明 to = 2089。"
    )


def test_two_forms_of_one_name_are_refused(folder: Path) -> None:
    text = SMALL.replace('id = "2030"', 'id = "2019"')
    (folder / "2030.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="有两个表式的 id 相同"):
        load_forms(folder)

import pytest

from nianbao.desk.text.official_text import clean, numbered, numbers, reference_to
from nianbao.model.load_forms import all_forms
from nianbao.model.numbering import DEEPEST, mark, numbering
from nianbao.model.reference import referenced

HARD_WRAPPED = """\
　　全年通过门户网站主动公开政府信息587条，其中机构职能类12条、
财政预决算类3条、行政执法类572条，没有发生泄密
事件。

　　二是规范办理依申请公开，全年收到政府信息公开申请2件，均在
法定期限内答复。\r
"""
UNINDENTED = """\
全年通过门户网站主动公开政府信息587条，其中机构职能类12条、财
政预决算类3条、行政执法类572条。
（一）主动公开
做好公开工作。
下一段。"""


def test_lines_broken_by_the_page_are_joined() -> None:
    assert clean(HARD_WRAPPED.strip()).split("\n") == [
        "全年通过门户网站主动公开政府信息587条，其中机构职能类12条、财政预决算类3条、行政执法类572条，没有发生泄密事件。",
        "二是规范办理依申请公开，全年收到政府信息公开申请2件，均在法定期限内答复。",
    ]


def test_without_indents_only_full_lines_go_on() -> None:
    assert clean(UNINDENTED).split("\n") == [
        "全年通过门户网站主动公开政府信息587条，其中机构职能类12条、财政预决算类3条、行政执法类572条。",
        "（一）主动公开",
        "做好公开工作。",
        "下一段。",
    ]


@pytest.mark.parametrize("text", ["", "一行", "一、甲\n二、乙", "做了。\n又做了。"])
def test_clean_text_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("pasted", "kept"), [("甲。\r\n", "甲。\n"), ("\n\n甲", "\n甲"), (" \n", ""), ("甲", "甲")]
)
def test_line_ends_around_what_was_pasted_stay(pasted: str, kept: str) -> None:
    assert clean(pasted) == kept


def test_latin_words_keep_a_space() -> None:
    assert clean("　　通过中国政府信息公开平台以及各级各类媒体和 Word\nfile 公开。") == (
        "通过中国政府信息公开平台以及各级各类媒体和 Word file 公开。"
    )


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("", ["（一）", "1."]),
        ("（一）主动公开\n做了。", ["（二）", "1."]),
        ("（一）主动公开\n1.甲\n2.乙", ["3.", "（1）", "（二）"]),
        ("（九）甲", ["（十）", "1."]),
    ],
)
def test_the_next_number(above: str, expected: list[str]) -> None:
    assert numbers(above) == expected


@pytest.mark.parametrize("level", range(1, DEEPEST + 1))
def test_a_mark_is_read_as_what_it_was_made_of(level: int) -> None:
    for value in (1, 9, 10, 11, 20, 42, 99):
        found = numbering(mark(level, value) + "甲")
        assert found is not None
        assert (found.level, found.value, found.rest) == (level, value, "甲")


def test_numbering_again_changes_the_level_and_at_last_takes_it_away() -> None:
    above = "（一）甲"
    line = "工作"
    seen = []
    for _ in range(4):
        line = numbered(line, above)
        seen.append(line)
    assert seen == ["（二）工作", "1.工作", "工作", "（二）工作"]


@pytest.mark.parametrize("form", all_forms().values(), ids=str)
def test_every_cell_can_be_referred_to(form) -> None:  # type: ignore[no-untyped-def]
    for cell in form.cells.values():
        reference = reference_to(cell, form)
        assert referenced(reference.strip("{}"), form) == (cell.id,)

"""What a text says, and what it denies."""

from __future__ import annotations

import pytest

from nianbao.model.text_condition import TextCondition

CHARGED = TextCondition("other", ("收取信息处理费",), unless=("未", "没有", "不", "0元"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("本年度收取信息处理费200元。", True),
        ("本年度未收取信息处理费。", False),
        ("本年度没有发生收取信息处理费的情况。", False),
        ("上半年未收取信息处理费，下半年收取信息处理费200元。", True),
        ("收取信息处理费0元", False),
        ("收取信息处理费10元", True),
        ("收取信息处理费1,000元，未减免", True),
        ("收 取 信息　处理费", True),
        ("收取\n信息处理费", False),
        ("未发生。\n收取信息处理费200元", True),
        ("收取信息处理费（未超过标准）", False),
        ("", False),
    ],
)
def test_a_clause_that_denies_does_not_say(text: str, says: bool) -> None:
    assert CHARGED.holds({"other": text, "overview": "收取信息处理费"}) is says


def test_without_denial_the_words_are_enough() -> None:
    condition = TextCondition("other", ("收费通知", "缴费通知"))
    assert condition.holds({"other": "未发出缴费通知"})
    assert not condition.holds({"other": "无"})
    assert not condition.holds({})


def test_width_does_not_matter() -> None:
    assert TextCondition("other", ("APP",)).holds({"other": "开通ＡＰＰ"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("见2号文件", True),
        ("见12号文件", False),
        ("见1.2号文件", False),
        ("见12号文件和2号文件", True),
        ("见文件第2", True),
        ("见文件第23", False),
        ("见文件第2.3", False),
    ],
)
def test_a_word_with_digits_at_its_end_is_no_part_of_a_number(text: str, says: bool) -> None:
    assert TextCondition("other", ("2号文件", "文件第2")).holds({"other": text}) is says

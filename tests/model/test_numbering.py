"""The official numbering: 一、 （一） 1. （1）."""

from __future__ import annotations

import pytest

from nianbao.model.numbering import Numbering, number_of, numbering, numeral

HEADS = [
    ("一、总体情况", Numbering(1, 1, "一、", "总体情况")),
    ("十二、其他", Numbering(1, 12, "十二、", "其他")),
    (" 二 、 其他", Numbering(1, 2, "二 、", "其他")),
    ("（一）予以公开", Numbering(2, 1, "（一）", "予以公开")),
    ("(二) 主动公开", Numbering(2, 2, "(二)", "主动公开")),
    ("(五）监督保障", Numbering(2, 5, "(五）", "监督保障")),
    ("（二十一）、其他", Numbering(2, 21, "（二十一）、", "其他")),
    ("1.属于国家秘密", Numbering(3, 1, "1.", "属于国家秘密")),
    ("1. 属于国家秘密", Numbering(3, 1, "1.", "属于国家秘密")),
    ("１．属于国家秘密", Numbering(3, 1, "１．", "属于国家秘密")),
    ("5、存在的主要问题及改进情况", Numbering(3, 5, "5、", "存在的主要问题及改进情况")),
    ("1.2023年收到", Numbering(3, 1, "1.", "2023年收到")),
    ("（1）培训", Numbering(4, 1, "（1）", "培训")),
    ("( 12 ) 培训", Numbering(4, 12, "( 12 )", "培训")),
]
NO_HEADS = [
    "",
    "总体情况",
    "一是加强领导",
    "一 总体情况",
    "2024年，本局",
    "3.5万元",
    "2020.1.2起",
    "100、其他",
]
NO_HEADS += ["（其中1件）", "百、其他", "零、其他", "十十、其他", "（一", "五千、", "①其他"]


@pytest.mark.parametrize(("line", "head"), HEADS)
def test_a_number_at_the_head_of_a_line(line: str, head: Numbering) -> None:
    assert numbering(line) == head


@pytest.mark.parametrize("line", NO_HEADS)
def test_a_line_without_a_number(line: str) -> None:
    assert numbering(line) is None


def test_numerals_from_1_to_99_read_back() -> None:
    assert [number_of(numeral(value)) for value in range(1, 100)] == list(range(1, 100))
    assert [numeral(value) for value in (1, 10, 11, 20, 47, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "四十七",
        "九十九",
    ]


@pytest.mark.parametrize(("text", "value"), [("7", 7), ("１２", 12), ("2024", 2024), ("0", 0)])
def test_arabic_digits(text: str, value: int) -> None:
    assert number_of(text) == value


@pytest.mark.parametrize(
    "text", ["", "百", "一百", "零", "十十", "一十一十", "二二", "十一二", "a", "٣", "-1", "1.5"]
)
def test_what_is_no_number(text: str) -> None:
    assert number_of(text) is None

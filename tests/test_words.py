"""Chinese words put together and taken apart."""

from __future__ import annotations

import pytest

from nianbao.words import first_of, listed, on_one_line, shortened, spaced, without_spaces


def test_spaces_and_line_ends_separate_nothing() -> None:
    assert without_spaces(" 一、\u3000总体\n情况\t") == "一、总体情况"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["Word"], "Word"),
        (["Word", "网页"], "Word 和网页"),
        (["网页", "PDF"], "网页和 PDF"),
        (["Word", "PDF", "网页（html）"], "Word、PDF 和网页（html）"),
        (["网页（html）", "数据表"], "网页（html）和数据表"),
    ],
)
def test_words_are_listed_as_in_a_sentence(words: list[str], text: str) -> None:
    assert listed(words, "和") == text


def test_lines_become_one_and_numbers_below_each_other_stay_two() -> None:
    assert on_one_line("本年度\n办理\n结果") == "本年度办理结果"
    assert on_one_line("12345\n6 件\nA") == "12345 6 件 A"


def test_a_space_stands_where_latin_meets_chinese() -> None:
    assert spaced("把", "Word 或网页", "读回来") == "把 Word 或网页读回来"
    assert spaced("生成", "", "3", "份") == "生成 3 份"
    assert spaced("（", "A", "）") == "（A）"


def test_of_many_words_the_first_are_named() -> None:
    assert first_of(["甲", "乙"], 2) == "甲、乙"
    assert first_of(["甲", "乙", "丙"], 2) == "甲、乙等"
    assert first_of(["甲", "乙", "丙"], 2, shown=1, more="等3处", between="；") == "甲等3处"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert shortened("全年公开", 4) == "全年公开"
    assert shortened("全年公开信息", 4) == "全年公开…"

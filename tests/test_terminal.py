import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.terminal import (
    balanced,
    breaks,
    centred,
    cut,
    least_width,
    left,
    pieces,
    right,
    width_of,
    wrap,
    wrap_paragraphs,
)

TEXTS = st.text(st.sampled_from("公开（一）、，。“”自然人12.5 abc　万元"), max_size=60)


@given(TEXTS, st.integers(2, 40))
def test_no_character_is_lost_and_no_line_too_wide(text: str, width: int) -> None:
    lines = pieces(text, width)
    assert "".join(lines) == text
    assert all(width_of(line.rstrip()) <= width for line in lines)


@given(TEXTS, st.integers(2, 40))
def test_typed_lines_break_within_the_width_and_never_twice_in_a_place(text: str, width: int) -> None:
    places = [0, *breaks(text, width), len(text)]
    assert places[:-1] == sorted(set(places[:-1]))
    assert all(width_of(text[begin:end]) <= width for begin, end in pairwise(places))


@given(st.text(st.sampled_from("公开信息，。、（）"), max_size=60).filter(lambda text: "（，" not in text))
def test_no_typed_line_begins_with_what_ends_a_clause(text: str) -> None:
    text = re.sub("[，。、（）]+", lambda marks: marks[0][0], text).lstrip("，。、）")
    assert not any(text[place] in "，。、）" for place in breaks(text, 12))


@given(TEXTS, st.integers(2, 40))
def test_balanced_lines_are_as_few(text: str, width: int) -> None:
    assert len(balanced(text, width)) == len(wrap(text, width))


@given(TEXTS, st.integers(1, 5))
def test_least_width_is_enough(text: str, lines: int) -> None:
    assert len(wrap(text, least_width(text, lines))) <= lines


@given(TEXTS, st.integers(1, 30))
def test_padded_texts_have_the_width(text: str, width: int) -> None:
    assert {width_of(way(text, width)) for way in (left, right, centred)} == {width}


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("社会公益组织", 6, ["社会公", "益组织"]),
        ("一、本年新收", 6, ["一、本", "年新收"]),
        ("（一）予以公开", 6, ["（一）", "予以公", "开"]),
        ("办结，共2件。", 7, ["办结，", "共2件。"]),
    ],
)
def test_punctuation_stays_with_its_word(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("年报", 4), ("（一）", 6), ("T301：错", 8), ("e\u0301", 1)]
)
def test_width(text: str, width: int) -> None:
    assert width_of(text) == width
    assert left(text, 10) == text + " " * (10 - width)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六", 6, ["一二三", "四五六"]),
        ("一二三，四五", 6, ["一二", "三，四", "五"]),  # no comma at the beginning of a line
        ("一二（三四）", 6, ["一二", "（三", "四）"]),  # no bracket left open at its end
        ("用 nianbao check 核对", 14, ["用 nianbao", "check 核对"]),  # words stay whole
        ("  缩进的一二三", 8, ["  缩进的", "  一二三"]),
        ("甲\n\n乙", 8, ["甲", "", "乙"]),
    ],
)
def test_paragraphs_keep_their_breaks_and_indents(text: str, width: int, lines: list[str]) -> None:
    assert wrap_paragraphs(text, width) == lines


@pytest.mark.parametrize(("text", "width"), [("abc def", 3), ("一二 三四", 5), ("一二　三四", 7)])
def test_spaces_neither_take_a_line_nor_begin_one(text: str, width: int) -> None:
    assert wrap(text, width) == text.split()


def test_a_cut_text_says_so() -> None:
    assert cut("商业企业", 5) == "商业…"
    assert cut("商业企业", 8) == "商业企业"

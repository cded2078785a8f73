"""What a cell can hold: read, printed, and never mistaken for a bare number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import (
    BLANK,
    LONGEST,
    UNKNOWN,
    Figure,
    State,
    count,
    from_toml,
    half_width,
    parse,
    to_toml,
)
from tests.strategies import figures, typed_figures

NUMBERS = [
    ("0", count(0), "0"),
    ("154", count(154), "154"),
    ("999999999", count(999_999_999), "999999999"),
    (" 12 ", count(12), "12"),
    ("\u300012\u3000", count(12), "12"),
    ("１２０", count(120), "120"),
    ("1,234", count(1234), "1234"),
    ("１，２３４，５６７", count(1_234_567), "1234567"),
    ("007", count(7), "7"),
    ("+4", Figure(State.NUMBER, 4, plus=True), "+4"),
    ("＋4", Figure(State.NUMBER, 4, plus=True), "+4"),
    ("+0", Figure(State.NUMBER, 0, plus=True), "+0"),
    ("-18", count(-18), "-18"),
    ("－18", count(-18), "-18"),
    ("\u221218", count(-18), "-18"),
    ("4166.241619", Figure(State.NUMBER, Decimal("4166.241619")), "4166.241619"),
    ("1.50", Figure(State.NUMBER, Decimal("1.50")), "1.50"),
    ("48359.899368万元", Figure(State.NUMBER, Decimal("48359.899368"), unit="万元"), "48359.899368万元"),
    ("120198725.06 元", Figure(State.NUMBER, Decimal("120198725.06"), unit="元"), "120198725.06元"),
    ("3亿元", Figure(State.NUMBER, 3, unit="亿元"), "3亿元"),
    ("5件", Figure(State.NUMBER, 5, unit="件"), "5件"),
    ("5 件次", Figure(State.NUMBER, 5, unit="件次"), "5件次"),
    ("5份", Figure(State.NUMBER, 5, unit="份"), "5份"),
    ("22（其中修订16件）", Figure(State.NUMBER, 22, remark="其中修订16件"), "22（其中修订16件）"),
    ("22 (其中修订16件)", Figure(State.NUMBER, 22, remark="其中修订16件"), "22（其中修订16件）"),
    ("22（一）（二）", Figure(State.NUMBER, 22, remark="一）（二"), "22（一）（二）"),
    ("3件（含\n上年）", Figure(State.NUMBER, 3, unit="件", remark="含上年"), "3件（含上年）"),
    ("3（含\n16件\nA b\nC）", Figure(State.NUMBER, 3, remark="含16件A b C"), "3（含16件A b C）"),
    ("9" * 18, count(10**18 - 1), "9" * 18),
]
MARKS = [
    ("/", "/"),
    ("／", "/"),
    ("\\", "\\"),
    ("＼", "\\"),
    ("-", "-"),
    ("－", "-"),
    ("—", "—"),
    ("——", "——"),
]
WORDS = [
    "减",
    "若干",
    "1/2",
    "+-3",
    "2件3条",
    "12万",
    "1,23",
    "1 234",
    "1.2.3",
    "（22）",
    "22（",
    "12e3",
    "0x10",
]
WORDS += ["二十", "9" * 19, "0." + "1" * 18, "="]


@pytest.mark.parametrize(("text", "figure", "printed"), NUMBERS)
def test_a_number_is_read_and_printed(text: str, figure: Figure, printed: str) -> None:
    assert parse(text) == figure
    assert type(parse(text).number) is type(figure.number)
    assert str(figure) == printed


@pytest.mark.parametrize(("text", "mark"), MARKS)
def test_a_mark_says_does_not_apply(text: str, mark: str) -> None:
    assert parse(text) == Figure(State.NOT_APPLICABLE, text=mark)
    assert str(parse(text)) == mark


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "\n"])
def test_nothing_is_a_blank(text: str) -> None:
    assert parse(text) is BLANK
    assert str(BLANK) == ""


@pytest.mark.parametrize("text", ["?", "？", " ? "])
def test_a_question_mark_is_unknown(text: str) -> None:
    assert parse(text) is UNKNOWN
    assert str(UNKNOWN) == "?"


@pytest.mark.parametrize("text", WORDS)
def test_anything_else_is_kept_as_it_stands(text: str) -> None:
    assert parse(text) == Figure(State.MALFORMED, text=text)
    assert str(parse(text)) == text


def test_spaces_within_words_become_one() -> None:
    assert parse("见 \n 附件").text == "见 附件"


def test_a_blank_a_zero_and_does_not_apply_are_three_statements() -> None:
    assert len({BLANK, count(0), parse("/"), UNKNOWN, parse("减")}) == 5


@pytest.mark.parametrize("figure", [BLANK, count(0), count(1), UNKNOWN])
def test_a_figure_has_no_truth_value(figure: Figure) -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(figure)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("120198725.06 元", "120198725.06"),
        ("4092.66 万元", "40926600"),
        ("3亿元", "300000000"),
        ("5", None),
        ("5件", None),
        ("", None),
        ("/", None),
    ],
)
def test_an_amount_in_yuan_needs_a_unit_of_money(text: str, yuan: str | None) -> None:
    assert parse(text).in_yuan == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (0, count(0)),
        (-3, count(-3)),
        (Decimal("1.50"), parse("1.50")),
        (Decimal("1E+3"), parse("1000")),
        ("", BLANK),
    ],
)
def test_values_of_toml(value: int | Decimal | str, figure: Figure) -> None:
    assert from_toml(value) == figure


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("-5", -5), ("+5", "+5"), ("5件", "5件"), ("5（注）", "5（注）"), ("5.0", "5.0"), ("", "")],
)
def test_only_a_plain_whole_number_is_an_integer_of_toml(text: str, value: int | str) -> None:
    assert to_toml(parse(text)) == value


def test_half_width_leaves_chinese_punctuation_of_its_own_alone() -> None:
    assert half_width("ＡＢ１２（）：　－−。、“”") == "AB12(): --。、“”"


@given(figures())
def test_every_figure_reads_back_as_it_is_printed(figure: Figure) -> None:
    assert parse(str(figure)) == figure
    assert str(parse(str(figure))) == str(figure)


@given(figures())
def test_every_figure_outlives_toml(figure: Figure) -> None:
    assert from_toml(to_toml(figure)) == figure


@given(typed_figures())
def test_what_is_typed_means_what_it_should(typed: tuple[str, Figure]) -> None:
    text, figure = typed
    assert parse(text) == figure


@given(st.text(max_size=12))
def test_nothing_that_is_typed_is_refused_or_changes_again(text: str) -> None:
    assert parse(str(parse(text))) == parse(text)


def test_what_is_longer_than_any_figure_is_kept_as_words() -> None:
    longest = f"5（{'甲' * (LONGEST - 3)}）"
    assert (parse(longest).state, len(parse(longest).remark)) == (State.NUMBER, LONGEST - 3)
    longer = f"5（{'甲' * LONGEST}）"
    assert parse(longer) == Figure(State.MALFORMED, text=longer)

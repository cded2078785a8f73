"""How what a finding carries is put into words."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from nianbao.model.evidence import (
    AllOf,
    CodePoints,
    Gaps,
    Growth,
    LastYears,
    Paragraph,
    Percent,
    Period,
    Share,
    Tally,
    Values,
    worked,
)
from nianbao.model.figure import Kind, parse
from nianbao.model.finding import Finding, Level
from nianbao.model.formula import Side, Term
from nianbao.model.wording import counted, summary, words


def side(*terms: tuple[int, str], constant: int = 0) -> Side:
    return Side(tuple(Term(factor, cell, Kind.COUNT, cell) for factor, cell in terms), constant)


FIGURES = {"甲": "2", "乙": "0", "丙": "", "丁": "?", "戊": "/", "己": "1.5", "庚": "3（含1）", "辛": "若干"}


def told(found: Side) -> str:
    return words(worked(found, lambda cell: parse(FIGURES[cell])))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (side((1, "甲")), "甲(2)"),
        (side((1, "甲"), (1, "乙")), "甲(2)＋乙(0)＝2"),
        (side((1, "甲"), (-1, "庚")), "甲(2)－庚(3（含1）)＝-1"),
        (side((-1, "甲"), (20, "乙")), "－甲(2)＋20×乙(0)＝-2"),
        (side((1, "丙"), (1, "丁"), (1, "戊"), (1, "辛")), "丙(未填)＋丁(未填)＋戊(/)＋辛(若干)＝0"),
        (side((1, "甲"), (1, "己")), "甲(2)＋己(1.5)＝3.5"),
        (side((1, "甲"), (1, "乙"), (1, "丙"), (1, "戊"), (1, "庚")), "甲(2)＋丙(未填)＋庚(3（含1）)＝5"),
        (side((1, "乙"), (1, "戊"), (1, "乙"), (1, "乙"), (1, "乙")), "乙(0)＝0"),
        (side(), "0"),
        (side(constant=5), "5"),
    ],
)
def test_a_side_in_words(found: Side, expected: str) -> None:
    assert told(found) == expected


ONE, TWO = Tally((("本年新收", 3),), 3), Tally((("本年新收", 3), ("上年结转", None)), None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("原文", "原文"),
        (-3, "-3"),
        (Decimal("1E+2"), "100"),
        (parse("+4"), "+4"),
        (datetime.date(2025, 2, 10), "2025年2月10日"),
        (Period(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)), "2024年1月1日至12月31日"),
        (Percent(90), "90%"),
        (Paragraph("总体情况", 3), "“总体情况”第3段"),
        (CodePoints((0xE012, 0x1F600)), "U+E012、U+1F600"),
        (CodePoints(tuple(range(0xE000, 0xE007))), "U+E000、U+E001、U+E002、U+E003等7种"),
        (("甲", "乙"), "甲、乙"),
        (("甲", "甲"), "甲、甲"),
        ((), ""),
        ((ONE, TWO, ONE), "本年新收是3；本年新收(3)＋上年结转(未填)＝未填"),
        (LastYears(ONE), "上一年度本年新收是3"),
        (AllOf(TWO, ONE), "本年新收(3)＋上年结转(未填)＝未填，本年新收是3"),
        (Share("2件", ONE, Decimal(200) / 3), "2件占本年新收(3)的66.67%"),
        (Share(ONE, "0件", None), "本年新收(3)，0件"),
        (Growth(ONE, ONE, Decimal(0), in_percent=True), "本年新收(3)，上一年度是3，增加0%"),
        (Growth(ONE, ONE, Decimal(-2), in_percent=False), "本年新收(3)，上一年度是3，减少2"),
        (Growth(ONE, ONE, None, in_percent=True), "本年新收(3)，上一年度是3"),
        (Growth(ONE, None, None, in_percent=True), "本年新收是3"),
        (Gaps("表二", "规章·制发", ("规章",), ("制发",), 1, 9), "“规章·制发”"),
        (Gaps("表二", "", ("规章",), ("制发", "废止"), 2, 9), "“规章”的制发、废止（2格）"),
        (Gaps("表二", "", ("规章",), (), 3, 9), "“规章”整行（3格）"),
        (Gaps("表四", "", ("甲", "乙", "丙"), (), 9, 9), "表四全部9格"),
        (Gaps("表三", "", tuple("甲乙丙丁戊己庚"), (), 42, 99), "表三的甲、乙、丙、丁等7行整行（42格）"),
        (Gaps("表三", "", ("甲", "乙", "丙"), ("子",), 3, 99), "表三的子一栏，有3行（3格）"),
        (Gaps("表三", "", ("甲", "乙", "丙"), ("子", "丑"), 6, 99), "表三的子、丑2栏，有3行（6格）"),
    ],
)
def test_a_value_in_words(value: Values, expected: str) -> None:
    assert words(value) == expected


def test_how_many_findings_there_are() -> None:
    error, waived = Finding("T301", Level.ERROR), Finding("T202", Level.WARNING, waived="确有")
    assert summary([]) == "没有发现问题。"
    assert summary([error, error, waived]) == "错误2条，已说明理由1条；改正错误后才能发布。"
    assert summary([waived]) == "已说明理由1条；没有错误。"
    assert counted([waived, Finding("T305", Level.WARNING), Finding("Y605", Level.HINT)]) == [
        "提醒1条",
        "提示1条",
        "已说明理由1条",
    ]
    assert sorted(Level, key=lambda level: level.rank) == [Level.ERROR, Level.WARNING, Level.HINT]

"""How a broken cross-sum is put into words; which are broken is in tests/cases/."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao.checks import check
from nianbao.checks.rules.arithmetic import in_words
from nianbao.model.figure import Kind, parse
from nianbao.model.formula import Side, Term
from nianbao.model.rules import sentence
from tests.strategies import clean_report


def side(*terms: tuple[int, str], constant: int = 0) -> Side:
    return Side(tuple(Term(factor, cell, Kind.COUNT, cell) for factor, cell in terms), constant)


FIGURES = {"甲": "2", "乙": "0", "丙": "", "丁": "?", "戊": "/", "己": "1.5", "庚": "3（含1）", "辛": "若干"}


def words(found: Side) -> str:
    return in_words(found, lambda cell: parse(FIGURES[cell]))


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
    assert words(found) == expected


def test_a_finding_carries_both_sides_and_all_cells() -> None:
    cells = {"applications.received.business": parse("5"), "applications.granted.business": parse("3")}
    finding = check(clean_report("2021").with_figures(cells))[0]
    assert (finding.code, finding.section) == ("T301", "applications")
    assert (finding.found, finding.expected) == ("5", "3")
    assert finding.cells == tuple(
        f"applications.{row}.business" for row in ("received", "carried_in", "outcomes", "carried_out")
    )


def test_amounts_differ_by_decimals() -> None:
    amount = "disclosure.procurement.amount"
    (finding,) = check(clean_report("2019").with_figures({amount: parse("5000.5元")}))
    assert (finding.code, finding.message) == ("T214", "no_projects")
    assert Decimal(finding.found) == Decimal("0.50005")
    assert sentence(finding) == "“政府集中采购”：采购项目数量是0，金额却有采购总金额(5000.5元)。"

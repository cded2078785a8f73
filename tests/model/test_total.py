"""Adding figures up: counts, changes and money in several units; what is not known stays unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import BLANK, UNITS_OF_MONEY, UNKNOWN, Figure, Kind, State, count, parse
from nianbao.model.total import Measured, total
from tests.strategies import figures


def money(*texts: str, label: str = "") -> list[Measured]:
    return [Measured(parse(text), Kind.AMOUNT, label) for text in texts]


@pytest.mark.parametrize(
    ("parts", "unit", "expected"),
    [
        (money("0.5", "0.5", label="万元"), "万元", "1"),
        (money("4166.241619", "0.000001", label="万元"), "万元", "4166.24162"),
        (money("5000元", "0.5", label="万元"), "万元", "1"),
        (money("1亿元", "1", label="万元"), "万元", "10001"),
        (money("0.5", "0.5", label="万元"), "元", "10000"),
        (money("0.5", "0.5", label="万元"), "", "1万元"),
        (money("5000.5元", "1万元"), "", "15000.5元"),
        (money("1万元", "/"), "万元", "1"),
        (money("0", "1万元"), "", "1万元"),
        (money("0", "0"), "", "0"),
        (money("/", "/"), "万元", "0"),
        (money("0.3元", "0.7元"), "万元", "0.0001"),
        (money("1", "1万元"), "", "?"),  # 1 of what?
        (money("1", "1万元"), "万元", "?"),
        (money("1万元", ""), "万元", ""),
        (money("1万元", "", "?"), "万元", "?"),
        (money("若干", "1", label="万元"), "万元", "?"),
    ],
)
def test_money(parts: list[Measured], unit: str, expected: str) -> None:
    assert str(total(parts, Kind.AMOUNT, unit)) == expected


@pytest.mark.parametrize(
    ("texts", "expected"), [(["+3", "-1"], "+2"), (["+1", "-3"], "-2"), (["+1", "-1"], "0")]
)
def test_changes_keep_their_sign(texts: list[str], expected: str) -> None:
    assert str(total([Measured(parse(text), Kind.CHANGE) for text in texts], Kind.CHANGE)) == expected


def test_counts() -> None:
    assert total([Measured(count(2)), Measured(parse("3件"))]) == count(5)
    assert total([Measured(count(2)), Measured(parse("2.5"))]) is UNKNOWN
    assert total([Measured(count(2)), Measured(BLANK)]) is BLANK
    assert total([]) == count(0)


UNITS = st.sampled_from(["", *UNITS_OF_MONEY])


@given(st.lists(st.tuples(figures(), UNITS), max_size=5), UNITS)
def test_a_total_of_money_lies_in_the_bounds_of_its_parts(drawn: list[tuple[Figure, str]], unit: str) -> None:
    """Totals and sums add up the same way: what one says the other does not refuse."""
    parts = [Measured(figure, Kind.AMOUNT, label) for figure, label in drawn]
    found = Measured(total(parts, Kind.AMOUNT, unit), Kind.AMOUNT, unit)
    if found.figure.state is not State.NUMBER:
        assert found.figure in {UNKNOWN, BLANK}
        return
    bounds = [part.bounds() for part in parts]
    low = sum((Decimal(least) for least, _ in bounds if least is not None), Decimal(0))
    assert found.in_yuan is None or found.in_yuan / 10_000 == low
    assert all(least == most for least, most in bounds)

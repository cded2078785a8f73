"""The language of the cross-sums: what it reads, and that it never blames what could still be right."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import BLANK, UNKNOWN, Figure, Kind, count
from nianbao.model.figure import parse as figure
from nianbao.model.formula import Comparison, Side, Term, parse

KINDS = {
    "a": Kind.COUNT,
    "b": Kind.COUNT,
    "c": Kind.COUNT,
    "d": Kind.CHANGE,
    "e": Kind.AMOUNT,
    "f": Kind.AMOUNT,
}
UNITS = {"f": "万元"}
GROUPS = {"all": ("a", "b", "c")}
HOLDS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}


def resolve(name: str) -> list[Term]:
    if name not in KINDS and name not in GROUPS:
        raise LookupError(f"没有“{name}”")
    return [
        Term(1, cell, KINDS[cell], cell.upper(), UNITS.get(cell, "")) for cell in GROUPS.get(name, (name,))
    ]


def look(**figures: Figure | int | str) -> Callable[[str], Figure]:
    found = {
        key: figure(value) if isinstance(value, str) else count(value) if isinstance(value, int) else value
        for key, value in figures.items()
    }
    return found.__getitem__


# ---- reading


def test_terms_factors_constants_and_groups() -> None:
    comparison = parse("20 a - 2 all + 3 <= b - 4", resolve)
    assert comparison.operator == "<="
    assert [(term.factor, term.cell) for term in comparison.left.terms] == [
        (20, "a"),
        (-2, "a"),
        (-2, "b"),
        (-2, "c"),
    ]
    assert (comparison.left.constant, comparison.right.constant) == (3, -4)
    assert list(comparison.cells()) == ["a", "a", "b", "c", "b"]


@pytest.mark.parametrize("sign", HOLDS)
def test_all_comparisons_are_read_with_and_without_spaces(sign: str) -> None:
    assert parse(f"a{sign}b", resolve) == parse(f"  a  {sign}  b ", resolve)
    assert parse(f"a{sign}b", resolve).operator == sign


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a + b", "“a + b”不是一个等式或不等式"),
        ("", "“”不是一个等式或不等式"),
        ("a = -", "“-”以符号结尾"),
        ("a b = c", "“a b”从“b”起看不懂"),
        ("a * b = c", "“a * b”从“* b”起看不懂"),
        ("A = c", "“A”从“A”起看不懂"),
        ("a = b = c", "“b = c”从“= c”起看不懂"),
        ("a + = c", "“a +”以符号结尾"),
        ("2a = c", "“2a”从“2a”起看不懂"),
    ],
)
def test_what_cannot_be_read(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match="“") as error:
        parse(text, resolve)
    assert str(error.value) == fault


def test_an_unknown_name_is_the_callers_fault_to_tell() -> None:
    with pytest.raises(LookupError, match="没有“x”"):
        parse("a + x = b", resolve)


# ---- evaluation


@pytest.mark.parametrize(
    ("text", "figures", "broken", "certain"),
    [
        ("a = b", {"a": 1, "b": 1}, False, True),
        ("a = b", {"a": 1, "b": 2}, True, False),
        ("a = b", {"a": "", "b": 2}, False, False),
        ("a + c = b", {"a": 3, "b": 2, "c": ""}, True, False),  # no count mends it
        ("a + c = b", {"a": 3, "b": 2, "c": "?"}, True, False),
        ("a + c = b", {"a": 3, "b": 2, "c": "减"}, True, False),
        ("a + d = b", {"a": 3, "b": 2, "d": ""}, False, False),  # a change can be negative
        ("a = b", {"a": "/", "b": 0}, False, True),  # "does not apply" adds nothing
        ("a = b", {"a": "/", "b": 1}, True, False),
        ("a <= b", {"a": 2, "b": ""}, False, False),
        ("a <= b", {"a": "", "b": 2}, False, False),
        ("a <= b", {"a": 3, "b": 2}, True, False),
        ("a - b >= 0", {"a": 2, "b": ""}, False, False),
        ("a - b >= 1", {"a": 0, "b": ""}, True, False),
        ("a < b", {"a": 2, "b": 2}, True, False),
        ("a > b", {"a": 2, "b": 2}, True, False),
        ("a != b", {"a": 2, "b": 2}, True, False),
        ("a != b", {"a": 2, "b": ""}, False, False),
        ("a != b", {"a": -2, "b": ""}, False, True),
        ("20 a > b", {"a": 3, "b": 60}, True, False),
        ("20 a > b", {"a": 3, "b": 59}, False, True),
        ("e = 12", {"e": "12"}, False, False),  # of 元, 万元 or 亿元: nobody has said
        ("e < 0", {"e": "12"}, True, False),
        ("f = 12", {"f": "12"}, False, True),  # 万元 by the label of the column
        ("f = 12", {"f": "120000元"}, False, True),
        ("e = 12", {"e": "120000元"}, False, True),  # amounts meet in 万元
        ("e = 12", {"e": "0.0012亿元"}, False, True),
        ("e > 0", {"e": "0.01元"}, False, True),
        ("a <= 2", {"a": "2.5"}, True, False),
    ],
)
def test_broken_and_certain(text: str, figures: Mapping[str, int | str], broken: bool, certain: bool) -> None:
    comparison = parse(text, resolve)
    assert comparison.broken(look(**figures)) is broken
    assert comparison.certain(look(**figures)) is certain


def test_the_value_of_a_side_counts_missing_figures_as_nothing() -> None:
    side = parse("2 a - b + d + e + 1 = 0", resolve).left
    assert side.value(look(a=3, b="?", d="", e="5000元")) == Decimal("7.5")
    assert side.bounds(look(a=3, b="?", d="", e="5000元")) == (None, None)
    assert Side((), 4).bounds(look()) == (4, 4)


MISSING = (BLANK, UNKNOWN, figure("若干"))
CELLS = st.one_of(st.integers(0, 4).map(count), st.sampled_from([*MISSING, figure("/")]))


@given(
    st.tuples(*[st.sampled_from([-1, 1])] * 4),
    st.tuples(*[CELLS] * 4),
    st.integers(-3, 3),
    st.sampled_from(sorted(HOLDS)),
)
def test_broken_exactly_if_no_count_mends_it(
    factors: tuple[int, ...], figures: tuple[Figure, ...], constant: int, sign: str
) -> None:
    terms = [Term(factor, name, Kind.COUNT, name) for factor, name in zip(factors, "abcd", strict=True)]
    comparison = Comparison(Side(tuple(terms[:2]), constant), sign, Side(tuple(terms[2:])))
    choices = [
        range(16) if cell in MISSING else (cell.number if isinstance(cell.number, int) else 0,)
        for cell in figures
    ]
    outcomes = set()
    for a, b, c, d in itertools.product(*choices):
        left = factors[0] * a + factors[1] * b + constant
        outcomes.add(HOLDS[sign](left, factors[2] * c + factors[3] * d))
    found = dict(zip("abcd", figures, strict=True)).__getitem__
    assert comparison.broken(found) is (outcomes == {False})
    assert comparison.certain(found) is (outcomes == {True})

"""Cells at their places, as browsers and readers of PDF put them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nianbao.spans import Place, placed

Asked = tuple[int, int]  # rows, columns

ROWS = st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=5), max_size=6)


def places(*rows: list[Asked]) -> list[Place]:
    return [place for _, place in placed(rows, lambda asked: asked)]


def test_a_cell_stands_right_of_those_that_hang_down_into_its_row() -> None:
    assert places([(2, 1), (1, 2)], [(1, 1), (1, 1)]) == [
        Place(0, 0, 2, 1),
        Place(0, 1, 1, 2),
        Place(1, 1, 1, 1),
        Place(1, 2, 1, 1),
    ]


def test_a_cell_is_narrowed_by_one_from_above_and_cut_at_the_end() -> None:
    assert places([(1, 1), (2, 1)], [(9, 3)]) == [Place(0, 0, 1, 1), Place(0, 1, 2, 1), Place(1, 0, 1, 1)]


@given(ROWS)
def test_no_cell_lies_on_another_or_below_the_table(rows: list[list[Asked]]) -> None:
    found = places(*rows)
    covered = [(y, x) for p in found for y in range(p.row, p.bottom) for x in range(p.column, p.right)]
    assert len(covered) == len(set(covered))
    assert all(row < len(rows) for row, _ in covered)
    assert len(found) == sum(map(len, rows))
    assert [place.row for place in found] == sorted(place.row for place in found)

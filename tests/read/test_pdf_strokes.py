"""Lines and strokes beside words that are drawn at one stroke: which of them may change what is read."""

from __future__ import annotations

import pytest

from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.ruled import Box
from nianbao.read.pdf.strokes import DASHED, are_crossed, are_in_line

WORD = (100.0, 10.0, 50.0, 10.0, 0, 45.0, "1234", 0)  # its foot at 100, from 10 to 50, 10 high


@pytest.mark.parametrize(
    ("height", "begin", "end", "crossed"),
    [
        (104.0, 10.0, 50.0, True),
        (104.0, 30.0, 90.0, True),
        (104.0, 48.5, 90.0, False),  # a quarter of the size counts
        (100.5, 10.0, 50.0, False),  # the rule below it
        (109.0, 10.0, 50.0, False),  # and above
        (104.0, 60.0, 90.0, False),
    ],
)
def test_a_level_line_through_words_crosses_them(
    height: float, begin: float, end: float, crossed: bool
) -> None:
    assert are_crossed([(height, begin, end)], [WORD], Effort()) is crossed


def test_a_dash_stands_beside_a_number() -> None:
    assert are_crossed([(104.0, 1.0, 9.0)], [WORD], Effort(), DASHED)
    assert not are_crossed([(104.0, 1.0, 3.0)], [WORD], Effort(), DASHED)


@pytest.mark.parametrize(
    ("bottom", "top", "in_line"),
    [
        (100.0, 107.0, True),  # as a 1
        (99.0, 107.0, True),
        (98.0, 107.0, False),  # begins below
        (100.0, 110.5, False),  # is higher than the line
        (104.0, 109.0, False),  # stands high up in it
        (60.0, 160.0, False),  # the side of a table
    ],
)
def test_an_upright_stroke_no_higher_than_the_line_may_be_a_digit(
    bottom: float, top: float, in_line: bool
) -> None:
    assert are_in_line([Box(60.0, bottom, 60.5, top)], [WORD], Effort()) is in_line

"""How fast a run goes."""

from __future__ import annotations

import pytest

from nianbao.jobs.pace import Pace


class Clock:
    """A clock that goes when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_nothing_is_known_at_the_beginning(clock: Clock) -> None:
    pace = Pace(10, clock)
    assert (pace.rate, pace.left, pace.seconds) == (0, None, 0)


def test_rate_and_time_left(clock: Clock) -> None:
    pace = Pace(10, clock)
    clock.now += 2
    pace.to(4)
    assert (pace.rate, pace.left, pace.seconds) == (2, 3, 2)
    clock.now += 2  # while one takes long, the rate falls
    assert (pace.rate, pace.left) == (1, 6)


def test_what_was_long_ago_does_not_count(clock: Clock) -> None:
    pace = Pace(10_000, clock)
    for second in range(1, 101):  # one a second, and then ten
        clock.now += 1
        pace.to(second)
    for second in range(1, 101):
        clock.now += 1
        pace.to(100 + 10 * second)
    assert pace.rate == pytest.approx(10, rel=0.01)
    assert pace.left == pytest.approx((10_000 - 1_100) / 10, rel=0.01)

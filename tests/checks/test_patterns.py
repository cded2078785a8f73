"""True texts in every order of their words: no alarm, and a wrong number is found as often as before.

A few reports and one text of each pattern in ``make test``, many in ``make soak``.
"""

from __future__ import annotations

import random

import pytest

from nianbao.model.rules import sentence
from tests.checks.marked import Listener
from tests.checks.patterns import MARKED, Made, drawn, patterns, texts
from tests.checks.test_strangers import plain, wrong
from tests.soak import asked

REPORTS, TIMES = asked(2, 64), asked(1, 8)
LEAST = {
    "others": 0.75,
    "counters": 0.7,
    "orders": 0.85,
    "compared": 0.75,
    "denied": 0.95,
    "written": 0.95,
    "members": 0.4,
    "parts": 0.9,
    "merged": 0.85,
    "apart": 0.6,
    "voices": 0.85,
    "torn": 0.95,
    "beside": 0.85,
    "trades": 0.9,
    "plainer": 0.9,
    "twice": 0.8,
}  # recall


def made_wrong(made: Made, chance: random.Random) -> str | None:
    """The text with one of its pinned numbers wrong; None if it has none."""
    pinned = list(MARKED.finditer(made.marked))
    if not pinned:
        return None
    one = chance.choice(pinned)
    return plain(made.marked[: one.start()]) + wrong(one[1]) + plain(made.marked[one.end() :])


@pytest.mark.parametrize("name", patterns())
@pytest.mark.takes_turns
def test_true_texts_raise_no_alarm(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(name)  # noqa: S311 - nothing secret
    false, told, pinned, found = [], 0, 0, 0
    for seed in range(REPORTS):
        listener = Listener(drawn(seed).report, drawn(seed).prior)
        for made in texts(name, seed, TIMES):
            told += 1
            text = plain(made.marked)
            false += [
                f"{seed}: {text} {sentence(f)}" for f in listener.alarms(made.section, made.under + text)
            ]
            lie = made_wrong(made, chance)
            pinned += lie is not None
            found += lie is not None and bool(listener.alarms(made.section, made.under + lie))
    with capsys.disabled():
        print(f"\n{name}: {told} true texts, {len(false)} alarms; {found} of {pinned} lies found")
    assert false == []
    assert found >= LEAST.get(name, 0) * pinned

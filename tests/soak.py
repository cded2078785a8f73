"""How much the property tests draw: a little in ``make test``, many times as much in ``make soak``."""

from __future__ import annotations

import os

from hypothesis import settings

TIMES = int(os.environ.get("NIANBAO_SOAK", "1"))
SOAKING = TIMES > 1


def drawn(examples: int) -> settings:
    """For a property test: so many examples in ``make test``."""
    return settings(max_examples=examples * TIMES)

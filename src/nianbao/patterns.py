"""Regular expressions that are compiled at their first use: a start needs few of those that modules name."""

from __future__ import annotations

import re
from typing import Any, cast


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` returns; a wrong one raises ``re.error`` when it is used."""
    return cast("re.Pattern[str]", _Later(text, flags))


class _Later:
    """Fetches what a pattern can do, one by one, and keeps it as its own."""

    def __init__(self, text: str, flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found

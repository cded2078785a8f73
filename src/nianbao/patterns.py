"""Regular expressions that are compiled at their first use: a start needs few of those that modules name.

To compile one takes fifty times as long as to hand its engine what came of it, and compiling was a tenth of a
first check: so what ``re`` makes of our expressions is kept from one start to the next (``keep``).
"""

from __future__ import annotations

import marshal
import re
import sys
from functools import cache
from typing import Any, AnyStr, cast

from nianbao import cache_folder

# What ``re`` makes of an expression, in the order in which its engine takes it: flags, code, how many groups,
# their numbers by name and their names by number.
_Made = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]

_FILE = f"patterns-{sys.hexversion:x}"  # a later release of Python may make something else of them
_COMPILER: Any = sys.modules.get("re._compiler")  # without types; None where ``re`` is made otherwise


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` returns; a wrong one raises ``re.error`` when it is used."""
    return cast("re.Pattern[AnyStr]", _Later(text, flags))


def keep() -> None:
    """Keep what was made of expressions, for the next start. Those of a program that was are forgotten."""
    if _kept().new:
        cache_folder.write(_FILE, marshal.dumps(_kept().made))


class _Later:
    """Fetches what a pattern can do, one by one, and keeps it as its own."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._given = text, int(flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(_compiled(*self._given), name)
        setattr(self, name, found)
        return found


class _Kept:
    """What was made of expressions, by their text and flags, now and in earlier starts."""

    def __init__(self) -> None:
        data = cache_folder.read(_FILE)
        made = marshal.loads(data) if data else {}  # noqa: S302 - nobody but the user has written it
        self.made: dict[tuple[str | bytes, int], _Made] = made
        self.new = False

    def of(self, text: str | bytes, flags: int) -> _Made:
        """What is made of an expression."""
        if (text, flags) not in self.made:
            self.made[text, flags] = _made(text, flags)
            self.new = True
        return self.made[text, flags]


_kept = cache(_Kept)


@cache
def _compiled(text: str | bytes, flags: int) -> re.Pattern[Any]:
    if _COMPILER is None:
        return re.compile(text, flags)
    return cast("re.Pattern[Any]", _COMPILER._sre.compile(text, *_kept().of(text, flags)))


def _made(text: str | bytes, flags: int) -> _Made:
    """As ``re`` does it, which keeps nothing of it but the pattern."""
    parsed = _COMPILER._parser.parse(text, flags)
    state = parsed.state
    numbers: dict[str, int] = dict(state.groupdict)
    names: list[str | None] = [None] * state.groups
    for name, number in numbers.items():
        names[number] = name
    code = [int(each) for each in _COMPILER._code(parsed, flags)]
    return int(flags | state.flags), code, state.groups - 1, numbers, tuple(names)

"""The sum of a run: how many inputs ended how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from nianbao.cli.frame import files
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.many.progress import duration

if TYPE_CHECKING:
    from nianbao.files.places import Place

_MOST_EXAMPLES = 3  # files of one kind that the table names


class Summary:
    """How many inputs ended how, and the worst of it."""

    def __init__(self, words: Mapping[ExitCode, str]) -> None:
        self.total = 0
        self.worst = ExitCode.FINE
        self._words = words
        self._codes: Counter[ExitCode] = Counter()
        self._first: dict[ExitCode, list[str]] = {}
        self._again = 0

    def count(self, at: Place, code: ExitCode, *, again: bool) -> None:
        """One more has ended; ``again`` if an earlier run did it."""
        self.total += 1
        self.worst = max(self.worst, code)
        self._codes[code] += 1
        self._again += again
        examples = self._first.setdefault(code, [])
        if len(examples) < _MOST_EXAMPLES:
            examples.append(files.shown(at))

    def table(self, seconds: float) -> str:
        """The sum of it in a few lines."""
        from nianbao.terminal import left, right, width_of  # here, because one file needs no table

        width = max(width_of(word) for word in self._words.values())
        rows = [
            f"  {left(self._words[code], width)}{right(str(number), 7)} 份{self._examples(code, number)}"
            for code, number in sorted(self._codes.items())
        ]
        again = f"，其中{self._again}份以前做好，没有重做" if self._again else ""
        return "\n".join([f"共{self.total}份，用时{duration(seconds)}{again}：", *rows])

    def _examples(self, code: ExitCode, number: int) -> str:
        if code == ExitCode.FINE:
            return ""
        more = "等" if number > _MOST_EXAMPLES else ""
        return f"  {'、'.join(self._first[code])}{more}"

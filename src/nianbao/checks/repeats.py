"""How much of a report's text stands in another report, and which passages.

Texts are compared by shingles, runs of a few Chinese characters: figures, punctuation and titles in 《》 do
not count. All reports are put into one index, so that a folder of them takes time in proportion to its size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nianbao.model.report import Report
from nianbao.words import without_spaces

_TITLE = re.compile(r"《[^》]*》")
_SAID = re.compile(r"[\u4e00-\u9fff]")
_SHINGLE = 12  # characters that are compared at a time; shorter runs are alike by chance
_PASSAGE = 20  # characters; a passage that is shown
_MOST = 50  # reports with the same words that are looked at; of more, any is as good as another

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Repeats:
    """What a report repeats of another one: percent of its text, and the passages, the longest first."""

    agency: str
    percent: int
    passages: tuple[tuple[str, Span], ...]  # section and place in its text as typed


class Index:
    """The shingles of reports, with the reports in which each of them stands."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports: list[Report] = []
        self._where: dict[str, list[int]] = {}
        for number, report in enumerate(reports):
            self._reports.append(report)
            for shingle in {s for text in report.narrative.values() for s, _ in _shingles(text)}:
                self._where.setdefault(shingle, []).append(number)

    def nearest(self, report: Report, *, least: int, others: bool = False) -> Repeats | None:
        """The report of which most is repeated; None if the text has fewer than ``least`` characters.

        With ``others`` reports of the same agency are passed over.
        """
        mine = {section: _shingles(text) for section, text in report.narrative.items()}
        number = sum(map(len, mine.values()))
        if number < least:
            return None
        same = without_spaces(report.agency)
        passed = {i for i, each in enumerate(self._reports) if others and without_spaces(each.agency) == same}
        hits: Counter[int] = Counter()
        for found in mine.values():
            for shingle, _ in found:
                hits.update(self._where.get(shingle, [])[:_MOST])
        best = next((i for i, _ in hits.most_common() if i not in passed), None)
        if best is None:
            return Repeats("", 0, ())
        repeated = sum(
            best in self._where.get(shingle, ()) for found in mine.values() for shingle, _ in found
        )
        passages = [
            (section, span) for section, found in mine.items() for span in self._passages(found, best)
        ]
        longest = sorted(passages, key=lambda each: each[1][0] - each[1][1])
        return Repeats(self._reports[best].agency, 100 * repeated // number, tuple(longest))

    def _passages(self, found: tuple[tuple[str, Span], ...], other: int) -> list[Span]:
        """Runs of shingles that stand in the other report, as places in the text."""
        passages: list[Span] = []
        begin: int | None = None
        end = 0
        for shingle, span in (*found, ("", (0, 0))):
            if other in self._where.get(shingle, ()):
                begin = span[0] if begin is None else begin
                end = span[1]
            elif begin is not None:
                if end - begin >= _PASSAGE:
                    passages.append((begin, end))
                begin = None
        return passages


@lru_cache(maxsize=64)
def _shingles(text: str) -> tuple[tuple[str, Span], ...]:
    """Every run of so many Chinese characters with its place in the text."""
    plain = _TITLE.sub(lambda match: " " * len(match[0]), text)
    said = [(match[0], match.start()) for match in _SAID.finditer(plain)]
    letters = "".join(letter for letter, _ in said)
    return tuple(
        (letters[i : i + _SHINGLE], (said[i][1], said[i + _SHINGLE - 1][1] + 1))
        for i in range(len(said) - _SHINGLE + 1)
    )

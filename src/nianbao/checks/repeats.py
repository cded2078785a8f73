"""How much of a report's text stands in another report, and which passages.

Texts are compared by shingles, runs of a few Chinese characters: figures, punctuation and titles in 《》 do
not count, nor headings and what every honest report says alike (the basis, the period, that there was no
application). All reports are put into one index, so that a folder of them takes time in proportion to its
size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

from nianbao.checks.rules.words import words
from nianbao.model.figure import half_width
from nianbao.model.numbering import numbering
from nianbao.model.report import Report
from nianbao.patterns import regex
from nianbao.words import without_spaces

_TITLE = regex(r"《[^》]*》")
_SENTENCE = regex(r"[^。；;！？\n]+")
_HEADING = 20  # characters; a numbered line that is longer says something
_FIRST, _LAST = "\u4e00", "\u9fff"  # Chinese characters
_SHINGLE = 12  # characters that are compared at a time; shorter runs are alike by chance
_PASSAGE = 20  # characters; a passage that is shown
_MOST = 50  # reports with the same words that are looked at; of more, any is as good as another

Span = tuple[int, int]


class Repeats(NamedTuple):
    """What a report repeats of another one: percent of its text, and the passages, the longest first."""

    agency: str
    percent: int
    passages: tuple[tuple[str, Span], ...]  # section and place in its text as typed


class Text(NamedTuple):
    """What is compared of a report: whose it is, and the text of its sections."""

    agency: str
    sections: tuple[tuple[str, str], ...]

    @property
    def narrative(self) -> dict[str, str]:
        """The texts by section."""
        return dict(self.sections)


class Index:
    """The shingles of reports, with the reports in which each of them stands.

    With ``one_in`` only every n-th kind of shingle is kept, which is enough to know the report that is most
    alike: thousands of reports take so much less memory. How much is repeated is then counted by all.
    """

    def __init__(self, reports: Iterable[Report | Text], one_in: int = 1) -> None:
        self._reports: list[Report | Text] = []
        self._agencies: list[str] = []
        self._one_in = one_in
        self._where: dict[str, list[int]] = {}
        for number, report in enumerate(reports):
            self._reports.append(report)
            self._agencies.append(without_spaces(report.agency))
            for shingle in filter(self._is_kept, _shingles_of(report)):
                self._where.setdefault(shingle, []).append(number)
        # While a section is typed the others stay: they are not compared again at every key.
        self._hits = lru_cache(maxsize=64)(self._count_hits)
        self._passages = lru_cache(maxsize=64)(self._find_passages)
        self._said_in = lru_cache(maxsize=64)(self._shingles_in)

    def nearest(self, report: Report, *, least: int, others: bool = False) -> Repeats | None:
        """The report of which most is repeated; None if the text has fewer than ``least`` characters.

        With ``others`` reports of the same agency are passed over.
        """
        mine = _own(report)
        number = sum(len(_shingles(text)) for text in mine.values())
        if number < least:
            return None
        passed = without_spaces(report.agency) if others else None
        hits: Counter[int] = Counter()
        for text in mine.values():
            hits.update(self._hits(text))
        best = next((i for i, _ in hits.most_common() if self._agencies[i] != passed), None)
        if best is None:
            return Repeats("", 0, ())
        found = {section: self._passages(text, best) for section, text in mine.items()}
        repeated = sum(count for count, _ in found.values())
        passages = [(section, span) for section, (_, spans) in found.items() for span in spans]
        longest = sorted(passages, key=lambda each: each[1][0] - each[1][1])
        return Repeats(self._reports[best].agency, 100 * repeated // number, tuple(longest))

    def _is_kept(self, shingle: str) -> bool:
        return self._one_in == 1 or crc32(shingle.encode()) % self._one_in == 0

    def _count_hits(self, text: str) -> Counter[int]:
        """How many of the shingles of a text that are kept stand in each report."""
        return Counter(
            each for shingle, _ in _shingles(text) for each in self._where.get(shingle, [])[:_MOST]
        )

    def _shingles_in(self, number: int) -> set[str]:
        return _shingles_of(self._reports[number])

    def _find_passages(self, text: str, other: int) -> tuple[int, list[Span]]:
        """How many shingles of a text stand in the other report, and their runs as places in the text."""
        passages: list[Span] = []
        begin: int | None = None
        count = end = 0
        said = self._said_in(other)
        for shingle, span in (*_shingles(text), ("", (0, 0))):
            if shingle in said:
                count += 1
                begin = span[0] if begin is None else begin
                end = span[1]
            elif begin is not None:
                if end - begin >= _PASSAGE:
                    passages.append((begin, end))
                begin = None
        return count, passages


_last: list[tuple[Report, Index]] = []


def index_of(report: Report) -> Index:
    """The index of one report, kept for as long as the same report is asked for: last year's is, all day."""
    if not _last or _last[0][0] is not report:
        _last[:] = [(report, Index([report]))]
    return _last[0][1]


_texts: list[tuple[tuple[Text, ...], Index]] = []


def index_of_texts(texts: tuple[Text, ...]) -> Index:
    """The index of many texts, made once for as long as the same ones are asked for."""
    if not _texts or _texts[0][0] is not texts:
        _texts[:] = [(texts, Index(texts))]
    return _texts[0][1]


def _shingles_of(report: Report | Text) -> set[str]:
    """All shingles of a report."""
    return {shingle for text in _own(report).values() for shingle, _ in _shingles(text)}


def _own(report: Report | Text) -> dict[str, str]:
    """The sections in which reports differ, if each is written anew."""
    apart = words("Y607")["apart"]
    return {section: text for section, text in report.narrative.items() if section not in apart}


@cache
def _standard() -> re.Pattern[str]:
    return re.compile("|".join(words("Y607")["standard"]))


def _is_standard(sentence: str) -> bool:
    """Whether it is a heading, or what every report says."""
    number = numbering(sentence)
    bare = without_spaces(half_width(number.rest if number else sentence))
    return (number is not None and len(bare) <= _HEADING) or _standard().search(bare) is not None


@lru_cache(maxsize=64)
def _shingles(text: str) -> tuple[tuple[str, Span], ...]:
    """Every run of so many Chinese characters with its place in the text."""
    plain = _SENTENCE.sub(lambda match: " " * len(match[0]) if _is_standard(match[0]) else match[0], text)
    plain = _TITLE.sub(lambda match: " " * len(match[0]), plain)
    said = [(character, at) for at, character in enumerate(plain) if _FIRST <= character <= _LAST]
    letters = "".join(letter for letter, _ in said)
    return tuple(
        (letters[i : i + _SHINGLE], (said[i][1], said[i + _SHINGLE - 1][1] + 1))
        for i in range(len(said) - _SHINGLE + 1)
    )

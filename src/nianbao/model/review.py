"""What a second person writes to a report: comments at its places, and marks that a section was seen.

Both are kept in report.toml and stand in no published document.
"""

import datetime
from enum import StrEnum
from typing import NamedTuple

OPEN = "S114"  # the rule that tells of open comments
QUOTED = 30  # characters of a paragraph by which it is found again


class Role(StrEnum):
    """In what part somebody stands for a section."""

    DRAFTED = "经办"
    REVIEWED = "审核"


class Mark(NamedTuple):
    """That somebody has done, or looked through, a section. ``fingerprint`` is what the section said then
    (:func:`nianbao.model.fingerprint.of_section`): a mark on what was changed since is void."""

    section: str
    role: Role
    by: str
    on: datetime.date
    fingerprint: str


class Comment(NamedTuple):
    """A comment at a cell ("applications.received.total"), at a paragraph of a section ("overview:3", counted
    from 1 without empty lines), or at a section as a whole ("overview").

    ``quote`` is how the paragraph began when the comment was written: paragraphs above it come and go.
    ``answer`` is what was done about it; ``reason`` why the report may be published with it; ``done`` that
    nobody needs to look at it any more.
    """

    at: str
    by: str
    text: str
    on: datetime.date | None = None
    quote: str = ""
    answer: str = ""
    reason: str = ""
    done: bool = False

    @property
    def section(self) -> str:
        """The id of the section in which it stands."""
        return self.at.partition(".")[0].partition(":")[0]

    @property
    def cell(self) -> str:
        """The id of the cell at which it stands; empty at a text."""
        return self.at if "." in self.at else ""

    @property
    def paragraph(self) -> int:
        """The paragraph at which it stands, from 1; 0 where it is about no paragraph."""
        number = self.at.partition(":")[2]
        return int(number) if number.isdecimal() else 0

    def span_in(self, text: str) -> tuple[int, int] | None:
        """Where its paragraph stands in the text of its section as typed: the one that begins as it did, the
        nearest if there are several; else the one with its number, where there is one."""
        spans = _paragraphs(text)
        if not self.paragraph or not spans:
            return None
        number = self.paragraph - 1
        near = sorted(range(len(spans)), key=lambda each: abs(each - number))
        same = (each for each in near if self.quote and text[slice(*spans[each])].startswith(self.quote))
        found = next(same, number)
        return spans[found] if found < len(spans) else None


def paragraph_at(section: str, text: str, line: int) -> tuple[str, str]:
    """What a comment at a line of a text (from 0) is kept with: its place and its quote. A line without
    words stands for the paragraph before it; a text without any for the section."""
    end_of_line = sum(len(each) + 1 for each in text.split("\n")[: line + 1])
    before = [span for span in _paragraphs(text) if span[0] < end_of_line] or _paragraphs(text)[:1]
    if not before:
        return section, ""
    start, end = before[-1]
    return f"{section}:{len(before)}", text[start:end][:QUOTED]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text as typed, each with where it begins and ends."""
    found, offset = [], 0
    for line in text.split("\n"):
        if words := line.strip():
            start = offset + line.index(words)
            found.append((start, start + len(words)))
        offset += len(line) + 1
    return found

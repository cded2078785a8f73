"""How large a report.toml can be, and what in it. Files come from anybody: beyond these bounds reading one
could take the machine's memory or minutes, and no report comes near them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.patterns import regex

if TYPE_CHECKING:
    from nianbao.model.report import Report

LARGEST_FILE = 1_000_000  # bytes; a report is some ten thousand
LONGEST_TEXT = 100_000  # characters of all sections; a long report has ten thousand
LONGEST_LINE = 300  # characters of a title, a heading, the name of an organ or of a file
LONGEST_REASON = 2_000
MOST_WAIVERS = 500
MOST_FAULTS = 20  # that are told of one file; the rest is counted
MOST_DIGITS = 40  # of a number with a point; more are no figure, and slow to take apart

# Each part of a dotted key opens a table within that of the part before, and the parser goes the whole way
# again for each: a line of 89 kB took 6 GB.
_DOTTED = regex(r"""(?<![\w-])(?:(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)[ \t]*\.[ \t]*){50}""")


def line_of_long_key(text: str) -> int | None:
    """The line (from 1) of a key with more dots than any report's, None if there is none."""
    found = _DOTTED.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def too_long(report: Report) -> bool:
    """Whether the text of a report, of all sections together, is longer than any report's."""
    return sum(map(len, report.narrative.values())) > LONGEST_TEXT

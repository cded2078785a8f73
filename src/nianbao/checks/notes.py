"""What was found in the lines of a report, kept from one run of the program to the next.

To read a line takes longer than to hold what it says against the tables, and most lines are those that were
there before. What is found in a line follows from its words and what it stands under, from whose it is and of
which year, and from the program with its forms/: the first are the keys, the last make worthless what was
kept (model/kept.py). So a line that is known is not read, and the modules that read are not imported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import source_hash
from typing import NamedTuple

from nianbao import patterns
from nianbao.checks.claims import notebook
from nianbao.checks.rules import lines
from nianbao.model.kept import keep, recall
from nianbao.model.report import Report


class _Kept(NamedTuple):
    """What was understood of the lines of an agency's report, and what rules found in each."""

    agency: str
    said: notebook.Notes
    slips: lines.Found


_CLASSES = (_Kept, *notebook.CLASSES)


@contextmanager
def remembered(report: Report) -> Iterator[None]:
    """What was found in the lines of the agency's report when it was last asked for so is known, and what is
    asked for here will be known the next time."""
    agency, whose = report.agency, source_hash(report.agency.encode("utf-8", "surrogatepass")).hex()
    name = f"lines-{report.form.id}-{report.year}-{whose}"
    known = recall(name, _CLASSES)
    if not isinstance(known, _Kept) or known.agency != agency:
        known = _Kept(agency, notebook.Notes({}, {}), {})
    book = notebook.begun(report.form, report.year, agency, known.said)
    slips = lines.begun(known.slips)
    yield
    patterns.keep()
    if book.asked.lines.keys() != known.said.lines.keys() or slips.keys() != known.slips.keys():
        keep(name, _Kept(agency, book.asked, slips))

"""What a rule looked at in a report, and what it could not look at: the ground that its result stands on.

A rule that finds nothing has said nothing yet: perhaps all of its places hold, perhaps nobody filled them in.
So each rule tells its places beside its findings (``@checks(..., covers=…)``), and a
result is derived of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from nianbao.model.evidence import Lacking, Values

if TYPE_CHECKING:
    from nianbao.checks.subject import Subject


class Seen(Enum):
    """What came of looking at a place."""

    COMPARED = auto()  # all that it needs is known, and was compared
    UNKNOWN = auto()  # something that it needs is blank, unreadable or not stated
    OUTSIDE = auto()  # the rule does not concern it


class Place(NamedTuple):
    """One place of a report that a rule is about.

    ``told`` is what it rests on: the numbers, or why the rule does not concern it. ``note`` picks one of the
    rule's ``notes`` in forms/rules.toml, which ``values`` fill, where numbers alone would not be understood.
    ``cells`` are the ids of the cells concerned: all of those compared, of an UNKNOWN place those without a
    figure (PRIOR before the ids of last year's). ``lacking`` is what else is not known. ``code`` tells of
    which rule the place is where a function finds for several. ``plain`` tells that only zeros were compared.
    """

    seen: Seen
    told: Values = ""
    note: str = ""
    values: tuple[tuple[str, Values], ...] = ()
    cells: tuple[str, ...] = ()
    lacking: Lacking | None = None
    code: str = ""
    plain: bool = False


Covers = Callable[..., Iterable[Place]]


def compared(note: str = "", *, cells: tuple[str, ...] = (), code: str = "", **values: Values) -> Place:
    """A place that was compared, with the numbers that fill the note."""
    return Place(Seen.COMPARED, note=note, values=tuple(values.items()), cells=cells, code=code)


def written(subject: Subject) -> Iterator[Place]:
    """The sections that have any text: what rules are about that look at all of it."""
    report = subject.report
    for section in report.form.sections:
        if report.narrative.get(section.id, "").strip():
            yield compared("text", section=section.name)


def outside(note: str, *, cells: tuple[str, ...] = (), **values: Values) -> Place:
    """A place that the rule does not concern, with what fills the note on the reason."""
    return Place(Seen.OUTSIDE, note=note, values=tuple(values.items()), cells=cells)


def unknown(*cells: str, lacking: Lacking | None = None, code: str = "") -> Place:
    """A place that could not be compared, for these cells have no figure or something else is not known."""
    return Place(Seen.UNKNOWN, cells=cells, lacking=lacking, code=code)

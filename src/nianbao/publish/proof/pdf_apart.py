"""A PDF beside our own of the same report, by its objects and by what is seen on its pages, in a process with
limits: how long drawing takes cannot be foretold."""

from __future__ import annotations

from typing import Any

from nianbao.publish.proof import pdf, seen
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.read import confined
from nianbao.read.pdf.document import require_possible


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """The drawn texts that differ, and everything else that is otherwise than in our own.

    Raises Unreadable also where the limits cannot be set.
    """
    require_possible(theirs)
    said = confined.call(__name__, "inspect_plainly", ours, theirs)
    return [Difference(*each) for each in said["texts"]], [Deviation(*each) for each in said["others"]]


def inspect_here(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """The same in this process, however much it takes."""
    found = pdf.inspect(ours, theirs)
    texts, pictures = seen.inspect(ours, theirs)
    return texts, [*pictures, *found]


def inspect_plainly(ours: bytes, theirs: bytes) -> dict[str, Any]:
    """The same as JSON can say it."""
    texts, others = inspect_here(ours, theirs)
    return {
        "texts": [(each.place, each.expected, each.found) for each in texts],
        "others": [(each.kind, each.place) for each in others],
    }

"""Two lists of texts laid side by side: what both have in order, and where one has something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_MORE = 200  # texts that a document may have beyond twice ours; aligning takes time by the product of both
_Step = tuple[str, int, int, int, int]


def aligned(wanted: Sequence[str], found: Sequence[str]) -> Iterator[_Step]:
    """The steps as difflib gives them: a tag, begin and end in ``wanted``, begin and end in ``found``.

    A document with very many more texts than ours is not searched for them: what is not the same from its
    beginning or its end on is one step.
    """
    if [*wanted] == [*found]:  # as nearly always; a table of zeros takes difflib longer than all the rest
        if wanted:
            yield "equal", 0, len(wanted), 0, len(found)
        return
    if len(found) <= 2 * len(wanted) + _MORE:
        yield from SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
        return
    head = _alike(wanted, found)
    tail = _alike(wanted[head:][::-1], found[head:][::-1])
    last, end = len(wanted) - tail, len(found) - tail
    steps = (
        ("equal", 0, head, 0, head),
        ("replace" if last > head else "insert", head, last, head, end),
        ("equal", last, len(wanted), end, len(found)),
    )
    yield from (step for step in steps if step[4] > step[3])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many texts at the beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, its) in pairs if mine != its), min(len(one), len(other)))

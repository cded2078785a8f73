"""The inputs of a run in their order, and the plain way of doing them: one after the other, here."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from nianbao.jobs.parts import Asks, Part, Work, collected


class Entry(NamedTuple):
    """An input on its way: its number, and its job, or without one what is known of it already.

    ``key`` stands for all that goes into it, empty if nobody wants to know.
    """

    number: int
    job: object | None
    ready: tuple[Part, ...] = ()
    key: str = ""


Answer = Callable[[Entry, Asks], object]  # the job of an entry, with what it asks for
Came = tuple[Entry, Iterable[Part]]


def one_by_one(
    work: Work, order: object, entries: Iterable[Entry], answer: Answer, *, guarded: bool
) -> Iterator[Came]:
    """Every entry with what comes of it, in this process. Each part is made when it is taken; if
    ``guarded``, so that a fault of the program ends one input and not the others, all of an input's parts
    at once."""
    for entry in entries:
        parts = _parts(work, order, entry, answer) if entry.job is not None else entry.ready
        yield entry, collected(lambda _, parts: parts, None, parts) if guarded else parts


def _parts(work: Work, order: object, entry: Entry, answer: Answer) -> Iterator[Part]:
    for part in work(order, entry.job):
        if isinstance(part, Asks):
            yield from work(order, answer(entry, part))
            return
        yield part

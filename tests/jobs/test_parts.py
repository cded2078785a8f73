"""A work, and what is left of it when it is done."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

from nianbao.jobs.parts import Done, Part, collected


class _Node:
    """An object that holds itself, as the parts of a document hold one another."""

    def __init__(self) -> None:
        self.itself = self


def test_nothing_of_a_document_is_kept_when_it_is_done() -> None:
    """Else memory grows with the documents of a run until the interpreter looks by itself."""
    made: list[weakref.ref[_Node]] = []

    def work(_order: object, _job: object) -> Iterator[Part]:
        made.append(weakref.ref(_Node()))
        yield Done()

    gc.disable()
    try:
        assert collected(work, None, None) == (Done(),)
        assert made[0]() is None
    finally:
        gc.enable()

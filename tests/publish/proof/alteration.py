"""A way to alter a finished document, bytes → bytes over any sample, with what verify must say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alteration:
    """A named way to alter a document, and words of which one must be told of it.

    ``says_else`` tells that the document then says something else, so that it is no longer 一致 at all.
    """

    name: str
    apply: Callable[[bytes], bytes]
    told: tuple[str, ...]
    says_else: bool = False


def replaced(data: bytes, old: str, new: str, times: int = 1) -> bytes:
    """The bytes with a text replaced that must be there."""
    before, after = old.encode(), new.encode()
    assert before in data, old
    return data.replace(before, after, times)

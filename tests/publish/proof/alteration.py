"""A way to alter a finished document, bytes → bytes over any sample, with what verify must say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alteration:
    """A named way to alter a document, and words of which one must be told of it.

    ``says_else`` tells that the document then says something else, so that it is no longer 一致 at all;
    ``quiet``, that these words alone are told of it, whatever else is altered; ``seen``, that it must be told
    besides that the pages look otherwise, if they do.
    """

    name: str
    apply: Callable[[bytes], bytes]
    told: tuple[str, ...]
    says_else: bool = False
    quiet: bool = False
    seen: bool = False


Group = tuple[Alteration, ...]


def together(alterations: Iterable[Alteration], most: int) -> list[Group]:
    """Groups of at most so many quiet alterations, none told in the words of another, that can be made in
    one document: each of them is told of all the same. What is not quiet is alone."""
    groups: list[Group] = []
    for one in alterations:
        for at, group in enumerate(groups):
            if one.quiet and len(group) < most and all(_are_apart(one, other) for other in group):
                groups[at] = (*group, one)
                break
        else:
            groups.append((one,))
    return groups


def _are_apart(one: Alteration, other: Alteration) -> bool:
    words = [(mine, its) for mine in one.told for its in other.told]
    return other.quiet and not any(mine in its or its in mine for mine, its in words)


def replaced(data: bytes, old: str, new: str, times: int = 1) -> bytes:
    """The bytes with a text replaced that must be there."""
    before, after = old.encode(), new.encode()
    assert before in data, old
    return data.replace(before, after, times)

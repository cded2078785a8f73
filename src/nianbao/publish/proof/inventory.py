"""What two trees of elements have of each kind: what one has and the other has not comes out, known or not.

There is no list of what is forbidden. Our own document of the same report is the list of what is allowed:
each element below its parent, each attribute with its value, each text that is no running text. An element
that nobody has thought of is named by its own name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from nianbao.publish.proof.deviation import Deviation
from nianbao.words import shortened

_LONGEST_VALUE = 30


class Trait(NamedTuple):
    """One thing about one element: that it stands below ``parent``, or an attribute, or its text.

    ``attribute`` is empty for the element itself and ``#`` for its text.
    """

    element: str
    parent: str = ""
    attribute: str = ""
    value: str = ""


Names = Callable[[Trait], str]


def deviations(ours: Iterable[Trait], theirs: Iterable[Trait], names: Names) -> Iterator[Deviation]:
    """What ``theirs`` has more or less of than ``ours``; if nothing, whether the order is another."""
    ours, theirs = list(ours), list(theirs)
    if ours == theirs:
        return
    expected, found = Counter(ours), Counter(theirs)
    more, less = found - expected, expected - found
    named = set()
    for trait in more:
        named.add(name := names(trait))
        yield Deviation(name, _shown(trait))
    for trait in less:
        if (name := names(trait)) not in named:
            yield Deviation(f"少了：{name}", _shown(trait))
    if not more and not less:
        first = next((trait for mine, trait in zip(ours, theirs, strict=True) if mine != trait), ours[0])
        yield Deviation("内容的次序", f"{names(first)}：{_shown(first)}")


def _shown(trait: Trait) -> str:
    """A trait as its file writes it, without the names that would only repeat what the kind says."""
    if not trait.attribute:
        return trait.element
    value = shortened(trait.value, _LONGEST_VALUE)
    return (
        f"{trait.element}：{value}"
        if trait.attribute == "#"
        else f"{trait.element} {trait.attribute}={value}"
    )

"""What changed between two texts, as one place: so much taken out there, so much put in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """At ``offset`` ``removed`` characters went, and ``inserted`` came in their place."""

    offset: int
    removed: int
    inserted: str

    def apply(self, text: str) -> str:
        """The text after the change. ValueError if the place is not in it."""
        end = self.offset + self.removed
        if self.offset < 0 or self.removed < 0 or end > len(text):
            raise ValueError(f"{self.offset}+{self.removed} > {len(text)}")
        return text[: self.offset] + self.inserted + text[end:]


def splice(before: str, after: str) -> Splice:
    """The smallest single splice that makes one text of another."""
    start = _common(before, after)
    rest, new = before[start:], after[start:]
    end = _common(rest[::-1], new[::-1])
    return Splice(start, len(rest) - end, new[: len(new) - end])


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning, by halving: a keystroke in
    a long text must not cost a loop over its characters."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low

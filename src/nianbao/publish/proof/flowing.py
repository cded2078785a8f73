"""Paragraphs of a file that does not state them: a PDF without tags stores signs and their places alone.

Where a paragraph ends is guessed from the ends of lines then, and so is what a gap is: some programs leave
one beside every number. What such a file says is held against the report as one text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, pairwise

from nianbao.patterns import regex
from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.deviation import Difference

_GAPS = regex(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")  # between two digits or letters it parts them
_MEETING = regex(r"[0-9A-Za-z]{2}")
_MOST_STEPS = 4_000_000  # signs of one text by those of the other: a second


def flowing(texts: Sequence[str]) -> list[str]:
    """The texts without white space, but for what parts a number or a foreign word: a line end stands behind
    a text if the next one would go on with its last word."""
    bare = [_GAPS.sub("", text) for text in texts]
    meet = [bool(_MEETING.fullmatch(one[-1:] + other[:1])) for one, other in pairwise([*bare, ""])]
    return [f"{text}\n" if meets else text for text, meets in zip(bare, meet, strict=True)]


def parted(wanted: Sequence[str], found: Sequence[str]) -> list[str]:
    """What is ``found``, parted into what stands in the place of each of the texts that are ``wanted``; as it
    is where nothing is, and where both are too long to be compared sign by sign."""
    mine, its = "".join(wanted), "".join(found)
    if not mine or (mine != its and len(mine) * len(its) > _MOST_STEPS):
        return [*found]
    begins = [*accumulate(map(len, wanted[:-1]), initial=0)]
    parts = [""] * len(wanted)
    for first, start, end in _stretches(mine, its, begins):
        parts[max(0, bisect_right(begins, first) - 1)] += its[start:end]
    return parts


def _stretches(mine: str, its: str, begins: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Where in ``mine`` each stretch of ``its`` stands, with its begin and end. What is the same is cut where
    a text begins; what is not belongs to that in which it begins, or which it stands behind."""
    for tag, first, last, start, end in aligned(mine, its):
        if tag == "equal":
            cuts = [first, *(at for at in begins if first < at < last), last]
            yield from ((left, start + left - first, start + right - first) for left, right in pairwise(cuts))
        else:
            yield (first if last > first else max(0, first - 1)), start, end


def without_torn(differences: Sequence[Difference], tall: Collection[str] = ()) -> list[Difference]:
    """Those of tables without labels that the end of a page has torn: the rest stands by itself below. One of
    the ``tall`` ones, of several rows, may stand there once more."""
    rests = Counter(each.found for each in differences if not each.expected)
    found: Counter[str] = Counter()
    kept = []
    for each in differences:
        rest = each.expected.removeprefix(each.found)
        if each.found and rest != each.expected and not rest.isdecimal() and rests[rest] > found[rest]:
            found[rest] += 1
        else:
            kept.append(each)
    for each in [each for each in kept if not each.expected]:
        if each.found in tall:
            kept.remove(each)
        elif found[each.found]:
            found[each.found] -= 1
            kept.remove(each)
    return kept

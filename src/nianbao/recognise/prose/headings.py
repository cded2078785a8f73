"""Finds the headings of the numbered sections, however they are numbered, marked or worded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nianbao.model.form import Form
from nianbao.model.numbering import NUMERALS, number_of
from nianbao.patterns import regex
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise.labels import likeness, squeezed, unnumbered

_NUMBER = regex(
    rf"[\s#*]*第?[（(]?\s*(?P<value>[{NUMERALS}]|\d{{1,2}})\s*(?:[）)]?\s*[、.．,，:：]|[）)]|部分|\s)\s*"
)
_LONGEST = 40  # characters of a heading
_MOST_CANDIDATES = 300  # a list of contents and a summary on top of a report leave a dozen
_SENTENCE = ("。", "；", "，", "！", "？", ";")
_SAME, _MARKED = 8, 4  # how much exact words and the file's own mark count for a heading
_NUMBERED = 0.35  # likeness that is enough with the right number
_BARE = 0.75  # likeness that is enough without


@dataclass(frozen=True, slots=True)
class _Candidate:
    at: int
    order: int  # which section it would be the heading of
    weight: float


def headings_in(blocks: Sequence[Block], form: Form, owners: Mapping[int, str]) -> dict[str, int]:
    """For each section whose heading was found the index of its block.

    They stand in the order of the form. Of several that would do, the likeliest is taken, and of equals
    the last: what comes before is a list of contents, or the summary on top of a web page. ``owners``
    tells which tables belong to which section: each counts for a heading that stands right before it.
    """
    numbered = form.numbered
    official = [(unnumbered(section.heading), squeezed(section.heading)) for section in numbered]
    candidates = [
        found
        for at, block in enumerate(blocks)
        if isinstance(block, Paragraph)
        for found in _candidates(at, block, official)
    ]
    wanted = {section.id: order for order, section in enumerate(numbered)}
    tables = {at: wanted[owner] for at, owner in owners.items() if owner in wanted}
    likeliest = sorted(candidates, key=lambda found: (found.weight, found.at))[-_MOST_CANDIDATES:]
    likeliest.sort(key=lambda found: found.at)
    return {numbered[found.order].id: found.at for found in _chain(likeliest, tables)}


def _candidates(at: int, paragraph: Paragraph, headings: Sequence[tuple[str, str]]) -> list[_Candidate]:
    """What a paragraph can be the heading of. ``headings`` are the official ones, without and with number."""
    text = paragraph.text.replace("\n", "").strip()
    if not text or len(text) > _LONGEST or text.endswith(_SENTENCE):
        return []
    marked = _MARKED if paragraph.level is not None else 0
    number = _NUMBER.match(text)
    value = number_of(number["value"]) if number else None
    words = unnumbered(text)
    found = []
    for order, (official, whole) in enumerate(headings):
        if words == official:
            same_number = _SAME if squeezed(text) == whole else _SAME / 2
            found.append(_Candidate(at, order, _SAME + same_number + marked))
        elif words and len(words) <= 2 * len(official):
            least = _NUMBERED if value == order + 1 and _is_high(number) else _BARE
            alike = likeness(words, official, least)
            if alike >= least:
                found.append(_Candidate(at, order, _SAME * alike + marked))
    return found


def _is_high(number: re.Match[str] | None) -> bool:
    """Whether it is a number as sections have it: 一、 or its slips, but no （一）."""
    return number is not None and not number[0].lstrip(" #*").startswith(("（", "("))


def _chain(candidates: Sequence[_Candidate], tables: Mapping[int, int]) -> list[_Candidate]:
    """The heaviest sequence of candidates in which places and sections both go up."""
    best: list[tuple[float, int]] = []  # weight of the best chain that ends here, and its last but one
    for index, candidate in enumerate(candidates):
        weight, before = 0.0, -1
        for earlier in range(index):
            other = candidates[earlier]
            if other.at < candidate.at and other.order < candidate.order:
                gain = best[earlier][0] + _borne_out(other, candidate, tables)
                if gain >= weight:
                    weight, before = gain, earlier
        best.append((weight + candidate.weight, before))
    chain: list[_Candidate] = []
    at = max(range(len(best)), key=lambda index: (best[index][0], index), default=-1)
    while at >= 0:
        chain.append(candidates[at])
        at = best[at][1]
    return chain[::-1]


def _borne_out(heading: _Candidate, following: _Candidate, tables: Mapping[int, int]) -> float:
    """What the tables between two headings say for the first: its own table, and no other."""
    between = [order for at, order in tables.items() if heading.at < at < following.at]
    return sum(_SAME if order == heading.order else -_SAME for order in between)

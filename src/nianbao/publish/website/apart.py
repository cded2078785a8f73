"""A page as it is seen, in a process with limits where its styles could take long to be weighed."""

from __future__ import annotations

from typing import Any

from nianbao.publish.website.cascade import TOO_MANY_STYLES, TooMuch
from nianbao.publish.website.page import Mark, Seen
from nianbao.publish.website.page import as_seen as seen_here
from nianbao.read import confined


def as_seen(page: bytes, wanted: str) -> list[Seen]:
    """The page as a person may see it. Raises Unreadable also where the limits cannot be set."""
    try:
        return seen_here(page, wanted)
    except RecursionError as error:
        raise TOO_MANY_STYLES from error
    except TooMuch:
        said = confined.call(__name__, "seen_plainly", page, wanted.encode(), refusal=TOO_MANY_STYLES)
    return [
        Seen(
            each["page"].encode() if each["page"] else page,
            {sign: Mark(*mark) for sign, mark in each["marks"].items()},
            each["upon"],
            each["doubts"],
        )
        for each in said
    ]


def seen_plainly(page: bytes, wanted: bytes) -> list[dict[str, Any]]:
    """The same as JSON can say it; no page where it needs no marks."""
    return [
        {
            "page": seen.page.decode() if seen.page != page else "",
            "marks": {sign: [mark.text, mark.why] for sign, mark in seen.marks.items()},
            "upon": seen.upon,
            "doubts": seen.doubts,
        }
        for seen in seen_here(page, wanted.decode(), unlimited=True)
    ]

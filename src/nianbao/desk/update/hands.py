"""Whose hand a change is: the tracked changes of a document by the paragraphs in which they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from nianbao.desk.update.commented import NOBODY
from nianbao.model.figure import half_width
from nianbao.model.narrative import tidy
from nianbao.model.wording import date_in_words
from nianbao.publish.comparison import Difference, Kind
from nianbao.read.markup import END, How, Revision
from nianbao.words import shortened

LONGEST = 60  # characters of words that are quoted
_MOST = 12  # tracked changes of one place
_WORDS = {
    How.INSERTED: "插入“{}”",
    How.DELETED: "删除“{}”",
    How.MOVED_HERE: "移到这里“{}”",
    How.MOVED_AWAY: "移走“{}”",
}


class Hands:
    """Tracked changes by the paragraphs in which they are."""

    def __init__(self, revisions: Sequence[Revision]) -> None:
        self._before = _grouped((each.before, each) for each in revisions)
        self._after = _grouped((each.after, each) for each in revisions)

    def of(self, difference: Difference) -> str:
        """Who made a change and how, where Word has tracked it."""
        before, after = _plain(difference.before), _plain(difference.after)
        if difference.kind is Kind.FIGURE:
            return self._of_figure(before, after)
        own = self._after.get(after, []) if after else []
        own = own or (self._before.get(before, []) if before else [])
        return _told(own)

    def _of_figure(self, before: str, after: str) -> str:
        """Many cells say the same: that of another one is told of none."""
        own = [each for each in self._after.get(after, []) if _plain(each.before) == before]
        return _told(own) if len({(each.by, each.on) for each in own}) == 1 else ""


def in_words(revision: Revision) -> str:
    """A tracked change in words: by whom, when, and what."""
    if revision.words == END:
        done = "在这里分段" if revision.how.is_new else "与下一段合成一段"
    else:
        done = _WORDS[revision.how].format(shortened(revision.words, LONGEST))
    return f"{who(revision.by, revision.on)}{done}"


def who(by: str, on: datetime.date | None) -> str:
    """Who made a mark, and when, as far as the document says."""
    return f"{by or NOBODY}（{date_in_words(on)}）" if on else by or NOBODY


def _told(revisions: Sequence[Revision]) -> str:
    return "；".join(dict.fromkeys(in_words(each) for each in revisions[:_MOST]))


def _grouped(pairs: Iterable[tuple[str, Revision]]) -> Mapping[str, list[Revision]]:
    """By paragraph; a paragraph of very many tracked changes is tidied once."""
    found: dict[str, list[Revision]] = {}
    for paragraph, revision in pairs:
        found.setdefault(paragraph, []).append(revision)
    return {_plain(paragraph): revisions for paragraph, revisions in found.items()}


def _plain(text: str) -> str:
    return half_width(tidy(text))

"""Words beside a report on a page that say that it is otherwise: 更正, 勘误, a note with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nianbao.model.document_words import document_words
from nianbao.words import without_spaces

_LONGEST = 600  # characters: what is longer is another article
_DATES = re.compile(
    r"\d{4}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|年度?)|\d{1,2}:\d\d|\d{1,2}月(?:\d{1,2}日)?"
)


def is_correction(text: str, labels: Iterable[str] = ()) -> bool:
    """Whether words that are none of a report may correct it: they say so, or tell a number of something that
    it counts, by its ``labels``. What speaks of the website (发现本页有误请点击) and the names of other
    articles (关于更正……的公告) do not."""
    words = document_words().page
    plain = without_spaces(text)[:_LONGEST]
    has_count = words.counts.search(plain) is not None
    if words.corrections.search(plain):
        return has_count or not (words.of_page.search(plain) or words.articles.fullmatch(plain))
    if words.articles.fullmatch(plain):
        return False
    if has_count and words.notes.match(plain):
        return True
    has_number = re.search(r"\d", _DATES.sub("", plain)) is not None
    return has_number and any(label in plain for label in labels)

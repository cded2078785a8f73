"""Words beside a report on a page that say that it is otherwise: 更正, 勘误, a note with numbers, the title
of one of another year."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nianbao.model.document_words import document_words
from nianbao.recognise.prose.titles import parsed
from nianbao.words import without_spaces

_LONGEST = 600  # characters: what is longer is another article
_NUMBERED = re.compile(r"(?:（\w{1,3}）|\d{1,2}[.．、])")
_LEAST_LABEL, _LONGEST_LABEL = 4, 8  # signs: 行政许可, and not 总计
_DATES = re.compile(
    r"\d{4}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|年度?)|\d{1,2}:\d\d|\d{1,2}月(?:\d{1,2}日)?"
)


class Beside:
    """What words beside a report may say against it, whose lines are known."""

    def __init__(self, lines: Iterable[str]) -> None:
        lines = list(lines)
        labels = (_NUMBERED.sub("", line) for line in lines)
        self._labels = tuple(each for each in labels if _LEAST_LABEL <= len(each) <= _LONGEST_LABEL)
        self._years = {title.year for line in lines if (title := parsed(line)) is not None}

    def denies(self, text: str) -> bool:
        """Whether words correct the report, or are the title of an organ's report of another year, as if that
        stood below."""
        return is_correction(text, self._labels) or self._is_of_another_year(text)

    def _is_of_another_year(self, text: str) -> bool:
        title = parsed(text) if self._years else None
        return title is not None and title.agency != "" and title.year not in {None, *self._years}


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

"""A condition on the text of a section: it says something, where that is not denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from nianbao.model.figure import half_width
from nianbao.patterns import regex

CLAUSE_END = regex(r"[，。；;！!？?\n]|,(?!\d)")
_SPACE = regex(r"[^\S\n]+")


@dataclass(frozen=True)
class TextCondition:
    """The text of ``section`` has one of the words ``says`` in a clause that has none of ``unless``.

    A clause ends at ，。；！？ or the line. So with 未 and 没有 in ``unless``, 未收取信息处理费 does not say
    收取信息处理费, but 上半年未收取信息处理费，下半年收取信息处理费200元 does.
    Width and spaces do not matter; a word that begins or ends with a digit is not part of a longer number.
    """

    section: str
    says: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def holds(self, texts: Mapping[str, str]) -> bool:
        """Whether it is so in a report with these texts, by section id."""
        text = _SPACE.sub("", half_width(texts.get(self.section, "")))
        return any(
            self._says.search(clause) and not (self._unless and self._unless.search(clause))
            for clause in CLAUSE_END.split(text)
        )

    @cached_property
    def _says(self) -> re.Pattern[str]:
        return _any_of(self.says)

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return _any_of(self.unless) if self.unless else None


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(_SPACE.sub("", half_width(word))) for word in words))


def _pattern(word: str) -> str:
    before = r"(?<![\d.])" if word[:1].isdigit() else ""
    after = r"(?![\d.])" if word[-1:].isdigit() else ""
    return f"{before}{re.escape(word)}{after}"

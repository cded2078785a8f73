"""A condition on the text of a section: it says something, where that is not denied."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nianbao.model.figure import half_width
from nianbao.patterns import regex

CLAUSE_END = regex(r"[，。；;！!？?\n]|,(?!\d)")
_SPACE = regex(r"[^\S\n]+")


class TextCondition(NamedTuple):
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
        says, unless = [*map(_plain, self.says)], [*map(_plain, self.unless)]
        clauses = CLAUSE_END.split(_plain(texts.get(self.section, "")))
        return any(_says(clause, says) and not _says(clause, unless) for clause in clauses)


def _says(clause: str, words: Iterable[str]) -> bool:
    return any(_stands(word, clause) for word in words)


def _stands(word: str, clause: str) -> bool:
    """Whether the word is somewhere in the clause, and there no part of a longer number."""
    start = clause.find(word)
    while start >= 0:
        end = start + len(word)
        if not (word[:1].isdigit() and _goes_on(clause[:start][-1:])) and not (
            word[-1:].isdigit() and _goes_on(clause[end : end + 1])
        ):
            return True
        start = clause.find(word, start + 1)
    return False


def _goes_on(character: str) -> bool:
    """Whether a number goes on with this character."""
    return character.isdecimal() or character == "."


def _plain(text: str) -> str:
    return _SPACE.sub("", half_width(text))

"""What was understood of an agency's sentences: a line that is known is not read, and the modules that read
are not imported."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nianbao.checks.claims.claim import Claim, Left, Part, Quantity, Reading, Said, Saying, Sum, Why
from nianbao.checks.claims.plainer import beside_plainer
from nianbao.model.form import Form
from nianbao.model.numbering import numbering

if TYPE_CHECKING:
    from nianbao.checks.claims.words.lexicon import Lexicon

_UNNUMBERED = 99  # below whatever has a number
_LONGEST_HEADING = 20  # characters
_BESIDE_WORDS = "（）()“”"  # what else stands in a heading without a number
_REMEMBERED = 4096  # lines; a report has some fifty
_OPEN = 16  # notebooks
_GOES_ON = ("，", ",", "、")  # how a line ends that breaks off within a sentence


class Notes(NamedTuple):
    """What was understood: of lines, by their words, topic, ``own`` and ``plain`` (claims/line.py), and of
    sections: what they are about and whether they have its figures."""

    lines: dict[tuple[str, str, bool, bool], Said]
    sections: dict[str, tuple[str, bool]]


# Of the values in notes.
CLASSES = (Notes, Said, Claim, Sum, Left, Quantity, Reading, Part, Saying, Why, Decimal)


class Notebook:
    """The notes on one agency's lines of a year. ``known`` are those of earlier runs, ``asked`` all that was
    asked for since."""

    def __init__(self, form: Form, year: int, agency: str, known: Notes) -> None:
        self._form, self._year, self._agency = form, year, agency
        self.known, self.asked = known, Notes({}, {})

    def line(self, line: str, topic: str, *, heading: bool, own: bool, plain: bool) -> Said:
        """What a line says, under the topic of the heading above it; ``heading``: whether it is one."""
        lines, key = self.asked.lines, (line, topic, own, plain)
        found = lines.get(key) or self.known.lines.get(key)
        if found is None:
            from nianbao.checks.claims.line import read_line  # here, because most lines are known

            found = read_line(line, topic, self._words, self._agency, heading=heading, own=own, plain=plain)
        if len(lines) >= _REMEMBERED:
            lines.clear()
        lines[key] = found
        return found

    def section(self, section: str) -> tuple[str, bool]:
        """What a section is about as long as it names nothing, and whether it has the figures of that."""
        sections = self.asked.sections
        if section not in sections:
            sections[section] = self.known.sections.get(section) or self._words.section_topic(section)
        return sections[section]

    @cached_property
    def _words(self) -> Lexicon:
        from nianbao.checks.claims.words.lexicon import words_of  # here, because most lines are known

        return words_of(self._form, self._year)


_open: dict[tuple[Form, int, str], Notebook] = {}


def begun(form: Form, year: int, agency: str, known: Notes) -> Notebook:
    """The notebook for an agency's lines of a year, begun anew with what is known of them."""
    if len(_open) == _OPEN:
        del _open[next(iter(_open))]
    book = _open[form, year, agency] = Notebook(form, year, agency, known)
    return book


def said(text: str, section: str, form: Form, year: int, agency: str) -> Said:
    """What a section says of figures; spans are offsets in the text, in which references are resolved.

    The text of a section stands under the topic of its headings; a line that begins with a number
    ends that of the lines before that are not above it.
    """
    book = _open.get((form, year, agency)) or begun(form, year, agency, Notes({}, {}))
    return _said(text, section, book)


@lru_cache(maxsize=256)
def _said(text: str, section: str, book: Notebook) -> Said:
    claims: list[Claim] = []
    found: list[Sum] = []
    left: list[Left] = []
    rivals: list[Claim] = []
    usual, own = book.section(section)
    topic = usual
    above = {0: usual}  # the topics of the headings that the line stands under, by their level
    offset = 0
    for line in _lines(text):
        if not line or line.isspace():
            offset += len(line) + 1
            continue
        level = _level(line)
        if level:
            above = {each: named for each, named in above.items() if each < level}
            topic = above[max(above)]
        plain = len(above) == 1
        heard = _placed(line, offset, topic, book, heading=level > 0, own=own, plain=plain)
        claims += heard.claims
        found += heard.sums
        left += heard.left
        rivals += heard.rivals
        if level:
            topic = above[level] = heard.topic
        offset += len(line) + 1
    return Said(tuple(beside_plainer(claims, rivals)), tuple(found), topic, tuple(left))


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; one that breaks off within a sentence goes on with the next, and the break counts
    as a space: 截至6月底，⏎已收到申请5件."""
    begun = ""
    for line in text.split("\n"):
        if begun and (not line.strip() or numbering(line) is not None):
            yield begun
            begun = ""
        begun = f"{begun} {line}" if begun else line
        if not line.rstrip().endswith(_GOES_ON):
            yield begun
            begun = ""
    if begun:
        yield begun


@lru_cache(maxsize=_REMEMBERED)
def _placed(
    line: str, offset: int, topic: str, book: Notebook, *, heading: bool, own: bool, plain: bool
) -> Said:
    """What a line says, with its places in the text: lines above one that is being typed stay as they are."""
    return book.line(line, topic, heading=heading, own=own, plain=plain).moved(offset)


def _level(line: str) -> int:
    """How deep a heading stands: 1 for 一、, more for those below; 0 for a line that is none."""
    number = numbering(line)
    if number is not None:
        return number.level
    words = line.strip()
    short = 1 < len(words) <= _LONGEST_HEADING
    alone = short and all("一" <= each <= "鿿" or each in _BESIDE_WORDS for each in words)
    return _UNNUMBERED if alone else 0

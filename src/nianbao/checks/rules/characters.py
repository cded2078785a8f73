"""Characters that show as nothing, or as something else than they are: S113.

They come with text that was copied out of other PDFs or web pages, or from old input methods: on one screen
all looks well, on paper or on another screen a character is missing or a number reads otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import bidirectional, category

from nianbao.checks.coverage import Place, compared
from nianbao.checks.registry import On, checks
from nianbao.checks.subject import Subject
from nianbao.model.evidence import CodePoints, Paragraph
from nianbao.model.finding import Finding
from nianbao.model.narrative import invisible
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.words import without_spaces

_LOST = frozenset("\ufffd\ufffc")  # what stands for a character, or an object, that did not come along
# they take room, or none, and show nothing
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U00016fe4\U0001d159")
_IDEOGRAPHS = range(0x20000, 0x3FFFE)  # planes kept for Chinese characters; rare names use the newest of them
_ON_OTHERS = frozenset({"Mn", "Me", "Mc"})  # drawn onto the character before
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_STRONG = frozenset({"L", "R", "AL"})  # ends the stretch in which numbers change their places
_DIGITS = frozenset({"EN", "AN"})
_REMEMBERED = 2048  # characters, and texts


def _looked_at(subject: Subject) -> Iterator[Place]:
    report = subject.report
    texts = [report.agency, report.full_title(), *map(report.heading, (s.id for s in report.form.numbered))]
    texts += [*report.narrative.values(), *(f.text + f.unit + f.remark for f in report.figures.values())]
    yield compared("characters", number=sum(len(without_spaces(text)) for text in texts))


@checks("S113", on=On.TEXT | On.FACTS | On.FIGURES, covers=_looked_at)
def s113_characters(subject: Subject) -> Iterator[Finding]:
    """One finding for each kind of such characters in a text, a name, a heading or a cell."""
    report = subject.report
    yield from _named(report)
    for section, text in report.narrative.items():
        for kind, offsets in _odd(text).items():
            first = offsets[0]
            number = sum(bool(line.strip()) for line in text[: first + 1].split("\n"))
            yield rule("S113").finding(
                section=section,
                message=kind,
                found=_points(text, offsets),
                span=(first, first + 1),
                where=Paragraph(report.form.section(section).name, number),
            )
    for cell_id, figure in report.figures.items():
        if not (figure.text or figure.unit or figure.remark):
            continue  # as most: this runs at every keystroke
        words = figure.text + figure.unit + figure.remark
        if odd := _odd(words):
            cell = report.form.cells[cell_id]
            for kind, offsets in odd.items():
                yield rule("S113").finding(
                    section=cell.section,
                    cell=cell_id,
                    message=kind,
                    found=_points(words, offsets),
                    where=f"“{cell.name}”",
                )


def _named(report: Report) -> Iterator[Finding]:
    """In the names of the organ and of the report, and in the headings."""
    names = [("", "机关名称", report.agency), ("", "报告名称", report.title or "")]
    for section, heading in report.headings.items():
        names.append((section, f"“{report.form.section(section).name}”的标题", heading))
    for section, where, text in names:
        for kind, offsets in _odd(text).items():
            found = _points(text, offsets)
            yield rule("S113").finding(section=section, message=kind, found=found, where=where)


def _points(text: str, offsets: tuple[int, ...]) -> CodePoints:
    return CodePoints(tuple(dict.fromkeys(ord(text[offset]) for offset in offsets)))


@lru_cache(maxsize=_REMEMBERED)
def _odd(text: str) -> dict[str, tuple[int, ...]]:
    """The offsets of such characters, by the key of the rule's sentence."""
    if not any(map(_kind, set(text))):
        return {}
    found: dict[str, tuple[int, ...]] = {}
    for offset, character in enumerate(text):
        kind = _kind(character)
        if kind and _matters(kind, text, offset):
            found[kind] = (*found.get(kind, ()), offset)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _kind(character: str) -> str:
    """Which kind of doubtful character it is; empty for all others."""
    kind = category(character)
    if kind == "Co":
        return "private"
    if character in _LOST:
        return "lost"
    if character in _FILLERS:
        return "filler"
    if invisible(character):
        return "invisible"
    if kind == "Cn" and ord(character) not in _IDEOGRAPHS:
        return "unassigned"
    if kind in _ON_OTHERS:
        return "combining"
    return "backwards" if bidirectional(character) in _RIGHT_TO_LEFT else ""


def _matters(kind: str, text: str, offset: int) -> bool:
    """Whether the character does harm where it stands: some do so only to numbers."""
    if kind == "combining":
        carrier = next((each for each in reversed(text[:offset]) if category(each) not in _ON_OTHERS), "")
        return carrier.isdecimal()
    if kind == "backwards":
        return _next_to_number(text[offset + 1 :]) or _next_to_number(text[:offset][::-1])
    return True


def _next_to_number(text: str) -> bool:
    """Whether a number comes before the next letter of the line; marks and spaces do not count."""
    for character in text:
        direction = bidirectional(character)
        if character == "\n" or direction in _STRONG:
            return False
        if direction in _DIGITS:
            return True
    return False

"""A Word file of a report, edited as people do it, at random: with and without tracked changes, by several
hands; and what of it should come back, told by a model that knows paragraphs and cells alone."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape

import docx
from lxml import etree

from nianbao.model.narrative import tidy
from nianbao.model.report import Report
from nianbao.publish.comparison import printed_lines
from nianbao.write import write
from nianbao.write.page import Page
from tests.changed_docx import run, with_part
from tests.printed import page

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HANDS = ("李局长", "王科长", "办公室 陈")
_WORDS = (
    "进一步", "其中重点领域", "（含乡镇）", "继续推进", "3项", "比上年多12件", "等方面", "，同时督促", "切实"
)  # fmt: skip
_SENTENCES = (
    "对照检查中发现的问题，逐条制定整改措施。",
    "全年开展业务培训4次，参加人员86人次。",
    "通过门户网站和政务新媒体发布解读材料17篇。",
    "下一步将继续完善工作机制，提高答复质量。",
)
_FAR = 12  # characters on both sides of where a paragraph is divided


@dataclass
class Piece:
    """Words by one hand; ``mark`` as in Word: ins, del, moveTo, moveFrom, or empty."""

    words: str
    mark: str = ""
    by: str = ""

    @property
    def stands(self) -> bool:
        return self.mark not in ("del", "moveFrom")


@dataclass
class Line:
    """A paragraph; ``end`` is the mark of its end."""

    element: etree._Element
    pieces: list[Piece]
    end: str = ""
    by: str = ""
    anchors: list[etree._Element] = field(default_factory=list)  # of comments and other things

    @property
    def text(self) -> str:
        formulas = [str(text) for each in self.anchors for text in each.itertext() if each.prefix == "m"]
        return "".join((*formulas, *(each.words for each in self.pieces if each.stands)))


@dataclass
class Edited:
    """A Word file while it is edited: the paragraphs of each section, and what cells should say."""

    report: Report
    chance: random.Random
    sections: dict[str, list[Line]] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)  # what is no number, by cell
    comments: list[tuple[str, str]] = field(default_factory=list)  # by whom, and what
    told: list[str] = field(default_factory=list)  # what has no place in a report, in words of the program

    def __post_init__(self) -> None:
        self._document = docx.Document(io.BytesIO(write(Page(page(self.report)), "docx")))
        self._body = self._document.element.body
        paragraphs = iter(self._body.iterchildren(_tag("p")))
        for section in self.report.form.sections:
            typed = self.report.narrative.get(section.id, "")
            lines = [line for line in printed_lines(typed, self.report) if line]
            found = [_next(paragraphs, line) for line in lines]
            self.sections[section.id] = [Line(e, [Piece(line)]) for e, line in zip(found, lines, strict=True)]

    def lines(self) -> dict[str, list[str]]:
        """What each section should say with all changes."""
        found = {}
        for section, lines in self.sections.items():
            texts, open_text = [], ""
            for line in lines:
                open_text += line.text
                if line.end not in ("del", "moveFrom"):
                    texts.append(open_text)
                    open_text = ""
            found[section] = [text for each in [*texts, open_text] if (text := tidy(each))]
        return found

    def edit(self) -> str:
        """Do something somewhere; its name."""
        how: Callable[[], None] = self.chance.choice(
            [self._reword, self._reword, self._divide, self._join, self._move, self._double, self._drop,
             self._add, self._figure, self._figure, self._not_a_figure, self._comment, self._put_in]
        )  # fmt: skip
        how()
        return how.__name__.strip("_")

    def data(self) -> bytes:
        """The file, its runs torn and wrapped as Word does it."""
        numbers = iter(range(100, 100_000))
        for lines in self.sections.values():
            for line in lines:
                _write(line, self.chance, numbers)
        stream = io.BytesIO()
        self._document.save(stream)
        comments = "".join(
            f'<w:comment w:id="{at}" w:author="{by}"><w:p>{run(words)}</w:p></w:comment>'
            for at, (by, words) in enumerate(self.comments)
        )
        return with_part(stream.getvalue(), "comments", comments) if comments else stream.getvalue()

    # ---- what people do

    def _place(self, least: int = 1) -> tuple[list[Line], int] | None:
        """A section with so many paragraphs, and one of them that has others behind it."""
        found = [lines for lines in self.sections.values() if len(lines) >= least]
        if not found:
            return None
        lines = self.chance.choice(found)
        return lines, self.chance.randrange(len(lines) - least + 1)

    def _hand(self) -> tuple[bool, str]:
        return self.chance.random() < 0.5, self.chance.choice(HANDS)

    def _reword(self) -> None:
        if (place := self._place()) is None:
            return
        line = place[0][place[1]]
        tracked, by = self._hand()
        own = [each for each in line.pieces if each.stands and each.words]
        if not own:
            return
        piece = self.chance.choice(own)
        start = self.chance.randrange(len(piece.words))
        end = min(len(piece.words), start + self.chance.choice([0, 0, 1, 2, 5, 9]))
        new = self.chance.choice(["", *_WORDS])
        if end - start >= len(line.text) - 2:
            return
        before, gone, after = piece.words[:start], piece.words[start:end], piece.words[end:]
        parts = [Piece(before, piece.mark, piece.by)]
        if not tracked:
            parts[0].words += new
        else:
            if piece.mark in ("", "moveTo"):
                parts.append(Piece(gone, "moveFrom" if piece.mark else "del", by))
            parts.append(Piece(new, "moveTo" if piece.mark else "ins", by))
        parts.append(Piece(after, piece.mark, piece.by))
        at = next(index for index, each in enumerate(line.pieces) if each is piece)
        line.pieces[at : at + 1] = [each for each in parts if each.words]

    def _divide(self) -> None:
        if (place := self._place()) is None:
            return
        lines, at = place
        line = lines[at]
        tracked, by = self._hand()
        own = [each for each in line.pieces if each.stands and len(each.words) > 2 * _FAR]
        if not own or line.end:
            return
        piece = self.chance.choice(own)
        index = next(index for index, each in enumerate(line.pieces) if each is piece)
        cut = self.chance.randrange(_FAR, len(piece.words) - _FAR)
        rest = [Piece(piece.words[cut:], piece.mark, piece.by), *line.pieces[index + 1 :]]
        line.pieces = [*line.pieces[:index], Piece(piece.words[:cut], piece.mark, piece.by)]
        below = deepcopy(line.element)
        line.element.addnext(below)
        lines.insert(at + 1, Line(below, rest, line.end, line.by))
        line.end, line.by = ("ins", by) if tracked else ("", "")

    def _join(self) -> None:
        if (place := self._place(2)) is None:
            return
        lines, at = place
        line, below = lines[at], lines[at + 1]
        tracked, by = self._hand()
        if line.end:
            return
        if tracked:
            line.end, line.by = "del", by
            return
        line.pieces += below.pieces
        line.end, line.by = below.end, below.by
        self._body.remove(below.element)
        del lines[at + 1]

    def _move(self) -> None:
        if (place := self._place(2)) is None:
            return
        lines, at = place
        line = lines[at]
        # What is short and stands right above a table is its caption, which is told.
        sections = [each.id for each in self.report.form.sections if each.table is None]
        target = self.chance.choice([self.sections[each] for each in sections if self.sections[each]])
        to = self.chance.randrange(len(target))
        beside = target[to]
        tracked, by = self._hand()
        if any(each.mark for each in line.pieces) or line.end or beside.end or beside is line:
            return
        if at and lines[at - 1].end:
            return
        element = deepcopy(line.element)
        beside.element.addnext(element)
        mark = ("moveTo", by) if tracked else ("", "")
        new = Line(element, [Piece(line.text, *mark)], "", "")
        if tracked:
            line.pieces = [Piece(line.text, "moveFrom", by)]
            line.end, line.by = "moveFrom", by
            new.end, new.by = "moveTo", by
        else:
            self._body.remove(line.element)
            lines.remove(line)
        target.insert(next(index for index, each in enumerate(target) if each is beside) + 1, new)

    def _double(self) -> None:
        if (place := self._place()) is None:
            return
        lines, at = place
        line = lines[at]
        if line.end:
            return
        element = deepcopy(line.element)
        line.element.addnext(element)
        lines.insert(at + 1, Line(element, [Piece(line.text)]))

    def _drop(self) -> None:
        if (place := self._place(2)) is None:
            return
        lines, at = place
        line = lines[at]
        tracked, by = self._hand()
        if tracked:
            line.pieces = [Piece(each.words, "del", by) for each in line.pieces if each.stands]
            line.end, line.by = "del", by
        elif not (at and lines[at - 1].end):
            self._body.remove(line.element)
            lines.remove(line)

    def _add(self) -> None:
        if (place := self._place()) is None:
            return
        lines, at = place
        line = lines[at]
        tracked, by = self._hand()
        if line.end:
            return
        element = deepcopy(line.element)
        line.element.addnext(element)
        words = self.chance.choice(_SENTENCES)
        mark = ("ins", by) if tracked else ("", "")
        lines.insert(at + 1, Line(element, [Piece(words, *mark)], *mark))

    def _cell(self) -> tuple[str, etree._Element] | None:
        """A cell that nobody has changed, and the run with its figure."""
        cells = [cell for cell in self.report.figures if cell not in {*self.figures, *self.odd}]
        if not cells:
            return None
        cell = self.chance.choice(cells)
        old = str(self.report.figure(cell))
        for text in self._body.iter(_tag("t")):
            if text.text == old and next(text.iterancestors(_tag("tc")), None) is not None:
                return cell, text.getparent()
        return None

    def _figure(self) -> None:
        if (place := self._cell()) is None:
            return
        cell, old = place
        new = str(self.chance.choice([0, 7, 100_000]) + self.chance.randrange(900))
        self.figures[cell] = new
        shown = self.chance.choice([new, new, f" {new} ", new.translate(_WIDE)])
        tracked, by = self._hand()
        pieces = [Piece(_text(old), "del", by), Piece(shown, "ins", by)] if tracked else [Piece(shown)]
        numbers = iter(range(50_000, 60_000))
        for piece in pieces:
            for element in _xml(piece, [piece.words], self.chance, numbers):
                old.addprevious(element)
        for text in old.iterchildren(_tag("t")):
            old.remove(text)

    def _not_a_figure(self) -> None:
        if (place := self._cell()) is None:
            return
        cell, old = place
        self.odd[cell] = self.chance.choice(["", "若干", "12余", "约30"])
        (text,) = old.iterchildren(_tag("t"))
        text.text = self.odd[cell]

    def _comment(self) -> None:
        """A comment at a paragraph, or at a figure, and perhaps a reply."""
        by = self.chance.choice(HANDS)
        replies = [(by, f"请再核第{len(self.comments)}处")]
        if self.chance.random() < 0.3:
            replies.append((self.chance.choice(HANDS), f"已核，第{len(self.comments)}处无误"))
        lines = [line for each in self.sections.values() for line in each if line.text.strip()]
        at = lines[self.chance.randrange(len(lines))] if self.chance.random() < 0.7 and lines else None
        if at is not None and (at.end or any(each.text == at.text for each in lines if each is not at)):
            return
        place = None if at is not None else self._cell()
        if at is None and place is None:
            return
        if place is not None:
            self.figures[place[0]] = str(self.report.figure(place[0]))  # nobody changes it any more
        for reply in replies:
            number = f'w:id="{len(self.comments)}"'
            ends = f"<w:commentRangeEnd {number}/><w:r><w:commentReference {number}/></w:r>"
            for anchor in _parsed(f"<w:p><w:commentRangeStart {number}/>{ends}</w:p>"):
                if place is not None:
                    place[1].addprevious(anchor)
                elif at is not None:
                    at.anchors.append(anchor)
            self.comments.append(reply)

    def _put_in(self) -> None:
        """What a report has no place for."""
        if (place := self._place()) is None:
            return
        told, xml = self.chance.choice(_THINGS)
        place[0][place[1]].anchors.append(_parsed(xml))
        self.told.append(told)


_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_THINGS = (
    ("公式", f"<m:oMath {_MATH}><m:r><m:t>x=1</m:t></m:r></m:oMath>"),
    ("图形或图片", "<w:r><w:drawing/></w:r>"),
    ("嵌入的对象", "<w:r><w:object/></w:r>"),
    ("隐藏文字", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r>"),
)
_WIDE = {ord("0") + digit: ord("０") + digit for digit in range(10)}


def _tag(name: str) -> str:
    return f"{{{_W}}}{name}"


def _next(paragraphs: Iterator[etree._Element], line: str) -> etree._Element:
    return next(each for each in paragraphs if _text(each) == line)


def _text(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter(_tag("t")))


def _write(line: Line, chance: random.Random, numbers: Iterator[int]) -> None:
    """Put the pieces into the paragraph."""
    properties = line.element.find(_tag("pPr"))
    for inner in list(line.element):
        if inner is not properties:
            line.element.remove(inner)
    if line.end and properties is not None:
        mark = f'<w:rPr><w:{line.end} w:id="{next(numbers)}" w:author="{line.by}"/></w:rPr>'
        properties.append(_parsed(mark))
    line.element.extend(line.anchors)
    for piece in line.pieces:
        for element in _xml(piece, list(_torn(piece.words, chance)), chance, numbers):
            line.element.append(element)


def _torn(words: str, chance: random.Random) -> Iterator[str]:
    """As Word tears a text into runs."""
    places = sorted(chance.sample(range(len(words) + 1), k=min(len(words), chance.choice([0, 0, 1, 3]))))
    for start, end in pairwise([0, *places, len(words)]):
        if words[start:end]:
            yield words[start:end]


_WRAPPERS = (
    "{}", "{}", "{}", "{}", '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:smartTag w:element="x">{}</w:smartTag>', '<w:proofErr w:type="spellStart"/>{}',
    '<w:bookmarkStart w:id="7" w:name="x"/>{}<w:bookmarkEnd w:id="7"/>',
    '<w:fldSimple w:instr=" QUOTE ">{}</w:fldSimple>',
)  # fmt: skip
_LOOKS = (
    "",
    "",
    "<w:rPr><w:b/></w:rPr>",
    '<w:rPr><w:b/><w:rPrChange w:id="8" w:author="李局长"><w:rPr/></w:rPrChange></w:rPr>',
)


def _xml(
    piece: Piece, words: Sequence[str], chance: random.Random, numbers: Iterator[int]
) -> Iterator[etree._Element]:
    kind = "delText" if piece.mark == "del" else "t"
    for each in words:
        run = f'<w:r>{chance.choice(_LOOKS)}<w:{kind} xml:space="preserve">{escape(each)}</w:{kind}></w:r>'
        if not piece.mark:
            run = chance.choice(_WRAPPERS).format(run)
        else:
            date = f'w:date="2026-01-{chance.randrange(10, 29)}T09:00:00Z"'
            run = (
                f'<w:{piece.mark} w:id="{next(numbers)}" w:author="{piece.by}" {date}>{run}</w:{piece.mark}>'
            )
        yield from _parsed(f"<w:p>{run}</w:p>")


def _parsed(xml: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{_W}">{xml}</x>')[0]

"""A web page as a person sees it, as far as the page itself tells: texts that are hidden, struck, covered or
exchanged are replaced by marks, which say how; what styles and pictures add is there as a mark, too.

What a website's own style sheets and scripts do, which are files of their own, is not known here.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import cssselect2
from lxml import etree

from nianbao.publish.proof.deviation import Difference
from nianbao.publish.website import concealing, overlaid
from nianbao.publish.website.accepted import draws, leaves_whole
from nianbao.publish.website.amid import Stretch, stretch, unlike_words
from nianbao.publish.website.cascade import Cascade, Styles
from nianbao.publish.website.corrections import Beside
from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.elements import HEADINGS, MOST_WORDS, WITHIN, WORDS, stands_in_text, text_in
from nianbao.publish.website.misread import AROUND_CELLS, between_cells, misread
from nianbao.publish.website.overlaid import OUT_OF_LINE, PICTURES, TINY
from nianbao.publish.website.pieces import WRITTEN, written
from nianbao.publish.website.scripts import changing
from nianbao.publish.website.surroundings import Surroundings
from nianbao.publish.website.values import length, resolved
from nianbao.read.html.page import decoded, parsed
from nianbao.words import shortened, without_spaces

_selectors: Any = cssselect2  # carries no types
_FIRST = 0xF0000  # the marks: characters that nobody uses, one for each
_MOST_MARKS = 5_000  # a report has some 700 texts; what else is hidden is left out
_LONGEST = 40
_OF_NO_WIDTH = re.compile("[\u200b\u2060\ufeff]")  # editors leave them behind
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What is said of a piece that CSS makes, and is no reason not to see it.
_OF_PIECES = frozenset(("content", "position", "left", "top", "right", "bottom", "float", "z-index"))
_MOST_CONDITIONS = 12  # under which styles hold that are tried one by one
_LEAST_TEXT = 8  # signs of what is hardly in a menu
_MOST_BEGINNINGS = 10  # of a page
_MOVING = ("position", "margin-top", "margin-bottom", "transform")
_EMPTY = frozenset(("hr", *WITHIN))  # tags that draw something where no text is in them
# They draw signs or frames of their own, also where nothing is in them.
_OWN_SIGNS = frozenset(("q", "li", "hr", "fieldset", "button", "details", "optgroup", "dialog"))
# Why words that are none of the report are not seen; else they are there, moved or otherwise.
_BLENDED = "颜色与底色混"
_UNSEEN = ("不显示", "字小得", "颜色与底色分", "剪去", "折叠", "在底下")
_LEAST_ROOT = 8.0  # pixels
_UNREAD = frozenset(("script", "style", "template", "noscript", "head", "title"))


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the place of a text, or what is seen beside it; ``text`` is empty for the latter."""

    text: str
    why: str

    def __str__(self) -> str:
        return f"〔“{shortened(self.text, _LONGEST)}”{self.why}〕" if self.text else f"〔{self.why}〕"


@dataclass(slots=True)
class Seen:
    """A page as it is seen, with the marks in it by their characters, what lies upon it, and what nobody can
    judge without a browser."""

    page: bytes
    marks: dict[str, Mark] = field(default_factory=dict)
    upon: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def told(self, found: Iterable[Difference]) -> Iterator[Difference]:
        """The differences with what the marks in them say. What is hidden and not missed is none."""
        for each in found:
            hidden = [self.marks[sign] for sign in each.found if sign in self.marks]
            if not hidden and not each.found:
                text = self._hidden(without_spaces(each.expected))
                yield replace(each, found=text)
            elif each.expected or any(not mark.text for mark in hidden) or len(hidden) < len(each.found):
                yield replace(each, found="".join(str(self.marks.get(sign, sign)) for sign in each.found))

    def _hidden(self, text: str) -> str:
        """The mark for a text that was looked for, or for a part of it."""
        for mark in self.marks.values():
            if mark.text and (mark.text == text or (len(mark.text) > 1 and mark.text in text) or not text):
                return str(mark)
        return ""


def as_seen(page: bytes, wanted: str, *, unlimited: bool = False) -> list[Seen]:
    """The page with marks, the same bytes if it needs none: as it looks where every rule of its styles holds
    that may hold, where none of them does, and where each does alone.

    ``wanted`` are the texts that are looked for, without spaces: of others that are hidden nothing is left.
    Raises Unreadable, and TooMuch unless ``unlimited``.
    """
    text = decoded(page)
    root = parsed(text)
    _without_control(root)
    _join(root, text)
    cascade = Cascade(root, unlimited=unlimited)
    found = [_seen(page, copy.deepcopy(root), cascade, wanted)]
    found[0].doubts += [*misread(page, root), *changing(root, stretch(root, wanted))]
    found[0].upon += (f"表格的格子外面：{text}" for text in between_cells(root))
    for condition in ("", *list(cascade.met)[:_MOST_CONDITIONS]) if cascade.met else ():
        cascade.holding = frozenset((condition,))
        found.append(_seen(page, copy.deepcopy(root), cascade, wanted))
    if len(cascade.met) > _MOST_CONDITIONS:
        found[0].doubts += list(cascade.met)[_MOST_CONDITIONS:]
    return found


def _seen(page: bytes, root: etree._Element, cascade: Cascade, wanted: str) -> Seen:
    walk = _Walk(cascade, wanted, stretch(root, wanted))
    wrapped = _selectors.ElementWrapper.from_html_root(root) if cascade.has_rules else None
    walk.through(root, wrapped, Surroundings(variables=cascade.variables))
    if not walk.changed:
        return Seen(page, upon=walk.upon, doubts=[*walk.doubts])
    for element in root.iter(etree.Element):
        for name in ("style", "hidden"):
            element.attrib.pop(name, "")
    body = etree.tostring(root, encoding="unicode", method="html")
    return Seen(body.encode("utf-8", "replace"), walk.marks, walk.upon, [*walk.doubts])


def _join(root: etree._Element, text: str) -> None:
    """Give a page that begins more than once the attributes of every beginning, as browsers do."""
    for name in ("html", "body"):
        element = root if root.tag == name else root.find(name)
        if element is None:
            continue
        for again in re.findall(rf"<{name}\s[^<>]*>", text, re.IGNORECASE)[:_MOST_BEGINNINGS]:
            for found in etree.HTML(again).iter(name):
                for attribute in set(found.attrib) - set(element.attrib):
                    element.set(attribute, found.attrib[attribute])


def _without_control(root: etree._Element) -> None:
    """Put what browsers show into the place of signs that no element may be given."""
    for element in root.iter(etree.Element):
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and _CONTROL.search(text):
                setattr(element, name, _CONTROL.sub("\ufffd", text))


class _Walk:
    """Goes through a page and changes it into what is seen."""

    def __init__(self, cascade: Cascade, wanted: str, where: Stretch) -> None:
        self.marks: dict[str, Mark] = {}
        self.upon: list[str] = []
        self.doubts: dict[str, None] = {}
        self.changed = False
        self._cascade = cascade
        self._wanted = wanted
        self._lines = frozenset(wanted.split("\n"))
        self._beside = Beside(self._lines)
        self._where = where
        self._tables = 0
        self._free: dict[etree._Element, float] = {}  # pixels that elements around the report leave below it

    def through(self, element: etree._Element, wrapped: Any, around: Surroundings) -> None:
        """An element with all that is in it; what follows it is for the one around it."""
        if element.tag in _UNREAD:
            return
        styles = self._cascade.of(element, wrapped)
        here = concealing.inside(element, styles.own, around, self._cascade.fonts)
        is_amid = element in self._where.strangers
        here = self._placed(element, styles.own, here)
        if any(inner.tag == "template" and "shadowrootmode" in inner.attrib for inner in element):
            here = replace(here, why="换成了别的内容（shadowrootmode）")
            element.tail = (self._mark("", here.why) if is_amid else "") + (element.tail or "")
        self._look_upon(element, styles.own, around)
        self._look_at(element, styles.own, here)
        if element.tag in PICTURES:
            self._add_picture(element, styles.own, around, here)
            return
        self._tables += element.tag == "table"
        if not text_in(element, 1):
            self._look_at_empty(element, styles.own, around)
        begins, ends = self._made(element, styles, here)
        if element.tag in AROUND_CELLS:  # no reader sees it there
            self.upon += (str(self.marks[sign]) for sign in begins + ends)
        element.text = begins + self._text(element.text, self._first(styles, here), element)
        pairs: list[tuple[etree._Element, Any]] = [(inner, None) for inner in element]
        if wrapped is not None:
            pairs = list(zip(element, wrapped.iter_children(), strict=True))
        if "grid" in styles.own.get("display", ""):
            placed = Counter(overlaid.place(self._cascade.of(inner, its).own) for inner, its in pairs)
            self._doubt(place for place, times in placed.items() if place and times > 1)
        for inner, its in pairs:
            is_summary = element.tag == "details" and inner.tag == "summary"
            self.through(inner, its, around if is_summary else here)
            inner.tail = self._text(inner.tail, here, element) or None
        if ends:
            _append(element, ends)
        self._tables -= element.tag == "table"

    def _placed(self, element: etree._Element, declared: Declarations, here: Surroundings) -> Surroundings:
        """Whether places in an element are counted from it, and it holds none of a report."""
        if element in self._where.around:
            self._free[element] = overlaid.free_below(declared, here)
        elif element not in self._where.within and overlaid.counts_from_itself(declared, here):
            return replace(here, is_elsewhere=True)
        return here

    def _look_at(self, element: etree._Element, declared: Declarations, here: Surroundings) -> None:
        """What an element is by its tag, or because it stands amid a report."""
        if element in self._where.strangers and not _is_unseen(here):
            self._doubt(unlike_words(element, declared, here))
        if element.tag == "html" and here.size < _LEAST_ROOT:  # rem is measured by it
            self._doubt([f"html font-size: {here.size:g}px"])
        if element.tag == "li" and next(element.iterancestors("ol", "ul", "menu"), element).tag == "ol":
            self._doubt(["ol（前面有编号）"] if text_in(element, MOST_WORDS) in self._wanted else [])
        if element.tag in ("col", "colgroup") and "collapse" in here.invisible:
            self.upon.append(f"{element.tag} {here.invisible}")

    def _text(self, text: str | None, here: Surroundings, element: etree._Element) -> str:
        """What is seen of a text that stands in an element."""
        if text is None or not text.strip():
            return text or ""
        why, plain = here.unseen(), without_spaces(text)
        if not why:
            if self._is_of_report(plain, element):
                self._doubt(here.doubted())
            elif self._is_beside(plain, element) and self._beside.denies(plain):
                self._doubt([f"“{shortened(plain, _LONGEST)}”（报告之外的文字）"])
            return text
        if element in self._where.strangers and not _is_unseen(here):
            self._doubt([f"“{shortened(plain, _LONGEST)}”{why}"])
        self.changed = True
        if not self._tables and plain not in self._wanted:
            return ""
        return self._mark(plain, why)

    def _is_of_report(self, plain: str, element: etree._Element) -> bool:
        """Whether a text is one of the report, and no word of a menu that the report has, too."""
        is_there = bool(self._tables) or element in self._where.within
        return (is_there or len(plain) >= _LEAST_TEXT or plain in self._lines) and plain in self._wanted

    def _is_beside(self, plain: str, element: etree._Element) -> bool:
        """Whether words stand beside a report, and lead to no other article."""
        is_outside = element not in self._where.within or element in self._where.strangers
        is_outside = is_outside and _OF_NO_WIDTH.sub("", plain) not in self._wanted
        return is_outside and element.tag != "a" and next(element.iterancestors("a"), None) is None

    def _look_at_empty(self, element: etree._Element, declared: Declarations, around: Surroundings) -> None:
        """What is drawn where no text stands may look like a sign, or strike one."""
        if element.tag in _OWN_SIGNS and stands_in_text(element):
            self._doubt([str(element.tag)])
        if element.tag not in _EMPTY or (around.is_elsewhere and declared.get("position") in OUT_OF_LINE):
            return
        made = self._made_of(element, declared, around)
        if made.why or made.invisible:
            return
        self._doubt(each for each in made.doubts if each not in around.doubts)
        if element.tag == "hr" and (self._tables or any(name in declared for name in _MOVING)):
            self._doubt(["hr"])

    def _doubt(self, doubts: Iterable[str]) -> None:
        self.doubts.update(dict.fromkeys(doubts))

    def _mark(self, text: str, why: str) -> str:
        if len(self.marks) >= _MOST_MARKS:
            return ""
        sign = chr(_FIRST + len(self.marks))
        self.marks[sign] = Mark(text, why)
        self.changed = True
        return sign

    def _first(self, styles: Styles, here: Surroundings) -> Surroundings:
        """What holds for the first letter or line of an element."""
        for name in ("first-letter", "first-line"):
            if name in styles.pieces and not here.why:
                made = concealing.inside(
                    etree.Element("span"), styles.pieces[name], here, self._cascade.fonts
                )
                own = styles.pieces[name]
                torn = [f"{name} {each}: {own[each]}" for each in own if not leaves_whole(each, own[each])]
                here = replace(here, why=made.unseen(), doubts=(*made.doubts, *torn))
        return here

    def _made_of(self, element: etree._Element, declared: Declarations, here: Surroundings) -> Surroundings:
        """What holds in an element or in a piece that CSS makes of one, wherever it is put."""
        plain = {name: value for name, value in declared.items() if name not in _OF_PIECES}
        return concealing.inside(element, plain, here, self._cascade.fonts)

    def _made(self, element: etree._Element, styles: Styles, here: Surroundings) -> tuple[str, str]:
        """What CSS writes before and after the text of an element."""
        marker, before, after = (
            self._piece(element, name, styles.pieces.get(name), here)
            for name in ("marker", "before", "after")
        )
        return marker + before, after

    def _piece(
        self, element: etree._Element, name: str, declared: Declarations | None, here: Surroundings
    ) -> str:
        if declared is None or "content" not in declared or here.unseen():
            return ""
        made = self._made_of(etree.Element("div"), declared, here)
        values = {each: resolved(value, made.variables) for each, value in declared.items()}
        value = values["content"]
        if value in ("none", "normal", "initial", "unset") or made.invisible:
            return ""
        is_upon = values.get("position") in OUT_OF_LINE
        is_near = element in self._where.within or element in self._where.around
        is_near = element.tag not in HEADINGS and (element.tag in WORDS or (is_upon and is_near))
        if made.why:
            is_moved = is_near and made.why.startswith(concealing.MOVED)
            self._doubt([f"{element.tag}::{name} {made.why}"] if is_moved else [])
            return ""
        text = "".join(written(element, value)).strip()
        is_over = overlaid.is_stamp(text, made) or overlaid.covers(values, made) or text.isdecimal()
        if is_upon and is_over and element.tag not in WORDS:
            self.upon.append(f"{element.tag}::{name} position: {values['position']}")
            return ""
        div = etree.Element("div")
        if is_upon and overlaid.is_drawn(div, values, made):
            said = overlaid.put_upon(div, values, here, below=None)
            self._doubt([f"{element.tag}::{name} {said}"] if said else [])
        if text:
            is_hidden = made.unseen() and "(" not in value
            return "" if is_hidden else self._mark("", f"样式写上了“{shortened(text, _LONGEST)}”")
        if is_upon and overlaid.is_closed(values, made):
            return self._mark("", "样式盖住了")
        if is_near:
            drawn = [f"{each}: {value}" for each, value in values.items() if draws(each, value)]
            self._doubt(f"{element.tag}::{name} {each}" for each in (*drawn, *made.doubts))
        if WRITTEN.sub("", value).strip():
            self._doubt([f"{element.tag}::{name} content: {value}"])
        return ""

    def _add_picture(
        self, element: etree._Element, declared: Declarations, around: Surroundings, here: Surroundings
    ) -> None:
        sizes = [
            length(declared.get(name) or str(element.get(name, "")), 16.0) for name in ("width", "height")
        ]
        given = [size for size in sizes if size is not None]
        is_tiny = bool(given) and max(given) < TINY
        is_silent = element.tag == "audio" and "controls" not in element.attrib
        is_upon = declared.get("position") in OUT_OF_LINE
        if is_upon:  # moves it, but hides nothing
            here = self._made_of(element, declared, around)
        is_hidden = here.why and not (self._tables and here.why.startswith(concealing.MOVED))
        if is_hidden or here.invisible or is_tiny or is_silent or element.get("type") == "hidden":
            return
        if is_upon and min(given, default=0.0) >= overlaid.LARGE:
            self.upon.append(f"{element.tag} position: {declared['position']}")
        element.tail = self._mark("", PICTURES[str(element.tag)]) + (element.tail or "")

    def _look_upon(self, element: etree._Element, declared: Declarations, around: Surroundings) -> None:
        """Keep in mind what lies upon the page, or may."""
        if element.tag == "dialog" and "open" in element.attrib:
            declared = overlaid.OF_DIALOGS | declared
        is_out_of_line = declared.get("position") in OUT_OF_LINE
        here = self._made_of(element, declared, around) if is_out_of_line else around
        if here.invisible or (here.why and not here.why.startswith(_BLENDED)):
            return
        values = overlaid.resolved_in(declared, here)
        in_table = bool(self._tables)
        if is_out_of_line and (said := overlaid.lies_upon(element, values, here, in_table=in_table)):
            self.upon.append(said)
        elif said := (overlaid.may_hide if is_out_of_line else overlaid.reaches_over)(element, values, here):
            self._doubt([said])
        if element in self._where.around or element in self._where.within:
            return
        if overlaid.is_drawn(element, values, here):
            said = overlaid.put_upon(element, values, here, below=self._below(element))
            self._doubt([said] if said else [])

    def _below(self, element: etree._Element) -> float | None:
        """The pixels that are free between a report and an element behind it; None if it is not behind."""
        if element not in self._where.behind:
            return None
        return sum(free for each, free in self._free.items() if each not in element.iterancestors())


def _is_unseen(here: Surroundings) -> bool:
    """Whether nothing is seen of what stands in an element, wherever it was moved."""
    return bool(here.invisible) or here.why.startswith(_UNSEEN)


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text

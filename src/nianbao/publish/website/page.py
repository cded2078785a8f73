"""A web page as a person sees it, as far as the page itself tells: texts that are hidden, struck, covered or
exchanged are replaced by marks, which say how; what styles and pictures add is there as a mark, too.

What a website's own style sheets and scripts do, which are files of their own, is not known here.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any

import cssselect2
from lxml import etree

from nianbao.publish.proof.deviation import Difference
from nianbao.publish.website import concealing
from nianbao.publish.website.accepted import draws, leaves_whole
from nianbao.publish.website.cascade import Cascade, Styles
from nianbao.publish.website.declarations import Declarations
from nianbao.publish.website.elements import HEADINGS, WITHIN, WORDS, text_in
from nianbao.publish.website.surroundings import Surroundings
from nianbao.publish.website.values import colour, length, resolved
from nianbao.read.html.page import decoded, parsed
from nianbao.words import shortened, without_spaces

_selectors: Any = cssselect2  # carries no types
_FIRST = 0xF0000  # the marks: characters that nobody uses, one for each
_MOST_MARKS = 5_000  # a report has some 700 texts; what else is hidden is left out
_LONGEST = 40
_WORDS = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|attr\(\s*([\w-]+)[^)]*\)|(url|counters?|image)\("""
)
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6}) ?|\\(.)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PICTURES = {
    "img": "图片",
    "svg": "图形",
    "canvas": "图形",
    "video": "影音",
    "math": "公式",
    "iframe": "嵌入的网页",
    "object": "嵌入的对象",
    "embed": "嵌入的对象",
    "input": "输入框",
    "textarea": "输入框",
    "select": "选择框",
    "meter": "图形",
    "progress": "图形",
    "fencedframe": "嵌入的网页",
    "audio": "影音",
}
# What is said of a piece that CSS makes, and is no reason not to see it.
_OF_PIECES = frozenset(("content", "position", "left", "top", "right", "bottom", "float", "z-index"))
_MOST_CONDITIONS = 12  # under which styles hold that are tried one by one
_MOST_BEGINNINGS = 10  # of a page
_TINY = 4.0  # pixels: what is smaller counts visits
_LARGE = 250.0  # pixels: what lies upon a page and is as large may cover a table
_MOVING = ("position", "margin-top", "margin-bottom", "transform")
_EMPTY = frozenset(("hr", *WITHIN))  # tags that draw something where no text is in them
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
    for condition in ("", *list(cascade.met)[:_MOST_CONDITIONS]) if cascade.met else ():
        cascade.holding = frozenset((condition,))
        found.append(_seen(page, copy.deepcopy(root), cascade, wanted))
    if len(cascade.met) > _MOST_CONDITIONS:
        found[0].doubts += list(cascade.met)[_MOST_CONDITIONS:]
    return found


def _seen(page: bytes, root: etree._Element, cascade: Cascade, wanted: str) -> Seen:
    walk = _Walk(cascade, wanted)
    wrapped = _selectors.ElementWrapper.from_html_root(root) if cascade.has_rules else None
    walk.through(root, wrapped, Surroundings(variables=cascade.variables))
    doubts = [*walk.doubts, *_leading_away(root)]
    if not walk.changed:
        return Seen(page, upon=walk.upon, doubts=doubts)
    for element in root.iter(etree.Element):
        for name in ("style", "hidden"):
            element.attrib.pop(name, "")
    body = etree.tostring(root, encoding="unicode", method="html")
    return Seen(body.encode("utf-8", "replace"), walk.marks, walk.upon, doubts)


def _leading_away(root: etree._Element) -> Iterator[str]:
    """Where a page leads by itself."""
    for element in root.iter("meta"):
        content = str(element.get("content", ""))
        if str(element.get("http-equiv", "")).lower() == "refresh" and "=" in content:
            yield shortened(f"meta refresh: {content}", _LONGEST)


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

    def __init__(self, cascade: Cascade, wanted: str) -> None:
        self.marks: dict[str, Mark] = {}
        self.upon: list[str] = []
        self.doubts: dict[str, None] = {}
        self.changed = False
        self._cascade = cascade
        self._wanted = wanted
        self._tables = 0

    def through(self, element: etree._Element, wrapped: Any, around: Surroundings) -> None:
        """An element with all that is in it; what follows it is for the one around it."""
        if element.tag in _UNREAD:
            return
        styles = self._cascade.of(element, wrapped)
        here = concealing.inside(element, styles.own, around, self._cascade.fonts)
        if any(inner.tag == "template" and "shadowrootmode" in inner.attrib for inner in element):
            here = replace(here, why="换成了别的内容（shadowrootmode）")
        self._look_upon(element, styles.own, around)
        if element.tag in ("col", "colgroup") and "collapse" in here.invisible:
            self.upon.append(f"{element.tag} {here.invisible}")
        if element.tag in _PICTURES:
            self._add_picture(element, styles.own, around, here)
            return
        self._tables += element.tag == "table"
        if element.tag in _EMPTY and not text_in(element, 1):
            self._look_at_empty(element, styles.own, around)
        begins, ends = self._made(element, styles, here)
        element.text = begins + self._text(element.text, self._first(styles, here))
        pairs = (
            zip(element, repeat(None))
            if wrapped is None
            else zip(element, wrapped.iter_children(), strict=True)
        )
        for inner, its in pairs:
            is_summary = element.tag == "details" and inner.tag == "summary"
            self.through(inner, its, around if is_summary else here)
            inner.tail = self._text(inner.tail, here) or None
        if ends:
            _append(element, ends)
        self._tables -= element.tag == "table"

    def _text(self, text: str | None, here: Surroundings) -> str:
        """What is seen of a text."""
        if text is None or not text.strip():
            return text or ""
        why, plain = here.unseen(), without_spaces(text)
        if not why:
            if plain in self._wanted:
                self._doubt(here.doubted())
            return text
        self.changed = True
        if not self._tables and plain not in self._wanted:
            return ""
        return self._mark(plain, why)

    def _look_at_empty(self, element: etree._Element, declared: Declarations, around: Surroundings) -> None:
        """What is drawn where no text stands may look like a sign, or strike one."""
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
        is_upon = values.get("position") in ("absolute", "fixed")
        is_near = element.tag not in HEADINGS and (is_upon or element.tag in WORDS)
        if made.why:
            is_moved = is_near and made.why.startswith(concealing.MOVED)
            self._doubt([f"{element.tag}::{name} {made.why}"] if is_moved else [])
            return ""
        text = "".join(_written(element, value))
        if text.strip():
            is_hidden = made.unseen() and "(" not in value
            return "" if is_hidden else self._mark("", f"样式写上了“{shortened(text.strip(), _LONGEST)}”")
        ground = colour(values.get("background-color", ""), made.colour)
        if ground is not None and ground[3] > 0.5 and is_upon:
            return self._mark("", "样式盖住了")
        if is_near:
            drawn = [f"{each}: {value}" for each, value in values.items() if draws(each, value)]
            self._doubt(f"{element.tag}::{name} {each}" for each in (*drawn, *made.doubts))
        if _WORDS.sub("", value).strip():
            self._doubt([f"{element.tag}::{name} content: {value}"])
        return ""

    def _add_picture(
        self, element: etree._Element, declared: Declarations, around: Surroundings, here: Surroundings
    ) -> None:
        sizes = [
            length(declared.get(name) or str(element.get(name, "")), 16.0) for name in ("width", "height")
        ]
        given = [size for size in sizes if size is not None]
        is_tiny = bool(given) and max(given) < _TINY
        is_silent = element.tag == "audio" and "controls" not in element.attrib
        if declared.get("position") in ("absolute", "fixed"):  # moves it, but hides nothing
            here = self._made_of(element, declared, around)
        if here.why or here.invisible or is_tiny or is_silent or element.get("type") == "hidden":
            return
        element.tail = self._mark("", _PICTURES[str(element.tag)]) + (element.tail or "")

    def _look_upon(self, element: etree._Element, declared: Declarations, around: Surroundings) -> None:
        """Keep in mind what lies upon the page: large and without gaps, or nothing but a number."""
        if declared.get("position") not in ("absolute", "fixed"):
            return
        here = self._made_of(element, declared, around)
        if here.why or here.invisible:
            return
        values = {name: resolved(value, here.variables) for name, value in declared.items()}
        ground = colour(values.get("background-color", ""), here.colour)
        is_closed = ground is not None and ground[3] > 0.5
        text = text_in(element, _LONGEST)
        is_bare = not text and next(element.iterdescendants(*_PICTURES), None) is None
        width, height = (_extent(values, name) for name in ("width", "height"))
        if (is_closed and (min(width, height) >= _LARGE or (is_bare and max(width, height) >= _TINY))) or (
            text.isdecimal() and not self._tables
        ):
            said = f"{element.tag} position: {values['position']}"
            self.upon.append(f"{said} “{shortened(text, _LONGEST)}”" if text else said)


def _extent(values: Declarations, name: str) -> float:
    """How large something is, in pixels: also what reaches from one side of the page to the other."""
    ends = ("left", "right") if name == "width" else ("top", "bottom")
    if all(values.get(end, "") in ("0", "0px") for end in ends):
        return 1_000.0
    return length(values.get(name, ""), 16.0) or 0.0


def _written(element: etree._Element, value: str) -> Iterator[str]:
    """The words of a value of ``content``."""
    for words, attribute, other in _WORDS.findall(value):
        if words:
            yield _ESCAPED.sub(_character, words[1:-1])
        elif attribute:
            yield str(element.get(attribute, "〔属性〕"))
        elif other:
            yield "〔图片或编号〕"


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16) % 0x110000) if found[1] else found[2]


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text

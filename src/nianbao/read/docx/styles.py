"""What a Word paragraph owes to its style: its heading level, its automatic number, the look of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from nianbao.model.numbering import numeral
from nianbao.read.docx.package import attribute, child, is_on, name_of, number
from nianbao.read.picture_fonts import shows_pictures
from nianbao.read.raised import Shift

_LEVELS = 9  # Word's lists and outlines have no more
_MOST_BASES = 50  # of a style, which is based on another one and so on; Word's own have three
_MOST_PROPERTIES = 200  # of a style; Word knows forty
_LONGEST_LABEL = 100  # characters; Word takes 30
_LONGEST_NAME = 300  # of a style, likewise; Word takes 253
_MOST_COUNTED = 100_000  # a list begins with one
_TITLES = frozenset(["title", "标题"])
# fmt: off
_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand",
))
# fmt: on
_HARD_TO_SEE = ("rFonts", "sz", "w")
_LOOKS = ("vanish", "strike", "dstrike", "vertAlign", "position", "color", *_HARD_TO_SEE)
_TINY = 6  # half points: letters of this size nobody reads
_FLAT = 20  # percent of their width, likewise
_WHITE = frozenset(("FFFFFF", "background1", "light1"))
# Stated twice, by the styles of table, paragraph or text, it is off again (17.7.3).
_TOGGLED = ("vanish", "strike")
_ALIGNED = {"superscript": 1, "subscript": -1}
_MARKERS = {  # colours of highlighted text
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "00008B", "darkCyan": "008B8B",
    "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000", "darkYellow": "808000",
    "darkGray": "A9A9A9", "lightGray": "D3D3D3",
}  # fmt: skip
_LEAST_MOVED = 3  # half points by which a text is seen to stand higher or lower
_CIRCLED = frozenset(["decimalEnclosedCircle", "decimalEnclosedCircleChinese"])


# What is stated of a look: on or off; of vertAlign and position whether it is above (1) or below (-1) others;
# of color whether it is white, of rFonts whether it shows pictures, of sz and w whether nobody can read it.
Stated = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    properties: etree._Element | None
    look: Stated = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()  # where the style of a table may show no words: lastCol
    grounded: frozenset[str] = frozenset()  # where it shows them white on a ground of its own
    shaded: bool = False

    @property
    def plain_name(self) -> str:
        return self.name.lower().replace(" ", "")

    @property
    def is_title(self) -> bool:
        return self.plain_name in _TITLES


class _Owed(NamedTuple):
    """What a paragraph has of its style: whether it is a title, its heading level, its list."""

    is_title: bool
    level: int | None
    list_of: tuple[str, int | str] | None


class Look(NamedTuple):
    """How the text of a run is seen."""

    hidden: bool
    struck: bool
    shift: Shift | None
    pale: bool  # white
    doubtful: bool  # it depends on where in its table it stands, or is too small, or in a font of pictures


class Styles:
    """The styles of a file. A file without them has none, and ids speak for themselves."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default: dict[str | None, str] = {}  # by what they are styles of
        self._looks: dict[tuple[str | None, ...], Stated] = {}
        self._plain = _stated(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._found: dict[str | None, _Owed] = {}
        for element in () if root is None else root:
            style_id = attribute(element, "styleId")
            if name_of(element.tag) != "style" or style_id is None:
                continue
            name = (attribute(child(element, "name"), "val") or style_id)[:_LONGEST_NAME]
            based_on = attribute(child(element, "basedOn"), "val")
            properties = child(element, "pPr")
            if properties is not None and len(properties) > _MOST_PROPERTIES:
                properties = None
            doubtful, grounded = _conditions(element)
            look = _stated(child(element, "rPr"))
            shaded = any(map(is_shaded, element.iter()))
            self._styles[style_id] = _Style(name, based_on, properties, look, doubtful, grounded, shaded)
            if attribute(element, "default") in ("1", "true"):
                self._default[attribute(element, "type")] = style_id

    def level(self, properties: etree._Element | None) -> int | None:
        """The heading level of a paragraph with these properties: 1 for the title, Heading n is n + 1."""
        owed = self._owed(properties)
        own = attribute(child(properties, "outlineLvl"), "val")
        return _outline_level(own) if own and not owed.is_title else owed.level

    def list_of(self, properties: etree._Element | None) -> tuple[str, int | str] | None:
        """The list that numbers a paragraph: its id, and the level or the style that names the level."""
        return _list_in(properties) or self._owed(properties).list_of

    def look(
        self,
        run: etree._Element | None,
        paragraph: etree._Element | None,
        table: etree._Element | None,
        where: frozenset[str] = frozenset(),
    ) -> Look:
        """How a run with these properties is seen, in a paragraph and a table (None outside) with theirs;
        ``where`` are the conditions of the table's style that hold for its cell."""
        named = (
            attribute(child(run, "rStyle"), "val") or self._default.get("character"),
            attribute(child(paragraph, "pStyle"), "val") or self._default.get("paragraph"),
            attribute(child(table, "tblStyle"), "val") or self._default.get("table"),
        )
        look = self._inherited(named if table is not None else named[:2]) | _stated(run)
        side = look["vertAlign"] or look["position"]
        shift = None if side == 0 else Shift.UP if side > 0 else Shift.DOWN
        varies = bool(where) and any(where & style.doubtful for _, style in self._chain(named[2]))
        doubtful = varies or any(look[name] for name in _HARD_TO_SEE)
        struck = bool(look["strike"] or look["dstrike"])
        return Look(bool(look["vanish"]), struck, shift, bool(look["color"]), doubtful)

    def are_shaded(self, table: etree._Element | None) -> bool:
        """Whether the style of a table with these properties gives its cells, or some of them, a ground."""
        style_id = attribute(child(table, "tblStyle"), "val") or self._default.get("table")
        return any(style.shaded for _, style in self._chain(style_id))

    def may_be_pale(self, table: etree._Element | None, where: frozenset[str]) -> bool:
        """Whether the style of a table shows words white in a cell for which these conditions hold, on a
        ground that a cell with one of its own has not."""
        style_id = attribute(child(table, "tblStyle"), "val") or self._default.get("table")
        return any(where & style.grounded for _, style in self._chain(style_id))

    def _inherited(self, named: tuple[str | None, ...]) -> Stated:
        """The look that styles give, of the text first."""
        if named not in self._looks:
            levels: list[Stated] = []
            for style_id in named:
                levels.append({})
                for _, style in reversed([*self._chain(style_id)]):
                    levels[-1] |= style.look
            found: Stated = {}
            for name in _LOOKS:
                stated = [level[name] for level in levels if name in level]
                plain = self._plain.get(name, 0)
                if name in _TOGGLED:
                    found[name] = plain or sum(stated) % 2 == 1
                else:
                    found[name] = stated[0] if stated else plain
            self._looks[named] = found
        return self._looks[named]

    def _owed(self, properties: etree._Element | None) -> _Owed:
        """What a paragraph owes to its style, looked up once for each style: most paragraphs share a few."""
        style_id = attribute(child(properties, "pStyle"), "val") or self._default.get("paragraph")
        if style_id not in self._found:
            chain = dict(self._chain(style_id))
            is_title = any(style.is_title for style in [*chain.values()][:1])
            lists = (_list_in(style.properties, each) for each, style in chain.items())
            found = _Owed(is_title, _level(chain.values()), next(filter(None, lists), None))
            self._found[style_id] = found
        return self._found[style_id]

    def _chain(self, style_id: str | None) -> Iterator[tuple[str, _Style]]:
        """A style and those that it is based on, nearest first."""
        for _ in range(_MOST_BASES):  # some are based on one another
            if style_id is None:
                return
            style = self._styles.get(style_id) or _Style(style_id, None, None)
            yield style_id, style
            style_id = style.based_on


def _conditions(style: etree._Element) -> tuple[frozenset[str], frozenset[str]]:
    """Where the style of a table may show no words, and where white ones on a ground of its own."""
    doubtful, grounded = set(), set()
    for part in style.iter("{*}tblStylePr"):
        stated = _stated(child(part, "rPr"))
        is_grounded = is_shaded(child(part, "tcPr")) and bool(stated.pop("color", 0))
        if any(stated.values()):
            doubtful.add(attribute(part, "type") or "")
        elif is_grounded:
            grounded.add(attribute(part, "type") or "")
    return frozenset(doubtful), frozenset(grounded)


def _stated(properties: etree._Element | None) -> Stated:
    """What properties of text state of its look: whether it is hidden, struck out, raised or lowered."""
    found: Stated = {}
    for element in () if properties is None else properties:
        match name_of(element.tag):
            case "vertAlign":
                found["vertAlign"] = _ALIGNED.get(attribute(element, "val") or "", 0)
            case "position":
                moved = number(attribute(element, "val"), 0)
                found["position"] = (moved >= _LEAST_MOVED) - (moved <= -_LEAST_MOVED)
            case "color":
                words = {attribute(element, "themeColor"), (attribute(element, "val") or "").upper()}
                found["color"] = bool(words & _WHITE)
            case "rFonts":
                font = attribute(element, "ascii") or attribute(element, "hAnsi")
                if font:
                    found["rFonts"] = shows_pictures(font)
            case "sz":
                found["sz"] = number(attribute(element, "val"), _TINY + 1) <= _TINY
            case "w":
                found["w"] = number(attribute(element, "val"), _FLAT + 1) <= _FLAT
            case name if name in _LOOKS:
                found[name] = is_on(element)
    return found


def is_shaded(properties: etree._Element | None) -> bool:
    """Whether properties of a text, a paragraph, a cell or a table give it a ground that is not white."""
    shading = child(properties, "shd")
    if shading is None:
        return False
    plain = (attribute(shading, "fill") or "auto").upper() in ("AUTO", "FFFFFF")
    return not plain or attribute(shading, "val") not in (None, "clear", "nil")


def is_on_its_colour(run: etree._Element | None, cell: etree._Element | None) -> bool:
    """Whether a run with these properties has the colour of its own ground, or of its cell's."""
    colour = (attribute(child(run, "color"), "val") or "").upper()
    if not colour or colour == "AUTO":
        return False
    marked = _MARKERS.get(attribute(child(run, "highlight"), "val") or "", "")
    grounds = (attribute(child(each, "shd"), "fill") for each in (run, child(cell, "tcPr")))
    return (marked or next(filter(None, grounds), "")).upper() == colour


def _level(chain: Iterable[_Style]) -> int | None:
    """The heading level that the nearest style states."""
    for style in chain:
        if style.is_title:
            return 1
        outline = attribute(child(style.properties, "outlineLvl"), "val")
        if outline is not None:
            return _outline_level(outline)
        digits = style.plain_name.removeprefix("heading").removeprefix("标题")
        if digits != style.plain_name and digits.isdecimal():
            return number(digits, 0) + 1
    return None


def _list_in(properties: etree._Element | None, style_id: str = "") -> tuple[str, int | str] | None:
    """The list that properties name, those of a paragraph or of the style with this id."""
    found = child(properties, "numPr")
    list_id = attribute(child(found, "numId"), "val")
    if list_id is None:
        return None
    level = attribute(child(found, "ilvl"), "val")
    return list_id, style_id if level is None and style_id else number(level, 0)


def _outline_level(outline: str | None) -> int | None:
    level = number(outline, _LEVELS)
    return level + 2 if 0 <= level < _LEVELS else None


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    style: str | None


class Numbering:
    """The automatic numbers of a file: Word keeps them apart from the text, people see them in it."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, dict[int, int]] = {}
        for element in () if root is None else root:
            if name_of(element.tag) == "abstractNum":
                self._levels[attribute(element, "abstractNumId") or ""] = dict(_levels(element))
            elif name_of(element.tag) == "num":
                self._add_list(element)

    def label(self, list_id: str, level: int | str) -> str:
        """The number that the next paragraph of the list gets, counted on; empty for bullets."""
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if isinstance(level, str):
            level = next((depth for depth, entry in levels.items() if entry.style == level), 0)
        if level not in levels:
            return ""
        counters = self._counters.setdefault(abstract, {})
        before = counters.get(level, levels[level].start - 1)
        restart = self._restarts.pop((list_id, level), None)
        counters[level] = before + 1 if restart is None else restart
        for deeper in [depth for depth in counters if depth > level]:
            del counters[deeper]
        label = levels[level].text
        for depth, entry in levels.items():
            label = label.replace(f"%{depth + 1}", _written(counters.get(depth, entry.start), entry.form))
        return "" if levels[level].form == "bullet" else label

    def _add_list(self, element: etree._Element) -> None:
        list_id = attribute(element, "numId") or ""
        self._lists[list_id] = attribute(child(element, "abstractNumId"), "val") or ""
        for override in element:
            start = attribute(child(override, "startOverride"), "val")
            if start is not None:
                level = number(attribute(override, "ilvl"), 0)
                self._restarts[list_id, level] = min(number(start, 1), _MOST_COUNTED)


def _levels(abstract: etree._Element) -> Iterator[tuple[int, _Level]]:
    for element in abstract:
        depth = number(attribute(element, "ilvl"), _LEVELS)
        if name_of(element.tag) == "lvl" and 0 <= depth < _LEVELS:
            yield (
                depth,
                _Level(
                    attribute(child(element, "numFmt"), "val") or "decimal",
                    (attribute(child(element, "lvlText"), "val") or "")[:_LONGEST_LABEL],
                    min(number(attribute(child(element, "start"), "val"), 1), _MOST_COUNTED),
                    attribute(child(element, "pStyle"), "val"),
                ),
            )


def _written(value: int, form: str) -> str:
    """A counter in the number format of Word; formats that reports do not use come out in digits."""
    if form in _CHINESE and 1 <= value <= 99:
        return numeral(value)
    if form in _CIRCLED and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + value - 1)
    return "" if form == "none" else str(value)

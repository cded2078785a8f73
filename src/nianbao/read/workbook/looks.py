"""How the cells of an .xlsx file are seen: what is struck out, raised beside others, white on white, and by
which format their numbers are written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from nianbao.read.docx.package import Package
from nianbao.read.picture_fonts import shows_pictures
from nianbao.read.raised import Shift, settled, shifted
from nianbao.read.workbook.formats import BUILT_IN

_OFF = frozenset(("0", "false"))
_WHITE = frozenset(("1", "9"))  # of the colours with numbers
_PAPER = "0"  # of the colours of the theme
_DARKER = re.compile(r"-0\.(?:[2-9]|1[0-9])|-1")  # a tint that makes white a grey that is seen
_DIGIT = re.compile(r"\d")
_SHIFTS = {"superscript": Shift.UP, "subscript": Shift.DOWN}


class Looks:
    """How cells are seen, by the texts that they share and by their styles, both by numbers: those that
    strike out, those that are ``bare``, on a white ground, and those that are ``pale``: white on it, or in a
    font of pictures; ``formats`` are those of their numbers, without the general one, ``conditional`` the
    looks under a condition, by their numbers."""

    def __init__(
        self,
        texts: list[etree._Element],
        striking: frozenset[str] = frozenset(),
        bare: frozenset[str] = frozenset(("0",)),
        pale: frozenset[str] = frozenset(),
        formats: Mapping[str, str] | None = None,
        conditional: Mapping[str, etree._Element] | None = None,
    ) -> None:
        self._texts = {str(number): text for number, text in enumerate(texts)}
        self._striking = striking
        self.bare = bare
        self.pale = pale
        self.formats = formats or {}
        self.conditional = conditional or {}
        self._known: dict[
            tuple[str, bool, bool], tuple[str, str]
        ] = {}  # texts may be long, and shared by many

    def seen(self, cell: etree._Element, value: str | None) -> tuple[str, str] | None:
        """What is seen in a cell with this value, and what of it is struck out; None if all of the value is
        seen as it is."""
        struck, bare = (cell.get("s", "0") in each for each in (self._striking, self.bare))
        if cell.get("t") == "s":
            key = value or "", struck, bare
            if key not in self._known and key[0] in self._texts:
                self._known[key] = _seen(self._texts[key[0]], struck=struck, bare=bare)
            found = self._known.get(key, ("", ""))
        elif (text := cell.find("{*}is")) is not None:
            found = _seen(text, struck=struck, bare=bare)
        else:
            found = "", value or "" if struck else ""
        return found if any(found) else None


def _seen(text: etree._Element, *, struck: bool, bare: bool) -> tuple[str, str]:
    """What is seen of a text, in a cell that strikes out or not, on a white ground or not, and what is struck
    out; nothing if all of it is seen as it is."""
    left: list[str] = []
    gone: list[str] = []
    is_shifted = False
    for part in text.iterchildren("{*}t", "{*}r"):
        look = part.find("{*}rPr")
        words = "".join(each.text or "" for each in part.iter("{*}t"))
        align = None if look is None else look.find("{*}vertAlign")
        if struck if look is None else _strikes(look):
            gone.append(words)
        elif look is not None and _DIGIT.search(words) and _is_unseen(look, bare=bare):
            return "?", "".join(gone)
        else:
            left.append(shifted(words, None if align is None else _SHIFTS.get(align.get("val", ""))))
            is_shifted = is_shifted or left[-1] != words
    seen = "\n".join(map(settled, "".join(left).splitlines()))
    return (seen.strip(), "".join(gone)) if is_shifted or any(gone) else ("", "")


def looks_in(package: Package) -> Looks:
    """The looks of a workbook that is known to be no larger than any report."""
    texts, styles = (_related(package, kind) for kind in ("sharedStrings", "styles"))
    shared = [] if texts is None else texts.findall("{*}si")
    if styles is None:
        return Looks(shared)
    fonts, fills = (styles.findall(path) for path in ("{*}fonts/{*}font", "{*}fills/{*}fill"))
    striking = {str(at) for at, font in enumerate(fonts) if _strikes(font)}
    white = {str(at) for at, font in enumerate(fonts) if _is_white(font.find("{*}color"))}
    pictures = {str(at) for at, font in enumerate(fonts) if _is_of_pictures(font)}
    bare = {str(at) for at, fill in enumerate(fills) if _is_bare(fill)}
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.iter("{*}numFmt")}
    codes = {**BUILT_IN, **own}
    styled = [(str(at), each) for at, each in enumerate(styles.findall("{*}cellXfs/{*}xf"))]
    return Looks(
        shared,
        frozenset(at for at, each in styled if each.get("fontId", "0") in striking),
        frozenset(at for at, each in styled if each.get("fillId", "0") in bare),
        frozenset(
            at
            for at, each in styled
            if each.get("fontId", "0") in pictures
            or (each.get("fontId", "0") in white and each.get("fillId", "0") in bare)
        ),
        {at: codes[each.get("numFmtId", "0")] for at, each in styled if each.get("numFmtId") in codes},
        {str(at): each for at, each in enumerate(styles.findall("{*}dxfs/{*}dxf"))},
    )


def is_pale(look: etree._Element) -> bool:
    """Whether a look under a condition has white letters, and gives them no other ground."""
    grounds = [*look.iterfind("{*}fill/{*}patternFill/{*}bgColor"), *look.iterfind("{*}fill/{*}gradientFill")]
    return _is_white(look.find("{*}font/{*}color")) and all(map(_is_white, grounds))


def _is_unseen(look: etree._Element, *, bare: bool) -> bool:
    """Whether a part of a text is in a font of pictures, or white on a white ground."""
    return _is_of_pictures(look) or (bare and _is_white(look.find("{*}color")))


def _is_of_pictures(font: etree._Element) -> bool:
    names = [*font.iterfind("{*}name"), *font.iterfind("{*}rFont")]
    return any(shows_pictures(each.get("val", "")) for each in names)


def _is_white(color: etree._Element | None) -> bool:
    if color is None:
        return False
    if color.get("theme") == _PAPER:  # as the palette of a program writes white
        return _DARKER.match(color.get("tint", "")) is None
    return color.get("rgb", "").upper().endswith("FFFFFF") or color.get("indexed") in _WHITE


def _is_bare(fill: etree._Element) -> bool:
    """Whether a cell is left white."""
    pattern = fill.find("{*}patternFill")
    kind = None if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind == "none":
        return fill.find("{*}gradientFill") is None
    return kind == "solid" and _is_white(pattern.find("{*}fgColor"))


def _related(package: Package, kind: str) -> etree._Element | None:
    path = package.related(package.main, kind)
    return None if path is None else package.part(path)


def _strikes(look: etree._Element) -> bool:
    strike = look.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in _OFF

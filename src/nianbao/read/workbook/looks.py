"""How the texts of an .xlsx file are seen: what is struck out in a cell, and what is raised beside others."""

from __future__ import annotations

from lxml import etree

from nianbao.read.docx.package import Package
from nianbao.read.raised import Shift, settled, shifted

_OFF = frozenset(("0", "false"))
_SHIFTS = {"superscript": Shift.UP, "subscript": Shift.DOWN}


class Looks:
    """How cells are seen, by the texts that they share and the formats that strike out, both by numbers."""

    def __init__(self, texts: list[etree._Element], striking: frozenset[str]) -> None:
        self._texts = {str(number): text for number, text in enumerate(texts)}
        self._striking = striking
        self._known: dict[tuple[str, bool], tuple[str, str]] = {}  # texts may be long, and shared by many

    def seen(self, cell: etree._Element, value: str | None) -> tuple[str, str] | None:
        """What is seen in a cell with this value, and what of it is struck out; None if all of the value is
        seen as it is."""
        struck = cell.get("s", "0") in self._striking
        if cell.get("t") == "s":
            key = value or "", struck
            if key not in self._known and key[0] in self._texts:
                self._known[key] = _seen(self._texts[key[0]], struck=struck)
            found = self._known.get(key, ("", ""))
        elif (text := cell.find("{*}is")) is not None:
            found = _seen(text, struck=struck)
        else:
            found = "", value or "" if struck else ""
        return found if any(found) else None


def _seen(text: etree._Element, *, struck: bool) -> tuple[str, str]:
    """What is seen of a text, in a cell that strikes out or not, and what is struck out; nothing if all of it
    is seen as it is."""
    left: list[str] = []
    gone: list[str] = []
    is_shifted = False
    for part in text.iterchildren("{*}t", "{*}r"):
        look = part.find("{*}rPr")
        words = "".join(each.text or "" for each in part.iter("{*}t"))
        align = None if look is None else look.find("{*}vertAlign")
        if struck if look is None else _strikes(look):
            gone.append(words)
        else:
            left.append(shifted(words, None if align is None else _SHIFTS.get(align.get("val", ""))))
            is_shifted = is_shifted or left[-1] != words
    seen = "\n".join(map(settled, "".join(left).splitlines()))
    return (seen.strip(), "".join(gone)) if is_shifted or any(gone) else ("", "")


def looks_in(package: Package) -> Looks:
    """The looks of a workbook that is known to be no larger than any report."""
    texts, styles = (_related(package, kind) for kind in ("sharedStrings", "styles"))
    fonts = [] if styles is None else [_strikes(font) for font in styles.iterfind("{*}fonts/{*}font")]
    formats = [] if styles is None else styles.findall("{*}cellXfs/{*}xf")
    numbers = {str(number) for number, strikes in enumerate(fonts) if strikes}
    return Looks(
        [] if texts is None else texts.findall("{*}si"),
        frozenset(str(at) for at, each in enumerate(formats) if each.get("fontId", "0") in numbers),
    )


def _related(package: Package, kind: str) -> etree._Element | None:
    path = package.related(package.main, kind)
    return None if path is None else package.part(path)


def _strikes(look: etree._Element) -> bool:
    strike = look.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in _OFF

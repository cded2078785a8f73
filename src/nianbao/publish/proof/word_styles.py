"""Whether the styles of a Word file show what they are applied to: a reader of the text would not know."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from nianbao.publish.proof.deviation import Difference
from nianbao.publish.proof.unseen import unseen
from nianbao.publish.proof.words import WORD
from nianbao.read.docx.package import Package, attribute, child, is_on, name_of

_HIDING = frozenset(("vanish", "specVanish", "webHidden", "strike", "dstrike"))  # switches
_NAMES = frozenset(("pStyle", "rStyle", "tblStyle"))
_LIGHT = 0xE0  # of each colour, from which on white paper shows nothing
_MOST_BASES = 50


def concealed(data: bytes) -> Iterator[Difference]:
    """The styles that are used and hide, strike or make unreadable what has them, and margins that leave no
    room."""
    package = Package(data)
    document = package.document()
    path = package.related(package.main, "styles")
    root = None if path is None else package.part(path)
    styles = {attribute(each, "styleId") or "": each for each in (() if root is None else root)}
    named = (each for each in document.iter(etree.Element) if name_of(each.tag) in _NAMES)
    used = {attribute(each, "val") or "" for each in named}
    used |= {key for key, each in styles.items() if attribute(each, "default") in ("1", "true")}
    for key in sorted(_with_bases(used, styles)):
        name = attribute(child(styles[key], "name"), "val") or key
        for kind in dict.fromkeys(_kinds(styles[key])):
            yield Difference(f"word.xml 的样式“{name}”", "看得见", kind)
    for each in document.iter(etree.Element):
        if name_of(each.tag) == "sectPr":
            for kind in dict.fromkeys(_kinds(each)):
                yield Difference("word.xml 的页面设置", "看得见", kind)


def _with_bases(used: set[str], styles: dict[str, etree._Element]) -> set[str]:
    found = used & styles.keys()
    for _ in range(_MOST_BASES):
        bases = {attribute(child(styles[key], "basedOn"), "val") or "" for key in found}
        if bases & styles.keys() <= found:
            break
        found |= bases & styles.keys()
    return found


def _kinds(parent: etree._Element) -> Iterator[str]:
    """What an element sets that is not seen any more, each as its kind and as the file writes it."""
    elements = list(parent.iter(etree.Element))
    shaded = any(name_of(each.tag) == "shd" for each in elements)
    for element in elements:
        name = name_of(element.tag)
        value = attribute(element, "val") or ""
        if (name in _HIDING and is_on(element)) or (name == "color" and not shaded and _is_light(value)):
            yield f"{WORD[name]}（{name} {value}）" if value else f"{WORD[name]}（{name}）"
        for key, each in element.attrib.items():
            local = etree.QName(key).localname
            if kind := unseen(name, local, str(each)):
                yield f"{kind}（{name} {local}={each!s}）"


def _is_light(colour: str) -> bool:
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= _LIGHT
    except ValueError:
        return False

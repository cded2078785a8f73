"""XML with one element altered by chance: taken out, doubled, exchanged, with another attribute or text."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from lxml import etree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ROUNDS = 100  # until something was found that can be altered


def alter(root: etree._Element, chance: random.Random, times: int = 1) -> str:
    """Alter so many elements below the root, so that they are other ones. Gives what was done last."""
    elements = list(root.iter(etree.Element))[1:] or [root]
    done = ""
    for _ in range(times):
        for _ in range(_ROUNDS):
            element = chance.choice(elements)  # or in one that is taken out by now, which alters nothing more
            change = chance.choice(_ELEMENT_CHANGES)
            if change(element, chance):
                done = f"{change.__name__} {etree.QName(element).localname}"
                break
        else:
            raise AssertionError("nothing to alter")
    return done


def _taken_out(element: etree._Element, _: random.Random) -> bool:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
    return parent is not None


def _doubled(element: etree._Element, _: random.Random) -> bool:
    if element.getparent() is not None:
        element.addnext(copy.deepcopy(element))
    return element.getparent() is not None


def _exchanged(element: etree._Element, _: random.Random) -> bool:
    after = element.getnext()
    if after is None or etree.tostring(after) == etree.tostring(element):
        return False
    after.addnext(element)
    return True


def _attribute_changed(element: etree._Element, chance: random.Random) -> bool:
    names = [str(name) for name in element.attrib if name != _SPACE]
    if not names:
        return False
    name = chance.choice(names)
    old = element.get(name)
    element.set(name, chance.choice(["0", "1", "x", f"{old}9"]))
    return element.get(name) != old


def _attribute_gone(element: etree._Element, chance: random.Random) -> bool:
    names = [str(name) for name in element.attrib if name != _SPACE]
    if names:
        del element.attrib[chance.choice(names)]
    return bool(names)


def _attribute_more(element: etree._Element, chance: random.Random) -> bool:
    name = f"{_WORD}{chance.choice(['val', 'hidden', 'color', 'anything'])}"
    if name in element.attrib:
        return False
    element.set(name, "1")
    return True


def _text_changed(element: etree._Element, chance: random.Random) -> bool:
    text = element.text or ""
    if text.strip():
        at = chance.randrange(len(text))
        element.text = text[:at] + chance.choice(["", "0", "不", text[at] * 2]) + text[at + 1 :]
    return (element.text or "") != text


TEXT = _text_changed.__name__  # as the change is called
_ELEMENT_CHANGES: tuple[Callable[[etree._Element, random.Random], bool], ...] = (
    _taken_out, _doubled, _exchanged, _attribute_changed, _attribute_gone, _attribute_more, _text_changed,
)  # fmt: skip

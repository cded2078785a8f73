"""Formulas of Word's equation editor: a number that stands in a line is read, one that is raised, divided or
below a root is not."""

from __future__ import annotations

from lxml import etree

from nianbao.read.blocks import with_unknown_digits
from nianbao.read.docx.package import name_of

_MATH = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",  # files saved as "Strict Open XML"
)
_IN_A_LINE = frozenset(("oMathPara", "oMath", "r", "t"))
_CHANGES_LOOKS = frozenset(("vanish", "strike", "dstrike", "color", "position", "vertAlign", "sz"))


def is_formula(name: str) -> bool:
    """Whether a name, as ``name_of`` tells it, is that of a formula."""
    return name.endswith(("}oMath", "}oMathPara"))


def text_of(formula: etree._Element) -> str:
    """What a formula says; digits that may stand elsewhere than in the line are UNKNOWN."""
    found = []
    simple = True
    for element in formula.iter(etree.Element):
        name = name_of(element.tag)
        local = _local(name)
        if local == "t":
            found.append(element.text or "")
        elif local is None:
            simple = simple and name not in _CHANGES_LOOKS
        else:
            simple = simple and (local in _IN_A_LINE or _is_property(element))
    text = "".join(found)
    return text if simple else with_unknown_digits(text)


def _local(name: str) -> str | None:
    """The name of an element of a formula; None of any other."""
    return next((name.removeprefix(space) for space in _MATH if name.startswith(space)), None)


def _is_property(element: etree._Element) -> bool:
    """Whether an element says how others look: rPr, ctrlPr and what stands in them."""
    return any(
        (_local(name_of(each.tag)) or "").endswith("Pr") for each in (element, *element.iterancestors())
    )

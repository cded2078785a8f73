"""Whether a page draws with nothing that can hide words: no transparency, no layer, no pattern, no ink of its
own. What can is drawn and looked at."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

_PICTURE = re.compile(rb"\sBI\s.{0,300}?\sID\s", re.DOTALL)  # within the content
_OPAQUE = 1
_OF_OWN_INK = frozenset(("/Separation", "/DeviceN", "/Indexed", "/Lab", "/Pattern"))
_HOLDING_PAINT = ("/Pattern", "/Shading")


def is_plain(resources: Any, content: bytes) -> bool:
    """Whether the resources of a page or of a form, and its content, hold nothing that may draw words
    otherwise than they are."""
    if not isinstance(resources, pikepdf.Dictionary):
        return True
    return (
        not _PICTURE.search(content)
        and not any(_items(resources, kind) for kind in _HOLDING_PAINT)
        and all(map(_is_opaque, _items(resources, "/ExtGState")))
        and not any(
            _is_own_ink(space) and name.encode() + b" cs" in content
            for name, space in _named(resources, "/ColorSpace")
        )
        and not any(map(_is_layer, _items(resources, "/Properties")))
    )


def _named(resources: Any, kind: str) -> list[tuple[str, Any]]:
    shelf = resources.get(kind)
    return list(shelf.items()) if isinstance(shelf, pikepdf.Dictionary) else []


def _items(resources: Any, kind: str) -> list[Any]:
    return [item for _, item in _named(resources, kind)]


def _is_opaque(state: Any) -> bool:
    if not isinstance(state, pikepdf.Dictionary):
        return True
    mixed = state.get("/BM", "/Normal") not in ("/Normal", "/Compatible")
    masked = isinstance(state.get("/SMask"), pikepdf.Dictionary)
    return not mixed and not masked and "/Font" not in state and state.get("/ca", _OPAQUE) == _OPAQUE


def _is_own_ink(space: Any) -> bool:
    kind = space[0] if isinstance(space, pikepdf.Array) and len(space) else space
    return isinstance(kind, pikepdf.Name) and str(kind) in _OF_OWN_INK


def _is_layer(properties: Any) -> bool:
    return isinstance(properties, pikepdf.Dictionary) and properties.get("/Type") in ("/OCG", "/OCMD")

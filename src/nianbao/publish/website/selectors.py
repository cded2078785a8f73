"""Selectors of CSS: what our library knows of them, and how long it may look for what they select."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# What browsers know and our library does not: without it a selector finds more, never less.
_UNKNOWN_CLASS = re.compile(r"(?<!:):(?!is\b|where\b|not\b|has\b)[a-z-]+(?:\([^()]*\))?|[\w*-]*\|(?=[\w*])")
_SEARCHED = re.compile(r":(?:has|nth|only|last|first|is|where|not)|~|(?<![\s>+~,])\s+(?![\s>+~,])")
_COMBINING = re.compile(r"[(),]|[\s>+~]+")
_HEAVY = {":has": 3, "~": 2}


def understood(selector: str) -> str:
    """A selector without what our library does not know."""
    return _UNKNOWN_CLASS.sub("", selector)


def not_understood(selector: str) -> str:
    """What our library does not know of a selector."""
    return " ".join(_UNKNOWN_CLASS.findall(selector))


def listed(selector: str) -> Iterator[str]:
    """The selectors of a list, each alone: our library takes none of them where it does not know one."""
    start = depth = 0
    for sign in _COMBINING.finditer(selector):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if sign[0] == "," and depth <= 0:
            yield selector[start : sign.start()]
            start = sign.end()
    if start:
        yield selector[start:]


def steps_to_compile(selector: str) -> int:
    """How many steps it takes to compile a selector: by the square of how many parts each of it has."""
    steps = parts = depth = 0
    for sign in _COMBINING.findall(selector):
        depth += (sign == "(") - (sign == ")")
        if sign != "," or depth > 0:
            parts += 1
        else:
            steps, parts = steps + parts * parts, 0
    return (steps + parts * parts) // 4


def steps_to_find(selector: str) -> int:
    """How many steps a selector may take for each element above, by what it has to look for among others."""
    searched = sum(_HEAVY.get(each, 1) for each in _SEARCHED.findall(selector))
    return 1 if searched < 3 else 10**searched


def found_by(selector: Any) -> tuple[str, str]:
    """What an element must have for the matcher to try a selector at it."""
    if selector.id is not None:
        return "id", selector.id
    if selector.class_name is not None:
        return "class", selector.class_name
    return ("tag", selector.lower_local_name) if selector.local_name is not None else ("", "")

"""What a rule of a style sheet waits for: whether it holds on the screens of computers."""

from __future__ import annotations

import re

_NARROWEST, _WIDEST = 1_000, 4_000  # pixels: the screens of computers
_SIZE = r"(\d+(?:\.\d+)?)(px|em|rem)"
_WIDTH = re.compile(rf"\(\s*(?:(min|max)-width\s*:\s*{_SIZE}|width\s*(<|>)=?\s*{_SIZE})\s*\)", re.ASCII)
_ELSEWHERE = ("print", "speech", "aural", "braille", "tty", "not all", "not screen")
_HERE = ("", "all", "screen", "only all", "only screen")


def on_computers(query: str) -> bool | None:
    """Whether a media query holds on the screen of a computer; None if it may."""
    found = [_holds(part) for part in re.sub(r"\s+", " ", query.lower()).split(",")]
    return True if True in found else None if None in found else False


def _holds(query: str) -> bool | None:
    parts = [part.strip() for part in query.split(" and ")]
    if parts[0].startswith(_ELSEWHERE) and "(" not in parts[0]:
        return False if len(parts) == 1 or not parts[0].startswith("not ") else None
    found = [_of_width(part) for part in (parts[1:] if parts[0] in _HERE else parts)]
    return False if False in found else None if None in found else True


def _of_width(part: str) -> bool | None:
    """Whether the width of a computer's screen is as a part of a query wants it; None if it may be."""
    found = _WIDTH.fullmatch(part)
    if found is None:
        return None
    bound, size, unit, sign, other, its = found.groups()
    pixels = float(size or other) * (1 if (unit or its) == "px" else 16)
    if bound == "min" or sign == ">":
        return True if pixels <= _NARROWEST else None if pixels <= _WIDEST else False
    return False if pixels < _NARROWEST else None if pixels < _WIDEST else True

"""Fonts that show a picture for each letter: a digit in one of them is no digit to the eye."""

from __future__ import annotations

_NAMES = ("wingdings", "webdings", "marlett", "mt extra", "zapf dingbats", "zapfdingbats")


def shows_pictures(font: str) -> bool:
    """Whether a font of this name does so."""
    return font.strip(" '\"").lower().startswith(_NAMES)

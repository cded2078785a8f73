"""Where a Chinese line may break, told to an engine by invisible marks in the text."""

from __future__ import annotations

import re

BREAK, JOIN = "\u200b", "\u2060"  # neither is drawn, neither comes into the file
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# The usual rules take quotation marks for English ones, which cling to both neighbours.
_BREAKS = re.compile(rf"(?<=[\w，。、；：！？）》〉】〕％%…”’])(?=[“‘])|(?<=[”’])(?=[{_HAN}（《〈【〔\d])")
# A year stays whole; the middle dot and the range sign do not begin a line.
_JOINS = re.compile(r"(?<=\d)(?=年)|(?=[·～])")


def with_breaks(text: str) -> str:
    """The text with invisible marks where a Chinese line may break and where it must not."""
    return _JOINS.sub(JOIN, _BREAKS.sub(BREAK, text))

"""Labels made comparable: width, spaces, quotes and the punctuation of numbers do not matter."""

from __future__ import annotations

import re
from functools import lru_cache

from nianbao.figure import half_width
from nianbao.numbering import numbering

_NOISE = re.compile(r"[\s“”‘’\"'《》〈〉、，,。.．：:；;·]+")


@lru_cache(maxsize=4096)
def normal(label: str) -> str:
    """The label without spaces, quotes and punctuation, half-width; its number kept as ``3:1``."""
    number = numbering(label)
    if number is None:
        return squeezed(label)
    return f"{number.level}:{number.value}:{squeezed(number.rest)}"


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """The words alone: no spaces, quotes or punctuation, half-width."""
    return _NOISE.sub("", half_width(text))

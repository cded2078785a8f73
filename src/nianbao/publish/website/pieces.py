"""What CSS writes before or after the text of an element."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

WRITTEN = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|attr\(\s*([\w-]+)[^)]*\)|(url|counters?|image)\("""
)
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6}) ?|\\(.)")


def written(element: etree._Element, value: str) -> Iterator[str]:
    """The words of a value of ``content``."""
    for words, attribute, other in WRITTEN.findall(value):
        if words:
            yield _ESCAPED.sub(_character, words[1:-1])
        elif attribute:
            yield str(element.get(attribute, "〔属性〕"))
        elif other:
            yield "〔图片或编号〕"


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16) % 0x110000) if found[1] else found[2]

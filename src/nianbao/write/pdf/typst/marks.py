"""Lines of typst broken where those of WeasyPrint are, so that both print the same pages.

Two habits of typst are kept off, and a few pairs of signs are told apart or held together. Which ones was
found by setting every pair of signs at the end of a line with both engines.
"""

from __future__ import annotations

import re

from nianbao.write.pdf.breaks import BREAK, JOIN, with_breaks

# Stands for an empty box in the templates. Beside a bracket it keeps typst from cutting the bracket's blank
# half off at the beginning or the end of a line, which would make room for one more digit.
BOX = "\ufffc"
_OPENING = re.compile(r"(?=[“‘《〈（『「【〖〔［｛])")
_CLOSING = re.compile(rf"(?<=[》）』」】〗〕〉］｝])(?=[{BREAK}\w（(《〈【〔“‘])|(?<=[”’])(?={BREAK})")
# Signs that go before or after a number (PR and PO of UAX 14): typst does not part them from a bracket.
_BESIDE_NUMBERS = r"[%％+￥$°″\\±№]"
_BREAKS = re.compile(
    rf"(?<=[）)，。、》】〕}}\]])(?={_BESIDE_NUMBERS})|(?<={_BESIDE_NUMBERS})(?=[（(《【〔{{\[])|(?<=://)"
)
# An English sign clings to a quotation mark. An address, known by :// and www., is like any other text.
_JOINS = re.compile(
    r"(?<=[”’])(?=[—〇＋－(])|(?<=[^\w\s，。、；：！？）》〉】〕％%…”’])(?=[“‘])|(?<=w)(?=ww\.)"
)

# How the marks come into the file: hexadecimal UTF-16, in what a cluster of signs stands for.
_CODES = "|".join(f"{ord(mark):04X}" for mark in (BREAK, JOIN, BOX))
IN_FILE = re.compile(rf"(?:{_CODES})(?=(?:[0-9A-F]{{4}})*>)".encode())


def marked(text: str) -> str:
    """The text with the marks that the templates and typst understand. A number needs none."""
    if not text or text.isdecimal():
        return text
    text = _JOINS.sub(JOIN, _BREAKS.sub(BREAK, with_breaks(text)))
    return _OPENING.sub(BOX + JOIN, _CLOSING.sub(JOIN + BOX, text))

"""Lines of typst broken where those of WeasyPrint are, so that both print the same pages.

Two habits of typst are kept off, and a few pairs of signs are told apart or held together. Which ones was
found by setting every pair of signs at the end of a line with both engines.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nianbao.write.pdf.breaks import BREAK, HAN, JOIN, with_breaks

# Stands for an empty box in the templates. Beside a bracket it keeps typst from cutting the bracket's blank
# half off at the beginning or the end of a line, which would make room for one more digit.
BOX = "\ufffc"
MARKS = frozenset((BREAK, JOIN, BOX))
_OPENING = re.compile(r"(?=[“‘《〈（『「【〖〔［｛])")
_CLOSING = re.compile(rf"(?<=[》）』」】〗〕〉］｝])(?=[{BREAK}\w（(《〈【〔“‘—])|(?<=[”’])(?={BREAK})")
_LAST = re.compile(r"(?<=[》）』」】〗〕〉］｝”’])\Z")
# Signs that go before or after a number (PR and PO of UAX 14): typst does not part
# them from a bracket, nor does WeasyPrint where the bracket is around a number.
_BESIDE_NUMBERS = r"[%％‰+￥＄$￡£°℃′″\\±№]"
_BREAKS = re.compile(
    rf"(?<=\D[）)，。、》〉】〕}}\]])(?={_BESIDE_NUMBERS})|(?<={_BESIDE_NUMBERS})(?=[（(《〈【〔{{\[](?!\d))|(?<=://)"
    rf"|(?<=[{HAN}][/.,:;])(?=\d)"
)
# An English sign clings to a quotation mark. An address, known by :// and www., is like any other text.
_JOINS = re.compile(
    rf"(?<=[”’])(?=[^\s{BREAK}])|(?<=[^\w\s，。、；：！？）》〉】〕％%…”’])(?=[“‘])|(?<=w)(?=ww\.)"
    rf"|(?<={_BESIDE_NUMBERS})(?=[（(《〈【〔]\d)"
)

# How the marks come into the file: hexadecimal UTF-16, in what a cluster of signs stands for.
_CODES = "|".join(f"{ord(mark):04X}" for mark in sorted(MARKS))
IN_FILE = re.compile(rf"(?:{_CODES})(?=(?:[0-9A-F]{{4}})*>)".encode())


@lru_cache(maxsize=1024)  # labels are the same in every report
def marked(text: str, *, last: bool = True) -> str:
    """The text with the marks that the templates and typst understand; ``last``: nothing follows it. A number
    needs none."""
    if not text or text.isdecimal():
        return text
    text = _JOINS.sub(JOIN, _BREAKS.sub(BREAK, with_breaks(text)))
    text = _CLOSING.sub(JOIN + BOX, _LAST.sub(JOIN + BOX, text) if last else text)
    return _OPENING.sub(BOX + JOIN, text)

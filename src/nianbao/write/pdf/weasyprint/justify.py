"""Chinese lines, made equally long.

In Chinese text every gap between two characters gives a little, so that both edges of the column are
straight; WeasyPrint by itself stretches spaces only. It has no hook for this: one private function and one
private method are replaced, and what draws is gone over. Where they are not as they were in WeasyPrint 70,
nothing is replaced and lines are justified at spaces alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import weasyprint
import weasyprint.draw
import weasyprint.layout.inline
import weasyprint.text.line_break
from weasyprint.formatting_structure import boxes

from nianbao.write.pdf.breaks import BREAK, JOIN

inline: Any = weasyprint.layout.inline
line_break: Any = weasyprint.text.line_break
drawing: Any = weasyprint.draw

MAJOR = "70"
_SIGNATURES = (
    (inline, "justify_line", ["context", "line", "extra_width"]),
    (line_break.Layout, "reactivate", ["self", "style"]),
    (line_break.Layout, "set_text", ["self", "text", "justify"]),
)
_SHOWN = b"] TJ"
_LINES: Any = (boxes.LineBox, boxes.InlineBox)
_NAMES = ("ffi", "pango", "TO_UNITS", "create_layout", "Layout")

# A stretch of a line gives as many half gaps as its characters have sides that open on a gap.
_RANGES = (
    (0x0020, 0x0020),
    (0x00A0, 0x00A0),
    (0x00B7, 0x00B7),
    (0x2018, 0x201F),  # quotation marks fill a square
    (0x2460, 0x24FF),
    (0x2E80, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)


@cache
def elastic(character: str) -> bool:
    """Whether space may be added on both sides of a character.

    Dashes and dots (—— ……) are not elastic: two of them are one sign, which must not come apart.
    """
    point = ord(character)
    return any(first <= point <= last for first, last in _RANGES)


def supported() -> bool:
    """Whether this WeasyPrint is built the way the replacements need it."""
    if weasyprint.__version__.split(".")[0] != MAJOR:
        return False
    if not all(hasattr(line_break, name) for name in _NAMES):
        return False
    return all(
        hasattr(owner, name) and list(inspect.signature(getattr(owner, name)).parameters) == parameters
        for owner, name, parameters in _SIGNATURES
    )


@cache
def install() -> bool:
    """Replace the private functions, once a process; False where that is not possible."""
    if not supported():
        return False
    inline.justify_line = _justify_line
    line_break.Layout.reactivate = _reactivate
    usual = drawing.draw_text

    def draw_text(stream: Any, *arguments: Any) -> None:
        begin = len(stream.stream)
        usual(stream, *arguments)
        _carry_gaps(stream.stream, begin)

    drawing.draw_text = draw_text
    return True


def _carry_gaps(instructions: list[Any], begin: int) -> None:
    """Let the gap after a stretch of one font stand before the stretch that follows it on the line: pdfium,
    and with it Chrome and Edge, takes none at the end of an instruction."""
    gap = b""
    for index in range(begin, len(instructions)):
        if isinstance(instructions[index], bytes) and instructions[index].endswith(_SHOWN):
            shown = b"[" + gap + instructions[index][1:].removesuffix(_SHOWN)
            text, end, gap = shown.rpartition(b">")
            instructions[index] = text + end + _SHOWN


def half_gaps(text: str) -> int:
    """How many half gaps open inside a text: two for each elastic character, none at its two ends."""
    if not text:
        return 0
    return 2 * sum(map(elastic, text)) - elastic(text[0]) - elastic(text[-1])


def _justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Share ``extra_width`` (CSS pixels) out among the gaps of a line."""
    texts = []
    for box in _text_boxes(line):
        box.text = box.text.strip(BREAK + JOIN)
        if box.text:
            texts.append(box.text)
    joints = sum(elastic(left[-1]) + elastic(right[0]) for left, right in pairwise(texts))
    if halves := sum(map(half_gaps, texts)) + joints:
        _Stretch(context, line, extra_width / halves).run()


class _Stretch:
    """One line being stretched: every half gap is ``half`` pixels wide, ``shift`` is what has been added."""

    def __init__(self, context: Any, line: Any, half: float) -> None:
        self.context = context
        self.line = line
        self.half = half
        self.shift = 0.0
        self.before = ""

    def run(self) -> None:
        self._visit(self.line)

    def _visit(self, box: Any) -> None:
        if isinstance(box, boxes.TextBox):
            self._text(box)
        elif isinstance(box, _LINES):
            start = self.shift
            box.position_x += start
            for child in box.children:
                if child.is_in_normal_flow():
                    self._visit(child)
            box.width += self.shift - start
        else:
            box.translate(self.shift, 0)

    def _text(self, box: Any) -> None:
        if not box.text:
            box.position_x += self.shift
            return
        if self.before:
            self.shift += self.half * (elastic(self.before) + elastic(box.text[0]))
        box.position_x += self.shift
        box.justification_spacing = 2 * self.half
        if halves := half_gaps(box.text):
            layout = line_break.create_layout(
                box.text, box.style, self.context, max_width=None, justification_spacing=2 * self.half
            )
            layout.deactivate()
            box.pango_layout = layout
            box.width += self.half * halves
            self.shift += self.half * halves
        self.before = box.text[-1]


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, _LINES):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _text_boxes(child)


def _reactivate(self: Any, style: Any) -> None:
    """Set a line up again for drawing, now with its gaps.

    Pango lays letter spacing half before and half after each character and leaves it out at the
    ends of a line: just as ``half_gaps`` counts.
    """
    self.setup(style)
    self.set_text(self.text)
    if not self.justification_spacing or not self.text:
        return
    letters = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
    spacing = int((self.justification_spacing + letters) * line_break.TO_UNITS)
    pango, ffi = line_break.pango, line_break.ffi
    attributes = pango.pango_layout_get_attributes(self.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for start, end in _elastic_runs(self.text):
        attribute = pango.pango_attr_letter_spacing_new(spacing)
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(self.layout, attributes)


def _elastic_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where elastic characters stand in a row: byte offsets in UTF-8."""
    offset = start = 0
    inside = False
    for character in text:
        if elastic(character) != inside:
            if inside:
                yield start, offset
            start, inside = offset, not inside
        offset += len(character.encode())
    if inside:
        yield start, offset

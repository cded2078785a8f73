"""Whether a letter that is a little longer than its page stands on it with closer lines.

The standard lets the pitch be changed so that the signature stands on the page of the text, and the lines of
a letter go on to the lower red line (GB/T 9704-2012, 7.3.5.4 and 10.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.publish.sheet.lines import lines
from nianbao.publish.sheet.plan import CHARACTERS, PITCH
from nianbao.write.page import Page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# In points, as the templates have it: the page between its margins, and the pitch of its lines.
_USUAL, _TIGHT = (232 * 72 / 25.4, PITCH), (242 * 72 / 25.4, 25.0)
_MARKS = {"broad": 36 * 1.3, "narrow": 26 * 1.3, "long": 20 * 1.3}  # a line of the name above the red line
_RED_LINE = 3 * 72 / 25.4 + 4
_TITLE = 34.0
_BLANK = 4 * PITCH  # above and below the title, above enclosures and signature
# Where the lines of a paragraph begin, in characters, and by how much the first one is further to the right.
_BEGIN = {"reference": (0.0, 0.0), "addressee": (0.0, 0.0), "more": (5.0, 0.0), "enclosure": (5.0, -3.0)}
_USUAL_BEGIN = (0.0, 2.0)


def is_tight(html: str) -> bool:
    """Whether the page of a letter needs closer lines, and they are enough."""
    body = Page(html).tree.body
    marks = [each for each in body.iter("p") if "mark" in each.classes]
    count = sum(_count(each) for each in body.iter("p") if each not in marks)
    beside = _RED_LINE + _BLANK + sum(_TITLE * _count(each) for each in body.iter("h1"))
    beside += sum(_count(each) * _MARKS[size] for each in marks for size in each.classes if size in _MARKS)
    usual, tight = (beside + count * pitch <= room for room, pitch in (_USUAL, _TIGHT))
    return tight and not usual


def _count(paragraph: HtmlElement) -> int:
    """How many lines it has."""
    if len(paragraph):
        return len(paragraph)
    begin, first = next((_BEGIN[name] for name in paragraph.classes if name in _BEGIN), _USUAL_BEGIN)
    return len(lines("".join(paragraph.itertext()), CHARACTERS - begin, indent=first))

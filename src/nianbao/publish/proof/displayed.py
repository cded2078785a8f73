"""Whether a web page shows what it says, with an office's own style sheet: a rule of CSS may hide a part, and
a reader of the page's elements would not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from nianbao.publish.proof.deviation import Difference
from nianbao.read.blocks import Block, Paragraph
from nianbao.words import shortened, without_spaces
from nianbao.write.pdf import engines

_LONGEST = 40


def hidden(page: str, blocks: Iterable[Block]) -> Iterator[Difference]:
    """The texts of a page that are not shown on a screen, as far as WeasyPrint can tell; nothing where it
    does not work. Text in the colour of the paper is none of them."""
    if not engines.works("weasyprint"):
        return
    from nianbao.write.pdf.weasyprint.screen import shown_text  # here, because its library takes a while

    shown = Counter(without_spaces(shown_text(page)))
    for text in _texts(blocks):
        wanted = Counter(without_spaces(text))
        if wanted - shown:
            yield Difference("网页上看不到的文字", shortened(text, _LONGEST), "")
        shown -= wanted


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)

"""What a table leaves behind when it comes apart: labels, pieces of them and figures among the paragraphs.

They are no text of a report. Labels alone say nothing; with figures among them they are listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.recognise.labels import Vocabulary, is_blank, is_figure, names_nothing, squeezed
from nianbao.recognise.outside import is_page_number, is_sentence

_LONGEST = 120  # characters of a line that a table left behind
_FEWEST_LINES = 5  # of a run that stands beside no table
_FEWEST_FIGURES = 5
_LEAST_COVERED = 0.6  # of the characters of a scrap, by pieces of labels of two and more


def remains_in(
    blocks: Sequence[Block], tables: Collection[int], headings: Collection[int], vocabulary: Vocabulary
) -> Iterator[range]:
    """Runs of paragraphs that a table left behind: next to one of the form's ``tables``, or long ones."""
    begin = 0
    while begin < len(blocks):
        end = begin
        while end < len(blocks) and end not in headings and _is_scrap(blocks[end], vocabulary):
            end += 1
        lines = [block for block in blocks[begin:end] if not _is_empty(block)]
        beside = begin - 1 in tables or end in tables
        if lines and (beside or len(lines) >= _FEWEST_LINES or _figures_in(lines) >= _FEWEST_FIGURES):
            yield range(begin, end)
        begin = max(end, begin + 1)


def has_figures(texts: Sequence[str]) -> bool:
    """Whether any of the words is a figure."""
    return any(is_figure(part) for text in texts for part in text.split())


def _figures_in(lines: Sequence[Block]) -> int:
    texts = [line.text for line in lines if isinstance(line, Paragraph)]
    return sum(is_figure(part) for text in texts for part in text.split())


def _is_empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and is_blank(block.text)


def _is_scrap(block: Block, vocabulary: Vocabulary) -> bool:
    """Whether a paragraph has nothing but labels of the form, pieces of them, and figures."""
    if isinstance(block, Table):
        return False
    text = block.text
    if is_blank(text) or is_page_number(text):
        return True
    if len(text) > _LONGEST or is_sentence(text):
        return False
    if ("：" in text or ":" in text) and not vocabulary.is_piece(text):
        return False
    return all(_is_part(part, vocabulary) for part in text.split())


def _is_part(text: str, vocabulary: Vocabulary) -> bool:
    return is_figure(text) or names_nothing(text) or vocabulary.knows(text) or _is_made(text, vocabulary)


@lru_cache(maxsize=4096)
def _is_made(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is made of pieces of labels, long ones for the most part."""
    words = squeezed(text)
    at = covered = 0
    while at < len(words):
        end = at
        while end < len(words) and vocabulary.is_piece(words[at : end + 1]):
            end += 1
        if end == at:
            return False
        covered += (end - at) if end - at > 1 else 0
        at = end
    return len(words) == 1 or covered >= _LEAST_COVERED * len(words)

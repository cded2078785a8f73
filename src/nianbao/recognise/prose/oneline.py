"""Text that lost the ends of its lines: headings, paragraphs and cells stand in one, with spaces between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.model.form import Form
from nianbao.model.numbering import numbering
from nianbao.read.blocks import Paragraph
from nianbao.recognise.labels import is_figure, names_nothing, unnumbered, vocabulary_of
from nianbao.recognise.prose.titles import parsed
from nianbao.recognise.tables.pieces import whole_labels

_SHORTEST = 100  # characters; shorter lines are what they seem
_FEWEST_HEADINGS = 2
_FEWEST_LABELS, _FEWEST_FIGURES = 6, 3
_LONGEST_WORD = 8
_LONGEST_TITLE = 20
_END = ("。", "；", "！", "？")


def parted(paragraph: Paragraph, forms: Sequence[Form]) -> Iterator[Paragraph]:
    """The paragraphs and cells that a line was made of, or the line if it was made of nothing else."""
    if len(paragraph.text) < _SHORTEST or len(parts := paragraph.text.split()) < _FEWEST_FIGURES:
        yield paragraph
        return
    for form in forms:
        parts = whole_labels(parts, vocabulary_of(form))
    headings = {unnumbered(section.heading) for form in forms for section in form.numbered}
    found = sum(unnumbered(part) in headings for part in parts)
    labels = sum(_is_label(part, forms) for part in parts)
    figures = sum(map(is_figure, parts))
    if found < _FEWEST_HEADINGS and (labels < _FEWEST_LABELS or figures < _FEWEST_FIGURES):
        yield paragraph
        return
    prose: list[str] = []
    in_table = False
    for part in parts:
        heading = unnumbered(part) in headings or parsed(part) is not None
        label = not heading and _is_label(part, forms)
        in_table = not heading and (label or (in_table and _is_cell(part, forms)))
        ended = prose and (prose[-1].endswith(_END) or _is_title(prose[-1]))
        if heading or in_table or ended or numbering(part) is not None:
            yield from _whole(prose)
            prose = []
        if heading or in_table:
            yield Paragraph(part)
        else:
            prose.append(part)
    yield from _whole(prose)


def _whole(parts: list[str]) -> Iterator[Paragraph]:
    if parts:
        yield Paragraph(" ".join(parts))


def _is_title(part: str) -> bool:
    """Whether a part is the heading of what follows it: （一）主动公开."""
    return numbering(part) is not None and len(part) <= _LONGEST_TITLE


def _is_label(part: str, forms: Sequence[Form]) -> bool:
    return names_nothing(part) or any(
        vocabulary.knows(part) or vocabulary.names_block(part) for vocabulary in map(vocabulary_of, forms)
    )


def _is_cell(part: str, forms: Sequence[Form]) -> bool:
    """Whether a part can be a cell after one that surely is."""
    if is_figure(part):
        return True
    return len(part) <= _LONGEST_WORD or any(vocabulary_of(form).like_label(part) for form in forms)

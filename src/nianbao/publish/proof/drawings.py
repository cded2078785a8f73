"""Do the charts of a document show what the report says? Words, texts, and the length of the bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from nianbao.publish.charts import Drawing, Poster, texts_of
from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.deviation import Difference
from nianbao.read.drawings import Drawing as Found
from nianbao.read.drawings import drawings as found_in
from nianbao.words import without_spaces
from nianbao.write.formats import format_of

_SIGNS = "，；：。"
_CLAUSE = re.compile(f"[^{_SIGNS}]*[{_SIGNS}]|[^{_SIGNS}]+")
_TOLERATED = Decimal("0.6")  # units of a drawing: what is rounded
_LEAST = Decimal(1)  # the length of what is more than nothing, however little


def differences(wanted: tuple[Drawing, ...], data: bytes, kind: str) -> Iterator[Difference]:
    """Every drawing of a file that does not show the report's figures, one by one. Raises Unreadable."""
    yield from _compared(wanted, found_in(data, format_of(kind).reader))


def of_poster(wanted: Poster, data: bytes, kind: str) -> Iterator[Difference]:
    """The same of the report as one long picture. Of pixels the words that stand for them are read."""
    whole, *charts = found_in(data, format_of(kind).reader) or [Found("")]
    if whole.texts is None:
        yield from _said("图的说明", wanted.said, whole.said)
        return
    said, texts = f"{wanted.name}：{wanted.description}", without_spaces("".join(wanted.texts()))
    yield from _said("图的说明", said, whole.said)
    if whole.texts != texts:
        yield Difference("图里的文字", texts, whole.texts)
    yield from _compared(wanted.drawings, charts)


def _compared(wanted: Sequence[Drawing], found: Sequence[Found]) -> Iterator[Difference]:
    for chart, drawn in zip_longest(wanted, found):
        if chart is None:
            yield Difference("多出的图", "", drawn.said)
            continue
        place = f"图“{chart.title}”"
        if drawn is None:
            yield Difference(place, chart.said, "")
            continue
        yield from _said(f"{place}的说明", chart.said, drawn.said)
        texts = without_spaces("".join(texts_of(chart)))
        if drawn.texts is not None and drawn.texts != texts:
            yield Difference(f"{place}里的文字", texts, drawn.texts)
        yield from _bars(place, drawn)


def _said(place: str, wanted: str, found: str) -> Iterator[Difference]:
    """Where two descriptions differ, clause by clause, with the sign that ends it if that differs, too."""
    clauses, others = (_CLAUSE.findall(without_spaces(text)) for text in (wanted, found))
    for tag, first, last, start, end in aligned(clauses, others):
        if tag != "equal":
            ours, theirs = "".join(clauses[first:last]), "".join(others[start:end])
            same = len(ours) > 1 and len(theirs) > 1 and ours[-1] == theirs[-1] and ours[-1] in _SIGNS
            yield Difference(place, ours[:-1], theirs[:-1]) if same else Difference(place, ours, theirs)


def _bars(place: str, drawn: Found) -> Iterator[Difference]:
    """The bars whose length is not in proportion to their number."""
    numbers = [(Decimal(text or 0), Decimal(str(length))) for text, length in drawn.bars]
    most, longest = max(numbers, default=(Decimal(0), Decimal(0)))
    for number, length in numbers:
        right = number / most * longest if most else Decimal(0)
        if 0 < right < _LEAST:
            right = _LEAST
        if abs(right - length) > _TOLERATED:
            yield Difference(f"{place}里 {number} 的长短", f"{right:.1f}", f"{length:.1f}")

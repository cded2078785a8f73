"""A report as it stands on somebody's website against its report.toml: figures and words, not the looks.

What surrounds it (menus, 分享到, other articles) is no part of it, and neither is how a website breaks it
into paragraphs and tables.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.publish import compose
from nianbao.publish.compose import Document
from nianbao.publish.proof.alignment import aligned
from nianbao.publish.proof.compare import TABLE, cells_of, figures_that_differ, printed
from nianbao.publish.proof.deviation import Difference
from nianbao.publish.verify import Verdict, Worth
from nianbao.publish.website.apart import as_seen
from nianbao.publish.website.instead import beside, instead
from nianbao.publish.website.page import Seen
from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.read.html import archive
from nianbao.words import without_spaces

_NOT_IN_NUMBERS = re.compile(r"(?<!\d) | (?!\d)")
_OF_NO_WIDTH = re.compile("[\u200b\u2060\ufeff]")  # editors leave them behind
_PARTED = re.compile(r"(?<!\d)\n|\n(?!\d)")
_AT_ENDS = ("报告名称", "落款")  # beside these a website writes what is its own
_ALIKE = 0.5  # share of two texts that is common, from which on one is the other changed
_LONGEST = 3_000  # characters that are laid side by side; comparing takes time by the product of both


def verdict(report: Report, page: bytes) -> Verdict:
    """What the page is worth: whether it says what the report says. Of its styles it is told which cannot be
    judged without a browser. Raises Unreadable."""
    document = replace(compose.document(report), drawings=())  # a website may do without
    page = archive.page_in(page) if archive.is_archive(page) else page
    blocks = read(page, "html")  # refuses what is no page, or too large
    try:
        return _verdict(document, report, page, blocks)
    except Unreadable as error:
        if words := instead(page):
            raise Unreadable("网页上没有年度报告的表格。", words) from error
        raise


def _verdict(document: Document, report: Report, page: bytes, blocks: Sequence[Block]) -> Verdict:
    found = dict[Difference, None]()
    doubts = dict[str, None]()
    plainly: list[Difference] | None = None
    for seen in as_seen(page, "\n".join(_all_texts(document))):
        found.update(dict.fromkeys(Difference("盖在网页上的内容", "", text) for text in seen.upon))
        doubts.update(dict.fromkeys(seen.doubts))
        if seen.page == page:
            plainly = plainly if plainly is not None else _compared(document, report, blocks)
            found.update(dict.fromkeys(plainly))
        else:
            found.update(dict.fromkeys(_in_marked(document, report, seen)))
    worth = Worth.DIFFERENT if found else Worth.PUBLISHED
    return Verdict(worth, tuple(found), doubts=tuple(doubts), notes=tuple(beside(page)))


def differences(report: Report, page: bytes) -> list[Difference]:
    """Every figure, label, heading and paragraph of the report that the web page lacks, has otherwise or does
    not show, and what stands between its first heading and its end that is not the report's.

    Raises Unreadable.
    """
    return list(verdict(report, page).differences)


def _in_marked(document: Document, report: Report, seen: Seen) -> list[Difference]:
    """What of a report differs on a page with marks."""
    try:
        return list(seen.told(_compared(document, report, read(seen.page, "html"))))
    except Unreadable:  # so much of it is hidden that no report is left
        whole = [*seen.told([Difference("报告名称", document.title, "")])]
        if not any(each.found for each in whole):
            raise
        return whole


def _compared(document: Document, report: Report, blocks: Sequence[Block]) -> list[Difference]:
    figures = dict(figures_that_differ(document, report.form, [*blocks]))
    tables = [block for block in blocks if isinstance(block, Table)]
    lines = [_plain(block.text) for block in blocks if isinstance(block, Paragraph)]
    return [
        *figures.values(),
        *_labels(document, tables),
        *_shifted(document, tables),
        *_texts(document, [line for line in lines if line]),
    ]


def _all_texts(document: Document) -> Iterator[str]:
    """Every text that a page has to show, without spaces."""
    yield from (_plain(text) for _, text in printed(document))
    for part in document.parts:
        yield from (text for _, _, text in cells_of(part.grid, document)) if part.grid else ()


def _plain(text: str) -> str:
    """Without spaces, but for those that make two numbers of one."""
    return _NOT_IN_NUMBERS.sub("", " ".join(_OF_NO_WIDTH.sub("", text).split()))


def _labels(document: Document, tables: Iterable[Table]) -> Iterator[Difference]:
    """The texts of all tables as one sequence: a website may cut a table in two, or add some of its own."""
    wanted = [
        (f"“{part.heading}”的表格{place}", cell_id, text)
        for part in document.parts
        if part.grid
        for place, cell_id, text in cells_of(part.grid, document)
    ]
    cells = (
        cell for table in tables for cell in sorted(table.cells, key=lambda each: (each.row, each.column))
    )
    found = [text for cell in cells if (text := without_spaces(cell.text))]
    for tag, first, last, start, end in aligned([text for _, _, text in wanted], found):
        if tag in ("equal", "insert"):
            continue
        for place, cell_id, text in wanted[first:last]:
            if not cell_id:  # a figure is looked for by its labels
                yield Difference(place, text, _likest(text, found[start:end]))


def _shifted(document: Document, tables: Iterable[Table]) -> Iterator[Difference]:
    """Rows of the report that reach further than others with as many texts: their figures stand under heads
    that are not theirs."""
    own = {text for part in document.parts if part.grid for _, _, text in cells_of(part.grid, document)}
    for table in tables:
        rows: dict[int, list[TableCell]] = defaultdict(list)
        for cell in table.cells:
            if cell.text.strip():
                rows[cell.row].append(cell)
        ends: dict[int, Counter[int]] = defaultdict(Counter)
        for cells in rows.values():
            ends[len(cells)][_end(cells)] += 1
        for cells in rows.values():
            further = _end(cells) - ends[len(cells)].most_common(1)[0][0]
            first = without_spaces(min(cells, key=lambda cell: cell.column).text)
            if further > 0 and first in own:
                yield Difference(f"表格中“{first}”一行", "与别的行一样宽", f"往右移了{further}列")


def _end(cells: Iterable[TableCell]) -> int:
    """The column after the last one of some cells."""
    return max(cell.column + cell.columns for cell in cells)


def _texts(document: Document, found: list[str]) -> Iterator[Difference]:
    """Title, headings, paragraphs and signature: in their order, however they are broken into lines."""
    wanted = [(place, text) for place, text in printed(document) if text != TABLE]
    begun = False
    steps = list(aligned([_plain(text) for _, text in wanted], found))
    final = max((index for index, step in enumerate(steps) if step[0] != "insert"), default=0)
    for index, (tag, first, last, start, end) in enumerate(steps):
        others = found[start:end]
        if tag == "equal":
            begun = begun or last > 1  # more than its name, which a menu may have, too
            continue
        here = wanted[first:last]
        if _joined(_plain(text) for _, text in here) == _joined(others):
            continue
        yield from _changed(here, others, inside=begun and index < final)


def _joined(lines: Iterable[str]) -> str:
    """Lines as one text, which tells where a number is parted: of 12 two lines make 1 and 2."""
    return _PARTED.sub("", "\n".join(lines))


def _changed(wanted: Sequence[tuple[str, str]], found: list[str], *, inside: bool) -> Iterator[Difference]:
    """What of a stretch is missing or otherwise, and what stands in one line with its text; ``inside`` the
    report, also what was put in between."""
    whole, rest = _joined(found), list(found)
    beside: list[str] = []
    for place, text in wanted:
        plain = _plain(text)
        if plain in whole:  # whatever else stands in its lines is left over
            if place not in _AT_ENDS:
                beside += [each for line in rest if plain in line for each in line.split(plain, 1)]
            rest = [each for line in rest if line not in plain for each in line.split(plain, 1) if each]
            continue
        likest = _likest(plain, rest)
        if likest:
            rest.remove(likest)
        yield Difference(place, text, likest)
    added = rest if inside else [line for line in rest if line in beside]
    yield from (Difference("多出的文字", "", line) for line in added)


def _likest(text: str, others: Iterable[str]) -> str:
    """That of the other texts which is this one changed, empty if there is none."""
    rated = [(_alike(text, other), other) for other in others]
    share, other = max(rated, key=lambda each: each[0], default=(0.0, ""))
    return other if share >= _ALIKE else ""


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False).ratio()

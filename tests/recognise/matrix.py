"""How much of a report is read by the kind of document: cells right, left open and wrong, and paragraphs.

make matrix prints it; with ``--all`` every kind of damage in every kind of file.
"""

from __future__ import annotations

import itertools
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.model.figure import Figure, State, parse
from nianbao.problem import Unreadable
from nianbao.read import read
from nianbao.read.blocks import Block
from nianbao.recognise import recognise
from tests.recognise import (
    arrangements,
    conversions,
    drawn,
    files,
    layouts,
    lists,
    narrow,
    read_off,
    sheets,
    sites,
)
from tests.recognise.damage import DAMAGES
from tests.recognise.specimen import FILLINGS, blocks_of, specimen
from tests.recognise.test_damage import text_of
from tests.recognise.test_restructured import RESTRUCTURED, changed
from tests.recognise.wordings import WORDINGS
from tests.roundtrip.test_roundtrip import as_printed

FORMS = ("2019", "2021")
WRITTEN = tuple(filling for filling in FILLINGS if filling != "blanks")
CONVERSIONS = (*conversions.FULL, *conversions.IN_PLACE, *conversions.WITHOUT_BLANKS)
WRITERS = {**files.WRITERS, **{made.__name__: ("md", made) for made in CONVERSIONS}}


@dataclass(frozen=True)
class Case:
    """A document of a class: its kind of file, its bytes, and the figures that it has."""

    of: str
    kind: str
    data: bytes
    wanted: dict[str, Figure]
    form: str


def _written(of: str, blocks: list[Block], form: str, wanted: dict[str, Figure], at: int) -> Iterator[Case]:
    every = list(WRITERS.values())
    chosen = every if "--all" in sys.argv else [every[(at + step) % len(every)] for step in (0, 7, 13, 22)]
    for kind, write in chosen:
        yield Case(of, kind, write(blocks), wanted, form)


def _figures(form: str, filling: str) -> dict[str, Figure]:
    return dict(specimen(form, filling).all_figures())


def cases() -> Iterator[Case]:
    """All documents."""
    yield from _converted()
    yield from _damaged()
    yield from _on_sites()
    yield from _arranged()
    yield from _restructured()
    yield from _laid_out()
    yield from _printed()


def _converted() -> Iterator[Case]:
    lost = (*narrow.WITHOUT_BLANKS, *drawn.WITHOUT_BLANKS, *lists.WITHOUT_BLANKS)
    every = (
        *narrow.FULL,
        *narrow.IN_PLACE,
        *drawn.FULL,
        *drawn.IN_PLACE,
        *lists.IN_PLACE,
        *read_off.FULL,
        *lost,
    )
    for made in every:
        fillings = ("distinct",) if made in lost else WRITTEN if made in read_off.FULL else FILLINGS
        for form, filling in itertools.product(FORMS, fillings):
            wanted = _figures(form, filling)
            yield Case(made.__name__, "md", made(blocks_of(form, filling)), wanted, form)


def _damaged() -> Iterator[Case]:
    for at, change in enumerate((*DAMAGES, *WORDINGS)):
        of = "damage" if at < len(DAMAGES) else "wording"
        for form in FORMS:
            yield from _written(of, change(blocks_of(form)), form, _figures(form, "distinct"), at)


def _on_sites() -> Iterator[Case]:
    for at, site in enumerate(sites.SITES):
        form = FORMS[at % 2]
        for ending in sites.ENDINGS:
            blocks = sites.around(site, ending(blocks_of(form)))
            yield from _written("site", blocks, form, _figures(form, "distinct"), at)


def _arranged() -> Iterator[Case]:
    for at, arrangement in enumerate(arrangements.ARRANGEMENTS):
        for form, filling in itertools.product(FORMS, ("distinct", "few", "zeros")):
            blocks = arrangement(blocks_of(form, filling))
            wanted = _figures(form, filling)
            if arrangement is arrangements.one_zero_more:
                wanted |= {cell: parse("0") for cell in wanted if cell.startswith("disputes.")}
            if arrangement in (arrangements.totals_blank, arrangements.inner_blanks):
                wanted = dict(recognise(blocks).report.all_figures())
            yield from _written(arrangement.__name__, blocks, form, wanted, at)


def _restructured() -> Iterator[Case]:
    for (width, name, change), form in itertools.product(RESTRUCTURED, FORMS):
        yield Case(
            name, "html", files.web_page(changed(form, width, change)), _figures(form, "distinct"), form
        )


def _laid_out() -> Iterator[Case]:
    for layout, form, filling in itertools.product(layouts.LAYOUTS, FORMS, FILLINGS):
        of = "laid out, blanks" if filling == "blanks" else "laid out"
        yield Case(of, "txt", layout(blocks_of(form, filling)), _figures(form, filling), form)


def _printed() -> Iterator[Case]:
    for at, sheet in enumerate(sheets.SHEETS):
        form = FORMS[at % 2]
        wanted = _figures(form, "distinct")
        on_site = sites.around(sites.SITES[at % len(sites.SITES)], blocks_of(form))
        for blocks in (list(blocks_of(form)), on_site):
            yield Case("printed", "pdf", sheets.printed(blocks, sheet), wanted, form)


def measured(case: Case) -> Counter[str]:
    """Cells read right, left open and wrong, and paragraphs that came out whole."""
    try:
        report = recognise(read(case.data, case.kind), "2020年").report
    except Unreadable:
        return Counter(open=len(case.wanted), refused=1)
    counts: Counter[str] = Counter()
    seen = report.all_figures()
    for cell, figure in case.wanted.items():
        found = seen.get(cell)
        unknown = found is None or found.state is State.UNKNOWN
        counts["open" if unknown else "right" if found == figure else "wrong"] += 1
    said, printed = text_of(report), text_of(as_printed(specimen(case.form)))
    for section, lines in printed.items():
        counts["paragraphs"] += len(lines)
        counts["whole"] += sum(line in said.get(section, []) for line in lines)
    return counts


def main() -> None:
    """Print the matrix."""
    logging.disable(logging.CRITICAL)
    by_class: dict[str, Counter[str]] = {}
    for case in cases():
        by_class.setdefault(case.of, Counter(documents=0)).update({"documents": 1, **measured(case)})
    total: Counter[str] = Counter()
    print(f"{'class':24}{'documents':>10}{'right':>9}{'open':>7}{'wrong':>7}{'% right':>9}{'% text':>8}")
    for of, counts in by_class.items():
        total.update(counts)
        print(_row(of, counts))
    print(_row("all", total))


def _row(of: str, counts: Counter[str]) -> str:
    cells = counts["right"] + counts["open"] + counts["wrong"]
    right = 100 * counts["right"] / cells
    text = 100 * counts["whole"] / counts["paragraphs"] if counts["paragraphs"] else 0
    numbers = f"{counts['documents']:10}{counts['right']:9}{counts['open']:7}{counts['wrong']:7}"
    return f"{of:24}{numbers}{right:9.1f}{text:8.1f}"


if __name__ == "__main__":
    main()

"""Tables that programs took apart: read where nothing is left to doubt, listed where something is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from nianbao.model.figure import Figure, parse
from nianbao.read import read
from nianbao.recognise import Recognised, recognise
from tests.recognise import files
from tests.recognise.arrangements import (
    ARRANGEMENTS,
    Arrangement,
    inner_blanks,
    one_zero_more,
    totals_blank,
)
from tests.recognise.conversions import FULL, IN_PLACE, WITHOUT_BLANKS
from tests.recognise.layouts import LAYOUTS, Layout
from tests.recognise.specimen import FILLINGS, blocks_of, specimen
from tests.recognise.test_damage import compared, text_of
from tests.roundtrip.test_roundtrip import as_printed

WRITERS = {
    **files.WRITERS,
    **{made.__name__: ("md", made) for made in (*FULL, *IN_PLACE, *WITHOUT_BLANKS)},
}
BLANKS = {totals_blank, inner_blanks}
# Which cells a blank belongs to cannot be told where blank cells are gone, or where nothing parts the rows.
WITHOUT = {made.__name__ for made in WITHOUT_BLANKS} | {"bare_text", "spaced_text"}
LOST = {(arrangement.__name__, writer) for arrangement in BLANKS for writer in WITHOUT} | {
    ("heads_downward", "all_in_one_line"),
    ("heads_name_nothing", "tables_in_one_line"),
    ("groups_apart", "tables_in_one_line"),
}


def wanted(arrangement: Arrangement, form: str, filling: str) -> Mapping[str, Figure]:
    """What the arranged report says: blanks where it has blanks, and the one zero too many nowhere."""
    figures = specimen(form, filling).all_figures()
    if arrangement is one_zero_more:
        return {cell: parse("0") if cell.startswith("disputes") else f for cell, f in figures.items()}
    if arrangement in BLANKS:
        return recognise(arrangement(blocks_of(form, filling))).report.all_figures()
    return figures


def cases(arrangement: Arrangement) -> list[tuple[str, str, str]]:
    """Each writer once, with both forms and all fillings in turn."""
    number = ARRANGEMENTS.index(arrangement)
    fillings = ("distinct", "few", "zeros")
    return [
        (writer, ("2019", "2021")[(at + number) % 2], fillings[(at + number) % 3])
        for at, writer in enumerate(WRITERS)
    ]


def found(arrangement: Arrangement, writer: str, form: str, filling: str) -> Recognised:
    kind, write = WRITERS[writer]
    return recognise(read(write(arrangement(blocks_of(form, filling))), kind))


@pytest.mark.parametrize("arrangement", ARRANGEMENTS, ids=lambda made: made.__name__)
def test_apart_and_still_read(arrangement: Arrangement) -> None:
    for writer, form, filling in cases(arrangement):
        recognised = found(arrangement, writer, form, filling)
        counts = compared(wanted(arrangement, form, filling), recognised.report)
        case = (arrangement.__name__, writer, form, filling)
        assert counts["wrong"] == 0, case
        if case[:2] not in LOST:
            assert counts == Counter(right=len(specimen(form).form.cells)), case
        assert recognised.unplaced or not counts["unknown"], case
        if not writer.endswith("in_one_line"):
            said, printed = text_of(recognised.report), text_of(as_printed(specimen(form, filling)))
            assert said == printed, case


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda made: made.name)
def test_text_laid_out_with_spaces(layout: Layout) -> None:
    for form in ("2019", "2021"):
        for filling in FILLINGS:
            report = specimen(form, filling)
            recognised = recognise(read(layout(blocks_of(form, filling)), "txt"))
            counts = compared(report.all_figures(), recognised.report)
            assert counts["wrong"] == 0, (form, filling)
            assert recognised.unplaced or not counts["unknown"], (form, filling)
            if filling != "blanks":
                assert counts["unknown"] <= 0.08 * len(report.form.cells), (form, filling)

"""Tables that programs took apart: read where nothing is left to doubt, listed where something is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from nianbao.model.figure import Figure, parse
from nianbao.read import read
from nianbao.recognise import Recognised, figures_in, recognise
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
from tests.recognise.test_damage import compared, some, text_of
from tests.roundtrip.test_roundtrip import as_printed
from tests.soak import is_turn

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
    """Each writer once, with both forms and all fillings in turn; in make test every second, of the
    next arrangement the others, and half of these with one commit, half with another."""
    number = ARRANGEMENTS.index(arrangement)
    fillings = ("distinct", "few", "zeros")
    return [
        (writer, ("2019", "2021")[(at // 2 + number) % 2], fillings[(at + number) % 3])
        for at, writer in some(WRITERS, number)
        if is_turn(at // 4 + number)
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
@pytest.mark.takes_turns
def test_text_laid_out_with_spaces(layout: Layout) -> None:
    number = LAYOUTS.index(layout)
    for at, form in enumerate(("2019", "2021")):
        for _, filling in some(FILLINGS, at + number):
            report = specimen(form, filling)
            recognised = recognise(read(layout(blocks_of(form, filling)), "txt"))
            counts = compared(report.all_figures(), recognised.report)
            assert counts["wrong"] == 0, (form, filling)
            assert recognised.unplaced or not counts["unknown"], (form, filling)
            most = 0.15 if filling == "blanks" else 0.08
            assert counts["unknown"] <= most * len(report.form.cells), (form, filling)


def laid(layout: Layout, form: str, page_end: bool = False) -> Counter[str]:
    """What is read of a laid out text with blanks in some rows; a new page may begin in the third table."""
    blocks = inner_blanks(blocks_of(form))
    text = layout(blocks).decode()
    row = text.index("（四）无法")
    at = text.rindex("\n", 0, row) + 1 if page_end else 0
    found = recognise(read((text[:at] + "\f" * page_end + text[at:]).encode(), "txt"))
    return compared(recognise(blocks).report.all_figures(), found.report)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("wide", [1, 2])
def test_blanks_between_columns_however_a_program_counts(form: str, wide: int) -> None:
    layout = Layout("", label=40, figure=12, wide=wide)
    counts = laid(layout, form)
    assert (counts["wrong"], counts["unknown"]) == (0, 0)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_head_says_nothing_of_the_next_page(form: str) -> None:
    counts = laid(Layout("", label=40, figure=12), form, page_end=True)
    assert counts["wrong"] == 0
    assert counts["unknown"] >= 21  # the rows with blanks below


def test_where_a_program_moved_a_figure_away_from_its_head_it_is_unknown() -> None:
    """Written by pdftotext of a page on which 0 stands right below 对外公开总数量."""
    text = """\
                    第二十条第（一）项

   信息内容       本年新制作数量           本年新公开数量       对外公开总数量

    规章                                               0

  规范性文件            108

                    第二十条第（五）项

   信息内容       上一年项目数量             本年增/减           处理决定数量

   行政许可             0
"""
    found = figures_in(read(text.encode(), "txt")).figures
    assert {figure.number for figure in found.values()} <= {None}

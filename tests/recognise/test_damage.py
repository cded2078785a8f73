"""Every kind of damage in every kind of file: figures are read right or not at all, and nearly all are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from nianbao.model.figure import BLANK, UNKNOWN, Figure, State, parse
from nianbao.model.report import Report
from nianbao.read import read
from nianbao.read.blocks import Block, Table, TableCell
from nianbao.recognise import Recognised, recognise
from tests.printed import distinct, page
from tests.recognise import damage, files
from tests.recognise.damage import DAMAGES, Damage
from tests.roundtrip.test_roundtrip import as_printed
from tests.soak import SOAKING, is_turn

# What cannot be known: in these files the damage took what would tell it. Cells that stay unknown.
LOST = {
    ("spans_repeated", "bare_text"): 15,  # whose figures repeat, and nothing tells which are copies
}
# Where notes were put into the text, or what stands around the tables became text as well.
OTHER_TEXT = {"note_rows", "labels_broken", "labels_upright"}
SPARSE = ("web_page", "word_file", "tabbed_text", "cell_a_line_text", "bare_text", "spaced_text")
MARKS = ("", "/", "22（其中修订16件）", "0", "7", "", "若干", "1,234", "减", "48359.899368万元", "—")


@cache
def document(form: str) -> tuple[Report, list[Block]]:
    report = distinct(form)
    return report, read(page(report).encode(), "html")


def found(blocks: list[Block], mistreated: Damage, writer: str) -> Recognised:
    kind, write = files.WRITERS[writer]
    return recognise(read(write(mistreated(blocks)), kind))


def compared(wanted: Mapping[str, Figure], read_in: Report) -> Counter[str]:
    """How many cells were read right, not at all, and wrong."""
    figures = read_in.all_figures()
    counts: Counter[str] = Counter()
    for cell_id, figure in wanted.items():
        seen = figures[cell_id]
        right = "right" if seen == figure else "wrong"
        counts[right if seen.state is not State.UNKNOWN else "unknown"] += 1
    return counts


def cases(number: int) -> list[tuple[str, str]]:
    """The forms and files in which a damage is tried: every fourth file with one of the forms, half of them
    with one commit, half with another; in make soak every file with both."""
    forms = ("2019", "2021")
    pairs = [(form, writer) for form in forms for writer in files.WRITERS]
    some_files = [each for each in some(files.WRITERS, number, 4) if is_turn(each[0] // 4 + number // 4)]
    return pairs if SOAKING else [(forms[(at // 4 + number) % 2], writer) for at, writer in some_files]


def some(every: Iterable[str], number: int, share: int = 2) -> list[tuple[int, str]]:
    """Every second or so, such as a kind of file, with its place, for the next number the next; all in make
    soak."""
    return [(at, one) for at, one in enumerate(every) if SOAKING or (at + number) % share == 0]


@pytest.mark.parametrize("mistreated", DAMAGES, ids=lambda damage: damage.__name__)
def test_every_figure_finds_its_cell(mistreated: Damage) -> None:
    for form, writer in cases(DAMAGES.index(mistreated)):
        report, blocks = document(form)
        printed = as_printed(report)
        recognised = found(blocks, mistreated, writer)
        case = (mistreated.__name__, writer)
        assert recognised.report.form is report.form, case
        counts = compared(report.all_figures(), recognised.report)
        assert (counts["wrong"], counts["unknown"]) == (0, LOST.get(case, 0)), case
        assert bool(recognised.unplaced) == (case in LOST), case
        read_in = recognised.report
        assert (read_in.agency, read_in.year) == (report.agency, report.year), case
        assert read_in.date == report.date, case
        assert all(read_in.headings.values()), case
        if mistreated.__name__ not in OTHER_TEXT:
            assert text_of(read_in) == text_of(printed), case


def text_of(report: Report) -> dict[str, list[str]]:
    """The paragraphs by section, without spaces."""
    return {
        section: ["".join(line.split()) for line in text.split("\n")]
        for section, text in report.narrative.items()
    }


def test_at_least_ninety_nine_of_a_hundred_cells_are_read() -> None:
    """The losses that the cases above allow."""
    cells = (
        len(DAMAGES)
        * len(files.WRITERS)
        * sum(len(document(form)[0].form.cells) for form in ("2019", "2021"))
    )
    assert 2 * sum(LOST.values()) < 0.01 * cells


@pytest.mark.parametrize("mistreated", DAMAGES, ids=lambda damage: damage.__name__)
def test_blanks_marks_and_remarks_are_never_moved(mistreated: Damage) -> None:
    number = DAMAGES.index(mistreated)
    for at, (varied, blocks) in enumerate(with_gaps(("2019", "2021")[number % 2])):
        for _, writer in some(SPARSE, number + 2 * at, 4) if is_turn(number // 2 + at) else ():
            counts = compared(varied.all_figures(), found(blocks, mistreated, writer).report)
            assert counts["wrong"] == 0, (mistreated.__name__, writer)


@cache
def with_gaps(form: str) -> list[tuple[Report, list[Block]]]:
    """With marks and remarks among its figures, and with totals and few figures alone."""
    report, _ = document(form)
    cells = enumerate(report.form.cells)
    mixed = report.with_figures(
        {cell: parse(MARKS[(number * 7 + number // 5) % len(MARKS)]) for number, cell in cells}
    )
    sparse = report.with_figures(
        {
            cell: parse(str(number % 9) if cell.endswith(("natural_person", "total")) else "")
            for number, cell in enumerate(report.form.cells)
        }
    )
    return [(varied, read(page(varied).encode(), "html")) for varied in (mixed, sparse)]


@pytest.mark.parametrize(
    ("first", "second"),
    [(damage.labels_broken, damage.table_cut), (damage.headings_plain, damage.sliver_column)],
)
@pytest.mark.takes_turns
def test_the_same_through_a_pdf_without_structure(first: Damage, second: Damage) -> None:
    report, blocks = document("2021")
    recognised = recognise(read(files.untagged_pdf(second(first(blocks))), "pdf"))
    assert compared(report.all_figures(), recognised.report) == Counter(right=len(report.form.cells))
    assert recognised.unplaced == ()


def test_a_damage_changes_the_document() -> None:
    """A damage that changes nothing would prove nothing."""
    _, blocks = document("2021")
    assert [mistreated.__name__ for mistreated in DAMAGES if mistreated(blocks) == blocks] == []


@pytest.mark.parametrize("lost", ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"])
@pytest.mark.takes_turns
def test_figures_below_a_lost_label_are_not_those_below_another(lost: str) -> None:
    """As many figures as the other labels have columns may stand below all of them, with blanks between."""
    chance = random.Random(lost)  # noqa: S311 - the same every time
    report, whole = document("2021")
    for _ in range(20):
        blocks = [
            replace(block, cells=tuple(_blank(cell, lost, chance) for cell in block.cells))
            if isinstance(block, Table) and any(cell.text == lost for cell in block.cells)
            else block
            for block in damage.spans_padded(whole)
        ]
        found = recognise(blocks).report
        for cell in report.form.cells:
            if cell.startswith("disputes."):
                assert found.figure(cell) in (report.figure(cell), BLANK, UNKNOWN), cell


def _blank(cell: TableCell, lost: str, chance: random.Random) -> TableCell:
    """The cell without its text if that is the label, and sometimes if it is a figure."""
    is_blank = cell.text == lost or (damage.is_figure(cell.text) and chance.random() < 0.4)
    return replace(cell, text="") if is_blank else cell

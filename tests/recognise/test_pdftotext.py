"""Pages of ours as pdftotext 22.12 turned them into text: rows with blanks are read by their columns.

The texts in pdftotext/ were made of :func:`sparse` reports, printed by typst, with ``-layout``, ``-fixed 4``
and without an option.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.model.figure import parse
from nianbao.model.report import Report
from nianbao.read import read
from nianbao.recognise import recognise
from nianbao.recognise.tables.lanes import Word, unshifted
from tests.recognise.specimen import specimen
from tests.recognise.test_damage import compared

FOLDER = Path(__file__).parent / "pdftotext"
LEAST_RIGHT = {"layout": 0.4, "fixed": 0.7, "usual": 0.0}  # share of the cells
FILLED = (("2021", 0.5), ("2019", 0.9))  # forms, and how many of their cells have a figure


def sparse(form: str, share: float) -> Report:
    """A report with figures of one to four digits in some of its cells."""
    report = specimen(form)
    drawn = {cell: zlib.crc32(f"{form}:{cell}".encode()) for cell in report.form.cells}
    texts = {
        cell: ("0", "7", "12", "1345")[number % 4] if number // 4 % 100 < 100 * share else ""
        for cell, number in drawn.items()
    }
    return replace(report, figures={cell: parse(text) for cell, text in texts.items()})


@pytest.mark.parametrize("way", LEAST_RIGHT)
def test_figures_are_found_by_their_columns_and_none_is_wrong(way: str) -> None:
    counts: Counter[str] = Counter()
    for form, share in FILLED:
        text = (FOLDER / f"{form}-{way}.txt").read_bytes()
        counts += compared(sparse(form, share).all_figures(), recognise(read(text, "txt")).report)
    assert counts["wrong"] == 0
    assert counts["right"] >= LEAST_RIGHT[way] * counts.total()


def test_where_little_was_read_another_file_is_asked_for() -> None:
    for way, asked in (("usual", True), ("fixed", False)):
        found = recognise(read((FOLDER / f"2019-{way}.txt").read_bytes(), "txt"))
        assert any("PDF" in notice for notice in found.notices) is asked


def test_a_row_that_stands_beside_its_head_is_read_only_if_the_shift_changes_nothing() -> None:
    """MuPDF's sorted text pushes rows to the right: 2 may have stood under 乙 or 丙."""
    heads = [[Word(text, at, at + 2)] for text, at in (("甲", 18), ("乙", 24), ("丙", 30), ("总计", 54))]
    for total, certain in ((54, {0, 1}), (78, {1})):
        last = Word("2", total, total + 1)
        rows = [((Word("2", 31, 32), last), (2, 3)), ((last,), (3,))]
        assert unshifted(rows, heads) == certain

"""Our own pages as the program pdftotext turns them into text: rows with blanks are read by their columns."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from nianbao.model.figure import parse
from nianbao.model.report import Report
from nianbao.publish.pages import page_of
from nianbao.read import read
from nianbao.recognise import recognise
from nianbao.write import write
from tests.recognise.specimen import specimen
from tests.recognise.test_damage import compared

WAYS = {"layout": ("-layout",), "fixed": ("-fixed", "4"), "usual": (), "raw": ("-raw",)}
SOME = {"layout": 0.4, "fixed": 0.7, "usual": 0.0, "raw": 0.0}  # share of the cells that are read at least
FILLED = (("2021", 0.5), ("2019", 0.9))  # forms, and how many of their cells have a figure

PROGRAM = shutil.which("pdftotext") or ""

pytestmark = pytest.mark.skipif(not PROGRAM, reason="needs pdftotext")


@cache
def sparse(form: str, share: float) -> Report:
    """A report with figures of one to four digits in some of its cells."""
    report = specimen(form)
    drawn = {cell: zlib.crc32(f"{form}:{cell}".encode()) for cell in report.form.cells}
    texts = {
        cell: ("0", "7", "12", "1345")[number % 4] if number // 4 % 100 < 100 * share else ""
        for cell, number in drawn.items()
    }
    return replace(report, figures={cell: parse(text) for cell, text in texts.items()})


@cache
def printed(form: str, share: float) -> bytes:
    return write(page_of(sparse(form, share), draft=False, engine="typst"), "pdf")


@pytest.mark.parametrize("way", WAYS)
def test_figures_are_found_by_their_columns_and_none_is_wrong(way: str, tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    for form, share in FILLED:
        file = tmp_path / f"{form}.pdf"
        file.write_bytes(printed(form, share))
        text = subprocess.run([PROGRAM, *WAYS[way], file, "-"], capture_output=True, check=True).stdout
        counts += compared(sparse(form, share).all_figures(), recognise(read(text, "txt")).report)
    assert counts["wrong"] == 0
    assert counts["right"] >= SOME[way] * counts.total()

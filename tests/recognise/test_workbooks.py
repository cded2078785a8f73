"""Workbooks that offices have mistreated: no figure is read wrong, whatever else is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.files.report_toml import load
from nianbao.model.figure import count
from nianbao.problem import Unreadable
from nianbao.read import read
from nianbao.read.workbook.values import shown
from nianbao.recognise import recognise
from tests import libreoffice
from tests.recognise.workbooks import (
    DONE,
    Sheet,
    as_file,
    book_of,
    mistreated,
    sheet_copied,
    side_by_side,
    wrong,
)
from tests.soak import SOAKING, drawn

REPORT = load(next((Path(__file__).parents[2] / "sample_inputs").glob("005-*.toml")))
BOOK = book_of(REPORT)
TITLE = REPORT.full_title()
# After which all is there.
LIGHT = {
    "rows_put_in",
    "columns_put_in",
    "figures_pasted",
    "last_year_beside",
    "numbers_in_front",
}


@drawn(10)
@given(
    names=st.lists(st.sampled_from(sorted(DONE)), min_size=1, max_size=3),
    seed=st.integers(0, 10_000),
    as_text=st.booleans(),
    copied=st.integers(0, 4),
)
def test_no_figure_is_read_wrong(names: list[str], seed: int, *, as_text: bool, copied: int) -> None:
    random = Random(seed)  # noqa: S311 - for tests
    book = mistreated(BOOK, names, random)
    if copied == 0:
        book = sheet_copied(book, random)
    elif copied == 1:
        book = side_by_side(book, random)
    try:
        found = recognise(read(as_file(book, as_text=as_text), "xlsx"), TITLE)
    except Unreadable:
        return
    assert wrong(REPORT, found.report) == []


@pytest.mark.parametrize("name", sorted(LIGHT))
def test_what_takes_nothing_away_is_read_whole(name: str) -> None:
    found = recognise(read(as_file(mistreated(BOOK, [name], Random(1))), "xlsx"), TITLE)  # noqa: S311 - for tests
    figures = found.report.all_figures()
    wanted = REPORT.all_figures()
    assert sum(figures[cell].number == wanted[cell].number for cell in wanted) >= len(wanted) - 15


def test_columns_of_table_four_are_read_by_their_heads() -> None:
    """Two columns of one kind of case have changed places; over the edge of two kinds nothing is certain."""
    report = REPORT.with_figures(
        {cell: count(100 + at) for at, cell in enumerate(REPORT.form.cells) if cell not in REPORT.form.totals}
    )
    *others, table = book_of(report)
    for at in range(max(x for _, x in table.cells)):
        swap = {at: at + 1, at + 1: at}
        moved = Sheet(table.name, {(y, swap.get(x, x)): text for (y, x), text in table.cells.items()})
        found = recognise(read(as_file((*others, moved)), "xlsx"), TITLE).report
        assert wrong(report, found) == []
        own = [cell for cell in report.form.cells if cell.startswith("disputes.")]
        known = sum(found.figure(cell).number is not None for cell in own)
        assert known == (len(own) if at % 5 not in {0, 4} else known)


def test_what_reckoning_in_binary_leaves_is_not_shown() -> None:
    assert (shown(3.0000000000000004), shown(0.1 + 0.2), shown(4166.241619)) == ("3", "0.3", "4166.241619")


@pytest.mark.parametrize("kind", ["et", "xls"])
def test_a_file_is_read_by_what_it_is_and_not_by_its_name(kind: str) -> None:
    found = recognise(read(as_file(BOOK), kind), TITLE)
    assert found.report.all_figures() == REPORT.all_figures()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_text_that_is_named_as_a_workbook_is_read(encoding: str) -> None:
    (table,) = read("规章\t制发\n甲\t12".encode(encoding), "xls")
    assert [cell.text for cell in getattr(table, "cells", ())] == ["规章", "制发", "甲", "12"]


def test_a_file_with_a_password_is_refused_with_a_remedy() -> None:
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Unreadable, match="加了密码"):
        read(locked, "xlsx")


if SOAKING:  # starting LibreOffice takes seconds

    @libreoffice.NEEDED
    @pytest.mark.parametrize("kind", ["xls", "ods"])
    def test_what_libreoffice_has_saved_is_not_read_wrong(kind: str, tmp_path: Path) -> None:
        folder = tmp_path / "out"
        for seed, name in enumerate(sorted(DONE)):
            book = mistreated(BOOK, [name], Random(seed))  # noqa: S311 - for tests
            (tmp_path / f"{name}.xlsx").write_bytes(as_file(book))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [libreoffice.PROGRAM, profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        sources = [str(path) for path in sorted(tmp_path.glob("*.xlsx"))]
        subprocess.run([*command, *sources], check=True, capture_output=True, timeout=300)
        for path in sorted(folder.iterdir()):
            found = recognise(read(path.read_bytes(), kind), TITLE)
            assert wrong(REPORT, found.report) == [], path.stem
            if path.stem in LIGHT:
                known = found.report.all_figures()
                assert sum(known[cell].number is not None for cell in known) > len(known) / 2, path.stem

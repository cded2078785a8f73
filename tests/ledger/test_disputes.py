"""Reviews and suits give the table of disputes back, however they are kept."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings

from nianbao.ledger.blank import blank_ledger
from nianbao.ledger.count import Counted, Told
from nianbao.ledger.disputes import count_disputes, parted
from nianbao.ledger.mapping import Decided
from nianbao.ledger.matched import match
from nianbao.ledger.sheets import Ledger, sheets_in
from nianbao.ledger.words import ledger_words
from nianbao.read import confined
from nianbao.write.xlsx.register import written
from tests.ledger.applications import PLACES, YEAR, Table, as_csv, as_xlsx
from tests.ledger.disputes import (
    DISPUTES,
    OWN,
    Case,
    as_written,
    beside_applications,
    cases,
    in_own_words,
    true_table,
)
from tests.ledger.test_count import read_here


def counted(data: bytes, kind: str, decided: Decided, name: str = "台账") -> Counted:
    """The cases of a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confined, "call", read_here)
        found = sheets_in(data, PurePath(f"{name}.{kind}"), ledger_words(), decided)
    heads = tuple(head for sheet in found for head in sheet.heads)
    _, of_cases = parted(Ledger(tuple(found), heads), ledger_words())
    matched = match(of_cases, DISPUTES, decided, "台账对照.toml")
    assert matched.questions == ()
    return count_disputes(matched, DISPUTES, YEAR)


def figures(found: Counted) -> dict[str, int]:
    return {cell: number for cell, number in found.figures.items() if number}


@settings(max_examples=12)
@given(made=cases())
def test_the_table_comes_back(made: list[Case]) -> None:
    for rows, decided, name in (
        (as_written(made), Decided(), "台账"),
        (in_own_words(made), OWN, "行政诉讼"),
        (beside_applications(made), Decided(), "台账"),
    ):
        found = counted(as_csv(rows), "csv", decided, name)
        assert figures(found) == true_table(made), rows
        assert found.faults == {}
    assert figures(counted(as_xlsx({"复议诉讼": as_written(made)}), "xlsx", Decided())) == true_table(made)


HEAD: list[object] = ["案件类型", "受理日期", "结案日期", "审理结果"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["行政复议", "2024-03-01", "", "维持"], Told.NO_ANSWERED),
        (["行政复议", "", "", "审理中"], Told.NO_RECEIVED),
        (["行政复议", "2024-03-01", "2024-05-01", ""], Told.NO_OUTCOME),
        (["行政复议", "2024-03-01", "2024-05-01", "审理中"], Told.PENDING_ANSWERED),
        (["行政复议", "2024-03-01", "2024-01-01", "维持"], Told.ANSWERED_FIRST),
        (["行政复议", "2024-03-01", "年底", "维持"], Told.BAD_ANSWERED),
        (["", "2024-03-01", "2024-05-01", "维持"], Told.NO_KIND),
        (["行政复议", "2025-03-01", "", ""], Told.AFTER_CASE),
        (["行政复议", "2023-03-01", "2023-05-01", "维持"], Told.BEFORE),
        (["", "", "", ""], None),
    ],
)
def test_what_is_not_counted_is_told_with_its_row(row: list[object], told: Told | None) -> None:
    good: list[object] = ["直接起诉", "2024-03-01", "2024-05-01", "维持"]
    rows: Table = [HEAD, good, row]
    found = counted(as_csv(rows), "csv", Decided())
    assert figures(found) == {"disputes.litigation_direct.upheld": 1}
    assert found.told == ({} if told is None else {told: {"台账.csv": [3]}})


def test_the_empty_ledger_has_a_sheet_that_asks_nothing() -> None:
    data = written(blank_ledger(PLACES, DISPUTES, "某某县教育局", YEAR))
    assert figures(counted(data, "xlsx", Decided())) == {}

"""Ledgers as people keep them: heads in two rows and written again, sums and signers below, merged cells,
a sheet of the year beside those of its months."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from nianbao.ledger.mapping import Decided
from nianbao.ledger.matched import Matched
from nianbao.ledger.repeated import repeated
from nianbao.ledger.tally import LedgerTally
from tests.ledger.applications import FORM, YEAR, Table, as_csv, as_xlsx
from tests.ledger.test_count import counted, matched

HEAD = ["序号", "申请人", "申请人类型", "收到日期", "答复日期", "办理结果"]


def cases(number: int, day: str = "2024-03-05") -> list[list[object]]:
    return [[at, f"张某{at}", "自然人", day, "2024-03-09", "予以公开"] for at in range(1, number + 1)]


def figures(rows: Table) -> dict[str, int]:
    found = counted(as_csv(rows), "csv", Decided())
    assert found.faults == {}
    return {cell: number for cell, number in found.figures.items() if number}


def granted(number: int) -> dict[str, int]:
    return {f"applications.{row}.natural_person": number for row in ("received", "granted")}


def test_a_head_that_is_written_again_further_down_hides_no_rows() -> None:
    two = [["序号", "申请人", "申请情况", "", "办理情况", ""], ["", "", *HEAD[2:]]]
    assert figures([["某局台账"], *two, *cases(3), HEAD, *cases(2), HEAD, *cases(1)]) == granted(6)
    assert figures([HEAD, list(range(1, 7)), *cases(2)]) == granted(2)  # the columns numbered


@pytest.mark.parametrize(
    "day",
    [
        "2024年3月5号",
        "2024 年 3 月 5 日",
        "2024-03-05（周二）",
        "２０２４．３．５",
        "2024年3月5日 星期二",
    ],
)
def test_a_date_that_says_its_year_is_read(day: str) -> None:
    assert figures([HEAD, *cases(1, day)]) == granted(1)


@pytest.mark.parametrize("day", ["3月5日", "24.3.5", "3/5/2024", "2024年3月", "2024-13-05"])
def test_a_date_that_does_not_is_told(day: str) -> None:
    found = counted(as_csv([HEAD, *cases(1), *cases(1, day)]), "csv", Decided())
    assert list(found.faults) == ["bad_received"]


FOOT: Sequence[list[object]] = [
    ["", "小计", "6件", "", "", "共6件"],
    ["合计", 3, "", 3, "", ""],
    ["填表人：王某甲", "", "审核人：李某乙", "", "", "负责人：赵某丙"],
    ["", "", "", "", "", "审核人：李某乙"],
]


@pytest.mark.parametrize("foot", FOOT)
def test_sums_and_signers_are_no_cases_and_nobody_is_asked_about_them(foot: list[object]) -> None:
    assert figures([HEAD, *cases(3), foot]) == granted(3)


def test_a_row_that_tells_something_is_no_sum() -> None:
    """Without a date, but of an applicant: it is told."""
    found = counted(as_csv([HEAD, *cases(2), [3, "张某", "自然人", "", "", "予以公开"]]), "csv", Decided())
    assert list(found.faults) == ["no_received"]


def test_an_applicant_that_is_merged_over_several_requests() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for at in (1, 2, 3, 4):
            sheet.write_row(at, 0, [at, "", "", "2024-03-05", "2024-03-09", "予以公开"])
        sheet.merge_range(1, 2, 3, 2, "自然人")
        sheet.write(4, 2, "自然人")
        sheet.write_row(5, 0, [5, "", "自然人", "2024-03-05", "2024-03-09", "予以公开"])
        sheet.merge_range(6, 2, 7, 2, "自然人")  # one request in two rows
        sheet.write_row(6, 3, ["2024-03-05", "2024-03-09", "予以公开"])
        sheet.write(7, 1, "续上")
    found = counted(stream.getvalue(), "xlsx", Decided())
    assert found.faults == {}
    assert found.figures["applications.received.natural_person"] == 6


def sheets(tables: dict[str, Table]) -> Matched:
    return matched(as_xlsx(tables), "xlsx", Decided())


def test_a_year_beside_its_months_is_told(tmp_path: Path) -> None:
    months: dict[str, Table] = {f"{m}月": [HEAD, *cases(3, f"2024-0{m}-05")] for m in (1, 2, 3)}
    assert repeated(sheets(months).columns) == []
    year: Table = [HEAD, *(row for table in months.values() for row in table[1:])]
    found = sheets({**months, "全年": year})
    assert [each.sheet.name for each in repeated(found.columns)] == ["1月", "2月", "3月", "全年"]
    file = tmp_path / "台账.xlsx"
    file.write_bytes(as_xlsx({**months, "全年": year}))
    assert FORM is not None
    tally = LedgerTally([file], FORM, YEAR, tmp_path / "对照.toml")
    assert any("可能算了两遍" in line for line in tally.told())
    assert tally.is_doubled
    file.write_bytes(as_xlsx({**months, "全年": year, "补记": [HEAD, *cases(1, "2024-03-01")]}))
    tally = LedgerTally([file], FORM, YEAR, tmp_path / "对照.toml")
    assert not tally.is_faulty  # perhaps: it is told
    assert any("可能算了两遍" in line for line in tally.told())


def test_names_below_a_ledger_do_not_come_to_the_questions() -> None:
    rows: Table = [[*HEAD[:2], "身份", *HEAD[3:]], *cases(3), FOOT[2], FOOT[3]]
    found = matched(as_csv(rows), "csv", Decided({"kind": "身份"}))
    assert not found.questions
    words = {word for sheet, _ in found.columns for column in sheet.sheet.columns for word in column.values}
    assert not any(name in word for word in words for name in ("王某甲", "李某乙", "赵某丙"))


@pytest.mark.parametrize(
    "outcome",
    ["予以公开(欧阳某甲来取)", "不予公开，见欧阳某甲案", "部分公开 139-1234-5678", "公开 010.8888.123"],
)
def test_a_name_or_a_telephone_within_an_outcome_is_not_shown(outcome: str) -> None:
    row: list[object] = [9, "欧阳某甲", "自然人", "2024-03-05", "2024-03-09", outcome]
    found = matched(as_csv([HEAD, *cases(5), row]), "csv", Decided())
    assert not found.questions
    assert list(counted(as_csv([HEAD, *cases(5), row]), "csv", Decided()).faults) == ["open_outcome"]

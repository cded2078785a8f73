"""Counts by month give their true sums back in every layout; what is missing or double is told, not added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from random import Random

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.ledger.monthly.matched import COUNTED, NOT_COUNTED, Decided, Matched, match
from nianbao.ledger.monthly.sheets import File, numbers_of, opened
from nianbao.ledger.monthly.sums import Fault, Summed, summed
from nianbao.ledger.monthly.tally import MonthlyTally
from nianbao.ledger.monthly.words import monthly_words
from nianbao.model.load_forms import form_for
from nianbao.problem import InputError
from tests.ledger.applications import as_xlsx
from tests.ledger.monthly.layouts import ANSWERED, LAYOUTS, NAMES, YEAR, Counts, Sheets, counts, true_sums
from tests.recognise.workbooks import DONE, Sheet, as_file
from tests.soak import TIMES

FORM = form_for(YEAR)
assert FORM is not None


def added(
    *sheets: Sheets, decided: Decided = ANSWERED, year: int = YEAR, name: str = "月报"
) -> tuple[Matched, Summed]:
    """What files of sheets add up to."""
    assert FORM is not None
    files = [File(PurePath(f"{name}{at}.xlsx"), as_xlsx(each)) for at, each in enumerate(sheets)]
    numbers = numbers_of([(file, file.grids()) for file in files], monthly_words())
    matched = match(numbers, monthly_words(), FORM, decided, "月报对照.toml")
    return matched, summed(matched, FORM, year)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=6)
@given(made=counts(), named=st.sampled_from(list(NAMES)))
@pytest.mark.takes_turns
def test_the_sums_come_back(layout: str, made: Counts, named: str) -> None:
    matched, found = added(LAYOUTS[layout](made, NAMES[named]))
    assert matched.questions == ()
    assert found.questions == []
    assert found.faults == []
    assert found.figures == true_sums(made)


LICENCES = "disclosure.licences.decisions"


def table(
    *changed: tuple[int, object], heads: Sequence[str] = ("月份", "行政许可"), year: int = YEAR
) -> Sheets:
    """Twelve rows with 5 each, some of them changed."""
    values: dict[int, object] = dict.fromkeys(range(1, 13), 5)
    values.update(changed)
    return {"月报": [[f"{year}年"], [*heads], *([f"{m}月", value] for m, value in values.items())]}


def asked(found: tuple[Matched, Summed]) -> list[tuple[str, str, str]]:
    questions = [*found[0].questions, *found[1].questions]
    return [(each.table, each.key, each.proposal) for each in questions]


@pytest.mark.parametrize("blank", ["", "-", "/"])
def test_a_month_without_a_number_is_missing_and_not_zero(blank: str) -> None:
    _, found = added(table((3, blank), (12, blank)))
    assert LICENCES not in found.figures
    assert [(each.fault, each.months) for each in found.faults] == [(Fault.MISSING, (3, 12))]


@pytest.mark.parametrize("wrong", ["若干", "#REF!", "?", "5（其中2件未结）", -1, 2.5])
def test_what_is_no_number_is_told_with_its_place(wrong: object) -> None:
    _, found = added(table((3, wrong)))
    assert LICENCES not in found.figures
    (fault,) = found.faults
    assert fault.fault is Fault.MISSING or fault.places == ("月报!B5",)


def test_a_total_that_is_not_the_sum_of_its_months_is_told() -> None:
    rows = table()["月报"]
    assert added({"月报": [*rows, ["合计", 60]]})[1].figures[LICENCES].number == 60
    (fault,) = added({"月报": [*rows, ["合计", 61]]})[1].faults
    assert (fault.fault, fault.says, fault.adds) == (Fault.DIFFERENT_TOTAL, "61", "60")


def test_months_of_another_year_are_left_out_and_told() -> None:
    both: Sheets = {"今年": table()["月报"], "去年": table(year=YEAR - 1)["月报"]}
    _, found = added(both)
    assert found.figures[LICENCES].number == 60
    assert [(year, len(places)) for year, places in found.other_years.items()] == [(YEAR - 1, 12)]
    assert added(table(year=YEAR - 1))[1].figures == {}


def test_a_copied_sheet_is_asked_about_and_never_added_unasked() -> None:
    copied: Sheets = {"月报": table()["月报"], "月报(2)": table()["月报"]}
    assert asked(added(copied)) == [("sheets", "月报", ""), ("sheets", "月报(2)", "")]
    both = Decided(sheets={"月报": COUNTED, "月报(2)": COUNTED})
    one = Decided(sheets={"月报": COUNTED, "月报(2)": NOT_COUNTED})
    assert added(copied, decided=both)[1].figures[LICENCES].number == 120
    assert added(copied, decided=one)[1].figures[LICENCES].number == 60
    assert [each[:2] for each in asked(added(table(), table()))] == [
        ("sheets", "月报0“月报”"), ("sheets", "月报1“月报”"),
    ]  # fmt: skip


def test_what_nobody_knows_is_asked_once_and_what_is_money_is_no_count() -> None:
    assert asked(added(table(heads=("月份", "审批办件")))) == [("labels", "审批办件", "")]
    assert asked(added(table(heads=("月份", "其中：网上办理")))) == [("labels", "其中:网上办理", NOT_COUNTED)]
    fees = table(heads=("月份", "收费"))
    assert asked(added(fees)) == [("units", "月报", "")]
    assert (
        str(added(fees, decided=Decided(units={"月报": "元"}))[1].figures["disclosure.fees.amount"])
        == "0.006"
    )
    decided = Decided(labels={"罚没金额": "行政处罚"})
    assert added(table(heads=("月份", "罚没金额")), decided=decided)[1].figures == {}


def test_only_totals_are_no_months() -> None:
    sheets: Sheets = {"2024年": [["项目", "全年合计", "1-6月"], ["行政许可", 60, 30]]}
    (fault,) = added(sheets)[1].faults
    assert fault.fault is Fault.ONLY_TOTALS


def test_a_number_of_an_item_without_a_month_makes_the_item_uncertain() -> None:
    sheets = table()
    sheets["月报"].append(["十三月", 5])
    decided = Decided(labels={"十三月": COUNTED})
    assert [each.fault for each in added(sheets, decided=decided)[1].faults] == [Fault.UNCLEAR]


@settings(max_examples=20 * TIMES)
@given(
    made=counts(),
    layout=st.sampled_from(list(LAYOUTS)),
    named=st.sampled_from(sorted(set(NAMES) - {"date"})),
    done=st.lists(st.sampled_from(sorted(DONE)), min_size=1, max_size=2),
    seed=st.integers(0, 10_000),
)
def test_mistreated_sheets_give_no_wrong_sum(
    made: Counts, layout: str, named: str, done: list[str], seed: int
) -> None:
    """Rows and columns put in and moved, labels cut, figures as texts: what has no question is right or has
    no sum."""
    random = Random(seed)  # noqa: S311 - for tests
    book = []
    for name, rows in LAYOUTS[layout](made, NAMES[named]).items():
        cells = {(y, x): str(v) for y, row in enumerate(rows) for x, v in enumerate(row) if v != ""}
        sheet = Sheet(name, cells)
        for each in done:
            sheet = DONE[each](sheet, random)
        book.append(sheet)
    file = File(PurePath("月报.xlsx"), as_file(tuple(book)))
    try:
        numbers = numbers_of([(file, file.grids())], monthly_words())
    except InputError:
        return
    assert FORM is not None
    matched = match(numbers, monthly_words(), FORM, ANSWERED, "月报对照.toml")
    found = summed(matched, FORM, YEAR)
    if not matched.questions and not found.questions:
        truth = true_sums(made)
        assert {cell: figure for cell, figure in found.figures.items() if figure != truth[cell]} == {}


def test_hidden_rows_count_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "月报.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("月报")
        for at, row in enumerate(table()["月报"]):
            sheet.write_row(at, 0, row)
        sheet.set_row(4, None, None, {"hidden": True})
    (file,) = opened([path])
    assert FORM is not None
    tally = MonthlyTally(
        numbers_of([(file, file.grids())], monthly_words()), FORM, YEAR, tmp_path / "对照.toml"
    )
    assert tally.found.figures[LICENCES].number == 60
    assert tally.told() == ["工作表“月报”隐藏了1行，里面的数也算了；请取消隐藏看一遍，不要的请删掉。"]

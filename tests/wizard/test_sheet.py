"""The table is edited like a spreadsheet."""

from pathlib import Path

import pytest

from nianbao.model.figure import BLANK, Figure, count, parse
from nianbao.model.report import Report
from tests.driving import WIDE, Driver, drive, on
from tests.soak import is_turn
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"


def empty(form: str) -> Report:
    clean = clean_report(form)
    return Report(clean.form, clean.agency, clean.year)


MOVES = [
    ("applications.received.natural_person", "right", "applications.received.business"),
    ("applications.received.natural_person", "left", "applications.received.natural_person"),
    ("applications.received.natural_person", "down", "applications.carried_in.natural_person"),
    ("applications.received.natural_person", "up", "applications.received.natural_person"),
    ("applications.received.natural_person", "end", "applications.received.total"),
    ("applications.received.total", "home", "applications.received.natural_person"),
    ("applications.received.natural_person", "ctrl+end", "applications.carried_out.total"),
    ("applications.carried_out.total", "ctrl+home", "applications.received.natural_person"),
    ("applications.received.other", "tab", "applications.carried_in.natural_person"),
    ("applications.carried_in.natural_person", "shift+tab", "applications.received.other"),
    ("applications.other_reasons.other", "tab", "applications.carried_out.natural_person"),
    ("applications.other_reasons.other", "enter", "applications.carried_out.other"),
    ("applications.other_reasons.other", "down", "applications.outcomes.other"),
    ("applications.carried_out.other", "pageup " * 5, "applications.received.other"),
    ("applications.received.research", "pagedown " * 6, "applications.carried_out.research"),
    ("disputes.review.upheld", "end", "disputes.litigation_after_review.total"),  # fifteen columns
    # merged cells of table two
    ("disclosure.normative_documents.in_force", "down", "disclosure.licences.decisions"),
    ("disclosure.normative_documents.in_force", "down down down down", "disclosure.fees.amount"),
]


def test_keys_that_move(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        for start, keys, end in MOVES:
            await driver.go(start)
            await driver.keys(keys)
            assert driver.sheet.cursor == end, (start, keys)

    drive(steps, on(clean_report("2021"), tmp_path))


def test_typing_replaces_f2_changes_delete_blanks_escape_gives_up(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("1 2 enter")
        assert driver.figure(FIRST) == "12"
        await driver.keys("up 3 enter up")
        assert driver.figure(FIRST) == "3"
        await driver.keys("f2 4 left left 5 enter up")
        assert driver.figure(FIRST) == "534"
        await driver.keys("9 escape")
        assert driver.figure(FIRST) == "534"
        await driver.keys("backspace 7 enter up")
        assert driver.figure(FIRST) == "7"
        await driver.keys("delete")
        assert driver.session.report.figures[FIRST] == BLANK
        assert "空" in driver.screen()
        await driver.keys("8 right")
        assert (driver.figure(FIRST), driver.sheet.cursor) == ("8", "applications.received.business")

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_remark_longer_than_any_is_not_taken_and_told(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("1 2")
        await driver.paste(f"（{'甲' * 900}）")
        assert "一格最多200个字" in "".join(driver.screen().split())
        await driver.keys("enter")
        assert driver.figure(FIRST) == "12"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_totals_are_computed_and_cannot_be_typed(tmp_path: Path) -> None:
    total = "applications.received.total"

    async def steps(driver: Driver) -> None:
        await driver.go(total)
        await driver.keys("5")
        assert total not in driver.session.report.figures
        assert "总计由程序计算" in driver.screen()
        await driver.keys("home 4 tab 3 enter")
        assert driver.figure(total) == "7"
        assert "4│✗  3│   0│   0│   0│   0│✗  7│" in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_given_total_shows_both_values_and_one_key_takes_the_computed_one(tmp_path: Path) -> None:
    total = "applications.received.total"
    report = clean_report("2021").with_figures({total: count(5)})

    async def steps(driver: Driver) -> None:
        await driver.go(total)
        assert "5≠0" in driver.screen()
        assert "写的是5，算出来是0" in driver.screen()
        await driver.keys("ctrl+t")
        assert total not in driver.session.report.figures
        assert "≠" not in driver.screen()
        await driver.keys("ctrl+z")
        assert "5≠0" in driver.screen()
        await driver.keys("home ctrl+t")
        assert total not in driver.session.report.figures

    drive(steps, on(report, tmp_path))


def test_the_mouse_moves_changes_and_selects(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.other")
        await driver.go(FIRST)
        boxes = [
            driver.sheet.window.plan.box(driver.sheet.selection.places[f"applications.{cell}"])
            for cell in ("received.business", "carried_in.research")
        ]
        await driver.drag("#sheet", *((box.x + 1, box.y) for box in boxes))
        await driver.keys("ctrl+c")
        assert driver.app.clipboard == "0\t0\n0\t0"
        assert driver.sheet.cursor == "applications.carried_in.research"
        await driver.go(FIRST)
        await driver.click("#sheet", boxes[1].x + 1, boxes[1].y)
        assert driver.sheet.cursor == "applications.carried_in.research"
        await driver.click("#sheet", boxes[1].x + 1, boxes[1].y, times=2)
        await driver.keys("7 enter")
        assert driver.figure("applications.carried_in.research") == "7"

    drive(steps, on(clean_report("2021"), tmp_path), size=WIDE)


def test_head_and_labels_stay_while_the_table_scrolls(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.total")
        assert driver.sheet.scroll_offset.y > 0
        screen = driver.screen()
        assert "申请人情况" in screen
        assert "四、结转下年度" in screen
        assert "一、本年新收" not in screen
        await driver.resize(60, 20)
        await driver.go("applications.received.total")
        assert driver.sheet.scroll_offset.x > 0
        assert "一、本年新收" in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


@pytest.mark.parametrize("form", [form for at, form in enumerate(("2019", "2021")) if is_turn(at)])
def test_every_cell_of_every_table_can_be_reached_and_typed(tmp_path: Path, form: str) -> None:
    """Tab from the first cell of each table to its last, with another number in each than beside it."""

    async def steps(driver: Driver) -> None:
        tables = [section.id for section in driver.session.form.sections if section.table]
        typed: dict[str, Figure] = {}
        for table in tables:
            cells = [c.id for c in driver.session.form.cells.values() if c.section == table]
            await driver.go(cells[0])
            typeable = [cell for cell in cells if cell not in driver.session.form.totals]
            await driver.type("".join(f"{number % 10}\t" for number in range(len(typeable))))
            driver.sheet.commit()
            typed |= {cell: parse(str(number % 10)) for number, cell in enumerate(typeable)}
        assert dict(driver.session.report.figures) == typed

    drive(steps, on(empty(form), tmp_path))


def test_another_form_has_other_tables(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("disclosure.procurement.amount")
        assert "政府集中采购" in driver.screen()
        assert "第二十条第（九）项" in driver.screen()
        await driver.go("applications.other.total")
        assert "（六）其他处理" in driver.screen()

    drive(steps, on(clean_report("2019"), tmp_path), size=WIDE)


def test_the_balance_of_every_column_stands_below_table_three(tmp_path: Path) -> None:
    def line(driver: Driver) -> str:
        return next((line for line in driver.screen().splitlines() if "一＋二" in line), "")

    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.natural_person")
        assert line(driver).count("✓") == 7
        await driver.keys("ctrl+home 1 2")
        assert "差12" in line(driver)
        assert line(driver).count("✓") == 5
        await driver.resize(200, 50)
        assert "12│0 差12" in line(driver)
        await driver.go("disputes.review.upheld")
        assert not line(driver)

    drive(steps, on(clean_report("2021"), tmp_path), size=(80, 24))


def test_the_findings_take_as_many_lines_as_they_need(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.until(lambda: driver.editing.query_one("#findings").size.height == 1)
        await driver.keys("5 enter")
        await driver.until(lambda: driver.editing.query_one("#findings").size.height > 4)
        await driver.keys("ctrl+z")
        await driver.until(lambda: driver.editing.query_one("#findings").size.height == 1)

    drive(steps, on(clean_report("2021"), tmp_path), size=(80, 30))

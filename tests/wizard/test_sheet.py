"""The table is edited like a spreadsheet."""

from pathlib import Path

import pytest

from driving import WIDE, Driver, drive, on
from nianbao.figure import BLANK, Figure, count, parse
from nianbao.report import Report
from strategies import clean_report

FIRST = "applications.received.natural_person"


def empty(form: str) -> Report:
    clean = clean_report(form)
    return Report(clean.form, clean.agency, clean.year)


def cursor_after(report: Report, folder: Path, start: str, keys: str) -> str:
    seen = []

    async def steps(driver: Driver) -> None:
        await driver.go(start)
        await driver.keys(keys)
        seen.append(driver.sheet.cursor)

    drive(steps, on(report, folder))
    return seen[0].partition(".")[2]


@pytest.mark.parametrize(
    ("start", "keys", "end"),
    [
        ("received.natural_person", "right", "received.business"),
        ("received.natural_person", "left", "received.natural_person"),
        ("received.natural_person", "down", "carried_in.natural_person"),
        ("received.natural_person", "up", "received.natural_person"),
        ("received.natural_person", "end", "received.total"),
        ("received.total", "home", "received.natural_person"),
        ("received.natural_person", "ctrl+end", "carried_out.total"),
        ("carried_out.total", "ctrl+home", "received.natural_person"),
        ("received.other", "tab", "carried_in.natural_person"),
        ("carried_in.natural_person", "shift+tab", "received.other"),
        ("other_reasons.other", "tab", "carried_out.natural_person"),
        ("other_reasons.other", "enter", "carried_out.other"),
        ("other_reasons.other", "down", "outcomes.other"),
        ("carried_out.other", "pageup pageup pageup pageup pageup", "received.other"),
        (
            "received.research",
            "pagedown pagedown pagedown pagedown pagedown pagedown",
            "carried_out.research",
        ),
    ],
)
def test_keys_that_move(tmp_path: Path, start: str, keys: str, end: str) -> None:
    assert cursor_after(clean_report("2021"), tmp_path, f"applications.{start}", keys) == end


@pytest.mark.parametrize(
    ("keys", "end"), [("down", "licences.decisions"), ("down down down down", "fees.amount")]
)
def test_merged_cells_of_table_two_are_walked_through(tmp_path: Path, keys: str, end: str) -> None:
    start = "disclosure.normative_documents.in_force"
    assert cursor_after(clean_report("2021"), tmp_path, start, keys) == end


def test_fifteen_columns_of_table_four(tmp_path: Path) -> None:
    end = "litigation_after_review.total"
    assert cursor_after(clean_report("2021"), tmp_path, "disputes.review.upheld", "end") == end


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


def test_a_click_moves_and_a_double_click_changes(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        box = driver.sheet._plan.box(driver.sheet._place["applications.carried_in.research"])
        await driver.click("#sheet", box.x + 1, box.y)
        assert driver.sheet.cursor == "applications.carried_in.research"
        await driver.click("#sheet", box.x + 1, box.y, times=2)
        await driver.keys("7 enter")
        assert driver.figure("applications.carried_in.research") == "7"

    drive(steps, on(clean_report("2021"), tmp_path), size=WIDE)


def test_a_block_is_selected_with_the_mouse(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.carried_out.other")
        await driver.go(FIRST)
        boxes = [
            driver.sheet._plan.box(driver.sheet._place[f"applications.{cell}"])
            for cell in ("received.business", "carried_in.research")
        ]
        await driver.drag("#sheet", *((box.x + 1, box.y) for box in boxes))
        await driver.keys("ctrl+c")
        assert driver.app.clipboard == "0\t0\n0\t0"
        assert driver.sheet.cursor == "applications.carried_in.research"

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


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_cell_of_every_table_can_be_reached_and_typed(tmp_path: Path, form: str) -> None:
    """Tab from the first cell of each table to its last, typing a different number into each."""

    async def steps(driver: Driver) -> None:
        tables = [section.id for section in driver.session.form.sections if section.table]
        typed: dict[str, Figure] = {}
        for table in tables:
            cells = [c.id for c in driver.session.form.cells.values() if c.section == table]
            await driver.go(cells[0])
            typeable = [cell for cell in cells if cell not in driver.session.form.totals]
            await driver.type("".join(f"{number % 90}\t" for number in range(len(typeable))))
            driver.sheet.commit()
            typed |= {cell: parse(str(number % 90)) for number, cell in enumerate(typeable)}
        assert dict(driver.session.report.figures) == typed

    drive(steps, on(empty(form), tmp_path), size=WIDE)


def test_another_form_has_other_tables(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("disclosure.procurement.amount")
        assert "政府集中采购" in driver.screen()
        assert "第二十条第（九）项" in driver.screen()
        await driver.go("applications.other.total")
        assert "（六）其他处理" in driver.screen()

    drive(steps, on(clean_report("2019"), tmp_path), size=WIDE)

"""基本信息."""

import datetime
from dataclasses import replace
from pathlib import Path

from textual.widgets import Input

from nianbao.wizard.windows.dialogs import Ask
from tests.driving import Driver, drive, on
from tests.strategies import clean_report


async def field(driver: Driver, name: str, text: str) -> None:
    if driver.editing.middle.part != "about":
        await driver.go("about")
    widget = driver.editing.query_one(f"#{name}", Input)
    widget.focus()
    await driver.keys()  # until it has the keyboard
    widget.value = ""
    await driver.type(text)
    await driver.keys("enter")


def test_agency_date_and_title_are_entered(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await field(driver, "agency", "青溪县财政局")
        await field(driver, "date", "２０２５年１月２０日")
        report = driver.session.report
        assert report.agency == "青溪县财政局"
        assert report.date == datetime.date(2025, 1, 20)
        assert "公布期限：2025年1月31日以前" in driver.screen()
        await field(driver, "title", "另一个名称")
        assert driver.session.report.title == "另一个名称"
        await field(driver, "letter", "青溪县人民政府办公室")
        assert driver.session.report.letter.to == "青溪县人民政府办公室"
        await driver.keys("ctrl+z ctrl+z ctrl+z ctrl+z")
        assert not driver.session.unsaved

    drive(steps, on(clean_report("2021"), tmp_path))


def test_what_cannot_be_right_is_not_entered_and_told(tmp_path: Path) -> None:
    clean = clean_report("2021")

    async def steps(driver: Driver) -> None:
        await field(driver, "date", "2025-02-30")
        assert "没有这一天" in driver.screen()
        await field(driver, "year", "1999")
        assert "最早是2019年" in driver.screen()
        # On a slow machine a pause in typing enters 2025-02-3, which is a day.
        assert driver.session.report.date in (clean.date, datetime.date(2025, 2, 3))
        assert driver.session.report.year == clean.year
        widget = driver.editing.query_one("#agency", Input)
        widget.focus()
        await driver.type("二")  # entered without leaving the field
        await driver.until(lambda: driver.session.report.agency.endswith("二"))
        assert widget.value.endswith("二")

    drive(steps, on(clean, tmp_path))


def test_a_year_with_another_form_asks_before_figures_are_lost(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await field(driver, "year", "2020")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "2019年格式" in driver.screen()
        await driver.keys("escape")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.session.report.year == 2024
        assert driver.editing.query_one("#year", Input).value == "2024"
        await field(driver, "year", "2020")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.keys("right enter")
        await driver.until(lambda: driver.session.form.id == "2019")
        await driver.go("disclosure.procurement.amount")
        assert "政府集中采购" in driver.screen()
        await driver.keys("ctrl+z ctrl+z")
        assert driver.session.form.id == "2021"
        assert driver.app.screen is driver.editing  # not asked to change it again
        await driver.go("disclosure.fees.amount")
        await driver.until(lambda: "行政事业性收费" in driver.screen())

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_kind_of_agency_is_guessed_from_its_name(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        assert "县（市、区）政府" in driver.screen()
        assert "2025年2月20日以前" in driver.screen()

    drive(steps, on(replace(clean_report("2021"), agency="青溪县人民政府"), tmp_path))


def test_the_arrow_keys_pass_the_kind_and_nothing_there_is_english(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("down enter down down")
        assert driver.focused() == "kind"
        assert "选一种" in driver.screen().splitlines()[-1]
        await driver.keys("down")
        assert driver.focused() == "date"
        await driver.keys("up up")
        assert driver.focused() == "year"
        await driver.keys("down enter")
        assert "menu" not in driver.screen()
        await driver.keys("escape down f1")
        assert "menu" not in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


def test_what_is_typed_ahead_goes_to_the_next_field(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("down enter ctrl+u")
        await driver.hurry(*"甲县教育局", "enter", "ctrl+u", *"2023", "enter")
        report = driver.session.report
        assert (report.agency, report.year) == ("甲县教育局", 2023)
        assert driver.focused() == "kind"

    drive(steps, on(clean_report("2021"), tmp_path))

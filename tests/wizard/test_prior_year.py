"""Last year's figures beside this year's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.wizard.windows.year_on_year import YearOnYear
from tests.driving import Driver, drive, on
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"


@pytest.mark.parametrize("named", [True, False])
def test_last_years_figure_and_the_change_stand_below_the_table(tmp_path: Path, named: bool) -> None:
    this = clean_report("2021")
    last = replace(this.with_figures({FIRST: count(5)}), year=this.year - 1)
    beside = tmp_path / "elsewhere" / "去年.toml" if named else tmp_path / "去年.toml"
    beside.parent.mkdir(exist_ok=True)
    report_toml.save(last, beside)

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("2")
        assert "2023年 5，减少3（60%）" in driver.screen()
        await driver.keys("backspace 5")
        assert "没有变化" in driver.screen()
        await driver.keys("right")
        assert "2023年 0，没有变化" in driver.screen()
        await driver.keys("4")
        assert "2023年 0，增加4" in driver.screen()

    drive(steps, on(this, tmp_path), prior=beside if named else None)


def test_a_cell_that_the_form_of_last_year_lacks_is_told(tmp_path: Path) -> None:
    last = tmp_path / "去年.toml"
    report_toml.save(clean_report("2019"), last)
    this = replace(clean_report("2021"), year=2021)

    async def steps(driver: Driver) -> None:
        await driver.go("disclosure.normative_documents.in_force")
        assert "2020年没有这一格" in driver.screen()

    drive(steps, on(this, tmp_path), prior=last)


def test_a_report_of_last_year_that_cannot_be_read_is_no_obstacle(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        assert driver.session.prior is None
        await driver.go(FIRST)
        assert "2023年" not in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path), prior=tmp_path / "没有.toml")


@pytest.mark.parametrize(("answer", "opened"), [("enter", False), ("right enter", True), ("escape", False)])
@pytest.mark.takes_turns
def test_one_named_outside_of_the_folder_is_opened_only_when_confirmed(
    tmp_path: Path, answer: str, opened: bool
) -> None:
    this = clean_report("2021")
    last = replace(this.with_figures({FIRST: count(5)}), year=this.year - 1)
    report_toml.save(last, tmp_path / "别处.toml")
    inner = tmp_path / "里"
    inner.mkdir()

    async def steps(driver: Driver) -> None:
        assert "不在同一个文件夹里" in driver.screen()
        await driver.keys(answer)
        await driver.go(FIRST)
        await driver.keys("2")
        assert ("2023年 5，减少3" in driver.screen()) == opened

    drive(steps, on(replace(this, prior="../别处.toml"), inner))


def test_year_on_year_stands_as_bars_one_key_away(tmp_path: Path) -> None:
    this = clean_report("2021").with_figures({FIRST: count(154)})
    last = tmp_path / "去年.toml"
    report_toml.save(replace(this.with_figures({FIRST: count(121)}), year=this.year - 1), last)

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("ctrl+b")
        await driver.until(lambda: isinstance(driver.app.screen, YearOnYear))
        line = next(line for line in driver.screen().splitlines() if "本年新收" in line)
        assert re.search(r"本年新收·总计 +▇{8} 154 +│ ▇{6} 121 +增加33（27%）", line), line
        await driver.keys("escape")
        assert driver.app.screen is driver.editing
        await driver.go("overview")
        await driver.keys("ctrl+b")
        assert driver.app.screen is driver.editing
        await driver.keys("ctrl+p")  # where Ctrl+B belongs to the browser, or to tmux
        await driver.type("与上年比")
        await driver.keys("enter")
        await driver.until(lambda: "这里没有可以与上年比的数" in driver.screen())

    drive(steps, on(this, tmp_path), prior=last)


def test_without_last_years_report_it_says_where_to_choose_one(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("ctrl+b")
        await driver.until(lambda: "没有上一年度的报告可以对照" in driver.screen())

    drive(steps, on(clean_report("2021"), tmp_path))

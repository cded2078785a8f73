"""The opening questions, by keys."""

import re
from pathlib import Path

import pytest

from nianbao.model.report import Report
from nianbao.wizard.windows.dialogs import Ask
from nianbao.wizard.windows.opening import OpeningQuestion
from tests.driving import SMALL, WIDE, Driver, drive, on
from tests.strategies import clean_report

CLEAN = clean_report("2021")
EMPTY = Report(CLEAN.form, CLEAN.agency, CLEAN.year)
IN = "applications.received.natural_person"


async def asked(driver: Driver, number: int) -> None:
    await driver.until(lambda: isinstance(driver.app.screen, OpeningQuestion))
    await driver.until(lambda: f"（{number}/3）" in driver.screen())


@pytest.mark.parametrize("size", [SMALL, WIDE])
def test_three_answers_fill_most_of_the_report_and_one_key_takes_all_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async def steps(driver: Driver) -> None:
        assert "回车：先回答3个问题" in driver.screen()
        await driver.keys("enter")
        await asked(driver, 1)
        assert "没有收到，也没有上年结转的" in driver.screen()
        await driver.keys("enter")
        await asked(driver, 2)
        await driver.keys("1")
        await asked(driver, 3)
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "申请：144格填0。" in driver.screen()
        assert "其他事项：写上“本年度没有收取信息处理费。”" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure("applications.outcomes.total") == "0"
        assert "144/144" in driver.screen()
        assert "12/12" in driver.screen()
        await driver.keys("ctrl+z")
        assert driver.session.report == EMPTY

    drive(steps, on(EMPTY, tmp_path), size=size)


def test_who_does_not_answer_goes_on_and_may_answer_later(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("enter")
        await asked(driver, 1)
        await driver.keys("escape")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert "接着写 一、" in driver.screen()
        await driver.keys("enter")
        assert driver.focused() == "editor"
        await driver.keys("ctrl+r")
        await asked(driver, 1)
        await driver.keys("3")
        await asked(driver, 2)
        question = driver.session.form.opening[1].words
        begin, end = question[:20], question[-4:]  # on two lines in a narrow window
        assert re.search(rf"（2/3）：{begin}.*\n.*│ .*{end} ", driver.screen())
        await driver.keys("4")
        await asked(driver, 3)
        await driver.keys("2")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert "{{ 申请.本年新收.总计 }}" in driver.session.report.narrative["overview"]
        assert IN not in driver.session.report.figures
        await driver.keys("ctrl+z", *["ctrl+z"] * 5)
        await driver.until(lambda: "没有可以撤销的了" in driver.screen())
        assert driver.screen().count("▌ 没有可以撤销的了") == 1
        driver.app.notify("在[/文件夹]里")
        await driver.until(lambda: "在[/文件夹]里" in driver.screen())

    drive(steps, on(EMPTY, tmp_path))

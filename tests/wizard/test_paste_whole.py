"""Pasting a whole report, by keys."""

from pathlib import Path

import pytest

from nianbao.desk.parts import ABOUT, GENERATE
from nianbao.model.figure import count
from nianbao.wizard.windows.dialogs import Ask
from tests.desk.test_whole_report import EMPTY, FIRST, LEFT, copied
from tests.driving import SMALL, WIDE, Driver, drive, on

TEXT = copied(LEFT)


async def paste(driver: Driver, place: str) -> None:
    if place:
        await driver.go(place)
    await driver.paste(TEXT)
    await driver.until(lambda: isinstance(driver.app.screen, Ask))


@pytest.mark.parametrize(
    ("places", "size"), [(("", "overview", FIRST, ABOUT, GENERATE), SMALL), ((FIRST,), WIDE)]
)
@pytest.mark.takes_turns
def test_it_goes_to_all_parts_from_wherever_it_was_pasted(
    tmp_path: Path, places: tuple[str, ...], size: tuple[int, int]
) -> None:
    async def pasted(driver: Driver, place: str) -> None:
        await paste(driver, place)
        assert "看来是一整份报告，分到各部分吗？" in driver.screen()
        assert "一、总体情况：正文" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        report = driver.session.report
        assert report.figure(FIRST) == count(7)
        assert {"overview", "problems", "other"} <= report.narrative.keys()
        await driver.keys("ctrl+z")
        assert driver.session.report == EMPTY, place

    async def steps(driver: Driver) -> None:
        for place in places:
            await pasted(driver, place)

    drive(steps, on(EMPTY, tmp_path), size=size)


def test_what_stands_there_stays_unless_somebody_wants_it_replaced(tmp_path: Path) -> None:
    begun = EMPTY.with_figures({FIRST: count(1)})

    async def steps(driver: Driver) -> None:
        await paste(driver, "overview")
        await driver.keys("enter")
        assert driver.figure(FIRST) == "1"
        assert "problems" in driver.session.report.narrative
        await driver.keys("ctrl+z")
        assert driver.session.report == begun
        await paste(driver, FIRST)
        await driver.keys("right enter")
        assert driver.figure(FIRST) == "7"

    drive(steps, on(begun, tmp_path))


@pytest.mark.parametrize(("keys", "pasted"), [("right enter", True), ("escape", False)])
@pytest.mark.takes_turns
def test_or_only_there_or_not_at_all(tmp_path: Path, keys: str, pasted: bool) -> None:
    async def steps(driver: Driver) -> None:
        await paste(driver, "overview")
        await driver.keys(keys)
        await driver.until(lambda: driver.app.screen is driver.editing)
        await driver.keys()
        assert set(driver.session.report.narrative) == ({"overview"} if pasted else set())

    drive(steps, on(EMPTY, tmp_path))


def test_a_paragraph_or_a_list_is_pasted_as_ever(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.paste("一、甲方面。\n二、乙方面。\n" + "全年通过门户网站公开信息。" * 30)
        assert driver.app.screen is driver.editing
        await driver.paste("\n".join(f"{mark}、{'很长的话' * 20}。" for mark in "一二三"))
        await driver.until(lambda: "很长的话" in driver.session.report.narrative.get("overview", ""))
        assert driver.app.screen is driver.editing

    drive(steps, on(EMPTY, tmp_path))

"""从 Word 取回修改, by keys."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.wizard.page_driver import Received
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.dialogs import Ask, Tell
from nianbao.wizard.windows.take_back import TakeBack
from tests.changed_docx import changed, figure, paragraph
from tests.driving import Driver, drive, on
from tests.strategies import clean_report

CELL = "applications.received.natural_person"
REPORT = replace(
    clean_report("2021").with_figures({CELL: count(4321)}),
    narrative={**clean_report("2021").narrative, "other": "没有收费。\n收到{{申请.本年新收.自然人}}件。"},
)
EDITED = changed(
    REPORT,
    figure("4321", "4322"),
    paragraph("没有收费。", "没有收取费用。"),
    paragraph("收到4321件。", "收到5件。"),
)


async def begin(driver: Driver, data: bytes = EDITED) -> None:
    path = driver.editing.file.guard.path.with_name("改过的.docx")
    path.write_bytes(data)
    await driver.keys("ctrl+p")
    await driver.type("取回")
    await driver.keys("enter")
    await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
    await driver.paste(str(path))
    await driver.keys("enter")
    await driver.until(lambda: isinstance(driver.app.screen, TakeBack | Tell))
    await driver.keys()


def test_what_is_chosen_comes_back_and_one_undo_takes_it_away(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await begin(driver)
        assert "3处不同" in driver.screen()
        assert "4321 → 4322" in driver.screen()
        await driver.keys("down")
        assert "没有收取费用。" in driver.screen()
        await driver.keys("space enter")  # not this one; the third, which has a reference, is not chosen
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure(CELL) == "4322"
        assert driver.session.report.narrative == REPORT.narrative
        await driver.keys("ctrl+z")
        assert driver.session.report == REPORT

    drive(steps, on(REPORT, tmp_path))


def test_a_document_from_the_browser_is_taken_back(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        path = driver.editing.file.guard.path.with_name("改过的.docx")
        path.write_bytes(EDITED)
        driver.app.post_message(Received(path))
        await driver.until(lambda: "取回里面的修改" in driver.screen())
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, TakeBack))
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure(CELL) == "4322"

    drive(steps, on(REPORT, tmp_path))


def test_all_of_it_or_nothing(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await begin(driver)
        await driver.keys("escape")
        assert driver.session.report == REPORT
        await begin(driver)
        await driver.keys("down down")
        assert "不再随表格变" in driver.screen().replace("\n", "")
        await driver.keys("a enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.session.report.narrative["other"] == "没有收取费用。\n收到5件。"

    drive(steps, on(REPORT, tmp_path))


@pytest.mark.parametrize(
    ("data", "words"), [(changed(REPORT), "没有可以取回的改动"), (b"PK", "取不了")], ids=["same", "broken"]
)
def test_nothing_to_take_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    async def steps(driver: Driver) -> None:
        await begin(driver, data)
        assert words in driver.screen()

    drive(steps, on(REPORT, tmp_path))


def test_a_published_report_stays_as_it_is(tmp_path: Path) -> None:
    published: Report = replace(REPORT, published=datetime.date(2025, 1, 20))

    async def steps(driver: Driver) -> None:
        await driver.keys("ctrl+p")
        await driver.type("取回")
        await driver.keys("enter")
        assert "已经公布" in driver.screen()
        assert driver.app.screen is driver.editing

    drive(steps, on(published, tmp_path))


def test_a_word_file_in_the_way_of_a_new_one_gives_its_changes_by_one_key(tmp_path: Path) -> None:
    report = clean_report("2021")
    path = on(report, tmp_path)
    word = path.with_suffix(".docx")
    edited = changed(report, paragraph("按主题归集信息，安排专人回复留言。", "按主题归集信息。"))
    word.write_bytes(edited)

    async def steps(driver: Driver) -> None:
        await driver.go("generate")
        await driver.keys("f10")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "从 Word 取回修改：先看改了哪些" in driver.screen().replace("\n", "")
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, TakeBack))
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert "\n按主题归集信息。\n" in driver.session.report.narrative["overview"]

    drive(steps, path)
    assert word.read_bytes() == edited

"""From last year's report, or from a document of any kind, to this year's; and the reports to go on with."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.desk import carried, recent
from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.model.succession import brought, succeed
from nianbao.publish.render import render
from nianbao.wizard.page_driver import Received
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.windows.dialogs import Ask
from nianbao.wizard.windows.read_in import ReadIn
from tests.driving import SMALL, WIDE, Driver, drive, on
from tests.strategies import clean_report

CARRIED = "applications.carried_in.natural_person"
LAST = clean_report("2021").with_figures(
    {
        "applications.received.natural_person": count(5),
        "applications.carried_out.natural_person": count(4),
    }
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(report: Report, kind: str, folder: Path) -> Path:
    path = folder / f"去年.{kind}"
    toml = kind == "toml"
    path.write_bytes(report_toml.new_text(report).encode() if toml else render(report, kind, draft=True))
    return path


def marked(driver: Driver, figure: str) -> bool:
    """Whether some cell with this figure is marked as taken over."""
    return re.search(f"«\\s*{figure}│", driver.screen()) is not None


async def read(driver: Driver) -> None:
    await driver.until(lambda: isinstance(driver.app.screen, ReadIn) and "读到了" in driver.screen())


@pytest.mark.parametrize(("kind", "size"), [("toml", WIDE), ("pdf", SMALL)])
@pytest.mark.takes_turns
def test_begun_from_last_years_report_of_any_kind(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    written(LAST, kind, tmp_path)  # a page and a Word file: in the tests below

    async def steps(driver: Driver) -> None:
        await driver.keys("enter")  # the first thing on the screen: from last year's report
        assert "选去年的报告" in driver.screen()
        await driver.keys("enter")
        await read(driver)
        assert f"{LAST.agency} {LAST.year}年度，2021年格式" in driver.screen()
        assert "上年结转带过来" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen) and driver.editing.parts)
        report = driver.session.report
        assert (report.agency, report.year) == (LAST.agency, LAST.year + 1)
        await driver.keys("down")
        assert f"{LAST.agency} {LAST.year}年度" in driver.screen()
        assert f"去年.{kind}" in driver.screen()
        assert "换一份" in driver.screen()
        await driver.go(CARRIED)
        assert "自然人：4　«由上年带来" in driver.screen()
        assert marked(driver, "4")
        await driver.keys("5 enter up")
        assert "由上年带来" not in driver.screen()
        assert not marked(driver, "5")
        await driver.keys("ctrl+s")
        await driver.until((tmp_path / f"{LAST.agency}-{LAST.year + 1}.toml").exists)

    drive(steps, size=size)


def test_cells_that_are_not_certain_are_listed_and_not_carried(tmp_path: Path) -> None:
    text = render(LAST, "html", draft=True).decode()
    for column, was, seen in (("natural_person", 4, "？"), ("business", 0, "约两件")):
        mark = f'data-cell="applications.carried_out.{column}">'
        assert f"{mark}{was}<" in text
        text = text.replace(f"{mark}{was}<", f"{mark}{seen}<")
    (tmp_path / "去年.html").write_text(text, encoding="utf-8")

    async def steps(driver: Driver) -> None:
        await driver.keys("l enter")
        await read(driver)
        assert "没有读准的1格" in driver.screen()
        assert "申请·结转下年度：自然人" in driver.screen()
        assert "申请·结转下年度·商业企业：约两件" in driver.screen()
        assert "请自己填的：上年结转·自然人、上年结转·商业企业" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen) and driver.editing.parts)
        assert CARRIED not in driver.session.report.figures

    drive(steps)


def test_a_file_that_cannot_be_read_is_told_and_another_one_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("不是年报", encoding="utf-8")
    written(LAST, "toml", tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.keys("l enter")
        await driver.until(lambda: "这份文件读不了" in driver.screen())
        await driver.keys("enter")  # 换一份 has the keyboard
        assert "选去年的报告" in driver.screen()
        await driver.keys("down enter")
        await read(driver)
        await driver.keys("escape")
        assert "您想做什么" in driver.screen()

    drive(steps)


def test_a_document_is_opened_as_a_report(tmp_path: Path) -> None:
    written(LAST, "docx", tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.keys("o enter")
        await read(driver)
        assert "带到" not in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen) and driver.editing.parts)
        assert driver.session.report.year == LAST.year
        assert driver.editing.file.guard.path == tmp_path / "去年.toml"
        assert driver.figure("applications.carried_out.natural_person") == "4"

    drive(steps)


def test_the_first_screen_tells_whose_reports_there_are_and_how_far(tmp_path: Path) -> None:
    recent.add(on(LAST, tmp_path))

    async def steps(driver: Driver) -> None:
        line = next(line for line in driver.screen().splitlines() if LAST.agency in line)
        assert f"{LAST.agency} {LAST.year}年度" in line
        assert "格 文字3/3" in line
        assert "报告.toml" not in driver.screen()
        for way in ("从去年的报告开始", "新建空白", "打开一份文件"):
            assert way in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))

    drive(steps)


def test_many_reports_leave_room_for_the_other_ways(tmp_path: Path) -> None:
    for number in range(15):
        path = tmp_path / f"{number}.toml"
        report_toml.save(replace(LAST, agency=f"第{number}局"), path)
        recent.add(path)

    async def steps(driver: Driver) -> None:
        assert "第14局" in driver.screen()
        assert "第3局" not in driver.screen()
        assert "打开一份文件" in driver.screen()
        await driver.keys(*["down"] * 6, "enter")
        assert "第3局" in driver.screen()

    drive(steps)


def test_another_report_of_last_year_is_compared_and_that_can_be_undone(tmp_path: Path) -> None:
    other = tmp_path / "别处"
    other.mkdir()
    written(LAST, "docx", other)
    this = replace(clean_report("2021"), year=LAST.year + 1)
    figures = {cell: figure for cell, figure in this.figures.items() if cell != CARRIED}
    path = on(replace(this, figures=figures), tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.go("about")
        assert "没有，不与上年对照" in driver.screen()
        driver.editing.query_one("#other-prior").focus()
        await driver.keys("enter")
        assert "选上年的报告" in driver.screen()
        await driver.keys("enter enter")
        await driver.until(lambda: "可以由它填上" in driver.screen())
        await driver.keys("enter")
        await driver.until(lambda: "别处/去年.docx" in driver.screen())
        assert driver.figure(CARRIED) == "4"
        await driver.keys("ctrl+z")
        assert "没有，不与上年对照" in driver.screen()
        assert CARRIED not in driver.session.report.figures
        await driver.keys("ctrl+y")
        assert driver.session.prior is not None

    drive(steps, path)


@pytest.mark.parametrize("kind", ["toml", "docx"])
@pytest.mark.takes_turns
def test_a_report_from_the_browser_is_begun_from_or_compared(tmp_path: Path, kind: str) -> None:
    path = written(LAST, kind, tmp_path)
    folder = tmp_path / "今年"
    folder.mkdir()

    async def steps(driver: Driver) -> None:
        driver.app.post_message(Received(path))
        await driver.until(lambda: isinstance(driver.app.screen, Ask) and "从它开始" in driver.screen())
        await driver.keys("enter")
        await read(driver)
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen) and driver.editing.parts)
        assert driver.session.report.year == LAST.year + 1
        assert f"{LAST.agency} {LAST.year + 1}年度" in driver.app.title
        assert driver.app.title.startswith("✗")

    drive(steps, size=WIDE)

    async def compared(driver: Driver) -> None:
        driver.app.post_message(Received(path))
        await driver.until(lambda: "当作上年的报告来对照" in driver.screen())
        await driver.keys("enter" if kind == "toml" else "tab enter")
        await driver.until(lambda: "与它对照" in driver.screen() or "只对照" in driver.screen())
        await driver.keys("tab enter" if "只对照" in driver.screen() else "enter")
        await driver.until(lambda: driver.session.prior is not None)
        assert driver.session.prior is not None
        assert driver.session.prior.year == LAST.year

    drive(compared, on(replace(clean_report("2021"), year=LAST.year + 1), folder))


@pytest.mark.parametrize("keys", ["enter", "tab", "4 enter", "f2 enter"])
@pytest.mark.takes_turns
def test_what_was_brought_is_marked_in_its_cell_until_somebody_confirms_it(tmp_path: Path, keys: str) -> None:
    succeeding = succeed(LAST, LAST.form, LAST.year + 1).report
    report = replace(succeeding, prior=written(LAST, "toml", tmp_path).name)
    path = on(report, tmp_path)
    carried.remember(path, brought(report, LAST))

    async def steps(driver: Driver) -> None:
        await driver.go("applications.received.natural_person")
        assert marked(driver, "4")
        await driver.keys("down")
        assert "由上年带来，核对后按回车" in driver.screen()
        await driver.keys(keys)
        await driver.go(CARRIED)
        assert not marked(driver, "4")
        assert "由上年带来" not in driver.screen()
        assert driver.figure(CARRIED) == "4"

    async def the_next_day(driver: Driver) -> None:
        await driver.go(CARRIED)
        assert not marked(driver, "4")
        assert marked(driver, "0")

    drive(steps, path)
    drive(the_next_day, path)

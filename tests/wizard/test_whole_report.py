"""A whole report from nothing to its files, by keys alone, in both forms."""

from pathlib import Path

import pytest
from textual.widgets import Checkbox

from nianbao import checks
from nianbao.files import report_toml
from nianbao.publish.render import render
from nianbao.read import read
from nianbao.recognise import recognise
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.windows.new import NewReport
from nianbao.wizard.windows.pick import PickCell
from nianbao.wizard.windows.result import ResultCard
from tests.driving import Driver, drive
from tests.soak import SOAKING
from tests.strategies import CLEAN_TEXT

RECEIVED = "applications.received.natural_person"


async def begin(driver: Driver, year: int) -> None:
    await driver.keys("n")
    await driver.until(lambda: isinstance(driver.app.screen, NewReport))
    await driver.type("青溪县水利局")
    await driver.keys("enter", *str(year), "enter enter")
    await driver.until(lambda: isinstance(driver.app.screen, EditingScreen) and driver.editing.parts)


async def write(driver: Driver) -> None:
    """The narrative, with a figure by reference, typed and pasted."""
    await driver.keys("down down down enter")
    before, reference, after = CLEAN_TEXT["overview"].partition("{{ 申请.本年新收.总计 }}")
    await driver.type(before)
    await driver.keys("f4")
    await driver.until(lambda: isinstance(driver.app.screen, PickCell))
    await driver.keys("end enter")
    await driver.until(lambda: driver.app.screen is driver.editing)
    await driver.paste(after)
    assert reference
    await driver.go("problems")
    await driver.paste(CLEAN_TEXT["problems"].replace("\n", "\r\n"))
    await driver.go("other")
    await driver.type(CLEAN_TEXT["other"])


async def fill(driver: Driver) -> None:
    """The tables: two applications that were granted, all else zero."""
    for part in ("disclosure", "applications", "disputes"):
        first = next(c.id for c in driver.session.form.cells.values() if c.section == part)
        await driver.go(first)
        if part == "applications":
            await driver.paste("2\t1\n0\t0\n2\t1\n")
            await driver.until(lambda: driver.figure("applications.granted.business") == "1")
        await driver.keys("f7")


# From last year's report, the form of 2021 goes the whole way in test_five_minutes.
YEARS = [(2020, "2019"), *([(2024, "2021")] if SOAKING else [])]


@pytest.mark.parametrize(("year", "form"), YEARS)
@pytest.mark.takes_turns(1)
def test_from_nothing_to_the_files_that_render_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / f"青溪县水利局-{year}.toml"

    async def steps(driver: Driver) -> None:
        await begin(driver, year)
        await write(driver)
        await fill(driver)
        assert [finding for finding in driver.editing.findings if finding.stops] == []
        await driver.keys("ctrl+s")
        await driver.until(path.exists)
        await driver.go("generate")
        driver.editing.query_one("#kind-pdf", Checkbox).value = False  # seconds; test_write has it
        await driver.keys("f10")
        await driver.until(lambda: isinstance(driver.app.screen, ResultCard))
        assert (tmp_path / f"{path.stem}.html").exists()
        await driver.keys("escape")
        await driver.until(lambda: driver.app.screen is driver.editing)
        await driver.keys("ctrl+q")
        await driver.until(lambda: not driver.app.is_running)

    assert drive(steps).return_value == 0
    report = report_toml.load(path)
    assert report.form.id == form
    assert not any(finding.stops for finding in checks.check(report))
    assert str(report.figure("applications.received.total")) == "3"
    for kind in ("docx", "html"):
        data = (tmp_path / f"{path.stem}.{kind}").read_bytes()
        assert data == render(report, kind)
        assert dict(recognise(read(data, kind)).report.figures) == report.all_figures()

"""The first screen, a new report, and choosing a file."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.desk import recent
from nianbao.desk.safe.guard import FileGuard
from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.new import NewReport
from nianbao.wizard.windows.start import StartScreen
from tests.driving import Driver, drive, on
from tests.strategies import clean_report


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_report_is_begun_with_agency_and_year(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("n")
        await driver.until(lambda: isinstance(driver.app.screen, NewReport))
        await driver.type("青溪县水利局")
        await driver.keys("down 2 0 2 4 enter enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))
        report = driver.session.report
        assert (report.agency, report.year, report.form.id) == ("青溪县水利局", 2024, "2021")
        await driver.keys("ctrl+s")
        await driver.until((tmp_path / "青溪县水利局-2024.toml").exists)

    drive(steps)


def test_a_new_report_needs_a_name_and_a_year_that_has_a_form() -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("n")
        await driver.until(lambda: isinstance(driver.app.screen, NewReport))
        await driver.keys("enter enter enter")
        assert "请写机关全称" in driver.screen()
        await driver.type("某局")
        await driver.keys("down 2 0 1 8 enter enter")
        assert "最早是2019年" in driver.screen()
        await driver.keys("escape")
        assert isinstance(driver.app.screen, StartScreen)
        await driver.keys("n")
        await driver.until(lambda: isinstance(driver.app.screen, NewReport))
        await driver.type("某局")
        await driver.keys("down 2 0 1 9 enter enter")  # an old year gets the old form
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))
        assert driver.session.form.id == "2019"

    drive(steps)


def test_files_and_folders_can_be_walked_through(tmp_path: Path) -> None:
    folder = tmp_path / "乙"
    folder.mkdir()
    (tmp_path / "不是.png").touch()
    on(clean_report("2021"), folder)

    async def steps(driver: Driver) -> None:
        await driver.keys("o")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        assert "不是.png" not in driver.screen()
        await driver.keys("enter")
        assert "报告.toml" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))

    drive(steps)


def test_one_level_up_the_folder_one_comes_from_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}").mkdir()
    on(clean_report("2021"), tmp_path / "33")
    monkeypatch.chdir(tmp_path / "33")

    async def steps(driver: Driver) -> None:
        await driver.keys("o")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        await driver.keys("backspace")
        assert "▸ 33" in driver.screen()
        await driver.keys("enter")
        assert "报告.toml" in driver.screen()

    drive(steps)


def test_a_path_can_be_typed_with_quotes(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.keys("o")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        await driver.keys("tab")
        await driver.type(f"'{path}'")
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))

    drive(steps)


def test_the_name_of_an_existing_file_offers_to_open_it(tmp_path: Path) -> None:
    on(clean_report("2021"), tmp_path).rename(tmp_path / "某局-2024.toml")

    async def steps(driver: Driver) -> None:
        await driver.keys("n")
        await driver.until(lambda: isinstance(driver.app.screen, NewReport))
        await driver.type("某局")
        await driver.keys("down 2 0 2 4 enter enter")
        await driver.until(lambda: "已经有这个文件" in driver.screen())
        await driver.keys("enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))
        assert driver.session.report.agency == "青溪县水利局"

    drive(steps)


def test_a_report_that_was_begun_and_never_saved_is_offered(tmp_path: Path) -> None:
    report = replace(clean_report("2021"), agency="某县某局")
    FileGuard.create(tmp_path / "某局-2024.toml", report).guard.close(keep=True)

    async def steps(driver: Driver) -> None:
        await driver.keys("n")
        await driver.type("某局")
        await driver.keys("down 2 0 2 4 enter enter")
        await driver.until(lambda: "上次建过这份报告，没有保存" in driver.screen())
        await driver.keys("enter")
        await driver.until(lambda: "某县某局" in driver.screen())

    drive(steps)


def test_what_is_typed_ahead_goes_where_enter_leads(tmp_path: Path) -> None:
    """甲县教育局⏎2024⏎⏎ before the first key is dealt with; the year as an input method writes it."""

    async def steps(driver: Driver) -> None:
        await driver.keys("n")
        await driver.until(lambda: isinstance(driver.app.screen, NewReport))
        await driver.hurry(*"甲县教育局", "enter", *"２０２０", "enter", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))
        report = driver.session.report
        assert (report.agency, report.year, report.form.id) == ("甲县教育局", 2020, "2019")
        assert driver.editing.file.guard.path.name == "甲县教育局-2020.toml"

    drive(steps)


def test_a_path_is_typed_at_the_list_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.keys("o")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        await driver.type(f"{path}x\n")
        assert "没有这个文件" in driver.screen()
        assert isinstance(driver.app.screen, ChooseFile)
        await driver.keys("backspace enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))

    drive(steps)


def test_an_empty_report_is_not_called_faultless(tmp_path: Path) -> None:
    clean = clean_report("2021")

    async def steps(driver: Driver) -> None:
        for part in [part.id for part in driver.editing.parts]:
            await driver.go(part)
            assert "✓ 没有发现问题" not in driver.screen(), part
        await driver.put(clean)
        await driver.go("overview")
        assert "✓ 没有发现问题" in driver.screen()
        await driver.put(clean.with_figures({"applications.granted.business": count(9)}))
        await driver.go("overview")
        assert "✓ 这一部分没有发现问题，别的部分有。" in driver.screen()

    drive(steps, on(Report(clean.form, clean.agency, clean.year), tmp_path))


def test_a_window_too_small_says_so_and_goes_on_when_it_has_grown(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.received.natural_person")
        for size in ((59, 30), (80, 17)):
            await driver.resize(*size)
            await driver.until(lambda: "窗口太小，请放大" in driver.screen())
            await driver.resize(60, 18)
            await driver.until(lambda: "窗口太小" not in driver.screen())
        await driver.keys("7 enter")
        assert driver.figure("applications.received.natural_person") == "7"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_each_report_to_go_on_with_stands_on_a_line_and_twins_are_told_apart(tmp_path: Path) -> None:
    report = replace(clean_report("2021"), agency="莫力达瓦达斡尔族自治旗人民政府办公室")
    paths = [tmp_path / name / "报告.toml" for name in ("甲", "乙")]
    for path in paths:
        path.parent.mkdir()
        report_toml.save(report, path)
        recent.add(path)

    async def steps(driver: Driver) -> None:
        lines = driver.screen().splitlines()
        told = [at for at, line in enumerate(lines) if "2024年度" in line]
        assert len(told) == 2
        assert all("166/166格 文字3/3" in lines[at] for at in told)
        assert [lines[at + 1].strip() for at in told] == ["乙/报告.toml", "甲/报告.toml"]

    drive(steps)


def test_what_reads_and_prints_is_loaded_when_it_is_asked_for() -> None:
    """The first screen does not wait for it."""
    command = [sys.executable, "-c", "import sys, nianbao.wizard.app; print(*sys.modules)"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "nianbao.wizard.app" in loaded
    late = (
        "nianbao.ledger",
        "nianbao.recognise",
        "nianbao.region",
        "jinja2",
        "lxml",
        "pikepdf",
        "weasyprint",
    )
    assert not set(late) & set(loaded)

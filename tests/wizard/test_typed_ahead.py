"""What is typed ahead, faster than windows open, ends as the same typed slowly."""

from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.desk import person
from nianbao.model.figure import count
from nianbao.model.report import Report
from tests.driving import Driver, drive, on
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
START = replace(clean_report("2021").with_figures({FIRST: count(7)}), narrative={})
TYPED = {  # from the place where one is; what stands in 《》 is written
    "comment": (FIRST, "alt+m 《张三》 enter 《请核对。》 enter down 《5》 enter"),
    "all zero": (FIRST, "f8 right enter down 《4》 enter"),
    "opening questions": ("overview", "ctrl+r 《111》 enter 《甲》"),
    "figure into a text": ("overview", "《收到》 f4 enter 《件。》"),
    "not saved elsewhere": (FIRST, "《8》 ctrl+o end ctrl+u 《别处》 escape 《9》 enter"),
    "help": (FIRST, "f1 escape 《9》 enter"),
    "reason": ("overview", "f6 w 《确实如此》 enter f6 f6 《甲》"),
}


def keys_of(script: str) -> list[str]:
    return [
        key for words in script.split() for key in (list(words[1:-1]) if words.startswith("《") else [words])
    ]


def done(folder: Path, *, quickly: bool) -> dict[str, tuple[Report, str]]:
    """The report and the screen after each of them."""
    found = {}

    async def steps(driver: Driver) -> None:
        for name, (place, script) in TYPED.items():
            await driver.put(START)
            await driver.go(place)
            await (driver.hurry if quickly else driver.keys)(*keys_of(script))
            found[name] = (driver.session.report, driver.screen())
            driver.app.clear_notifications()

    folder.mkdir()
    drive(steps, on(START, folder))
    return found


@pytest.mark.takes_turns(1)
def test_what_is_typed_in_a_hurry_ends_as_what_is_typed_slowly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person, "known", lambda: "")  # asked each time
    slowly = done(tmp_path / "甲", quickly=False)
    quickly = done(tmp_path / "乙", quickly=True)
    for name, (report, screen) in slowly.items():
        assert quickly[name][0] == report, name
        assert quickly[name][1] == screen, name
    assert slowly["figure into a text"][0].narrative["overview"] == "收到{{申请.本年新收.总计}}件。"
    assert [comment.text for comment in slowly["comment"][0].comments] == ["请核对。"]


@pytest.mark.parametrize(
    ("script", "cell_or_part"),
    [
        pytest.param("down enter end 《甲》 enter", "about", id="basic facts"),
        pytest.param("down down down enter 《甲》", "overview", id="text"),
        pytest.param("down down down down down enter 《甲》 enter", FIRST, id="table"),
        pytest.param("down down down down down f3 《甲》", "applications", id="text of a table"),
        pytest.param("ctrl+p 《办理结果》 enter f3 《甲》", "applications", id="found by a word"),
        pytest.param("end enter ctrl+pagedown ctrl+pagedown end 《甲》 enter", "about", id="round"),
    ],
)
@pytest.mark.takes_turns
def test_what_follows_the_key_that_shows_a_part_for_the_first_time_is_typed_there(
    script: str, cell_or_part: str, tmp_path: Path
) -> None:
    async def steps(driver: Driver) -> None:
        await driver.hurry(*keys_of(script))
        report = driver.session.report
        found = {"about": report.agency, FIRST: driver.figure(FIRST), **report.narrative}
        assert "甲" in found[cell_or_part]

    drive(steps, on(START, tmp_path))

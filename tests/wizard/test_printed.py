"""The page that is worked on as it will be printed: beside the rest, of the figures of now."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App
from textual_image.widget import SixelImage

from nianbao.model.report import Report
from nianbao.publish import pictures
from nianbao.publish.pictures import Picture, picture
from nianbao.wizard import painter
from nianbao.wizard.page_driver import Turned
from nianbao.wizard.windows.preview import PreviewScreen
from tests.driving import PATIENCE, WIDE, Driver, drive, on
from tests.strategies import clean_report

FIRST = "disputes.review.upheld"
REPORT = clean_report("2021")


async def shown(driver: Driver, report: Report, section: str) -> None:
    """Wait until the page of the report is shown on which the section begins."""
    wanted = picture(report, section)
    await driver.until(lambda: _same(driver.editing.printed.picture, wanted))
    assert f"第{wanted.number}页，共{wanted.pages}页" in driver.screen()


def _same(one: Picture | None, other: Picture) -> bool:
    return one is not None and one.image.tobytes() == other.image.tobytes()


@pytest.mark.takes_turns(0)
def test_the_page_follows_what_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painter, "canvas", lambda _app: SixelImage)

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("f5")
        await shown(driver, driver.session.report, "disputes")
        await driver.keys("7 enter")
        assert driver.figure(FIRST) == "7"
        await shown(driver, driver.session.report, "disputes")
        drawn = driver.editing.query_one("#printed-page", SixelImage)
        assert driver.editing.printed.picture is not None
        assert drawn.image is driver.editing.printed.picture.image
        assert drawn.size.width > 20
        await driver.keys("alt+pageup alt+pageup alt+pageup")
        await driver.until(lambda: "第1页，共" in driver.screen())
        await driver.keys("f5")
        assert not driver.editing.printed.display

    drive(steps, on(REPORT, tmp_path), size=WIDE)


def test_a_page_that_was_overtaken_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page takes until the second one is there."""
    monkeypatch.setattr(painter, "canvas", lambda _app: SixelImage)
    slow, begun, made = threading.Event(), threading.Event(), []
    blank = picture(REPORT).image

    def late(report: Report, *_: object, **__: object) -> Picture:
        figure = str(report.figure(FIRST))
        if figure == "0":
            begun.set()
            slow.wait(PATIENCE)
        made.append(figure)
        return Picture(blank, int(figure), 9)

    monkeypatch.setattr(pictures, "picture", late)

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("f5")
        await driver.until(begun.is_set)
        await driver.keys("7 enter")
        await driver.until(lambda: "第7页，共9页" in driver.screen())
        slow.set()
        await driver.until(lambda: "0" in made)
        await driver.keys("f6")
        assert "第7页，共9页" in driver.screen()

    drive(steps, on(REPORT, tmp_path), size=WIDE)


def test_in_a_browser_it_goes_to_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[bytes, str]] = []
    monkeypatch.setattr(App, "is_web", True)
    monkeypatch.setattr(painter, "to_browser", lambda _app, png, words: sent.append((png, words)))

    async def steps(driver: Driver) -> None:
        await driver.keys("f5")
        await driver.until(lambda: sent)
        assert sent[-1][0] == picture(REPORT).png()
        assert sent[-1][1].startswith("第1页，共")
        driver.app.post_message(Turned(1))
        await driver.until(lambda: sent[-1][1].startswith("第2页，共"))
        await driver.keys("f5")
        assert sent[-1] == (b"", "")

    drive(steps, on(REPORT, tmp_path))


def test_a_text_that_cannot_be_printed_leaves_the_last_page_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painter, "canvas", lambda _app: SixelImage)

    async def steps(driver: Driver) -> None:
        await driver.keys("f5")
        await driver.until(lambda: driver.editing.printed.picture is not None)
        shown = driver.editing.printed.picture
        await driver.put(replace(driver.session.report, narrative={"overview": "{{ 没有 }}"}))
        await driver.until(lambda: "现在排不出来" in driver.screen())
        assert driver.editing.printed.picture is shown

    drive(steps, on(REPORT, tmp_path), size=WIDE)


@pytest.mark.parametrize("size", [WIDE, (140, 40)])
def test_where_it_cannot_be_shown_that_is_told_over_the_pages_of_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    if size != WIDE:
        monkeypatch.setattr(painter, "canvas", lambda _app: SixelImage)

    async def steps(driver: Driver) -> None:
        await driver.keys("f5")
        await driver.until(lambda: isinstance(driver.app.screen, PreviewScreen))
        assert ("显示不了图片" if size == WIDE else "窗口不够宽") in driver.screen()

    drive(steps, on(REPORT, tmp_path), size=size)

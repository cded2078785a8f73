"""How the screens with most on them look: ``test_main_screens`` looks at all of them in its way.
``pytest --snapshot-update`` takes new pictures, to be looked at first."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.wizard.app import NianbaoApp
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.screen.editing import EditingScreen
from tests.driving import SMALL, WIDE, Driver, on
from tests.strategies import clean_report

Compare = Callable[..., bool]
BROKEN = {
    "applications.received.natural_person": count(2),
    "applications.granted.natural_person": count(1),
    "applications.received.total": count(5),
}


def taken(
    snap_compare: Compare, report: Report | None, folder: Path, place: str, keys: str, size: tuple[int, int]
) -> bool:
    """Whether the screen looks as it did, after going to a place and pressing keys."""
    app = NianbaoApp(on(report, folder) if report else None)

    async def before(pilot: Pilot[int]) -> None:
        driver = Driver(pilot)
        if report is not None:
            await driver.until(lambda: isinstance(app.screen, EditingScreen) and app.screen.parts)
            await driver.go(place)
        await driver.keys(keys)
        await driver.until(lambda: not any(pane.is_thinking for pane in app.screen.query(FindingsPane)))
        await driver.keys()

    run_before: Callable[[Pilot[int]], Awaitable[None]] = before
    return snap_compare(app, terminal_size=size, run_before=run_before)


@pytest.mark.parametrize(
    ("place", "keys", "size"),
    [
        pytest.param("overview", "down", SMALL, id="overview"),
        pytest.param("overview", "down f12", WIDE, id="overview-wide-light"),
        pytest.param("applications.granted.natural_person", "", SMALL, id="applications"),
        pytest.param("applications.granted.natural_person", "", WIDE, id="applications-wide"),
        pytest.param("disputes.review.upheld", "f12", SMALL, id="disputes-light"),
    ],
)
def test_screen(snap_compare: Compare, tmp_path: Path, place: str, keys: str, size: tuple[int, int]) -> None:
    report = clean_report("2021").with_figures(BROKEN)
    assert taken(snap_compare, report, tmp_path, place, keys, size)


def test_form_of_2019(snap_compare: Compare, tmp_path: Path) -> None:
    assert taken(snap_compare, clean_report("2019"), tmp_path, "disclosure.licences.change", "", (100, 40))


def test_preview(snap_compare: Compare, tmp_path: Path) -> None:
    assert taken(snap_compare, clean_report("2021"), tmp_path, "about", "f5", SMALL)

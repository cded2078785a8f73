"""Draws every main screen of the wizard, in two sizes, dark and light, to be looked at.

    PYTHONPATH=. python tools/screens.py FOLDER [NAME…]

Writes 80x24-dark/NAME.png and so on, and into FOLDER sheets of four of them beside one another.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from PIL import Image

from nianbao.files import remembered
from nianbao.wizard.app import NianbaoApp
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.theme import DARK, LIGHT
from screenshots import drawn
from tests.driving import Driver
from tests.main_screens import BROAD, NARROW, SCREENS, prepared, walk

_ON_A_SHEET = 4  # pictures
_BETWEEN = 6  # points


async def pictures(report: Path, size: tuple[int, int], only: tuple[str, ...]) -> dict[str, Image.Image]:
    """The pictures by name, in the theme that is remembered."""
    app = NianbaoApp(report)
    async with app.run_test(size=size) as pilot:
        driver = Driver(pilot)
        await driver.until(lambda: isinstance(app.screen, EditingScreen) and app.screen.parts)
        found = {}
        async for name in walk(driver, only or SCREENS):
            await driver.until(lambda: not any(pane.is_thinking for pane in app.screen.query(FindingsPane)))
            found[name] = drawn(app.screen._compositor.render_strips())
        return found


def sheets(found: list[Image.Image]) -> Iterator[Image.Image]:
    """The pictures, four to a sheet."""
    for at in range(0, len(found), _ON_A_SHEET):
        width, height = (side + _BETWEEN for side in found[at].size)
        sheet = Image.new("RGB", (2 * width, 2 * height), "magenta")
        for number, picture in enumerate(found[at : at + _ON_A_SHEET]):
            sheet.paste(picture, (number % 2 * width, number // 2 * height))
        yield sheet


def main(folder: Path, *only: str) -> None:
    """Draw all screens, or those that are named, into a folder."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = f"{place}/.state"
        home = Path(place, "年报")
        home.mkdir()
        os.chdir(home)
        report = prepared(home)
        for size, theme in product((NARROW, BROAD), (DARK, LIGHT)):
            remembered.save("looks", {"theme": theme.name})
            found = asyncio.run(pictures(report, size, only))
            kind = f"{size[0]}x{size[1]}-{theme.name.rpartition('-')[2]}"
            (folder / kind).mkdir(parents=True, exist_ok=True)
            for name, picture in found.items():
                picture.save(folder / kind / f"{name}.png")
            for number, sheet in enumerate(sheets(list(found.values())), 1):
                sheet.save(folder / f"{kind}-{number}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), *sys.argv[2:])

"""No figure is cut, however wide the window is and however long the figure: it stands there whole, or can be
reached by scrolling, with a sign that there is more."""

import errno
import random
import re
from pathlib import Path

import pytest

from nianbao.desk.safe.on_disk import in_words
from nianbao.model.figure import Figure, Kind, parse
from nianbao.model.report import Report
from nianbao.wizard.sheet.sheet import Sheet
from tests.driving import Driver, drive, on
from tests.soak import asked
from tests.strategies import clean_report

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_AMOUNTS = ("48359.899368万元", "4166.241619万元", "0", "1234567元")


def filled(form: str, chance: random.Random) -> Report:
    """A report with a figure of up to twelve digits in every cell, and amounts as offices write them."""

    def figure(kind: Kind) -> Figure:
        if kind is Kind.AMOUNT:
            return parse(chance.choice(_AMOUNTS))
        number = str(chance.randrange(10 ** chance.choice((1, 2, 3, 7, 12))))
        return parse(f"+{number}" if kind is Kind.CHANGE else number)

    clean = clean_report(form)
    cells = clean.form.cells.values()
    return clean.with_figures(
        {cell.id: figure(cell.column.kind) for cell in cells if cell.id not in clean.form.totals}
    )


def seen(sheet: Sheet, body: bool = True) -> list[str]:
    """The lines of the table that are on the screen; only those with figures."""
    window = sheet.window
    figures = {line for cell in sheet.selection.places.values() for line in window.lines_of([cell])}
    lines = [y for y in range(window.height) if window.line_at(y) in figures or not body]
    return [sheet.render_line(y).text for y in lines]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.takes_turns
def test_every_figure_is_seen_whole_or_reached(tmp_path: Path, form: str) -> None:
    chance = random.Random(f"narrow {form}")  # noqa: S311 - any figures will do
    sizes = [(60, 24), (80, 24), *((chance.randint(60, 140), 24) for _ in range(asked(1, 6)))]

    async def steps(driver: Driver) -> None:
        for size in sizes:
            await driver.put(filled(form, chance))
            await driver.resize(*size)
            for section in (s for s in driver.session.form.sections if s.table):
                cells = [c for c in driver.session.form.cells.values() if c.section == section.id]
                await driver.go(cells[0].id)
                sheet = driver.sheet
                whole = set(_DIGITS.findall(" ".join(str(driver.figure(cell.id)) for cell in cells)))
                labels = set(_DIGITS.findall(" ".join(c.label for c in sheet.selection.grid.cells)))
                for cell in chance.sample(cells, min(asked(3, 8), len(cells))):
                    await driver.go(cell.id)
                    shown = "\n".join(seen(sheet))
                    assert driver.figure(cell.id) in shown, (size, cell.id)
                    assert set(_DIGITS.findall(shown)) <= whole | labels, (size, cell.id)
                    window = sheet.window
                    assert ("›" in shown) == window.more_right
                    assert ("‹" in shown) == window.more_left

    drive(steps, on(clean_report(form), tmp_path))


def test_a_figure_that_is_typed_on_and_on_widens_its_column(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("disputes.litigation_after_review.pending")
        await driver.type("1234567")
        assert "1234567" in driver.screen()
        await driver.keys("enter")
        assert "✗ 1234567" in driver.screen() or "✗1234567" in driver.screen() or "1234567" in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


def test_what_is_wrong_with_the_disk_is_told_whole(tmp_path: Path) -> None:
    """The advice stands at the end of the sentence, and the window is narrow."""

    async def steps(driver: Driver) -> None:
        driver.editing._top.show("", in_words(OSError(errno.ENOSPC, "")))
        await driver.keys("shift")
        screen = driver.screen().replace("\n", "").replace(" ", "")
        assert "也可以按Ctrl+O另存到别处。" in screen
        driver.editing._show_top()
        await driver.keys("shift")
        assert "排除以后" not in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))

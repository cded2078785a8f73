"""Every main screen in both sizes, dark and light: nothing is cut, and all of it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Button, Label

from nianbao.files import remembered
from nianbao.terminal import width_of
from nianbao.wizard.theme import DARK, LIGHT
from tests.driving import Driver, drive
from tests.main_screens import BROAD, NARROW, SCREENS, prepared, walk
from tests.soak import SOAKING

LEAST = 4.5  # WCAG 2.2, 1.4.3
_DRAWN = frozenset("─│┌┐└┘├┤┬┴┼╭╮╰╯▁▂▃▄▅▆▇█▔▕▐▀▉▊▋▌▍▎▏░▒▓ 　")  # lines and bars: not words
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
# Between them they have every kind of text; make soak looks at all screens in each way.
FEW = ("about", "applications-selected", "findings", "overview", "generate", "palette", "choose", "start")
ALIKE = {"import", "applications-below", "help-text", "fill", "problems", "recovery"}  # each like another one
ALL = tuple(name for name in SCREENS if SOAKING or name not in ALIKE)

Colour = tuple[int, int, int]


def colours(style: Style) -> tuple[Colour, Colour]:
    """Of the letters and of the ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    front, ground = style.color.get_truecolor()[:3], style.bgcolor.get_truecolor(foreground=False)[:3]
    return (ground, front) if style.reverse else (front, ground)


@cache
def luminance(colour: Colour) -> float:
    """As WCAG 2.2 defines it."""
    parts = (value / 255 for value in colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def contrast(style: Style) -> float:
    """Between 1 and 21."""
    less, more = sorted(map(luminance, colours(style)))
    return (more + 0.05) / (less + 0.05)


def hard_to_read(driver: Driver, strips: list[Strip]) -> Iterator[str]:
    """The words that do not stand out from their ground. What lies below a window is dimmed on purpose, and
    what can not be pressed now need not stand out."""
    for y, strip in enumerate(strips):
        x = 0
        for segment in strip:
            words = "".join(character for character in segment.text if character not in _DRAWN)
            if words and segment.style is not None and contrast(segment.style) < LEAST:
                widget, _ = driver.app.screen.get_widget_at(x, y)
                if not widget.is_modal and not widget.disabled:
                    yield f"{words}: {colours(segment.style)}"
            x += segment.cell_length


def cut_off(driver: Driver) -> Iterator[str]:
    """What does not stand on the screen whole, and cannot be scrolled to."""
    screen = driver.app.screen
    for widget, (region, clip) in screen._compositor.visible_widgets.items():
        above = [each for each in widget.ancestors if isinstance(each, Widget)]
        scrolled = any(each.show_horizontal_scrollbar or each.show_vertical_scrollbar for each in above)
        if region.area and clip.intersection(region) != region and not scrolled:
            yield f"{widget} {region} {clip}"
        if isinstance(widget, Button | Label) and widget.content_size.height == 1:
            room, needed = widget.content_size.width, width_of(str(widget.render()))
            if needed > room and str(widget.styles.text_overflow) != "ellipsis":
                yield f"{widget} {needed} > {room}"


def halves(driver: Driver, strips: list[Strip]) -> set[str]:
    """What looks like a figure in the table and is none of it."""
    middle, sheet = driver.editing.middle, driver.sheet
    if driver.app.screen is not driver.editing or not middle.shows_table:
        return set()
    region = sheet.region
    lines = [strip.crop(region.x, region.right).text for strip in strips[region.y : region.bottom]]
    cells = (cell for cell in driver.session.form.cells.values() if cell.section == middle.part)
    known = [driver.figure(cell.id) for cell in cells]
    known += [cell.label for cell in sheet.selection.grid.cells]
    return set(_DIGITS.findall("\n".join(lines))) - set(_DIGITS.findall("\n".join(known)))


@pytest.mark.parametrize(
    ("size", "theme", "names"),
    [
        pytest.param(NARROW, DARK, ALL, id="narrow-dark"),
        pytest.param(BROAD, LIGHT, ALL if SOAKING else FEW, id="broad-light"),
        *([pytest.param(NARROW, LIGHT, ALL), pytest.param(BROAD, DARK, ALL)] if SOAKING else []),
    ],
)
@pytest.mark.takes_turns
def test_nothing_is_cut_and_all_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], theme: Theme, names: Iterable[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    remembered.save("looks", {"theme": theme.name})
    faults: list[str] = []

    async def steps(driver: Driver) -> None:
        async for name in walk(driver, names):
            strips = driver.app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in strips] == [size[0]] * size[1]
            found = [*hard_to_read(driver, strips), *cut_off(driver), *halves(driver, strips)]
            faults.extend(f"{name}: {each}" for each in found)

    drive(steps, prepared(tmp_path), size=size)
    assert faults == []

"""Takes the pictures of docs/manual from the running wizard.

    python tools/screenshots.py            # writes docs/manual/images/*.png

Every character is drawn into its own cell of a grid, a Chinese one into two, so that columns stand below one
another as in a terminal. Needs the fonts Noto Sans Mono CJK SC (Debian: fonts-noto-cjk) and DejaVu Sans Mono.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.publish.render import render
from nianbao.terminal import width_of
from nianbao.wizard.app import NianbaoApp

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "manual" / "images"
SAMPLE = ROOT / "sample_inputs" / "005-pingtan-2025.toml"
SIZE = (100, 30)

_CELL = (9, 22)  # points, of one column and one line
_LETTERS = 18  # points: a Chinese character fills two columns
_COLOURS = 64  # of a picture
_REGULAR = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_BOLD = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
_SIGNS = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
_MONO_SC = 7  # its place in these collections
_LEFT, _RIGHT, _UP, _DOWN = 1, 2, 4, 8
_RULES = {
    "─": _LEFT | _RIGHT,
    "│": _UP | _DOWN,
    "┌": _RIGHT | _DOWN,
    "┐": _LEFT | _DOWN,
    "└": _RIGHT | _UP,
    "┘": _LEFT | _UP,
    "├": _RIGHT | _UP | _DOWN,
    "┤": _LEFT | _UP | _DOWN,
    "┬": _LEFT | _RIGHT | _DOWN,
    "┴": _LEFT | _RIGHT | _UP,
    "┼": _LEFT | _RIGHT | _UP | _DOWN,
    "╭": _RIGHT | _DOWN,
    "╮": _LEFT | _DOWN,
    "╰": _RIGHT | _UP,
    "╯": _LEFT | _UP,
}
_EIGHTHS = {  # the part of a cell that is filled: left, top, right, bottom
    **{character: (0, 8 - n, 8, 8) for n, character in enumerate("▁▂▃▄▅▆▇█", 1)},
    **{character: (0, 0, 8 - n, 8) for n, character in enumerate("▉▊▋▌▍▎▏", 1)},
    "▔": (0, 0, 8, 1),
    "▕": (7, 0, 8, 8),
    "▐": (4, 0, 8, 8),
    "▀": (0, 0, 8, 4),
}
_SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}

Colour = tuple[int, int, int]

CLAIM = "全年收到政府信息公开申请258件。"  # of which the table knows nothing
BEFORE = {  # what was different in 2024
    **{f"applications.carried_out.{column}": count(0) for column in ("natural_person", "business")},
    "applications.received.natural_person": count(121),
    "applications.granted.natural_person": count(41),
    "applications.partly_granted.natural_person": count(22),
    "disclosure.normative_documents.in_force": count(533),
}
FROM_LAST_YEAR = {"start": (), "read": ("enter", "enter"), "begun": ("enter",), "opening": ("enter",)}
THIS_YEAR = {
    "progress": (),
    "about": ("down",),
    "table": ("down", "down", "down", "down", "enter"),
    "typing": ("1", "6", "0"),
    "years": ("escape", "ctrl+b"),
    "narrative": ("escape", "escape", "home", "down", "down", "down", "enter", "ctrl+end", "enter", *CLAIM),
    "generate": ("ctrl+z", "ctrl+z", "escape", "end", "enter"),
    "result": ("f10",),
}


async def pictures(folder: Path) -> dict[str, Image.Image]:
    """Every picture by its name."""
    report = report_toml.load(SAMPLE)
    last = replace(report, year=report.year - 1, date=None)
    (folder / f"{report.agency}2024年报告.docx").write_bytes(render(last, "docx", draft=True))
    first = await _taken(None, FROM_LAST_YEAR)
    path = folder / "今年" / "平潭综合实验区-2025.toml"
    path.parent.mkdir()
    shutil.copy(SAMPLE, path)
    before = replace(last.with_figures(BEFORE), narrative={})
    report_toml.save(before, path.with_name("平潭综合实验区-2024.toml"))
    return first | await _taken(path, THIS_YEAR)


async def _taken(path: Path | None, steps: dict[str, tuple[str, ...]]) -> dict[str, Image.Image]:
    app = NianbaoApp(path)
    found = {}
    async with app.run_test(size=SIZE) as pilot:
        await _settle(pilot)
        for field in app.screen.query("#folder").results(Input):
            field.value = "成品"
        for name, keys in steps.items():
            for key in keys:
                await pilot.press(key)
                await _settle(pilot)
            if name in {"read", "begun", "result"}:
                await pilot.pause(6)
            found[name] = drawn(app.screen._compositor.render_strips())
    return found


async def _settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.pause(0.3)


def drawn(strips: list[Strip]) -> Image.Image:
    """The lines of a screen as a picture."""
    width, height = _CELL
    columns = max(strip.cell_length for strip in strips)
    picture = Image.new("RGB", (columns * width, len(strips) * height))
    pen = ImageDraw.Draw(picture)
    for line, strip in enumerate(strips):
        cells = list(_cells(strip))
        for column, character, style in cells:  # all grounds first: a letter may reach into the next cell
            x, y = column * width, line * height
            pen.rectangle((x, y, x + width * width_of(character) - 1, y + height - 1), _colours(style)[1])
        for column, character, style in cells:
            _draw(pen, column * width, line * height, character, style)
    return picture


def _cells(strip: Strip) -> Iterator[tuple[int, str, Style]]:
    column = 0
    for segment in strip:
        for character in segment.text:
            if wide := width_of(character):
                yield column, character, segment.style or Style()
                column += wide


def _colours(style: Style) -> tuple[Colour, Colour]:
    """The colours of letters and ground."""
    front, ground = (224, 224, 224), (18, 18, 18)
    if style.color:
        front = style.color.get_truecolor()[:3]
    if style.bgcolor:
        ground = style.bgcolor.get_truecolor(foreground=False)[:3]
    return (ground, front) if style.reverse else (front, ground)


def _draw(pen: ImageDraw.ImageDraw, x: int, y: int, character: str, style: Style) -> None:
    (width, height), (front, ground) = _CELL, _colours(style)
    if character in _RULES:
        _rule(pen, x, y, _RULES[character], front)
    elif character in _EIGHTHS:
        left, top, right, bottom = _EIGHTHS[character]
        right, bottom = x + right * width // 8 - 1, y + bottom * height // 8 - 1
        left, top = x + left * width // 8, y + top * height // 8
        pen.rectangle((left, top, max(left, right), max(top, bottom)), front)
    elif character in _SHADES:
        pen.rectangle(
            (x, y + height // 8, x + width - 1, y + height - 1), _between(ground, front, _SHADES[character])
        )
    elif not character.isspace():
        font = _font(character, bold=bool(style.bold))
        room = width * width_of(character)
        pen.text((x + room / 2, y + height * 0.76), character, front, font, anchor="ms")
    if style.underline:
        pen.line((x, y + height - 2, x + width * width_of(character) - 1, y + height - 2), front)


def _rule(pen: ImageDraw.ImageDraw, x: int, y: int, ends: int, colour: Colour) -> None:
    width, height = _CELL
    middle = (x + width // 2, y + height // 2)
    for end, place in (
        (_LEFT, (x, middle[1])),
        (_RIGHT, (x + width - 1, middle[1])),
        (_UP, (middle[0], y)),
        (_DOWN, (middle[0], y + height - 1)),
    ):
        if ends & end:
            pen.line((*middle, *place), colour)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@cache
def _font(character: str, *, bold: bool) -> ImageFont.FreeTypeFont:
    """A font that has the character."""
    letters = ImageFont.truetype(_BOLD if bold else _REGULAR, _LETTERS, index=_MONO_SC)
    nothing = letters.getmask("\U0010fffd")
    has = bytes(letters.getmask(character)) != bytes(nothing)
    has &= letters.getlength(character) <= _CELL[0] * width_of(character)
    return letters if has else ImageFont.truetype(_SIGNS, _LETTERS - 2)


def main() -> None:
    """Take and draw all of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.gettempdir()) / "年报"  # seen in pictures: the same each time
    folder.mkdir()
    try:
        os.environ["XDG_STATE_HOME"] = str(folder / ".state")
        os.chdir(folder)
        for picture, image in asyncio.run(pictures(folder)).items():
            image.quantize(_COLOURS, kmeans=3).save(IMAGES / f"{picture}.png", optimize=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

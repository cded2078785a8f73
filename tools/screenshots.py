"""Takes the pictures of docs/manual from the running wizard; needs Chromium to turn them into PNG.

python tools/screenshots.py            # writes docs/manual/images/*.png
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path

from lxml import etree
from textual.pilot import Pilot
from textual.widgets import Input

from nianbao.terminal import width_of
from nianbao.wizard.app import NianbaoApp

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "manual" / "images"
SAMPLE = ROOT / "sample_inputs" / "005-pingtan-2025.toml"
SIZE = (112, 34)
SVG = "{http://www.w3.org/2000/svg}"
FONT = "Noto Sans Mono CJK SC, monospace"

CLAIM = "全年收到政府信息公开申请258件。"  # of which the table knows nothing
# What is pressed before each picture, one after the other in one session.
STEPS = {
    "about": (),
    "table": ("down", "down", "down", "down", "down", "enter"),
    "typing": ("1", "6", "0"),
    "narrative": ("escape", "escape", "home", "down", "down", "down", "enter", "ctrl+end", "enter", *CLAIM),
    "generate": ("escape", "end", "enter"),
}


async def pictures(folder: Path) -> dict[str, str]:
    """Every picture by its name, as SVG."""
    path = folder / "平潭综合实验区-2025.toml"
    shutil.copy(SAMPLE, path)
    app = NianbaoApp(path)
    found = {}
    async with app.run_test(size=SIZE) as pilot:
        await _settle(pilot)
        app.screen.query_one("#folder", Input).value = "成品"
        for name, keys in STEPS.items():
            for key in keys:
                await pilot.press(key)
                await _settle(pilot)
            found[name] = app.export_screenshot(title="nianbao")
    return found


async def _settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.pause(0.3)


def drawn_right(svg: str) -> tuple[bytes, int, int]:
    """The SVG in fonts of this machine, its width and height; every character in its own cell, because
    Rich gives a Chinese one the room of one cell where it takes two."""
    root = etree.fromstring(svg.encode())
    for style in root.iter(f"{SVG}style"):
        faces = re.sub(r"@font-face\s*\{.*?\}", "", style.text or "", flags=re.DOTALL)
        style.text = faces.replace("Fira Code", FONT)
    for text in root.iter(f"{SVG}text"):
        if (length := text.attrib.pop("textLength", "")) and text.text:
            cell, place = float(length) / len(text.text), float(text.get("x", "0"))
            widths = [cell * width_of(character) for character in text.text]
            text.set("x", " ".join(f"{place + before:.1f}" for before in accumulate(widths, initial=0)))
    width, height = (round(float(side)) for side in root.attrib["viewBox"].split()[2:])
    return etree.tostring(root), width, height


def png(svg: str, target: Path, folder: Path) -> None:
    """Draw an SVG."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or sys.exit("没有找到 Chromium。")
    picture, width, height = drawn_right(svg)
    page = folder / "page.html"
    page.write_text("<meta charset=utf-8><body style='margin:0'>" + picture.decode(), "utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-quic")
    quiet = (
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    )
    where = (f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}")
    command = [chromium, *options, *quiet, *where, f"--screenshot={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own arguments


def main() -> None:
    """Take and draw all of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture, svg in asyncio.run(pictures(folder)).items():
            png(svg, IMAGES / f"{picture}.png", folder)


if __name__ == "__main__":
    main()

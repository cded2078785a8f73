"""The web page on a narrow screen, in a browser: what stays in place leaves room for the figures."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest

from nianbao.files.report_toml import load
from nianbao.publish.render import render
from tests import paper, stress, typography
from tests.chromium import NEEDED, PATIENCE, Page, chromium

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "005-pingtan-2025.toml"
PHONE, TABLET, LAPTOP, DESK = 375, 768, 1280, 1700
A4 = 8.27  # inches
# Of table three, pushed to the left: how far into its frame labels reach, at the most in shares, at the least
# in pixels, how far its head is from the top, and its share of the height.
PUSHED = """(() => {
  const table = document.querySelector(".applications"), frame = table.parentElement;
  frame.scrollTop = 300; frame.scrollLeft = 190;
  const edge = frame.getBoundingClientRect(), ends = [], starts = [];
  for (const label of table.querySelectorAll("th[scope=row]")) {
    const box = label.getBoundingClientRect();
    ends.push((box.right - edge.left) / edge.width); starts.push(box.right - edge.left);
  }
  const head = table.tHead.getBoundingClientRect();
  return [Math.max(...ends), Math.min(...starts), head.top - edge.top, head.height / edge.height];
})()"""
CUT = (
    "[...document.querySelectorAll('table')].filter(t => t.offsetWidth > t.parentElement.clientWidth).length"
)
READY = "document.readyState == 'complete' && document.title != ''"
SIGN = "getComputedStyle(document.querySelector('.disputes').parentElement, '::before').content"


# The label （三）不予公开 in more or fewer lines than its two words.
PARTED = """[...document.querySelectorAll("th[scope=rowgroup][rowspan='8']")].filter(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size != 2;
}).length"""
TYPE = "parseFloat(getComputedStyle(document.querySelectorAll('table')[2]).fontSize)"
# Figures and short heads that are not on one line.
TORN = """[...document.querySelectorAll("td, th")].filter(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
  return (cell.tagName == "TD" || cell.innerText.length < 4) && lines.size > 1;
}).length"""
# Figures that lie over the next cell.
OVER = "[...document.querySelectorAll('td')].filter(cell => cell.scrollWidth > cell.clientWidth).length"
# A website that breaks lines wherever they end.
WEBSITE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>网站</title>
<meta name="viewport" content="width=device-width"><style>td, th {{ word-break: break-all }}</style></head>
<body>{}</body></html>"""


async def shown_at(page: Page, width: int) -> None:
    size = {"width": width, "height": 700, "deviceScaleFactor": 1, "mobile": True}
    await page.call("Emulation.setDeviceMetricsOverride", **size)


@NEEDED
@pytest.mark.takes_turns(1)
def test_heads_and_labels_stay_leave_room_for_figures_and_no_number_is_torn(tmp_path: Path) -> None:
    file = tmp_path / "报告.html"
    file.write_bytes(render(load(SAMPLE), "html"))
    long, code, wide = tmp_path / "long.html", tmp_path / "code.html", tmp_path / "wide.html"
    long.write_bytes(stress.made("numbers", "html"))
    code.write_text(WEBSITE.format(render(load(SAMPLE), "fragment").decode()), encoding="utf-8")
    wide.write_text(WEBSITE.format(stress.made("numbers", "fragment").decode()), encoding="utf-8")

    async def steps() -> None:
        async with chromium(tmp_path / "profile") as browser, asyncio.timeout(PATIENCE):
            page = await browser.page()
            await shown_at(page, PHONE)
            await page.go(file.as_uri())
            while not await page.value(READY):
                continue
            assert await page.value("document.documentElement.scrollWidth") == PHONE
            furthest, nearest, head, height = await page.value(PUSHED)
            assert furthest < 0.5
            assert nearest > 100  # pixels of the label of every row are to be seen
            assert abs(head) < 1
            assert height < 0.4
            assert "左右滑动" in await page.value(SIGN)
            assert await page.value(PARTED) == 0
            await shown_at(page, TABLET)
            assert await page.value(CUT) == await page.value(PARTED) == 0
            assert await page.value(SIGN) == "none"
            await page.go(long.as_uri())
            while not await page.value(f"{READY} && location.pathname.endsWith('long.html')"):
                continue
            assert await page.value(TORN) == await page.value(OVER) == 0
            await shown_at(page, LAPTOP)
            assert await page.value("document.documentElement.scrollWidth") == LAPTOP
            await shown_at(page, PHONE)
            assert await page.value(OVER) == 0
            assert (await page.value(PUSHED))[0] < 0.5
            await page.go(code.as_uri())
            while not await page.value(f"{READY} && location.pathname.endsWith('code.html')"):
                continue
            assert await page.value(TORN) == 0
            assert await page.value("document.documentElement.scrollWidth") == PHONE
            await page.go(wide.as_uri())
            while not await page.value(f"{READY} && location.pathname.endsWith('wide.html')"):
                continue
            assert await page.value(TORN) == 0
            assert await page.value("document.documentElement.scrollWidth") == PHONE
            assert await page.value(TYPE) == 14
            await shown_at(page, DESK)
            assert await page.value(TYPE) == 14
            await page.call("Emulation.clearDeviceMetricsOverride")
            printed = base64.b64decode((await page.call("Page.printToPDF", paperWidth=A4))["data"])
            whole = "\n".join(paper.lines_of(printed))
            figures = stress.report_of("numbers").all_figures()
            assert [cell for cell, figure in figures.items() if str(figure) not in whole] == []

    asyncio.run(steps())


@NEEDED
@pytest.mark.takes_turns(0)
def test_printed_from_the_browser_pages_are_those_of_the_pdf(tmp_path: Path) -> None:
    """In the browser's own fonts: a sign of theirs may be as wide as another one of ours."""
    printed: dict[str, bytes] = {}

    async def steps() -> None:
        async with chromium(tmp_path / "profile") as browser, asyncio.timeout(PATIENCE):
            page = await browser.page()
            for name in ("003", "name", "remarks"):
                file = tmp_path / f"{name}.html"
                file.write_bytes(stress.made(name, "html"))
                await page.go(file.as_uri())
                while not await page.value(f"{READY} && location.pathname.endsWith('{file.name}')"):
                    continue
                made = await page.call("Page.printToPDF", preferCSSPageSize=True)
                printed[name] = base64.b64decode(made["data"])

    asyncio.run(steps())
    for name, data in printed.items():
        assert paper.pages_of(data) == paper.pages_of(stress.made(name, "pdf", "typst")), name
        assert max(typography.gaps(data)[:-1]) < 0.2, name
        begins = [stress.report_of(name).heading("applications"), "申请人情况"]
        assert len({found[0].page for found in paper.places(data, begins).values()}) == 1, name

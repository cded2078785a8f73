"""What browsers and their helpers make of our pages: no fault by axe-core, none by the rules of HTML.

axe-core looks into a page in Chromium as a reader of screens would; WeasyPrint's parser counts what the HTML
standard calls a parse error; the Nu Html Checker knows what may stand in what.
"""

from __future__ import annotations

import asyncio
import datetime
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from tinyhtml5 import parser

from nianbao.checks import check
from nianbao.files.report_toml import load
from nianbao.model.figure import count
from nianbao.publish import change_list, checklist, letter, side_by_side
from nianbao.publish.comparison import compare
from nianbao.publish.render import render
from tests import html_checker
from tests.chromium import NEEDED, PATIENCE, chromium
from tests.wizard import test_board
from tests.wizard.test_serve import enter, visitor
from tests.write.test_phone import shown_at

HTML: Any = parser  # carries no types
SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "005-pingtan-2025.toml"
AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = """axe.run(document, {resultTypes: ["violations"]}).then(found =>
  found.violations.map(each => each.id + ": " + each.nodes.map(node => node.target.join(" ")).join(", ")))"""
PHONE = "fragment-on-a-phone"
AROUND = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>网站</title></head>
<body><main>{}</main></body></html>"""


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every page that we make, as HTML; what goes into a page of somebody else's stands in a plain one."""
    report = load(SAMPLE)
    charted = replace(report, charts=True, earlier={2024: {"applications.received.total": count(133)}})
    sheet = checklist.html(report, check(report), file="报告.toml", made_on=datetime.date(2026, 1, 20))
    fragment = render(report, "fragment").decode()
    differing = compare(report, replace(report, narrative={}))
    return {
        "page": render(charted, "html").decode(),
        "draft": render(report, "html", draft=True).decode(),
        "fragment": AROUND.format(f"<h1>年报</h1>{fragment}"),
        "poster": AROUND.format(f"<h1>年报</h1>{render(report, 'poster-svg').decode()}"),
        "checklist": sheet,
        "differences": side_by_side.html(differing, "甲.toml", "乙.toml"),
        "letter": letter.html(letter.words(report, "青溪县人民政府")),
        "changes": change_list.html(report, None, "", file="报告.toml", made_on=datetime.date(2026, 1, 20)),
    }


@NEEDED
@pytest.mark.takes_turns(0)
def test_axe_finds_nothing(pages: dict[str, str], tmp_path: Path) -> None:
    async def steps() -> dict[str, Any]:
        found = {}
        async with chromium(tmp_path / "profile") as browser, asyncio.timeout(4 * PATIENCE):
            page = await browser.page()
            for name, html in (pages | {PHONE: pages["fragment"]}).items():
                if name == PHONE:  # tables are pushed along there
                    await shown_at(page, 375)
                file = tmp_path / f"{name}.html"
                file.write_text(html, encoding="utf-8")
                await page.go(file.as_uri())
                while await page.value("document.readyState + location.pathname") != f"complete{file}":
                    continue
                await page.value(AXE)
                run = await page.call(
                    "Runtime.evaluate", expression=RUN, awaitPromise=True, returnByValue=True
                )
                found[name] = run["result"].get("value", run)
        return found

    assert asyncio.run(steps()) == {name: [] for name in (*pages, PHONE)}


@pytest.mark.takes_turns(1)
def test_every_element_stands_where_html_lets_it(pages: dict[str, str], tmp_path: Path) -> None:
    wrong = AROUND.format("<p><div>错</div></p>")
    for name, html in (pages | asyncio.run(served(tmp_path)) | {"wrong": wrong}).items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    told = html_checker.errors(sorted(tmp_path.glob("*.html")))
    assert {each.partition(":")[0] for each in told} == {"wrong.html"}, told


async def served(folder: Path) -> dict[str, str]:
    """The pages of a region's board as they come to a browser."""
    region = shutil.copytree(test_board.SAMPLE, folder / "青溪县")
    async with test_board.board(region) as (address, site), visitor() as client, visitor() as stranger:
        entry = await test_board.text(stranger, address)
        assert await enter(client, address) == 204
        board = await test_board.text(client, site)
        given = await test_board.asked(client, site, "invite")
        return {
            "entry": entry,
            "refused": await test_board.text(stranger, site),
            "board": board,
            "addresses": given,
            "opening": await test_board.asked(client, site, "open", member=test_board.LATE),
            "hand_in": await test_board.text(stranger, test_board.address_in(given)),
        }


def test_no_page_breaks_the_rules_of_parsing(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        parsing = HTML.HTMLParser()
        parsing.parse(html)
        assert parsing.errors == [], name

"""Blocks, filling, undo, and going anywhere by the palette."""

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList, Hits
from textual.widgets import Input

from nianbao.desk import clipboard
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.model.rules import rule
from nianbao.wizard.app import NianbaoApp
from nianbao.wizard.commands import Commands, Palette
from nianbao.wizard.text.editor import ProseEditor
from nianbao.wizard.windows.dialogs import Ask, Tell
from nianbao.wizard.windows.paste import PastePreview
from nianbao.wizard.wrapped_text import WrappedText
from tests.driving import Driver, drive, on
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
BLOCK = "2\t1\r\n0\t0\r\n1\t1\r\n"


def test_a_block_is_pasted_at_the_cursor_and_undone_in_one_step(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.paste(BLOCK)
        await driver.until(lambda: driver.session.unsaved)
        assert driver.figure(FIRST) == "2"
        assert driver.figure("applications.granted.business") == "1"
        assert "已粘贴6格" in driver.screen()
        await driver.keys("ctrl+z")
        assert not driver.session.unsaved
        await driver.keys("ctrl+y")
        assert driver.figure("applications.received.business") == "1"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_block_that_does_not_fit_is_shown_first(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        cell = "applications.carried_out.other"
        for key, pasted in (("escape", "0"), ("enter", "7")):
            await driver.go(cell)
            await driver.paste("7\tx\n8\t9\n")
            await driver.until(lambda: isinstance(driver.app.screen, PastePreview))
            assert "表格里没有位置" in driver.screen()
            assert "0 → 7" in driver.screen()
            await driver.keys(key)
            await driver.until(lambda: driver.app.screen is driver.editing)
            assert driver.figure(cell) == pasted

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_block_goes_where_the_cursor_was_when_it_was_pasted(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        driver.app.post_message(events.Paste(BLOCK))
        await driver.hurry("down", "down")
        await driver.until(lambda: driver.session.unsaved)
        assert driver.figure(FIRST) == "2"
        assert driver.sheet.cursor == "applications.granted.natural_person"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_block_is_pasted_at_the_upper_left_of_what_is_selected(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("shift+right shift+down")
        await driver.paste("1\t2\n3\t4\n")
        await driver.until(lambda: driver.session.unsaved)
        assert [driver.figure(cell) for cell in driver.sheet.selection.ids()] == ["1", "2", "3", "4"]
        assert driver.figure(FIRST) == "1"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_what_another_program_copied_is_pasted_by_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the terminal pastes nothing itself, or key by key."""
    monkeypatch.setattr(NianbaoApp, "shares_clipboard", lambda _: True)
    monkeypatch.setattr(clipboard, "text", lambda: "37")

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("ctrl+v enter")
        assert driver.figure(FIRST) == "37"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_paste_that_nothing_takes_is_answered(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("f6")
        assert driver.focused() == "findings"
        await driver.paste(BLOCK)
        await driver.until(lambda: "这里不能粘贴" in driver.screen())
        assert not driver.session.unsaved
        await driver.keys("f6")
        assert driver.focused() == "parts"
        await driver.keys("ctrl+v")
        assert not driver.session.unsaved

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_preview_of_a_block_groups_what_does_not_fit(tmp_path: Path) -> None:
    """First what goes in; then whole columns and rows in one line each; and that all is one column off."""
    block = "\n".join(f"{number}\t0\t0\t0\t0\t0\t{number}" for number in range(1, 6))

    async def steps(driver: Driver) -> None:
        await driver.go("applications.received.business")
        await driver.paste(block)
        await driver.until(lambda: isinstance(driver.app.screen, PastePreview))
        screen = driver.screen()
        assert "错开一列" in screen
        assert screen.index("会填进去的") < screen.index("本年新收：商业企业")
        listing = driver.app.screen.query_one(WrappedText).text
        assert listing.index("会填进去的") < listing.index("第7列，5行（第1至5行）：表格里没有位置。")

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_selected_block_is_copied_for_excel(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("3 tab 4 shift+tab shift+right shift+down ctrl+c")
        assert driver.app.clipboard == "3\t4\n0\t0"
        assert "已复制4格" in driver.screen()
        await driver.keys("escape ctrl+home down ctrl+v")
        await driver.until(lambda: driver.figure("applications.carried_in.business") == "4")
        await driver.keys("ctrl+a delete")
        figures = driver.session.report.figures
        assert all(str(f) == "" for key, f in figures.items() if key.startswith("applications"))

    drive(steps, on(clean_report("2021"), tmp_path))


def test_one_key_fills_the_blanks_with_zero_and_one_says_that_nothing_happened(tmp_path: Path) -> None:
    clean = clean_report("2021")

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("5 enter f7")
        cells = [c for c in driver.session.form.cells.values() if c.section == "applications"]
        assert driver.figure(FIRST) == "5"
        assert all(driver.figure(cell.id) in {"0", "5"} for cell in cells)
        await driver.keys("f8")
        await driver.until(lambda: "这张表里有1格填了别的数" in driver.screen())
        await driver.keys("enter")  # the safe answer
        assert driver.figure(FIRST) == "5"
        await driver.keys("f8")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.keys("right enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert all(driver.figure(cell.id) == "0" for cell in cells)
        await driver.keys("ctrl+z ctrl+z ctrl+z")
        assert not driver.session.report.figures

    drive(steps, on(Report(clean.form, clean.agency, clean.year), tmp_path))


def test_undo_goes_over_the_whole_session_and_shows_where(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        before = driver.session.report
        await driver.go(FIRST)
        await driver.keys("1 enter 2 enter")
        await driver.go("disputes.review.upheld")
        await driver.keys("3 tab")
        await driver.go("problems")
        await driver.type("加一句。")
        await driver.keys("escape")
        after = driver.session.report
        places = []
        while driver.session.next_undo:
            left = driver.session.next_undo
            await driver.keys("ctrl+z")
            places.append(driver.editing.middle.part + ("" if driver.session.next_undo is left else "!"))
        assert places == ["problems!", "problems", "disputes!", "disputes", *["applications!"] * 2]
        assert driver.session.report == before
        await driver.keys("ctrl+y ctrl+y ctrl+y ctrl+y")
        assert driver.session.report == after
        assert "已恢复" in driver.screen() or driver.editing.middle.part == "problems"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_undo_stops_once_where_it_would_change_what_is_not_seen(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("ctrl+a delete")
        await driver.go("problems")
        await driver.type("甲")
        await driver.keys("ctrl+z ctrl+z")
        await driver.until(lambda: "再按一次" in driver.screen())
        assert driver.editing.middle.part == "problems"
        assert driver.figure(FIRST) == ""
        await driver.keys("ctrl+z")
        assert driver.editing.middle.part == "applications"
        assert driver.figure(FIRST) == "0"

    drive(steps, on(clean_report("2021"), tmp_path), size=(120, 40))


async def found(driver: Driver, query: str) -> None:
    """Open the palette, type a query, and choose the first hit."""
    await driver.keys("ctrl+p")
    await driver.until(lambda: isinstance(driver.app.screen, Palette))
    driver.app.screen.query_one(Input).value = query
    options = driver.app.screen.query_one(CommandList)
    await driver.until(lambda: any(query.split()[-1][:2] in str(o.prompt) for o in options.options))
    await driver.keys("enter")
    await driver.until(lambda: not isinstance(driver.app.screen, Palette))
    await driver.keys("shift")


def test_the_palette_goes_to_a_cell_a_part_a_rule_and_a_line(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await found(driver, "重复申请·法律服务机构")
        assert driver.sheet.cursor == "applications.unprocessed_repeated.legal_service"
        await found(driver, "五、问题")
        assert driver.editing.middle.part == "problems"
        await found(driver, "专人跟踪")
        assert driver.editing.middle.part == "overview"
        assert driver.editing.query_one(ProseEditor).cursor_location[0] == 3
        await found(driver, "T303 每一行")
        assert isinstance(driver.app.screen, Tell)
        assert (
            rule("T303").law in driver.screen().replace("\n", "").replace(" ", "")
            or "T303" in driver.screen()
        )

    drive(steps, on(clean_report("2021"), tmp_path))


def test_enter_takes_what_was_typed_however_long_the_search_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not what the list still shows of the words before."""
    search = Commands.search

    async def slow_search(commands: Commands, query: str) -> Hits:
        for _ in range(1000):
            await asyncio.sleep(0)
        async for hit in search(commands, query):
            yield hit

    monkeypatch.setattr(Commands, "search", slow_search)

    async def steps(driver: Driver) -> None:
        await driver.keys("ctrl+p")
        await driver.paste("重复申请·法律服务机构")
        await driver.keys("enter")
        await driver.until(lambda: not isinstance(driver.app.screen, Palette))
        assert driver.sheet.cursor == "applications.unprocessed_repeated.legal_service"

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_palette_speaks_chinese_and_knows_that_no_application_came(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await found(driver, "未收到申请")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.keys("right enter")
        await driver.until(lambda: driver.figure(FIRST) == "0")
        await driver.keys("ctrl+p")
        await driver.until(lambda: "保存" in driver.screen())
        assert "Search" not in driver.screen()
        driver.app.screen.query_one(Input).value = "没有这种东西"
        await driver.until(lambda: "没有找到。" in driver.screen())

    drive(steps, on(clean_report("2021").with_figures({FIRST: count(5)}), tmp_path))

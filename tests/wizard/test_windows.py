"""Every window: Esc closes it, F1 tells its keys, Ctrl+Q leaves the program as from below it."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input

from nianbao.desk.table.pasted_block import PlacedBlock
from nianbao.desk.update.brought_back import brought_back
from nianbao.ledger.tally import Asked
from nianbao.model.figure import count
from nianbao.model.review import Comment
from nianbao.publish.make_files import Made, Order
from nianbao.publish.year_on_year import year_on_year
from nianbao.recognise import Recognised
from nianbao.wizard import windows
from nianbao.wizard.commands import Palette
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.panes.generate import GeneratePane
from nianbao.wizard.windows.choose import ChooseFile
from nianbao.wizard.windows.comments import CommentList
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell
from nianbao.wizard.windows.help import HelpScreen
from nianbao.wizard.windows.mapping import AskMeaning
from nianbao.wizard.windows.new import NewReport
from nianbao.wizard.windows.opening import OpeningQuestion
from nianbao.wizard.windows.paste import PastePreview
from nianbao.wizard.windows.pick import PickCell
from nianbao.wizard.windows.preview import PreviewScreen
from nianbao.wizard.windows.read_in import ReadIn
from nianbao.wizard.windows.recovery import RecoveryScreen
from nianbao.wizard.windows.result import ResultCard
from nianbao.wizard.windows.small import TooSmall
from nianbao.wizard.windows.start import StartScreen
from nianbao.wizard.windows.take_back import TakeBack, TakeIn
from nianbao.wizard.windows.year_on_year import YearOnYear
from tests.driving import SMALL, Driver, drive, on
from tests.strategies import clean_report

REPORT = clean_report("2021")
FIRST = "applications.received.natural_person"
ELSEWHERE = {
    StartScreen,  # below every window: tests/wizard/test_start.py
    RecoveryScreen,  # before there is a report: below
    TooSmall,  # nothing can be done in it: below
    HelpScreen,  # over each of the others
}
OPEN: dict[type[Screen[Any]], Callable[[Driver], Screen[Any]]] = {
    Ask: lambda _driver: Ask("问", "话", {"yes": "是", "no": "否"}),
    Tell: lambda _driver: Tell("说", "话"),
    Fill: lambda _driver: Fill("写", "话", "值"),
    CommentList: lambda _driver: CommentList(replace(REPORT, comments=(Comment(FIRST, "审核人", "请核对"),))),
    ChooseFile: lambda driver: ChooseFile(driver.editing.file.guard.path.parent, "选"),
    NewReport: lambda _driver: NewReport(),
    OpeningQuestion: lambda _driver: OpeningQuestion(REPORT.form.opening[0], 1, 3),
    PastePreview: lambda _driver: PastePreview(PlacedBlock({FIRST: count(1)}, ("第二行",)), REPORT),
    PickCell: lambda driver: PickCell(driver.session),
    PreviewScreen: lambda _driver: PreviewScreen(REPORT),
    ReadIn: lambda driver: ReadIn(driver.editing.file.guard.path, follows=True),
    ResultCard: lambda driver: ResultCard([made(driver.editing.file.guard.path)], 1, ""),
    YearOnYear: lambda _driver: YearOnYear(
        next(iter(year_on_year(REPORT, replace(REPORT, year=REPORT.year - 1)))), REPORT.year
    ),
    TakeBack: lambda _driver: TakeBack(
        brought_back(REPORT, Recognised(REPORT.with_figures({FIRST: count(1)}), ())), "改过的.docx"
    ),
    TakeIn: lambda _driver: TakeIn(
        brought_back(REPORT, Recognised(REPORT.with_figures({FIRST: count(1)}), ())), "法制科.xlsx"
    ),
    AskMeaning: lambda _driver: AskMeaning(Asked("哪一项？", ("granted",), ("予以公开",)), "台账.xlsx"),
    Palette: lambda _driver: Palette(),
}
OURS = [make for window, make in OPEN.items() if window is not Palette]  # a click beside Textual's closes it


def made(path: Path) -> Made:
    return Made(Order("Word 文件", path, lambda: b""), 1)


def every_window() -> Iterator[type[Screen[Any]]]:
    for module in pkgutil.iter_modules(windows.__path__, f"{windows.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Screen) and value.__module__ == module.name:
                yield value


def test_no_window_is_forgotten_here() -> None:
    assert set(every_window()) == (OPEN.keys() | ELSEWHERE) - {Palette}


@pytest.mark.takes_turns(0)
def test_f1_and_ctrl_q_do_what_is_expected(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("7 enter")
        for make in OPEN.values():
            screen = make(driver)
            driver.app.push_screen(screen)
            await driver.keys("f1")
            assert isinstance(driver.app.screen, HelpScreen), screen
            assert "这里能用的键" in driver.screen()
            await driver.keys("escape")
            assert driver.app.screen is screen
            await driver.keys("ctrl+q")
            await driver.until(lambda: isinstance(driver.app.screen, Ask))
            assert "还有没保存的改动" in driver.screen()
            await driver.keys("escape")
            await driver.until(lambda: driver.app.screen is driver.editing)

        driver.app.push_screen(OPEN[Fill](driver))
        await driver.keys("f1 ctrl+q ctrl+q")  # from help over a window; and the question asks again
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "还有没保存的改动" in driver.screen()
        assert driver.figure(FIRST) == "7"

    drive(steps, on(REPORT, tmp_path))


@pytest.mark.takes_turns(1)
def test_the_mouse_leaves_every_window(tmp_path: Path) -> None:
    """And a finger: a phone has no Esc."""
    ways = re.compile("Esc|取消|关闭|知道了|否")

    async def steps(driver: Driver) -> None:
        for make in OURS:
            screen = make(driver)
            driver.app.push_screen(screen)
            await driver.keys("shift")
            found = ways.findall(driver.screen())
            assert found, screen
            await driver.click_words(found[-1])
            assert driver.app.screen is driver.editing, screen

    drive(steps, on(REPORT, tmp_path))


def test_what_a_window_tells_of_its_keys_is_done_by_a_click(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        changes = OPEN[TakeIn](driver)
        driver.app.push_screen(changes)
        await driver.keys("shift")
        await driver.click_words("空格选或不选")
        assert "✓ 总体情况·正文" not in driver.screen()
        await driver.click_words("A 全选")
        assert "✓ 总体情况·正文" in driver.screen()
        await driver.click_words("Esc")

        driver.app.push_screen(OPEN[ChooseFile](driver))
        await driver.keys("shift")
        await driver.click_words("退格回上一级")
        assert f"▸ {tmp_path.name}" in driver.screen()
        await driver.click_words("回车打开")
        await driver.click_words("Esc")

    drive(steps, on(REPORT, tmp_path))


async def goes_round(driver: Driver) -> None:
    """Tab stops at everything that takes the keyboard, and everything that does is seen then."""
    screen = driver.app.screen
    stops = []
    for _ in screen.focus_chain:
        assert screen.focused is not None, screen
        assert screen.focused.size.area, screen.focused
        assert screen.can_view_entire(screen.focused), screen.focused
        stops.append(screen.focused)
        await driver.keys("tab")
    assert set(stops) == set(screen.focus_chain), screen
    assert screen.focused is stops[0], screen
    await driver.keys("shift+tab")
    assert screen.focused is stops[-1], screen


async def takes_one_line(driver: Driver) -> None:
    """Textual's own field keeps the first of several lines, and characters that no file can hold."""
    for field in driver.app.screen.query(Input):
        if field.disabled or field.max_length:
            continue
        field.focus()
        await driver.keys("ctrl+u ctrl+k")
        await driver.paste("一是\t甲\x00\u202e\r\n二是乙\n")
        assert field.value == "一是 甲 二是乙", field
        await driver.paste("长" * 100_000)
        assert field.value == "一是 甲 二是乙", field


@pytest.mark.takes_turns(1)
def test_tab_goes_round_what_is_pasted_becomes_a_line_or_is_refused_and_esc_closes(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        for make in OPEN.values():
            screen = make(driver)
            driver.app.push_screen(screen)
            await driver.keys("shift")
            # Tab is the next table; nothing to stop at; Textual's
            if not isinstance(screen, PickCell | PreviewScreen | Palette):
                await goes_round(driver)
                await takes_one_line(driver)
            await driver.keys("escape")
            assert driver.app.screen is driver.editing, screen
        for part in ("about", "overview", "generate"):
            await driver.go(part)
            await goes_round(driver)
        await driver.go("about")
        await takes_one_line(driver)
        told = "".join(each.message for each in driver.app._notifications)
        assert "最多300个字" in told.replace("\n", "")

    drive(steps, on(REPORT, tmp_path))


def test_leaving_from_a_window_asks_nothing_where_everything_is_saved(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        driver.app.push_screen(OPEN[ResultCard](driver))
        await driver.keys("ctrl+q")
        await driver.until(lambda: not driver.app.is_running)

    assert drive(steps, on(REPORT, tmp_path)).return_value == 0


def test_leaving_from_the_question_what_to_recover_leaves_it_for_next_time(tmp_path: Path) -> None:
    path = on(REPORT, tmp_path)

    async def crash(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("7 enter")
        await driver.keys("ctrl+q")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.keys("right enter")

    async def leave(driver: Driver) -> None:
        assert isinstance(driver.app.screen, RecoveryScreen)
        await driver.keys("ctrl+q")
        await driver.until(lambda: not driver.app.is_running)

    async def again(driver: Driver) -> None:
        assert isinstance(driver.app.screen, RecoveryScreen)

    for steps in (crash, leave, again):
        drive(steps, path)


def test_a_small_window_hides_everything_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("7 enter")
        await driver.resize(50, 15)
        assert isinstance(driver.app.screen, TooSmall)
        await driver.keys("f1 ctrl+p")
        assert isinstance(driver.app.screen, TooSmall)
        await driver.resize(45, 12)
        await driver.resize(*SMALL)
        assert not isinstance(driver.app.screen, TooSmall)
        await driver.resize(50, 15)
        await driver.keys("ctrl+q")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.resize(45, 12)
        assert isinstance(driver.app.screen, TooSmall)
        await driver.resize(*SMALL)
        assert isinstance(driver.app.screen, Ask)
        await driver.keys("escape")
        await driver.until(lambda: driver.app.screen is driver.editing)

    drive(steps, on(REPORT, tmp_path))


def test_the_arrow_keys_scroll_a_long_text_from_its_buttons(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        left_out = tuple(f"第{number}行" for number in range(60))
        driver.app.push_screen(PastePreview(PlacedBlock({FIRST: count(1)}, left_out), REPORT))
        await driver.keys("down")
        assert "第59行" not in driver.screen()
        await driver.keys("pagedown " * 8)
        await driver.until(lambda: "第59行" in driver.screen())
        await driver.keys("escape")

    drive(steps, on(REPORT, tmp_path))


def test_letters_work_with_caps_lock(tmp_path: Path) -> None:
    """In every window, and as they stand in the words of the menus: L, N, O."""
    holders: list[type[DOMNode]] = [*every_window(), FindingsPane, GeneratePane]
    for holder in holders:
        keys = holder._merged_bindings.key_to_bindings if holder._merged_bindings else {}
        letters = {key for key in keys if len(key) == 1 and key.isalpha()}
        assert letters == {key.swapcase() for key in letters}, holder

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        await driver.keys("alt+L alt+W")
        await driver.until(lambda: isinstance(driver.app.screen, Tell))
        assert "谁改过" in driver.screen()
        await driver.keys("escape")

    drive(steps, on(REPORT, tmp_path))

"""Help, footer, themes, no colours."""

import re
from pathlib import Path

import pytest
from textual import events

from nianbao.model.figure import count
from nianbao.terminal import width_of
from nianbao.wizard.app import NianbaoApp
from nianbao.wizard.commands import Palette
from nianbao.wizard.theme import DARK, LIGHT, key_name
from nianbao.wizard.windows.dialogs import Ask
from nianbao.wizard.windows.help import HelpScreen
from nianbao.wizard.windows.pick import PickCell
from nianbao.wizard.wrapped_text import WrappedText
from tests.driving import Driver, drive, on
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
ENGLISH = re.compile(
    r"\b(?!Excel|WPS|Ctrl|Shift|Delete|Home|End|PgUp|PgDn|Esc|Tab|Word|PDF|Alt)[A-Za-z]{4,}\b"
)


KEPT = ("F1", "F5", "F6", "F11", "Ctrl+F", "Ctrl+N", "Ctrl+P", "Ctrl+T", "Ctrl+W", "Ctrl+Q")

PLACES = {
    FIRST: "这是法定的表格",
    "overview": "这里写正文",
    "about": "填机关全称",
    "generate": "先看全部问题",
    "disclosure.fees.amount": "这是法定的表格",
}


def test_what_finds_is_named_where_something_can_be_found(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("f1 ctrl+p")
        assert isinstance(driver.app.screen, Palette)
        assert "另存为（Ctrl+O）" in driver.screen()
        await driver.keys("escape")
        await driver.keys("f5")
        assert "Ctrl+P" not in driver.screen()
        await driver.keys("ctrl+p")
        assert not isinstance(driver.app.screen, Palette)

    async def begins(driver: Driver) -> None:
        assert "F1" in driver.screen()
        assert "Ctrl+P" not in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))
    drive(begins)


def test_where_nothing_is_found_fault_with_no_key_leads_there(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("generate")
        assert "到那一处" not in driver.screen()
        await driver.go(FIRST)
        await driver.keys("7 enter f6")
        assert "回车 到那一处  W 说明理由" in driver.screen()
        await driver.keys("ctrl+z ctrl+z")
        await driver.go("generate")
        assert "到那一处" not in driver.screen()

    drive(steps, on(clean_report("2021"), tmp_path))


@pytest.mark.takes_turns(0)
def test_f1_tells_what_can_be_done_here_and_nothing_is_english(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        for place, about in PLACES.items():
            await driver.go(place)
            lines = [line for line in driver.screen().splitlines() if "toml" not in line and "/" not in line]
            assert not ENGLISH.search("\n".join(lines))
            assert "F1 帮助" in driver.screen().splitlines()[-1]
            keys = dict(HelpScreen(driver.editing)._keys())
            assert keys["Ctrl+S"] == "保存"
            assert not any(ENGLISH.search(words) for words in keys.values())
            await driver.keys("f1")
            await driver.until(lambda: isinstance(driver.app.screen, HelpScreen))
            assert about in driver.screen()
            told = driver.app.screen.query_one(WrappedText).text
            assert all(f"  {names}" in told for names in keys)  # also where they are long
            await driver.keys("escape")
            assert driver.app.screen is driver.editing

    drive(steps, on(clean_report("2021"), tmp_path))


def test_keys_that_a_browser_keeps_for_itself_have_a_second_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NianbaoApp, "is_web", True)

    async def steps(driver: Driver) -> None:
        async def alt(letter: str) -> None:
            """As a terminal sends it: the letter comes along, and must not be typed."""
            driver.app.post_message(events.Key(f"alt+{letter}", letter))
            await driver.keys()

        for place in PLACES:
            await driver.go(place)
            keys = list(dict(HelpScreen(driver.editing)._keys()))
            for kept in KEPT:
                assert all("Alt+" in line for line in keys if kept in line.split("、")), (place, kept)
        await alt("h")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen))
        text = HelpScreen(driver.editing)._text().plain
        assert "把文件拖到网页上" in text
        assert "Alt+U" in text
        await driver.keys("escape")
        for _ in range(2):
            was_open = driver.editing.printed.is_open
            await alt("p")
            assert driver.editing.printed.is_open is not was_open
        await alt("f")
        await driver.until(lambda: isinstance(driver.app.screen, Palette))
        await driver.keys("escape")
        await driver.go("overview")
        editor = driver.editing.middle.prose.editor
        await alt("n")
        assert editor.text.startswith("1.")  # and no letter
        before = editor.text
        await alt("a")
        assert driver.editing.focused is not editor
        assert editor.text == before
        await alt("q")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_footer_names_the_keys_of_the_place_and_a_click_presses_one(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        assert dict(HelpScreen(driver.editing)._keys())["F2"] == "修改"
        await driver.until(lambda: "F7 空格填0" in driver.screen().splitlines()[-1])
        line = driver.screen().splitlines()[-1]
        await driver.click("KeyBar", width_of(line[: line.index("F8")]) + 1, 0)
        await driver.until(lambda: "全表填0吗" in driver.screen())
        await driver.keys("escape f6")
        await driver.until(lambda: "W 说明理由" in driver.screen().splitlines()[-1])

    drive(steps, on(clean_report("2021").with_figures({FIRST: count(7)}), tmp_path))


def test_light_and_dark_and_the_choice_is_kept(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)

    async def choose(driver: Driver) -> None:
        assert driver.app.theme == DARK.name
        await driver.keys("f12")
        assert driver.app.theme == LIGHT.name

    async def come_back(driver: Driver) -> None:
        assert driver.app.theme == LIGHT.name
        await driver.keys("f12")
        assert driver.app.theme == DARK.name
        await driver.keys("ctrl+c")  # does not end the work
        await driver.until(lambda: "要退出请按 Ctrl+Q" in driver.screen())

    drive(choose, path)
    drive(come_back, path)


def test_without_colours_nothing_is_coloured_and_all_signs_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(driver: Driver) -> None:
        await driver.go(FIRST)
        styles = [
            segment.style
            for strip in driver.app.screen._compositor.render_strips()
            for filter_ in driver.app.get_line_filters()
            for segment in strip.apply_filter(filter_, driver.app.screen.background_colors[1])
            if segment.style
        ]
        assert styles
        assert all(style.color is None or style.color.is_default for style in styles)
        assert all(style.bgcolor is None or style.bgcolor.is_default for style in styles)
        assert "✗  2" in driver.screen()
        assert any(style.reverse for style in styles)

    drive(steps, on(clean_report("2021").with_figures({FIRST: count(2)}), tmp_path))


def test_keys_are_named_as_on_the_keyboard() -> None:
    assert [key_name(key) for key in ("ctrl+s", "f1", "enter", "shift+tab", "w")] == [
        "Ctrl+S",
        "F1",
        "回车",
        "Shift+Tab",
        "W",
    ]


def test_windows_have_help_too(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("f4")
        await driver.until(lambda: isinstance(driver.app.screen, PickCell))
        await driver.keys("f1")
        assert isinstance(driver.app.screen, HelpScreen)
        assert "插入的是引用" in driver.screen()
        await driver.keys("f1")
        assert isinstance(driver.app.screen, PickCell)

    drive(steps, on(clean_report("2021"), tmp_path))

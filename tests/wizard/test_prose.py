"""The narrative editor."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from driving import WIDE, Driver, drive, on
from nianbao.wizard.findings import FindingsPane
from nianbao.wizard.pick import PickCell
from nianbao.wizard.prose import ProseEditor
from strategies import clean_report


def editor(driver: Driver) -> ProseEditor:
    return driver.editing.query_one(ProseEditor)


def without_text(form: str):  # type: ignore[no-untyped-def]
    return replace(clean_report(form), narrative={})


def test_guidance_stands_beside_the_text_and_the_count_below(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        screen = driver.screen()
        assert "概述本年度实施" in screen
        assert "0／1000 字" in screen
        await driver.type("全年公开587条。")
        assert "9／1000 字，还可以写991字" in driver.screen()
        assert driver.session.report.narrative["overview"] == "全年公开587条。"

    drive(steps, on(without_text("2021"), tmp_path))


def test_too_long_is_told_with_a_sign(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.paste("公" * 1003)
        assert "✗ 超出3字" in driver.screen()

    drive(steps, on(without_text("2021"), tmp_path))


def test_a_form_without_a_limit_counts_without_one(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        assert "0 字" in driver.screen()
        assert "1000" not in driver.screen().splitlines()[-10:]

    drive(steps, on(without_text("2019"), tmp_path))


def test_a_figure_is_put_in_by_picking_its_cell_and_shown_resolved(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.type("收到申请")
        await driver.keys("f4")
        await driver.until(lambda: isinstance(driver.app.screen, PickCell))
        await driver.keys("end")
        assert "本年新收·总计＝0" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        await driver.type("件。")
        assert driver.session.report.narrative["overview"] == "收到申请{{申请.本年新收.总计}}件。"
        assert "印出来是：收到申请0件。" in driver.screen()

    drive(steps, on(without_text("2021"), tmp_path), size=WIDE)


def test_other_tables_can_be_picked_from_and_escape_puts_nothing_in(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("f4")
        await driver.until(lambda: isinstance(driver.app.screen, PickCell))
        await driver.keys("tab")
        assert "行政复议" in driver.screen()
        await driver.keys("escape")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert editor(driver).text == ""

    drive(steps, on(without_text("2021"), tmp_path))


def test_the_next_number_by_one_key(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("ctrl+n")
        await driver.type("主动公开\n做了。\n")
        await driver.keys("ctrl+n")
        await driver.type("依申请公开")
        assert editor(driver).text == "（一）主动公开\n做了。\n（二）依申请公开"

    drive(steps, on(without_text("2021"), tmp_path))


def test_a_long_paste_comes_in_as_paragraphs(tmp_path: Path) -> None:
    wrapped = "　　全年通过门户网站主动公开政府信息587条，其中\r\n机构职能类12条。\r\n\r\n　　没有泄密。\r\n"

    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.paste(wrapped)
        clean = "全年通过门户网站主动公开政府信息587条，其中机构职能类12条。\n没有泄密。"
        assert driver.session.report.narrative["overview"] == clean
        await driver.keys("ctrl+z")
        assert "overview" not in driver.session.report.narrative

    drive(steps, on(without_text("2021"), tmp_path))


def test_findings_follow_the_text_as_it_is_typed(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("problems")
        await driver.type("六、其他需要报告的事项\n")
        pane = driver.editing.query_one("#findings", FindingsPane)
        assert "S101" in pane.text

    drive(steps, on(clean_report("2021"), tmp_path))


def test_a_section_with_a_table_has_a_text_too(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("disputes.review.upheld")
        await driver.keys("f3")
        await driver.type("没有发生复议。")
        assert driver.session.report.narrative["disputes"] == "没有发生复议。"
        await driver.keys("f3")
        assert driver.editing.focused is driver.sheet

    drive(steps, on(clean_report("2021"), tmp_path))


def test_undo_brings_the_text_back_and_the_cursor_stays(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        before = editor(driver).text
        await driver.keys("down end")
        await driver.type("加一句。")
        await driver.keys("ctrl+z")
        assert editor(driver).text == before
        assert editor(driver).cursor_location[0] == 1

    drive(steps, on(clean_report("2021"), tmp_path))


def test_the_users_own_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor gets the text in a file, and what it saves comes back as one step."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text(encoding='utf-8') + '\\n在外面写的。\\n', encoding='utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")

    async def steps(driver: Driver) -> None:
        monkeypatch.setattr(type(driver.app._driver), "can_suspend", True)
        await driver.go("overview")
        before = editor(driver).text
        await driver.keys("f9")
        assert driver.session.report.narrative["overview"] == f"{before}\n在外面写的。"
        await driver.keys("ctrl+z")
        assert driver.session.report.narrative["overview"] == before

    drive(steps, on(clean_report("2021"), tmp_path))


def test_where_the_terminal_cannot_be_given_away_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")

    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("f9")
        await driver.until(lambda: "在浏览器里不能打开外部编辑器" in driver.screen())

    drive(steps, on(clean_report("2021"), tmp_path))

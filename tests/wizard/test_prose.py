"""The narrative editor."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.checks.rules.wording import length
from nianbao.desk.text.chips import seen
from nianbao.model.figure import count
from nianbao.wizard.panes.findings import FindingsPane
from nianbao.wizard.text.editor import ProseEditor
from nianbao.wizard.windows.pick import PickCell
from tests.driving import WIDE, Driver, drive, on
from tests.strategies import clean_report

WRAPPED = "　　全年通过门户网站主动公开政府信息587条，其中\r\n机构职能类12条。\r\n\r\n　　没有泄密。\r\n"


def editor(driver: Driver) -> ProseEditor:
    return driver.editing.query_one(ProseEditor)


def without_text(form: str):  # type: ignore[no-untyped-def]
    return replace(clean_report(form), narrative={})


def test_guidance_stands_beside_the_text_and_the_count_below(tmp_path: Path) -> None:
    """The count is that of the rule on the length, so that the two never disagree."""

    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        screen = driver.screen()
        assert "概述本年度实施" in screen
        assert "0／1000 字" in screen
        await driver.type("全年公开587条。")
        assert length("全年公开587条。") == 7
        assert "7／1000 字，还可以写993字" in driver.screen()
        assert driver.session.report.narrative["overview"] == "全年公开587条。"
        await driver.paste("公" * 996)
        assert "✗ 超出3字" in driver.screen()
        assert "S105" in {finding.code for finding in driver.editing.findings}

    drive(steps, on(without_text("2021"), tmp_path))


def test_no_line_begins_with_a_comma_or_a_full_stop(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        width = editor(driver).wrap_width // 2
        for text in ("全" * width + "，共587条。", "全" * (width * 2 - 1) + "年）。"):
            await driver.paste(text + "\n")
        lines = [line for of_one in editor(driver).wrapped_document.lines for line in of_one]
        assert len(lines) > 4
        assert not any(line.startswith(("，", "。", "）")) for line in lines)

    drive(steps, on(without_text("2021"), tmp_path))


CLAIMS = "（一）依申请公开\n全年收到政府信息公开申请258件，办结申请148件。\n未收到政府信息公开申请。"


def marked(driver: Driver) -> list[str]:
    """The words that are underlined in the editor."""
    strips = [editor(driver).render_line(y) for y in range(editor(driver).size.height)]
    words = ("".join(s.text for s in strip if s.style and s.style.underline) for strip in strips)
    return [word for word in words if word]


def test_what_is_found_fault_with_is_marked_in_the_text_and_enter_goes_there(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.type(CLAIMS)
        pane = driver.editing.query_one("#findings", FindingsPane)
        assert marked(driver) == ["258件148件", "未收到政府信息公开申请"]
        assert pane.items[0].code == "N506"  # at the cursor
        await driver.keys("ctrl+home down")
        assert pane.items[0].code == "N501"  # the nearest of its line
        await driver.keys("f6 down enter")
        assert driver.editing.focused is editor(driver)
        assert editor(driver).cursor_location == (1, CLAIMS.split("\n")[1].index("148"))
        assert pane.items[0].found == "148件"
        await driver.keys("delete delete delete 1")
        assert marked(driver) == ["258件", "未收到政府信息公开申请"]

    report = without_text("2021").with_figures(
        {"applications.received.business": count(1), "applications.granted.business": count(1)}
    )
    drive(steps, on(report, tmp_path))


def test_what_the_text_says_of_a_cell_is_told_at_the_cell_too(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("applications.received.total")
        pane = driver.editing.query_one("#findings", FindingsPane)
        assert "（总体情况）：正文写的是“5件”" in pane.text.replace("\n  ", "")
        await driver.keys("f6 enter")
        assert driver.editing.middle.part == "overview"
        assert editor(driver).cursor_location == (0, 12)

    report = replace(clean_report("2021"), narrative={"overview": "全年收到政府信息公开申请5件。"})
    drive(steps, on(report, tmp_path))


def test_a_text_of_as_many_lines_as_before_is_drawn_anew_at_another_width(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        for width in (100, 80):
            await driver.resize(width, 24)
            assert driver.screen().count("公") == 85

    report = replace(clean_report("2021"), narrative={"overview": "公" * 75})
    drive(steps, on(report, tmp_path), size=(100, 24))


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
        assert "本年新收·总计＝0" in driver.screen()  # what a sentence usually means
        await driver.keys("down up")
        assert "本年新收·总计＝0" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        await driver.type("件。")
        assert driver.session.report.narrative["overview"] == "收到申请{{申请.本年新收.总计}}件。"
        assert "收到申请0件。" in driver.screen()
        assert "{{" not in driver.screen()
        await driver.keys("left left")
        assert "0＝申请.本年新收.总计" in driver.screen()
        await driver.keys("end")
        await driver.keys("f4")
        await driver.until(lambda: isinstance(driver.app.screen, PickCell))
        await driver.keys("tab")
        assert "行政复议" in driver.screen()
        await driver.keys("escape")  # puts nothing in
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.session.report.narrative["overview"] == "收到申请{{申请.本年新收.总计}}件。"

    drive(steps, on(without_text("2021"), tmp_path), size=WIDE)


def test_the_next_number_by_one_key_and_a_long_paste_as_paragraphs(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("ctrl+n")
        await driver.type("主动公开\n做了。\n")
        await driver.keys("ctrl+n")
        await driver.type("依申请公开")
        assert editor(driver).text == "（一）主动公开\n做了。\n（二）依申请公开"
        await driver.go("problems")
        await driver.paste(WRAPPED)
        clean = "全年通过门户网站主动公开政府信息587条，其中机构职能类12条。\n没有泄密。"
        assert driver.session.report.narrative["problems"] == clean
        await driver.keys("ctrl+z")
        assert "problems" not in driver.session.report.narrative

    drive(steps, on(without_text("2021"), tmp_path))


def test_paragraphs_are_not_glued_together_by_a_paste(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("problems")
        await driver.type("第一段。第三段。")
        await driver.keys("left left left left")
        await driver.paste("\r\n第二段。\r\n")
        assert driver.session.report.narrative["problems"] == "第一段。\n第二段。\n第三段。"

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
        before = editor(driver).typed_text
        await driver.keys("down end")
        await driver.type("加一句。")
        await driver.keys("ctrl+z")
        assert editor(driver).typed_text == before
        assert editor(driver).cursor_location[0] == 1
        await driver.keys("ctrl+end")
        await driver.hurry(*"ab", "ctrl+z", *"c")
        assert driver.session.report.narrative["overview"] == f"{before}c"

    drive(steps, on(clean_report("2021"), tmp_path))


@pytest.mark.parametrize("saved", ["gbk", "utf-8-sig"])  # as Notepad may do
def test_the_users_own_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: str) -> None:
    """The editor gets the text in a file, and what it saves comes back as one step."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text(encoding='utf-8') + '\\n在外面写的。\\n'\n"
        f"path.write_bytes(text.replace('\\n', '\\r\\n').encode('{saved}'))\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")

    async def steps(driver: Driver) -> None:
        monkeypatch.setattr(type(driver.app._driver), "can_suspend", True)
        await driver.go("overview")
        before = editor(driver).typed_text
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


RECEIVED = "applications.received.natural_person"


def test_a_reference_is_a_chip_that_is_passed_and_deleted_as_one(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.type("收到{{申请.本年新收.总计}}件，{{申请.本年新收.总计}}件。")
        assert "收到154件，154件。" in driver.screen()
        await driver.keys("home right right right")  # 收, 到, the chip
        assert "154＝申请.本年新收.总计" in driver.screen()
        await driver.type("多")
        assert "收到154多件" in driver.screen()
        await driver.keys("backspace backspace")
        text = driver.session.report.narrative["overview"]
        assert text == "收到件，{{申请.本年新收.总计}}件。"
        await driver.keys("ctrl+z ctrl+z")
        assert "{{" not in driver.screen()

    report = without_text("2021").with_figures({RECEIVED: count(154)})
    drive(steps, on(report, tmp_path))


def test_chips_follow_the_table_and_are_saved_as_references(tmp_path: Path) -> None:
    text = "收到{{申请.本年新收.总计}}件。"
    report = replace(clean_report("2021"), narrative={"overview": text})

    async def steps(driver: Driver) -> None:
        await driver.go(RECEIVED)
        await driver.keys("7 8 enter")
        await driver.go("overview")
        assert "收到78件。" in driver.screen()
        await driver.keys("f7 f8")
        assert "这里是正文" in driver.screen()
        await driver.keys("ctrl+a ctrl+c")
        assert driver.app.clipboard == text
        await driver.keys("end ctrl+v ctrl+s")
        await driver.until(lambda: not driver.session.unsaved)
        assert driver.session.report.narrative["overview"].count("{{申请.本年新收.总计}}") >= 1

    path = on(report, tmp_path)
    drive(steps, path)
    assert "{{申请.本年新收.总计}}" in path.read_text(encoding="utf-8")
    assert not any(0xE0000 <= ord(character) < 0xE0100 for character in path.read_text(encoding="utf-8"))


def test_a_typed_number_is_offered_as_a_link(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.type("收到154")
        assert "Ctrl+L" in driver.screen()
        await driver.keys("ctrl+l")
        await driver.type("件。")
        assert "{{" in driver.session.report.narrative["overview"]
        assert "收到154件。" in driver.screen()
        await driver.keys("ctrl+l")  # behind the full stop
        assert "请把光标放到一个数上" in driver.screen()
        await driver.type("予以公开99")
        await driver.keys("ctrl+l")
        assert "表里没有等于99的" in driver.screen()

    report = without_text("2021").with_figures({"disclosure.licences.decisions": count(154)})
    drive(steps, on(report, tmp_path))


def test_headings_are_bold(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.type("（一）主动公开\n全年公开。")
        bold = [
            any(s.style and s.style.bold and s.text.strip() for s in editor(driver).render_line(y))
            for y in range(2)
        ]
        assert bold == [True, False]

    drive(steps, on(without_text("2021"), tmp_path))


def test_what_is_typed_at_the_end_stays_in_sight_when_findings_grow_below(tmp_path: Path) -> None:
    report = without_text("2021")
    text = "\n".join(["全年通过门户网站公开政府信息。"] * 30)

    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("ctrl+end enter")
        await driver.type("全年收到政府信息公开申请258件，予以公开97件。")
        await driver.until(lambda: "正文写的是“258件”" in driver.screen())
        await driver.until(lambda: "予以公开97件。" in driver.screen())

    drive(steps, on(replace(report, narrative={"overview": text}), tmp_path))


def test_lines_away_from_the_cursor_are_drawn_as_they_read_now(tmp_path: Path) -> None:
    """Also after undoing, at another width, and where a chip's figure has changed."""
    report = replace(
        clean_report("2021"), narrative={"overview": "甲。\n收到{{申请.本年新收.总计}}件。\n丙。"}
    )
    first = "applications.received.natural_person"

    async def steps(driver: Driver) -> None:
        for number in ("31", "47"):
            await driver.go(first)
            await driver.keys(*number, "enter")
            await driver.go("overview")
            await driver.keys("ctrl+end")
            await driver.until(lambda number=number: f"收到{number}件。" in driver.screen())  # type: ignore[misc]
        await driver.keys("ctrl+home")
        await driver.type("新")
        assert "新甲。" in driver.screen()
        await driver.keys("ctrl+end ctrl+z")
        assert "新甲。" not in driver.screen()
        await driver.resize(*WIDE)
        assert "收到47件。" in driver.screen()

    drive(steps, on(report, tmp_path))


def test_every_character_stands_once_at_any_size_of_the_window(tmp_path: Path) -> None:
    """Also where a scroll bar comes or goes, and lines break elsewhere at the same size."""

    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        editor = driver.editing.middle.prose.editor
        for size in ((60, 18), (120, 40), (61, 19), (100, 60), (137, 30), (80, 24), (80, 23), (80, 40)):
            await driver.resize(*size)
            editor.scroll_home(animate=False)
            await driver.keys("shift")
            lines = [editor.render_line(y).text for y in range(editor.size.height)]
            shown = "".join(lines).replace(" ", "")
            assert seen("".join(editor.text.split())).startswith(shown), size

    drive(steps, on(clean_report("2021"), tmp_path))

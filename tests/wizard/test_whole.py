"""进度: the first entry of the list, one key from anywhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.wizard.panes.generate import GeneratePane
from tests.driving import SMALL, WIDE, Driver, drive, on
from tests.strategies import clean_report

CLEAN = clean_report("2021")
FIRST = "applications.received.natural_person"


@pytest.mark.parametrize("size", [SMALL, WIDE])
def test_how_far_the_report_is_stands_on_the_first_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        shown = driver.screen()
        assert "三、申请" in shown
        assert "143/144" in shown
        assert "以前公布（部门）" in shown
        assert "已保存，" in shown
        assert "还没有生成文件" in shown
        assert "回车：接着填 申请·予以公开·商业企业" in shown

    drive(steps, on(CLEAN.with_figures({"applications.granted.business": None}), tmp_path), size=size)


def test_enter_goes_to_the_next_gap_again_and_again(tmp_path: Path) -> None:
    gaps = ("disclosure.licences.decisions", "disputes.review.upheld")

    async def steps(driver: Driver) -> None:
        await driver.keys("enter")
        assert driver.sheet.cursor == gaps[0]
        await driver.keys("0 enter ctrl+g enter")
        assert driver.sheet.cursor == gaps[1]
        await driver.keys("0 enter ctrl+g")
        assert "回车：去生成文件" in driver.screen()
        await driver.keys("enter")
        assert driver.editing.middle.part == "generate"

    drive(steps, on(CLEAN.with_figures(dict.fromkeys(gaps)), tmp_path))


def test_what_is_typed_ahead_goes_where_the_keys_lead(tmp_path: Path) -> None:
    text = {**CLEAN.narrative, "problems": "（一）问题\n有。\n（二）改进"}

    async def steps(driver: Driver) -> None:
        await driver.go("other")
        await driver.hurry("ctrl+g", "enter", "8", "enter", "ctrl+g", "enter", "enter", "A")
        assert driver.figure(FIRST) == "8"
        assert driver.session.report.narrative == {**text, "problems": "（一）问题\n有。\n（二）改进\nA"}
        assert driver.focused() == "editor"

    drive(steps, on(replace(CLEAN.with_figures({FIRST: None}), narrative=text), tmp_path))


def test_a_gap_of_text_then_an_error(tmp_path: Path) -> None:
    report = Report(
        CLEAN.form,
        CLEAN.agency,
        CLEAN.year,
        narrative={key: text for key, text in CLEAN.narrative.items() if key != "problems"},
        figures={**CLEAN.figures, FIRST: count(3)},
    )

    async def steps(driver: Driver) -> None:
        assert "接着写 五、" in driver.screen()
        await driver.keys("enter")
        assert driver.editing.middle.part == "problems"
        assert driver.focused() == "editor"
        await driver.type("主动公开不够及时，已经改进。")
        await driver.keys("ctrl+g")
        assert "去改这一处错误：" in driver.screen()
        await driver.keys("enter")
        assert driver.editing.middle.part == "applications"

    drive(steps, on(report, tmp_path))


def test_files_that_were_made_tell_whether_they_are_of_the_present_figures(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("generate")
        for kind in ("docx", "pdf"):
            driver.editing.query_one(f"#kind-{kind}").toggle()  # type: ignore[attr-defined]
        await driver.keys("f10")
        pane = driver.editing.query_one(GeneratePane)
        await driver.until(lambda: pane._made and not list(pane.workers))
        await driver.keys("escape ctrl+g")
        assert "报告.html　是现在的数据" in driver.screen()
        await driver.go("disclosure.licences.decisions")
        await driver.keys("9 enter ctrl+g")
        assert "报告.html　不是现在的数据，请重新生成" in driver.screen()

    drive(steps, on(CLEAN, tmp_path))

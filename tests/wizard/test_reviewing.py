"""A second person at the wizard: comments, marks, handing in, history, and a report that is out."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.files import history, report_toml
from nianbao.files.history import What
from nianbao.model.figure import count
from nianbao.model.origin import Origin, Source
from nianbao.model.review import Role
from nianbao.region import kept
from nianbao.region.begun import begun, members_in_words
from nianbao.wizard.text.editor import ProseEditor
from tests.driving import Driver, drive, on
from tests.region.generated import made
from tests.strategies import clean_report

CELL = "applications.received.natural_person"
DAY = datetime.date(2025, 1, 20)
Shown = Callable[[Driver], str]


@pytest.fixture(autouse=True)
def _name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_NAME", "李四")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return on(clean_report("2021"), tmp_path)


async def palette(driver: Driver, words: str) -> None:
    """Choose in the palette what these words find first."""
    await driver.keys("ctrl+p")
    await driver.paste(words)
    await driver.keys("enter")


async def comment(driver: Driver, text: str) -> None:
    await driver.keys("alt+m")
    await driver.type(text)
    await driver.keys("enter")


def test_comments_are_written_listed_and_settled_and_stop_the_files(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NIANBAO_NAME")

    async def at_a_cell(driver: Driver) -> None:
        await driver.go(CELL)
        await driver.keys("alt+m")
        assert "您的姓名" in driver.screen()  # asked once
        await driver.type("王五")
        await driver.keys("enter")
        assert "写意见" in driver.screen()
        await driver.type("与台账核对")
        await driver.keys("enter")
        assert "✎" in next(line for line in driver.screen().splitlines() if "新收" in line)
        assert "✎ 错误：王五的意见还没有处理：与台账核对" in driver.screen()
        await driver.keys("ctrl+g")
        assert "✎ 还有1条意见没有处理" in driver.screen()
        await driver.keys("alt+l")
        assert "意见：1条没有处理" in driver.screen()
        await driver.keys("enter")
        assert driver.sheet.cursor == CELL
        await driver.keys("alt+l", "a")
        await driver.type("已核对")
        await driver.keys("enter")
        assert "答复：已核对" in driver.screen()
        await driver.keys("d")
        assert "意见：都处理了" in driver.screen()
        await driver.keys("escape", "ctrl+s")
        assert "✎" not in driver.screen()

    async def at_a_paragraph(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("down", "alt+m")
        assert "总体情况·正文第2行" in driver.screen()
        await driver.type("太短")
        await driver.keys("enter")
        driver.app.clear_notifications()  # they lie over what was found
        await driver.keys("shift")
        assert "✎ 错误：王五的意见还没有处理：太短" in driver.screen()
        assert driver.session.report.comments[1].at == "overview:2"
        editor = driver.editing.query_one(ProseEditor)
        assert [editor.render_line(line).text[:1] for line in range(3)] == [" ", "✎", " "]
        await driver.keys("f10", "f10")
        assert "以后才能生成" in driver.screen()
        await palette(driver, "标为已公布")
        await driver.until(lambda: "还有错误（或没有处理的意见）" in driver.screen())
        assert driver.session.report.published is None
        await driver.keys("alt+l", "w")
        await driver.type("格式如此")
        await driver.keys("enter", "escape")
        assert [finding.kept for finding in driver.editing.findings] == [True]
        await driver.go("overview")
        assert "✓ 错误：王五的意见" in driver.screen()
        assert editor.render_line(1).text[:1] == " "
        await driver.keys("f6", "w")  # the findings have the same key for reasons
        await driver.keys("end", "ctrl+u", "enter")
        assert [finding.stops for finding in driver.editing.findings] == [True]
        await driver.keys("alt+l", "delete")
        assert driver.editing.findings == []

    async def steps(driver: Driver) -> None:
        await at_a_cell(driver)
        await at_a_paragraph(driver)

    drive(steps, path)
    said = report_toml.load(path).comments[0]
    assert (said.at, said.by, said.answer, said.done) == (CELL, "王五", "已核对", True)


def test_marks_become_void_changes_have_names_and_handing_in_is_remembered(path: Path) -> None:
    async def marks(driver: Driver) -> None:
        await driver.go(CELL)
        await driver.keys("alt+w")
        assert "没有记录" in driver.screen()
        await driver.keys("enter")
        await palette(driver, "本部分经办完了")
        await palette(driver, "本部分审核过了")
        assert [(mark.section, mark.role, mark.by) for mark in driver.session.report.marks] == [
            ("applications", Role.DRAFTED, "李四"),
            ("applications", Role.REVIEWED, "李四"),
        ]
        await driver.keys("ctrl+g")
        assert "申请　经办 李四（" in driver.screen()
        assert "此后有改动" not in driver.screen()
        await driver.go(CELL)
        await driver.type("3")
        await driver.keys("enter", "ctrl+g")
        assert driver.screen().replace("\n", "").replace(" ", "").count("此后有改动") == 2

    async def changes(driver: Driver) -> None:
        await driver.keys("ctrl+s")
        await driver.until(lambda: "已保存" in driver.screen())
        await driver.go(CELL)
        await driver.keys("alt+w")
        assert "李四　0 → 3" in driver.screen()
        await driver.keys("enter")
        await driver.type("5")
        await driver.keys("enter", "up", "alt+w")
        assert "现在写的是5，还没有保存。" in driver.screen()
        await driver.keys("enter", "ctrl+z", "ctrl+z", "ctrl+s")

    async def steps(driver: Driver) -> None:
        await marks(driver)
        await changes(driver)
        await palette(driver, "送审")
        await driver.until(lambda: "用哪种格式" in driver.screen())
        while "网页" not in str(getattr(driver.app.focused, "label", "")):
            await driver.keys("right")
        await driver.keys("enter")
        await driver.until(lambda: "生成3个文件" in driver.screen())

    drive(steps, path, size=(120, 40))
    made = sorted(each.name for each in path.parent.glob("*送审稿*"))
    assert made == ["报告-送审稿-修改清单.html", "报告-送审稿-核查单.html", "报告-送审稿.html"]
    assert history.read(path)[-1].what == What.SUBMITTED


async def types_a_figure(driver: Driver) -> None:
    await driver.go(CELL)
    await driver.type("3")
    await driver.keys("enter", "delete", "f7", "f8", "ctrl+x")
    await driver.paste("1\t2\n3\t4")
    await driver.paste("7")


async def types_a_text(driver: Driver) -> None:
    await driver.go("overview")
    await driver.type("改")
    await driver.keys("enter", "backspace", "delete", "ctrl+n", "ctrl+l", "ctrl+x")
    await driver.paste("一段话")
    await driver.keys("f4")


async def types_a_fact(driver: Driver) -> None:
    await driver.editing.show_part("about")
    await driver.keys("enter")
    await driver.type("局")
    await driver.keys("enter", "space")


async def answers_the_questions(driver: Driver) -> None:
    await driver.keys("ctrl+r")


async def nothing_is_taken(driver: Driver, sign: str) -> None:
    """Nothing that somebody types changes the report, and each change is answered."""
    report, told = driver.session.report, list[str]()
    answered, driver.session.on_refused = driver.session.on_refused, told.append
    assert sign in driver.screen().partition("\n")[0]
    for change in (types_a_fact, types_a_text, types_a_figure, answers_the_questions):
        told.clear()
        await change(driver)
        assert driver.session.report == report
        assert set(told) == {driver.session.locked}
        assert "一段话" not in driver.screen()
    driver.session.on_refused = answered


def test_a_reviewer_may_comment_and_mark_and_nothing_else(tmp_path: Path) -> None:
    given = clean_report("2021").with_figures({CELL: None})
    path = on(given, tmp_path)

    async def steps(driver: Driver) -> None:
        await driver.keys("ctrl+g")
        assert "回车：看 申请·本年新收·自然人" in driver.screen()  # who reviews does not fill in
        await nothing_is_taken(driver, "【复核】")
        await driver.go(CELL)
        foot = driver.screen().splitlines()[-1]
        assert "Alt+M 写意见" in foot.replace("  ", " ")
        assert "F8" not in foot
        for text in ("核对", "再核", "又一条"):
            await comment(driver, text)
        await driver.keys("alt+l", "down", "d", "d", "escape")  # on to the next one each time
        await palette(driver, "本部分经办完了")
        await palette(driver, "本部分审核过了")
        await driver.keys("ctrl+s")

    drive(steps, path, review=True)
    report = report_toml.load(path)
    assert {each.text: each.done for each in report.comments} == {"核对": False, "再核": True, "又一条": True}
    assert [mark.role for mark in report.marks] == [Role.REVIEWED]
    assert report.figures == given.figures


def test_a_published_report_is_locked_and_opened_again_with_a_reason(path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await palette(driver, "标为已公布")
        assert "公布的日期" in driver.screen()
        await driver.keys("end", "ctrl+u")
        await driver.type("2025-01-20")
        await driver.keys("enter")
        await driver.until(lambda: report_toml.load(path).published == DAY)
        await nothing_is_taken(driver, "【已公布】")
        await driver.go(CELL)
        await driver.type("3")
        assert "2025年1月20日已经公布" in driver.screen().replace("\n", "")
        assert not {"F8", "Alt+M"} & set(driver.screen().splitlines()[-1].split())
        await palette(driver, "重新打开已公布的报告")
        await driver.keys("enter")
        assert driver.session.locked  # no reason, not open
        await palette(driver, "重新打开已公布的报告")
        await driver.type("填错一件")
        await driver.keys("enter")
        await driver.until(lambda: report_toml.load(path).published is None)
        await driver.go(CELL)
        await driver.type("3")
        await driver.keys("enter")
        assert driver.session.report.figure(CELL) == count(3)

    drive(steps, path)
    events = [(event.what, event.by, event.after) for event in history.read(path)]
    assert events == [(What.PUBLISHED, "李四", "2025-01-20"), (What.REOPENED, "李四", "填错一件")]


def test_where_a_figure_comes_from_stands_below_the_table_and_behind_a_key(tmp_path: Path) -> None:
    rows = tuple(range(4, 400, 2))
    origin = Origin(CELL, "台账.xlsx", Source.LEDGER, "登记表", rows, count(len(rows)))
    report = clean_report("2021").with_figures({CELL: count(len(rows))})

    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
        assert "取自 台账.xlsx 登记表 第4、6、8……共198行（Alt+W" in driver.screen()
        await driver.keys("alt+w")
        assert "申请·本年新收·自然人：198" in driver.screen()
        assert "台账.xlsx 登记表 第4、6、8、10、" in driver.screen()
        assert "398行：198" not in driver.screen()
        await driver.keys("end")
        await driver.until(lambda: "398行：198" in driver.screen())  # all rows, to be scrolled to
        await driver.keys("enter")
        await driver.type("3")
        await driver.keys("enter", "up")
        assert "改过，原取自 台账.xlsx" in driver.screen()
        await driver.keys("alt+w")
        assert "来源198，现在是3：取来以后改过。" in driver.screen()
        await driver.keys("enter", "ctrl+z")
        assert "改过，原" not in driver.screen()
        await driver.go("applications.received.total")
        assert "取自" not in driver.screen()
        await driver.keys("alt+w")
        assert "由这些数相加" in driver.screen()
        assert "本年新收·自然人　198" in driver.screen()

    drive(steps, on(replace(report, origins=(origin,)), tmp_path))


def test_of_a_region_s_report_the_members_stand_behind_the_key_largest_first(tmp_path: Path) -> None:
    whole = made(tmp_path, 2024, seed=11, mistreated=False)
    collected, path = whole.collected(), tmp_path / "青溪市人民政府.toml"
    kept.place_of(whole.region, 2024).write_bytes(kept.content(collected))
    report_toml.save(begun(collected, whole.region, path), path)
    members = members_in_words(report_toml.load(path), path, CELL)

    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
        assert "取自 region.toml 各成员单位合计（Alt+W" in driver.screen()
        await driver.keys("alt+w")
        screen = driver.screen()
        assert screen.index("各成员单位：") < screen.index(members[0]) < screen.index(members[1])

    drive(steps, path)

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
from nianbao.model.review import Role
from nianbao.wizard.text.editor import ProseEditor
from tests.driving import Driver, drive, on
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
    await driver.type(words)
    await driver.until(lambda: words in driver.screen().partition("\n")[2])
    await driver.keys("down")
    await driver.keys("enter")


def test_a_comment_at_a_cell_is_written_listed_and_settled(path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
        await driver.keys("alt+m")
        assert "写意见" in driver.screen()
        await driver.type("与台账核对")
        await driver.keys("enter")
        assert "✎" in next(line for line in driver.screen().splitlines() if "新收" in line)
        assert "✎ 错误：李四的意见还没有处理：与台账核对" in driver.screen()
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

    drive(steps, path)
    (comment,) = report_toml.load(path).comments
    assert (comment.at, comment.by, comment.answer, comment.done) == (CELL, "李四", "已核对", True)


def test_a_comment_at_a_paragraph_stops_the_files_until_a_reason_is_given(path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go("overview")
        await driver.keys("down", "alt+m")
        assert "总体情况·正文第2行" in driver.screen()
        await driver.type("太短")
        await driver.keys("enter")
        assert "✎ 错误：李四的意见还没有处理：太短" in driver.screen()
        assert driver.session.report.comments[0].at == "overview:2"
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
        assert "✓ 错误：李四的意见" in driver.screen()
        await driver.keys("f6", "w")  # the findings have the same key for reasons
        await driver.keys("end", "ctrl+u", "enter")
        assert [finding.stops for finding in driver.editing.findings] == [True]
        await driver.keys("alt+l", "delete")
        assert driver.editing.findings == []

    drive(steps, path)


def test_marks_carry_name_and_day_and_become_void(path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
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

    drive(steps, path, size=(120, 40))


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
    driver.editing.show_part("about")
    await driver.keys("enter")
    await driver.type("局")
    await driver.keys("enter", "space")


async def answers_the_questions(driver: Driver) -> None:
    await driver.keys("ctrl+r")


@pytest.mark.parametrize("published", [None, DAY], ids=["review", "published"])
def test_nothing_else_is_taken_and_each_change_is_answered(
    published: datetime.date | None, tmp_path: Path
) -> None:
    report = replace(clean_report("2021"), published=published)
    told: list[str] = []

    async def steps(driver: Driver) -> None:
        assert ("【复核】" if published is None else "【已公布】") in driver.screen().partition("\n")[0]
        driver.session.on_refused = told.append
        for change in (types_a_fact, types_a_text, types_a_figure, answers_the_questions):
            told.clear()
            await change(driver)
            assert driver.session.report == report
            assert set(told) == {driver.session.locked}
            assert "一段话" not in driver.screen()

    drive(steps, on(report, tmp_path), review=published is None)
    assert report_toml.load(tmp_path / "报告.toml") == report


def test_a_reviewer_may_comment_and_mark_but_not_as_the_one_who_drafts(path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
        await driver.keys("alt+m")
        await driver.type("核对")
        await driver.keys("enter")
        await palette(driver, "本部分经办完了")
        await palette(driver, "本部分审核过了")
        await driver.keys("ctrl+s")

    drive(steps, path, review=True)
    report = report_toml.load(path)
    assert [comment.text for comment in report.comments] == ["核对"]
    assert [mark.role for mark in report.marks] == [Role.REVIEWED]
    assert report.figures == clean_report("2021").figures


def test_who_changed_a_cell(path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
        await driver.keys("alt+w")
        assert "没有记录" in driver.screen()
        await driver.keys("enter")
        await driver.type("3")
        await driver.keys("enter", "ctrl+s")
        await driver.until(lambda: "已保存" in driver.screen())
        await driver.go(CELL)
        await driver.keys("alt+w")
        assert "李四　0 → 3" in driver.screen()
        await driver.keys("enter")
        await driver.type("5")
        await driver.keys("enter", "up", "alt+w")
        assert "现在写的是5，还没有保存。" in driver.screen()

    drive(steps, path)


def test_the_name_is_asked_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIANBAO_NAME")

    async def steps(driver: Driver) -> None:
        await driver.go(CELL)
        for number, text in enumerate(("一", "二")):
            await driver.keys("alt+m")
            if number == 0:
                assert "您的姓名" in driver.screen()
                await driver.type("王五")
                await driver.keys("enter")
            await driver.type(text)
            await driver.keys("enter")
        assert [(c.by, c.text) for c in driver.session.report.comments] == [("王五", "一"), ("王五", "二")]

    drive(steps, path)


def test_handing_in_makes_three_files_and_is_remembered(path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await palette(driver, "送审")
        await driver.until(lambda: "用哪种格式" in driver.screen())
        while "网页" not in str(getattr(driver.app.focused, "label", "")):
            await driver.keys("right")
        await driver.keys("enter")
        await driver.until(lambda: "生成3个文件" in driver.screen())

    drive(steps, path)
    made = sorted(each.name for each in path.parent.glob("*送审稿*"))
    assert made == ["报告-送审稿-修改清单.html", "报告-送审稿-核查单.html", "报告-送审稿.html"]
    assert [event.what for event in history.read(path)] == [What.SUBMITTED]


def test_a_published_report_is_locked_and_opened_again_with_a_reason(path: Path) -> None:
    async def publish(driver: Driver) -> None:
        await palette(driver, "标为已公布")
        assert "公布的日期" in driver.screen()
        await driver.keys("end", "ctrl+u")
        await driver.type("2025-01-20")
        await driver.keys("enter")
        await driver.until(lambda: report_toml.load(path).published == DAY)
        assert "【已公布】" in driver.screen()

    async def reopen(driver: Driver) -> None:
        await driver.go(CELL)
        await driver.type("3")
        assert "2025年1月20日已经公布" in driver.screen().replace("\n", "")
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

    drive(publish, path)
    drive(reopen, path)
    events = [(event.what, event.by, event.after) for event in history.read(path)]
    assert events == [(What.PUBLISHED, "李四", "2025-01-20"), (What.REOPENED, "李四", "填错一件")]

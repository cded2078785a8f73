"""A second person reviews: what may be changed, what is kept, and who did it; without a screen."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.desk import history as desk_history
from nianbao.desk import person
from nianbao.desk.marks import marks, sign_of, unfilled
from nianbao.desk.overview import review_lines
from nianbao.desk.reviewing import Reviewing, comment_in_words, comment_of, in_words, lock_sign
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.session import Session
from nianbao.files import report_toml
from nianbao.files.history import What
from nianbao.model.figure import count
from nianbao.model.grid import grid_of
from nianbao.model.load_forms import all_forms
from nianbao.model.review import Role
from tests.strategies import clean_report

CELL = "applications.received.natural_person"
DAY = datetime.date(2025, 1, 5)


@pytest.fixture(autouse=True)
def _name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_NAME", "张三")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "报告.toml"
    report_toml.save(clean_report("2021"), path)
    return path


def refused(session: Session) -> list[str]:
    told: list[str] = []
    session.on_refused = told.append
    return told


# ---- comments and marks


def test_a_comment_stops_the_report_until_it_is_dealt_with() -> None:
    session = Session(clean_report("2021"))
    reviewing = Reviewing(session)
    reviewing.comment(CELL, " 与台账核对 ", "李四", DAY)
    reviewing.comment("overview", "太短", "李四", DAY, line=1)
    reviewing.comment("overview", "  ", "李四", DAY, line=1)
    cell, text = session.findings()[::-1]
    assert (cell.cell, cell.stops, text.section, text.stops) == (CELL, True, "overview", True)
    assert text.span is not None
    first, second = (comment_of(finding, session.report) for finding in (cell, text))
    assert first is not None
    assert second is not None
    assert second.quote == session.report.narrative["overview"].split("\n")[1][:30]

    reviewing.waive(cell, "台账口径不同")
    assert [finding.kept for finding in session.findings()] == [False, True]
    assert session.report.waivers == ()
    reviewing.change(second, answer="补了两句", done=True)
    assert [finding.code for finding in session.findings()] == ["S114"]
    words = [comment_in_words(comment, session.report) for comment in session.report.comments]
    assert words == [
        "i 申请·本年新收·自然人　李四 2025年1月5日：与台账核对　〔说明了理由；理由：台账口径不同〕",
        "✓ 总体情况·正文第2段　李四 2025年1月5日：太短　〔已处理；答复：补了两句〕",
    ]
    session.undo()
    assert len(session.report.open_comments) == 2
    reviewing.withdraw(session.report.comments[0])
    assert [comment.text for comment in session.report.comments] == ["太短"]


def test_every_other_finding_is_waived_as_before() -> None:
    session = Session(clean_report("2021").with_figures({"disclosure.fees.amount": None}))
    (finding,) = session.findings()
    Reviewing(session).waive(finding, "没有收费")
    assert [waiver.code for waiver in session.report.waivers] == [finding.code]


def test_a_mark_tells_when_something_was_changed_since() -> None:
    session = Session(clean_report("2021"))
    reviewing = Reviewing(session)
    reviewing.mark("applications", Role.DRAFTED, "张三", DAY)
    reviewing.mark("applications", Role.REVIEWED, "李四", DAY)

    def told() -> str:
        return in_words(session.report, "applications")

    assert told() == "经办 张三（2025年1月5日）　审核 李四（2025年1月5日）"
    session.enter({CELL: count(1)}, "填")
    assert told() == "经办 张三（2025年1月5日，此后有改动）　审核 李四（2025年1月5日，此后有改动）"
    reviewing.mark("applications", Role.REVIEWED, "李四", DAY)
    assert told() == "经办 张三（2025年1月5日，此后有改动）　审核 李四（2025年1月5日）"
    reviewing.unmark("applications", Role.DRAFTED)
    assert told() == "审核 李四（2025年1月5日）"
    reviewing.unmark("applications", Role.REVIEWED)
    assert told() == ""


def test_another_form_loses_no_comment() -> None:
    report = replace(clean_report("2019"), year=2020)
    session = Session(report)
    gone = next(cell for cell in report.form.cells if cell not in all_forms()["2021"].cells)
    Reviewing(session).comment(gone, "核对", "李四", DAY)
    session.enter_about(year=2021, form=all_forms()["2021"])
    (comment,) = session.report.comments
    assert comment.at == gone.partition(".")[0]
    data = report_toml.new_text(session.report).encode()
    assert report_toml.loads(data, "").comments == (comment,)


def test_a_comment_on_an_empty_cell_is_more_than_a_cell_to_fill() -> None:
    session = Session(clean_report("2021").with_figures({CELL: None}))
    Reviewing(session).comment(CELL, "填了再送", "李四", DAY)
    report, grid = session.report, grid_of(session.form, "applications")
    said = [finding for finding in session.findings() if not unfilled(finding, report)]
    assert [(sign_of(finding), finding.cell) for finding in said] == [("✎", CELL)]
    found = marks(session.findings(), grid, report)
    assert found.comments == {CELL}
    assert not found.cells
    Reviewing(session).change(report.comments[0], reason="没有台账")
    assert marks(session.findings(), grid, session.report).comments == frozenset()


def test_how_far_the_review_is_stands_in_the_overview() -> None:
    session = Session(clean_report("2021"))
    reviewing = Reviewing(session)
    assert list(review_lines(session.report)) == []
    reviewing.mark("other", Role.DRAFTED, "张三", DAY)
    reviewing.mark("disputes", Role.REVIEWED, "李四", DAY)
    session.enter_text("other", "没有。")
    reviewing.comment("other", "太短", "李四", DAY, line=0)
    assert [(line.sign, line.words) for line in review_lines(session.report)] == [
        ("✓", "复议诉讼　审核 李四（2025年1月5日）"),
        ("!", "其他事项　经办 张三（2025年1月5日，此后有改动）"),
        ("✎", "还有1条意见没有处理，按 Alt+L 看"),
    ]
    reviewing.publish(DAY)
    assert next(review_lines(session.report)).words == "2025年1月5日已经公布，锁住了"
    assert lock_sign(session) == "【已公布】"
    assert lock_sign(Session(clean_report("2021"), review=True)) == "【复核】"
    assert lock_sign(Session(clean_report("2021"))) == ""


# ---- what may be changed


def test_a_review_changes_nothing_but_comments_and_its_marks() -> None:
    report = clean_report("2021")
    session = Session(report, review=True)
    told = refused(session)
    reviewing = Reviewing(session)
    session.type({CELL: count(1)})
    session.enter({CELL: count(1)}, "填")
    session.enter_text("other", "改")
    session.enter_about(agency="别的局")
    session.become(replace(report, year=2022), "")
    reviewing.mark("other", Role.DRAFTED, "李四", DAY)
    reviewing.publish(DAY)
    assert session.report == report
    assert len(told) == 7
    assert set(told) == {session.locked}
    assert "复核" in session.locked
    reviewing.mark("other", Role.REVIEWED, "李四", DAY)
    reviewing.comment(CELL, "核对", "李四", DAY)
    assert len(told) == 7
    assert (len(session.report.marks), len(session.report.comments)) == (1, 1)
    session.undo()
    assert session.report.comments == ()


def test_a_published_report_is_locked_and_nothing_is_undone() -> None:
    session = Session(clean_report("2021"))
    told = refused(session)
    reviewing = Reviewing(session)
    session.enter({CELL: count(0)}, "填")
    reviewing.publish(DAY)
    assert session.undo() is None
    session.enter({CELL: count(1)}, "填")
    reviewing.comment(CELL, "核对", "李四", DAY)
    assert session.report == replace(clean_report("2021"), published=DAY)
    assert told == [session.locked] * 2
    assert "2025年1月5日已经公布" in session.locked
    reviewing.reopen()
    assert session.undo() is None
    session.enter({CELL: count(1)}, "填")
    assert session.report.figure(CELL) == count(1)
    assert session.locked == ""


def test_what_was_typed_after_reopening_is_recovered(path: Path) -> None:
    report_toml.save(replace(clean_report("2021"), published=DAY), path)
    opened = FileGuard.open(path)
    Reviewing(opened.session).reopen()
    opened.session.enter({CELL: count(4)}, "填")
    opened.guard.close(keep=True)
    again = FileGuard.open(path)
    assert again.session.locked
    assert again.recovered is not None
    again.recovered.accept()
    assert (again.session.locked, again.session.report.figure(CELL)) == ("", count(4))
    again.guard.close(keep=False)


def test_a_review_takes_over_what_a_reviewer_has_not_saved_and_nothing_else(path: Path) -> None:
    opened = FileGuard.open(path, review=True)
    Reviewing(opened.session).comment(CELL, "核对", "李四", DAY)
    opened.guard.close(keep=True)
    again = FileGuard.open(path, review=True)
    assert again.recovered is not None
    assert again.session.may_recover(again.recovered.report)
    again.recovered.accept()
    assert [comment.text for comment in again.session.report.comments] == ["核对"]
    again.guard.save()
    again.guard.close(keep=False)

    other = FileGuard.open(path)
    other.session.enter({CELL: count(3)}, "填")
    other.guard.close(keep=True)
    third = FileGuard.open(path, review=True)
    assert third.recovered is not None
    assert not third.session.may_recover(third.recovered.report)
    third.guard.close(keep=True)
    assert FileGuard.open(path).recovered is not None  # it waits for whoever has typed it


# ---- history


def test_every_saved_change_has_its_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = FileGuard.open(path)
    session, guard = opened.session, opened.guard
    session.enter({CELL: count(3)}, "填")
    guard.save()
    monkeypatch.setenv("NIANBAO_NAME", " 李　四\n")
    session.enter({CELL: count(5)}, "填")
    session.enter_text("other", "没有收费。\n没有别的事项。")
    guard.save()
    guard.save()
    events = guard.history.events()
    assert [(e.by, e.place, e.before, e.after) for e in events] == [
        ("张三", CELL, "0", "3"),
        ("李 四", CELL, "3", "5"),
        (
            "李 四",
            "other:1",
            "本年度没有收取信息处理费。没有其他需要报告的事项。",
            "没有收费。\n没有别的事项。",
        ),
    ]
    lines = desk_history.told(events, CELL, desk_history.figure_there(session.saved, CELL))
    assert [line.partition("　")[2] for line in lines] == ["李 四　3 → 5", "张三　0 → 3"]
    assert "第1行" in desk_history.told(events, "other", "")[0]
    assert "不知道是谁" in desk_history.told(events, CELL, "7")[0]
    assert desk_history.told(events, "disputes", "") == []
    assert not any("在别处修改" in line for line in desk_history.all_told(events, session.saved))
    elsewhere = desk_history.all_told(events, session.saved.with_figures({CELL: count(9)}))[0]
    assert elsewhere.startswith("在别处修改　5 → 9　〔")
    assert "修改记录" not in report_toml.new_text(session.report)
    guard.close(keep=False)


@pytest.mark.parametrize("length", [80, 400])
def test_what_is_different_in_a_long_line_is_told_first(path: Path, length: int) -> None:
    line = "一" * (length - 1) + "。"
    opened = FileGuard.open(path)
    opened.session.enter_text("overview", line)
    opened.guard.save()
    opened.session.enter_text("overview", f"{line}领导加的一句。")
    opened.guard.save()
    told = desk_history.told(opened.guard.history.events(), "overview", "")[0]
    assert told.endswith(f"第1行　…{line[-12:]} → …{line[-12:]}领导加的一句。")
    opened.guard.close(keep=False)


def test_a_history_that_cannot_be_written_keeps_nobody_from_saving(path: Path) -> None:
    path.with_name("报告-修改记录.jsonl").mkdir()
    opened = FileGuard.open(path)
    opened.session.enter({CELL: count(3)}, "填")
    opened.guard.save()
    assert report_toml.load(path).figure(CELL) == count(3)
    assert "修改记录“报告-修改记录.jsonl”记不下来" in opened.guard.history.trouble
    opened.guard.close(keep=False)


def test_another_name_takes_the_history_along(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({CELL: count(3)}, "填")
    opened.guard.save()
    opened.guard.history.note(What.REOPENED, after="填错")
    opened.session.enter({CELL: count(4)}, "填")
    opened.guard.save_as(path.with_name("另存.toml"))
    assert [event.after for event in opened.guard.history.events()] == ["3", "填错", "4"]
    opened.guard.close(keep=False)


# ---- names


def test_the_name_is_given_or_that_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert person.name() == person.known() == "张三"
    monkeypatch.delenv("NIANBAO_NAME")
    assert person.known() == ""
    assert person.name() == person.system_user()
    person.remember(" 李四\n")
    assert person.known() == "李四"
    monkeypatch.setattr("getpass.getuser", lambda: os.environ["NOBODY"])
    assert person.system_user() == "没有留名"

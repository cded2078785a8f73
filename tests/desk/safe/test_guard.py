"""Nothing that was typed is ever lost: whatever happens to the process, the file, the folder, the disk."""

from __future__ import annotations

import datetime
import errno
import os
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from nianbao.desk import recent
from nianbao.desk.safe import diary, journal
from nianbao.desk.safe.guard import Busy, ChangedOutside, FileGuard, Opened
from nianbao.files import report_toml
from nianbao.model.figure import count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report
from nianbao.problem import InputError
from tests.soak import drawn
from tests.strategies import clean_report, reports

DAY = datetime.date(2026, 1, 20)
RECEIVED = "applications.received.natural_person"
TOTAL = "applications.received.total"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A saved report."""
    path = tmp_path / "报告.toml"
    path.write_text("# 手写的说明\n" + report_toml.new_text(clean_report("2021")), encoding="utf-8")
    return path


def die(opened: Opened) -> None:
    """What a kill leaves behind: the file and the journal as they are, and no lock."""
    book = opened.guard._diary._journal
    assert book is not None
    os.close(book._descriptor)
    opened.session.on_change = lambda: None


def killed_while_saving(opened: Opened, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Killed when it comes to a function that ``guard`` knows."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(f"nianbao.desk.safe.guard.{where}", interrupted)
        with pytest.raises(KeyboardInterrupt):
            opened.guard.save(overwrite=True)
    die(opened)


def reopened(path: Path) -> Report:
    """The report that is recovered."""
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    opened.recovered.accept()
    report = opened.session.report
    opened.guard.close(keep=True)
    return report


def books(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir() if found.name.endswith("journal"))


# ---- what is typed outlives the process


def test_every_change_is_there_after_a_kill(path: Path) -> None:
    opened = FileGuard.open(path)
    session = opened.session
    assert opened.recovered is None
    session.enter({RECEIVED: count(3)}, "填数")
    session.enter_text("overview", "改写的正文")
    session.enter_about(agency="另一个局", date=None)
    session.enter({"disclosure.regulations.issued": count(1)}, "填数")
    session.waive(next(f for f in session.findings() if f.code == "T202"), "有理由")
    session.undo()
    session.type({TOTAL: parse("1（其")})
    typed = session.report
    die(opened)
    assert reopened(path) == typed
    assert reopened(path) == typed


def test_a_text_and_taken_back_figures_too(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: None}, "清除")
    opened.session.enter_text("preface", "半句")
    typed = opened.session.report
    die(opened)
    assert reopened(path) == typed


@drawn(8)
@given(first=reports(all_forms()["2021"]), second=reports(all_forms()["2019"]))
def test_any_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory, first: Report, second: Report
) -> None:
    path = tmp_path_factory.mktemp("any") / "r.toml"
    opened = FileGuard.create(path, first)
    opened.session.become(second, "换")
    die(opened)
    assert reopened(path) == second
    opened = FileGuard.open(path)
    assert opened.session.report == first
    assert opened.recovered is not None
    opened.recovered.accept()
    opened.guard.save()
    assert report_toml.load(path) == second
    opened.guard.close(keep=False)
    assert books(path) == []


def test_a_long_text_costs_a_keystroke_little(path: Path) -> None:
    opened = FileGuard.open(path)
    text = "正文。" * 500
    opened.session.enter_text("overview", text)
    before = journal.beside(path).stat().st_size
    for length in range(20):
        opened.session.enter_text("overview", text[:700] + "字" * length + text[700:])
    assert journal.beside(path).stat().st_size - before < 20 * 100
    typed = opened.session.report
    die(opened)
    assert reopened(path) == typed


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_last_line_costs_that_line_alone(path: Path, cut: int) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    typed = opened.session.report
    opened.session.enter({RECEIVED: count(4)}, "填数")
    die(opened)
    book = journal.beside(path)
    book.write_bytes(book.read_bytes()[:-cut])
    assert reopened(path) == typed


def test_what_follows_a_torn_line_is_whole(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    with journal.beside(path).open("ab") as file:
        file.write(b'["00000000",{"fig')
    opened = FileGuard.open(path)
    assert (opened.notice, opened.recovered is None) == ("", False)
    assert opened.recovered is not None
    opened.recovered.accept()
    opened.session.enter({RECEIVED: count(5)}, "填数")
    typed = opened.session.report
    die(opened)
    assert reopened(path) == typed


# ---- what is offered, and what becomes of it


def test_the_difference_is_told_in_words(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.session.enter_text("other", "第一行\n" + opened.session.report.narrative["other"])
    die(opened)
    recovered = FileGuard.open(path).recovered
    assert recovered is not None
    assert not recovered.outside
    told = [(each.place, each.before, each.after) for each in recovered.differences]
    assert told == [("申请·本年新收·自然人", "0", "3"), ("其他事项·正文第1行", "", "第一行")]


def test_accepting_is_one_step_that_is_not_saved(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.session.enter({RECEIVED: count(4)}, "填数")
    die(opened)
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    assert opened.session.report == report_toml.load(path)
    opened.recovered.accept()
    assert opened.session.unsaved
    opened.session.undo()
    assert not opened.session.unsaved


def test_what_is_discarded_is_not_offered_again(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    opened.recovered.discard()
    die(opened)
    assert FileGuard.open(path).recovered is None


def test_an_open_choice_survives_any_number_of_kills(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    typed = opened.session.report
    for _ in range(3):
        die(opened)
        opened = FileGuard.open(path)
        opened.guard.tick()
    opened.guard.close(keep=True)
    assert reopened(path) == typed


def test_typing_without_having_chosen_keeps_both(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(4)}, "填数")
    die(opened)
    assert reopened(path).figure(RECEIVED) == count(4)
    assert len(books(path)) == 2


def test_leaving_without_changes_leaves_nothing_behind(path: Path) -> None:
    for keep in (True, False):
        FileGuard.open(path).guard.close(keep=keep)
        assert books(path) == []


def test_leaving_with_changes_keeps_them_or_not(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.guard.close(keep=True)
    opened.session.enter({RECEIVED: count(9)}, "填数")  # nobody guards any more
    assert reopened(path).figure(RECEIVED) == count(3)
    FileGuard.open(path).guard.close(keep=False)
    assert books(path) == []


def test_a_kill_with_nothing_unsaved_offers_nothing(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.guard.save()
    die(opened)
    opened = FileGuard.open(path)
    assert opened.recovered is None
    assert opened.session.report.figure(RECEIVED) == count(3)


def test_changes_after_a_save_are_offered(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.guard.save()
    opened.session.enter({TOTAL: count(4)}, "填数")
    die(opened)
    recovered = FileGuard.open(path).recovered
    assert recovered is not None
    assert [each.after for each in recovered.differences] == ["4"]


@pytest.mark.parametrize(
    ("where", "saved"),
    [("atomic.write", False), ("History.record", True), ("FileGuard._saved", True)],
)
def test_the_history_tells_what_the_file_says_whenever_a_save_is_killed(
    path: Path, monkeypatch: pytest.MonkeyPatch, where: str, saved: bool
) -> None:
    monkeypatch.setenv("NIANBAO_NAME", "张三")
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(7)}, "填")
    opened.guard.save()
    opened.session.enter({RECEIVED: count(8)}, "填")
    killed_while_saving(opened, monkeypatch, where)
    monkeypatch.setenv("NIANBAO_NAME", "李四")
    for _ in range(2):  # opened again and again: told once
        again = FileGuard.open(path)
        assert (again.recovered is None) == saved
        told = [(event.by, event.before, event.after) for event in again.guard.history.events()]
        assert told == [("张三", "0", "7"), ("张三", "7", "8")][: 1 + saved]
        die(again)
    again = FileGuard.open(path)
    again.session.enter({RECEIVED: count(0)}, "填回去")
    again.guard.save()
    last = again.guard.history.events()[-1]
    assert (last.by, last.before, last.after) == ("李四", "8" if saved else "7", "0")


def test_what_a_killed_save_has_overwritten_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(7)}, "填")
    theirs = opened.session.saved.with_figures({RECEIVED: count(5)})
    path.write_text(report_toml.new_text(theirs), encoding="utf-8")
    killed_while_saving(opened, monkeypatch, "History.record")
    (event,) = FileGuard.open(path).guard.history.events()
    assert (event.place, event.before, event.after) == (RECEIVED, "5", "7")


# ---- a new report


def test_a_new_report_is_there_before_its_first_save(tmp_path: Path) -> None:
    path = tmp_path / "新.toml"
    with pytest.raises(FileNotFoundError):
        FileGuard.open(path)
    assert books(path) == []
    opened = FileGuard.create(path, Report(all_forms()["2021"], "某局", 2024))
    die(opened)
    opened = FileGuard.open(path)
    assert opened.session.report.agency == "某局"
    assert opened.recovered is None
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    assert not path.exists()
    assert reopened(path).figure(RECEIVED) == count(3)
    with pytest.raises(FileExistsError):
        FileGuard.create(path, clean_report("2021"))
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    opened.recovered.accept()
    opened.guard.save()
    assert report_toml.load(path) == opened.session.report


def test_a_new_report_does_not_take_the_place_of_a_file(path: Path) -> None:
    with pytest.raises(FileExistsError):
        FileGuard.create(path, clean_report("2021"))
    assert books(path) == []


def test_a_file_that_was_removed_is_not_called_back_by_an_old_journal(path: Path) -> None:
    die(FileGuard.open(path))
    path.unlink()
    with pytest.raises(FileNotFoundError):
        FileGuard.open(path)
    FileGuard.create(path, clean_report("2021"))


def test_what_was_typed_into_a_file_that_was_removed_is_offered(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    path.unlink()
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    assert opened.recovered.gone
    opened.recovered.accept()
    opened.guard.save()  # there is nobody's work to be overwritten
    assert report_toml.load(path).figure(RECEIVED) == count(3)


# ---- saving


def test_saving_keeps_comments_and_mode(path: Path) -> None:
    path.chmod(0o640)
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.guard.save()
    assert not opened.session.unsaved
    assert path.read_text(encoding="utf-8").startswith("# 手写的说明")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert not opened.guard.changed_outside()


def test_the_journal_is_for_its_owner_alone(path: Path) -> None:
    FileGuard.open(path)
    assert stat.S_IMODE(journal.beside(path).stat().st_mode) == 0o600


def test_a_report_that_no_file_can_hold_is_not_saved(path: Path) -> None:
    opened = FileGuard.open(path)
    before = path.read_bytes()
    opened.session.enter_text("overview", "共{{ 申请.没有.总计 }}件")
    with pytest.raises(InputError, match="没有"):
        opened.guard.save()
    opened.session.undo()
    opened.session.enter({RECEIVED: parse("减\ud83d")}, "填数")
    with pytest.raises(InputError):
        opened.guard.save()
    assert path.read_bytes() == before
    die(opened)
    assert FileGuard.open(path).recovered is not None


def test_saving_through_a_link_changes_what_it_points_to(path: Path) -> None:
    link = path.with_name("link.toml")
    link.symlink_to(path)
    opened = FileGuard.open(link)
    with pytest.raises(Busy):
        FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.guard.save()
    assert link.is_symlink()
    assert report_toml.load(path).figure(RECEIVED) == count(3)


def test_save_as_leaves_the_first_file_and_guards_the_second(path: Path) -> None:
    other = path.with_name("另一份.toml")
    before = path.read_bytes()
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    opened.guard.save_as(other)
    assert path.read_bytes() == before
    assert other.read_text(encoding="utf-8").startswith("# 手写的说明")
    assert opened.guard.path == other
    assert books(path) == [journal.beside(other).name]
    opened.session.enter({RECEIVED: count(4)}, "填数")
    die(opened)
    assert reopened(other).figure(RECEIVED) == count(4)


def test_save_as_into_another_folder_names_the_same_report_of_last_year(path: Path) -> None:
    last = path.with_name("去年.toml")
    report_toml.save(clean_report("2021"), last)
    origins = (Origin(RECEIVED, "台账.csv", Source.LEDGER), Origin(RECEIVED, "来函"))
    report_toml.save(replace(clean_report("2021"), prior=last.name, origins=origins), path)
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    other = path.parent / "另一处" / path.name
    other.parent.mkdir()
    opened.guard.save_as(other)
    assert report_toml.load(other).prior == "../去年.toml"
    counted, named = report_toml.load(other).origins
    assert (counted.source, counted.mapping) == ("../台账.csv", "../台账对照.toml")
    assert named.source == "来函"
    assert not opened.session.unsaved
    opened.session.undo()
    assert opened.session.report.prior == "../去年.toml"
    die(opened)
    assert reopened(other).figure(RECEIVED) == count(0)


def test_save_as_does_not_overwrite_unasked(path: Path) -> None:
    other = path.with_name("另一份.toml")
    other.write_text("别人的", encoding="utf-8")
    opened = FileGuard.open(path)
    with pytest.raises(FileExistsError):
        opened.guard.save_as(other)
    assert other.read_text(encoding="utf-8") == "别人的"
    opened.guard.save_as(other, overwrite=True)
    assert report_toml.load(other) == report_toml.load(path)


# ---- somebody else


def test_a_second_wizard_is_told_who_has_the_file(path: Path) -> None:
    opened = FileGuard.open(path)
    with pytest.raises(Busy, match=f"进程{os.getpid()}"):
        FileGuard.open(path)
    with pytest.raises(Busy):
        FileGuard.create(path, clean_report("2021"))
    opened.guard.close(keep=True)
    FileGuard.open(path)


def test_a_lock_that_nobody_holds_is_taken_over(path: Path) -> None:
    die(FileGuard.open(path))
    assert books(path)
    FileGuard.open(path)


def test_the_file_changed_outside_is_noticed_and_not_overwritten(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    theirs = path.read_text(encoding="utf-8").replace("青溪县水利局", "青溪县教育局")
    path.write_text(theirs, encoding="utf-8")
    assert opened.guard.changed_outside()
    with pytest.raises(ChangedOutside, match="别人改过"):
        opened.guard.save()
    assert path.read_text(encoding="utf-8") == theirs
    opened.guard.save(overwrite=True)
    assert report_toml.load(path) == opened.session.report
    assert not opened.guard.changed_outside()


def test_what_somebody_else_made_of_the_file_is_taken_in(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(7)}, "填")
    theirs = replace(opened.session.saved, agency="别的局")
    path.write_text(report_toml.new_text(theirs), encoding="utf-8")
    opened.guard.take_in()
    die(opened)
    again = FileGuard.open(path)
    assert again.recovered is not None
    assert not again.recovered.outside
    assert again.recovered.report == theirs.with_figures({RECEIVED: count(7)})


@pytest.mark.parametrize("theirs", ["", replace(clean_report("2021"), published=DAY), clean_report("2019")])
def test_what_cannot_be_put_together_is_not(path: Path, theirs: Report | str) -> None:
    opened = FileGuard.open(path)
    path.write_text(theirs if isinstance(theirs, str) else report_toml.new_text(theirs), encoding="utf-8")
    assert opened.guard.theirs() is None


@pytest.mark.parametrize("folder", [".", "别处"])
def test_what_was_typed_into_a_file_that_was_renamed_or_moved_since_is_offered(
    path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_NAME", "张三")
    recent.add(path)
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(7)}, "填")
    opened.guard.save()
    opened.session.enter({RECEIVED: count(75)}, "填")
    die(opened)
    other = path.parent / folder / "新名字.toml"
    other.parent.mkdir(exist_ok=True)
    other.with_name("无关.toml").write_text(report_toml.new_text(replace(clean_report("2021"), year=2022)))
    path.rename(other)
    assert FileGuard.open(other.with_name("无关.toml")).recovered is None
    again = FileGuard.open(other)
    assert again.recovered is not None
    assert (again.recovered.former, again.recovered.by, again.recovered.outside) == (path, "张三", False)
    assert again.recovered.report.figures[RECEIVED] == count(75)
    assert [event.after for event in again.guard.history.events()] == ["7"]
    die(again)
    assert not journal.beside(path).exists()
    assert reopened(other).figures[RECEIVED] == count(75)


@pytest.mark.parametrize("change", [{"agency": "别的局"}, {"year": 2023}, {"date": DAY}])
def test_another_report_in_the_place_of_the_file_is_told(path: Path, change: dict[str, Any]) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(7)}, "填")
    die(opened)
    now = replace(clean_report("2021"), **change)
    path.write_text(report_toml.new_text(now), encoding="utf-8")
    recovered = FileGuard.open(path).recovered
    assert recovered is not None
    assert recovered.outside
    assert recovered.replaced == (None if "date" in change else now)


def test_who_types_on_under_the_former_name_is_told(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(7)}, "填")
    other = path.rename(path.with_name("新名字.toml"))
    with pytest.raises(Busy):
        FileGuard.open(other)
    assert books(path) == [journal.beside(path).name]


def test_a_file_that_was_only_touched_is_not_changed(path: Path) -> None:
    opened = FileGuard.open(path)
    os.utime(path, (1, 1))
    assert not opened.guard.changed_outside()
    path.unlink()
    assert opened.guard.changed_outside()


def test_recovery_keeps_what_others_have_changed_meanwhile(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    theirs = path.read_text(encoding="utf-8").replace("青溪县水利局", "青溪县教育局")
    path.write_text(theirs, encoding="utf-8")
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    assert opened.recovered.outside
    assert [each.after for each in opened.recovered.differences] == ["3"]
    assert opened.recovered.disputed == frozenset()
    opened.recovered.accept()
    assert not opened.guard.changed_outside()
    opened.guard.save()
    saved = report_toml.load(path)
    assert (saved.agency, saved.figure(RECEIVED)) == ("青溪县教育局", count(3))


def test_where_both_have_changed_a_place_it_is_told_and_what_was_typed_stands(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    theirs = report_toml.load(path).with_figures({RECEIVED: count(8)})
    report_toml.save(theirs, path)
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    assert [(each.before, each.after) for each in opened.recovered.differences] == [("8", "3")]
    assert opened.recovered.disputed == {"申请·本年新收·自然人"}


def test_what_is_discarded_is_kept_beside_the_report(path: Path) -> None:
    for number in (1, 2):  # the second time, too
        opened = FileGuard.open(path)
        opened.session.enter({RECEIVED: count(number + 2)}, "填数")
        die(opened)
        opened = FileGuard.open(path)
        assert opened.recovered is not None
        copy = opened.recovered.discard()
        opened.guard.close(keep=False)
        assert copy is not None
        assert report_toml.load(copy).figure(RECEIVED) == count(number + 2)
    assert report_toml.load(path).figure(RECEIVED) == count(0)


def test_discarding_takes_the_file_as_it_is_now(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    theirs = path.read_text(encoding="utf-8").replace("青溪县水利局", "青溪县教育局")
    path.write_text(theirs, encoding="utf-8")
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    opened.recovered.discard()
    assert not opened.guard.changed_outside()
    opened.session.enter({RECEIVED: count(4)}, "填数")
    opened.guard.save()
    assert report_toml.load(path).agency == "青溪县教育局"


def test_a_file_that_somebody_broke_does_not_cost_the_journal(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    whole = path.read_bytes()
    path.write_text("agency = ", encoding="utf-8")
    with pytest.raises(InputError):
        FileGuard.open(path)
    path.write_bytes(whole)
    assert reopened(path).figure(RECEIVED) == count(3)


def test_overwriting_a_file_that_somebody_broke_keeps_the_comments(path: Path) -> None:
    opened = FileGuard.open(path)
    path.write_text("agency = ", encoding="utf-8")
    opened.guard.save(overwrite=True)
    assert path.read_text(encoding="utf-8").startswith("# 手写的说明")


# ---- a journal that cannot be read


@pytest.mark.parametrize("content", [b'["00000000",{}]\n["x"]\n', b"\x00\n" * 9, b"[[[[\n[]\n"])
def test_a_journal_that_is_none_is_set_aside(path: Path, content: bytes) -> None:
    journal.beside(path).write_bytes(content)
    opened = FileGuard.open(path)
    assert opened.notice
    (aside,) = set(books(path)) - {journal.beside(path).name}
    assert aside in opened.notice
    assert path.with_name(aside).read_bytes() == content
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    assert reopened(path).figure(RECEIVED) == count(3)


def test_the_journal_of_a_later_version_is_set_aside(path: Path) -> None:
    book = journal.Journal.open(journal.beside(path))
    book.append([{"journal": 99, "base": None}])
    book.close(remove=False)
    opened = FileGuard.open(path)
    assert opened.notice
    opened.session.enter({RECEIVED: count(3)}, "填数")
    die(opened)
    opened = FileGuard.open(path)
    assert opened.notice == ""
    assert opened.recovered is not None


def test_what_stands_before_a_damaged_line_is_offered(path: Path) -> None:
    opened = FileGuard.open(path)
    for number in (3, 4, 5):
        opened.session.enter({RECEIVED: count(number)}, "填数")
    die(opened)
    book = journal.beside(path)
    book.write_bytes(book.read_bytes().replace(b'"4"', b'"9"'))
    opened = FileGuard.open(path)
    assert opened.recovered is not None
    assert opened.recovered.report.figure(RECEIVED) == count(3)
    assert opened.notice


# ---- the disk and the folder


def failing(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> Callable[[], None]:
    """Let a call of the system fail; the result lets it work again."""
    real = getattr(os, name)

    def fail(*arguments: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)
    return lambda: monkeypatch.setattr(os, name, real)


def test_a_full_disk_is_told_and_made_up_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(3)}, "填数")
    again = failing(monkeypatch, "write", errno.ENOSPC)
    opened.session.enter({RECEIVED: count(4)}, "填数")
    opened.guard.tick()
    assert "磁盘空间不足" in opened.guard.trouble()
    opened.session.enter({TOTAL: count(4)}, "填数")
    again()
    opened.guard.tick()
    assert opened.guard.trouble() == ""
    typed = opened.session.report
    die(opened)
    assert reopened(path) == typed


def test_half_a_line_on_a_full_disk_is_taken_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = FileGuard.open(path)
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[: len(data) // 2]))
    opened.session.enter({RECEIVED: count(4)}, "填数")
    assert "磁盘空间不足" in opened.guard.trouble()
    monkeypatch.setattr(os, "write", real)
    opened.session.enter({RECEIVED: count(5)}, "填数")
    assert opened.guard.trouble() == ""
    die(opened)
    assert reopened(path).figure(RECEIVED) == count(5)


def test_a_disk_that_does_not_take_it_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(4)}, "填数")
    again = failing(monkeypatch, "fsync", errno.EIO)
    opened.guard.tick()
    assert "磁盘读写出错" in opened.guard.trouble()
    again()
    opened.guard.tick()
    assert opened.guard.trouble() == ""


def test_saving_on_a_full_disk_leaves_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = FileGuard.open(path)
    before = path.read_bytes()
    opened.session.enter({RECEIVED: count(4)}, "填数")
    again = failing(monkeypatch, "fsync", errno.ENOSPC)
    with pytest.raises(OSError, match="No space"):
        opened.guard.save()
    assert path.read_bytes() == before
    assert opened.session.unsaved
    again()
    opened.guard.save()


def test_a_folder_that_cannot_be_written_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(name: str | bytes | os.PathLike[str], flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(name, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)
    opened = FileGuard.open(path)
    assert "没有权限" in opened.guard.trouble()
    opened.session.enter({RECEIVED: count(4)}, "填数")
    opened.guard.tick()
    assert "没有权限" in opened.guard.trouble()
    monkeypatch.setattr(os, "open", real)
    opened.guard.tick()
    assert opened.guard.trouble() == ""
    die(opened)
    assert reopened(path).figure(RECEIVED) == count(4)


def test_a_folder_that_goes_away_is_told_and_made_up_for(path: Path) -> None:
    opened = FileGuard.open(path)
    away = path.parent.with_name("搬走")
    path.parent.rename(away)
    opened.session.enter({RECEIVED: count(4)}, "填数")
    opened.guard.tick()
    assert "不见了" in opened.guard.trouble()
    assert opened.guard.changed_outside()
    opened.session.enter({RECEIVED: count(5)}, "填数")
    away.rename(path.parent)
    opened.guard.tick()
    assert opened.guard.trouble() == ""
    die(opened)
    assert reopened(path).figure(RECEIVED) == count(5)


def test_a_journal_that_somebody_removed_is_written_again(path: Path) -> None:
    opened = FileGuard.open(path)
    opened.session.enter({RECEIVED: count(4)}, "填数")
    journal.beside(path).unlink()
    opened.guard.tick()
    die(opened)
    assert reopened(path).figure(RECEIVED) == count(4)


def test_a_second_wizard_that_was_quicker_is_left_alone(path: Path) -> None:
    first = FileGuard.open(path)
    journal.beside(path).unlink()
    second = FileGuard.open(path)
    second.session.enter({RECEIVED: count(7)}, "填数")
    first.session.enter({RECEIVED: count(4)}, "填数")
    first.guard.tick()
    assert "正在别处编辑" in first.guard.trouble()
    die(second)
    first.guard.tick()
    assert first.guard.trouble() == ""
    die(first)
    assert reopened(path).figure(RECEIVED) == count(4)
    assert len(books(path)) == 2  # and what the second had is kept too


def test_a_long_journal_is_made_short(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "BLOATED", 8_000)
    opened = FileGuard.open(path)
    for number in range(500):
        opened.session.enter({RECEIVED: count(number)}, "填数")
        if number % 25 == 0:
            opened.guard.tick()
    assert journal.beside(path).stat().st_size < 40_000
    with pytest.raises(Busy):
        FileGuard.open(path)
    die(opened)
    assert reopened(path).figure(RECEIVED) == count(499)


def test_a_worker_may_tick_while_somebody_types(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary, "BLOATED", 2_000)
    opened = FileGuard.open(path)
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            opened.guard.tick()

    worker = threading.Thread(target=work)
    worker.start()
    for number in range(150):
        opened.session.type({RECEIVED: count(number)})
        opened.session.enter_text("overview", "字" * number)
    ended.set()
    worker.join()
    typed = opened.session.report
    die(opened)
    assert reopened(path) == typed


@pytest.mark.parametrize("name", ["长" * 80 + ".toml", "x" * 250 + ".toml"])
def test_a_long_name_has_a_journal_too(tmp_path: Path, name: str) -> None:
    opened = FileGuard.create(tmp_path / name, clean_report("2021"))
    assert opened.guard.trouble() == ""

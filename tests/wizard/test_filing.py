"""Nothing is ever lost: saving, leaving, crashes, other programs, full disks."""

import errno
from pathlib import Path

import pytest

from nianbao.desk.safe.guard import FileGuard
from nianbao.files import report_toml
from nianbao.files.atomic import ACL
from nianbao.model.figure import count
from nianbao.wizard.screen.editing import EditingScreen
from nianbao.wizard.windows.dialogs import Ask, Fill, Tell
from nianbao.wizard.windows.new import NewReport
from nianbao.wizard.windows.recovery import RecoveryScreen
from tests.driving import Driver, drive, on
from tests.files.owners import NOTE, System, given_to_others
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
NAME = "报告.toml"


async def change(driver: Driver) -> None:
    await driver.go(FIRST)
    await driver.keys("7 enter")


def crashed(folder: Path) -> Path:
    """A file whose wizard died with a change in the journal."""
    path = on(clean_report("2021"), folder)
    opened = FileGuard.open(path)
    opened.session.enter({FIRST: count(75)}, "填写")
    opened.guard.tick()
    opened.guard.close(keep=True)
    return path


def test_saving_is_explicit_and_takes_what_is_half_typed(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)
    before = path.read_bytes()

    async def steps(driver: Driver) -> None:
        await change(driver)
        assert "● 未保存" in driver.screen()
        assert path.read_bytes() == before
        await driver.keys("ctrl+s")
        await driver.until(lambda: "● 未保存" not in driver.screen())
        assert str(report_toml.load(path).figure(FIRST)) == "7"
        await driver.go(FIRST)
        await driver.keys("8 ctrl+s")
        await driver.until(lambda: not driver.session.unsaved)
        assert str(report_toml.load(path).figure(FIRST)) == "8"

    drive(steps, path)


@pytest.mark.parametrize("refused", [True, False])
def test_what_saving_could_not_keep_of_the_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    """A file of somebody else in another group, with an access list and an attribute."""
    path = on(clean_report("2021"), tmp_path)
    given_to_others(path, monkeypatch)
    system = System(monkeypatch, *(["owner", "group", ACL, NOTE] if refused else []))
    system.attributes[path.name] = {ACL: b"1", NOTE: b"2"}

    async def steps(driver: Driver) -> None:
        await change(driver)
        await driver.keys("ctrl+s")
        await driver.until(lambda: "已保存到" in driver.screen())
        told = [line.partition("▌")[2].strip() for line in driver.screen().splitlines() if "▌" in line]
        lost = "系统不允许保留原来的所属的组、所有者、访问控制列表、扩展属性。"
        assert (lost in "".join(told).replace("▄", "").replace(" ", "")) is refused, told

    drive(steps, path)
    assert str(report_toml.load(path).figure(FIRST)) == "7"


@pytest.mark.parametrize(("keys", "saved"), [("enter", "7"), ("right right enter", "0")])
@pytest.mark.takes_turns
def test_leaving_with_unsaved_changes_asks(tmp_path: Path, keys: str, saved: str) -> None:
    path = on(clean_report("2021"), tmp_path)

    async def steps(driver: Driver) -> None:
        await change(driver)
        for stay in ("escape", "left enter"):
            await driver.keys("ctrl+q")
            await driver.until(lambda: isinstance(driver.app.screen, Ask))
            await driver.keys(stay)
            await driver.until(lambda: driver.app.screen is driver.editing)
        await driver.keys("ctrl+q")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "还有没保存的改动" in driver.screen()
        assert all(words in driver.screen() for words in ("保存并退出", "留到下次", "不要了", "不退出"))
        await driver.keys(keys)
        await driver.until(lambda: not driver.app.is_running)

    app = drive(steps, path)
    assert app.return_value == 0
    assert str(report_toml.load(path).figure(FIRST)) == saved


def test_left_for_next_time_it_is_offered_next_time(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)

    async def leave(driver: Driver) -> None:
        await change(driver)
        await driver.keys("ctrl+q")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        await driver.keys("right enter")

    async def come_back(driver: Driver) -> None:
        assert "找回了没有保存的内容" in driver.screen()
        assert "申请·本年新收·自然人" in driver.screen()

    assert drive(leave, path).return_value == 0
    assert str(report_toml.load(path).figure(FIRST)) == "0"
    drive(come_back, path)


def test_after_a_crash_what_was_typed_is_offered_with_the_difference_and_the_choice_can_wait(
    tmp_path: Path,
) -> None:
    path = crashed(tmp_path)

    async def wait(driver: Driver) -> None:
        assert isinstance(driver.app.screen, RecoveryScreen)
        assert "找回的：75" in driver.screen()
        await driver.keys("escape")
        await driver.until(lambda: not isinstance(driver.app.screen, RecoveryScreen))

    async def take(driver: Driver) -> None:
        assert "找回的：75" in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure(FIRST) == "75"

    drive(wait, path)
    drive(take, path)


def test_what_was_typed_before_a_crash_can_be_given_up(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        await driver.keys("right enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert driver.figure(FIRST) == "0"

    drive(steps, crashed(tmp_path))


def test_a_second_wizard_is_told_who_has_the_file(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)
    other = FileGuard.open(path)

    async def steps(driver: Driver) -> None:
        assert isinstance(driver.app.screen, Tell)
        assert "已经打开了" in driver.screen()
        assert NAME in driver.screen()

    drive(steps, path)
    other.guard.close(keep=False)


def test_a_file_changed_by_somebody_else_is_noticed(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)
    theirs = path.read_text(encoding="utf-8") + "# 别人改的\n"

    async def steps(driver: Driver) -> None:
        await change(driver)
        path.write_text(theirs, encoding="utf-8")
        await driver.until(lambda: "文件刚被别人或别的程序改过" in driver.screen())
        for keys, content in (("right enter", "0"), ("escape", "0"), ("right right right enter", "7")):
            assert path.read_text(encoding="utf-8") == theirs
            await driver.keys("ctrl+s")
            await driver.until(lambda: isinstance(driver.app.screen, Ask))
            await driver.keys(keys)
            await driver.until(lambda: driver.app.screen is driver.editing)
            assert str(report_toml.load(path).figure(FIRST)) == content

    drive(steps, path)


def test_what_two_people_changed_is_put_together(tmp_path: Path) -> None:
    report = clean_report("2021")
    path = on(report, tmp_path)
    other = "applications.carried_in.natural_person"

    async def steps(driver: Driver) -> None:
        await change(driver)
        on(report.with_figures({FIRST: count(8), other: count(6)}), tmp_path)
        await driver.keys("ctrl+s")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        for words in ("对方改了2处", "! 申请·本年新收·自然人：0 → 8", "  申请·上年结转·自然人：0 → 6"):
            assert words.strip() in driver.screen()
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing and not driver.session.unsaved)
        saved = report_toml.load(path)
        assert [str(saved.figure(cell)) for cell in (FIRST, other)] == ["7", "6"]
        await driver.keys("ctrl+z")  # takes back one's own change, and nobody else's
        assert [str(driver.session.report.figure(cell)) for cell in (FIRST, other)] == ["8", "6"]

    drive(steps, path)


def test_another_copy_can_be_saved_instead(tmp_path: Path) -> None:
    path = on(clean_report("2021"), tmp_path)
    theirs = path.read_text(encoding="utf-8") + "# 别人改的\n"

    async def steps(driver: Driver) -> None:
        await change(driver)
        path.write_text(theirs, encoding="utf-8")
        await driver.keys("ctrl+s")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "数和文字没有变" in driver.screen()
        await driver.keys("right right enter")
        await driver.until(lambda: isinstance(driver.app.screen, Fill))
        await driver.keys("enter")
        await driver.until(lambda: driver.app.screen is driver.editing)
        assert "报告-另存.toml" in str(driver.editing.file.guard.path)

    drive(steps, path)
    assert path.read_text(encoding="utf-8") == theirs
    assert str(report_toml.load(tmp_path / "报告-另存.toml").figure(FIRST)) == "7"


def test_a_full_disk_is_told_in_plain_words_and_another_place_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = on(clean_report("2021"), tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def steps(driver: Driver) -> None:
        monkeypatch.setattr("nianbao.desk.safe.journal.os.write", full)
        monkeypatch.setattr("nianbao.files.atomic.write", full)
        await change(driver)
        await driver.until(lambda: "磁盘空间不足" in driver.screen().splitlines()[0])
        await driver.keys("ctrl+s")
        await driver.until(lambda: isinstance(driver.app.screen, Ask))
        assert "磁盘空间不足" in driver.screen()
        assert "另存到别处" in driver.screen()
        monkeypatch.undo()
        await driver.keys("escape")
        await driver.until(lambda: "● 未保存" in driver.screen().splitlines()[0])

    drive(steps, path)


def test_nobody_leaves_for_next_time_what_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = on(clean_report("2021"), tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def steps(driver: Driver) -> None:
        monkeypatch.setattr("nianbao.desk.safe.journal.os.write", full)
        await change(driver)
        await driver.keys("ctrl+q")
        await driver.keys("right enter")
        await driver.until(lambda: isinstance(driver.app.screen, Tell))
        assert "留不到下次" in driver.screen()
        assert "按 Ctrl+O 另存到别处" in driver.screen()
        monkeypatch.undo()
        await driver.keys("enter")
        await driver.keys("ctrl+q")
        await driver.keys("right enter")
        await driver.until(lambda: driver.app.return_value == 0)

    drive(steps, path)
    recovered = FileGuard.open(path).recovered
    assert recovered is not None
    assert str(recovered.report.figure(FIRST)) == "7"


def test_a_file_that_is_no_report_is_told_with_line_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "坏的.toml"
    path.write_text('agency = "某局"\nyear = 2025\n[applications]\nreceived = [1, 2]\n', encoding="utf-8")

    async def steps(driver: Driver) -> None:
        assert isinstance(driver.app.screen, Tell)
        assert "第4行" in driver.screen()
        await driver.keys("enter")

    drive(steps, path)


def test_a_file_that_is_not_there_is_begun(tmp_path: Path) -> None:
    path = tmp_path / "新的.toml"

    async def steps(driver: Driver) -> None:
        assert isinstance(driver.app.screen, NewReport)
        await driver.type("青溪县水利局")
        await driver.keys("enter enter enter")
        await driver.until(lambda: isinstance(driver.app.screen, EditingScreen))
        assert driver.editing.file.guard.path == path
        await driver.keys("ctrl+s")
        await driver.until(path.exists)

    drive(steps, path)

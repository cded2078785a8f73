"""nianbao submit: a copy, the checklist and the list of changes for whoever reviews."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.desk.safe.guard import FileGuard
from nianbao.files import history
from nianbao.files.history import What
from nianbao.files.report_toml import load
from nianbao.model.figure import count
from nianbao.problem import OutputError
from nianbao.publish import make_files
from nianbao.publish.make_files import Sheet

Run = Callable[..., Result]
NAMES = ["好-送审稿.html", "好-送审稿-核查单.html", "好-送审稿-修改清单.html"]


def listed(folder: Path) -> str:
    return (folder / NAMES[2]).read_text(encoding="utf-8")


def test_the_first_time_and_what_was_changed_since(
    run: Run, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_NAME", "张三")
    result = run("submit", "好.toml", "--to", "html")
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.split() == NAMES
    assert "草稿" in good.with_name(NAMES[0]).read_text(encoding="utf-8")
    assert "第一次送审" in listed(good.parent)

    comment = '\n[[comments]]\nat = "overview:1"\nby = "李四"\ntext = "太短"\n'
    text = good.read_text(encoding="utf-8").replace("received = [151,", "received = [152,")
    good.write_text(f"{text}{comment}", encoding="utf-8")
    assert run("submit", "好.toml", "--to", "html").exit_code == ExitCode.FINE  # errors do not stop it
    page = listed(good.parent)
    assert "张三。此后改了1处" in page
    assert "<td>151</td><td>152</td>" in page
    assert "太短" not in page
    assert "李四：太短" in good.with_name(NAMES[1]).read_text(encoding="utf-8")
    events = history.read(good)
    assert [(event.what, event.by) for event in events] == [(What.SUBMITTED, "张三")] * 2
    assert "太短" not in events[-1].after

    run("submit", "好.toml", "--to", "html")
    assert "此后没有改动" in listed(good.parent)


def test_a_name_that_cannot_be_printed_is_to_be_changed(good: Path) -> None:
    """The bytes of a name in GBK are no characters where names are in UTF-8."""
    sheet = Sheet(load(good), [], None, os.fsdecode("教育局.toml".encode("gbk")), datetime.date(2026, 1, 5))
    orders = [
        *make_files.of_checklist(sheet, ["html"], good),
        make_files.of_changes(sheet, [], "", "html", good),
    ]
    for order in orders:
        with pytest.raises(OutputError, match="请先给文件改名"):
            order.make()


def test_what_was_not_made_was_not_handed_in(run: Run, good: Path) -> None:
    copy = good.with_name(NAMES[0])
    copy.write_text("审核人改过的", encoding="utf-8")
    result = run("submit", "好.toml", "--to", "html")
    assert result.exit_code == ExitCode.OUTPUT
    assert "没有替换" in result.stderr
    assert copy.read_text(encoding="utf-8") == "审核人改过的"
    assert history.read(good) == []
    assert run("submit", "好.toml", "--to", "html", "--force").exit_code == ExitCode.FINE
    assert len(history.read(good)) == 1


def test_a_history_that_cannot_be_written_is_told(run: Run, good: Path) -> None:
    history.beside(good).mkdir()
    result = run("submit", "好.toml", "--to", "html")
    assert result.exit_code == ExitCode.OUTPUT
    assert "下次送审时比不出改了什么" in result.stderr


@pytest.mark.usefixtures("unusable")
def test_what_is_no_report_is_refused(run: Run) -> None:
    assert run("submit", "坏.toml").exit_code == ExitCode.INPUT
    assert run("submit", "没有.toml").exit_code == ExitCode.INPUT


def test_a_published_report_is_checked_and_rendered_as_before(run: Run, good: Path) -> None:
    text = good.read_text(encoding="utf-8")
    good.write_text(text.replace("\nyear = ", "\npublished = 2026-01-30\nyear = ", 1), encoding="utf-8")
    assert run("check", "好.toml").exit_code == ExitCode.FINE
    assert run("render", "好.toml", "--to", "html").exit_code == ExitCode.FINE


def test_an_open_comment_stops_the_report_until_there_is_a_reason(run: Run, good: Path) -> None:
    text = good.read_text(encoding="utf-8")
    comment = '\n[[comments]]\nat = "overview:1"\nby = "李四"\ntext = "太短"\n'
    good.write_text(f"{text}{comment}", encoding="utf-8")
    result = run("render", "好.toml", "--to", "html")
    assert result.exit_code == ExitCode.FINDINGS
    assert "李四的意见还没有处理：太短" in result.stderr
    good.write_text(f'{text}{comment}reason = "格式如此"\n', encoding="utf-8")
    result = run("render", "好.toml", "--to", "html,checklist")
    assert result.exit_code == ExitCode.FINE
    assert "1条错误（S114）按说明的理由原样保留" in result.stderr
    assert "太短" not in good.with_suffix(".html").read_text(encoding="utf-8")
    assert "太短" in good.with_name("好-核查单.html").read_text(encoding="utf-8")


def test_what_a_wizard_has_not_saved_is_told_by_whatever_works_on_the_file(run: Run, good: Path) -> None:
    def told() -> list[bool]:
        commands = (("render", "好.toml", "--to", "html", "-o", "out"), ("refresh", "好.toml", "--dry-run"))
        return ["向导里还有没保存的内容" in run(*words).stderr for words in commands]

    opened = FileGuard.open(good)
    assert told() == [False, False]
    opened.session.enter({"applications.received.natural_person": count(7)}, "填")
    assert told() == [True, True]
    opened.guard.save()
    assert told() == [False, False]
    opened.guard.close(keep=False)

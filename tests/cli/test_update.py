"""nianbao update: asked one by one, all, or only shown; the person's file stays as it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli.frame import saving
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from nianbao.files import history, report_toml
from nianbao.model.figure import count
from tests.changed_docx import changed, figure, paragraph

Run = Callable[..., Result]
COMMENT = "# 领导看过第一稿\n"
LONG = 60  # characters: no heading


@pytest.fixture
def given_back(good: Path) -> Path:
    """The Word file of the report with a paragraph and a figure changed."""
    good.write_text(COMMENT + good.read_text(encoding="utf-8"), encoding="utf-8")
    report = report_toml.load(good)
    lines = report.narrative["overview"].split("\n")
    text = next(line for line in lines if "{{" not in line and len(line) > LONG)
    path = good.with_name("改过的.docx")
    path.write_bytes(changed(report, paragraph(text, f"{text}特此说明。"), figure("151", "152")))
    return path


def test_all_is_taken_and_nothing_else_changes(run: Run, good: Path, given_back: Path) -> None:
    before = good.read_text(encoding="utf-8").splitlines()
    result = run("update", good.name, "--from", given_back.name, "--all")
    assert result.exit_code == ExitCode.FINE
    assert "151 → 152" in result.stdout
    after = good.read_text(encoding="utf-8").splitlines()
    pairs = zip(before, after[: len(before)], strict=True)
    old, new = zip(*(pair for pair in pairs if pair[0] != pair[1]), strict=True)
    assert after[len(before) :][:3] == ["", "[[origins]]", 'from = "改过的.docx"']
    assert (f"{old[0]}特此说明。", "[152, 3") == (new[0], new[1][len("received = ") :][:7])
    assert len(new) == 2
    assert "received = [152, 3," in "\n".join(after)
    assert after[0] == COMMENT.strip()
    assert len(history.read(good)) == 2
    again = run("update", good.name, "--from", given_back.name, "--all")
    assert again.exit_code == ExitCode.FINDINGS
    assert "引用了表格里的数，没有随别的一起取回" in again.stderr  # 154 in the text of the document
    assert good.read_text(encoding="utf-8").splitlines() == after


def test_a_cell_that_cannot_be_taken_is_told_by_the_exit_code(run: Run, good: Path) -> None:
    path = good.with_name("改过的.docx")
    path.write_bytes(changed(report_toml.load(good), figure("151", "约152")))
    result = run("update", good.name, "--from", path.name, "--all")
    assert "文件里写的不是数的1格，没有取回" in result.stderr
    assert result.exit_code == ExitCode.FINDINGS


def test_only_shown(run: Run, good: Path, given_back: Path) -> None:
    before = good.read_bytes()
    result = run("update", good.name, "--from", given_back.name, "--dry-run")
    assert result.exit_code == ExitCode.FINE
    assert "特此说明。" in result.stdout
    assert good.read_bytes() == before


@pytest.mark.parametrize(
    ("answers", "text", "number"),
    [("n\ny\n", False, True), ("取\n\n", True, False), ("什么\na\n", True, True), ("q\n", False, False)],
)
def test_one_by_one(
    run: Run,
    good: Path,
    given_back: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: str,
    text: bool,
    number: bool,
) -> None:
    monkeypatch.setattr(saving, "at_terminal", lambda: True)
    result = CliRunner().invoke(program, ["update", good.name, "--from", given_back.name], input=answers)
    assert result.exit_code == ExitCode.FINE
    now = good.read_text(encoding="utf-8")
    assert ("特此说明。" in now, "received = [152," in now) == (text, number)


def test_nobody_is_asked_where_nobody_answers(run: Run, good: Path, given_back: Path) -> None:
    result = run("update", good.name, "--from", given_back.name)
    assert result.exit_code == ExitCode.INPUT
    assert "--all" in result.stderr
    given_back.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert (
        "--all" not in run("update", good.name, "--from", given_back.name).stderr
    )  # that is not what is wrong


def test_a_published_report_is_locked(run: Run, good: Path, given_back: Path) -> None:
    text = good.read_text(encoding="utf-8").replace("year =", "published = 2026-02-01\nyear =", 1)
    good.write_text(text, encoding="utf-8")
    result = run("update", good.name, "--from", given_back.name, "--all")
    assert result.exit_code == ExitCode.INPUT
    assert "已经公布，锁住了" in result.stderr
    assert good.read_text(encoding="utf-8") == text


def test_from_a_workbook_figures_alone(run: Run, good: Path) -> None:
    run("render", good.name, "--to", "xlsx")
    good.write_text(
        good.read_text(encoding="utf-8").replace("received = [151,", "received = [1,"), encoding="utf-8"
    )
    result = run("update", good.name, "--from", "好.xlsx", "--all")
    assert "1 → 151" in result.stdout
    assert "received = [151," in good.read_text(encoding="utf-8")
    (origin,) = report_toml.load(good).origins
    assert (origin.source, origin.place, origin.value) == ("好.xlsx", "表三!D7", count(151))

"""nianbao check: findings for people and for programs, several files at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

from nianbao import cache_folder
from nianbao.cli import checked
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.files.report_toml import load, new_text
from nianbao.model.figure import count
from nianbao.model.rules import rule
from tests.recognise.workbooks import Sheet, as_file, book_of
from tests.soak import SOAKING

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_inputs").glob("*.toml"))
BROKEN = sorted((ROOT / "sample_inputs" / "broken").glob("*.toml"))
Run = Callable[..., Result]
KEYS = ["code", "level", "section", "cell", "cells", "message", "expected", "found", "waived", "span"]


def test_nothing_to_find(run: Run, good: Path) -> None:
    result = run("check", "好.toml")
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.startswith("好.toml：")
    assert "错误" not in result.stdout.replace("没有错误", "")
    assert result.stderr == ""


def test_errors_by_section_with_sentence_and_remedy(run: Run, bad: Path) -> None:
    result = run("check", "错.toml")
    assert result.exit_code == ExitCode.FINDINGS
    lines = result.stdout.splitlines()
    assert lines[0].startswith("错.toml：错误2条")
    assert lines[0].endswith("改正错误后才能发布。")
    section = lines.index(load(bad).form.section("applications").heading)
    assert lines[section + 1].startswith("  错误 T301  “自然人”列：")
    assert lines[section + 2].startswith("  错误 T301  “总计”列：")
    assert lines[section + 3].strip() == rule("T301").remedy  # once for both
    assert rule("T301").law not in result.stdout


def test_law_and_place_on_request(run: Run, bad: Path) -> None:
    said = run("check", "--law", "错.toml").stdout
    assert f"依据：{rule('T301').law}" in said
    assert "位置：applications.received.natural_person" in said


def test_json(run: Run, bad: Path) -> None:
    result = run("check", "--format", "json", "错.toml")
    assert result.exit_code == ExitCode.FINDINGS
    (entry,) = json.loads(result.stdout)
    assert list(entry) == ["file", "findings"]
    assert entry["file"] == "错.toml"
    first = next(finding for finding in entry["findings"] if finding["code"] == "T301")
    assert list(first) == KEYS
    assert (first["level"], first["section"], first["waived"]) == ("E", "applications", None)
    assert first["cell"] in first["cells"]
    assert set(first["cells"]) > {"applications.received.natural_person"}
    assert (first["found"], first["expected"]) == ("152", "151")
    assert "152" in first["message"]


def test_a_waiver_is_shown_and_ends_the_error(run: Run, good: Path) -> None:
    text = good.read_text(encoding="utf-8")
    text = text.replace("year = 2025", 'year = 2025\ntitle = "平潭2025年政府信息公开报告"')
    good.write_text(text, encoding="utf-8")
    assert "S103" in run("check", "好.toml").stdout
    waiver = '\n[[waivers]]\ncode = "S103"\nreason = "名称由上级统一规定"\n'
    good.write_text(text + waiver, encoding="utf-8")
    said = run("check", "好.toml").stdout
    assert "已说明理由：名称由上级统一规定" in said
    assert "已说明理由1条" in said
    assert rule("S103").remedy not in said
    findings = json.loads(run("check", "--format", "json", "好.toml").stdout)[0]["findings"]
    assert [f["waived"] for f in findings if f["code"] == "S103"] == ["名称由上级统一规定"]


@pytest.mark.usefixtures("good", "bad")
def test_one_unreadable_file_does_not_stop_the_others(run: Run, unusable: Path) -> None:
    result = run("check", "错.toml", "坏.toml", "没有.toml", "好.toml")
    assert result.exit_code == ExitCode.INPUT
    assert "错.toml：错误" in result.stdout
    assert "好.toml：" in result.stdout
    assert "错误：坏.toml 第1行 agencey：没有这一项；是不是想写 agency？" in result.stderr
    assert "错误：坏.toml 第3行 date：" in result.stderr
    assert "错误：没有.toml：没有这个文件；请核对文件名。" in result.stderr


@pytest.mark.usefixtures("good", "bad", "unusable")
def test_json_stays_valid_when_a_file_cannot_be_read(run: Run) -> None:
    result = run("check", "--format", "json", "坏.toml", "错.toml", "没有.toml")
    assert result.exit_code == ExitCode.INPUT
    broken, checked, missing = json.loads(result.stdout)
    assert [list(entry) for entry in (broken, checked, missing)] == [
        ["file", "error"],
        ["file", "findings"],
        ["file", "error"],
    ]
    assert all(list(fault) == ["where", "what", "remedy"] for fault in broken["error"])
    assert len(broken["error"]) == 3
    assert not any(fault["remedy"].startswith(("；", "，")) for fault in broken["error"])
    assert missing["error"][0]["what"] == "没有这个文件"


@pytest.mark.usefixtures("good")
def test_a_slip_in_the_name_is_guessed(run: Run) -> None:
    assert "是不是想写 好.toml？" in run("check", "好.tom").stderr


def test_an_empty_folder_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    result = run("check", "夹")
    assert result.exit_code == ExitCode.INPUT
    assert "文件夹 夹 里没有可以核对的文件。" in result.stderr


def test_json_keeps_to_its_schema(run: Run, good: Path, bad: Path, tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8"))
    Path("坏.toml").write_text("year", encoding="utf-8")
    text_fault = str(ROOT / "sample_inputs" / "broken" / "N506.toml")
    result = run("check", "--format", "json", "好.toml", "错.toml", "坏.toml", text_fault)
    entries = json.loads(result.stdout)
    jsonschema.validate(entries, schema)
    assert [list(entry) for entry in entries] == [
        ["file", "findings"],
        ["file", "findings"],
        ["file", "error"],
        ["file", "findings"],
    ]
    assert entries[3]["findings"][0]["span"]


def test_json_of_a_workbook_tells_addresses_and_what_is_hidden(run: Run, good: Path, tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8"))
    wrong = load(good).with_figures({"applications.received.natural_person": count(152)})
    sheets = (*book_of(wrong), Sheet("旧数", {(0, 0): "旧"}))
    (tmp_path / "错.xlsx").write_bytes(as_file(sheets, hidden=("旧数",)))
    result = run("check", "--format", "json", "--select", "T301", "错.xlsx")
    (entry,) = entries = json.loads(result.stdout)
    jsonschema.validate(entries, schema)
    assert entry["notices"] == ["隐藏的工作表“旧数”没有读；要读的请先取消隐藏。"]
    assert "表三!D7" in entry["findings"][0]["places"]
    assert "错.xlsx：隐藏的工作表“旧数”没有读" in result.stderr


MORE = [[], ["--law"], ["--explain", "--format", "json"], ["--format", "github"]]


@pytest.mark.parametrize("more", MORE)
@pytest.mark.takes_turns
def test_what_is_told_again_is_what_was_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    monkeypatch.setattr(cache_folder, "_folder", lambda: tmp_path / "cache")
    reports = [*BROKEN[::5], *SAMPLES]  # in make test each in one way
    for number, path in enumerate(reports if SOAKING else reports[MORE.index(more) :: len(MORE)]):
        (tmp_path / f"{number}.toml").write_bytes(path.read_bytes())
        first = run("check", f"{number}.toml", *more)
        with monkeypatch.context() as context:
            context.setattr(checked, "work", None)
            again = run("check", f"{number}.toml", *more)
        assert (again.exit_code, again.stdout, again.stderr) == (first.exit_code, first.stdout, first.stderr)
        assert first.stdout or more[-1:] == ["github"]


def test_another_report_of_the_year_before_is_another_question(
    run: Run, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_folder, "_folder", lambda: tmp_path / "cache")
    before = replace(load(good), year=2024)
    said = []
    for carried in (6, 7, 6):
        figures = before.with_figures({"applications.carried_out.natural_person": count(carried)})
        (tmp_path / "before.toml").write_text(new_text(figures), encoding="utf-8")
        said.append(run("check", "好.toml").stdout)
    assert said[0] == said[2] != said[1]


def test_only_the_rules_that_are_asked_for(run: Run, bad: Path) -> None:
    assert "T301" in run("check", "--select", "t3", "错.toml").stdout
    assert "没有发现问题" in run("check", "--select", "S,N", "--ignore", "S1,N5", "错.toml").stdout
    ignored = run("check", "--ignore", "T301", "错.toml")
    assert "T301" not in ignored.stdout
    assert ignored.exit_code == ExitCode.FINE


def test_only_the_level_that_is_asked_for(run: Run) -> None:
    sample = str(ROOT / "sample_inputs" / "003-liaocheng-big-data-2019.toml")
    assert "提醒 S103" in run("check", "--level", "W", sample).stdout
    assert "没有发现问题" in run("check", "--level", "E", sample).stdout


def test_an_unknown_rule_is_told(run: Run, bad: Path) -> None:
    result = run("check", "--select", "X9", "错.toml")
    assert result.exit_code == ExitCode.INPUT
    assert "没有“X9”这样的规则" in result.stderr


def test_annotations_name_file_line_and_rule(run: Run, bad: Path) -> None:
    lines = run("check", "--format", "github", "错.toml").stdout.splitlines()
    row = next(
        n for n, line in enumerate(bad.read_text("utf-8").splitlines(), 1) if line.startswith("received")
    )
    assert lines[0].startswith(f"::error file=错.toml,line={row},title=T301::“自然人”列：")


def test_github_is_told_in_its_own_writing(run: Run, good: Path) -> None:
    report = replace(load(good), narrative={**load(good).narrative, "applications": "予以公开33件，占25%。"})
    Path("甲:乙,丙.toml").write_text(new_text(report), "utf-8")
    lines = run("check", "--format", "github", "--select", "N504", "甲:乙,丙.toml").stdout.splitlines()
    assert all(line.startswith("::warning file=甲%3A乙%2C丙.toml,line=") for line in lines)
    assert any("::正文写的占比是“25%25”，" in line for line in lines)


def test_the_place_in_the_text_is_shown(run: Run) -> None:
    result = run("check", str(ROOT / "sample_inputs" / "broken" / "N506.toml"))
    assert "【未收到政府信息公开申请】" in result.stdout


def test_last_year_is_named_or_found_beside(run: Run, good: Path) -> None:
    this = load(good)
    rows = {
        cell.id: count(7) for cell in this.form.rows["applications.carried_out"] if cell.column.id != "total"
    }
    Path("去年").mkdir()
    Path("去年/a.toml").write_text(new_text(replace(this, year=this.year - 1).with_figures(rows)), "utf-8")
    assert "Y601" not in run("check", "好.toml").stdout
    assert "Y601" in run("check", "--prior", "去年/a.toml", "好.toml").stdout
    Path("去年/a.toml").rename("a.toml")
    assert "Y601" in run("check", "好.toml").stdout
    same_year = run("check", "--prior", "好.toml", "好.toml")
    assert "没有与它对照" in same_year.stderr
    missing = run("check", "--prior", "没有.toml", "好.toml")
    assert missing.exit_code == ExitCode.INPUT
    assert "没有.toml" in missing.stderr


@pytest.mark.parametrize("style", ["text", "json", "github"])
@pytest.mark.parametrize(
    "text",
    [
        'agency_kind = "\\u001b[2J\\u009b8m"',
        '[[waivers]]\ncode = "\\u001b]0;\\u0007\\r"\nreason = "\\u001b[2J"',
        'form = "\\u001b[2J"\n"\\u001b[2J\\n" = 1',
        '[overview]\ntext = "{{ \\u001b[2J }}"',
    ],
)
def test_nothing_of_a_file_reaches_the_terminal_but_text(
    run: Run, tmp_path: Path, text: str, style: str
) -> None:
    name = "\x1b[2J\u202e\x9b.toml"
    (tmp_path / name).write_text(f'agency = "某局"\nyear = 2025\n{text}\n', encoding="utf-8")
    result = run("check", "--format", style, name, color=True)
    assert result.exit_code == ExitCode.INPUT
    told = (
        (result.stdout + result.stderr).replace("\x1b[31m", "").replace("\x1b[1m", "").replace("\x1b[0m", "")
    )
    assert not set(told) & {"\x1b", "\x07", "\r", "\x9b", "\u202e"}
    assert "x1b[2J" in told or "u001b[2J" in told


@pytest.mark.usefixtures("good", "bad")
def test_a_workbook_is_told_by_its_cells_and_not_by_its_text(run: Run) -> None:
    assert run("render", "好.toml", "--to", "xlsx").exit_code == ExitCode.FINE
    clean = run("check", "好.xlsx")
    assert (clean.exit_code, clean.stderr) == (ExitCode.FINE, "")
    assert "没有发现问题" in clean.stdout
    run("render", "错.toml", "--draft", "--to", "xlsx")
    broken = run("check", "错.xlsx")
    assert broken.exit_code == ExitCode.FINDINGS
    assert "表格中：表三!D7、表三!D8、表三!D30、表三!D31" in broken.stdout

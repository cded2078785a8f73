"""How far a report is as a whole."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.checks import check
from nianbao.desk.overview import (
    deadline_line,
    made_lines,
    next_step,
    saved_line,
    section_lines,
    whole_line,
)
from nianbao.files import made, report_toml
from nianbao.model.figure import count
from nianbao.model.finding import Finding
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report
from tests.strategies import clean_report

CLEAN = clean_report("2021")
FIRST = "applications.received.natural_person"
WRONG = CLEAN.with_figures({FIRST: count(7)})
EMPTY = Report(CLEAN.form, CLEAN.agency, CLEAN.year)


def test_the_next_step_is_the_first_gap_then_the_first_error_then_nothing() -> None:
    assert next_step(EMPTY, list(check(EMPTY))) == "overview"
    without = WRONG.with_figures({"applications.granted.business": None})
    assert next_step(without, list(check(without))) == "applications.granted.business"
    step = next_step(WRONG, list(check(WRONG)))
    assert isinstance(step, Finding)
    assert step.stops
    assert next_step(CLEAN, list(check(CLEAN))) is None


def test_each_section_has_a_bar_and_its_errors() -> None:
    lines = [f"{line.sign} {line.words}" for line in section_lines(WRONG, list(check(WRONG)))]
    assert len(lines) == len(WRONG.form.numbered)
    line = next(line for line in lines if "申请" in line)
    assert line.startswith("✗ 三、申请")
    assert "▇▇▇▇▇▇▇▇▇▇▇▇ 144/144" in line
    assert "✗1" in line or "✗2" in line
    assert section_lines(EMPTY, list(check(EMPTY)))[0].sign == "◌"
    begun = section_lines(replace(EMPTY, narrative={"overview": "（一）主动公开"}), [])[0]
    assert (begun.sign, begun.words.split()[-1]) == ("◔", "只有标题")
    assert whole_line(EMPTY, list(check(EMPTY))).words == "填了的没有发现问题"
    assert whole_line(CLEAN, []).words == "没有发现问题"
    assert whole_line(WRONG, list(check(WRONG))).sign == "✗"


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("county", "2025-02-10", "2025年2月20日以前公布（县（市、区）政府），还有10天"),
        ("county", "2025-02-20", "就是今天"),
        ("county", "2025-02-21", "已经过了1天"),
        ("province", "2025-02-21", "还有38天"),
    ],
)
def test_days_to_the_deadline_of_this_kind_of_organ(kind: str, day: str, words: str) -> None:
    report = replace(CLEAN, agency_kind=kind, year=2024)
    assert words in deadline_line(report, datetime.date.fromisoformat(day)).words


def test_an_organ_of_unknown_kind_has_no_deadline() -> None:
    assert "不知道机关类别" in deadline_line(replace(CLEAN, agency="某某"), datetime.date(2025, 1, 1)).words


def test_whether_the_report_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "报告.toml"
    assert "还没有保存过" in saved_line(path, unsaved=True).words
    report_toml.save(CLEAN, path)
    assert saved_line(path, unsaved=False).sign == "✓"
    assert "有没保存的改动" in saved_line(path, unsaved=True).words


def test_files_made_are_of_the_present_figures_or_not(tmp_path: Path) -> None:
    source, files = tmp_path / "报告.toml", [tmp_path / f"{number}.docx" for number in range(4)]
    for file in files:
        file.write_bytes(b"x")
        made.note(file, b"x")
        made.note_of(file, "Word", source, fingerprint(CLEAN))
    made.note_of(files[1], "Word", source, fingerprint(WRONG))
    files[2].write_bytes(b"changed by somebody")
    files[3].unlink()
    made.note_of(tmp_path / "other.docx", "Word", tmp_path / "other.toml", "")
    lines = {line.words.split("　")[1]: line for line in made_lines(CLEAN, source)}
    assert set(lines) == {"0.docx", "1.docx", "2.docx"}
    assert "是现在的数据" in lines["0.docx"].words
    assert "不是现在的数据" in lines["1.docx"].words
    assert "有人改过" in lines["2.docx"].words

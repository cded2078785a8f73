"""nianbao new: a blank report that can be read at once."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.files import report_toml
from nianbao.model.origin import Source
from tests.strategies import clean_report

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("year", "form"), [("2019", "2019"), ("2020", "2019"), ("2021", "2021"), ("2025", "2021")]
)
def test_a_blank_report_in_the_form_of_the_year(run: Run, tmp_path: Path, year: str, form: str) -> None:
    result = run("new", "某县教育局", year)
    assert result.exit_code == ExitCode.FINE
    assert result.stdout == f"某县教育局-{year}.toml\n"
    report = report_toml.load(tmp_path / f"某县教育局-{year}.toml")
    assert (report.agency, report.year, report.form.id) == ("某县教育局", int(year), form)
    assert not report.figures
    assert not report.narrative


@pytest.mark.parametrize("year", ["2025年", "2025年度", "２０２５"])
def test_the_year_as_people_write_it(run: Run, tmp_path: Path, year: str) -> None:
    assert run("new", "某局", year).stdout == "某局-2025.toml\n"
    assert (tmp_path / "某局-2025.toml").is_file()


def test_it_says_what_to_do_next(run: Run) -> None:
    said = run("new", "某 局", "2025").stderr
    assert "nianbao check '某 局-2025.toml'" in said
    assert "nianbao render '某 局-2025.toml'" in said


def test_what_is_carried_over_tells_where_from(run: Run, good: Path) -> None:
    run("new", "--from", good.name)
    (path,) = (each for each in good.parent.glob("*.toml") if each != good)
    report = report_toml.load(path)
    assert {origin.cell for origin in report.origins} == set(report.figures)
    (origin,) = report.origins_of("applications.carried_in.natural_person")
    assert (origin.source, origin.kind) == (good.name, Source.PRIOR)
    assert origin.place == "2025年结转下年度·自然人"
    run("render", good.name, "--to", "xlsx")
    run("new", "--from", "好.xlsx", "-o", "表.toml")
    (origin,) = report_toml.load(path.with_name("表.toml")).origins_of(
        "applications.carried_in.natural_person"
    )
    assert origin.place == "表三!D31 2025年结转下年度·自然人"
    book = openpyxl.load_workbook("好.xlsx")
    book["表三"].row_dimensions[12].hidden = True
    book.save("好.xlsx")
    assert "隐藏" in run("new", "--from", "好.xlsx", "-o", "又.toml").stderr


def test_to_stdout(run: Run, tmp_path: Path) -> None:
    result = run("new", "某局", "2025", "-o", "-")
    assert report_toml.loads(result.stdout_bytes, "").agency == "某局"
    assert result.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_to_a_file_in_a_new_folder(run: Run, tmp_path: Path) -> None:
    result = run("new", "某局", "2025", "-o", "报告/今年.toml")
    assert result.stdout == "报告/今年.toml\n"
    assert report_toml.load(tmp_path / "报告" / "今年.toml").year == 2025


def test_to_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "报告").mkdir()
    assert run("new", "某局", "2025", "-o", "报告").stdout == "报告/某局-2025.toml\n"


def test_an_existing_file_is_kept_unless_forced(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "某局-2025.toml"
    path.write_text("已经填好的", encoding="utf-8")
    result = run("new", "某局", "2025")
    assert result.exit_code == ExitCode.OUTPUT
    assert result.stdout == ""
    assert "某局-2025.toml：已经有这个文件，没有改动；确实要重写请加 --force。" in result.stderr
    assert path.read_text(encoding="utf-8") == "已经填好的"
    assert run("new", "某局", "2025", "--force").exit_code == ExitCode.FINE
    assert report_toml.load(path).agency == "某局"


@pytest.mark.parametrize("agency", ["", "  ", "某\u200b局", "某\x07局"])
def test_a_name_that_is_none_is_refused_before_anything_is_written(
    run: Run, tmp_path: Path, agency: str
) -> None:
    result = run("new", agency, "2025")
    assert result.exit_code == ExitCode.INPUT
    assert "机关全称" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("output", "sentence"),
    [("文件/a.toml", "该建文件夹的地方有一个同名的文件。"), ("长" * 90, "文件名太长。")],
)
def test_what_cannot_be_written_is_told(run: Run, tmp_path: Path, output: str, sentence: str) -> None:
    (tmp_path / "文件").touch()
    result = run("new", "某局", "2025", "-o", output)
    assert result.exit_code == ExitCode.OUTPUT
    assert sentence in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["文件"]


def test_nothing_is_left_of_a_file_that_was_not_finished(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = run("new", "某局", "2025")
    assert result.exit_code == ExitCode.OUTPUT
    assert "某局-2025.toml：没有写成，磁盘空间不足。" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "agency", ["某\n局", '某局\nprior = "/etc/passwd"', "某局\r\n[overview]", "某\u2028局"]
)
def test_a_name_with_line_breaks_writes_nothing(run: Run, tmp_path: Path, agency: str) -> None:
    result = run("new", agency, "2025")
    assert result.exit_code == ExitCode.INPUT
    assert "换行" in result.stderr or "看不见" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_comment_holds_no_line_of_its_own() -> None:
    report = replace(clean_report("2021"), title='年报\nprior = "/etc/passwd"')
    assert "\nprior" not in report_toml.new_text(report)
    assert report_toml.new_text(report).startswith('# 年报\\x0aprior = "/etc/passwd"\n')


def test_a_name_that_no_file_may_have(run: Run, tmp_path: Path) -> None:
    assert run("new", "某局/某处", "2025").stdout == "某局_某处-2025.toml\n"
    assert report_toml.load(tmp_path / "某局_某处-2025.toml").agency == "某局/某处"


def test_an_empty_ledger_is_made_for_an_agency_and_a_year(run: Run, tmp_path: Path) -> None:
    result = run("new", "某某县教育局", "2025", "--ledger")
    assert result.exit_code == ExitCode.FINE
    assert result.stdout == "某某县教育局-2025-台账.xlsx\n"
    assert run("tally", result.stdout.strip(), "--year", "2025").exit_code == ExitCode.FINE
    assert run("new", "某某县教育局", "2025", "--ledger").exit_code == ExitCode.OUTPUT
    assert run("new", "--ledger").exit_code == ExitCode.INPUT

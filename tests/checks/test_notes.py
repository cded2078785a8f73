"""What was understood of sentences when they were checked before is taken, and says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao import cache_folder
from nianbao.checks import check, notes, remembered
from nianbao.checks.claims import line, notebook, said
from nianbao.checks.rules import lost
from nianbao.files import report_toml
from nianbao.model.finding import Finding
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from tests.checks.test_claims import sentences

SAMPLES = sorted((Path(__file__).parents[2] / "sample_inputs").glob("*.toml"))


@pytest.fixture(autouse=True)
def _nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the process had just begun, with nothing kept but the law."""
    all_forms()
    monkeypatch.setattr(cache_folder, "_folder", lambda: tmp_path / "cache")
    notebook._open.clear()
    yield
    notebook._open.clear()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that are read."""
    lines: list[str] = []
    real = line.read_line

    def noted(text: str, *rest: object, **named: object) -> object:
        lines.append(text)
        return real(text, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(line, "read_line", noted)
    return lines


def found(report: Report) -> list[Finding]:
    """What a run of the program finds."""
    notebook._open.clear()
    with remembered(report):
        return check(report)


def test_a_second_run_reads_nothing_and_finds_the_same(read: list[str]) -> None:
    reports = [report_toml.load(path) for path in SAMPLES]
    first = [found(report) for report in reports]
    assert len(read) > 60
    read.clear()
    assert [found(report) for report in reports] == first
    assert not read
    notebook._open.clear()
    assert [check(report) for report in reports] == first
    assert len(read) > 60


def test_what_comes_back_of_sentences_is_what_was_understood() -> None:
    for item in sentences("development")[::12]:
        report = Report(all_forms()[item["form"]], item["agency"], item["year"])
        told = []
        for _ in range(2):
            notebook._open.clear()
            with remembered(report):
                told.append(said(item["text"], item["section"], report.form, report.year, report.agency))
        assert repr(told[0]) == repr(told[1])


def test_what_rules_find_in_lines_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_toml.load(SAMPLES[-1])
    section = next(iter(report.narrative))
    wrong = replace(report, narrative={**report.narrative, section: "收到申请件。_GoBack"})
    first = found(wrong)
    assert {"N511", "S111"} <= {each.code for each in first}
    monkeypatch.setattr(lost, "_without_number", lambda _: pytest.fail("looked at again"))
    assert found(wrong) == first


def test_a_changed_line_alone_is_read(read: list[str]) -> None:
    report = report_toml.load(SAMPLES[-1])
    found(report)
    read.clear()
    section, text = max(report.narrative.items(), key=lambda each: each[1].count("\n"))
    changed = replace(report, narrative={**report.narrative, section: text + "\n收到申请3件。"})
    assert found(changed) == check(changed)
    assert read == ["收到申请3件。"]
    found(report)
    read.clear()
    found(changed)  # what was not there the last time is not kept
    assert read == ["收到申请3件。"]


def test_only_what_is_of_the_same_agency_and_year_is_taken(
    read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = report_toml.load(SAMPLES[-1])
    found(report)
    read.clear()
    found(replace(report, agency="另一个局"))
    assert read
    monkeypatch.setattr(notes, "source_hash", lambda _: b"the same of all names")
    found(report)
    read.clear()
    found(replace(report, agency="另一个局"))
    assert read

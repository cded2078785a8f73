"""What make soak records, and the page that is made of it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

import reliability
from reliability import Record
from tests import soak

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
ONE = Record(
    "damage", "pdf", 1000, 1000, ("1",), {"read": 600, "refused": 400}, 0, 0, 1.25, 300, "2026-01-02", "abc"
)
OTHER = replace(ONE, run=200, seeds=("2",), outcomes={"read": 199}, exceptions=1, longest=2.5, memory=200)


def test_the_page_has_the_tables_that_runs_write() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == reliability.page(reliability.read(page)), "run make soak"


def test_records_of_one_kind_are_added_up() -> None:
    found = reliability.rows([ONE, OTHER])
    assert found == {
        ("damage", "pdf"): (
            "pdf", "2,000", "1,200", "2", "799", "400", "1", "0", "2.50", "300", "2026-01-02", "abc",
        )
    }  # fmt: skip


def test_a_page_can_be_read_back_and_says_what_was_shorter() -> None:
    found = reliability.rows([ONE, OTHER, replace(ONE, kind="docx")])
    page = reliability.page(found)
    assert reliability.read(page) == found
    assert "\nEnded early, when the time was up: pdf (1,200 of 2,000).\n" in page
    assert "| html | not run yet |" in page
    assert page.count("Ended early") == 1


def test_a_run_takes_the_place_of_the_row_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.md"
    path.write_text(
        reliability.page(reliability.rows([OTHER, replace(ONE, kind="md", run=200)])), encoding="utf-8"
    )
    for number, (commit, record) in enumerate({"before": OTHER, "abc": ONE}.items()):
        folder = tmp_path / "soak" / commit
        folder.mkdir(parents=True)
        (folder / "1.jsonl").write_text(reliability.line(record), encoding="utf-8")
        os.utime(folder, (number, number))
    monkeypatch.setattr("sys.argv", ["reliability.py", str(tmp_path / "soak"), str(path)])
    reliability.main()
    rows = reliability.read(path.read_text(encoding="utf-8"))
    assert rows == reliability.rows([ONE, replace(ONE, kind="md", run=200)])


def three_inputs() -> None:
    """The second raises, the third is wrong."""
    with soak.recorded("damage", "txt", 3, seed="7") as tally:
        for number in tally.inputs():
            with tally.trying(number):
                tally.outcome("read")
                assert 1 // (1 - number)
                assert number < 2


def test_every_input_is_tried_and_every_fault_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "_FOLDER", str(tmp_path / "records"))
    with pytest.raises(AssertionError) as found:
        three_inputs()
    told = str(found.value)
    assert told.startswith("2 of 3 inputs:\ntxt, seed 7, input 1:\n")
    assert "ZeroDivisionError" in told
    assert "\ntxt, seed 7, input 2:\n" in told
    (record,) = reliability.records(soak._folder())
    counted = (record.asked, record.run, record.seeds, record.outcomes, record.exceptions, record.wrong)
    assert counted == (3, 3, ("7",), {"read": 3}, 1, 1)
    assert record.date


def some_inputs(tried: list[int], most: int) -> None:
    with soak.recorded("damage", "txt", 5, seed="8") as tally:
        for number in tally.inputs():
            if len(tried) == most:
                break
            with tally.trying(number):
                tried.append(number)
                tally.outcome("read")


def test_a_run_goes_on_where_the_one_before_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soak, "_FOLDER", str(tmp_path))
    tried: list[int] = []
    for most in (0, 2, 3, 9, 9):
        soak._before.cache_clear()
        some_inputs(tried, most)
    soak._before.cache_clear()
    assert tried == [0, 1, 2, 3, 4]
    row = reliability.rows(reliability.records(soak._folder()))["damage", "txt"]
    assert row[:5] == ("txt", "5", "5", "1", "5")


def test_a_run_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "_MINUTES", 1)
    clock = iter([0, 59, 61])
    monkeypatch.setattr("tests.soak.time.monotonic", lambda: next(clock))
    with soak.recorded("damage", "txt", 100, seed="a seed of its own") as tally:
        for number in tally.inputs():
            with tally.trying(number):
                pass
        assert (tally.record().asked, tally.record().run) == (100, 1)


def test_in_two_turns_everything_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "SOAKING", False)
    tried: list[int] = []
    for turn in "01":
        monkeypatch.setenv(soak.TURN, turn)
        tried += filter(soak.is_turn, range(9))
    assert sorted(tried) == list(range(9))


def test_of_tests_that_take_turns_each_has_its_turn_and_no_other_waits(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soak, "SOAKING", False)

    def named(name: str, *marks: pytest.MarkDecorator) -> pytest.Item:
        test = pytest.Function.from_parent(request.node.parent, name=name, callobj=named)
        for mark in marks:
            test.add_marker(mark)
        return test

    turns = pytest.mark.takes_turns
    cases = [named(f"test_many[{case}]", turns) for case in range(4)]
    pair = [named("test_one", turns(0)), named("test_other", turns(1))]
    waited = []
    for turn in "01":
        monkeypatch.setenv(soak.TURN, turn)
        waited.append(soak.out_of_turn([*cases, *pair, named("test_always")]))
    assert sorted(cases.index(test) % 2 for each in waited for test in each if test in cases) == [0, 0, 1, 1]
    assert [[test for test in each if test in pair] for each in waited] == [pair[1:], pair[:1]]
    assert [len(each) for each in waited] == [3, 3]


def test_all_processes_of_a_run_take_the_same_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(soak.TURN)
    said = iter(["f1", "f2", ""])
    monkeypatch.setattr(soak, "_said_by_git", lambda *_: next(said))
    assert [soak.turn(), soak.turn()] == [1, 1]
    monkeypatch.delenv(soak.TURN)
    assert (soak.turn(), next(said)) == (0, "")

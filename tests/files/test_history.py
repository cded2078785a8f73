"""The history outlives a kill, is merged by putting lines together, and does not grow for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.files import history
from nianbao.files.history import Event, What


def event(number: int, what: What = What.CHANGED, after: str = "") -> Event:
    return Event(f"2025-01-05T10:{number // 60:02}:{number % 60:02}+08:00", "张三", what, "a.b.c", "", after)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "某局-2025.toml"


def test_what_was_written_is_read(report: Path) -> None:
    assert history.read(report) == []
    told = [event(1, after="5"), event(2, after="7"), event(3, What.REOPENED, "填错一件\n又一件")]
    history.append(report, told[:1])
    history.append(report, told[1:])
    assert history.read(report) == told
    assert history.beside(report).name == "某局-2025-修改记录.jsonl"
    assert all(json.loads(line)["by"] == "张三" for line in history.beside(report).read_text().splitlines())


def test_what_was_told_later_stands_later_whatever_the_clock_says(report: Path) -> None:
    told = [
        Event("2025-01-05T10:00:00.000+08:00", "张三", What.CHANGED, "a.b.c", "", "1"),
        Event("2025-01-05T02:00:01.000+00:00", "在另一个时区的人", What.CHANGED, "a.b.c", "1", "2"),
        Event("2019-01-01T00:00:00.000+08:00", "钟拨回去的人", What.CHANGED, "a.b.c", "2", "1"),
        Event("那天", "手写的", What.CHANGED, "a.b.c", "1", "2"),
    ]
    for each in told:
        history.append(report, [each])
    assert [each.by for each in history.read(report)] == [each.by for each in told]
    assert history.read(report)[2].at == "2025-01-05T02:00:01.001+00:00"


@given(cut=st.integers(0, 400))
def test_half_a_line_costs_nothing_else(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    report = tmp_path_factory.mktemp("history") / "r.toml"
    history.append(report, [event(number, after=str(number)) for number in range(3)])
    path = history.beside(report)
    data = path.read_bytes()[:cut]
    path.write_bytes(data)
    whole = history.read(report)
    assert len(whole) in {data.count(b"\n"), data.count(b"\n") + 1}  # a line may lack its end alone
    history.append(report, [event(9, after="9")])
    assert history.read(report) == [*whole, event(9, after="9")]


def test_two_copies_are_merged_by_putting_lines_together(report: Path) -> None:
    history.append(report, [event(1, after="1")])
    common = history.beside(report).read_bytes()
    history.append(report, [event(4, after="4")])
    mine = history.beside(report).read_bytes()
    history.beside(report).write_bytes(common)
    history.append(report, [event(2, after="2")])
    history.beside(report).write_bytes(history.beside(report).read_bytes() + mine)
    assert [each.after for each in history.read(report)] == ["1", "2", "4"]


def test_what_is_no_line_of_a_history_is_passed_over(report: Path) -> None:
    history.append(report, [event(1)])
    with history.beside(report).open("ab") as file:
        file.write(b'{"at":1}\n[]\nnull\n\xff\n{"what":"?"}\n' + b"[" * 9999 + b"\n\n")
    assert history.read(report) == [event(1)]


def test_the_oldest_changes_go_when_it_is_too_large(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LARGEST", 4000)
    history.append(report, [event(0, What.SUBMITTED, "旧"), event(1, What.REOPENED, "理由")])
    history.append(report, [event(2, What.SUBMITTED, "新")])
    for number in range(3, 90):
        history.append(report, [event(number, after=str(number))])
        assert history.beside(report).stat().st_size <= 4000
    kept = history.read(report)
    assert [each.after for each in kept[:2]] == ["理由", "新"]
    assert kept[-1] == event(89, after="89")


def test_a_report_under_another_name_takes_it_along(report: Path) -> None:
    history.append(report, [event(1)])
    other = report.with_name("另存.toml")
    history.carry(report, other)
    history.append(other, [event(2, after="2")])
    history.carry(report, other)
    assert history.read(other) == [event(1), event(2, after="2")]
    assert history.read(report) == [event(1)]

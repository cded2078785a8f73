"""Queries: answered from the table alone, and refused with one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.dataset import duck, package
from nianbao.dataset.query import WrongQuery, ask
from nianbao.dataset.questions import compared, questions, usual
from nianbao.dataset.rows import Line, Whose, lines
from nianbao.dataset.show import by_member, by_question, by_year
from nianbao.model.figure import UNKNOWN, parse
from nianbao.model.load_forms import all_forms
from nianbao.problem import InputError
from tests.strategies import clean_report

GRANTED = "applications.granted.natural_person"
FEES = "disclosure.fees.amount"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two members, one of them in two years; of a third there is no report, a fourth is not counted."""

    def told() -> Iterator[Line]:
        for year, member, granted, fees, counted in (
            (2020, "甲", "5", "", True),
            (2024, "甲", "7", "5000元", True),
            (2024, "乙", "11", "1.5", True),
            (2024, "丁", "100", "1", False),
        ):
            form = clean_report("2019" if year == 2020 else "2021")
            report = form.with_figures({GRANTED: parse(granted), **({FEES: parse(fees)} if fees else {})})
            whose = Whose(year, f"某市{member}", "department", member, "某市", digest=member)
            yield from lines(report.form, report.all_figures(), whose, counted)
        nothing = clean_report("2021").form
        yield from lines(
            nothing, dict.fromkeys(nothing.cells, UNKNOWN), Whose(2024, "丙", None, "丙", "某市")
        )

    return package.table(tmp_path_factory.mktemp("data"), told())


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", "这句 SQL 写得不对"),
        ("SELECT x FROM figures", "没有“x”这一列；可用 year、agency"),
        ("SELECT * FROM 数据", "数据都在 figures 这个表里"),
        ("DROP VIEW figures", "只能查询"),
        ("SELECT 1; SELECT 2", "只能查询"),
        ("COPY figures TO 'x.csv'", "只能查询"),
        ("ATTACH 'x.db'", "只能查询"),
        ("INSTALL httpfs", "只能查询"),
        ("SET enable_external_access=true", "只能查询"),
        ("SELECT * FROM read_text('/etc/passwd')", "不能读写别的文件"),
        ("SELECT * FROM glob('/*')", "不能读写别的文件"),
        ("SELECT cast(agency AS INT) FROM figures", "这句 SQL 不能执行"),
    ],
)
def test_what_is_refused(table: Path, sql: str, said: str) -> None:
    with pytest.raises(WrongQuery, match=said) as error:
        ask([table], sql)
    assert "\n" not in str(error.value)
    assert "Traceback" not in str(error.value)


def test_memory_is_bounded(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(duck.CONFIG, "memory_limit", "50MB")
    with pytest.raises(WrongQuery, match="内存太多"):
        ask([table], "SELECT string_agg(repeat('a', 9000000)) FROM range(9)")


def test_no_other_file_is_read_not_even_one_beside_the_table(table: Path) -> None:
    other = table.with_name("other.csv")
    other.write_text("a\n1\n", encoding="utf-8")
    for sql in (f"FROM read_csv('{other}')", f"FROM '{other}'"):
        with pytest.raises(WrongQuery):
            ask([table], sql)
    assert ask([table], "SELECT count(*) FROM figures").rows[0][0]


def test_a_query_that_does_not_end_is_ended(table: Path) -> None:
    with pytest.raises(WrongQuery, match="已经停止"):
        ask([table], "SELECT count(*) FROM range(9999999999) a, range(9999999) b", seconds=0.05)


def test_an_answer_that_is_too_long_is_cut_and_said_to_be(table: Path) -> None:
    answer = ask([table], "SELECT 1 FROM range(10)", most=3)
    assert (len(answer.rows), answer.more) == (3, True)


def test_a_variable_of_the_program_is_no_table(table: Path) -> None:
    with pytest.raises(WrongQuery, match="没有这个表"):
        ask([table], "SELECT * FROM tables")


def test_what_is_no_table_of_ours_is_refused(tmp_path: Path) -> None:
    for name, data in (("a.csv", b"x,y\n1,2\n"), ("b.parquet", b"PAR1"), ("c.csv", b"\xff\xfe\x00")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match="不是本程序生成的数据"):
            ask([tmp_path / name], "SELECT * FROM figures")


def test_outcomes_by_year_over_both_forms(table: Path) -> None:
    found = by_question([table], questions()["办理结果"], range(2020, 2025))
    granted = [(part.year, part.known, part.lacking) for part in found if part.name == "予以公开"]
    assert granted == [(2020, 5, 0), (2024, 18, 1)]
    assert [part.name for part in found if part.year == 2020] == [
        "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理",
    ]  # fmt: skip


def test_years_count_money_in_one_unit_and_members_come_by_size(table: Path) -> None:
    cells = compared(tuple(all_forms().values()))
    fees = [part for part in by_year([table], cells, range(2024, 2025)) if part.name == cells[FEES]]
    assert [(str(part.known), part.lacking) for part in fees] == [("2", 1)]
    members = by_member([table], GRANTED, range(2024, 2025))
    assert [(part.name, part.known) for part in members] == [("丁", 100), ("乙", 11), ("甲", 7), ("丙", None)]


@pytest.mark.parametrize("name", list(questions()))
def test_the_lines_of_a_question_are_parts_of_the_table_and_share_none(name: str) -> None:
    seen: set[str] = set()
    for line in questions()[name].lines:
        assert not line.cells & seen
        seen |= line.cells
        for form in all_forms().values():
            assert not line.cells & form.totals.keys()
    assert seen <= {cell for form in all_forms().values() for cell in form.cells}


def test_the_outcomes_are_all_that_the_form_adds_up() -> None:
    """Whatever a form counts as an outcome stands in one of the lines."""
    seen = {cell for line in questions()["办理结果"].lines for cell in line.cells}
    for form in all_forms().values():
        parts, waiting = set(), ["applications.outcomes.total"]
        while waiting:
            cell = waiting.pop()
            waiting += form.totals.get(cell, ())
            parts |= set() if cell in form.totals else {cell}
        assert parts <= seen
    assert usual() in form.cells

"""Open data of many reports: what is written is what they say, in CSV and in Parquet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.dataset import duck, package
from nianbao.dataset.package import PARQUET, TABLE, About
from nianbao.dataset.query import ask
from nianbao.dataset.rows import COLUMNS, Line, Whose, lines
from nianbao.files import atomic
from nianbao.model.figure import Figure, State, parse
from nianbao.model.report import Report
from nianbao.problem import reason
from nianbao.publish.data_package import DESCRIPTOR, harmless
from tests import windows
from tests.data_packages import faults
from tests.soak import drawn
from tests.strategies import clean_report

PROFILE = json.loads(
    (Path(__file__).parents[1] / "write" / "datapackage-2.0.json").read_text(encoding="utf-8")
)
WORDS = (
    "+3",
    "-2.50",
    "3.125万元",
    "=1+1",
    "+1+1",
    "@x",
    "减",
    "/",
    "-",
    "",
    "?",
    "99999999999999.999",
    "1,5\n2",
)
NAMES = ("青溪县水利局", '=HYPERLINK("x")', "某局，“分局”", "a\tb")


def reports() -> list[Report]:
    """Both forms, every kind of figure, names that are formulas."""
    made = []
    for number, form in enumerate(("2019", "2021")):
        clean = clean_report(form)
        cells = list(clean.form.cells)
        figures = {cells[at]: parse(word) for at, word in enumerate(WORDS)}
        made.append(replace(clean, agency=NAMES[number], figures={**clean.figures, **figures}))
    return made


def told(several: Sequence[Report]) -> Iterator[Line]:
    for number, report in enumerate(several):
        whose = Whose(report.year, report.agency, file=f"C/{number}.docx", digest=f"{number:064}")
        yield from lines(report.form, report.all_figures(), whose)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("开放数据[1]")
    package.write(at, About("标题", "说明"), told(reports()))
    return at


def test_frictionless_finds_nothing_but_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    """With the file of CSV: for that of Parquet it needs pandas, which nothing else here does."""
    descriptor = shutil.copytree(folder, tmp_path / "开放数据") / DESCRIPTOR
    assert faults(descriptor, "figures-csv") == []
    table = descriptor.with_name(TABLE)
    table.write_bytes(table.read_bytes().replace(b"true", b"maybe", 1))
    assert any("maybe" in fault for fault in faults(descriptor, "figures-csv"))


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / TABLE).read_text("utf-8-sig"), newline="")))


def test_every_figure_of_every_report_stands_in_a_line(folder: Path) -> None:
    found = iter(rows(folder))
    for report in reports():
        figures = report.all_figures()
        for cell in report.form.cells:
            line, figure = next(found), figures[cell]
            assert (line["cell"], line["state"]) == (cell, figure.state.value)
            assert line["text"] == harmless(str(figure))
            assert (Decimal(line["value"]) if line["value"] else None) == figure.number
            assert line["year"] == str(report.year)
            assert line["agency"] == harmless(report.agency.replace("\t", "\\x09"))
    assert next(found, None) is None


def test_parquet_says_what_the_csv_says(folder: Path) -> None:
    answers = [ask([folder / name], "SELECT * FROM figures") for name in (TABLE, PARQUET)]
    assert answers[0] == answers[1]
    assert answers[0].columns == tuple(column.name for column in COLUMNS)
    plain = [[None if each == "" else each for each in line.values()] for line in rows(folder)]
    asked = [[_as_csv(each) for each in row] for row in answers[1].rows]
    at = [column.name for column in COLUMNS].index("value")
    for line, row in zip(plain, asked, strict=True):
        number = line[at]
        assert row[at] == (None if number is None else f"{Decimal(number).normalize():f}")
        assert [*row[:at], *row[at + 1 :]] == [*line[:at], *line[at + 1 :]]


def _as_csv(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def test_the_descriptor_follows_the_profile_and_is_true(folder: Path) -> None:
    descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    jsonschema.Draft7Validator(PROFILE).validate(descriptor)
    assert [each["path"] for each in descriptor["resources"]] == [TABLE, PARQUET]
    table = descriptor["resources"][0]
    assert table["bytes"] == (folder / table["path"]).stat().st_size
    assert table["hash"] == f"sha256:{hashlib.sha256((folder / table['path']).read_bytes()).hexdigest()}"
    for each in descriptor["resources"]:
        assert [field["name"] for field in each["schema"]["fields"]] == list(rows(folder)[0])


def test_excel_is_told_the_encoding_and_nothing_is_a_formula(folder: Path) -> None:
    assert (folder / TABLE).read_bytes().startswith(b"\xef\xbb\xbf")
    texts = {text for line in rows(folder) for text in line.values()}
    assert not {text for text in texts if text.startswith(("=", "@", "+1+"))}
    assert {"'=1+1", "'@x", "+3", "-", "-2.50"} <= texts


def as_meant(text: str) -> str:
    """As docs/manual/region.md tells how the text is had again."""
    return text[1:] if re.match(r"'+[=+\-@＝＋－＠\t\r]", text) else text


@given(st.text(alphabet="'=+-@＝\t1x", max_size=5))
@drawn(50)
def test_what_was_made_harmless_can_be_told_from_all_else(text: str) -> None:
    made = harmless(text)
    assert made in {text, f"'{text}"}
    again = as_meant(made)
    assert again == text


def test_the_same_reports_make_the_same_table(folder: Path, tmp_path: Path) -> None:
    package.write(tmp_path, About("标题", "说明"), told(reports()))
    assert (tmp_path / TABLE).read_bytes() == (folder / TABLE).read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == [DESCRIPTOR, TABLE, PARQUET]


def test_without_duckdb_there_is_no_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "is_there", lambda: False)
    made = package.write(tmp_path, About("标题", "说明"), told(reports()))
    assert [each.name for each in made] == [TABLE, DESCRIPTOR]


def test_what_cannot_be_made_leaves_what_was_there(tmp_path: Path) -> None:
    def breaking() -> Iterator[Line]:
        yield from told(reports()[:1])
        raise MemoryError

    (tmp_path / TABLE).write_text("以前的", encoding="utf-8")
    with pytest.raises(MemoryError):
        package.write(tmp_path, About("标题", "说明"), breaking())
    assert [each.name for each in tmp_path.iterdir()] == [TABLE]


def test_a_table_that_is_open_in_excel_on_windows_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duck, "is_there", lambda: False)
    package.write(tmp_path, About("标题", "说明"), [])
    before = (tmp_path / DESCRIPTOR).read_bytes()
    windows.no_open_file_is_moved(monkeypatch)
    monkeypatch.setattr(atomic, "_PAUSES", ())
    with (tmp_path / TABLE).open("rb"), pytest.raises(OSError, match=r"(?i)busy") as refused:
        package.write(tmp_path, About("标题", "说明"), told(reports()[:1]))
    assert reason(refused.value) == "文件正在 Excel 或 WPS 里打开，请关闭后再试"
    assert (tmp_path / DESCRIPTOR).read_bytes() == before


def test_a_large_amount_keeps_all_of_its_digits() -> None:
    figure = parse("12345678901.123456")
    assert figure == Figure(State.NUMBER, Decimal("12345678901.123456"))
    report = clean_report("2019")
    cell = next(iter(report.form.cells))
    [line] = [
        each
        for each in lines(report.form, {**report.all_figures(), cell: figure}, Whose(2020, "某局"))
        if each["cell"] == cell
    ]
    assert line["value"] == "12345678901.123456"

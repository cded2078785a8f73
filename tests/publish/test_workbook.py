"""The form as a workbook: its formulas say what the program says, and it reads back by its labels."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from python_calamine import CalamineWorkbook

from nianbao.checks import check
from nianbao.files.report_toml import load
from nianbao.model.figure import count
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.publish.render import render
from nianbao.publish.workbook import blank_workbook, workbook
from nianbao.read import read
from nianbao.recognise import recognise
from nianbao.words import BROKEN, FINE, OPEN
from nianbao.write.xlsx.book import Book, Look
from nianbao.write.xlsx.plain_sheet import PlainSheet
from nianbao.write.xlsx.workbook import written
from tests.libreoffice import NEEDED, recalculated
from tests.soak import drawn
from tests.strategies import reports

SAMPLES = sorted((Path(__file__).parents[2] / "sample_inputs").glob("*.toml"))
FINAL = [path for path in SAMPLES if path.name[:3] in {"003", "004", "005"}]


def shown(workbook: CalamineWorkbook, sheet: str) -> list[list[str]]:
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[str(value).strip() for value in row] for row in rows]


def sentences(book: Book) -> list[str]:
    return [str(cell.value) for sheet in book.sheets for cell in sheet.cells if cell.look is Look.CHECK]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.takes_turns
def test_every_sample_reads_back_equal(path: Path) -> None:
    report = load(path)
    found = recognise(read(render(report, "xlsx", draft=True), "xlsx"))
    assert found.report.all_figures() == report.all_figures()
    assert found.report.year == report.year
    assert not found.unplaced
    assert not found.report.narrative


@given(reports(all_forms()["2021"]))
@drawn(5)
def test_every_report_becomes_the_same_bytes_again(report: Report) -> None:
    assert render(report, "xlsx", draft=True) == render(report, "xlsx", draft=True)


@pytest.mark.parametrize("form", all_forms().values(), ids=str)
def test_every_sum_of_a_form_has_its_sentence(form: object) -> None:
    report = next(
        Report(each, "某某县教育局", each.first_year) for each in all_forms().values() if each is form
    )
    said = sentences(blank_workbook(report))
    assert len(said) == len(report.form.sums)
    assert all(sentence.startswith(OPEN) for sentence in said)


def test_a_broken_sum_is_told_with_both_sides() -> None:
    report = load(FINAL[-1])
    assert not [each for each in sentences(workbook(report)) if each.startswith(BROKEN)]
    broken = report.with_figures({"applications.received.natural_person": count(152)})
    told = [each for each in sentences(workbook(broken)) if each.startswith(BROKEN)]
    assert "✗ “自然人”：一(152)＋二(0)＝152，（七）(147)＋四(4)＝151，相差1。" in told
    codes = {finding.code for finding in check(broken)}
    assert "T301" in codes


@pytest.mark.parametrize("path", FINAL, ids=lambda path: path.stem)
@pytest.mark.takes_turns
def test_sentences_agree_with_the_checks(path: Path) -> None:
    """A sum that check finds broken is told so in the workbook, and no other."""
    report = load(path)
    for cell in list(report.form.cells)[::19]:
        changed = report.with_figures({cell: count(77)})
        if changed.figures == report.figures:
            continue
        sums = [each for each in changed.form.sums if each.figures_alone and not each.between_years]
        found = {finding.sum for finding in check(changed) if finding.sum in sums}
        told = [each for each in sentences(workbook(changed)) if each.startswith(BROKEN)]
        live = [each for each in found if each is not None]
        assert len(told) == len(live), cell


def test_xlsxwriter_would_write_the_formulas_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook(load(FINAL[-1]))
    data = written(book)
    monkeypatch.delattr(PlainSheet, "_prepare_formula")
    assert written(book) == data


def test_inputs_alone_are_open(tmp_path: Path) -> None:
    data = written(blank_workbook(Report(all_forms()["2021"], "某某县教育局", 2024)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    assert all("<sheetProtection" in sheet for sheet in sheets)
    assert sum(sheet.count("<dataValidation ") for sheet in sheets) >= len(all_forms()["2021"].cells) - 34


@pytest.mark.parametrize("words", ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2+3", '=HYPERLINK("x")'])
def test_no_text_becomes_a_formula(words: str) -> None:
    data = written(workbook(Report(all_forms()["2021"], words, 2024, title=words)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(rf"<f>[^<]*{re.escape(words[:4])}", sheet)
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[0][0] == words


@NEEDED
@pytest.mark.takes_turns(1)
def test_another_program_works_out_the_same(tmp_path: Path) -> None:
    """Every formula, worked out anew by LibreOffice, comes to the value that is stored beside it."""
    books = []
    for form in all_forms():
        path = next(path for path in reversed(SAMPLES) if load(path).form.id == form)
        report = load(path).with_figures({"applications.granted.natural_person": count(99)})
        books += [workbook(report), blank_workbook(report)]
        assert any(each.startswith(BROKEN) for each in sentences(books[-2]))
        assert any(each.startswith(FINE) for each in sentences(books[-2]))
    made = [written(book) for book in books]
    for ours, theirs in zip(map(opened, made), map(opened, recalculated(made, tmp_path)), strict=True):
        for name in ours.sheet_names:
            assert shown(theirs, name) == shown(ours, name)


def opened(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))

"""A form for a later year is a file in forms/ and nothing else: a made-up one goes all the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nianbao import resources
from nianbao.checks import check
from nianbao.files.report_toml import loads, new_text
from nianbao.model import load_forms as forms
from nianbao.model.figure import count
from nianbao.model.form import Form
from nianbao.model.grid import grid_of
from nianbao.model.report import Report
from nianbao.publish.render import render
from nianbao.read import read
from nianbao.recognise import recognise
from nianbao.write.formats import kinds

ONE_ROW_MORE = (
    '{ id = "unprocessed_repeated",',
    '{ id = "unprocessed_rude", label = "6.辱骂性申请" },\n      ',
)
ONE_COLUMN_LESS = '    { id = "legal_service",   label = "法律服务机构", kind = "count" },\n'.replace(
    "    {", "      {"
)


@pytest.fixture
def form_of_2027(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Form:
    folder = tmp_path / "forms"
    shutil.copytree(resources.folder("forms"), folder)
    text = (folder / "2021.toml").read_text(encoding="utf-8")
    assert ONE_ROW_MORE[0] in text
    assert ONE_COLUMN_LESS in text
    (folder / "2021.toml").write_text(text.replace("{ from = 2021 }", "{ from = 2021, to = 2026 }"), "utf-8")
    text = text.replace('id = "2021"', 'id = "2027"').replace("{ from = 2021 }", "{ from = 2027 }")
    text = text.replace(ONE_COLUMN_LESS, "").replace(ONE_ROW_MORE[0], ONE_ROW_MORE[1] + ONE_ROW_MORE[0])
    (folder / "2027.toml").write_text(text, "utf-8")
    real = resources.folder
    monkeypatch.setattr(resources, "folder", lambda name: folder if name == "forms" else real(name))
    return forms.all_forms()["2027"]


def filled(form: Form) -> Report:
    """Every typed cell another number, except that what was received is what was answered."""
    typed = [cell_id for cell_id in form.cells if cell_id not in form.totals]
    report = Report(
        form,
        "某某市某某局",
        2027,
        narrative={"overview": "本年新收{{ 申请.本年新收.总计 }}件，其中辱骂性申请{{ 申请.辱骂性申请 }}件。"},
        figures={cell_id: count(number) for number, cell_id in enumerate(typed, 1)},
    )
    balance = {}
    for cell in form.rows["applications.received"]:
        column = cell.column.id
        if column != "total":
            answered = report.figure(f"applications.outcomes.{column}").number
            left = report.figure(f"applications.carried_out.{column}").number
            carried = report.figure(f"applications.carried_in.{column}").number
            assert isinstance(answered, int)
            assert isinstance(left, int)
            assert isinstance(carried, int)
            balance[cell.id] = count(answered + left - carried)
    return report.with_figures(balance)


def test_it_is_the_form_of_its_years(form_of_2027: Form) -> None:
    assert forms.form_for(2026) is forms.all_forms()["2021"]
    assert forms.form_for(2027) is form_of_2027
    assert len(form_of_2027.rows["applications.received"]) == 6
    assert "applications.unprocessed_rude.total" in form_of_2027.cells
    assert grid_of(form_of_2027, "applications").width == 3 + 6


def test_it_is_checked(form_of_2027: Form) -> None:
    report = filled(form_of_2027)
    arithmetic = {finding.code for finding in check(report) if finding.code in {"T301", "T302", "T303"}}
    assert not arithmetic
    broken = report.with_figures({"applications.unprocessed_rude.natural_person": count(9999)})
    assert "T301" in {finding.code for finding in check(broken)}


def test_it_is_stored(form_of_2027: Form) -> None:
    report = filled(form_of_2027)
    assert loads(new_text(report).encode(), "report.toml") == report


@pytest.mark.parametrize("kind", kinds())
def test_it_is_printed_and_read_back(form_of_2027: Form, kind: str) -> None:
    report = filled(form_of_2027)
    found = recognise(read(render(report, kind), kind)).report
    assert found.form is form_of_2027
    assert found.figures == report.all_figures()
    assert "辱骂性申请" in found.narrative["overview"]

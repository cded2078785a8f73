"""A form for a later year is a file in forms/ and nothing else: a made-up one goes all the way, from
``new`` to the file that is read back, and through the session of the wizard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from nianbao import resources
from nianbao.checks import check
from nianbao.cli.main import program
from nianbao.desk.session import Session
from nianbao.files.report_toml import load, loads, new_text, updated_text
from nianbao.model.figure import count, parse
from nianbao.model.form import Form
from nianbao.model.grid import grid_of
from nianbao.model.load_forms import all_forms, form_for
from nianbao.model.report import Report
from nianbao.model.rules import catalogue, sentence
from nianbao.publish.read_back import read_back
from nianbao.publish.render import render
from nianbao.recognise import recognise
from nianbao.write.formats import Holds, format_of, kinds
from tests.later_form import add_later_form
from tests.soak import is_turn

READ = [kind for kind in kinds() if format_of(kind).holds is not Holds.PICTURE]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder with a later form in it, and the form's id: what is loaded of a folder is kept."""
    folder = tmp_path_factory.mktemp("later") / "forms"
    shutil.copytree(resources.folder("forms"), folder)
    return folder, add_later_form(folder)


@pytest.fixture(scope="module")
def same_forms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same with a later form that has the tables of the one before."""
    folder = tmp_path_factory.mktemp("same") / "forms"
    shutil.copytree(resources.folder("forms"), folder)
    return folder, add_later_form(folder, lambda text: text)


@pytest.fixture
def form(forms: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Form]:
    folder, later = forms
    real = resources.folder
    monkeypatch.setattr(resources, "folder", lambda name: folder if name == "forms" else real(name))
    catalogue.cache_clear()
    yield all_forms()[later]
    catalogue.cache_clear()


def filled(form: Form) -> Report:
    """Every typed count another number, except that what was received is what was answered; money in
    several units."""
    typed = [cell_id for cell_id in form.cells if cell_id not in form.totals]
    report = Report(
        form,
        "某某市某某局",
        form.first_year,
        narrative={
            "overview": "本年新收{{ 申请.本年新收 }}件，其中辱骂性申请{{ 申请.辱骂性申请 }}件。",
            "budget": "支出合计{{ 经费.本年支出 }}万元。",
            "problems": "一是个别科室报送信息不及时；二是内容不易看懂。已按月核对，发布时附说明。",
            "other": "本年度没有收取信息处理费。",
        },
        figures={cell_id: count(number) for number, cell_id in enumerate(typed, 1)},
    )
    report = report.with_figures(
        {
            "budget.spent.staff": parse("0.5"),
            "budget.spent.platforms": parse("5000元"),
            "budget.planned.staff": parse("1.25"),
            "budget.planned.platforms": parse("0.00005亿元"),
        }
    )
    balance = {}
    for cell in form.rows["applications.received"]:
        column = cell.column.id
        if cell.id not in form.totals:
            outcomes, left, carried = (
                report.figure(f"applications.{row}.{column}").number
                for row in ("outcomes", "carried_out", "carried_in")
            )
            assert isinstance(outcomes, int)
            assert isinstance(left, int)
            assert isinstance(carried, int)
            balance[cell.id] = count(outcomes + left - carried)
    return report.with_figures(balance)


def test_it_is_the_form_of_its_years(form: Form) -> None:
    before = list(all_forms().values())[-2]
    assert form_for(form.first_year) is form
    assert form_for(form.first_year - 1) is before
    assert len(form.rows["applications.received"]) == 6
    assert "applications.unprocessed_rude.total" in form.cells
    assert grid_of(form, "applications").width == 3 + 6


def test_totals_over_amounts_are_computed(form: Form) -> None:
    report = filled(form)
    figures = report.all_figures()
    assert str(figures["budget.spent.sum"]) == "1"
    assert str(figures["budget.planned.sum"]) == "1.75"
    assert str(figures["budget.all.sum"]) == "2.75"
    assert str(figures["budget.all.platforms"]) == "10000元"


def test_it_is_checked_in_its_own_words(form: Form) -> None:
    report = filled(form)
    assert not {finding.code for finding in check(report) if finding.level == "E"}
    broken = report.with_figures({"applications.unprocessed_rude.natural_person": count(9999)})
    assert "T301" in {finding.code for finding in check(broken)}
    wrong = report.with_figures({"budget.spent.sum": parse("2")})
    (found,) = [f for f in check(wrong) if f.code == "T303" and f.section == "budget"]
    assert "相差1" in sentence(found)
    silent = replace(report, narrative={})
    told = {finding.code: sentence(finding) for finding in check(silent)}
    assert told["S107"] == "第六部分是空的。"
    assert told["S108"] == "第七部分没有写信息处理费的收取情况。"


def test_it_is_begun_checked_and_rendered(form: Form, tmp_path: Path) -> None:
    runner, path = CliRunner(), tmp_path / "r.toml"
    arguments = ["new", "某某市某某局", str(form.first_year), "-o", str(path)]
    assert runner.invoke(program, arguments).exit_code == 0
    assert load(path).form is form
    path.write_text(new_text(filled(form)), encoding="utf-8")
    assert load(path) == filled(form)
    told = runner.invoke(program, ["check", str(path)])
    assert told.exit_code == 0, told.stdout + told.stderr
    made = runner.invoke(program, ["render", str(path), "-o", str(tmp_path / "out")])
    assert made.exit_code == 0, made.stderr


def test_it_is_stored(form: Form) -> None:
    report = filled(form)
    assert loads(new_text(report).encode(), "report.toml") == report


@pytest.mark.parametrize("kind", READ)
@pytest.mark.takes_turns
def test_it_is_printed_and_read_back(form: Form, kind: str) -> None:
    report = filled(form)
    found = recognise(read_back(render(report, kind), kind)).report
    assert found.form is form
    assert found.figures == report.all_figures()
    if format_of(kind).holds is not Holds.FIGURES:
        assert found.narrative["budget"] == "支出合计1万元。"
        assert "辱骂性申请" in found.narrative["overview"]


def test_the_wizard_works_on_it(form: Form) -> None:
    session = Session(filled(form))
    session.enter({"budget.spent.staff": parse("1.5")}, "填数")
    assert str(session.report.figure("budget.all.sum")) == "3.75"
    session.undo()
    assert session.report == filled(form)
    assert not [finding for finding in session.findings() if finding.stops]


def test_a_report_goes_back_into_an_older_form(form: Form) -> None:
    """A section that the older form has not goes; what somebody noted in it stays."""
    text = new_text(filled(form)).replace("\nspent = ", "\n# 财务科给的数\nspent = ", 1)
    older = Report(all_forms()["2021"], "某某市某某局", 2024)
    data = updated_text(text.encode(), older, "")
    assert loads(data, "") == older
    assert "# 财务科给的数" in data.decode().splitlines()


@pytest.mark.parametrize("kind", [kind for at, kind in enumerate(READ) if is_turn(at)])
def test_a_form_with_the_same_tables_is_told_by_its_year(
    same_forms: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    folder, later = same_forms
    real = resources.folder
    monkeypatch.setattr(resources, "folder", lambda name: folder if name == "forms" else real(name))
    form = all_forms()[later]
    figures = {cell_id: count(0) for cell_id in form.cells if cell_id not in form.totals}
    report = Report(form, "某某市某某局", form.first_year, figures=figures)
    assert recognise(read_back(render(report, kind), kind)).report.form is form
    before = replace(report, form=all_forms()["2021"], year=2024)
    assert recognise(read_back(render(before, kind), kind)).report.form is before.form

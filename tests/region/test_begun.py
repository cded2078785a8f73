"""The report of a region: begun from the sums, its figures known by the members that make them up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.checks import check
from nianbao.desk.behind import behind
from nianbao.desk.refreshed import refresh
from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.model.load_forms import all_forms
from nianbao.model.origin import Source
from nianbao.model.reference import faults
from nianbao.model.report import Report
from nianbao.publish import results
from nianbao.region import kept, texts
from nianbao.region.begun import begun, members_in_words
from nianbao.region.collected import Collected
from tests.region.generated import CITY, OFFICE, SCHOOLS, WATER, Made, made

GRANTED = "applications.granted.natural_person"
ISSUED = {2024: "disclosure.regulations.issued", 2020: "disclosure.regulations.made"}


def keep(whole: Made) -> Collected:
    collected = whole.collected()
    kept.place_of(whole.region, whole.year).write_bytes(kept.content(collected))
    return collected


@pytest.fixture(scope="module", params=[2024, 2020])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("region"), request.param, seed=11, mistreated=False)


@pytest.fixture(scope="module")
def path(whole: Made) -> Path:
    """The report, begun and saved."""
    at = whole.folder / "青溪市人民政府.toml"
    at.write_text(report_toml.new_text(begun(keep(whole), whole.region, at)), encoding="utf-8")
    return at


def test_every_figure_is_the_true_sum_and_has_the_region_as_its_origin(whole: Made, path: Path) -> None:
    report = report_toml.load(path)
    assert (report.agency, report.region, report.year) == (f"{CITY}人民政府", "region.toml", whole.year)
    summed = [cell for cell in report.form.cells if cell not in report.form.regional]
    assert {cell: report.figure(cell).number for cell in summed} == {
        cell: whole.true(cell) for cell in summed
    }
    typed = [cell for cell in report.form.cells if cell not in report.form.totals]
    assert [each.cell for each in report.origins] == typed
    assert {(each.source, each.kind) for each in report.origins} == {("region.toml", Source.REGION)}
    assert not any(report.is_changed_since_origin(cell) for cell in typed)


def test_it_agrees_with_its_members_and_with_its_own_text(path: Path) -> None:
    report = report_toml.load(path)
    members = kept.members_of(report.region, report.year, path)
    found = check(report, members=members)
    assert members is not None
    assert not [each for each in found if each.code.startswith(("R", "N", "T"))]


def test_it_is_told_that_files_were_changed_after_they_were_collected(whole: Made, path: Path) -> None:
    def told() -> tuple[set[str], set[str]]:
        report = report_toml.load(path)
        members = kept.members_of(report.region, report.year, path)
        assert members is not None
        items = results.items(report, [], members=members)
        unsure = {item.rule.code for item in items if item.result is results.Result.INCOMPLETE}
        return set(members.changed), unsure & {"R701", "R702"}

    name = whole.files[SCHOOLS]
    before = name.read_bytes()
    name.touch()  # says the same as before
    assert told() == (set(), set())
    name.write_bytes(before + b"# one more line\n")
    assert told() == ({name.name}, {"R701", "R702"})
    name.unlink()  # nobody knows what became of it
    region = whole.region.read_bytes()
    whole.region.write_bytes(region + b"\n# new\n")
    assert told() == ({"region.toml"}, {"R701", "R702"})
    name.write_bytes(before)
    whole.region.write_bytes(region)
    assert told() == (set(), set())


def test_the_members_of_a_cell_stand_largest_first(whole: Made, path: Path) -> None:
    report = report_toml.load(path)
    lines = members_in_words(report, path, GRANTED)
    numbers = [int(line.rpartition("　")[2]) for line in lines]
    assert numbers == sorted(numbers, reverse=True)
    assert sum(numbers) == report.figure(GRANTED).number
    assert f"{SCHOOLS}　{whole.reports[SCHOOLS].figure(GRANTED)}" in lines
    told = list(behind(report, GRANTED, [], path).lines())
    assert told[:2] == ["各成员单位：", f"  {lines[0]}"]


def test_what_is_not_added_is_told_with_its_reason(whole: Made, path: Path) -> None:
    cell = ISSUED[whole.year]
    at = kept.place_of(whole.region, whole.year)
    before = at.read_bytes()
    schools = whole.reports[SCHOOLS]
    whole.put(SCHOOLS, schools.with_figures({cell: count(4)}))
    keep(whole)
    lines = members_in_words(report_toml.load(path), path, cell)
    whole.put(SCHOOLS, schools)
    at.write_bytes(before)
    assert f"{SCHOOLS}　4（没有计入）" in lines
    assert OFFICE in lines[0]


def test_a_member_that_changes_changes_what_refresh_finds(tmp_path: Path) -> None:
    whole = made(tmp_path, 2024, seed=11, mistreated=False)
    water = whole.reports[WATER]
    whole.files.pop(WATER).unlink()
    at = tmp_path / "r.toml"
    report = begun(keep(whole), whole.region, at)
    assert GRANTED not in report.figures
    at.write_text(report_toml.new_text(report), encoding="utf-8")
    assert refresh(report_toml.load(at), at).changes == ()
    whole.put(WATER, water)
    keep(whole)
    found = refresh(report_toml.load(at), at)
    assert not found.missing
    assert found.after.figure(GRANTED).number == whole.true(GRANTED)
    assert not [cell for cell in found.after.unknown_cells() if cell not in found.after.form.regional]


def test_a_report_that_names_no_region_or_one_elsewhere_has_no_members(path: Path) -> None:
    report = report_toml.load(path)
    for region in ("", "../region.toml", "none.toml", "/etc/region.toml"):
        assert members_in_words(replace(report, region=region), path, GRANTED) == ()


def test_each_sentence_means_something_in_a_form() -> None:
    empty = [Report(form, "某市", form.first_year) for form in all_forms().values()]
    for section, lines in texts.texts().items():
        for line in lines:
            told = line.replace("{members}", "1")
            fits = [each for each in empty if next(faults(told, each), None) is None]
            assert any(each.form.section(section) for each in fits), line

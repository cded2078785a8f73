"""Collecting: true sums come out exactly; every planted fault is named with its member, and nothing else."""

from __future__ import annotations

import datetime
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.model.figure import UNKNOWN, count
from nianbao.region import kept
from nianbao.region.collected import Collected, Handed, Why
from nianbao.region.names import How
from nianbao.region.sums import Sums
from tests.region.generated import (
    CITY,
    COUNTY,
    ORGANS,
    SCHOOLS,
    SUMMED,
    TOWN,
    WATER,
    Made,
    as_toml,
    made,
    report_of,
)
from tests.soak import asked

RECEIVED, GRANTED = "applications.received.natural_person", "applications.granted.natural_person"
REGULATIONS = "disclosure.regulations."


SEEDS = range(asked(1, 20))  # each draws other figures, and other damage of the documents


@pytest.fixture(scope="module", params=[(year, seed) for year in (2024, 2020) for seed in SEEDS], ids=str)
def region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Every kind of file, some of them mistreated."""
    year, seed = request.param
    return made(tmp_path_factory.mktemp("region"), year, seed=seed)


@pytest.fixture
def plain(tmp_path: Path) -> Made:
    """The same as files that are quick to read, to be changed."""
    return made(tmp_path, 2024, seed=5, mistreated=False)


def one(collected: Collected, organ: str) -> Handed:
    return next(each for each in collected.everybody() if each.name == organ)


def told(collected: Collected) -> dict[str, list[str]]:
    """Whatever there is to be told, by what it is; the errors with their cells."""
    found: dict[str, list[str]] = {
        "missing": [each.name for each in collected.missing() if each.name not in SUMMED],
        "late": [each.name for each in collected.late()],
        "form": [each.name for each in collected.other_form()],
        "year": [each.name for each in collected.other_year()],
        "doubtful": [each.name for each in collected.doubtful()],
        "strangers": [each.found.report.agency for each in collected.strangers],
        "unread": [Path(each.file.name).name for each in collected.unread],
        "versions": [
            each.name for each in collected.everybody() if any(p.why is not Why.YEAR for p in each.passed)
        ],
        "errors": list(_errors(collected)),
    }
    return {what: names for what, names in found.items() if names}


def _errors(collected: Collected) -> Iterator[str]:
    for each in collected.everybody():
        yield from (f"{each.name} {told.code} {told.cell}" for told in each.findings if told.stops)


def others(collected: Collected) -> dict[str, object]:
    """What is known of all but one member, but for whose text theirs is like."""
    alike = replace(collected, members=tuple(replace(each, repeated=None) for each in collected.members))
    return {
        each["member"]["name"]: each
        for each in kept.as_data(alike)["members"]
        if each["member"]["name"] != WATER
    }


def sums(collected: Collected) -> dict[str, object]:
    return {cell: each.figure for cell, each in Sums(collected).of_cells.items()}


@pytest.mark.takes_turns
def test_true_sums_of_mixed_files_and_nothing_to_be_told(region: Made) -> None:
    collected = region.collected()
    assert told(collected) == {}
    form = collected.form
    found = Sums(collected).of_cells
    for cell in form.cells.values():
        if cell.section != "disclosure" or cell.column.id == "decisions":
            assert found[cell.id].figure == count(region.true(cell.id)), cell.id
    assert {each.name for each in collected.everybody()} == {*ORGANS, *SUMMED}
    assert one(collected, TOWN).how is How.SUM
    assert all(one(collected, organ).how is How.NAME for organ in ORGANS)


def test_what_is_kept_is_what_was_collected(plain: Made) -> None:
    plain.write(WATER, b"damaged", ".docx")
    plain.put(SCHOOLS, replace(plain.reports[SCHOOLS], agency="青溪市教育体育局"))
    collected = plain.collected()
    path = plain.folder / "kept.json"
    path.write_bytes(kept.content(collected))
    again = kept.load(path)
    assert kept.content(again) == path.read_bytes()
    assert told(again) == told(collected)
    assert sums(again) == sums(collected)


FAULTS = {
    "missing": ["missing"],
    "broken": ["missing", "unread"],
    "sum": ["errors"],
    "late": ["late"],
    "year": ["missing", "year"],
    "form": ["form", "errors"],
    "name": ["missing", "strangers"],
    "twice": ["versions"],
    "unknown": ["errors"],
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.takes_turns
def test_a_planted_fault_is_named_with_its_member_and_nothing_else_is(plain: Made, fault: str) -> None:
    first = plain.collected()
    before = sums(first)
    report = plain.reports[WATER]
    other = {
        "sum": report.with_figures({GRANTED: count(777)}),
        "late": replace(report, date=datetime.date(2025, 2, 1)),
        "year": replace(report, year=2022),
        "name": replace(report, agency="青溪市水务局"),
        "unknown": report.with_figures({GRANTED: None}),
    }
    match fault:
        case "missing":
            plain.files[WATER].unlink()
        case "broken":
            plain.write(WATER, b"PK\x03\x04 no archive", ".docx")
        case "form":
            old = as_toml(report_of(2020, WATER, random.Random(1)))  # noqa: S311 - for tests
            plain.write(WATER, old.replace(b"year = 2020", b"year = 2024"))
        case "twice":
            newer = plain.folder / "报告" / "改.toml"
            changed = report.with_figures({RECEIVED: count(1), GRANTED: count(1)})
            newer.write_bytes(as_toml(replace(changed, date=datetime.date(2025, 1, 31))))
        case _:
            plain.write(WATER, as_toml(other[fault]))
    collected = plain.collected()
    found = told(collected)
    assert list(found) == FAULTS[fault]
    assert all(
        WATER in each or each in {"青溪市水务局", "01.docx"} for names in found.values() for each in names
    )
    assert others(collected) == others(first)
    after = Sums(collected).of_cells
    changed_cells = {cell for cell, figure in before.items() if after[cell].figure != figure}
    if fault in {"missing", "broken", "year", "name"}:
        assert after[RECEIVED].unknown == (WATER,)
        assert after[GRANTED].figure == UNKNOWN
    elif fault == "unknown":
        assert after[GRANTED].unknown == (WATER,)
        assert after[RECEIVED].figure == before[RECEIVED]
    elif fault == "late":
        assert not changed_cells
    if fault == "sum":
        assert any(GRANTED.rpartition(".")[2] in each for each in found["errors"])
    if fault == "name":
        assert collected.strangers[0].similar[0] == WATER


def test_the_newest_counts_and_copies_are_told_as_such(plain: Made) -> None:
    first = plain.files[WATER]
    copy = first.with_name("复制.toml")
    shutil.copy(first, copy)
    later = first.with_name("后改.toml")
    changed = replace(plain.reports[WATER], date=None).with_figures(
        {"disclosure.licences.decisions": count(7)}
    )
    later.write_bytes(as_toml(changed))
    os.utime(later, (1_800_000_000, 1_800_000_000))
    handed = one(plain.collected(), WATER)
    assert handed.taken is not None
    assert handed.taken.file.name == str(later)
    assert [(each.why, each.by_date) for each in handed.passed] == [(Why.OLDER, False), (Why.OLDER, False)]
    later.unlink()
    handed = one(plain.collected(), WATER)
    assert [each.why for each in handed.passed] == [Why.SAME]


def test_last_years_report_is_compared(plain: Made) -> None:
    last = replace(plain.reports[WATER], year=2023, date=None).with_figures(
        {"applications.carried_out.natural_person": count(3), "disclosure.licences.decisions": count(90_000)}
    )
    (plain.folder / "报告" / "上年").mkdir()
    (plain.folder / "报告" / "上年" / "a.toml").write_bytes(as_toml(last))
    collected = plain.collected()
    assert one(collected, WATER).prior is not None
    codes = {told.code for told in one(collected, WATER).findings}
    assert {"Y601", "Y602", "Y605"} <= codes
    assert not {"Y601", "Y605"} & {told.code for told in one(collected, SCHOOLS).findings}
    assert "missing" not in told(collected)


def test_the_kind_of_a_member_decides_its_deadline(plain: Made) -> None:
    plain.put(WATER, replace(plain.reports[WATER], date=datetime.date(2025, 3, 15)))
    assert told(plain.collected()) == {"late": [WATER]}
    assert "S110" in {each.code for each in one(plain.collected(), WATER).findings}
    text = plain.region.read_text(encoding="utf-8")
    plain.region.write_text(
        text.replace(f'name = "{WATER}"\n', f'name = "{WATER}"\nkind = "vertical"\n'), "utf-8"
    )
    assert told(plain.collected()) == {}
    assert "S110" not in {each.code for each in one(plain.collected(), WATER).findings}


def test_an_organ_that_was_merged_follows_those_that_it_was_made_of(plain: Made) -> None:
    """What it carried in is what they carried out together."""
    carried = {"applications.carried_in.natural_person": count(5), GRANTED: count(5), RECEIVED: count(0)}
    carried["applications.outcomes.natural_person"] = count(5)
    plain.put(WATER, plain.reports[WATER].with_figures({**dict.fromkeys(carried, count(0)), **carried}))
    text = plain.region.read_text(encoding="utf-8")
    old = '[[members]]\nname = "{}"\nkind = "department"\nuntil = 2023\n'
    aliases = f'name = "{WATER}"\nsince = 2024\naliases = ["青溪市水务局", "青溪市防汛办"]\n'
    text = text.replace(f'name = "{WATER}"\n', aliases, 1)
    plain.region.write_text(text + old.format("青溪市水务局") + old.format("青溪市防汛办"), encoding="utf-8")
    for number, name in ((2, "青溪市水务局"), (3, "青溪市防汛办")):
        last = replace(plain.reports[SCHOOLS], agency=name, year=2023, date=None)
        last = last.with_figures({"applications.carried_out.natural_person": count(number)})
        (plain.folder / "报告" / f"{name}.toml").write_bytes(as_toml(last))
    collected = plain.collected()
    assert told(collected) == {}
    assert {"Y601", "Y602"}.isdisjoint(each.code for each in one(collected, WATER).findings)
    (plain.folder / "报告" / "青溪市防汛办.toml").unlink()
    assert {"Y601", "Y602"} <= {each.code for each in one(plain.collected(), WATER).findings}


def test_text_of_a_neighbour_is_told_with_passages(plain: Made) -> None:
    collected = plain.collected()  # every text is the same
    alike = one(collected, WATER).repeated
    assert alike is not None
    assert alike.percent == 100
    assert alike.agency in ORGANS
    overview = plain.reports[WATER].narrative["overview"].replace("\n", " ")
    assert alike.passages[0].rstrip("…") in overview


def test_the_regions_own_report_is_no_member(plain: Made) -> None:
    own = replace(plain.reports[WATER], agency=f"{CITY}人民政府")
    (plain.folder / "报告" / "汇总.toml").write_bytes(as_toml(own))
    collected = plain.collected()
    assert collected.own.taken is not None
    assert told(collected) == {}


def test_an_own_report_of_a_region_below_counts_for_its_members(plain: Made) -> None:
    lower = one(plain.collected(), COUNTY)
    assert lower.taken is not None
    assert Sums(plain.collected()).of_cells[RECEIVED].figure == count(plain.true(RECEIVED))


def test_many_members_of_whom_some_have_faults(tmp_path: Path) -> None:
    """In ``make soak`` a thousand members and more: whoever is broken, missing or unreadable is named, and
    the sums of the others are exact."""
    number = asked(12, 1000)
    drawn = random.Random(7)  # noqa: S311 - for tests
    folder = tmp_path / "报告"
    folder.mkdir()
    lines, reports = ['name = "青溪市"\nyear = 2024\n'], {}
    faults: dict[str, set[str]] = {"missing": set(), "unread": set(), "errors": set()}
    for at in range(number):
        name = f"青溪市第{at + 1}局"
        lines.append(f'[[members]]\nname = "{name}"\n')
        report = report_of(2024, name, drawn)
        fault = drawn.choice(["missing", "unread", "errors", *[""] * 5])
        if fault:
            faults[fault].add(name)
        if fault == "errors":
            report = report.with_figures({GRANTED: count(1000)})
        if fault in {"errors", ""}:
            reports[name] = report
        if fault != "missing":
            (folder / f"{at:06}.toml").write_bytes(as_toml(report) + (b"[[[" if fault == "unread" else b""))
    (tmp_path / "region.toml").write_text("".join(lines), encoding="utf-8")
    collected = Made(tmp_path, 2024).collected()
    assert set(told(collected).get("missing", [])) == faults["missing"] | faults["unread"]
    assert len(collected.unread) == len(faults["unread"])
    assert {each.partition(" ")[0] for each in _errors(collected)} == faults["errors"]
    for cell, each in Sums(collected).of_cells.items():
        if not cell.startswith("disclosure.regulations"):
            assert each.known == sum(report.figure(cell).number or 0 for report in reports.values()), cell
            assert set(each.unknown) == faults["missing"] | faults["unread"]

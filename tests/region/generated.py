"""Regions with known true sums: members on three levels, reports of all kinds of files, mistreated on the
way."""

from __future__ import annotations

import datetime
import hashlib
import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from nianbao.files import report_toml
from nianbao.files.source import Source
from nianbao.jobs.parts import Done
from nianbao.model.figure import count
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.publish.workbook import workbook
from nianbao.read import read
from nianbao.region import load, work
from nianbao.region.collect import collect
from nianbao.region.collected import Collected, File, Found, Told, Unread
from nianbao.region.work import Checking
from nianbao.write.xlsx.workbook import written
from tests.printed import page
from tests.recognise.damage import DAMAGES
from tests.recognise.files import WRITERS
from tests.strategies import clean_report

CITY = "青溪市"
OFFICE, WATER, SCHOOLS = "青溪市人民政府办公室", "青溪市水利局", "青溪市教育局"
COUNTY, DISTRICT, TOWN = "云岭县", "河东区", "云岭县石桥镇"
# Who hands in, and under whom; of the district there is no report of its own, nor of the town.
BELOW = {
    CITY: (OFFICE, WATER, SCHOOLS, "青溪市财政局", "青溪市城市管理局", COUNTY, DISTRICT),
    DISTRICT: ("河东区人民政府办公室", "河东区民政局", "河东区司法局"),
    COUNTY: ("云岭县人民政府办公室", "云岭县林业局", TOWN),
    TOWN: ("石桥镇农业服务中心", "石桥镇财政所"),
}
SUMMED = (DISTRICT, TOWN)
ORGANS = tuple(each for below in BELOW.values() for each in below if each not in SUMMED)
KINDS = ("toml", "word_file", "toml", "web_page", "toml", "piped_text", "xlsx", "toml", "national_page")
KINDS_OF_YEAR = {2020: ("toml", "toml", "word_page", "toml", "tabbed_text")}  # few: it is the other form


# Those that leave the text as it was, so that nothing in it is found fault with.
DAMAGES_OF_TABLES = tuple(
    each
    for each in DAMAGES
    if each.__name__ in {"spans_padded", "table_cut", "figures_full_width", "figures_spaced", "title_split",
                         "signature_one_line", "labels_half_width", "numbers_apart", "sliver_column"}
)  # fmt: skip


@dataclass
class Made:
    """A region on disk: its reports by organ, and in which file each lies."""

    folder: Path
    year: int
    reports: dict[str, Report] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def region(self) -> Path:
        return self.folder / "region.toml"

    def true(self, cell: str, organ: str = CITY) -> int:
        """The sum of a cell, added up by hand from what the organs said."""
        if organ in self.reports:
            number = self.reports[organ].figure(cell).number
            assert isinstance(number, int)
            return number
        return sum(self.true(cell, each) for each in BELOW[organ])

    def write(self, organ: str, data: bytes, suffix: str = ".toml") -> Path:
        """Put the file of an organ there, in the place of the one that it had."""
        if organ in self.files:
            self.files[organ].unlink()
        path = self.folder / "报告" / f"{ORGANS.index(organ):02}{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_700_000_000, 1_700_000_000))
        self.files[organ] = path
        return path

    def put(self, organ: str, report: Report) -> None:
        """The same as a report.toml, and as what the organ says."""
        self.reports[organ] = report
        self.write(organ, as_toml(report))

    def collected(self) -> Collected:
        """What is collected, in this process, without anything kept."""
        found = [_read(path) for path in sorted((self.folder / "报告").rglob("*.*"))]
        return collect(load.load(self.region), found, _checked)


def as_toml(report: Report) -> bytes:
    """The report as report.toml."""
    return report_toml.new_text(report).encode()


def made(folder: Path, year: int, seed: int, *, mistreated: bool = True) -> Made:
    """A region whose reports have no errors: sums hold, and what was carried in is nothing."""
    drawn = random.Random(seed)  # noqa: S311 - for tests
    whole = Made(folder, year)
    whole.region.write_text("".join(_members(year)), encoding="utf-8")
    for organ in ORGANS:
        whole.reports[organ] = report_of(year, organ, drawn)
    form = whole.reports[COUNTY].form
    whole.reports[COUNTY] = whole.reports[COUNTY].with_figures(
        {
            cell: count(sum(whole.true(cell, each) for each in BELOW[COUNTY]))
            for cell in form.cells
            if cell not in form.totals
        }
    )
    kinds = KINDS_OF_YEAR.get(year, KINDS) if mistreated else KINDS[:1]
    for number, organ in enumerate(ORGANS):
        report = whole.reports[organ]
        kind = kinds[number % len(kinds)]
        data, suffix = _as_file(kind, report, drawn)
        whole.write(organ, data, suffix)
    return whole


def _members(year: int) -> Iterator[str]:
    yield f'name = "{CITY}"\nyear = {year}\n'
    for parent, below in BELOW.items():
        for organ in below:
            yield f'[[members]]\nname = "{organ}"\n' + (f'parent = "{parent}"\n' if parent != CITY else "")


def report_of(year: int, organ: str, drawn: random.Random) -> Report:
    """A report without errors, whose figures are drawn."""
    form = form_for(year)
    assert form is not None
    figures = {}
    for column in ("natural_person", "business", "legal_service"):
        granted, partly = drawn.randrange(40), drawn.randrange(5)
        figures[f"applications.received.{column}"] = count(granted + partly)
        figures[f"applications.granted.{column}"] = count(granted)
        figures[f"applications.partly_granted.{column}"] = count(partly)
        figures[f"applications.outcomes.{column}"] = count(granted + partly)
    figures |= {cell: count(drawn.randrange(900)) for cell in form.cells if cell.endswith(".decisions")}
    figures = {cell: figure for cell, figure in figures.items() if cell not in form.totals}
    date = datetime.date(year + 1, 1, 1 + drawn.randrange(28))
    clean = clean_report(form.id)
    return replace(clean, agency=organ, year=year, date=date).with_figures(figures)


def _as_file(kind: str, report: Report, drawn: random.Random) -> tuple[bytes, str]:
    if kind == "toml":
        return as_toml(report), ".toml"
    if kind == "xlsx":
        return written(workbook(report)), ".xlsx"
    suffix, write = WRITERS[kind]
    damage = drawn.choice(DAMAGES_OF_TABLES)
    return write(damage(read(page(report).encode(), "html"))), f".{suffix}"


def _read(path: Path) -> Found | Unread:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    (found,) = work.found(_entry(path.name, data), File(str(path), digest, path.stat().st_mtime))
    return found


@cache
def _entry(name: str, data: bytes) -> dict[str, Any]:
    [part] = work.read(None, Source(name, data))
    assert isinstance(part, Done)
    assert part.entry is not None
    return part.entry


def _checked(jobs: Mapping[str, Checking]) -> dict[str, tuple[Told, ...]]:
    return {name: _findings(job) for name, job in jobs.items()}


@cache
def _findings(job: Checking) -> tuple[Told, ...]:
    [part] = work.check(None, job)
    assert isinstance(part, Done)
    assert part.entry is not None
    return work.told(part.entry)

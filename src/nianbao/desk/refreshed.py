"""The sources of a report looked at once more: which figures they would change, and which are not to be had.

A file is read again where its content is another than it was; a ledger and counts by month are counted again
in any case, because what their words mean is written elsewhere. A figure that somebody has typed over since
stays, unless it is to be replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nianbao.desk.offices import read_part
from nianbao.files import documents, regular
from nianbao.files.prior import is_beneath
from nianbao.files.source import Source as File
from nianbao.files.taken import digest
from nianbao.ledger import mapping
from nianbao.ledger.monthly import sheets
from nianbao.ledger.monthly.tally import MonthlyTally
from nianbao.ledger.monthly.words import monthly_words
from nianbao.ledger.tally import LedgerTally
from nianbao.model.figure import Figure, State
from nianbao.model.origin import Origin, Source, put
from nianbao.model.report import Report
from nianbao.model.succession import brought
from nianbao.problem import InputError, SeveralReports, reason
from nianbao.publish.comparison import figure_in_words
from nianbao.publish.origins import source_in_words
from nianbao.region.begun import origins_again


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose figure the sources would change, in words: its name, before, after, from where."""

    cell: str
    name: str
    before: str
    after: str
    source: str


@dataclass(frozen=True)
class Refreshed:
    """The report as its sources make it now. ``typed`` are the figures that were typed over and stay;
    ``missing`` tells which sources could not be read, and why; ``told`` what else is to be known."""

    before: Report
    after: Report
    changes: tuple[Change, ...]
    typed: tuple[Change, ...]
    missing: tuple[str, ...]
    told: tuple[str, ...]


def refresh(report: Report, path: Path, *, replacing: bool = False, outside: bool = False) -> Refreshed:
    """Look at all sources of the report in the file ``path``. ``replacing`` also changes figures that were
    typed over; ``outside`` opens sources outside of the report's folder, too: a report.toml that somebody
    sent could name any file. May take seconds. What is wrong with a source is told, not raised."""
    again = _Again(report, path, outside)
    groups: dict[tuple[Source, str, str], list[Origin]] = {}
    for origin in report.origins:
        counted = origin.kind in {Source.LEDGER, Source.MONTHLY}  # their files are counted together
        groups.setdefault((origin.kind, "" if counted else origin.source, origin.mapping), []).append(origin)
    for group in groups.values():
        again.look_at(group)
    return _applied(report, again, replacing=replacing)


@dataclass
class _Again:
    """What the sources say now: for each cell the origins that take the place of those of a group."""

    report: Report
    path: Path
    outside: bool
    new: dict[str, list[Origin]] = field(default_factory=dict)
    gone: set[Origin] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def look_at(self, group: Sequence[Origin]) -> None:
        """Read the source of some origins again."""
        first = group[0]
        away = [] if first.kind is Source.NAMED or self.outside else list(self._away(group))
        if away:
            self.missing.append(
                f"{'、'.join(away)}：不在报告所在的文件夹里，没有打开；确认是自己的文件，请加 --outside。"
            )
            return
        try:
            match first.kind:
                case Source.NAMED:
                    found: Iterable[Origin] = group
                case Source.LEDGER:
                    found = self._ledger(group)
                case Source.MONTHLY:
                    found = self._monthly(group)
                case Source.REGION:
                    found = origins_again(group, self.report, self.path)
                case _:
                    found = self._file(group)
            found = list(found)
        except OSError as error:
            self.missing.append(f"{first.source}：{reason(error)}。")
        except InputError as error:
            self.missing += [str(problem) for problem in error.problems]
        else:
            self.gone.update(group)
            for origin in found:
                self.new.setdefault(origin.cell, []).append(origin)

    def _away(self, group: Sequence[Origin]) -> Iterator[str]:
        """The files of a group that do not lie in the folder of the report, or below it."""
        names = dict.fromkeys(name for origin in group for name in (origin.source, origin.mapping) if name)
        return (name for name in names if not is_beneath(self._at(name), self.path))

    def _at(self, source: str) -> Path:
        return self.path.parent / source

    # ---- files that hold figures

    def _file(self, group: Sequence[Origin]) -> Iterator[Origin]:
        first = group[0]
        at = self._at(first.source)
        data = regular.content(at, documents.LARGEST_FILE)
        if digest(data) == first.digest:
            yield from group
            return
        file = File(str(at), data)
        figures: Mapping[str, Figure | None]
        places: Mapping[str, str] = {}
        if first.kind is Source.PRIOR:
            figures = brought(self.report, self._report(file, first))
        else:
            part, told = read_part(self.report, self.path, file, organ=_sheet(first))
            self.told += told
            places = part.taken_from.places
            figures = {origin.cell: part.says(origin.cell) for origin in group}
        silent = 0
        for origin in group:
            figure = figures.get(origin.cell)
            if figure is None:
                silent += 1
                yield origin
            else:
                place = places.get(origin.cell, "" if places else origin.place)
                yield origin._replace(value=figure, place=place, digest=digest(data))
        if silent:
            self.told.append(f"{first.source}：有{silent}格现在空着或没有读准，报告里的数不变。")

    def _report(self, file: File, origin: Origin) -> Report:
        """The report in a file; of a workbook with several the one that an origin is of."""
        try:
            return file.report()
        except SeveralReports:
            return file._replace(organ=_sheet(origin)).report()

    # ---- what is counted

    def _ledger(self, group: Sequence[Origin]) -> Iterator[Origin]:
        at = self._at(group[0].mapping or mapping.NAME)
        tally = LedgerTally(self._files(group), self.report.form, self.report.year, at)
        if self._is_open(group, tally.asked() is not None, tally.is_faulty):
            return iter(group)
        return self._of_cells(tally.origins(self.report, self.path), group)

    def _monthly(self, group: Sequence[Origin]) -> Iterator[Origin]:
        at = self._at(group[0].mapping or mapping.MONTHLY)
        files = sheets.opened(self._files(group))
        numbers = sheets.numbers_of([(file, file.grids()) for file in files], monthly_words())
        tally = MonthlyTally(numbers, self.report.form, self.report.year, at)
        if self._is_open(group, tally.asked() is not None, tally.is_faulty):
            return iter(group)
        return self._of_cells(tally.origins(self.path), group)

    def _files(self, group: Sequence[Origin]) -> list[Path]:
        return [self._at(source) for source in dict.fromkeys(origin.source for origin in group)]

    def _is_open(self, group: Sequence[Origin], asked: bool, faulty: bool) -> bool:
        """Whether a count is not to be had unasked, which is told."""
        names = "、".join(dict.fromkeys(origin.source for origin in group))
        if asked:
            self.missing.append(f"{names}：有新的写法没有对应，请先用 nianbao tally 对应好。")
        elif faulty:
            self.missing.append(f"{names}：有的行或者项目没有计入，数不全；请用 nianbao tally 看是哪些。")
        return asked or faulty

    def _of_cells(self, found: Iterable[Origin], group: Sequence[Origin]) -> Iterator[Origin]:
        """Of what was counted that of the cells that have it as their origin."""
        cells = {origin.cell for origin in group}
        return (origin for origin in found if origin.cell in cells)


def _sheet(origin: Origin) -> str:
    """The sheet in which the cell of an origin stands."""
    return origin.place.rpartition("!")[0]


def _applied(report: Report, again: _Again, *, replacing: bool) -> Refreshed:
    """What becomes of the report."""
    kept = [origin for origin in report.origins if origin not in again.gone]
    for origin in kept:
        if origin.cell in again.new:
            again.new[origin.cell].insert(0, origin)
    origins = [origin for cell in report.form.cells for origin in again.new.get(cell, ())]
    after = replace(report, origins=put(report.origins, origins))
    figures: dict[str, Figure] = {}
    changes, typed = [], []
    for cell in report.form.cells:
        given, old = after.given_by_origins(cell), report.given_by_origins(cell)
        now = report.figure(cell)
        if given is None or given == now or (given == old and not replacing):
            continue
        change = _change(after, cell, now, given)
        if report.is_changed_since_origin(cell) and not replacing:
            typed.append(change)
        else:
            figures[cell] = given
            changes.append(change)
    stale: dict[str, Figure | None] = {
        total: None for cell in figures for total in report.form.dependents[cell]
    }
    after = after.with_figures({**stale, **figures})
    return Refreshed(report, after, tuple(changes), tuple(typed), tuple(again.missing), tuple(again.told))


def _change(report: Report, cell: str, before: Figure, after: Figure) -> Change:
    place = report.form.cells[cell]
    name = f"{report.form.section(place.section).name}·{place.name}"
    origins = report.origins_of(cell)
    source = "、".join(source_in_words(origin, most=_MOST_ROWS) for origin in origins[:_MOST_SOURCES])
    more = f"等{len(origins)}处" if len(origins) > _MOST_SOURCES else ""
    old = "没有填" if before.state is State.UNKNOWN else figure_in_words(before)
    return Change(cell, name, old, figure_in_words(after), f"{source}{more}")


_MOST_SOURCES, _MOST_ROWS = 2, 5

"""What several offices have filled in, put together in one report, to be shown before anything is taken.

Each source fills what it holds. A cell that is blank, that was not read, or that holds no figure says
nothing, so it never takes away what is known. Where two say different things of a cell, none of them
counts, unless somebody has said of the table that sources add up, or that the later one stands in the
place of the earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nianbao.files.taken import TakenFrom
from nianbao.model.figure import Figure, State
from nianbao.model.form import Form
from nianbao.model.form_words import table_name
from nianbao.model.origin import MOST_ORIGINS, Origin, joined_with
from nianbao.model.report import Report
from nianbao.model.total import total
from nianbao.publish.comparison import figure_in_words
from nianbao.publish.origins import origins_in_words, source_in_words

_MINE = "报告里"
_TOO_MANY = f"一份报告里最多记{MOST_ORIGINS}处来源，这样合要记{{}}处；请少合几份，或者用 nianbao region 汇总"
_SAYS = frozenset((State.NUMBER, State.NOT_APPLICABLE))


@dataclass(frozen=True)
class Part:
    """What one source holds: figures by cell, texts by section."""

    taken_from: TakenFrom
    figures: Mapping[str, Figure]
    texts: Mapping[str, str] = field(default_factory=dict)

    def says(self, cell: str) -> Figure | None:
        """Its figure of a cell; None where it says nothing."""
        figure = self.figures.get(cell)
        return figure if figure is not None and figure.state in _SAYS else None


class TooMany(ValueError):
    """More shares than a report can keep apart: a sentence. Without them nothing could be merged again."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell, or the text of a section, of which different things are said: who says what."""

    place: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Merged:
    """The report with all that is certain, what is not, and what else is to be told. ``taken`` are the cells
    and the sections of which something was taken over, also where it is what stood there."""

    before: Report
    after: Report
    taken: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    told: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The cells and the sections that say something else than before."""
        old, new = self.before, self.after
        cells = [cell for cell in new.form.cells if old.figures.get(cell) != new.figures.get(cell)]
        texts = [key for key, text in new.narrative.items() if old.narrative.get(key) != text]
        return (*cells, *texts)


def merge(
    report: Report, parts: Sequence[Part], *, add: Collection[str] = (), replacing: Collection[str] = ()
) -> Merged:
    """Put the parts together. ``add`` and ``replacing`` are the ids of tables; ``replacing`` also lets the
    sources replace what stands in the report.

    With ``add`` a source that was merged before, and whose figures nobody has changed since, keeps its share;
    one that is merged again replaces its own. Raises TooMany.
    """
    merger = _Merger(report, parts, frozenset(add), frozenset(replacing))
    return merger.merged()


def table_called(name: str, form: Form) -> str | None:
    """The id of the table that somebody calls 申请, 表三, 三、… or applications; None if there is none."""
    for section in form.sections:
        if section.table and name.strip() in {section.id, section.name, section.heading, table_name(section)}:
            return section.id
    return None


class _Merger:
    def __init__(
        self, report: Report, parts: Sequence[Part], add: frozenset[str], replacing: frozenset[str]
    ) -> None:
        self._report = report
        self._form = report.form
        self._add = add
        self._replacing = replacing
        self._told: list[str] = []
        self._parts = list(self._once(parts))
        self._names = {part.taken_from.name for part in self._parts}
        self._conflicts: list[Conflict] = []

    def merged(self) -> Merged:
        figures: dict[str, Figure] = {}
        origins: list[Origin] = []
        for cell in self._form.cells:
            if cell not in self._form.totals and (found := self._cell(cell)):
                figures[cell] = self._added(cell, found)
                origins += found
        texts = {section.id: text for section in self._form.sections if (text := self._text(section.id))}
        self._told += list(self._wrong_totals())
        stale: dict[str, Figure | None] = {}
        for cell, figure in figures.items():
            if self._report.figures.get(cell) != figure:
                stale |= dict.fromkeys(self._form.dependents[cell])
        after = self._report.with_figures({**stale, **figures})
        after = replace(
            after, narrative={**after.narrative, **texts}, origins=joined_with(after.origins, origins)
        )
        if len(after.origins) > MOST_ORIGINS:
            raise TooMany(_TOO_MANY.format(len(after.origins)))
        return Merged(self._report, after, (*figures, *texts), tuple(self._conflicts), tuple(self._told))

    def _once(self, parts: Sequence[Part]) -> Iterator[Part]:
        """The same file under two names counts once."""
        seen: dict[str, str] = {}
        for part in parts:
            name, content = part.taken_from.name, part.taken_from.digest
            if content in seen:
                self._told.append(f"{name} 与 {seen[content]} 内容完全一样，只算一次。")
                continue
            seen[content] = name
            yield part

    # ---- figures

    def _cell(self, cell: str) -> list[Origin]:
        """What is taken of a cell, a share for each source; nothing where it is said differently."""
        section = self._form.cells[cell].section
        shares = [
            part.taken_from.origin(cell, figure)
            for part in self._parts
            if (figure := part.says(cell)) is not None
        ]
        if not shares:
            return []
        kept = self._kept(cell)
        if section in self._add:
            numbers = [each for each in (*kept, *shares) if _is_number(each)]
            shares = numbers or shares[-1:]
        elif section in self._replacing:
            shares = shares[-1:]
        elif len({str(share.value) for share in shares}) > 1:
            self._tell_conflict(cell, shares)
            return []
        else:
            shares = shares[:1]
        mine = self._report.figures.get(cell)
        stands = mine is not None and mine.state not in {State.BLANK, State.UNKNOWN}
        follows = self._is_of_these(cell) or bool(section in self._add and kept)
        if stands and not follows and section not in self._replacing and mine != self._added(cell, shares):
            self._tell_conflict(cell, shares)
            return []
        return [] if mine == self._added(cell, shares) and self._has_another(cell) else shares

    def _kept(self, cell: str) -> list[Origin]:
        """The shares of a cell that came from other sources, where nobody has typed over them."""
        if self._report.is_changed_since_origin(cell) or self._report.given_by_origins(cell) is None:
            return []
        return [origin for origin in self._report.origins_of(cell) if origin.source not in self._names]

    def _is_of_these(self, cell: str) -> bool:
        """Whether what the report says came from these sources alone and was not changed since: it is taken
        anew."""
        origins = self._report.origins_of(cell)
        unchanged = bool(origins) and not self._report.is_changed_since_origin(cell)
        return unchanged and all(origin.source in self._names for origin in origins)

    def _has_another(self, cell: str) -> bool:
        """Whether what the report says came from elsewhere and was not changed since: who says the same adds
        nothing to it, and the rows of a ledger are more than the cell of a sheet."""
        origins = self._report.origins_of(cell)
        unchanged = bool(origins) and not self._report.is_changed_since_origin(cell)
        return unchanged and not any(origin.source in self._names for origin in origins)

    def _added(self, cell: str, shares: Sequence[Origin]) -> Figure:
        values = [share.value for share in shares if share.value is not None]
        if len(values) == 1:
            return values[0]
        column = self._form.cells[cell].column
        return total([self._form.measured(cell, value) for value in values], column.kind, column.unit)

    def _tell_conflict(self, cell: str, shares: Sequence[Origin]) -> None:
        said = [(source_in_words(share), str(share.value)) for share in shares]
        mine = self._report.figures.get(cell)
        if mine is not None and mine.state in _SAYS | {State.MALFORMED}:
            before = origins_in_words(self._report, cell)
            said.append((f"{_MINE}（{before}）" if before else _MINE, figure_in_words(mine)))
        name = f"{self._form.section(self._form.cells[cell].section).name}·{self._form.cells[cell].name}"
        self._conflicts.append(Conflict(name, tuple(said)))

    def _wrong_totals(self) -> Iterator[str]:
        """Totals of a source that its own cells do not add up to: they are not taken, and cells may be
        missing."""
        for part in self._parts:
            own = replace(self._report, figures=dict(part.figures))
            wrong = [
                f"{self._form.cells[cell].name}写的是{figure}，各格相加是{figure_in_words(own.computed(cell))}"
                for cell in self._form.totals
                if (figure := part.says(cell)) is not None
                and figure.state is State.NUMBER
                and figure != own.computed(cell)
                and (figure.number != 0 or own.computed(cell).state is State.NUMBER)
            ]
            if wrong:
                more = f"等{len(wrong)}处" if len(wrong) > _MOST_TOLD else ""
                words = "；".join(wrong[:_MOST_TOLD])
                yield f"{part.taken_from.name}：总计由程序计算，没有取，但与它自己的各格不符：{words}{more}。"

    # ---- text

    def _text(self, section: str) -> str:
        """The text of a section, where the report has none and all sources that have one say the same."""
        texts = {part.taken_from.name: part.texts[section] for part in self._parts if part.texts.get(section)}
        mine = self._report.narrative.get(section, "").strip()
        name = f"{self._form.section(section).name}·正文"
        if mine and any(text != mine for text in texts.values()):
            self._told.append(f"{name}：报告里已有，没有取（{'、'.join(texts)}）；要改请用 nianbao update。")
            return ""
        if len(set(texts.values())) > 1:
            said = tuple((source, f"{len(text)}个字") for source, text in texts.items())
            self._conflicts.append(Conflict(name, said))
            return ""
        return "" if mine else next(iter(texts.values()), "")


_MOST_TOLD = 3  # totals of one source


def _is_number(origin: Origin) -> bool:
    return origin.value is not None and origin.value.state is State.NUMBER

"""How each member stands, in words: what every paper of a region says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from nianbao.model.agency import agency_kinds
from nianbao.model.finding import Finding, Level
from nianbao.model.rules import rule
from nianbao.model.wording import LEVELS
from nianbao.problem import shown
from nianbao.publish.checklist import place_of
from nianbao.region.collected import Collected, Handed, Told


class State(StrEnum):
    """How a member stands, the most urgent first."""

    MISSING = "没有收到"
    OTHER_YEAR = "年度不对"
    OTHER_FORM = "格式不对"
    DOUBTFUL = "没有读准"
    BROKEN = "有错误"
    WARNED = "有提醒"
    FINE = "没有问题"


@dataclass(frozen=True, slots=True)
class Standing:
    """A member of a region. ``parent`` is what it reports to, ``depth`` how many regions are between it and
    the whole; ``why`` says more of the state; ``late`` is when it was signed, if that was after the
    deadline. ``errors``, ``warnings``, ``hints`` count the findings that nobody has explained."""

    handed: Handed
    parent: str
    depth: int
    state: State
    why: str
    kind: str
    deadline: str
    signed: str
    late: bool
    errors: int
    warnings: int
    hints: int

    @property
    def name(self) -> str:
        return self.handed.name

    @property
    def file(self) -> str:
        """The file of its report, without its folder."""
        taken = self.handed.taken
        return shown(PurePath(taken.key).name) if taken is not None else ""

    @property
    def urged(self) -> bool:
        """Whether it has to hand in a report, or another one."""
        return self.state in {State.MISSING, State.OTHER_YEAR, State.OTHER_FORM, State.BROKEN, State.DOUBTFUL}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding on a member's report, in words: ``remedy`` is the way out, ``reason`` why it was kept."""

    code: str
    level: str
    place: str
    message: str
    remedy: str
    reason: str


def standings(collected: Collected) -> tuple[Standing, ...]:
    """Every member at any depth, each before its own members."""
    return tuple(_walk(collected, collected.members, collected.region.name, 0))


def standing_of(collected: Collected, handed: Handed, parent: str, depth: int = 0) -> Standing:
    """How one member stands."""
    state, why = _state(collected, handed)
    day = handed.deadline(collected.year)
    signed = handed.taken.report.date if handed.taken is not None else None
    counts = {level: _open(handed.findings, level) for level in Level}
    return Standing(
        handed=handed,
        parent=parent,
        depth=depth,
        state=state,
        why=why,
        kind=agency_kinds()[handed.member.kind].name,
        deadline=f"{day.month}月{day.day}日",
        signed=signed.isoformat() if signed else "",
        late=signed is not None and signed > day,
        errors=counts[Level.ERROR],
        warnings=counts[Level.WARNING],
        hints=counts[Level.HINT],
    )


def findings_of(handed: Handed) -> list[Line]:
    """The findings on a member's report, the worst first, those that were explained at the end."""
    if handed.taken is None:
        return []
    report = handed.taken.report
    ordered = sorted(handed.findings, key=lambda told: (told.waived is not None, told.level.rank))
    return [
        Line(
            told.code,
            LEVELS[told.level],
            place_of(report, Finding(told.code, told.level, told.section, told.cell)),
            told.message,
            rule(told.code, report.form.id).remedy,
            told.waived or "",
        )
        for told in ordered
    ]


def _walk(collected: Collected, members: Iterable[Handed], parent: str, depth: int) -> Iterator[Standing]:
    for each in members:
        yield standing_of(collected, each, parent, depth)
        yield from _walk(collected, each.members, each.name, depth + 1)


def _state(collected: Collected, handed: Handed) -> tuple[State, str]:
    taken = handed.taken
    if taken is None:
        years = sorted({each.found.report.year for each in handed.passed})
        if years:
            return State.OTHER_YEAR, f"收到的是{'、'.join(map(str, years))}年度的"
        below = "本级的报告没有收到，先用所属单位的合计" if handed.members else "没有收到报告"
        return State.MISSING, below
    form = taken.report.form
    if form is not collected.form:
        return State.OTHER_FORM, f"用的是{form.id}年的格式，应当用{collected.form.id}年的"
    if taken.unplaced:
        return State.DOUBTFUL, f"有{len(taken.unplaced)}处没有读准，请报送填报文件或核对原件"
    errors = _open(handed.findings, Level.ERROR)
    if errors:
        return State.BROKEN, f"有{errors}条错误，改正后重新报送"
    warned = _open(handed.findings, Level.WARNING)
    return (State.WARNED, f"有{warned}条提醒，请核实") if warned else (State.FINE, "")


def _open(told: Iterable[Told], level: Level) -> int:
    return sum(each.level is level and each.waived is None for each in told)

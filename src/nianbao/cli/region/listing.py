"""What was collected of a region, in words for people and as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from nianbao.cli.told.findings import COLOURS
from nianbao.model.agency import agency_kinds
from nianbao.model.figure import State
from nianbao.model.finding import Level
from nianbao.model.wording import LEVELS
from nianbao.problem import shown
from nianbao.region.collected import Collected, Handed, Passed, Stranger, Told, Why
from nianbao.region.names import How
from nianbao.region.sums import Sum, Sums
from nianbao.region.work import told_as_data
from nianbao.terminal import left
from nianbao.words import first_of

_MOST_NAMES = 5  # members that a line names
_MOST_UNDATED = 10
_MOST_DOUBTS = 4  # places of one document
_UNDATED, _SUMS = "没有落款日期，看不出是否按时", "合计"
_UNCOUNTED = {_UNDATED, _SUMS}  # parts whose lines are not one thing each
_CARRIED, _JUMPED = ("Y601", "Y602"), ("Y605",)  # what has parts of its own here
_HOW = {How.ALIAS: "按别名", How.SHORT: "按简称", How.LONGER: "名称前面多了上级地名"}


def listing(collected: Collected, level: Level, at: str) -> str:
    """All that a person wants to know, the most urgent first; ``at`` is the file that holds the sums, empty
    if it could not be written."""
    whole = _Listing(collected, level)
    kept = ["", f"各单位的数和每一格的合计在 {at}"] if at else []
    return "\n".join([whole.head(), *whole.parts(), *kept])


class _Listing:
    def __init__(self, collected: Collected, level: Level) -> None:
        self._all = collected
        self._everybody = tuple(collected.everybody())
        self._level = level

    def head(self) -> str:
        region = self._all.region
        handed = sum(each.taken is not None for each in self._everybody)
        title = click.style(f"{region.name}{region.year}年度", bold=True)
        return f"{title}：应报{len(self._everybody)}个单位，收到{handed}个。"

    def parts(self) -> Iterator[str]:
        """Each part with its heading, where there is anything to tell."""
        all_, year = self._all, self._all.year
        parts = (
            ("没有收到", [self._missing(each) for each in all_.missing()]),
            ("认不出是哪个单位的", [_stranger(each, year) for each in all_.strangers]),
            ("没有读进来", [f"{shown(each.file.name)}：{each.why}" for each in all_.unread]),
            ("格式不是本年度的", [self._form(each) for each in all_.other_form()]),
            ("没有读准，请核对原件", [line for each in all_.doubtful() for line in _doubts(each)]),
            ("迟报", [self._late(each) for each in all_.late()]),
            (_UNDATED, self._undated()),
            ("结转与上年不符", self._told(_CARRIED)),
            ("与上年相差很大", self._told(_JUMPED)),
            ("正文与别的单位雷同", list(self._alike())),
            ("不按全称认出来的", [_known_by(each) for each in self._everybody if each.how in _HOW]),
            ("不止一份的", [_versions(each) for each in self._everybody if _several(each)]),
            (f"各单位的问题（{self._counted()}）", self._findings()),
            (_SUMS, list(self._sums())),
        )
        for title, lines in parts:
            if lines:
                yield ""
                number = "" if title in _UNCOUNTED or "（" in title else f"（{len(lines)}）"
                yield click.style(title + number, bold=True)
                yield from (f"  {line}" for text in lines for line in text.split("\n"))

    def _missing(self, handed: Handed) -> str:
        kind, day = agency_kinds()[handed.member.kind].name, handed.deadline(self._all.year)
        line = f"{handed.name}（{kind}，{day.month}月{day.day}日前报）"
        years = sorted({each.found.report.year for each in handed.passed})
        if years:
            line += f"：只有{'、'.join(map(str, years))}年度的"
        return line + ("：本级没有报告，先用所属单位的合计" if handed.members else "")

    def _form(self, handed: Handed) -> str:
        taken = handed.taken
        form = taken.report.form.id if taken is not None else ""
        return f"{handed.name}：用的是{form}年的格式，应当用{self._all.form.id}年的；{_file(handed)}"

    def _late(self, handed: Handed) -> str:
        taken = handed.taken
        signed = taken.report.date if taken is not None else None
        return f"{handed.name}：{signed}，应当在{handed.deadline(self._all.year)}以前"

    def _undated(self) -> list[str]:
        found = [
            each.name
            for each in self._everybody
            if each.taken is not None and each.taken.report.date is None and not each.taken.figures_alone
        ]
        return [first_of(found, _MOST_UNDATED, more=f"等{len(found)}个单位")] if found else []

    def _told(self, codes: Sequence[str]) -> list[str]:
        found = ((each, told) for each in self._everybody for told in each.findings if told.code in codes)
        return [f"{each.name}：{told.message}" for each, told in found]

    def _findings(self) -> list[str]:
        """Everybody's findings, the worst first; those that have parts of their own are told there."""
        named = {*_CARRIED, *_JUMPED}
        found = [
            (told.level.rank, told.waived is not None, number, told, each)
            for number, each in enumerate(self._everybody)
            for told in each.findings
            if told.level.rank <= self._level.rank and (told.code not in named or told.level is Level.ERROR)
        ]
        return [_finding(told, each) for *_, told, each in sorted(found, key=lambda each: each[:3])]

    def _counted(self) -> str:
        found = [told.level for each in self._everybody for told in each.findings]
        return "，".join(f"{LEVELS[level]}{found.count(level)}" for level in Level)

    def _alike(self) -> Iterator[str]:
        """Whose text stands in a neighbour's report, those that repeat most first."""
        found = [(each, each.repeated) for each in self._everybody if each.repeated is not None]
        for each, repeated in sorted(found, key=lambda pair: -pair[1].percent):
            passages = "”“".join(repeated.passages)
            yield f"{each.name}：{repeated.percent}%与{repeated.agency}的报告相同，如“{passages}”"

    def _sums(self) -> Iterator[str]:
        """The sums that the form sets beside last year's, and how many cells have one."""
        sums = Sums(self._all).of_cells
        for section in self._all.form.sections:
            if section.table is not None:
                cells = [f"{section.id}.{each}" for each in section.table.year_on_year]
                yield from (f"{left(sums[each].cell.name, 26)}{_sum(sums[each])}" for each in cells)
        known = sum(each.figure.state is not State.UNKNOWN for each in sums.values())
        yield f"共{len(sums)}格，{known}格有合计" + ("。" if known == len(sums) else "，其余缺单位的数。")


def _stranger(stranger: Stranger, year: int) -> str:
    report, name = stranger.found.report, shown(stranger.found.key)
    if not report.agency.strip("?？"):
        return f"{name}：里面没有写机关名称，没有计入；请写上，或者写在文件名里，如“某某县教育局{year}年报告”"
    line = f"{name}：写的是“{report.agency}”"
    if stranger.gone:
        return f"{line}，名单里写明{year}年度没有这个单位了，没有计入"
    if stranger.similar:
        return f"{line}，没有计入；是不是 {'、'.join(stranger.similar)}？是的话在它的 aliases 里写上这个名称"
    return f"{line}，没有计入；名单里要有它，请写一段 [[members]]"


def _doubts(handed: Handed) -> Iterator[str]:
    places = handed.taken.unplaced if handed.taken is not None else ()
    yield f"{handed.name}：{first_of(places, _MOST_DOUBTS, between='；')}；{_file(handed)}"


def _known_by(handed: Handed) -> str:
    agency = handed.taken.report.agency if handed.taken is not None else ""
    how = _HOW[handed.how] if handed.how is not None else ""
    return f"{handed.name}：报告写的是“{agency}”（{how}）；{_file(handed)}"


def _several(handed: Handed) -> bool:
    return any(each.why is not Why.YEAR for each in handed.passed)


def _versions(handed: Handed) -> str:
    others = "；".join(_passed(each) for each in handed.passed if each.why is not Why.YEAR)
    return f"{handed.name}：用了 {_file(handed)}；{others}"


def _passed(passed: Passed) -> str:
    name = shown(passed.found.key)
    if passed.why is Why.SAME:
        return f"{name} 的数相同"
    if passed.by_date:
        return f"{name} 署的日期（{passed.found.report.date}）早，没有用"
    return f"{name} 的文件时间早，没有用"


def _finding(told: Told, handed: Handed) -> str:
    level = click.style(LEVELS[told.level], fg=COLOURS[told.level])
    reason = f"（已说明理由：{told.waived}）" if told.waived is not None else ""
    return f"{level} {told.code}  {handed.name}：{told.message}{reason}"


def _file(handed: Handed) -> str:
    return shown(handed.taken.key) if handed.taken is not None else ""


def _sum(found: Sum) -> str:
    if found.figure.number is not None:
        joint = found.regional is not None and found.regional.at_most and found.known > found.greatest
        why = found.regional.why if found.regional is not None and (joint or found.not_added) else ""
        return f"{found}{f'（{why}）' if why else ''}"
    lacking = [*found.unknown, *found.blank]
    if not lacking:
        return str(found) or "没有单位可以相加"
    named = first_of(lacking, _MOST_NAMES, more=f"等{len(lacking)}个单位")
    return f"不知道：{named}没有数，其余合计{found.known_in_words}"


# ---- for programs


def as_data(collected: Collected) -> dict[str, Any]:
    """What JSON has: the members with their files and findings, and every sum."""
    region = collected.region
    return {
        "region": region.name,
        "year": region.year,
        "form": collected.form.id,
        "members": [_member(each, collected) for each in collected.members],
        "missing": _names(collected.missing()),
        "late": _names(collected.late()),
        "other_form": _names(collected.other_form()),
        "other_year": _names(collected.other_year()),
        "doubtful": _names(collected.doubtful()),
        "strangers": [
            {
                "file": each.found.file.name,
                "agency": each.found.report.agency,
                "similar": list(each.similar),
                "gone": each.gone,
            }
            for each in collected.strangers
        ],
        "unread": [{"file": each.file.name, "why": each.why} for each in collected.unread],
        "sums": {cell: _sum_data(each) for cell, each in Sums(collected).of_cells.items()},
    }


def _member(handed: Handed, collected: Collected) -> dict[str, Any]:
    taken = handed.taken
    return {
        "name": handed.name,
        "kind": handed.member.kind,
        "deadline": handed.deadline(collected.year).isoformat(),
        "file": taken.file.name if taken is not None else None,
        "sha256": taken.file.digest if taken is not None else None,
        "agency": taken.report.agency if taken is not None else None,
        "by": handed.how,
        "date": taken.report.date.isoformat() if taken is not None and taken.report.date else None,
        "prior": handed.prior.file.name if handed.prior is not None else None,
        "passed_over": [
            {"file": each.found.file.name, "year": each.found.report.year, "why": each.why}
            for each in handed.passed
        ],
        "unplaced": list(taken.unplaced) if taken is not None else [],
        "findings": [told_as_data(each) for each in handed.findings],
        "repeats": None
        if handed.repeated is None
        else {
            "agency": handed.repeated.agency,
            "percent": handed.repeated.percent,
            "passages": list(handed.repeated.passages),
        },
        "members": [_member(each, collected) for each in handed.members],
    }


def _sum_data(found: Sum) -> dict[str, Any]:
    number = found.figure.number
    return {
        "value": number if number is None or isinstance(number, int) else float(number),
        "state": found.figure.state.value,
        "text": str(found.figure),
        "unknown": list(found.unknown),
        "blank": list(found.blank),
        "not_applicable": list(found.not_applicable),
        "not_added": list(found.not_added),
        "parts": {part.member: str(part.figure) for part in found.parts if part.counted},
    }


def _names(handed: Iterable[Handed]) -> list[str]:
    return [each.name for each in handed]

"""The one place where what a finding carries becomes words: numbers, sums, readings, levels, how many."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from nianbao.model.evidence import (
    AllOf,
    CodePoints,
    Exempt,
    Gaps,
    Growth,
    Held,
    Lacking,
    LastYears,
    OtherForm,
    Paragraph,
    Percent,
    Period,
    Plain,
    Share,
    Stated,
    Tally,
    Told,
    Unmet,
    Values,
    Wording,
    Worked,
)
from nianbao.model.figure import Figure, Number, State
from nianbao.model.finding import Finding, Level
from nianbao.model.formula import Term
from nianbao.words import first_of

LEVELS = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.HINT: "提示"}
SHORT_SUM = 4  # up to so many parts are all named in a message; of more only those above zero
_ROUNDED = 2  # decimals of a share
_MOST_NAMES, _SHOWN_NAMES = 6, 4  # up to so many names are all told, of more only the first


def words(value: Values) -> str:
    """A value as a sentence has it."""
    match value:
        case str() | int() | Decimal() | datetime.date() | Figure():
            return _plain(value)
        case Worked() | Held() | Unmet():
            return _summed(value)
        case Stated(said, told):
            return f"正文“{said}”：{words(told)}。"
        case Exempt(kind):
            return f"{kind}，不受这一条限制。"
        case OtherForm(year, form):
            return f"{year}年度用的是{form}年格式，没有这一格。"
        case Wording(section, says, said):
            named = "或".join(f"“{each}”" for each in says)
            return f"“{section}”{'写到了' if said else '没有写到'}{named}，不用核对。"
        case Gaps():
            return _gaps(value)
        case Percent() | Period() | Paragraph() | CodePoints():
            return _measured(value)
        case Tally() | LastYears() | AllOf() | Share() | Growth():
            return _told(value)
        case _:
            return _several(value)


def _plain(value: Plain) -> str:
    match value:
        case int() | Decimal():
            return number(value)
        case datetime.date():
            return date_in_words(value)
        case _:
            return str(value)


def _measured(value: Percent | Period | Paragraph | CodePoints) -> str:
    match value:
        case Percent():
            return f"{value.value}%"
        case Period(first, last):
            return f"{_plain(first)}至{last.month}月{last.day}日"
        case Paragraph(section, paragraph):
            return f"“{section}”第{paragraph}段"
        case CodePoints(points):
            listed = _listed([f"U+{point:04X}" for point in points])
            return f"{listed}{len(points)}种" if len(points) > _MOST_NAMES else listed


def _several(values: tuple[str, ...] | tuple[Told, ...]) -> str:
    """Names one after the other; readings, of which those that sound alike are said once."""
    if all(isinstance(each, str) for each in values):
        return "、".join(map(words, values))
    return "；".join(dict.fromkeys(map(words, values)))


def date_in_words(date: datetime.date) -> str:
    """2024年1月20日: Arabic figures without leading zeros (GB/T 9704)."""
    return f"{date.year}年{date.month}月{date.day}日"


def number(value: Number) -> str:
    """A number without exponent."""
    return f"{value:f}" if isinstance(value, Decimal) else f"{value:d}"


LACKING = {
    Lacking.PRIOR: "没有上一年度的报告",
    Lacking.MEMBERS: "还没有汇总各成员单位的报告（nianbao collect）",
    Lacking.MEMBERS_CHANGED: "有的成员单位在汇总以后改过报告（或者改过名单），请重新运行 nianbao collect",
    Lacking.MEMBER_FIGURES: "有的成员单位没有数",
    Lacking.DATE: "没有写落款日期",
    Lacking.KIND: "看不出本机关是哪一类机关，请在基本信息里选定",
    Lacking.LEVEL: "从机关名称看不出本机关管哪一级、哪个地方",
    Lacking.FULL_DATE: "统计期限没有写全年、月、日",
}

# ---- sums of the form

_RELATIONS = {"=": "", "!=": "不等于", "<=": "不超过", "<": "小于", ">=": "不小于", ">": "大于"}
_CONTRARY = {"=": "!=", "!=": "=", "<=": ">", "<": ">=", ">=": "<", ">": "<="}


def _summed(value: Worked | Held | Unmet) -> str:
    match value:
        case Worked():
            return _worked(value)
        case Held(where, left, operator, right):
            place = f"“{where}”：" if where else ""
            return f"{place}{_worked(left)}，{_RELATIONS[operator]}{_worked(right)}。"
        case Unmet(left, operator, right):
            return f"{_worked(left)}，{_RELATIONS[_CONTRARY[operator]] or '等于'}{_worked(right)}，不用核对。"


def _worked(side: Worked) -> str:
    """A side with its numbers: ``一(2)＋二(0)＝2``; a single cell without the sum: ``（七）(1)``."""
    if not side.figures:
        return str(side.side.constant)
    terms = list(zip(side.side.terms, side.figures, strict=True))
    if len(terms) > SHORT_SUM:
        terms = [term for term in terms if not _adds_nothing(term[1])] or terms[:1]
    told = "".join(_term(term, figure, first=index == 0) for index, (term, figure) in enumerate(terms))
    return told if len(side.figures) == 1 else f"{told}＝{number(side.value)}"


def _term(term: Term, figure: Figure, *, first: bool) -> str:
    value = "未填" if figure.state in {State.BLANK, State.UNKNOWN} else str(figure)
    return f"{term_start(term, first=first)}{term.label}({value})"


def term_start(term: Term, *, first: bool) -> str:
    """What stands before the label of a term: sign and factor."""
    sign = "－" if term.factor < 0 else "" if first else "＋"
    return f"{sign}{abs(term.factor)}×" if abs(term.factor) != 1 else sign


def relation(operator: str, *, holds: bool = True) -> str:
    """The word between the two sides of a comparison that holds, or does not; none for equals."""
    return _RELATIONS[operator if holds else _CONTRARY[operator]]


def _adds_nothing(figure: Figure) -> bool:
    return figure.number == 0 or figure.state is State.NOT_APPLICABLE


# ---- what the text says


def _told(value: Told) -> str:
    match value:
        case Tally():
            return _tally(value)
        case LastYears(told):
            return f"上一年度{_told(told)}"
        case AllOf(whole, part):
            return f"{_tally(whole)}，{_tally(part)}"
        case Share(part, whole, percent):
            if percent is None:
                return f"{_named(part)}，{_named(whole)}"
            return f"{_named(part)}占{_named(whole)}的{_rounded(percent)}%"
        case Growth():
            return _growth(value)


def _tally(tally: Tally, *, joined: bool = True) -> str:
    """本年新收是275; 本年新收(275)＋上年结转(2)＝277. Without ``joined`` as a noun: 本年新收(275)."""
    if len(tally.parts) == 1:
        label, amount = tally.parts[0][0], _amount(tally)
        return f"{label}是{amount}" if joined else f"{label}({amount})"
    terms = "＋".join(f"{label}({_known(value)})" for label, value in tally.parts)
    return f"{terms}＝{_amount(tally)}"


def _amount(tally: Tally) -> str:
    return _known(tally.value) if tally.least is None else f"至少{_known(tally.least)}"


def _named(counted: Tally | str) -> str:
    return counted if isinstance(counted, str) else _tally(counted, joined=False)


def _growth(growth: Growth) -> str:
    if growth.before is None:
        return _tally(growth.now)
    changed = ""
    if growth.change is not None:
        way, unit = "增加" if growth.change >= 0 else "减少", "%" if growth.in_percent else ""
        changed = f"，{way}{_rounded(abs(growth.change))}{unit}"
    return f"{_named(growth.now)}，上一年度是{_known(growth.before.value)}{changed}"


def _known(value: Number | None) -> str:
    return "未填" if value is None else number(value)


def _rounded(value: Decimal) -> str:
    return f"{round(value, _ROUNDED):f}".rstrip("0").rstrip(".")


# ---- what is not filled


def _gaps(gaps: Gaps) -> str:
    """A cell, rows, or what several rows lack: 表三的科研机构、法律服务机构2栏，有22行（44格）."""
    if gaps.cell:
        return f"“{gaps.cell}”"
    if len(gaps.rows) == 1:
        where = f"的{_listed(gaps.columns)}" if gaps.columns else "整行"
        return f"“{gaps.rows[0]}”{where}（{gaps.cells}格）"
    if gaps.cells == gaps.every:
        return f"{gaps.table}全部{gaps.cells}格"
    if not gaps.columns:
        return f"{gaps.table}的{_listed(gaps.rows)}{len(gaps.rows)}行整行（{gaps.cells}格）"
    columns = f"{len(gaps.columns)}栏" if len(gaps.columns) > 1 else "一栏"
    return f"{gaps.table}的{_listed(gaps.columns)}{columns}，有{len(gaps.rows)}行（{gaps.cells}格）"


def _listed(names: Sequence[str]) -> str:
    """The names, of many the first ones."""
    return first_of(names, _MOST_NAMES, shown=_SHOWN_NAMES)


# ---- how many


def counted(findings: Iterable[Finding]) -> list[str]:
    """How many findings there are of each level, and how many are kept with a reason."""
    found = list(findings)
    counts = Counter(finding.level for finding in found if finding.waived is None)
    parts = [f"{name}{counts[level]}条" for level, name in LEVELS.items() if counts[level]]
    waived = sum(finding.waived is not None for finding in found)
    return [*parts, f"已说明理由{waived}条"] if waived else parts


def summary(findings: Sequence[Finding]) -> str:
    """How many of each level, and whether the report can be published so."""
    if not findings:
        return "没有发现问题。"
    verdict = "改正错误后才能发布" if any(finding.stops for finding in findings) else "没有错误"
    return f"{'，'.join(counted(findings))}；{verdict}。"

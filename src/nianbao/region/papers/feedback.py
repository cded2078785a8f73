"""反馈单: what one member is told of its report, on one page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from nianbao.model.wording import date_in_words
from nianbao.publish import compose
from nianbao.region.collected import Collected, Handed
from nianbao.region.papers.heading import heading
from nianbao.region.papers.standing import Line, Standing, State, findings_of
from nianbao.words import shortened
from nianbao.write.look import OURS, Look

NAME = "反馈单"
_LONGEST = 90  # characters of one finding
_ROOM = 18  # lines of the table that fit on the page, below what is said before
_WIDE = (7, 15, 10)  # characters in a line of its columns: place, finding, remedy


def html(collected: Collected, standing: Standing, made_on: datetime.date, look: Look = OURS) -> str:
    """The page as neutral HTML for any writer. The same input makes the same page."""
    lines = [_short(each) for each in findings_of(standing.handed)]
    fitting = _fitting(lines)
    return compose.page(
        "region-feedback.html.j2",
        look,
        **heading(collected, (standing.name,), NAME, made_on) | {"signed": True},
        opening=_opening(collected, standing, made_on),
        lines=lines[:fitting],
        more=_more(lines[fitting:]),
    )


def _opening(collected: Collected, standing: Standing, made_on: datetime.date) -> str:
    """How the report stands, sentence by sentence."""
    handed, year = standing.handed, collected.year
    if handed.taken is None:
        return (
            f"截至{date_in_words(made_on)}，你单位{year}年度的报告{_missing(standing)}，"
            f"应当在{standing.deadline}以前报送，请尽快报送。"
        )
    signed = f"，落款日期{standing.signed}" if standing.signed else "，没有落款日期"
    late = f"，晚于{standing.deadline}的期限" if standing.late else ""
    told = [f"你单位{year}年度的报告已经收到（文件：{standing.file}{signed}{late}）"]
    others = [each for each in handed.passed if each.found.report.year == year]
    if others:
        told.append(f"同一年度收到的不止一份，另有{len(others)}份没有用")
    if standing.state in {State.OTHER_FORM, State.DOUBTFUL}:
        told.append(standing.why)
    return "。".join((*told, _conclusion(standing), *_alike(handed)))


def _missing(standing: Standing) -> str:
    return f"没有收到，{standing.why}" if standing.handed.passed else "没有收到"


def _conclusion(standing: Standing) -> str:
    counts = (("错误", standing.errors), ("提醒", standing.warnings), ("提示", standing.hints))
    found = "、".join(f"{name}{number}条" for name, number in counts if number)
    if not found:
        return "核对没有发现问题"
    what = "错误要改正，提醒请核实，提示供参考"
    return f"核对发现{found}。{what}{'，请改正后重新报送' if standing.errors else ''}"


def _alike(handed: Handed) -> Iterator[str]:
    if handed.repeated is not None:
        yield f"正文有{handed.repeated.percent}%与别的单位的报告相同，请按本单位的情况写。"
    else:
        yield ""


def _fitting(lines: Sequence[Line]) -> int:
    """How many findings fit on the page with the rest."""
    room = _ROOM
    for number, line in enumerate(lines):
        texts = (line.place, line.message + line.reason, line.remedy)
        room -= max(2, *(-(-len(text) // wide) for text, wide in zip(texts, _WIDE, strict=True)))
        if room < 0:
            return number
    return len(lines)


def _short(line: Line) -> Line:
    return Line(
        line.code, line.level, line.place, shortened(line.message, _LONGEST), line.remedy, line.reason
    )


def _more(rest: Sequence[Line]) -> str:
    if not rest:
        return ""
    codes = "、".join(dict.fromkeys(line.code for line in rest))
    return f"另有{len(rest)}条没有列出（{codes}），请用 nianbao check 查看全部。"

"""In what two states of a report.toml differ as somebody typed them, place by place, in words for people.

What people see of two reports is compared in :mod:`nianbao.publish.comparison`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from nianbao.model.agency import agency_kinds
from nianbao.model.form import Form
from nianbao.model.origin import Origin
from nianbao.model.report import Report
from nianbao.publish.origins import taken_in_words
from nianbao.publish.reviewed import place_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One place, in Chinese, and what stands there before and after; empty where nothing does."""

    place: str
    before: str
    after: str


def differences(before: Report, after: Report) -> list[Difference]:
    """Every place in which a report differs from an earlier one."""
    old, new = dict(_places(before)), dict(_places(after))
    places = [
        Difference(place, old.get(place, ""), new.get(place, ""))
        for place in dict.fromkeys((*old, *new))
        if old.get(place, "") != new.get(place, "")
    ]
    return [*places, *_texts(before, after)]


def _places(report: Report) -> Iterator[tuple[str, str]]:
    """Everything but the texts that a report says, with the words for its place."""
    form = report.form
    kind = agency_kinds().get(report.agency_kind or "")
    yield "机关全称", report.agency
    yield "年度", str(report.year or "")
    yield "格式", f"{form.id}年格式"
    yield "机关类别", kind.name if kind else ""
    yield "日期", report.date.isoformat() if report.date else ""
    yield "报告名称", report.title or ""
    yield "读自", report.source
    yield "上年的报告", report.prior
    yield "成员单位名单", report.region
    for section_id, heading in report.headings.items():
        yield f"{_name(form, section_id)}·标题", heading or "没有"
    for cell_id, cell in form.cells.items():
        if cell_id in report.figures:
            yield f"{_name(form, cell.section)}·{cell.name}", str(report.figures[cell_id]) or "空着"
    for waiver in report.waivers:
        cells = [form.cells[waiver.cell]] if waiver.cell in form.cells else form.rows.get(waiver.cell, ())
        yield "·".join(["说明理由", waiver.code, *(cell.name for cell in cells[:1])]), waiver.reason
    yield from _reviewed(report)
    yield from _origins(report)


def _reviewed(report: Report) -> Iterator[tuple[str, str]]:
    """What reviewers have written, and whether the report is out."""
    yield "公布日期", report.published.isoformat() if report.published else ""
    for number, comment in enumerate(report.comments, 1):
        said = [comment.by, comment.text, comment.on, comment.quote, comment.answer, comment.reason]
        words = "；".join(str(each) for each in [*said, "已处理" if comment.done else ""] if each)
        yield f"第{number}条意见·{place_of(comment, report.form)}", words
    for number, mark in enumerate(report.marks, 1):
        place = f"第{number}条复核记录·{_name(report.form, mark.section)}·{mark.role}"
        yield place, f"{mark.by} {mark.on.isoformat()} {mark.fingerprint}"


def _origins(report: Report) -> Iterator[tuple[str, str]]:
    """The origins of each cell, those of one file together."""
    of: dict[str, list[Origin]] = {}
    for origin in report.origins:
        of.setdefault(origin.cell, []).append(origin)
    for cell_id, origins in of.items():
        cell = report.form.cells[cell_id]
        groups = groupby(origins, key=lambda origin: origin.head)
        said = "；".join(taken_in_words(list(group)) for _, group in groups)
        yield f"{_name(report.form, cell.section)}·{cell.name}·来源", said


def _texts(before: Report, after: Report) -> Iterator[Difference]:
    for section_id, line, old, new in changed_lines(before, after):
        yield Difference(f"{_name(after.form, section_id)}·正文第{line}行", _shown(old), _shown(new))


def changed_lines(before: Report, after: Report) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """The lines of the texts that differ: section, the line where they stand now (from 1), before, after."""
    for section_id in dict.fromkeys((*before.narrative, *after.narrative)):
        old, new = (report.narrative.get(section_id, "").split("\n") for report in (before, after))
        old, new = ([] if lines == [""] else lines for lines in (old, new))
        for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                yield section_id, start + 1, old[first:last], new[start:end]


def _shown(lines: list[str]) -> str:
    return "\n".join(line or "（空行）" for line in lines)


def _name(form: Form, section_id: str) -> str:
    return next((section.name for section in form.sections if section.id == section_id), section_id)

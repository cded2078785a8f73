"""``nianbao check --explain`` in words and as data: what each number of the text was taken for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from nianbao.checks.claims import Why
from nianbao.model.report import Report
from nianbao.model.wording import words

if TYPE_CHECKING:
    from nianbao.checks.explain import Explained

WHY = {
    Why.DENIED: "这一句是否定的话，里面的数没有核对",
    Why.ELSEWHERE: "说的是别的机关",
    Why.LIMITED: "前后的词说明它只是一部分，或者是另外的数",
    Why.SOME: "只说了其中一些",
    Why.UNKNOWN: "旁边的话没有看懂",
    Why.NOTHING: "没有说到表格里统计的事",
    Why.PERIOD: "不是全年的数",
    Why.TRADE: "看来是本机关办理的业务，不是政府信息公开引起的",
    Why.MEASURE: "表格里不用这个单位",
    Why.RATE: "没有说明是什么占什么的比率",
}
_FITS = {True: "相符", False: "不相符", None: "表格里的数不全，没有比"}


def listing(report: Report, found: Iterable[Explained]) -> str:
    """A line for each number, under the name of its section."""
    lines: list[str] = []
    section = ""
    for each in found:
        if each.section != section:
            section = each.section
            lines.append(f"  {report.form.section(section).name}")
        lines.append(f"    {each.before}【{each.words}】{each.after}")
        lines.append(f"      {_taken(each)}")
    return "\n".join(lines)


def _taken(each: Explained) -> str:
    if each.why is not None:
        return f"没有核对：{WHY[each.why]}" + (f"（“{each.word}”）。" if each.word else "。")
    if each.parts:
        return f"{each.rule}：当作{'、'.join(each.parts)}的总数。"
    against = "只是一部分，不应多于" if each.part else "对照"
    because = "同一句里别的数都与表格相符，所以也核对了这个数。" if each.agreed else ""
    readings = "；".join(words(told) for told in each.readings)
    return f"{each.rule}：{against}{readings}。{_FITS[each.fits]}。{because}"


def as_data(found: Iterable[Explained]) -> list[dict[str, Any]]:
    """The numbers as JSON has them; places are offsets in the text of the section as typed."""
    return [
        {
            "section": each.section,
            "span": list(each.span),
            "words": each.words,
            "rule": each.rule,
            "cells": list(each.cells),
            "readings": [words(told) for told in each.readings],
            "fits": each.fits,
            "parts": list(each.parts),
            "why": str(each.why) if each.why else None,
            "explanation": _taken(each),
        }
        for each in found
    ]

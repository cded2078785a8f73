"""A comparison of two reports for people and for programs: lines of text, JSON, a page with two columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from nianbao.model.report import Report
from nianbao.publish.comparison import Comparison, Difference, Kind
from nianbao.publish.stretches import stretches


def summary(found: Comparison) -> Iterator[str]:
    """How much differs, and what could not be compared, in sentences."""
    count = len(found.differences)
    same = "表格里的数字都相同。" if found.figures_alone else "数字和文字都相同。"
    yield f"{count}处不同。" if count else same
    if found.figures_alone:
        yield "有一份是 Excel 表格，只比较了表格里的数字。"
    old, new = found.before, found.after
    if old.year != new.year:
        yield f"年度不同（{old.year}年、{new.year}年），逐格对照。"
    if old.form.id != new.form.id:
        yield "格式不同，两种格式都有的格才对照。"
    for report, names in ((old, found.only_before), (new, found.only_after)):
        if names:
            yield f"只有{report.form.id}年格式有、没有对照的：{'、'.join(names)}。"


def text(found: Comparison) -> Iterator[str]:
    """Every difference, grouped by section."""
    for name, differences in found.sections():
        yield name
        for each in differences:
            yield from (f"  {line}" for line in in_lines(each))


def in_lines(each: Difference) -> Iterator[str]:
    """One difference: a paragraph on lines of its own, anything else in one."""
    if each.kind is Kind.PARAGRAPH:
        what = "" if each.before and each.after else "（加的）" if each.after else "（删去的）"
        yield f"{each.place}{what}："
        yield from (f"  - {each.before}",) if each.before else ()
        yield from (f"  + {each.after}",) if each.after else ()
        return
    change = f"（{each.change}）" if each.change else ""
    yield f"{each.place}：{each.before or '（没有）'} → {each.after or '（没有）'}{change}"


def data(found: Comparison, before: str, after: str) -> dict[str, object]:
    """The same for programs; ``before`` and ``after`` name the files."""
    return {
        "before": _about(found.before, before),
        "after": _about(found.after, after),
        "differences": [asdict(each) for each in found.differences],
        "only_before": list(found.only_before),
        "only_after": list(found.only_after),
    }


def html(found: Comparison, before: str, after: str) -> str:
    """The same side by side, as a page complete in itself."""
    from nianbao.publish import compose  # here, because it takes a while to load

    return compose.page(
        "diff.html.j2",
        before=before,
        after=after,
        about_before=_in_words(found.before),
        about_after=_in_words(found.after),
        told=list(summary(found)),
        sections=[
            (name, [(each, stretches(each.before, each.after)) for each in differences])
            for name, differences in found.sections()
        ],
    )


def _about(report: Report, name: str) -> dict[str, object]:
    return {"file": name, "agency": report.agency, "year": report.year, "form": report.form.id}


def _in_words(report: Report) -> str:
    return f"{report.agency}{report.year}年，{report.form.id}年格式"

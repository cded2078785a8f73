"""What is read beside a report when it is opened: last year's report, and what members of a region say."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from nianbao.checks.members import Members
from nianbao.files.prior import find_prior, is_beneath, named_in
from nianbao.model.report import Report
from nianbao.problem import InputError, reason, shown
from nianbao.wizard.windows.dialogs import Ask


def members_of(app: App[int], path: Path, report: Report) -> Members | None:
    """What the members of the region say whose report it is; None where it is that of one organ."""
    if not report.region:
        return None
    from nianbao.region import kept  # here, because few reports are those of a region

    try:
        return kept.members_of(report.region, report.year, path)
    except InputError as error:
        app.notify(f"成员单位的数读不了：{error.problems[0]}", severity="warning")
        return None


async def last_year(app: App[int], chosen: Path | None, path: Path, report: Report) -> Report | None:
    """Last year's report: the one that was chosen, that the report names, or that lies beside its file."""
    named = named_in(report, path)
    unsure = chosen is None and named is not None and not is_beneath(named, path)
    if unsure and named is not None and await _may_open(app, named):
        chosen = named
    if chosen is None:
        return find_prior(path, report)
    from nianbao.files import documents  # here, because reading documents takes a while to load

    try:
        return documents.load(chosen)
    except InputError as error:
        app.notify(f"上年的报告读不了：{error.problems[0]}", severity="warning")
    except OSError as error:
        app.notify(f"上年的报告读不了：{chosen}，{reason(error)}。", severity="warning")
    return None


async def _may_open(app: App[int], prior: Path) -> bool:
    """Ask whether to open last year's report that a file names outside of its folder."""
    text = f"这份报告里记的上年报告不在同一个文件夹里：\n{shown(str(prior))}\n要打开它来对照吗？"
    answers = {"no": "不打开", "yes": "打开"}
    return await app.push_screen_wait(Ask("打开上年的报告", text, answers)) == "yes"

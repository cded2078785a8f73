"""Figures that were counted go into a report: where others stand in it, they are told."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from nianbao.cli.frame import files, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.files import report_toml
from nianbao.ledger import fill
from nianbao.model.origin import Origin, put
from nianbao.model.report import Report
from nianbao.problem import OutputError


def into(
    path: Path,
    report: Report,
    figures: fill.Figures,
    source: str,
    *,
    replace: bool,
    origins: Sequence[Origin] = (),
) -> ExitCode:
    """Fill the report, or tell where other figures stand in it. ``source`` is what sentences call where the
    figures come from, ``origins`` what is kept of it."""
    files.tell_unsaved(path)
    found = fill.changes(report, figures)
    cells = report.form.cells
    for change in found:
        if change.stands:
            say.note(f"  {cells[change.cell].name}：报告里是 {change.before}，{source}是 {change.after}")
    standing = sum(change.stands for change in found)
    if standing and not replace:
        say.fault(
            f"{files.shown(path)}：有{standing}格已有的数与{source}不一样，没有改动；确实要改请加 --replace。"
        )
        return ExitCode.FINDINGS
    filled = dataclasses.replace(fill.filled_in(report, figures), origins=put(report.origins, origins))
    if found and report.published:
        raise OutputError(f"{files.shown(path)}：已经标记为公布，没有改动；要改请先在向导里重新打开。")
    if filled != report and not report.published:
        from nianbao.desk.history import History  # here, because it takes a while to load

        new = report_toml.updated_text(path.read_bytes(), filled, str(path))
        files.write(path, new)
        History(path).record(report, filled)
    if origins and not any(filled.origins_of(origin.cell) for origin in origins[:1]):
        say.note("来源太多，没有逐格记下。")
    same = f"与{source}一致，{'没有改动' if filled.origins == report.origins else '记下了各数的来源'}"
    say.note(f"{files.shown(path)}：{f'填了{len(found)}格' if found else same}。")
    return ExitCode.FINE

"""``nianbao explain``: where a figure of a report comes from, and who has changed it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.desk.behind import Behind, behind
from nianbao.desk.history import History
from nianbao.model.reference import BadReference, referenced
from nianbao.model.report import Report

_HELP = """\
报告里的一个数从哪里来：现在是多少，取自哪份表格的哪一格、台账的哪几行，谁在什么时候改过；总计由哪些数相加。
格的写法与正文里的引用相同：部分.行.列，中文名称或英文名称都可以；写一组（如 申请.不予公开.总计）就逐格列出。
来源记在报告的 [[origins]] 里；谁改过，看报告旁边的修改记录。只看，什么也不改。
正文里的数当作表格里的哪一格来核对，是另一回事，请用 nianbao check --explain。
"""
_EXAMPLES = """\
例：
  nianbao explain 某某县教育局-2025.toml 申请.予以公开.自然人
  nianbao explain 某某县教育局-2025.toml applications.received.total
  nianbao explain 某某县教育局-2025.toml 申请.结转下年度继续办理.总计 --format json
"""


@click.command("explain", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("path", metavar="文件", type=files.ReportFile())
@click.argument("names", metavar="格…", nargs=-1, required=True)
@option.style
def command(path: Path, names: tuple[str, ...], style: str) -> ExitCode:
    """Tell of each cell what is behind it."""
    report = files.load(path)
    cells = dict.fromkeys(cell for name in names for cell in _cells(name, report))
    history = History(path)
    events = history.events()
    if history.trouble:
        say.note(history.trouble)
    found = [behind(report, cell, events, path) for cell in cells]
    if style == "json":
        say.data(json.dumps([_data(each, report) for each in found], ensure_ascii=False, indent=2))
    else:
        say.data("\n\n".join("\n".join([f"{each.name}：{each.value}", *each.lines()]) for each in found))
    return ExitCode.FINE


def _cells(name: str, report: Report) -> tuple[str, ...]:
    try:
        return referenced(name.strip(), report.form)
    except BadReference as error:
        raise click.UsageError(f"{error.what}。{error.remedy}") from error


def _data(found: Behind, report: Report) -> dict[str, object]:
    """For programs: the lines, and the origins with their parts."""
    origins = [
        {
            "from": origin.source,
            "kind": str(origin.kind),
            "place": origin.place,
            "rows": list(origin.rows),
            "value": None if origin.value is None else str(origin.value),
            "at": origin.at.isoformat() if origin.at else None,
        }
        for origin in report.origins_of(found.cell)
    ]
    return {**asdict(found), "origins": origins, "changed": report.is_changed_since_origin(found.cell)}

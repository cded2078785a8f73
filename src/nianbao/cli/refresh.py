"""``nianbao refresh``: the sources of a report looked at once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.frame import files, saving, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command

if TYPE_CHECKING:
    from nianbao.desk.refreshed import Change, Refreshed

_HELP = """\
科室的表格、台账、月报、上年的报告改过以后，再看一遍：报告里哪些格的数会变，从多少变成多少。
看的是报告 [[origins]] 里记的来源；台账和月报重新数一遍。先逐格列出，您说“是”才改。
取来以后手工改过的数不变，只列出来，要改成来源的数写 --replace。找不到、读不了的来源会说明，它们的数不变。
不在报告文件夹里的来源不打开：别人发来的报告里可以写任何文件；确认是自己的，写 --outside。
新填的格不在内，请再用 merge 或 tally。
"""
_EXAMPLES = """\
例：
  nianbao refresh 某某县教育局-2025.toml
  nianbao refresh 某某县教育局-2025.toml --dry-run
  nianbao refresh 某某县教育局-2025.toml --yes
"""


@click.command("refresh", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("path", metavar="文件", type=files.ReportFile())
@click.option("--replace", "replacing", is_flag=True, help="取来以后手工改过的数，也改成来源的数。")
@click.option("--outside", is_flag=True, help="不在报告文件夹里的来源也打开看。")
@click.option("--yes", is_flag=True, help="不问，直接改。")
@click.option("--dry-run", "dry", is_flag=True, help="只列出来，什么也不改。")
def command(path: Path, replacing: bool, outside: bool, yes: bool, dry: bool) -> ExitCode:
    """Show which figures would change, and take them after a yes."""
    before, report = saving.begin(path, dry=dry)
    if not report.origins:
        say.note(f"{files.shown(path)}：没有记来源，没有可以再看的。")
        return ExitCode.FINE
    from nianbao.desk.refreshed import refresh  # here, because it loads what reads documents

    found = refresh(report, path, replacing=replacing, outside=outside)
    _tell(found)
    same = not (found.typed or found.missing)
    nothing = "来源没有改，各格的数都不变。" if same else "没有可以改的，文件没有改。"
    saving.offer(path, before, found.after, _sum(found), nothing, dry=dry, yes=yes)
    if found.missing:
        return ExitCode.INPUT
    return ExitCode.FINDINGS if found.typed else ExitCode.FINE


def _tell(found: Refreshed) -> None:
    for change in found.changes:
        say.data(_line(change))
    for words in found.told:
        say.note(words)
    for change in found.typed:
        say.note(f"手工改过，不变：{_line(change)}")
    for words in found.missing:
        say.fault(words)


def _line(change: Change) -> str:
    return f"{change.name}：{change.before} → {change.after}　〔{change.source}〕"


def _sum(found: Refreshed) -> str:
    """What is written; where no figure changes, the places and numbers of rows."""
    return f"改{len(found.changes)}格的数" if found.changes else "改来源的位置和行号（数不变）"

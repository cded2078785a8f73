"""``nianbao check``: what is wrong with a report, where, and by which rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao import checks
from nianbao.cli import files, findings, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Choice, Command
from nianbao.finding import Finding
from nianbao.problem import InputError
from nianbao.report import Report

if TYPE_CHECKING:
    from nianbao.recognise import Unplaced

_HELP = """\
核对报告：表格的勾稽关系、每一格填得对不对、标题和格式是否合规。可以一次核对多份。
公布过的 Word、PDF、网页、文本也可以直接核对，先读进来再查；没有读准的地方一并列出。
问题分三级：错误（不改正不能发布）、提醒（可能没错，请再看一遍或说明理由）、提示。
有错误时返回值为 1，文件不能用时为 2。
"""
_EXAMPLES = """\
例：
  nianbao check 某某县教育局-2025.toml
  nianbao check --law 某某县教育局-2025.toml
  nianbao check 某某县教育局年度报告.pdf
  nianbao check --format json *.toml > 结果.json
"""


@click.command(
    "check",
    cls=Command,
    short_help="核对报告，列出问题",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=files.ReportFile())
@click.option(
    "--format",
    "style",
    metavar="格式",
    type=Choice(["text", "json"]),
    default="text",
    help="text 给人看（默认），json 给程序用。",
)
@click.option("--law", is_flag=True, help="写出每条规则的依据，以及说明理由时要写的位置。")
def command(paths: tuple[Path, ...], style: str, law: bool) -> ExitCode:
    """Check every file; one that cannot be read does not keep the others from being checked."""
    worst = ExitCode.FINE
    entries: list[dict[str, Any]] = []
    for path in paths:
        unplaced: tuple[Unplaced, ...] = ()
        try:
            if files.is_document(path):
                recognised = files.read_in(path)
                report, unplaced = recognised.report, recognised.unplaced
            else:
                report = files.load(path)
            prior = files.load_prior(path, report)
        except InputError as error:
            worst = ExitCode.INPUT
            entries.append(_error(path, error))
            continue
        found = checks.check(report, prior)
        if any(finding.stops for finding in found):
            worst = max(worst, ExitCode.FINDINGS)
        if style == "text":
            _print(path, report, found, law=law)
        for text in unplaced:
            say.talk(f"{files.shown(path)}：没有读准：{text}")
        entries.append({"file": files.shown(path), "findings": findings.as_data(found)})
    if style == "json":
        import json

        say.data(json.dumps(entries, ensure_ascii=False, indent=2).encode("utf-8", "replace"))
    return worst


def _print(path: Path, report: Report, found: list[Finding], *, law: bool) -> None:
    listing = findings.listing(report, found, law=law)
    title = click.style(files.shown(path), bold=True)
    say.data("\n".join(part for part in (f"{title}：{findings.summary(found)}", listing) if part) + "\n")


def _error(path: Path, error: InputError) -> dict[str, Any]:
    """Tell the faults of a file, and give them as JSON has them."""
    for problem in error.problems:
        say.fault(str(problem))
    return {
        "file": files.shown(path),
        "error": [{"where": p.where, "what": p.what, "remedy": p.remedy} for p in error.problems],
    }

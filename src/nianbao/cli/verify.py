"""``nianbao verify``: does a document say what the report says, and is it the file that was made of it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao import checks
from nianbao.cli import files, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report
from nianbao.model.wording import summary
from nianbao.publish.read_back import kind_of
from nianbao.words import spaced
from nianbao.write import formats

if TYPE_CHECKING:
    from nianbao.publish.verify import Verdict

_HELP = f"""\
{spaced("证明将要发布的", formats.names("或"), "就是由报告")}生成的那一份，没有被改动过。

先由报告重新生成，逐字节比较：完全相同，就是原样的文件（返回值 0）。
不相同时，逐格、逐段比较全部文字和数字，并列出文件里与原样不同的内容：隐藏的、贴上的、改了颜色的，等等，
可能改变文字和数字的在前，排版和看不到的各合成一行；要每一处都列出来，加 --all；
PDF 还比较每一页看到的样子。文字和数字一致、但不是原样的文件，返回值为 4；文字或数字不一致，返回值为 3；
文件读不了，返回值为 2。最后印出报告的指纹，可以与核查单上的对照。
样稿要加 --draft 核对；报告还有没改正的错误时也会告诉您（返回值 1）。
"""
_EXAMPLES = """\
例：
  nianbao verify 某某县教育局-2025.pdf --against 某某县教育局-2025.toml
"""
_MOST_DIFFERENCES = 12  # that are listed, unless all are asked for
_MOST_OF_ALL = 2_000  # a report has some 700 texts


@click.command(
    "verify",
    cls=Command,
    short_help="核对成品与报告是否一致",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("document", metavar="成品", type=click.Path(path_type=Path))
@click.option(
    "--against", "path", metavar="文件", required=True, type=files.ReportFile(), help="用来比较的报告。"
)
@click.option("--draft", is_flag=True, help="成品是用 --draft 生成的样稿。")
@click.option("--all", "every", is_flag=True, help="不一致的和与原样不同的，每一处都列出来。")
def command(document: Path, path: Path, draft: bool, every: bool) -> ExitCode:
    """Tell what the document is worth, and every difference between it and the report."""
    from nianbao.publish.verify import verify  # here, because its libraries take a while to load

    kind = kind_of(document)
    report = files.load(path)
    verdict = verify(report, files.read(document), kind, draft=draft)
    code = _tell(verdict, files.shown(document), files.shown(path), every=every)
    say.note(f"报告指纹（SHA-256）：{fingerprint(report)}")
    return max(code, _open_errors(path, report, draft))


def _tell(verdict: Verdict, document: str, report: str, *, every: bool) -> ExitCode:
    from nianbao.publish.proof.deviation import in_short, told
    from nianbao.publish.verify import Worth

    most = _MOST_OF_ALL if every else _MOST_DIFFERENCES
    for difference in verdict.differences[:most]:
        say.data(str(difference))
    if len(verdict.differences) > most:
        say.data(f"还有{len(verdict.differences) - most}处不一致{'' if every else '；都列出来请加 --all'}")
    kinds = list(told(verdict.deviations))
    lines = (f"与原样不同：{line}" for line in kinds[:_MOST_OF_ALL])
    for line in lines if every else in_short(verdict.deviations):
        say.data(line)
    if verdict.is_draft:
        say.fault(f"{document} 是盖有“草稿”字样的样稿，不能发布；核对样稿请加 --draft。")
    if verdict.worth is Worth.DIFFERENT:
        say.fault(f"{document} 与 {report} 有{len(verdict.differences)}处不一致。")
        return ExitCode.OUTPUT
    if verdict.worth is Worth.SAME_WORDS:
        say.note(
            f"{document} 与 {report} 文字和数字一致，但不是原样的文件："
            f"有{len(kinds)}种内容与重新生成的不同。要发布，请用 nianbao render 重新生成。"
        )
        return ExitCode.ALTERED
    say.note(f"{document} 与由 {report} 生成的文件逐字节相同。")
    return ExitCode.FINE


def _open_errors(path: Path, report: Report, draft: bool) -> ExitCode:
    """Tell the errors that keep the report from being published; a draft may have some."""
    stops = [each for each in checks.check(report, files.load_prior(path, report)) if each.stops]
    if not stops:
        return ExitCode.FINE
    say.note(f"{files.shown(path)}：{summary(stops)}详情：nianbao check {files.as_argument(path)}")
    return ExitCode.FINE if draft else ExitCode.FINDINGS

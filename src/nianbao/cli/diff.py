"""``nianbao diff``: in what two reports differ."""

from __future__ import annotations

import json
from pathlib import Path

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.model.report import Report
from nianbao.publish import side_by_side
from nianbao.publish.comparison import compare
from nianbao.read import holds_figures_alone, is_document

_HELP = """\
两份报告有哪些不同：逐格、逐段，原来是什么，现在是什么。
两份都可以是填报文件，也可以是公布的 Word、PDF、网页、Excel、开放数据文件。
比较的是印出来的：基本信息、标题、数字（总计也在内）、引用换成数以后的正文；意见、理由不比。Excel 只比数字。
两个年度也可以比，例如上年和今年；格式不同的，比两种格式都有的格，别的列出来。
相同返回 0，不同返回 1，有一份不能用返回 2。
"""
_EXAMPLES = """\
例：
  nianbao diff 某某县教育局-2025.toml 领导改过的.docx
  nianbao diff 某某县教育局-2024.toml 某某县教育局-2025.toml
  nianbao diff 第一稿.docx 第二稿.docx --format html -o 不同.html
"""
_FORMATS = ("text", "json", "html")


@click.command("diff", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("before", metavar="原来的", type=files.ReportFile())
@click.argument("after", metavar="现在的", type=files.ReportFile())
@click.option(
    "--format",
    "form",
    metavar="格式",
    type=Choice(_FORMATS),
    default=_FORMATS[0],
    help="text 文字（默认）；json 给程序用；html 网页，左右对照，可以打印。",
)
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到这个文件，不写就打印出来。",
)
@option.overwrite
def command(before: Path, after: Path, form: str, output: Path | None, force: bool) -> ExitCode:
    """Compare two reports."""
    tables = any(map(holds_figures_alone, (before, after)))
    found = compare(_report(before), _report(after), figures_alone=tables)
    names = files.shown(before), files.shown(after)
    if form == "json":
        words = json.dumps(side_by_side.data(found, *names), ensure_ascii=False, indent=2) + "\n"
    elif form == "html":
        words = side_by_side.html(found, *names)
    else:
        words = "".join(f"{line}\n" for line in side_by_side.text(found))
    if output is not None:
        files.write(output, words.encode("utf-8", "replace"), keep=not force)
    elif form == "text":
        say.data(words, newline=False)
    else:
        say.data(words.encode("utf-8", "replace"), newline=False)
    say.note(f"{names[0]} → {names[1]}：{''.join(side_by_side.summary(found))}")
    return ExitCode.FINDINGS if found.differences else ExitCode.FINE


def _report(path: Path) -> Report:
    """The report in a file of any kind; of a document what could not be placed is told."""
    if not is_document(path):
        return files.load(path)
    found = files.read_in(path)
    if found.unplaced:
        say.note(
            f"{files.shown(path)}：没有归位的文字{len(found.unplaced)}处，没有比较；请用 nianbao read 看。"
        )
    return found.report

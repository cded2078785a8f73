"""``nianbao submit``: what a reviewer gets of a report."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao import checks
from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.desk import person, submitting
from nianbao.desk.history import History
from nianbao.desk.submitting import Submission
from nianbao.files import settings
from nianbao.model.wording import summary
from nianbao.publish import make_files
from nianbao.publish.make_files import Sheet

_HELP = """\
送审：生成送审稿（盖有“草稿”字样）、核查单和修改清单，交给审核的人。
修改清单列出上次送审以后改过的每一格、每一行正文，原来是什么，现在是什么；第一次送审就写明是第一次。
有错误的报告也可以送审，核查单里写着。
送审的时间和当时的内容记在报告旁边的修改记录里。
"""
_EXAMPLES = """\
例：
  nianbao submit 某某县教育局-2025.toml
  nianbao submit 某某县教育局-2025.toml --to docx -o 送审
"""


@click.command("submit", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("path", metavar="文件", type=files.ReportFile())
@click.option(
    "--to",
    "kind",
    metavar="格式",
    type=Choice(list(submitting.in_formats())),
    default=submitting.USUAL,
    help=f"哪种格式：{'、'.join(submitting.in_formats())}；默认 {submitting.USUAL}。",
)
@option.folder(option.HERE)
@option.over_foreign
@option.prior("上一年度的报告或公布过的文件；不写就用报告里记的，或在同一个文件夹里找。")
def command(path: Path, kind: str, folder: Path, force: bool, prior: Path | None) -> ExitCode:
    """Make the three files, and remember what was handed in if all of them were made."""
    report = files.load(path)
    files.tell_unsaved(path)
    before = files.load_prior(path, prior)
    members = files.members(path, files.report_source(path))
    found = checks.check(report, before, members=members)
    history = History(path)
    settled = settings.of(path)
    engine, look = settled.pdf_engine, settled.look()
    sheet = Sheet(report, found, before, path.name, submitting.today(), engine, members, look)
    submission = Submission(sheet, path, folder, kind, history.submitted())
    done = list(make_files.make(submission.orders(), source=path, replace=force))
    say.note(f"{files.shown(path)}：{summary(found)}")
    for made in done:
        if made.error is None:
            say.data(files.shown(made.order.path))
        else:
            say.fault(f"{files.shown(made.order.path)}：{made.words}")
    submission.note(history, done, person.name())
    if history.trouble:
        say.fault(f"{history.trouble}下次送审时比不出改了什么。")
    failed = any(made.error for made in done) or history.trouble
    return ExitCode.OUTPUT if failed else ExitCode.FINE

"""``nianbao edit``: the wizard in this terminal."""

from __future__ import annotations

import codecs
import gc
import sys
from pathlib import Path

import click

from nianbao.cli.frame import files, option
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.cli.frame.screen import can_run, is_served
from nianbao.write import formats

_HELP = f"""\
在终端窗口里填写报告：表格一边填一边核对，写正文，说明理由，{formats.making()}。
改动随时记在文件旁边，断电、关窗口也不会丢；要写进文件请按 Ctrl+S 保存。
不写文件名就列出最近用过的文件；写的文件还没有，就新建一份。
"""
_EXAMPLES = """\
例：
  nianbao edit 某某县教育局-2025.toml
  nianbao edit 某某县教育局-2025.toml --prior 存档/2024.toml
  nianbao edit --review 某某县教育局-2025.toml
"""
_NO_TERMINAL = (
    "填写向导要在终端窗口里使用，现在的输入或输出不是终端窗口。"
    "在浏览器里填写请用 nianbao serve，用脚本新建请用 nianbao new。"
)
_NOT_UTF_8 = (
    "这个终端窗口用的是 {encoding} 编码，填写向导要用 UTF-8。"
    "请把终端的编码改成 UTF-8 后重新打开，或者用 nianbao serve 在浏览器里填写。"
)
_OBJECTS = 10_000  # between two looks for garbage: each takes a millisecond, which nobody feels
REVIEW = "复核：只能写意见、记审核，别的都不能改。要写明文件。"


@click.command(
    "edit",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("path", metavar="[文件]", required=False, type=files.ReportFile())
@option.prior("上一年度的报告，填写时列在旁边；不写就在同一个文件夹里找。")
@click.option("--review", is_flag=True, help=REVIEW)
def command(path: Path | None, prior: Path | None, review: bool) -> ExitCode:
    """Check what can be checked before the screen is taken over, then run the wizard."""
    if review:
        require_report(path)
    if not can_run():
        raise click.UsageError(_NO_TERMINAL)
    if encoding := _foreign_encoding():
        raise click.UsageError(_NOT_UTF_8.format(encoding=encoding.upper()))
    if path is not None and path.exists():
        files.load(path)
    if prior is not None:
        files.load_any(prior)
    gc.disable()  # nothing that is loaded becomes garbage
    from nianbao.wizard.app import run

    gc.freeze()
    gc.set_threshold(_OBJECTS)
    gc.enable()
    return ExitCode.FINE if run(path, prior, review=review) == 0 else ExitCode.OUTPUT


def require_report(path: Path | None) -> None:
    """Raise UsageError where there is nothing to be reviewed."""
    if path is None or not path.exists():
        raise click.UsageError("复核要写明已经有的文件，例如：nianbao edit --review 某某县教育局-2025.toml")


def _foreign_encoding() -> str:
    """The encoding of a terminal on which the keys of Chinese could not be read; empty if it is UTF-8.

    Windows hands keys over as Unicode, a browser as UTF-8, whatever the settings say.
    """
    if sys.platform == "win32" or is_served() or sys.__stderr__ is None:
        return ""
    name = codecs.lookup(sys.__stderr__.encoding).name
    return "" if name == "utf-8" else name

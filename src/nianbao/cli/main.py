"""``nianbao``: the commands by name, and the entry point."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

import click

from nianbao import __version__
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Program
from nianbao.cli.screen import can_run
from nianbao.systems import has_its_own_window
from nianbao.write import formats

_MODULES = {
    "edit": "nianbao.cli.edit",
    "serve": "nianbao.cli.serve",
    "new": "nianbao.cli.new",
    "read": "nianbao.cli.read",
    "tally": "nianbao.cli.ledger",
    "check": "nianbao.cli.check",
    "collect": "nianbao.cli.collect",
    "region": "nianbao.cli.region",
    "data": "nianbao.cli.data",
    "query": "nianbao.cli.query",
    "render": "nianbao.cli.render",
    "submit": "nianbao.cli.submit",
    "update": "nianbao.cli.update",
    "merge": "nianbao.cli.merge",
    "explain": "nianbao.cli.explain",
    "refresh": "nianbao.cli.refresh",
    "verify": "nianbao.cli.verify",
    "diff": "nianbao.cli.diff",
    "rules": "nianbao.cli.rules",
    "completion": "nianbao.cli.completion",
}
_HELP = f"""\
编制、核对政府信息公开工作年度报告，{formats.making()}，并证明与数据一致。
"""
_EXAMPLES = """\
例：
  nianbao                                    打开填写向导
  nianbao edit 某某县教育局-2025.toml
  nianbao new 某某县教育局 2025
  nianbao new --from 某某县教育局2024年报告.pdf
  nianbao read 某某县教育局2024年报告.pdf
  nianbao check 某某县教育局-2025.toml
  nianbao render 某某县教育局-2025.toml --to docx,pdf -o 成品

每个命令的用法：nianbao 命令 --help
返回值：0 正常；1 有错误级问题；2 输入不能用；3 没有生成或与报告不一致。
"""

program = Program(
    name="nianbao",
    modules=_MODULES,
    help=_HELP,
    epilog=_EXAMPLES,
    subcommand_metavar="命令 [参数]…",
)
program = click.version_option(__version__, prog_name="nianbao")(program)


def main() -> NoReturn:
    """Run the command line of this process. Without a command a terminal shows the wizard."""
    try:
        if not sys.argv[1:] and can_run():
            program.main(["edit"])
        program.main()
    except KeyboardInterrupt:  # after the command, on the way out
        sys.exit(ExitCode.INTERRUPTED)
    except SystemExit as end:
        if end.code and has_its_own_window():
            input("\n按回车键关闭这个窗口。")  # else nobody could read why
        raise
    finally:
        if "_duckdb" not in sys.modules:  # which tells of all that is left of it at the end
            gc.freeze()  # else the interpreter looks for garbage in all of it at its end: a tenth of a check

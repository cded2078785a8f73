"""``nianbao``: the commands by name, and the entry point."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

import click

from nianbao import __version__
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Offer, Program
from nianbao.cli.frame.screen import can_run
from nianbao.systems import has_its_own_window
from nianbao.write import formats

_COMMANDS = {
    "edit": Offer("在终端里填写报告，边填边核对", "nianbao.cli.edit"),
    "serve": Offer("在浏览器里填写报告，看各单位报送情况", "nianbao.cli.serve"),
    "new": Offer("新建一份空白报告", "nianbao.cli.new"),
    "read": Offer("把公布的 Word、PDF、网页读成填报文件", "nianbao.cli.read"),
    "tally": Offer("从台账算出表三，从月报算出表二", "nianbao.cli.tally.command"),
    "check": Offer("核对报告，列出问题", "nianbao.cli.check"),
    "collect": Offer("收齐各单位的报告，汇总、核对", "nianbao.cli.region.collect"),
    "region": Offer("汇总单位：新建成员名单，看各单位、各年度的数", "nianbao.cli.region.group"),
    "data": Offer("把许多报告的数做成开放数据", "nianbao.cli.data"),
    "query": Offer("用 SQL 查许多报告的数", "nianbao.cli.region.query"),
    "render": Offer(formats.making(), "nianbao.cli.render"),
    "submit": Offer("送审：送审稿、核查单和修改清单", "nianbao.cli.submit"),
    "update": Offer("把 Word 里改过的取回填报文件", "nianbao.cli.update"),
    "merge": Offer("把各科室的表格合到一份报告里", "nianbao.cli.merge"),
    "explain": Offer("一个数从哪里来", "nianbao.cli.explain"),
    "refresh": Offer("来源改了，哪些数会变", "nianbao.cli.refresh"),
    "verify": Offer("核对成品与报告是否一致", "nianbao.cli.verify"),
    "diff": Offer("两份报告有哪些不同", "nianbao.cli.diff"),
    "rules": Offer("列出或说明核对规则", "nianbao.cli.rules"),
    "completion": Offer("打印自动补全脚本", "nianbao.cli.completion"),
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
    commands=_COMMANDS,
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

"""``nianbao region``: what is done with a region besides collecting; a command of its own each."""

from __future__ import annotations

from nianbao.cli.frame.program import Offer, Program

_COMMANDS = {
    "new": Offer("新建成员单位的名单", "nianbao.cli.region.new"),
    "show": Offer("按办理结果、单位、年度看数", "nianbao.cli.region.show"),
}
_HELP = """\
汇总单位的常用操作：新建成员单位的名单（region.toml），按办理结果、申请人类别、单位、年度看数。
收各单位的报告用 nianbao collect。
"""
_EXAMPLES = """\
例：
  nianbao region new 某某县 2025 --from 成员单位名单.xlsx
  nianbao region show region.toml --by 办理结果
"""

command = Program(
    name="region",
    commands=_COMMANDS,
    help=_HELP,
    epilog=_EXAMPLES,
    subcommand_metavar="命令 [参数]…",
)

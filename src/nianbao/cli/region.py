"""``nianbao region``: what is done with a region besides collecting; a command of its own each."""

from __future__ import annotations

from nianbao.cli.program import Program

_MODULES = {
    "show": "nianbao.cli.region_show",
}
_HELP = "汇总单位的常用操作：按办理结果、申请人类别、单位、年度看数。收报告用 nianbao collect。"

command = Program(
    name="region",
    modules=_MODULES,
    short_help="汇总单位：看各单位、各年度的数",
    help=_HELP,
    subcommand_metavar="命令 [参数]…",
)

"""``nianbao query``: SQL over the figures of many reports."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.frame import say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.cli.region import tables
from nianbao.cli.told import answers
from nianbao.dataset.query import MOST_ROWS, MOST_SECONDS, ask
from nianbao.dataset.rows import COLUMNS

_HELP = f"""\
用 SQL 查许多报告的数：一格一行，都在 figures 这个表里。
只能查，不能改；不读别的文件，不连网，最多{MOST_SECONDS}秒。
数据可以是 nianbao data 或 nianbao collect --to data 生成的文件夹（或里面的 .parquet、.csv），
也可以是汇总过的 region.toml（它旁边各年度的“…汇总.json”都算）；不写就是当前文件夹。
要安装 DuckDB：pip install "nianbao[region]"。常用的查法不用写 SQL：nianbao region show。

各列：{"，".join(f"{column.name} {column.title}" for column in COLUMNS)}。
state 有 number 有数、blank 空白、not_applicable 不适用、unknown 不知道、malformed 不是数；
counted 为真的那些行加起来是全区域的数（本身有报告的下级汇总单位，它的成员不重复计）。
"""
_EXAMPLES = """\
例：
  nianbao query "SELECT member, value FROM figures WHERE cell = 'applications.received.total'"
  nianbao query "SELECT kind, sum(value) FROM figures WHERE unit = '万元' GROUP BY kind" 开放数据
  nianbao query "SELECT * FROM figures WHERE state = 'unknown'" region.toml --format csv > 缺数.csv
"""


@click.command("query", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("sql", metavar="SQL")
@tables.argument
@answers.style_option
def command(sql: str, places: tuple[Path, ...], style: str) -> ExitCode:
    """Ask, and tell the answer."""
    with tables.tables(places) as found:
        answer = ask(found, sql)
    answers.tell(answer.columns, answer.rows, style)
    if answer.more:
        say.note(f"结果超过{MOST_ROWS}行，只给出前{MOST_ROWS}行；请缩小范围。")
    return ExitCode.FINE

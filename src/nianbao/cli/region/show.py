"""``nianbao region show``: ready questions over the figures of many reports and years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from nianbao.cli.frame import say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.cli.region import tables
from nianbao.cli.told import answers
from nianbao.dataset import show
from nianbao.dataset.questions import compared, questions, usual
from nianbao.dataset.show import Part
from nianbao.model.figure import half_width
from nianbao.model.load_forms import all_forms
from nianbao.problem import InputError, Problem

_MEMBER, _YEAR = "单位", "年度"
_EVERY = range(1, 10_000)
_YEARS = re.compile(r"(\d{4})(?:\s*(?:\.\.|-|~|至)\s*(\d{4}))?", re.ASCII)
_HELP = """\
看汇总的数：每种办理结果、每类申请人、每个单位各多少，几年并排。
数据可以是 region.toml（它旁边各年度的“…汇总.json”都算），也可以是生成的开放数据；不写就是当前文件夹。
有单位的数不知道的，写明缺几个单位，括号前是其余单位的合计。要安装 DuckDB：pip install "nianbao[region]"。
"""
_EXAMPLES = """\
例：
  nianbao region show --by 办理结果 --years 2021..2025
  nianbao region show region.toml --by 单位 --of applications.received.total
  nianbao region show 开放数据 --by 年度 --format csv > 逐年.csv
"""


class Years(click.ParamType[range]):
    """A year, or from one to another: 2021..2025."""

    name = "years"

    def convert(self, value: str | range, param: click.Parameter | None, ctx: click.Context | None) -> range:
        if isinstance(value, range):
            return value
        match = _YEARS.fullmatch(half_width(value).strip())
        if match is None or int(match[2] or match[1]) < int(match[1]):
            self.fail(f"“{value}”不是年度；请写成 2024 或 2021..2025。", param, ctx)
        return range(int(match[1]), int(match[2] or match[1]) + 1)


def _names() -> list[str]:
    return [*questions(), _MEMBER, _YEAR]


@click.command("show", cls=Command, help=_HELP, epilog=_EXAMPLES)
@tables.argument
@click.option("--by", metavar="什么", type=Choice(_names()), default=_YEAR,
              help=f"按什么看：{'、'.join(_names())}；默认 {_YEAR}。")  # fmt: skip
@click.option("--years", metavar="年度", type=Years(), default=_EVERY, show_default=False,
              help="哪几年，例如 2024 或 2021..2025；不写就是全部。")  # fmt: skip
@click.option("--of", "named", metavar="哪一格",
              help="按单位看时是哪一格：写编号，例如 applications.received.total，或名称。")  # fmt: skip
@answers.style_option
def command(places: tuple[Path, ...], by: str, years: range, named: str | None, style: str) -> ExitCode:
    """Ask, and show the years beside each other."""
    with tables.tables(places) as found:
        if by == _MEMBER:
            cell = _cell(named) if named else usual()
            title, parts = f"各单位：{_name(cell)}", show.by_member(found, cell, years)
        elif by == _YEAR:
            title, parts = "逐年合计", show.by_year(found, compared(tuple(all_forms().values())), years)
        else:
            question = questions()[by]
            title, parts = question.title, show.by_question(found, question, years)
    if style == "text":
        say.data(click.style(title, bold=True))
        answers.tell(*_side_by_side(by, parts), style)
    else:
        answers.tell((by, _YEAR, "合计", "缺数的单位"), parts, style)
    return ExitCode.FINE


def _side_by_side(by: str, parts: Sequence[Part]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """A column for each year."""
    years = sorted({part.year for part in parts})
    found = {(part.name, part.year): part for part in parts}
    names = dict.fromkeys(part.name for part in parts)
    head = "" if by == _YEAR else by
    return (head, *map(str, years)), [
        (name, *_row(found.get((name, year)) for year in years)) for name in names
    ]


def _row(parts: Iterable[Part | None]) -> list[object]:
    return [None if part is None else part.known if not part.lacking else _lacking(part) for part in parts]


def _lacking(part: Part) -> str:
    return (
        f"不知道（缺{part.lacking}个单位）"
        if part.known is None
        else f"{part.known}（缺{part.lacking}个单位）"
    )


def _cell(named: str) -> str:
    """The id of a cell that somebody named by it or by its words. Raises InputError."""
    for form in reversed(all_forms().values()):
        for cell in form.cells.values():
            section = form.section(cell.section).name
            if named in {cell.id, cell.name, f"{section}·{cell.name}"}:
                return cell.id
    raise InputError(Problem(f"--of {named}", "没有这一格", "；请写编号，例如 applications.received.total。"))


def _name(cell: str) -> str:
    return next(form.cells[cell].name for form in reversed(all_forms().values()) if cell in form.cells)

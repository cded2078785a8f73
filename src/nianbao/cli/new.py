"""``nianbao new``: a blank report to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import click

from nianbao import store
from nianbao.cli import files, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.figure import half_width
from nianbao.forms import all_forms, form_for
from nianbao.report import Report
from nianbao.store.load import LAST_YEAR
from nianbao.write import OutputError

_STDOUT = Path("-")
_YEAR = re.compile(r"(\d{4})(?:年度?)?", re.ASCII)

_HELP = """\
新建一份空白报告（report.toml），表格各行注有格式规定的项目名称，填上数据和文字即可。
表式按年度选定：2021年度起为2021年格式，2019、2020年度为2019年格式。
"""
_EXAMPLES = """\
例：
  nianbao new 某某县教育局 2025
  nianbao new 某某县教育局 2025 -o 报告/2025.toml
"""


class Year(click.ParamType[int]):
    """A report year for which there is a form: 2025, also 2025年 and in full-width digits."""

    name = "year"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = _YEAR.fullmatch(half_width(str(value)).strip())
        if match is None:
            self.fail(f"年度写成四位数字，例如 2025；写的是“{value}”。", param, ctx)
        year = int(match[1])
        if form_for(year) is None or year > LAST_YEAR:
            first = next(iter(all_forms().values())).first_year
            self.fail(f"{year}年没有对应的报告格式，最早是{first}年。", param, ctx)
        return year


@click.command(
    "new",
    cls=Command,
    short_help="新建一份空白报告",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("agency", metavar="机关全称")
@click.argument("year", metavar="年度", type=Year())
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(path_type=Path, allow_dash=True),
    help="写到这个文件；写 - 就打印出来。默认是“机关全称-年度.toml”。",
)
@click.option("--force", is_flag=True, help="文件已经存在时也写，原来的内容会丢失。")
def command(agency: str, year: int, output: Path | None, force: bool) -> ExitCode:
    """Write the blank report and say what to do next."""
    form = form_for(year)
    assert form is not None  # noqa: S101 - the type Year has made sure
    text = store.new_text(Report(form=form, agency=agency, year=year)).encode()
    store.loads(text, "机关全称")
    if output == _STDOUT:
        say.data(text, newline=False)
        return ExitCode.FINE
    path = _path(output, f"{agency}-{year}.toml")
    files.write(path, text, keep=not force)
    say.data(files.shown(path))
    _next_steps(path)
    return ExitCode.FINE


def _path(output: Path | None, name: str) -> Path:
    """Where to write: the file that was named, or one of the usual name here or in the folder named."""
    if output is not None and not output.is_dir():
        return output
    if "/" in name or "\\" in name or "\0" in name:
        raise OutputError("机关全称里有不能用作文件名的字符；请用 -o 写明文件名。")
    return (output or Path()) / name


def _next_steps(path: Path) -> None:
    name = files.as_argument(path)
    say.talk(
        "已新建。下一步：\n"
        "  1. 用文本编辑器打开，填写数据和文字，没有发生的填 0；\n"
        f"  2. 核对：nianbao check {name}\n"
        f"  3. 生成 Word、PDF 和网页：nianbao render {name}"
    )

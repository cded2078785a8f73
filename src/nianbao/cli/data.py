"""``nianbao data``: the figures of any reports as open data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from nianbao.cli.frame import files, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.cli.many import batch, reading
from nianbao.cli.many.batch import Options
from nianbao.dataset import duck, package
from nianbao.dataset.package import About
from nianbao.dataset.rows import Line, Whose, lines
from nianbao.files.places import Place
from nianbao.region.collected import Found

NO_PARQUET = f"没有安装 DuckDB，没有生成 Parquet，其余都有；{duck.INSTALL}"
_HELP = """\
把许多报告的数做成开放数据：每份报告的每一格一行，几年的格式列都一样，写明年度、机关、状态、单位和来源文件。
生成 figures.csv（Excel 能直接打开）、figures.parquet（给程序用，要安装 nianbao[region]）
和说明各列的 datapackage.json（Data Package 标准）。填报文件、Word、PDF、网页、Excel、文本都读。
有文件不能用时返回 2，其余照常。
"""
_EXAMPLES = """\
例：
  nianbao data 各单位报告 -o 开放数据
  nianbao data 2023 2024 2025 -o 三年
"""


@click.command("data", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=files.InputPlace())
@click.option("-o", "--output", "folder", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path),
              required=True, help="放到这个文件夹，没有就新建。")  # fmt: skip
@batch.options_of_going_on
def command(paths: tuple[Place, ...], folder: Path, **many: Any) -> ExitCode:
    """Read everything, and write one line for each figure."""
    read, worst = reading.read(Options(**many), reading.found_in(paths))
    found = {(each.file.digest, each.part): each for each in read if isinstance(each, Found)}
    if not found:
        say.fault("没有读到报告，没有生成。")
        return ExitCode.INPUT
    years = sorted({each.report.year for each in found.values()})
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}—{years[-1]}"
    about = About(f"政府信息公开工作年度报告数据（{span}年度）", f"{len(found)}份报告，每份的每一格一行。")
    write(folder, about, _lines(found.values()))
    return worst


def write(folder: Path, about: About, told: Iterator[Line]) -> None:
    """Write the package, and tell its files."""
    for file in package.write(folder, about, told):
        say.data(files.shown(file))
    if not duck.is_there():
        say.note(NO_PARQUET)


def _lines(found: Any) -> Iterator[Line]:
    for each in found:
        report = each.report
        whose = Whose(report.year, report.agency, report.agency_kind, file=each.key, digest=each.file.digest)
        yield from lines(report.form, report.all_figures(), whose)

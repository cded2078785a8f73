"""``nianbao region new``: the list of a region's members, from a workbook or from the reports of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.cli.many import reading
from nianbao.cli.many.batch import Options
from nianbao.cli.new import Year
from nianbao.model.agency import agency_kinds
from nianbao.region import listed, load
from nianbao.region.collected import Found
from nianbao.region.listed import Listed
from nianbao.words import first_of

_HELP = """\
新建成员单位的名单 region.toml。--from 写现成的名单（Excel、WPS 表格、.csv，有“单位名称”一列，一行一个单位；
类别、简称、上级单位、起止年度也认），或者写放着各单位报告的文件夹，有谁的报告就写谁。
每个单位的种类（部门、乡镇……）决定几月几日以前报，看不出的先按部门写，请核对。
"""
_EXAMPLES = """\
例：
  nianbao region new 某某县 2025 --from 成员单位名单.xlsx
  nianbao region new 某某县 2025 --from 各单位报告 -o 汇总/region.toml
"""
_MOST_NAMES = 6  # members that a sentence names
_KINDS = "，".join(f"{kind.id} {kind.name}" for kind in agency_kinds().values())

_READING = Options(jobs=None, scheduler=None, resume=True, log=None, quiet=False)


@click.command("new", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("name", metavar="名称")
@click.argument("year", metavar="年度", type=Year())
@click.option(
    "--from", "source", metavar="名单或文件夹", required=True, type=click.Path(path_type=Path),
    help="Excel、WPS 表格、.csv 的名单，或者放着各单位报告的文件夹。",
)  # fmt: skip
@click.option(
    "--kind", metavar="种类", type=Choice(list(agency_kinds())), default=None,
    help=f"这一级是哪一种：{_KINDS}；不写就按名称判断。",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="文件", type=click.Path(path_type=Path), default=Path(load.NAME),
    help=f"写到这个文件；默认是 {load.NAME}。",
)  # fmt: skip
@option.overwrite
@click.pass_context
def command(
    ctx: click.Context, name: str, year: int, source: Path, kind: str | None, output: Path, force: bool
) -> ExitCode:
    """Write the list, and say what to look over."""
    kind = kind or load.kind_of(name)
    if not kind:
        raise click.UsageError(f"看不出“{name}”是哪一种，请加上 --kind。", ctx)
    found, unknown = listed.guessed(_listed(source, name))
    text = listed.new_text(name, year, kind, found)
    path = output / load.NAME if output.is_dir() else output
    listed.proved(text, path)
    files.write(path, text.encode(), keep=not force)
    say.data(files.shown(path))
    for told in found.told:
        say.note(told)
    if unknown:
        named = first_of(unknown, _MOST_NAMES)
        say.note(f"有{len(unknown)}个单位看不出是哪一类，先按部门写了，请核对 kind：{named}。")
    say.note(
        f"写了{len(found.members)}个单位。核对以后收报告：nianbao collect {files.as_argument(path)} 文件夹"
    )
    return ExitCode.FINE


def _listed(source: Path, name: str) -> Listed:
    if source.is_dir():
        read, _ = reading.read(_READING, reading.found_in([source]))
        return listed.of_reports([each for each in read if isinstance(each, Found)], name)
    return listed.of_workbook(files.document_source(source).data, source)

"""``nianbao merge``: the sheets that offices have filled in, put together in one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from nianbao.cli.frame import files, option, saving, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.cli.many.progress import Progress
from nianbao.desk.merged import Merged, Part, TooMany, merge, table_called
from nianbao.desk.offices import read_part
from nianbao.files.taken import this_moment
from nianbao.model.figure import State
from nianbao.model.form import Form
from nianbao.model.origin import Origin
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem
from nianbao.publish.comparison import figure_in_words
from nianbao.publish.origins import first_to_last
from nianbao.systems import real_path
from nianbao.words import first_of

_HELP = """\
把各科室填好的表格合到一份报告里：Excel、WPS 表格、Word、PDF，能读的都可以，各填各的一部分。
空着的、没有读准的格不动报告里原有的数；同一格几份写得一样的，照取；写得不一样的，并排列出来，不取。
几个科室的件数要相加的表，写 --add 表名；以后面的文件为准的（报告里原有的也改掉），写 --replace 表名。
相加时，以前合进来的别的科室的数留着；同一个文件再合一次，换掉它自己的那一份，不会加两遍。
先列出要填的数，您说“是”才写。每个数取自哪个文件的哪一格，记在报告的 [[origins]] 里。
"""
_EXAMPLES = """\
例：
  nianbao merge 某某县教育局-2025.toml 法制科.xlsx 审批科.xlsx
  nianbao merge 某某县教育局-2025.toml 各科室/*.xlsx --add 申请 --add 表四
  nianbao merge 某某县教育局-2025.toml 法制科.xlsx --replace 复议诉讼 --yes
"""


@click.command("merge", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("path", metavar="文件", type=files.ReportFile())
@click.argument("sources", metavar="表格…", nargs=-1, required=True, type=files.ReportFile())
@click.option("--add", metavar="表名", multiple=True, help="这张表的数相加，如 申请、表三；可以写几次。")
@click.option(
    "--replace", "replacing", metavar="表名", multiple=True, help="这张表以后面的文件为准；可以写几次。"
)
@option.organ
@click.option("--yes", is_flag=True, help="不问，直接写；不一样的仍然不取。")
@click.option("--dry-run", "dry", is_flag=True, help="只列出来，什么也不改。")
def command(
    path: Path,
    sources: tuple[Path, ...],
    add: tuple[str, ...],
    replacing: tuple[str, ...],
    organ: str,
    yes: bool,
    dry: bool,
) -> ExitCode:
    """Show what the sources fill and where they differ, and take it after a yes."""
    before, report = saving.begin(path, dry=dry)
    adding, over = _tables(add, report.form), _tables(replacing, report.form)
    if both := [section.name for section in report.form.sections if section.id in adding & over]:
        raise click.UsageError(
            f"{'、'.join(both)}写了 --add，又写了 --replace；要么相加，要么以后面的文件为准，请只写一个。",
            click.get_current_context(),
        )
    try:
        parts = list(_read(report, path, sources, organ))
        found = merge(report, parts, add=adding, replacing=over)
    except TooMany as error:
        raise InputError(Problem(files.shown(path), str(error), "。")) from error
    for line in _preview(found):
        say.data(line)
    for line in (*found.told, *_conflicts(found)):
        say.note(line)
    saving.offer(path, before, found.after, _sum(found), "没有可以填的，文件没有改。", dry=dry, yes=yes)
    odd = any(figure.state is State.MALFORMED for part in parts for figure in part.figures.values())
    return ExitCode.FINDINGS if found.conflicts or odd else ExitCode.FINE


def _read(report: Report, path: Path, sources: Sequence[Path], organ: str) -> Iterator[Part]:
    """The sources one by one, with what is to be told of each, and how far it is."""
    if real_path(path) in map(real_path, sources):
        raise click.UsageError(f"{files.shown(path)} 就是要合进去的那份报告。", click.get_current_context())
    at, progress = this_moment(), Progress("正在读表格", len(sources))
    for number, each in enumerate(sources, 1):
        part, told = read_part(report, path, files.document_source(each), at, organ=organ)
        progress.finish(number)
        if told:
            progress.hide()
        for line in told:
            say.note(line)
        yield part
    progress.end()


def _sum(found: Merged) -> str:
    """What is written; where no figure changes, only where they come from."""
    return f"填{len(found.changed)}处" if found.changed else "记下各数的来源（数不变）"


def _tables(names: tuple[str, ...], form: Form) -> frozenset[str]:
    """The ids of the tables that were named."""
    found = []
    for name in names:
        table = table_called(name, form)
        if table is None:
            known = "、".join(section.name for section in form.sections if section.table)
            raise click.UsageError(f"没有“{name}”这张表；可以写{known}。", click.get_current_context())
        found.append(table)
    return frozenset(found)


def _preview(found: Merged) -> Iterator[str]:
    """What changes: a line for each row, with the sources of its figures."""
    form = found.after.form
    changed = [form.cells[key] for key in found.changed if key in form.cells and key not in form.totals]
    for section, cells in groupby(changed, key=lambda cell: cell.section):
        yield f"{form.section(section).heading or form.section(section).name}"
        for _, group in groupby(cells, key=lambda cell: cell.row.id):
            row = list(group)
            origins = [origin for cell in row for origin in found.after.origins_of(cell.id)]
            figures = [f"{cell.column.name} {_change(found.before, found.after, cell.id)}" for cell in row]
            sources = first_of(list(_sources(origins)), _MOST_SOURCES, more=_MORE)
            yield f"  {row[0].row.name}：{'，'.join(figures)}　〔{sources}〕"
    for key in found.changed:
        if key not in form.cells:
            yield f"{form.section(key).name}：正文{len(found.after.narrative[key])}个字"


def _change(before: Report, after: Report, cell: str) -> str:
    old, new = before.figures.get(cell), figure_in_words(after.figure(cell))
    return new if old is None else f"{figure_in_words(old)} → {new}"


_MOST_SOURCES, _MORE = 4, " 等"  # that the line of a row names


def _sources(origins: Sequence[Origin]) -> Iterator[str]:
    """Where a row comes from, a piece for each source."""
    for source in dict.fromkeys(origin.source for origin in origins):
        yield first_to_last([origin for origin in origins if origin.source == source])


def _conflicts(found: Merged) -> Iterator[str]:
    if not found.conflicts:
        return
    yield say.as_fault(f"有{len(found.conflicts)}处写得不一样，没有取：")
    for each in found.conflicts:
        said = "；".join(f"{who} 是 {what}" for who, what in each.said)
        yield f"  {each.place}：{said}"
    yield "请核对后改好表格再合；件数要相加的写 --add 表名，以后面的文件为准的写 --replace 表名。"

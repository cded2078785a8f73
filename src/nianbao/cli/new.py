"""``nianbao new``: a blank report to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.desk import carried
from nianbao.files import report_toml
from nianbao.files.names import stem_for
from nianbao.files.prior import seen_from
from nianbao.files.taken import with_carried
from nianbao.model.form import Form
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.model.succession import succeed
from nianbao.model.year import WrongYear, report_year
from nianbao.problem import InputError, Problem
from nianbao.read import is_document
from nianbao.write import formats

_STDOUT = Path("-")

_HELP = """\
新建一份空白报告（report.toml），表格各行注有格式规定的项目名称，填上数据和文字即可。
表式按年度选定。
--from 写上一年度的报告（填报文件，或公布过的 Word、PDF、网页、文本）：
带过来机关名称、上年结转的件数和正文的各级标题。
--to xlsx 生成 Excel 表格：总计自动算出，勾稽关系不符的当场变红。
"""
_EXAMPLES = """\
例：
  nianbao new 某某县教育局 2025
  nianbao new 某某县教育局 2025 -o 报告/2025.toml
  nianbao new 某某县教育局 2025 --to xlsx
  nianbao new 某某县教育局 2025 --ledger
  nianbao new --from 某某县教育局-2024.toml
  nianbao new --from 某某县教育局2024年报告.pdf
"""


class Year(click.ParamType[int]):
    """A report year for which there is a form: 2025, also 2025年 and in full-width digits."""

    name = "year"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return report_year(str(value))
        except WrongYear as error:
            self.fail(str(error), param, ctx)


@click.command(
    "new",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("agency", metavar="机关全称", required=False)
@click.argument("year", metavar="年度", required=False, type=Year())
@click.option(
    "--from",
    "last",
    metavar="文件",
    type=files.ReportFile(),
    help="上一年度的报告；有了它，机关全称和年度可以不写。",
)
@option.organ
@click.option("--keep-text", is_flag=True, help="与 --from 一起用：正文也带过来，不只是标题。")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(path_type=Path, allow_dash=True),
    help="写到这个文件；写 - 就打印出来。默认是“机关全称-年度.toml”。",
)
@click.option(
    "--to",
    "kind",
    metavar="格式",
    type=Choice(["toml", "xlsx"]),
    default="toml",
    help="toml 填报文件（默认）；xlsx Excel 表格，可以发给各科室填，填好后再读进来。",
)
@click.option("--ledger", is_flag=True, help="新建一份空白的依申请公开台账（Excel），不是报告。")
@option.overwrite
@click.pass_context
def command(
    ctx: click.Context,
    agency: str | None,
    year: int | None,
    last: Path | None,
    organ: str,
    keep_text: bool,
    output: Path | None,
    kind: str,
    ledger: bool,
    force: bool,
) -> ExitCode:
    """Write the blank report, or the one that follows last year's, and say what to do next."""
    if ledger:
        _require(ctx, agency=agency, year=year)
        return _ledger(agency or "", year or 0, output, keep=not force)
    if last is None:
        _require(ctx, agency=agency, year=year)
        report = Report(form=_form(year or 0), agency=agency or "", year=year or 0)
        told = ""
    else:
        before, addresses = _last(last, organ)
        report, told = _following(last, before, agency, year, keep_text=keep_text)
    path = None if output == _STDOUT else _path(output, _name(report, kind))
    if last is not None:
        at = path if path is not None else Path("-")
        report = replace(report, prior=seen_from(at.parent, last))
        report = with_carried(report, before, last, at, addresses)
    text = report_toml.new_text(report).encode()
    report_toml.loads(text, "机关全称")
    if kind == "xlsx":
        text = _workbook(report)
    if told:
        say.note(told)
    if path is None:
        say.data(text, newline=False)
        return ExitCode.FINE
    files.write(path, text, keep=not force)
    if kind == "xlsx":
        say.data(files.shown(path))
        say.note(f"已新建。填好以后核对：nianbao check {files.as_argument(path)}")
        return ExitCode.FINE
    carried.remember(path, report.figures)  # what a report has that was just begun came from last year's
    say.data(files.shown(path))
    _next_steps(path)
    return ExitCode.FINE


def _ledger(agency: str, year: int, output: Path | None, *, keep: bool) -> ExitCode:
    """Write an empty ledger of applications."""
    from nianbao.ledger.blank import blank_ledger  # here, because its library takes a while to load
    from nianbao.ledger.disputes import dispute_places
    from nianbao.ledger.places import places_of
    from nianbao.ledger.words import ledger_words
    from nianbao.write.xlsx.register import written

    form, words = _form(year), ledger_words()
    made = written(blank_ledger(places_of(form, words), dispute_places(form, words), agency, year))
    if output == _STDOUT:
        say.data(made, newline=False)
        return ExitCode.FINE
    path = _path(output, f"{stem_for(f'{agency}-{year}')}-台账.xlsx")
    files.write(path, made, keep=keep)
    say.data(files.shown(path))
    say.note(f"已新建。年底算表三、表四：nianbao tally {files.as_argument(path)} --year {year}")
    return ExitCode.FINE


def _name(report: Report, kind: str) -> str:
    return f"{stem_for(f'{report.agency}-{report.year}')}.{kind}"


def _workbook(report: Report) -> bytes:
    """The form as a workbook, with nothing in it but what came from last year's report."""
    from nianbao.publish.workbook import blank_workbook  # here, because their libraries take a while to load
    from nianbao.write.xlsx.workbook import written

    return written(blank_workbook(report))


def _require(ctx: click.Context, **given: object) -> None:
    """Without a report to follow, both arguments are needed."""
    for param in ctx.command.params:
        if param.name in given and given[param.name] is None:
            raise click.MissingParameter(ctx=ctx, param=param)


def _form(year: int) -> Form:
    form = form_for(year)
    if form is None:
        raise InputError(Problem(f"{year}年", "没有对应的报告格式", "；请写明年度。"))
    return form


def _last(path: Path, organ: str) -> tuple[Report, Mapping[str, str]]:
    """Last year's report, and in which cells of a workbook its figures stand."""
    if not is_document(path):
        return files.load(path), {}
    found = files.read_and_told(path, organ)
    return found.report, found.places


def _following(
    last: Path, before: Report, agency: str | None, year: int | None, *, keep_text: bool
) -> tuple[Report, str]:
    """The report that follows last year's, and what is to be told about it."""
    year = year or before.year + 1
    found = succeed(before, _form(year), year, agency=agency or "", keep_text=keep_text)
    lines = [f"{files.shown(last)}：{before.agency}{before.year}年的报告。"]
    lines += [f"  {line}" for line in found.told()]
    return found.report, "\n".join(lines)


def _path(output: Path | None, name: str) -> Path:
    """Where to write: the file that was named, or one of the usual name here or in the folder named."""
    if output is not None and not output.is_dir():
        return output
    return (output or Path()) / name


def _next_steps(path: Path) -> None:
    name = files.as_argument(path)
    say.note(
        "已新建。下一步：\n"
        f"  1. 填写：nianbao edit {name}（边填边核对；也可以用文本编辑器），没有发生的填 0；\n"
        f"  2. 核对：nianbao check {name}\n"
        f"  3. {formats.making()}：nianbao render {name}"
    )

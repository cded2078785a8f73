"""``nianbao tally``: the ledger of applications makes the table of the report."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.cli.new import Year
from nianbao.cli.tally import filling, questions
from nianbao.cli.tally.table import table
from nianbao.files import report_toml
from nianbao.ledger import fill, mapping, wording
from nianbao.ledger.monthly.words import monthly_words
from nianbao.ledger.words import ledger_words
from nianbao.model.form import Form
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.problem import InputError, Problem

if TYPE_CHECKING:  # the readers load their libraries: the list of commands does without
    from nianbao.ledger.monthly.cells import Number
    from nianbao.ledger.tally import LedgerTally

_HELP = """\
从依申请公开台账算出表三（里面有复议、诉讼的，也算出表四），从各月的统计表（月报）算出表二。
可以是 Excel、WPS 表格或 .csv，一次可以写几个文件。
台账一行一件申请，列名不限；月报的月份写在行、列或工作表名里都行，合计、累计不重复加，缺哪个月会说。
列名和用词对应报告格式的哪一项，只问一次，记在“台账对照.toml”（月报是“月报对照.toml”）里，明年接着用；
没有对应的列出来，不猜。
上年结转、结转下年度按日期推算：以前收到、本年未办结或本年才办结的是上年结转，年底没有答复的结转下年度。
姓名、证件号码、电话、地址等不会写到台账以外的任何地方。
"""
_EXAMPLES = """\
例：
  nianbao tally 2025年台账.xlsx --year 2025
  nianbao tally 2025年台账.xlsx --into 某某县教育局-2025.toml
  nianbao tally 台账/*.xlsx --into 某某县教育局-2025.toml --replace
  nianbao tally 许可处罚月报.xlsx 收费月报.xlsx --into 某某县教育局-2025.toml
  nianbao tally 2025年台账.csv --year 2025 --format json > 表三.json
"""


@click.command("tally", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("paths", metavar="台账或月报…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--year", metavar="年度", type=Year(), help="报告年度；用了 --into 可以不写。")
@click.option(
    "--into", metavar="文件", type=files.ReportFile(), help="填进这份报告；已有的数不一样时只列出，不改。"
)
@click.option("--replace", is_flag=True, help="与 --into 一起用：已有的数不一样时也改成台账或月报的数。")
@click.option(
    "-o", "--output", metavar="文件", type=click.Path(path_type=Path), help="新建一份只填了这些数的报告。"
)
@click.option(
    "--mapping", "kept", metavar="文件", type=click.Path(path_type=Path),
    help="对照；默认是报告（没有报告就是台账）旁边的“台账对照.toml”或“月报对照.toml”。",
)  # fmt: skip
@click.option(
    "--kind", metavar="种类", type=Choice(["ledger", "monthly"]),
    help="ledger 是台账，monthly 是月报；不写就看表里有没有各月的数。",
)  # fmt: skip
@option.style
def command(
    paths: tuple[Path, ...],
    year: int | None,
    into: Path | None,
    replace: bool,
    output: Path | None,
    kept: Path | None,
    kind: str | None,
    style: str,
) -> ExitCode:
    """Count, ask what is not known, show the table, and fill it into a report."""
    report = files.load(into) if into else None
    year, form = _year(year, report)
    folder = (into or output or paths[0]).parent
    blank = report or Report(form=form, agency=_NOBODY, year=year)
    numbers = _monthly(paths, kind)
    if numbers is not None:
        from nianbao.cli.tally.monthly import Monthly  # here, because a ledger does not need it
        from nianbao.ledger.monthly.tally import MonthlyTally

        at = kept or folder / mapping.MONTHLY
        run = Monthly(MonthlyTally(numbers, form, year, at), blank)
        run.say(style)
        return run.finish(into, output, replace=replace)
    at = kept or folder / mapping.NAME
    from nianbao.ledger.tally import LedgerTally  # here as well

    tally = LedgerTally(paths, form, year, at)
    while (asked := tally.asked()) is not None and questions.can_ask():
        tally.answer(questions.ask(asked))
    tally.keep()
    result = _Result(tally, fill.filled_in(blank, tally.figures), at)
    result.say(style)
    return result.finish(into, report, output, replace=replace)


def _monthly(paths: tuple[Path, ...], kind: str | None) -> list[Number] | None:
    """The numbers of files of monthly counts; None of a ledger."""
    if kind == "ledger":
        return None
    from nianbao.ledger.monthly import sheets

    found = [(file, sheets.glance(file)) for file in sheets.opened(paths)]
    if kind is None and all(grids is None for _, grids in found):
        return None
    words = monthly_words()
    alike = [grids is not None and sheets.is_monthly(grids, words, ledger_words()) for _, grids in found]
    if kind is None and any(alike) and not all(alike):
        ledger = found[alike.index(False)][0]
        monthly = found[alike.index(True)][0]
        what = f"{ledger.name} 是台账，{monthly.name} 是月报"
        raise click.UsageError(f"{what}，要分两次统计；认错了的，请写 --kind。")
    if kind == "monthly" or all(alike):
        return sheets.numbers_of([(file, file.grids()) for file, _ in found], words)
    return None


_NOBODY = "?"  # as in reports that were read from a document without a name


def _year(year: int | None, report: Report | None) -> tuple[int, Form]:
    if report is not None:
        if year not in {None, report.year}:
            raise click.UsageError(f"--year 写的是{year}年，报告是{report.year}年的。")
        return report.year, report.form
    if year is None:
        raise click.UsageError("没有写年度：请写 --year 年度，或者用 --into 写报告。")
    form = form_for(year)
    if form is None:
        raise InputError(Problem(f"{year}年", "没有对应的报告格式", "；请写明年度。"))
    return year, form


@dataclass(frozen=True)
class _Result:
    """What is told about a ledger."""

    tally: LedgerTally
    report: Report
    kept: Path

    def say(self, style: str) -> None:
        """Show the tables, and what is to be told of the rows."""
        if style == "json":
            say.data(json.dumps(self.as_data(), ensure_ascii=False, indent=2))
        elif not self.tally.questions:
            sections = [side.places.words.section for side in self.tally.sides]
            say.data("\n\n".join(table(self.report, section) for section in sections))
        for line in self.told():
            say.note(line)

    def finish(
        self, into: Path | None, report: Report | None, output: Path | None, *, replace: bool
    ) -> ExitCode:
        """Put the figures into a report, unless something is open or wrong."""
        if self.tally.questions:
            return ExitCode.INPUT
        if self.tally.is_faulty:
            if into or output:
                why = wording.DOUBLED if self.tally.is_doubled else wording.INCOMPLETE
                say.fault(f"{why}，没有写进报告。请改好台账再来一次。")
            return ExitCode.FINDINGS
        if into and report:
            behind = self.tally.origins(report, into)
            return filling.into(into, report, self.tally.figures, "台账", replace=replace, origins=behind)
        if output:
            behind = self.tally.origins(self.report, output)
            new = dataclasses.replace(self.report, origins=tuple(behind))
            files.write(output, report_toml.new_text(new).encode(), keep=True)
            say.note(f"已新建 {files.shown(output)}，请填上机关全称（agency）。")
        return ExitCode.FINE

    def told(self) -> list[str]:
        """For people, on the standard error."""
        lines, at = self.tally.passed(), files.shown(self.kept)
        questions = self.tally.questions
        if questions:
            lines += [
                f"  {wording.question(each, side.places.words)}{_likely(each.proposal)}"
                for side, each in questions
            ]
            words = f"有{len(questions)}处没有对应，没有统计。请在 {at} 里填上，再运行一次。"
            return [*lines, say.as_fault(words)]
        return [*lines, *self.tally.told(), f"共计入{self.tally.total()}。列名和用词的对应：{at}"]

    def as_data(self) -> dict[str, object]:
        """For programs."""
        sections = {side.places.words.section for side in self.tally.sides}
        cells = [cell for cell in self.report.form.cells.values() if cell.section in sections]
        complete = not self.tally.questions
        rows = {side.prefix: side.counted.rows for side in self.tally.sides}
        return {
            "year": self.report.year,
            "form": self.report.form.id,
            "applications": rows.get("") if complete else None,
            "disputes": rows.get(mapping.OF_DISPUTES) if complete else None,
            "figures": {cell.id: self.report.figure(cell.id).number for cell in cells} if complete else None,
            "questions": [
                {
                    "table": f"{side.prefix}{q.table}", "word": q.key, "under": q.by, "rows": q.rows,
                    "proposal": q.proposal,
                }
                for side, q in self.tally.questions
            ],
            "rows": {
                f"{side.prefix}{told}": {where: list(numbers) for where, numbers in rows.items()}
                for side in self.tally.sides
                for told, rows in side.counted.told.items()
            }
            if complete
            else {},
        }  # fmt: skip


def _likely(proposal: str) -> str:
    return f"可能是“{proposal}”。" if proposal else ""

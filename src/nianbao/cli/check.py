"""``nianbao check``: what is wrong with a report, where, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.cli.frame.words import Words
from nianbao.cli.many import batch
from nianbao.cli.many.batch import Batch, Options, Task
from nianbao.cli.told.asked import Order, Wanted
from nianbao.files.places import Place
from nianbao.jobs import answered
from nianbao.jobs.entry import Entry
from nianbao.jobs.inputs import Input
from nianbao.jobs.parts import Asks, Part
from nianbao.jobs.report_job import ReportJob
from nianbao.model.level import Level
from nianbao.read import is_looked_for

if TYPE_CHECKING:
    from nianbao.checks.repeats import Text

_ENDS = {
    ExitCode.FINE: "没有错误",
    ExitCode.FINDINGS: "有错误",
    ExitCode.INPUT: "不能用",
    ExitCode.OUTPUT: "没有核对成",
}
_LIBRARIES = ("nianbao.cli.checked",)
_HELP = """\
核对报告：表格的勾稽关系、每一格填得对不对、标题和格式是否合规。可以写许多文件和文件夹。
文件夹里有填报文件（.toml）就核对填报文件，没有就核对里面的文档；下一层的文件夹也在内，链接不进去。
公布过的 Word、PDF、网页、文本也可以直接核对，先读进来再查；没有读准的地方一并列出。
问题分三级：错误（不改正不能发布）、提醒（可能没错，请再看一遍或说明理由）、提示。
有错误时返回值为 1，文件不能用时为 2。
"""
_EXAMPLES = """\
例：
  nianbao check 某某县教育局-2025.toml
  nianbao check --law 某某县教育局-2025.toml
  nianbao check --beside 全县各单位 某某县教育局-2025.toml
  nianbao check --explain 某某县教育局-2025.toml
  nianbao check 某某县教育局年度报告.pdf
  nianbao check 全县各单位 --log 核对记录.jsonl
  nianbao check --format json *.toml > 结果.json
  nianbao check --prior 2024年报告.docx --level W 某某县教育局-2025.toml
  nianbao check --select T --ignore T305 某某县教育局-2025.toml
"""


class Codes(Words):
    """Codes of rules, or how they begin."""

    name = "codes"

    def usual(self, word: str) -> str:
        return word.upper()

    def fault(self, word: str) -> str:
        known = word and any(code.startswith(word) for code in self.offered())
        return "" if known else f"没有“{word}”这样的规则；用 nianbao rules 查看全部规则。"

    def offered(self) -> Iterable[str]:
        from nianbao.model.rules import catalogue  # here, because few ask for some rules alone

        return catalogue()


@click.command(
    "check",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=files.InputPlace())
@click.option(
    "--format",
    "style",
    metavar="格式",
    type=Choice(["text", "json", "github"]),
    default="text",
    help="text 给人看（默认），json 给程序用，github 给 GitHub 的自动检查用。",
)
@option.prior(
    "上一年度的报告或公布过的文件，逐项对照；不写就用报告里记的，或在同一个文件夹里找。", files.InputPlace()
)
@option.organ
@click.option(
    "--select",
    "selected",
    metavar="规则",
    type=Codes(),
    default=(),
    help="只看这些规则，如 T3,N501；写开头几位也行。",
)
@click.option(
    "--ignore", "ignored", metavar="规则", type=Codes(), default=(), help="不看这些规则，写法同上。"
)
@click.option(
    "--level",
    metavar="级别",
    type=Choice([str(level) for level in Level]),
    default=str(Level.HINT),
    help="只看这一级和更严重的：E 错误，W 提醒，H 提示（默认，全看）。",
)
@click.option(
    "--beside",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="放着别的机关的报告的文件夹：看正文与其中哪一份重复最多，重复了多少。",
)
@click.option(
    "--explain",
    is_flag=True,
    help="逐个写出正文里的数当成了表里的哪个数、按哪条规则核对；没有核对的写出原因。",
)
@click.option("--law", is_flag=True, help="写出每条规则的依据，以及说明理由时要写的位置。")
@batch.options
def command(
    paths: tuple[Place, ...],
    style: str,
    prior: Place | None,
    beside: Path | None,
    organ: str,
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    level: str,
    law: bool,
    explain: bool,
    **many: Any,
) -> ExitCode:
    """Check every file; one that cannot be read does not keep the others from being checked."""
    found = batch.expanded(paths, _in_folder, "核对")
    neighbours = tuple(_neighbours(beside)) if beside else None
    wanted = Wanted(selected, ignored, Level(level))
    chosen = files.shown(prior) if prior else ""
    order = Order(style, wanted, law, explain, chosen, neighbours, alone=len(found) == 1)
    priors = files.Priors(prior)

    def gather(each: Input) -> ReportJob:
        source = files.source(each.at)._replace(organ=organ)
        last, told = priors.of(each.at, source)
        return ReportJob(source, last, told, members=files.members(each.at, source))

    def answer(entry: Entry, asks: Asks) -> object:
        assert isinstance(entry.job, ReportJob)  # noqa: S101 - gather made it
        return entry.job.with_prior(priors.beside(found[entry.number].at, asks.agency, asks.year))

    task = Task("check", "正在核对", work, order, _ENDS, _LIBRARIES, least=100)
    array = say.JsonArray() if style == "json" else None
    worst = Batch(task, Options(**many), found).run(
        gather, answer=answer, each=(lambda _, entry: array.add(entry)) if array else _unused
    )
    if array:
        array.end()
    return worst


def _unused(_: object, __: object) -> None: ...


def _in_folder(inner: Sequence[Place]) -> Iterable[Place]:
    """Of a folder the reports; if there are none, the documents. What was made of a report is not checked
    beside it."""
    return files.reports(inner) or [at for at in inner if is_looked_for(PurePath(at.name))]


def _neighbours(folder: Path) -> Iterator[Text]:
    from nianbao.checks.repeats import Text  # here, because few ask for it
    from nianbao.files.beside import reports_in

    for report in reports_in(folder):
        yield Text(report.agency, tuple(report.narrative.items()))


def work(order: Order, job: ReportJob) -> Iterable[Part]:
    """Check one report, in whatever process; what was told of it is told again as long as nothing changes."""

    def anew() -> Iterable[Part]:
        from nianbao.cli import checked  # here, because most of the program comes with it

        return checked.work(order, job)

    if not order.alone or order.beside is not None or job.source.is_document:
        return anew()
    return answered.again("check", job.source.name, (order, job), anew)

"""``nianbao check``: what is wrong with a report, where, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from nianbao import checks
from nianbao.checks.run import by_figures_alone
from nianbao.checks.subject import comparable
from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.cli.frame.words import Words
from nianbao.cli.many import batch
from nianbao.cli.many.batch import Batch, Options, Task
from nianbao.cli.told import explained, findings
from nianbao.files.places import Place
from nianbao.files.source import Source
from nianbao.jobs.entry import Entry
from nianbao.jobs.inputs import Input
from nianbao.jobs.parts import Asks, Done, Part, Said
from nianbao.jobs.report_job import ReportJob
from nianbao.key_lines import lines_of
from nianbao.model.finding import Finding, Level
from nianbao.model.report import Report
from nianbao.model.rules import catalogue, sentence
from nianbao.model.wording import summary
from nianbao.problem import InputError, shown
from nianbao.read import holds_figures_alone, is_document

if TYPE_CHECKING:
    from nianbao.checks.explain import Explained
    from nianbao.checks.repeats import Index, Text
    from nianbao.recognise import Unplaced

_ANNOTATIONS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}
_ENDS = {
    ExitCode.FINE: "没有错误",
    ExitCode.FINDINGS: "有错误",
    ExitCode.INPUT: "不能用",
    ExitCode.OUTPUT: "没有核对成",
}
_LIBRARIES = ("nianbao.cli.check",)
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
        known = word and any(code.startswith(word) for code in catalogue())
        return "" if known else f"没有“{word}”这样的规则；用 nianbao rules 查看全部规则。"

    def offered(self) -> Iterable[str]:
        return catalogue()


class _Wanted(NamedTuple):
    """Which findings are asked for."""

    selected: tuple[str, ...]
    ignored: tuple[str, ...]
    level: Level

    def takes(self, finding: Finding) -> bool:
        """Whether the finding is to be told and to count."""
        return (
            (not self.selected or finding.code.startswith(self.selected))
            and not finding.code.startswith(self.ignored)
            and finding.level.rank <= self.level.rank
        )


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
    wanted = _Wanted(selected, ignored, Level(level))
    chosen = files.shown(prior) if prior else ""
    order = _Order(style, wanted, law, explain, chosen, neighbours, alone=len(found) == 1)
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
    return files.reports(inner) or [at for at in inner if is_document(PurePath(at.name))]


def _neighbours(folder: Path) -> Iterator[Text]:
    from nianbao.checks.repeats import Text  # here, because few ask for it
    from nianbao.files.beside import reports_in

    for report in reports_in(folder):
        yield Text(report.agency, tuple(report.narrative.items()))


# ---- what is done with one report, in whatever process


class _Order(NamedTuple):
    """What is asked for; ``prior`` is the name of the file that was chosen as last year's, ``beside`` are
    the texts of the reports that repeated passages are looked for in. ``alone``: of no other report."""

    style: str
    wanted: _Wanted
    law: bool
    explain: bool
    prior: str
    beside: tuple[Text, ...] | None
    alone: bool


def work(order: _Order, job: ReportJob) -> Iterator[Part]:
    """Check one report."""
    name = shown(job.source.name)
    try:
        read = _read(job.source)
        report, places = read.report, read.places
        if job.prior is None:
            yield Asks(report.agency, report.year)
            return
        yield from map(Said, job.told)
        before = job.prior.report()
    except InputError as error:
        yield from batch.refused(error, name)
        return
    if order.prior and not comparable(report, before):
        yield Said(f"{order.prior}：不是{report.year - 1}年度的报告，没有与它对照。")
    neighbours = None if order.beside is None else _index(order.beside)
    with checks.remembered(report) if order.alone else nullcontext():
        every = checks.check(report, before, neighbours, job.members)
    found = [finding for finding in every if order.wanted.takes(finding)]
    if holds_figures_alone(PurePath(job.source.name)):
        found = [finding for finding in found if by_figures_alone(finding)]
    numbers = _numbers(report, before) if order.explain else None
    for text in _told(order, job.source, report, found, numbers, places):
        yield Said(text, data=True)
    for each in read.unplaced:
        yield Said(f"{name}：没有读准：{each}")
    for notice in read.notices:
        yield Said(f"{name}：{notice}")
    code = ExitCode.FINDINGS if any(finding.stops for finding in found) else ExitCode.FINE
    yield Done(code, _entry(name, found, numbers, read))


def _index(texts: tuple[Text, ...]) -> Index:
    from nianbao.checks.repeats import index_of_texts  # here, because few ask for it

    return index_of_texts(texts)


def _numbers(report: Report, before: Report | None) -> list[Explained]:
    from nianbao.checks.explain import explain  # here, because few ask for them

    return explain(report, before)


class _Read(NamedTuple):
    """The report in a file, what of a document could not be placed, where a workbook has its figures, and
    sentences on the file."""

    report: Report
    unplaced: tuple[Unplaced, ...] = ()
    places: Mapping[str, str] = MappingProxyType({})
    notices: tuple[str, ...] = ()


def _read(source: Source) -> _Read:
    if not source.is_document:
        return _Read(source.report())
    found = source.recognised()
    return _Read(found.report, found.unplaced, found.places, found.notices)


def _told(
    order: _Order,
    source: Source,
    report: Report,
    found: list[Finding],
    numbers: list[Explained] | None,
    places: Mapping[str, str],
) -> Iterator[str]:
    """What is asked for about a report, in the style that is asked for; JSON is told by the entries."""
    if order.style == "text":
        yield _listing(source, report, found, places, law=order.law)
        if numbers:
            yield explained.listing(report, numbers) + "\n"
    elif order.style == "github":
        yield from _annotations(source, found)


def _listing(
    source: Source, report: Report, found: list[Finding], places: Mapping[str, str], *, law: bool
) -> str:
    listing = findings.listing(report, found, law=law, places=places)
    title = click.style(shown(source.name), bold=True)
    return "\n".join(part for part in (f"{title}：{summary(found)}", listing) if part) + "\n"


def _entry(name: str, found: list[Finding], numbers: list[Explained] | None, read: _Read) -> dict[str, Any]:
    """What JSON has on a file."""
    entry: dict[str, Any] = {"file": name, "findings": findings.as_data(found, read.places)}
    if read.notices:
        entry["notices"] = list(read.notices)
    return entry if numbers is None else {**entry, "numbers": explained.as_data(numbers)}


def _annotations(source: Source, found: list[Finding]) -> Iterator[str]:
    """The findings as GitHub shows them beside the lines of a file."""
    lines = {} if source.is_document else lines_of(source.data.decode("utf-8-sig"))
    for finding in found:
        if finding.waived is None:
            row = finding.cells[0].split(".")[1] if finding.cells and finding.span is None else "text"
            line = lines.get((finding.section, row)) or lines.get((finding.section,), 1)
            kind, file = _ANNOTATIONS[finding.level], _escaped(shown(source.name), ":,")
            message = _escaped(sentence(finding))
            yield f"::{kind} file={file},line={line},title={finding.code}::{message}"


def _escaped(text: str, also: str = "") -> str:
    """The text as a workflow command takes it; in a property : and , are escaped, too."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + also else c for c in text)

"""``nianbao verify``: does a document say what the report says, and is it the file that was made of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from nianbao import checks
from nianbao.cli import batch, files, say
from nianbao.cli.batch import Batch, Options, Task
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.files import places, report_toml
from nianbao.files.names import stem_for
from nianbao.files.places import Place
from nianbao.files.source import Source
from nianbao.jobs.inputs import Input, spelled_alike
from nianbao.jobs.parts import Done, Part, Said
from nianbao.jobs.report_job import ReportJob
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report
from nianbao.model.wording import summary
from nianbao.problem import InputError, Problem, Unreadable, shown
from nianbao.publish.make_files import CHANGES, CHECKLIST
from nianbao.publish.read_back import kind_of
from nianbao.words import spaced
from nianbao.write import formats

if TYPE_CHECKING:
    from nianbao.publish.verify import Verdict

_ENDS = {
    ExitCode.FINE: "逐字节相同",
    ExitCode.FINDINGS: "相同，报告有错误",
    ExitCode.INPUT: "不能用",
    ExitCode.OUTPUT: "不一致",
    ExitCode.ALTERED: "不是原样的文件",
}
_NO_REPORTS = (f"-{CHECKLIST}", f"-{CHANGES}")  # how the names end of what is handed in beside a report
_LIBRARIES = ("nianbao.cli.verify", "nianbao.publish.verify")
_HELP = f"""\
{spaced("证明将要发布的", formats.names("或"), "就是由报告")}生成的那一份，没有被改动过。

先由报告重新生成，逐字节比较：完全相同，就是原样的文件（返回值 0）。
不相同时，逐格、逐段比较全部文字和数字，并列出文件里与原样不同的内容：隐藏的、贴上的、改了颜色的，等等，
可能改变文字和数字的在前，排版和看不到的各合成一行；要每一处都列出来，加 --all；
PDF 还比较每一页看到的样子。文字和数字一致、但不是原样的文件，返回值为 4；文字或数字不一致，返回值为 3；
文件读不了，返回值为 2。最后印出报告的指纹，可以与核查单上的对照。
样稿要加 --draft 核对；报告还有没改正的错误时也会告诉您（返回值 1）。
可以写许多成品和文件夹；--against 写文件夹，每份成品就与里面同名的报告比较。
"""
_EXAMPLES = """\
例：
  nianbao verify 某某县教育局-2025.pdf --against 某某县教育局-2025.toml
  nianbao verify 成品 --against 全县各单位
"""
_MOST_DIFFERENCES = 12  # that are listed, unless all are asked for
_MOST_OF_ALL = 2_000  # a report has some 700 texts


@click.command(
    "verify",
    cls=Command,
    short_help="核对成品与报告是否一致",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="成品或文件夹…", nargs=-1, required=True, type=files.InputPlace())
@click.option(
    "--against",
    "against",
    metavar="文件或文件夹",
    required=True,
    type=files.InputPlace(),
    help="用来比较的报告；写文件夹，就与里面同名的报告比较。",
)
@click.option("--draft", is_flag=True, help="成品是用 --draft 生成的样稿。")
@click.option("--all", "every", is_flag=True, help="不一致的和与原样不同的，每一处都列出来。")
@batch.options
def command(paths: tuple[Place, ...], against: Place, draft: bool, every: bool, **many: Any) -> ExitCode:
    """Tell of each document what it is worth, and every difference between it and its report."""
    found = batch.expanded(paths, _in_folder, "核对")
    reports = _Reports(against)
    priors = files.Priors()

    def gather(each: Input) -> _Job:
        kind_of(PurePath(each.at.name))
        at = reports.of(each)
        source = files.report_source(at)
        last, told = priors.of(at, source)
        return _Job(files.document_source(each.at), ReportJob(source, last, told))

    task = Task("verify", "正在核对", work, _Order(draft, every), _ENDS, _LIBRARIES, least=4)
    return Batch(task, Options(**many), found).run(gather)


def _in_folder(inner: Sequence[Place]) -> list[Place]:
    """Of a folder the documents that reports are made into, without what is handed in beside them."""
    return [at for at in inner if formats.named_as(at.name) and not at.stem.endswith(_NO_REPORTS)]


class _Reports:
    """The reports that documents are compared with: one for all, or those of a folder by their names."""

    def __init__(self, against: Place) -> None:
        self._against = against
        self._is_folder = places.is_folder(against)
        self._names: dict[str, Place] = {}
        if self._is_folder:
            for at in files.reports(places.inner(against)):
                inside = places.within(at.parent, against)
                self._names[spelled_alike(f"{inside}/{stem_for(at.stem)}")] = at

    def of(self, document: Input) -> Place:
        """The report of a document. Raises InputError if there is none of its name."""
        if not self._is_folder:
            return self._against
        stem = formats.stem(document.at.name)
        beside = self._names.get(spelled_alike(f"{document.inside}/{stem}"))
        found = beside or self._names.get(spelled_alike(f"/{stem}"))
        if found is None:
            name = f"{stem}.toml"
            where = files.shown(self._against)
            raise InputError(
                Problem(files.shown(document.at), f"{where} 里没有同名的报告 {name}", "；请核对文件名。")
            )
        return found


# ---- what is done with one document, in whatever process


@dataclass(frozen=True, slots=True)
class _Order:
    """Whether drafts are looked at, and whether every difference is to be told."""

    draft: bool
    every: bool


@dataclass(frozen=True, slots=True)
class _Job:
    """A document, and the report that it is compared with."""

    document: Source
    report: ReportJob


def work(order: _Order, job: _Job) -> Iterator[Part]:
    """Compare one document with its report."""
    from nianbao.publish.verify import verify  # here, because its libraries take a while to load

    document, source = job.document, job.report.source
    try:
        report = report_toml.loads(source.data, source.name)
        verdict = verify(report, document.data, kind_of(PurePath(document.name)), draft=order.draft)
    except InputError as error:
        yield from batch.refused(error, shown(document.name))
        return
    except Unreadable as error:
        yield Said(say.as_fault(f"{shown(document.name)}：{error}"))
        yield Done(ExitCode.INPUT)
        return
    yield from _told(verdict, shown(document.name), shown(source.name), every=order.every)
    yield Said(f"报告指纹（SHA-256）：{fingerprint(report)}")
    yield from _open_errors(job.report, report, order.draft)


def _told(verdict: Verdict, document: str, report: str, *, every: bool) -> Iterator[Part]:
    from nianbao.publish.proof.deviation import told
    from nianbao.publish.verify import Worth

    kinds = list(told(verdict.deviations))
    for text in _listed(verdict, kinds, every=every):
        yield Said(text, data=True)
    if verdict.is_draft:
        yield Said(say.as_fault(f"{document} 是盖有“草稿”字样的样稿，不能发布；核对样稿请加 --draft。"))
    if verdict.worth is Worth.DIFFERENT:
        yield Said(say.as_fault(f"{document} 与 {report} 有{len(verdict.differences)}处不一致。"))
        yield Done(ExitCode.OUTPUT)
    elif verdict.worth is Worth.SAME_WORDS:
        yield Said(
            f"{document} 与 {report} 文字和数字一致，但不是原样的文件："
            f"有{len(kinds)}种内容与重新生成的不同。要发布，请用 nianbao render 重新生成。"
        )
        yield Done(ExitCode.ALTERED)
    else:
        yield Said(f"{document} 与由 {report} 生成的文件逐字节相同。")
        yield Done()


def _listed(verdict: Verdict, kinds: list[str], *, every: bool) -> Iterator[str]:
    """The differences and the kinds of deviations; unless every one is asked for, the first and in short."""
    from nianbao.publish.proof.deviation import in_short

    most = _MOST_OF_ALL if every else _MOST_DIFFERENCES
    yield from map(str, verdict.differences[:most])
    if len(verdict.differences) > most:
        yield f"还有{len(verdict.differences) - most}处不一致{'' if every else '；都列出来请加 --all'}"
    lines = (f"与原样不同：{line}" for line in kinds[:_MOST_OF_ALL])
    yield from lines if every else in_short(verdict.deviations)


def _open_errors(job: ReportJob, report: Report, draft: bool) -> Iterator[Part]:
    """Tell the errors that keep the report from being published; a draft may have some."""
    yield from map(Said, job.told)
    try:
        prior = job.prior.report() if job.prior is not None else None
    except InputError as error:
        yield from batch.refused(error, shown(job.source.name))
        return
    stops = [each for each in checks.check(report, prior) if each.stops]
    if stops:
        name = shown(job.source.name)
        yield Said(f"{name}：{summary(stops)}详情：nianbao check {files.as_argument(job.source.name)}")
        yield Done(ExitCode.FINE if draft else ExitCode.FINDINGS)

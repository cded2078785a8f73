"""``nianbao verify``: does a document say what the report says, and is it the file that was made of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from nianbao import checks
from nianbao.cli.frame import files, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.cli.many import batch
from nianbao.cli.many.addresses import listed
from nianbao.cli.many.batch import Batch, Options, Task
from nianbao.files import places, report_toml, settings
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
from nianbao.publish.charts import CHARTS
from nianbao.publish.make_files import CHANGES, CHECKLIST, LETTER
from nianbao.publish.read_back import kind_of
from nianbao.words import spaced
from nianbao.write import formats
from nianbao.write.look import Look

if TYPE_CHECKING:
    from nianbao.publish.verify import Verdict

_ENDS = {
    ExitCode.FINE: "逐字节相同",
    ExitCode.FINDINGS: "相同，报告有错误",
    ExitCode.INPUT: "不能用",
    ExitCode.OUTPUT: "不一致",
    ExitCode.ALTERED: "不是原样的文件",
}
_ENDS_OF_PAGES = {**_ENDS, ExitCode.FINE: "数字和文字一致", ExitCode.ALTERED: "一致，样式没有把握"}
# How the names end of what is handed in beside a report.
_NO_REPORTS = tuple(f"-{name}" for name in (CHECKLIST, CHANGES, LETTER))
_LIBRARIES = ("nianbao.cli.verify", "nianbao.publish.verify")
_HELP = f"""\
{spaced("证明将要发布的", formats.names("或"), "就是由报告")}生成的那一份，没有被改动过。

先由报告重新生成，逐字节比较：完全相同，就是原样的文件（返回值 0）。
不相同时，逐格、逐段比较全部文字和数字，并列出文件里与原样不同的内容：隐藏的、贴上的、改了颜色的，等等，
可能改变文字和数字的在前，排版和看不到的各合成一行；要每一处都列出来，加 --all；
PDF 还比较每一页看到的样子。文字和数字一致、但不是原样的文件，返回值为 4；文字或数字不一致，返回值为 3；
文件读不了，返回值为 2。最后印出报告的指纹，可以与核查单上的对照。
不写 --against，就看 Word、PDF 和网页里附带的数据与看到的是否一致：在 Word 里改过的数，写明是哪一格、
附带的和看到的各是多少；网页附带的是数字和指纹，文字改过，指纹就不符。
公布以后写网址，或加 --published 写从网站上存下来的网页：只比较数字和文字，网站的排版、菜单不算；
丢了字、少了段、改了行名列名的，逐处列出来；网页自己写明隐藏、划去、移开、与底色同色的也算丢了，
看不出会不会改变样子的样式也列出来（返回值 4）。网站另外的样式文件和脚本不看。
只读写明的 http、https 网址；一批网址写在清单里，用 --list。
样稿要加 --draft 核对；报告还有没改正的错误时也会告诉您（返回值 1）。
可以写许多成品和文件夹；--against 写文件夹，每份成品就与里面同名的报告比较。
"""
_EXAMPLES = """\
例：
  nianbao verify 某某县教育局-2025.pdf --against 某某县教育局-2025.toml
  nianbao verify 某某县教育局-2025.docx
  nianbao verify 成品 --against 全县各单位
  nianbao verify https://www.example.gov.cn/nb.html --against 某某县教育局-2025.toml
  nianbao verify --list 网址.txt --against 全县各单位
"""
_PAGES = ("html", *formats.CODE)
_SINGLE_FILES = (".mht", ".mhtml")  # of a page with all that belongs to it
_MOST_DIFFERENCES = 12  # that are listed, unless all are asked for
_MOST_OF_ALL = 2_000  # a report has some 700 texts


@click.command(
    "verify",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="成品、文件夹或网址…", nargs=-1, type=files.InputPlace())
@click.option(
    "--against",
    "against",
    metavar="文件或文件夹",
    type=files.InputPlace(),
    help="用来比较的报告；写文件夹，就与里面同名的报告比较。不写，就与文件自己附带的数据比较（Word、PDF）。",
)
@click.option("--published", is_flag=True, help="是从网站上存下来的网页：只比较数字和文字。")
@click.option(
    "--list",
    "listing",
    metavar="文件",
    type=files.InputPlace(),
    help="网址的清单：每行一个网址和报告的名称，中间用空格或逗号隔开。",
)
@click.option("--draft", is_flag=True, help="成品是用 --draft 生成的样稿。")
@click.option("--charts", is_flag=True, help="成品是用 --charts 生成的，附有图解。")
@click.option(
    "--templates", metavar="文件夹", type=click.Path(path_type=Path), help="成品是用这里的模板生成的。"
)
@click.option("--all", "every", is_flag=True, help="不一致的和与原样不同的，每一处都列出来。")
@batch.options
def command(
    paths: tuple[Place, ...],
    against: Place | None,
    listing: Place | None,
    published: bool,
    draft: bool,
    charts: bool,
    templates: Path | None,
    every: bool,
    **many: Any,
) -> ExitCode:
    """Tell of each document what it is worth, and every difference between it and its report."""
    names = {each.at: each.report for each in (listed(listing) if listing is not None else ())}
    pages = [at for at in paths if places.is_web_page(at)]
    found = [Input(at) for at in dict.fromkeys([*pages, *names])]
    found += batch.expanded([at for at in paths if at not in pages], _in_folder, "核对")
    if not found:
        raise click.UsageError("请写要核对的成品、文件夹或网址。", click.get_current_context())
    if against is None and (published or pages or names):
        raise click.UsageError("网页没有附带报告，请加 --against 报告。", click.get_current_context())
    look = settings.of(against if against is not None else found[0].at).look(templates)
    reports = _Reports(against) if against is not None else None
    priors = files.Priors()

    def gather(each: Input) -> _Job:
        is_page = published or places.is_web_page(each.at)
        if not places.is_web_page(each.at):
            _require_kind(PurePath(each.at.name), published=published)
        if reports is None:
            return _with_its_own(_source(each.at))
        at = reports.of(each, names.get(each.at, ""))
        source = files.report_source(at)
        last, told = priors.of(at, source)
        members, before = files.members(at, source), priors.before(at, source)
        return _Job(_source(each.at), ReportJob(source, last, told, members=members, before=before), is_page)

    ends = _ENDS_OF_PAGES if published or pages or names else _ENDS
    task = Task("verify", "正在核对", work, _Order(draft, every, charts, look), ends, _LIBRARIES, least=4)
    return Batch(task, Options(**many), found).run(gather)


def _with_its_own(document: Source) -> _Job:
    """A document and the report that it carries. Raises InputError if it carries none."""
    from nianbao.publish.attached import attached  # here, because its libraries take a while to load

    carried = attached(document.data, kind_of(PurePath(document.name)), document.name)
    return _Job(document, ReportJob(Source(f"{document.name} 附带的数据", carried)), is_alone=True)


def _source(at: Place) -> Source:
    """What is compared, from a file or from the network. Raises InputError, Unreachable."""
    if not places.is_web_page(at):
        return files.document_source(at)
    from nianbao.files import web  # here, because few documents are on the network

    return Source(str(at), web.page(str(at)))


def _require_kind(path: PurePath, *, published: bool) -> None:
    """Raise InputError for a file that cannot be proved, or that is no web page where one is asked for."""
    if not published:
        kind_of(path)
    elif path.suffix.lower() not in _SINGLE_FILES and kind_of(path) not in _PAGES:
        raise InputError(
            Problem(shown(str(path)), "不是网页", "；从网站上存下来的网页是 .html、.mhtml 文件。")
        )


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
            for at in files.reports(places.inner(against).files):
                inside = places.within(at.parent, against)
                self._names[spelled_alike(f"{inside}/{stem_for(at.stem)}")] = at

    def of(self, document: Input, name: str = "") -> Place:
        """The report of a document, by ``name`` if it is listed under one. Raises InputError if there is none
        of its name."""
        if not self._is_folder:
            return self._against
        stem = name.removesuffix(".toml") or formats.stem(document.at.name)
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
    """Whether drafts are looked at, whether every difference is to be told, and whether the documents have
    charts that the reports do not ask for. ``look`` is what they were made with."""

    draft: bool
    every: bool
    charts: bool
    look: Look


@dataclass(frozen=True, slots=True)
class _Job:
    """A document, and the report that it is compared with; ``is_page`` if it stands on somebody's website,
    ``is_alone`` if the report is what it carries itself: there are no waivers in it."""

    document: Source
    report: ReportJob
    is_page: bool = False
    is_alone: bool = False


def work(order: _Order, job: _Job) -> Iterator[Part]:
    """Compare one document with its report."""
    from nianbao.publish.attached import with_fingerprint  # here, because its libraries take a while to load
    from nianbao.publish.verify import verify

    document, source = job.document, job.report.source
    try:
        report = report_toml.loads(source.data, source.name)
        if job.is_page:
            from nianbao.publish import published

            verdict = published.verdict(report, document.data)
        else:
            kind = kind_of(PurePath(document.name))
            if not job.is_alone:
                report = _charted(job.report, report, asked=order.charts)
            verdict = verify(report, document.data, kind, draft=order.draft, look=order.look)
            if job.is_alone:
                verdict = with_fingerprint(verdict, report, document.data, kind)
    except InputError as error:
        yield from batch.refused(error, shown(document.name))
        return
    except Unreadable as error:
        yield Said(say.as_fault(f"{shown(document.name)}：{error}"))
        yield Done(ExitCode.INPUT)
        return
    if verdict.differences and not job.is_page and _is_from_a_website(document):
        yield Said(f"{shown(document.name)} 像是从网站上存下来的网页；只比较数字和文字，请加 --published。")
    yield from _told(verdict, shown(document.name), shown(source.name), every=order.every)
    if any(each.found == CHARTS for each in verdict.differences):
        yield Said(f"{shown(document.name)} 附有图解；是用 --charts 生成的，核对时也请加 --charts。")
    yield from (Said(f"{shown(document.name)}：{note}") for note in verdict.notes)
    yield Said(f"报告指纹（SHA-256）：{fingerprint(report)}")
    if not job.is_alone:
        yield from _open_errors(job.report, report, order.draft)


def _charted(job: ReportJob, report: Report, *, asked: bool) -> Report:
    """The report with what its charts show of the years before, where that is known."""
    from nianbao.publish.charts import charted

    try:
        priors = [each.report() if each is not None else None for each in (job.prior, job.before)]
    except InputError:  # told with the errors of the report
        priors = []
    return charted(report, *priors, asked=asked)


def _is_from_a_website(document: Source) -> bool:
    """Whether it is a web page that does not state its fingerprint, as every page of ours does."""
    is_page = kind_of(PurePath(document.name)) in _PAGES
    return is_page and b"dcterms.identifier" not in document.data


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
    elif verdict.worth is Worth.PUBLISHED and verdict.doubts:
        yield Said(
            f"{document} 上的数字和文字与 {report} 一致，"
            f"但有{len(verdict.doubts)}处样式、脚本或者旁边的文字不知道会不会改变看到的内容。"
            "请用浏览器打开网页，对照报告看一遍。"
        )
        yield Done(ExitCode.ALTERED)
    elif verdict.worth is Worth.PUBLISHED:
        yield Said(f"{document} 上的数字和文字与 {report} 一致。")
        yield Done()
    else:
        yield Said(f"{document} 与由 {report} 生成的文件逐字节相同。")
        yield Done()


def _listed(verdict: Verdict, kinds: list[str], *, every: bool) -> Iterator[str]:
    """The differences and the kinds of deviations; unless every one is asked for, the first and in short."""
    from nianbao.publish.proof.deviation import in_short

    most = _MOST_OF_ALL if every else _MOST_DIFFERENCES
    yield from map(str, verdict.differences[:most])
    yield from (f"没有把握的地方：{each}" for each in verdict.doubts[:most])
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
    stops = [each for each in checks.check(report, prior, members=job.members) if each.stops]
    if stops:
        name = shown(job.source.name)
        yield Said(f"{name}：{summary(stops)}详情：nianbao check {files.as_argument(job.source.name)}")
        yield Done(ExitCode.FINE if draft else ExitCode.FINDINGS)

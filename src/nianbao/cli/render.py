"""``nianbao render``: reports as Word, PDF and web page, each read back before it is kept."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import click

from nianbao import checks
from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.cli.frame.words import Words
from nianbao.cli.many import batch
from nianbao.cli.many.batch import Batch, Options, Task
from nianbao.cli.told import findings
from nianbao.files import atomic, places, report_toml, settings
from nianbao.files.names import stem_for
from nianbao.files.places import Place, Unreachable
from nianbao.files.source import Source
from nianbao.jobs.inputs import Input, spelled_alike
from nianbao.jobs.parts import Done, Kept, NewFile, Part, Said
from nianbao.jobs.report_job import ReportJob
from nianbao.model.finding import Finding
from nianbao.model.report import Report
from nianbao.model.wording import summary
from nianbao.problem import InputError, OutputError, reason, shown
from nianbao.publish import make_files
from nianbao.publish.charts import charted, left_out
from nianbao.words import first_of, listed, spaced
from nianbao.write import formats
from nianbao.write.formats import page_kinds
from nianbao.write.look import Look
from nianbao.write.pdf import engines

_ENDS = {
    ExitCode.FINE: "已生成",
    ExitCode.FINDINGS: "有错误，没有生成",
    ExitCode.INPUT: "不能用",
    ExitCode.OUTPUT: "没有生成全",
}
_LIBRARIES = ("nianbao.cli.render", "nianbao.publish.render")
_MOST_NAMES = 20  # of files that are told
_HELP = f"""\
{spaced("由报告生成", formats.names_and_kinds())}。可以写许多文件和文件夹；某一份不成，其余照常生成。
文件夹里的填报文件（.toml）都生成，下一层的也在内（链接不进去），放到输出文件夹里同样的位置。
写 checklist 另外生成核查单：每条规则的核对结果、说明的理由和签字栏，随报告一并交审；有错误的报告也可以生成。
写 letter 另外生成报送函（Word 和 PDF），主送机关、文号写在报告文件的 [letter] 下面。
文件名与报告相同，只换后缀。本程序生成、没有人改过的旧文件会被替换；别的同名文件不动（返回值 3），
确实要替换请加 --force。每个文件都读回来逐格核对，与报告不一致的不保存（返回值 3）。
有错误级问题的报告不生成（返回值 1）；加 --draft 可以生成盖有“草稿”字样的样稿。
"""
_EXAMPLES = """\
例：
  nianbao render 某某县教育局-2025.toml
  nianbao render *.toml --to docx,pdf -o 成品
  nianbao render 全县各单位 -o 成品 --resume
  nianbao render 某某县教育局-2025.toml --draft --to pdf
  nianbao render 某某县教育局-2025.toml --to checklist
  nianbao render 某某县教育局-2025.toml --to pdf,checklist
  nianbao render 某某县教育局-2025.toml --to letter
"""
_CHECKLIST, _LETTER = "checklist", "letter"
_BESIDE = (_CHECKLIST, _LETTER)  # what is made beside the report
_ALL = formats.default_kinds() == formats.kinds()
_TO = "默认全部：" if _ALL else f"可以写 {','.join((*formats.kinds(), *_BESIDE))}；默认："


class Kinds(Words):
    """Formats, the checklist, and the letter."""

    name = "formats"

    def usual(self, word: str) -> str:
        return word.lower()

    def fault(self, word: str) -> str:
        known = "、".join(self.offered())
        return "" if word in self.offered() else f"不能生成“{word}”；可以写 {known}，多个用逗号隔开。"

    def offered(self) -> tuple[str, ...]:
        return (*formats.kinds(), *_BESIDE)


@click.command(
    "render",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=files.InputPlace())
@click.option(
    "--to",
    "kinds",
    metavar="格式",
    type=Kinds(),
    default=",".join(formats.default_kinds()),
    help=f"生成哪些，用逗号隔开；{_TO}{','.join(formats.default_kinds())}。",
)
@option.folder(files.OutputPlace(file_okay=False, path_type=Path))
@click.option("--draft", is_flag=True, help="生成样稿：有错误也生成，页面上有“草稿”字样。")
@click.option(
    "--charts", is_flag=True, help="在 Word、PDF 和网页的报告后面附数据图解；也可以在报告里写 charts = true。"
)
@option.over_foreign
@click.option(
    "--pdf-engine",
    metavar="引擎",
    type=Choice(engines.names()),
    help=f"PDF 用什么排版：{listed(engines.names(), '或')}；不写就按 {settings.FILE} 里的设置，没有设置就用 "
    f"{engines.names()[0]}，这台机器上用不了时自动换成 {engines.names()[1]}。",
)
@option.templates
@option.prior("上一年度的报告或公布过的文件；不写就用报告里记的，或在同一个文件夹里找。", files.InputPlace())
@batch.options
def command(
    paths: tuple[Place, ...],
    kinds: tuple[str, ...],
    folder: Place,
    draft: bool,
    charts: bool,
    force: bool,
    pdf_engine: str | None,
    templates: Path | None,
    prior: Place | None,
    **many: Any,
) -> ExitCode:
    """Render every file in every format, and tell what became of them."""
    found = batch.expanded(paths, files.reports, "生成")
    chosen = tuple(kind for kind in kinds if kind not in _BESIDE)
    sheets = page_kinds(chosen) if _CHECKLIST in kinds else ()
    letters = make_files.letter_kinds(chosen) if _LETTER in kinds else ()
    today = datetime.datetime.now().astimezone().date()
    printed = "pdf" in (*chosen, *sheets, *letters)
    settled = settings.of(found[0].at)
    options = Options(**many)
    look = settled.look(templates)
    engine = _engine(pdf_engine or settled.pdf_engine) if printed else ""
    order = _Order(
        chosen, sheets, letters, draft, today, str(folder), engine, settled.letter_to, charts, look
    )
    _no_clash(found, order, folder)
    if not set(chosen).isdisjoint(formats.CODE):
        say.note(formats.ON_PASTING)
    priors = files.Priors(prior)

    def gather(each: Input) -> ReportJob:
        source = files.report_source(each.at)
        files.tell_unsaved(each.at)
        last, told = priors.of(each.at, source)
        members, before = files.members(each.at, source), priors.before(each.at, source)
        return ReportJob(source, last, told, stem_for(each.at.stem), members, before)

    def keep(each: Input, new: NewFile) -> tuple[Part, ...]:
        return _kept(each, new, folder, force=force)

    task = Task("render", "正在生成", work, order, _ENDS, _LIBRARIES, least=4, steps=order.steps)
    return Batch(task, options, found).run(gather, keep=keep)


def _engine(asked: str) -> str:
    """What prints the PDF, told if it is not what was asked for; as asked where none works: each file that is
    not made says so then."""
    try:
        choice = engines.choose(asked)
    except OutputError:
        return asked
    if choice.instead:
        say.note(choice.instead)
    return choice.name


def _kept(each: Input, new: NewFile, folder: Place, *, force: bool) -> tuple[Part, ...]:
    """Write a file that was made, unless somebody else's stands there."""
    at = _below(folder, each.inside) / new.name
    try:
        lost = make_files.keep(at, new.data, new.label, new.fingerprint, source=each.at, replace=force)
    except make_files.Foreign as error:
        remedy = "请把它移开或改名，或用 -o 换一个文件夹；确实要替换请加 --force。"
        return batch.failed(ExitCode.OUTPUT, f"{files.shown(at)}：{error}{remedy}")
    except OSError as error:
        why = f"{files.shown(at)}：没有写成，{reason(error)}。"
        return batch.failed(ExitCode.OUTPUT, f"{files.shown(each.at)}：{why}")
    except Unreachable as error:
        return batch.failed(ExitCode.OUTPUT, str(error))
    notes = (Said(f"{files.shown(at)}：{atomic.not_kept(lost)}"),) if lost else ()
    return (*notes, Kept(str(at), hashlib.sha256(new.data).hexdigest()))


def _below(folder: Place, inside: str) -> Place:
    return folder / inside if inside else folder


def _no_clash(found: Sequence[Input], order: _Order, folder: Place) -> None:
    """Raise UsageError if two files would be written to one place, or one over an input."""
    names = Counter(_target(each) for each in found)
    if twice := {name for name, number in names.items() if number > 1}:
        same = [files.shown(each.at) for each in found if _target(each) in twice]
        _refuse(
            f"这些文件会生成同名的成品：{first_of(same, _MOST_NAMES)}。请改名，或分几次生成到不同的文件夹。"
        )
    inputs = {places.resolved(each.at) for each in found}
    for each in found:
        for name in order.names(stem_for(each.at.stem)):
            at = _below(folder, each.inside) / name
            if places.resolved(at) in inputs:
                _refuse(f"成品会盖掉输入的文件 {files.shown(at)}。请用 -o 写明另一个文件夹。")


def _target(each: Input) -> str:
    return spelled_alike(f"{each.inside}/{stem_for(each.at.stem)}")


def _refuse(text: str) -> None:
    raise click.UsageError(text, click.get_current_context())


# ---- what is done with one report, in whatever process


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked for: ``kinds`` are the formats of the report, ``sheets`` those of its checklist,
    which bears the day ``made_on``, ``letters`` those of the letter that goes up with it; ``folder`` is where
    all of it goes, ``engine`` prints the PDF, ``letter_to`` is the organ that letters are addressed
    to. ``charts`` are asked for. ``look`` is the office's own."""

    kinds: tuple[str, ...]
    sheets: tuple[str, ...]
    letters: tuple[str, ...]
    draft: bool
    made_on: datetime.date
    folder: str
    engine: str
    letter_to: str
    charts: bool
    look: Look

    @property
    def steps(self) -> int:
        """How many files are to be made of one report."""
        return len(self.kinds) + len(self.sheets) + len(self.letters)

    def names(self, stem: str) -> Iterator[str]:
        """The names of the files that are made of one report."""
        yield from (make_files.report_path(Path(stem), kind).name for kind in self.kinds)
        yield from (make_files.checklist_path(Path(stem), kind).name for kind in self.sheets)
        yield from (make_files.letter_path(Path(stem), kind).name for kind in self.letters)


def work(order: _Order, job: ReportJob) -> Iterator[Part]:
    """Render one report in all formats."""
    source = job.source
    try:
        report = report_toml.loads(source.data, source.name)
        yield from map(Said, job.told)
        prior, before = (each.report() if each is not None else None for each in (job.prior, job.before))
    except InputError as error:
        yield from batch.refused(error, shown(source.name))
        return
    found = checks.check(report, prior, members=job.members)
    if order.sheets:
        sheet = make_files.Sheet(
            report,
            found,
            prior,
            PurePath(source.name).name,
            order.made_on,
            order.engine,
            job.members,
            order.look,
        )
        yield from _made(source, make_files.of_checklist(sheet, order.kinds, Path(job.stem)))
    if order.letters:
        yield from _letters(order, job, report)
    stopped = any(finding.stops for finding in found)
    if not order.kinds:
        if order.letters and stopped:
            yield Said(f"{shown(source.name)}：{summary(found)}报告还不能发布，改正以后再随函报送。")
        yield Done()
        return
    if stopped and not order.draft:
        listing = findings.listing(report, [finding for finding in found if finding.stops])
        title = f"{shown(source.name)}：{summary(found)}"
        yield Said(f"{title}没有生成；要看样稿请加 --draft。\n{listing}")
        yield Done(ExitCode.FINDINGS)
        return
    yield from _remarks(source, found)
    target = Path(job.stem)
    report = charted(report, prior, before, asked=order.charts)
    if report.charts and (told := left_out(order.kinds)):
        yield Said(f"{shown(source.name)}：{told}")
    orders = make_files.of_report(
        report, order.kinds, target, draft=order.draft, engine=order.engine, look=order.look
    )
    yield from _made(source, orders)
    yield Done()


def _letters(order: _Order, job: ReportJob, report: Report) -> Iterator[Part]:
    """The letter that goes up with a report, or why there is none."""
    target = Path(job.stem)
    try:
        orders = make_files.of_letter(
            report, order.letters, target, to=order.letter_to, engine=order.engine, look=order.look
        )
    except OutputError as error:
        yield from batch.failed(ExitCode.OUTPUT, f"{shown(job.source.name)}：{error}")
    else:
        yield from _made(job.source, orders)


def _remarks(source: Source, found: list[Finding]) -> Iterator[Part]:
    """What is to be told of a report that is made in spite of findings."""
    if kept := [finding for finding in found if finding.kept]:
        codes = "、".join(dict.fromkeys(finding.code for finding in kept))
        words = f"{len(kept)}条错误（{codes}）按说明的理由原样保留，请负责人在核查单上签字确认。"
        yield Said(f"{shown(source.name)}：{words}")
    if any(finding.waived is None for finding in found):
        argument = files.as_argument(source.name)
        yield Said(f"{shown(source.name)}：{summary(found)}详情：nianbao check {argument}")


def _made(source: Source, orders: Iterable[make_files.Order]) -> Iterator[Part]:
    """The files that are made; one that fails does not stop the others."""
    for each in orders:
        try:
            data = each.make()
        except OutputError as error:
            yield from batch.failed(ExitCode.OUTPUT, f"{shown(source.name)}：{error}")
        else:
            yield NewFile(each.path.name, data, each.name, each.fingerprint)

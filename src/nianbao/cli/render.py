"""``nianbao render``: reports as Word, PDF and web page, each read back before it is kept."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from nianbao import checks
from nianbao.cli import files, findings, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.cli.words import Words
from nianbao.files import atomic
from nianbao.files.names import stem_for
from nianbao.files.prior import Folders
from nianbao.model.finding import Finding
from nianbao.model.report import Report
from nianbao.model.wording import summary
from nianbao.problem import InputError, reason
from nianbao.publish import make_files
from nianbao.publish.make_files import Order
from nianbao.words import spaced
from nianbao.write import formats
from nianbao.write.formats import page_kinds

_HELP = f"""\
{spaced("由报告生成", formats.names_and_kinds())}。可以一次生成多份；某一份不成，其余照常生成。
写 checklist 另外生成核查单：每条规则的核对结果、说明的理由和签字栏，随报告一并交审；有错误的报告也可以生成。
文件名与报告相同，只换后缀。本程序生成、没有人改过的旧文件会被替换；别的同名文件不动（返回值 3），
确实要替换请加 --force。每个文件都读回来逐格核对，与报告不一致的不保存（返回值 3）。
有错误级问题的报告不生成（返回值 1）；加 --draft 可以生成盖有“草稿”字样的样稿。
"""
_EXAMPLES = """\
例：
  nianbao render 某某县教育局-2025.toml
  nianbao render *.toml --to docx,pdf -o 成品
  nianbao render 某某县教育局-2025.toml --draft --to pdf
  nianbao render 某某县教育局-2025.toml --to checklist
  nianbao render 某某县教育局-2025.toml --to pdf,checklist
"""
_CHECKLIST = "checklist"
_ALL = formats.default_kinds() == formats.kinds()
_TO = "默认全部：" if _ALL else f"可以写 {','.join(formats.kinds())}；默认："


class Kinds(Words):
    """Formats, and the checklist."""

    name = "formats"

    def usual(self, word: str) -> str:
        return word.lower()

    def fault(self, word: str) -> str:
        known = "、".join(self.offered())
        return "" if word in self.offered() else f"不能生成“{word}”；可以写 {known}，多个用逗号隔开。"

    def offered(self) -> tuple[str, ...]:
        return (*formats.kinds(), _CHECKLIST)


@click.command(
    "render",
    cls=Command,
    short_help=formats.making(),
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=files.ReportFile())
@click.option(
    "--to",
    "kinds",
    metavar="格式",
    type=Kinds(),
    default=",".join(formats.default_kinds()),
    help=f"生成哪些，用逗号隔开；{_TO}{','.join(formats.default_kinds())}。",
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="放到这个文件夹，没有就新建；默认是当前文件夹。",
)
@click.option("--draft", is_flag=True, help="生成样稿：有错误也生成，页面上有“草稿”字样。")
@click.option("--force", is_flag=True, help="同名的文件不是本程序生成的，或者生成以后改过，也替换。")
@files.prior_option("上一年度的报告或公布过的文件；不写就用报告里记的，或在同一个文件夹里找。")
def command(
    paths: tuple[Path, ...],
    kinds: tuple[str, ...],
    folder: Path,
    draft: bool,
    force: bool,
    prior: Path | None,
) -> ExitCode:
    """Render every file in every format, and tell at the end what became of them."""
    chosen = tuple(kind for kind in kinds if kind != _CHECKLIST)
    sheets = page_kinds(chosen) if _CHECKLIST in kinds else ()
    work = _Work(chosen, sheets, folder, draft, force, prior)
    _no_clash(paths, work)
    try:
        steps = len(paths) * work.steps
        hidden = steps == 1 or not sys.stderr.isatty()
        with click.progressbar(length=steps, label="正在生成", file=sys.stderr, hidden=hidden) as bar:
            for path in paths:
                work.file(path, bar.update)
    finally:
        work.tell()
    return work.worst


@dataclass
class _Work:
    """What has been written so far, what is to be told about it, and the worst of it.

    ``kinds`` are the formats of the report, ``sheets`` those of its checklist.
    """

    kinds: tuple[str, ...]
    sheets: tuple[str, ...]
    folder: Path
    draft: bool
    force: bool
    prior: Path | None
    folders: Folders = field(default_factory=Folders)
    written: list[Path] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    worst: ExitCode = ExitCode.FINE

    @property
    def steps(self) -> int:
        """How many files are to be made of one report."""
        return len(self.kinds) + len(self.sheets)

    def targets(self, path: Path) -> Iterator[Path]:
        """The files that are made of one report."""
        target = self.folder / stem_for(path.stem)
        yield from (make_files.report_path(target, kind) for kind in self.kinds)
        yield from (make_files.checklist_path(target, kind) for kind in self.sheets)

    def file(self, path: Path, step: Callable[[int], None]) -> None:
        """Render one report in all formats; ``step`` is called once a file, or once for all that fail."""
        try:
            report = files.load(path)
            prior = files.load_prior(path, report, self.prior, self.folders)
        except InputError as error:
            self._failed(ExitCode.INPUT, *(str(problem) for problem in error.problems))
            step(self.steps)
            return
        found = checks.check(report, prior)
        target = self.folder / stem_for(path.stem)
        if self.sheets:
            today = datetime.datetime.now().astimezone().date()
            sheet = make_files.Sheet(report, found, prior, path.name, today)
            self._make(path, make_files.of_checklist(sheet, self.kinds, target), step)
        if self.kinds and not self._may_be_made(path, report, found):
            step(len(self.kinds))
            return
        self._make(path, make_files.of_report(report, self.kinds, target, draft=self.draft), step)

    def tell(self) -> None:
        """The paths of what was written to stdout, everything else to stderr."""
        for text in self.told:
            say.note(text)
        for path in self.written:
            say.data(files.shown(path))

    def _may_be_made(self, path: Path, report: Report, found: list[Finding]) -> bool:
        stops = any(finding.stops for finding in found)
        title = f"{files.shown(path)}：{summary(found)}"
        if stops and not self.draft:
            listing = findings.listing(report, [finding for finding in found if finding.stops])
            self.told.append(f"{title}没有生成；要看样稿请加 --draft。\n{listing}")
            self.worst = max(self.worst, ExitCode.FINDINGS)
            return False
        if kept := [finding for finding in found if finding.kept]:
            codes = "、".join(dict.fromkeys(finding.code for finding in kept))
            words = f"{len(kept)}条错误（{codes}）按说明的理由原样保留，请负责人在核查单上签字确认。"
            self.told.append(f"{files.shown(path)}：{words}")
        if any(finding.waived is None for finding in found):
            self.told.append(f"{title}详情：nianbao check {files.as_argument(path)}")
        return True

    def _make(self, path: Path, orders: Iterable[Order], step: Callable[[int], None]) -> None:
        for made in make_files.make(orders, source=path, replace=self.force):
            match made.error:
                case None:
                    self.written.append(made.order.path)
                    if made.lost:
                        self.told.append(f"{files.shown(made.order.path)}：{atomic.not_kept(made.lost)}")
                case OSError() as error:
                    why = f"{files.shown(made.order.path)}：没有写成，{reason(error)}。"
                    self._failed(ExitCode.OUTPUT, f"{files.shown(path)}：{why}")
                case make_files.Foreign() as error:
                    remedy = "请把它移开或改名，或用 -o 换一个文件夹；确实要替换请加 --force。"
                    self._failed(ExitCode.OUTPUT, f"{files.shown(made.order.path)}：{error}{remedy}")
                case error:
                    self._failed(ExitCode.OUTPUT, f"{files.shown(path)}：{error}")
            step(1)

    def _failed(self, code: ExitCode, *texts: str) -> None:
        self.told += [say.as_fault(text) for text in texts]
        self.worst = max(self.worst, code)


def _no_clash(paths: Sequence[Path], work: _Work) -> None:
    """Raise UsageError if two files would be written to one place, or one over an input."""
    stems = Counter(stem_for(path.stem) for path in paths)
    if twice := [stem for stem, number in stems.items() if number > 1]:
        same = "、".join(files.shown(path) for path in paths if stem_for(path.stem) in twice)
        _refuse(f"这些文件会生成同名的成品：{same}。请改名，或分几次生成到不同的文件夹。")
    inputs = {path.resolve() for path in paths}
    for path in paths:
        for target in work.targets(path):
            if target.resolve() in inputs:
                _refuse(f"成品会盖掉输入的文件 {files.shown(target)}。请用 -o 写明另一个文件夹。")


def _refuse(text: str) -> None:
    raise click.UsageError(text, click.get_current_context())

"""``nianbao render``: reports as Word, PDF and web page, each read back before it is kept."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from nianbao import checks
from nianbao.cli import files, findings, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.files.prior import Folders
from nianbao.model.figure import half_width
from nianbao.model.finding import Finding
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError
from nianbao.write import FORMATS

_HELP = """\
由报告生成 Word（docx）、PDF 和网页（html）。可以一次生成多份；某一份不成，其余照常生成。
写 checklist 另外生成核查单：每条规则的核对结果、说明的理由和签字栏，随报告一并交审；有错误的报告也可以生成。
文件名与报告相同，只换后缀；同名的旧文件会被替换。每个文件都读回来逐格核对，与报告不一致的不保存（返回值 3）。
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
_CHECKLIST_NAME = "{stem}-核查单"


class Formats(click.ParamType[tuple[str, ...]]):
    """Kinds of files with commas between them."""

    name = "formats"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if not isinstance(value, str):
            return value
        chosen = [part.strip().lower() for part in half_width(value).replace("、", ",").split(",")]
        for kind in chosen:
            if kind not in (*FORMATS, _CHECKLIST):
                known = "、".join((*FORMATS, _CHECKLIST))
                self.fail(f"不能生成“{kind}”；可以写 {known}，多个用逗号隔开。", param, ctx)
        return tuple(dict.fromkeys(chosen))


@click.command(
    "render",
    cls=Command,
    short_help="生成 Word、PDF 和网页",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=files.ReportFile())
@click.option(
    "--to",
    "kinds",
    metavar="格式",
    type=Formats(),
    default=",".join(FORMATS),
    help=f"生成哪些，用逗号隔开；默认全部：{','.join(FORMATS)}。",
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
@click.option(
    "--prior",
    metavar="文件",
    type=files.ReportFile(),
    help="上一年度的报告或公布过的文件；不写就用报告里记的，或在同一个文件夹里找。",
)
def command(
    paths: tuple[Path, ...], kinds: tuple[str, ...], folder: Path, draft: bool, prior: Path | None
) -> ExitCode:
    """Render every file in every format, and tell at the end what became of them."""
    formats = tuple(kind for kind in kinds if kind != _CHECKLIST)
    sheets = (formats or FORMATS) if _CHECKLIST in kinds else ()
    _no_clash(paths, formats, sheets, folder)
    work = _Work(formats, sheets, folder, draft, prior)
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

    ``formats`` are those of the report, ``sheets`` those of its checklist.
    """

    formats: tuple[str, ...]
    sheets: tuple[str, ...]
    folder: Path
    draft: bool
    prior: Path | None
    folders: Folders = field(default_factory=Folders)
    written: list[Path] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    worst: ExitCode = ExitCode.FINE

    @property
    def steps(self) -> int:
        """How many files are to be made of one report."""
        return len(self.formats) + len(self.sheets)

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
        for kind, target in _targets(path, (), self.sheets, self.folder):
            self._make(path, target, partial(_sheet, report, found, prior, kind))
            step(1)
        if self.formats and not self._may_be_made(path, report, found):
            step(len(self.formats))
            return
        for kind, target in _targets(path, self.formats, (), self.folder):
            self._make(path, target, partial(_report, report, kind, draft=self.draft))
            step(1)

    def tell(self) -> None:
        """The paths of what was written to stdout, everything else to stderr."""
        for text in self.told:
            say.talk(text)
        for path in self.written:
            say.data(files.shown(path))

    def _may_be_made(self, path: Path, report: Report, found: list[Finding]) -> bool:
        stops = any(finding.stops for finding in found)
        title = f"{files.shown(path)}：{findings.summary(found)}"
        if stops and not self.draft:
            listing = findings.listing(report, [finding for finding in found if finding.stops])
            self.told.append(f"{title}没有生成；要看样稿请加 --draft。\n{listing}")
            self.worst = max(self.worst, ExitCode.FINDINGS)
            return False
        if any(finding.waived is None for finding in found):
            self.told.append(f"{title}详情：nianbao check {files.as_argument(path)}")
        return True

    def _make(self, path: Path, target: Path, made: Callable[[], bytes]) -> None:
        try:
            files.write(target, made())
        except OutputError as error:
            self._failed(ExitCode.OUTPUT, f"{files.shown(path)}：{error}")
        else:
            self.written.append(target)

    def _failed(self, code: ExitCode, *texts: str) -> None:
        self.told += [say.as_fault(text) for text in texts]
        self.worst = max(self.worst, code)


def _report(report: Report, kind: str, *, draft: bool) -> bytes:
    from nianbao.publish.render import render  # here, because its libraries take a while to load

    return render(report, kind, draft=draft)


def _sheet(report: Report, found: list[Finding], prior: Report | None, kind: str) -> bytes:
    from nianbao.publish import checklist  # here, because their libraries take a while to load
    from nianbao.publish.render import render_page

    return render_page(checklist.html(report, found, prior), kind)


def _targets(
    path: Path, formats: tuple[str, ...], sheets: tuple[str, ...], folder: Path
) -> Iterator[tuple[str, Path]]:
    """The files that are made of one report, each with its kind."""
    yield from ((kind, folder / f"{path.stem}.{kind}") for kind in formats)
    sheet = _CHECKLIST_NAME.format(stem=path.stem)
    yield from ((kind, folder / f"{sheet}.{kind}") for kind in sheets)


def _no_clash(
    paths: tuple[Path, ...], formats: tuple[str, ...], sheets: tuple[str, ...], folder: Path
) -> None:
    """Raise UsageError if two files would be written to one place, or one over an input."""
    stems = Counter(path.stem for path in paths)
    if twice := [stem for stem, number in stems.items() if number > 1]:
        same = "、".join(files.shown(path) for path in paths if path.stem in twice)
        _refuse(f"这些文件会生成同名的成品：{same}。请改名，或分几次生成到不同的文件夹。")
    inputs = {path.resolve() for path in paths}
    for path in paths:
        for _, target in _targets(path, formats, sheets, folder):
            if target.resolve() in inputs:
                _refuse(f"成品会盖掉输入的文件 {files.shown(target)}。请用 -o 写明另一个文件夹。")


def _refuse(text: str) -> None:
    raise click.UsageError(text, click.get_current_context())

"""``nianbao check``: what is wrong with a report, where, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao import checks
from nianbao.checks import explain as explanations
from nianbao.checks.explain import Explained
from nianbao.checks.repeats import Index
from nianbao.checks.subject import comparable
from nianbao.cli import explained, files, findings, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Choice, Command
from nianbao.cli.words import Words
from nianbao.files.beside import reports_in
from nianbao.files.prior import Folders
from nianbao.key_lines import lines_of
from nianbao.model.finding import Finding, Level
from nianbao.model.report import Report
from nianbao.model.rules import catalogue, sentence
from nianbao.model.wording import summary
from nianbao.problem import InputError
from nianbao.read import is_document

if TYPE_CHECKING:
    from nianbao.recognise import Unplaced

_ANNOTATIONS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}
_HELP = """\
核对报告：表格的勾稽关系、每一格填得对不对、标题和格式是否合规。可以一次核对多份。
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


@dataclass(frozen=True, slots=True)
class _Wanted:
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
    short_help="核对报告，列出问题",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件…", nargs=-1, required=True, type=files.ReportFile())
@click.option(
    "--format",
    "style",
    metavar="格式",
    type=Choice(["text", "json", "github"]),
    default="text",
    help="text 给人看（默认），json 给程序用，github 给 GitHub 的自动检查用。",
)
@files.prior_option("上一年度的报告或公布过的文件，逐项对照；不写就用报告里记的，或在同一个文件夹里找。")
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
def command(
    paths: tuple[Path, ...],
    style: str,
    prior: Path | None,
    beside: Path | None,
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    level: str,
    law: bool,
    explain: bool,
) -> ExitCode:
    """Check every file; one that cannot be read does not keep the others from being checked."""
    wanted = _Wanted(selected, ignored, Level(level))
    worst = ExitCode.FINE
    entries: list[dict[str, Any]] = []
    folders = Folders()
    neighbours = Index(reports_in(beside)) if beside else None
    for path in paths:
        try:
            report, unplaced = _read(path)
            before = files.load_prior(path, report, prior, folders)
        except InputError as error:
            worst = ExitCode.INPUT
            entries.append(_error(path, error))
            continue
        if prior and not comparable(report, before):
            say.note(f"{files.shown(prior)}：不是{report.year - 1}年度的报告，没有与它对照。")
        found = [finding for finding in checks.check(report, before, neighbours) if wanted.takes(finding)]
        if any(finding.stops for finding in found):
            worst = max(worst, ExitCode.FINDINGS)
        numbers = explanations.explain(report, before) if explain else None
        if style == "text":
            _print(path, report, found, law=law)
            _explain(report, numbers)
        elif style == "github":
            _annotate(path, found)
        for text in unplaced:
            say.note(f"{files.shown(path)}：没有读准：{text}")
        entries.append(_entry(path, found, numbers))
    if style == "json":
        say.as_json(entries)
    return worst


def _read(path: Path) -> tuple[Report, tuple[Unplaced, ...]]:
    """The report in a file, and what of a document could not be placed."""
    if not is_document(path):
        return files.load(path), ()
    recognised = files.read_in(path)
    return recognised.report, recognised.unplaced


def _print(path: Path, report: Report, found: list[Finding], *, law: bool) -> None:
    listing = findings.listing(report, found, law=law)
    title = click.style(files.shown(path), bold=True)
    say.data("\n".join(part for part in (f"{title}：{summary(found)}", listing) if part) + "\n")


def _explain(report: Report, numbers: list[Explained] | None) -> None:
    if numbers:
        say.data(explained.listing(report, numbers) + "\n")


def _entry(path: Path, found: list[Finding], numbers: list[Explained] | None) -> dict[str, Any]:
    """What JSON has on a file."""
    entry: dict[str, Any] = {"file": files.shown(path), "findings": findings.as_data(found)}
    return entry if numbers is None else {**entry, "numbers": explained.as_data(numbers)}


def _annotate(path: Path, found: list[Finding]) -> None:
    """The findings as GitHub shows them beside the lines of a file."""
    lines = {} if is_document(path) else lines_of(files.read(path).decode("utf-8-sig"))
    for finding in found:
        if finding.waived is None:
            row = finding.cells[0].split(".")[1] if finding.cells and finding.span is None else "text"
            line = lines.get((finding.section, row)) or lines.get((finding.section,), 1)
            kind, file = _ANNOTATIONS[finding.level], _escaped(files.shown(path), ":,")
            message = _escaped(sentence(finding))
            say.data(f"::{kind} file={file},line={line},title={finding.code}::{message}")


def _escaped(text: str, also: str = "") -> str:
    """The text as a workflow command takes it; in a property : and , are escaped, too."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + also else c for c in text)


def _error(path: Path, error: InputError) -> dict[str, Any]:
    """Tell the faults of a file, and give them as JSON has them."""
    for problem in error.problems:
        say.fault(str(problem))
    return {
        "file": files.shown(path),
        "error": [{"where": p.where, "what": p.what, "remedy": p.remedy} for p in error.problems],
    }

"""Files as the commands take them: report.toml with completion, faults as sentences, whole or not at all."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from nianbao import problem
from nianbao.cli import say
from nianbao.files import atomic, regular, report_toml
from nianbao.files.prior import Folders, is_beneath, named_in
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError, Problem, reason
from nianbao.read import is_document

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from nianbao.recognise import Recognised


Decorated = TypeVar("Decorated", bound=Callable[..., Any])


_LARGEST_FILE = 60_000_000  # bytes; the readers have bounds of their own


class ReportFile(click.ParamType[Path]):
    """The path of a report.toml. Whether it can be read is found out when it is, file by file."""

    name = "file"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return Path(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The .toml files and folders; where only folders fit, the shell completes them itself."""
        from click.shell_completion import CompletionItem

        start = incomplete.rpartition("/")[2]
        head = incomplete.removesuffix(start)
        try:
            found = sorted(path for path in Path(head or ".").iterdir() if path.name.startswith(start))
        except OSError:
            found = []
        reports = [CompletionItem(head + path.name) for path in found if path.suffix == ".toml"]
        if not reports:
            return [CompletionItem(incomplete, type="file")]
        return reports + [CompletionItem(f"{head}{path.name}/") for path in found if path.is_dir()]


def prior_option(help: str) -> Callable[[Decorated], Decorated]:  # noqa: A002 - as click calls it
    """The option that names last year's report, with what a command does with it."""
    return click.option("--prior", metavar="文件", type=ReportFile(), help=help)


def load(path: Path) -> Report:
    """The report in a file. Raises InputError, also where the system refuses to read it."""
    try:
        return report_toml.load(path)
    except OSError as error:
        raise InputError(_unreadable(path, error)) from error


def load_prior(
    path: Path, report: Report, chosen: Path | None = None, folders: Folders | None = None
) -> Report | None:
    """The report of the year before: the chosen file, else the one that the report names, else the same
    agency's from the folder of ``path``; None if there is none.

    One that the report names outside of its folder is not opened, which is said. Raises InputError, also
    where the system refuses to read one that was chosen or named.
    """
    named = chosen or named_in(report, path)
    if named is not None and chosen is None and not is_beneath(named, path):
        say.note(
            f"{shown(path)}：里面记的上年报告 {shown(named)} 不在同一个文件夹里，没有打开；"
            f"要与它对照，请加 --prior {as_argument(named)}"
        )
        named = None
    if named is None:
        return (folders or Folders()).of(path, report)
    from nianbao.files import documents  # here, because few reports need it

    try:
        return documents.load(named)
    except OSError as error:
        raise InputError(Problem(shown(named), f"{reason(error)}，不能与上年比较", "。")) from error


def read_in(path: Path) -> Recognised:
    """What a published document says. Raises InputError, also where the system refuses to read it."""
    from nianbao.files import documents  # here, because its libraries take a while to load

    try:
        return documents.read_in(path)
    except OSError as error:
        raise InputError(_unreadable(path, error)) from error


def load_any(path: Path) -> Report:
    """The report in a report.toml or a published document. Raises InputError."""
    return read_in(path).report if is_document(path) else load(path)


def read(path: Path) -> bytes:
    """The bytes of a file. Raises InputError where the system refuses to read it."""
    try:
        data = regular.content(path, _LARGEST_FILE)
    except OSError as error:
        raise InputError(_unreadable(path, error)) from error
    if len(data) > _LARGEST_FILE:
        raise InputError(Problem(shown(path), "文件太大，不像一份年度报告", "；请确认选对了文件。"))
    return data


def write(path: Path, content: bytes, *, keep: bool = False) -> None:
    """Write a file at one stroke, making its folder. Raises OutputError where the system refuses, and
    with ``keep`` also where there is a file already."""
    try:
        if keep and path.exists():
            raise OutputError(f"{shown(path)}：已经有这个文件，没有改动；确实要重写请加 --force。")
        path.parent.mkdir(parents=True, exist_ok=True)
        lost = atomic.write(path, content)
    except OSError as error:
        raise OutputError(f"{shown(path)}：没有写成，{reason(error)}。") from error
    if lost:
        say.note(f"{shown(path)}：已经写好，但{atomic.not_kept(lost)}")


def shown(path: Path) -> str:
    """The path as it can be printed, even if its name is no proper text or holds control characters."""
    return problem.shown(str(path))


def as_argument(path: Path) -> str:
    """The path as it would be typed at a shell."""
    name = shown(path)
    plain = all(character.isalnum() or character in "._-/+（）" for character in name)
    return name if plain and not name.startswith("-") else shlex.quote(name)


def _unreadable(path: Path, error: OSError) -> Problem:
    remedy = _near(path) if isinstance(error, FileNotFoundError) else "。"
    return Problem(shown(path), reason(error), remedy)


def _near(path: Path) -> str:
    """A report beside the missing file with nearly its name, as a question."""
    try:
        siblings = {sibling.stem: sibling for sibling in path.parent.iterdir() if sibling.suffix == ".toml"}
    except OSError:
        siblings = {}
    near = difflib.get_close_matches(path.stem, siblings, n=1)
    return f"；是不是想写 {shown(siblings[near[0]])}？" if near else "；请核对文件名。"

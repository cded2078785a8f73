"""Files as the commands take them: report.toml with completion, faults as sentences, whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao import problem
from nianbao.cli.frame import say
from nianbao.files import atomic, places
from nianbao.files.bounds import LARGEST_FILE
from nianbao.files.head import head
from nianbao.files.places import Place
from nianbao.files.prior import Folders, is_beneath, named_at
from nianbao.files.source import Prior, Source
from nianbao.problem import InputError, OutputError, Problem, reason
from nianbao.read import is_document
from nianbao.words import first_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from nianbao.checks.members import Members
    from nianbao.model.report import Report
    from nianbao.recognise import Recognised


_OTHERS = {"nianbao.toml", "pyproject.toml"}  # TOML files that are no reports
_LARGEST_FILE = 60_000_000  # bytes; the readers have bounds of their own
_MOST_CHANGED = 5  # names of files that a note tells


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


class InputPlace(ReportFile):
    """A file or a folder that a command reads, here or at an address."""

    def convert(  # type: ignore[override]
        self, value: str | Place, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        return places.place(value) if isinstance(value, str) else value


class OutputPlace(click.Path):
    """A file or a folder that a command writes, here or at an address: also a folder where people hand things
    in, and may not look."""

    def __init__(self, **kinds: Any) -> None:
        super().__init__(readable=False, **kinds)

    def convert(  # type: ignore[override]
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        found = places.place(value) if isinstance(value, str) else value
        return (
            found
            if isinstance(found, places.Url)
            else Path(os.fsdecode(super().convert(str(found), param, ctx)))
        )


def load(path: Path) -> Report:
    """The report in a file. Raises InputError, also where the system refuses to read it."""
    from nianbao.files import report_toml  # here, because a report that is known is not read

    try:
        return report_toml.load(path)
    except OSError as error:
        raise InputError(_unreadable(path, error)) from error


def source(at: Place, most: int = _LARGEST_FILE) -> Source:
    """A file as it was read, one byte more than ``most`` where it has more. Raises InputError."""
    try:
        return Source(str(at), places.content(at, most))
    except OSError as error:
        raise InputError(_unreadable(at, error)) from error


def report_source(at: Place) -> Source:
    """A report.toml as it was read, not yet looked into. Raises InputError."""
    return source(at, LARGEST_FILE)


def tell_unsaved(at: Place) -> None:
    """Tell of a report what was typed in the wizard and is not in its file, on which a command works."""
    from nianbao.desk.safe import journal  # here, because it takes a while to load, and what reads it more

    if not isinstance(at, Path) or not journal.beside(at).is_file():
        return
    from nianbao.desk.safe import on_disk

    if on_disk.has_unsaved(at):
        where = "向导里还有没保存的内容（正开着，或者上次没有保存就中断了）"
        say.note(f"{shown(at)}：{where}，这里按保存过的做；要算上，请先用 nianbao edit 打开保存。")


class Priors:
    """Last year's reports for the reports of one run: the ``chosen`` file for all, or for each the one
    that it names, or the same agency's from its folder."""

    def __init__(self, chosen: Place | None = None) -> None:
        self._folders = Folders()
        self.chosen = _named(chosen) if chosen is not None else None

    def of(self, at: Place, this: Source) -> tuple[Prior | None, tuple[str, ...]]:
        """Last year's report for the one in the file ``at``, with what is to be told about it; None if
        that depends on what a document says.

        One that the report names outside of its folder is not opened, which is said.
        """
        top = None if this.is_document else head(this.data)
        if self.chosen is not None:
            return self.chosen._replace(agency=top.agency if top is not None else this.organ), ()
        if this.is_document:
            return (None if self._folders.any_beside(at) else Prior()), ()
        if top is None:  # no report: there will be nothing to compare
            return Prior(), ()
        named = named_at(top.prior, at)
        if named is None:
            return self.beside(at, top.agency, top.year), ()
        if is_beneath(named, at):
            return _named(named)._replace(agency=top.agency), ()
        outside = f"里面记的上年报告 {shown(named)} 不在同一个文件夹里，没有打开；"
        told = f"{shown(at)}：{outside}要与它对照，请加 --prior {as_argument(named)}"
        return self.beside(at, top.agency, top.year), (told,)

    def before(self, at: Place, this: Source) -> Prior:
        """The report of two years before from the folder of the file ``at``, for charts over years."""
        top = None if this.is_document else head(this.data)
        return Prior() if top is None else self.beside(at, top.agency, top.year - 1)

    def beside(self, at: Place, agency: str, year: int) -> Prior:
        """The same agency's report of the year before from the folder of ``at``."""
        return Prior(found=self._folders.beside(at, agency, year))


def members(at: Place, this: Source) -> Members | None:
    """What the members of the region say that a report.toml names; None if it names none, or nothing was
    collected yet. One outside of its folder is not opened, which is said. Raises InputError."""
    top = None if this.is_document else head(this.data)
    named = named_at(top.region, at) if top is not None else None
    if top is None or named is None:
        return None
    if not is_beneath(named, at):
        outside = "不在同一个文件夹里，没有打开，没有与成员单位对照"
        say.note(f"{shown(at)}：里面记的成员名单 {shown(named)} {outside}。")
        return None
    from nianbao.region import kept  # here, because few reports are those of a region

    found = kept.members_of(top.region, top.year, at)
    if found is not None and found.changed:
        names = [problem.shown(name) for name in found.changed]
        changed = first_of(names, _MOST_CHANGED, more=f"等{len(names)}个文件")
        say.note(f"{shown(at)}：{changed}在汇总以后改过，对照的还是改以前的，请重新运行 nianbao collect。")
    return found


def load_prior(path: Path, chosen: Path | None = None) -> Report | None:
    """Last year's report for the one in a report.toml, as Priors finds it; None if there is none. Raises
    InputError."""
    prior, told = Priors(chosen).of(path, report_source(path))
    for text in told:
        say.note(text)
    return prior.report() if prior is not None else None


def _named(at: Place) -> Prior:
    try:
        return Prior(named=Source(str(at), places.content(at, _LARGEST_FILE)))
    except OSError as error:
        return Prior(problem=Problem(shown(at), f"{reason(error)}，不能与上年比较", "。"))


def read_in(path: Path, organ: str = "") -> Recognised:
    """What a published document says. Raises InputError, also where the system refuses to read it."""
    from nianbao.files import documents  # here, because its libraries take a while to load

    try:
        return documents.read_in(path, organ)
    except OSError as error:
        raise InputError(_unreadable(path, error)) from error


def load_any(path: Path) -> Report:
    """The report in a report.toml or a published document; of a workbook it is told what is hidden in it.
    Raises InputError."""
    if not is_document(path):
        return load(path)
    return read_and_told(path).report


def read_and_told(path: Path, organ: str = "") -> Recognised:
    """What a published document says; it is told what of it is hidden or struck out. Raises InputError."""
    found = read_in(path, organ)
    for notice in found.notices:
        say.note(f"{shown(path)}：{notice}")
    return found


def document_source(at: Place) -> Source:
    """A document as it was read, not yet looked into. Raises InputError."""
    found = source(at)
    if len(found.data) > _LARGEST_FILE:
        raise InputError(Problem(shown(at), "文件太大，不像一份年度报告", "；请确认选对了文件。"))
    return found


def write(path: Place, content: bytes, *, keep: bool = False) -> None:
    """Write a file at one stroke, making its folder. Raises OutputError where the system refuses, and
    with ``keep`` also where there is a file already."""
    try:
        if keep and places.exists(path):
            raise OutputError(f"{shown(path)}：已经有这个文件，没有改动；确实要重写请加 --force。")
        lost = places.write(path, content)
    except OSError as error:
        raise OutputError(f"{shown(path)}：没有写成，{reason(error)}。") from error
    if lost:
        say.note(f"{shown(path)}：已经写好，但{atomic.not_kept(lost)}")


def reports(inner: Iterable[Place]) -> list[Place]:
    """Of the files in a folder those that are to be reports: a misspelt one is told, not passed over."""
    return [at for at in inner if at.suffix == ".toml" and at.name not in _OTHERS]


def shown(path: Place) -> str:
    """The path as it can be printed, even if its name is no proper text or holds control characters."""
    return problem.shown(str(path))


def as_argument(path: Place | str) -> str:
    """The path as it would be typed at a shell."""
    name = problem.shown(str(path))
    plain = all(character.isalnum() or character in f"._-+（）{os.sep}" for character in name)
    if plain and not name.startswith("-"):
        return name
    if sys.platform == "win32":
        return f'"{name}"'
    import shlex  # here, because it is seldom needed

    return shlex.quote(name)


def _unreadable(path: Place, error: OSError) -> Problem:
    missing = isinstance(error, FileNotFoundError)
    remedy = _near(path) if missing and isinstance(path, Path) else "；请核对地址。" if missing else "。"
    return Problem(shown(path), reason(error), remedy)


def _near(path: Path) -> str:
    """What to do about a missing file: a report beside it with nearly its name, as a question."""
    if path.is_symlink():
        return "；它是一个链接，指向的文件没有了。"
    try:
        siblings = {sibling.stem: sibling for sibling in path.parent.iterdir() if sibling.suffix == ".toml"}
    except OSError:
        siblings = {}
    import difflib  # here, because it is seldom needed

    near = difflib.get_close_matches(path.stem, siblings, n=1)
    return f"；是不是想写 {shown(siblings[near[0]])}？" if near else "；请核对文件名。"

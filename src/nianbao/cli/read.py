"""``nianbao read``: published reports as report.toml."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli import files, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.files import report_toml
from nianbao.files.names import stem_for
from nianbao.model.figure import State
from nianbao.problem import InputError, OutputError
from nianbao.read import is_document
from nianbao.words import shortened

if TYPE_CHECKING:
    from nianbao.recognise import Recognised

_STDOUT = Path("-")
_MANY = 8  # documents from which on it pays to start processes
_MOST_TOLD = 5  # places of one file that are listed where there are several files
_LEFTOVERS = ("~$", ".")  # how the names begin of files that programs leave while a document is open
_LONGEST_TOLD = 120  # characters of a place that are shown

_HELP = """\
把公布过的年度报告读成 report.toml：Word（docx，doc、wps、odt 要装有 LibreOffice）、PDF、网页、文本。
数字按行、列的名称归位。没有把握的格不猜，记作“?”，连同原来的文字和位置列出来；空格、“/”和公布的总计照原样。
可以写几个文件或一个文件夹，每份写成同名的 .toml 文件。
"""
_EXAMPLES = """\
例：
  nianbao read 某某县教育局2024年报告.docx
  nianbao read 某某县教育局2024年报告.pdf -o 2024.toml
  nianbao read 各单位报告/ -o 读入
"""


@click.command(
    "read",
    cls=Command,
    short_help="把公布的 Word、PDF、网页读成填报文件",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="文件或文件夹",
    type=click.Path(path_type=Path, allow_dash=True),
    help="写到这个文件；读几份时写到这个文件夹。写 - 就打印出来。默认写到当前文件夹。",
)
@click.option("--strict", is_flag=True, help="有没有读准的格、没有归位的文字，就算出错，不写文件。")
@click.option("--force", is_flag=True, help="文件已经存在时也写，原来的内容会丢失。")
def command(paths: tuple[Path, ...], output: Path | None, strict: bool, force: bool) -> ExitCode:
    """Read every document, and tell at the end what became of them."""
    documents = list(dict.fromkeys(_documents(paths)))
    several = len(documents) > 1 or any(path.is_dir() for path in paths)
    if several and output is not None and (output == _STDOUT or output.is_file()):
        raise click.UsageError("读几份时 -o 要写文件夹。", click.get_current_context())
    work = _Work(force)
    targets = _targets(documents, output, several=several)
    hidden = not several or not sys.stderr.isatty()
    outcomes = _outcomes(documents, strict=strict, several=several)
    try:
        with click.progressbar(outcomes, len(documents), "正在读取", file=sys.stderr, hidden=hidden) as bar:
            for path, outcome in zip(documents, bar, strict=True):
                work.take(outcome, targets[path])
    finally:
        work.tell()
    return work.worst


def _documents(paths: Iterable[Path]) -> Iterable[Path]:
    """The files, and of the folders those that can be read."""
    for path in paths:
        if path.is_dir():
            found = [
                inner
                for inner in sorted(path.iterdir())
                if is_document(inner) and inner.is_file() and not inner.name.startswith(_LEFTOVERS)
            ]
            if not found:
                raise click.UsageError(
                    f"文件夹 {files.shown(path)} 里没有可以读的文件。", click.get_current_context()
                )
            yield from found
        else:
            yield path


def _targets(documents: list[Path], output: Path | None, *, several: bool) -> dict[Path, Path]:
    """Where each document goes: a file of its name, with its kind where two have one name."""
    if not several and output is not None and not output.is_dir():
        return {documents[0]: output}
    folder = output or Path()
    stems = Counter(path.stem for path in documents)
    names = {path: path.stem if stems[path.stem] == 1 else path.name.replace(".", "-") for path in documents}
    if len(set(map(stem_for, names.values()))) < len(names):
        raise click.UsageError("有两个文件同名，请分几次读到不同的文件夹。", click.get_current_context())
    return {path: folder / f"{stem_for(name)}.toml" for path, name in names.items()}


@dataclass(frozen=True)
class _Outcome:
    """What came of a document: its text as report.toml, None if there is none, and what is to be told."""

    text: bytes | None
    told: tuple[str, ...]
    faults: tuple[str, ...] = ()


def _outcomes(documents: list[Path], *, strict: bool, several: bool) -> Iterator[_Outcome]:
    """What comes of each document in order; of many on all cores at once."""
    read = partial(_outcome, strict=strict, several=several)
    if len(documents) < _MANY:
        yield from map(read, documents)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    done = 0
    with ProcessPoolExecutor() as pool:
        try:
            for outcome in pool.map(read, documents, chunksize=2):
                done += 1
                yield outcome
        except BrokenProcessPool:  # the system ended a process, as when memory runs out
            for path in documents[done:]:
                yield _Outcome(
                    None, (), (f"{files.shown(path)}：读取被系统中止，没有读成；请单独再读这一份。",)
                )


def _outcome(path: Path, *, strict: bool, several: bool) -> _Outcome:
    """Read one document."""
    try:
        found = files.read_in(path)
        told = _summary(path, found, several=several)
        if strict and (found.unplaced or found.cells_in(State.UNKNOWN)):
            return _Outcome(None, (told,), (f"{files.shown(path)}：没有全部读准，没有写文件。",))
        text = report_toml.new_text(found.report, unread=True).encode()
        report_toml.loads(text, files.shown(path))
    except InputError as error:
        return _Outcome(None, (), tuple(str(problem) for problem in error.problems))
    return _Outcome(text, (told,))


def _summary(path: Path, found: Recognised, *, several: bool) -> str:
    """How much was read, and what was not placed."""
    blank, unknown = (found.cells_in(state) for state in (State.BLANK, State.UNKNOWN))
    report = found.report
    read = len(report.form.cells) - blank - unknown
    parts = [
        f"读到{read}格",
        f"空着{blank}格",
        f"没有读准{unknown}格",
        f"没有归位的文字{len(found.unplaced)}处",
    ]
    if found.outside:
        parts.append(f"报告以外的文字{len(found.outside)}处没有收入")
    lines = [
        f"{files.shown(path)}：{report.agency}{report.year}年，{report.form.id}年格式，{'，'.join(parts)}。"
    ]
    listed = found.unplaced[:_MOST_TOLD] if several else found.unplaced
    lines += [f"  {shortened(' '.join(str(unplaced).split()), _LONGEST_TOLD)}" for unplaced in listed]
    if len(listed) < len(found.unplaced):
        lines.append(f"  ……还有{len(found.unplaced) - len(listed)}处")
    if found.outside and not several:
        lines.append(f"  没有收入的是：{' / '.join(' '.join(text.split()) for text in found.outside)}")
    return "\n".join(lines)


@dataclass
class _Work:
    """What has been written so far, what is to be told about it, and the worst of it."""

    force: bool
    written: list[Path] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    worst: ExitCode = ExitCode.FINE

    def take(self, outcome: _Outcome, target: Path) -> None:
        """Write what a document says."""
        self.told += outcome.told
        if outcome.text is None:
            self._failed(ExitCode.INPUT, *outcome.faults)
        elif target == _STDOUT:
            say.data(outcome.text, newline=False)
        else:
            try:
                files.write(target, outcome.text, keep=not self.force)
                self.written.append(target)
            except OutputError as error:
                self._failed(ExitCode.OUTPUT, str(error))

    def tell(self) -> None:
        """The paths of what was written to stdout, everything else to stderr."""
        for text in self.told:
            say.note(text)
        for path in self.written:
            say.data(files.shown(path))

    def _failed(self, code: ExitCode, *texts: str) -> None:
        self.told += [say.as_fault(text) for text in texts]
        self.worst = max(self.worst, code)

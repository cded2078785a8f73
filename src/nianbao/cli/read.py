"""``nianbao read``: published reports as report.toml."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.cli.many import batch, passed_over
from nianbao.cli.many.batch import Batch, Options, Task
from nianbao.files import places, report_toml
from nianbao.files.names import stem_for
from nianbao.files.places import Place, Unreachable
from nianbao.files.source import Source
from nianbao.jobs.inputs import Input, spelled_alike
from nianbao.jobs.parts import Done, Kept, NewFile, Part, Said
from nianbao.model.figure import State
from nianbao.problem import InputError, OutputError, shown
from nianbao.read import is_looked_for, kind_of
from nianbao.words import shortened

if TYPE_CHECKING:
    from nianbao.recognise import Recognised

_STDOUT = Path("-")
_MOST_TOLD = 5  # places of one file that are listed where there are several files
_LONGEST_TOLD = 120  # characters of a place that are shown
_ENDS = {ExitCode.FINE: "已读入", ExitCode.INPUT: "没有读成", ExitCode.OUTPUT: "没有写成"}
_LIBRARIES = ("nianbao.cli.read", "nianbao.files.documents")

_HELP = """\
把公布过的年度报告读成 report.toml：Word（docx，doc、wps、odt 要装有 LibreOffice）、PDF、网页、文本。
数字按行、列的名称归位。没有把握的格不猜，记作“?”，连同原来的文字和位置列出来；空格、“/”和公布的总计照原样。
可以写许多文件和文件夹（下一层的也在内，链接不进去），每份写成同名的 .toml 文件。
"""
_EXAMPLES = """\
例：
  nianbao read 某某县教育局2024年报告.docx
  nianbao read 某某县教育局2024年报告.pdf -o 2024.toml
  nianbao read 各单位报告/ -o 读入
  nianbao read 全县汇总.xlsx --organ 教育局 -o 某某县教育局-2024.toml
  nianbao read 各单位报告/ -o 读入 --resume --log 读入记录.jsonl
"""


@click.command(
    "read",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="文件或文件夹…", nargs=-1, required=True, type=files.InputPlace())
@click.option(
    "-o",
    "--output",
    metavar="文件或文件夹",
    type=files.OutputPlace(path_type=Path, allow_dash=True),
    help="写到这个文件；读几份时写到这个文件夹。写 - 就打印出来。默认写到当前文件夹。",
)
@option.organ
@click.option("--strict", is_flag=True, help="有没有读准的格、没有归位的文字，就算出错，不写文件。")
@option.overwrite
@batch.options
def command(
    paths: tuple[Place, ...], output: Place | None, organ: str, strict: bool, force: bool, **many: Any
) -> ExitCode:
    """Read every document, and tell what became of them."""
    found = batch.expanded(paths, passed_over.told(_documents), "读")
    several = len(found) > 1 or any(each.at not in paths for each in found)
    if several and output is not None and (output == _STDOUT or _is_file(output)):
        raise click.UsageError("读几份时 -o 要写文件夹。", click.get_current_context())
    targets = _targets(found, output, several=several)
    options = Options(**many)

    def gather(each: Input) -> Source:
        kind_of(PurePath(each.at.name))
        return files.source(each.at)._replace(organ=organ)

    def keep(each: Input, new: NewFile) -> tuple[Part, ...]:
        return _kept(targets[each], new, force=force, resume=options.resume)

    order = _Order(strict, several, str(output or ""))
    return Batch(Task("read", "正在读取", work, order, _ENDS, _LIBRARIES), options, found).run(
        gather, keep=keep
    )


def _documents(inner: Sequence[Place]) -> list[Place]:
    """Of a folder the files that can be read."""
    return [at for at in inner if is_looked_for(PurePath(at.name))]


def _is_file(at: Place) -> bool:
    return places.exists(at) and not places.is_folder(at)


def _targets(found: Sequence[Input], output: Place | None, *, several: bool) -> dict[Input, Place]:
    """Where each document goes: a file of its name, with its kind where two have one name."""
    if not several and output is not None and not places.is_folder(output):
        return {found[0]: output}
    folder = output or Path()
    stems = Counter(each.alike for each in found)
    names = {
        each: stem_for(each.at.stem if stems[each.alike] == 1 else each.at.name.replace(".", "-"))
        for each in found
    }
    if len({spelled_alike(f"{each.inside}/{name}") for each, name in names.items()}) < len(names):
        raise click.UsageError("有两个文件同名，请分几次读到不同的文件夹。", click.get_current_context())
    return {
        each: (folder / each.inside if each.inside else folder) / f"{name}.toml"
        for each, name in names.items()
    }


def _kept(at: Place, new: NewFile, *, force: bool, resume: bool) -> tuple[Part, ...]:
    """Write what was read. In a run that goes on what an earlier one wrote, and nobody changed, may be
    replaced."""
    if at == _STDOUT:
        say.data(new.data, newline=False)
        return ()
    from nianbao.files import made  # here, because it takes a while to load

    try:
        files.write(at, new.data, keep=not force and not (resume and not made.is_foreign(at)))
    except (OutputError, Unreachable) as error:
        return batch.failed(ExitCode.OUTPUT, str(error))
    made.note(at, new.data)
    return (Kept(str(at), hashlib.sha256(new.data).hexdigest()),)


# ---- what is done with one document, in whatever process


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked for; of ``several`` documents less is told of each. ``output`` is where all of it
    goes."""

    strict: bool
    several: bool
    output: str


def work(order: _Order, source: Source) -> Iterator[Part]:
    """Read one document."""
    name = shown(source.name)
    try:
        found = source.recognised()
        told = _summary(name, found, several=order.several)
        unknown = found.cells_in(State.UNKNOWN)
        counts = {"file": name, "unknown": unknown, "unplaced": len(found.unplaced)}
        if order.strict and (found.unplaced or unknown):
            yield Said(told)
            yield Said(say.as_fault(f"{name}：没有全部读准，没有写文件。"))
            yield Done(ExitCode.INPUT, counts)
            return
        text = report_toml.new_text(found.report, unread=True).encode()
        report_toml.loads(text, name)
    except InputError as error:
        yield from batch.refused(error, name)
        return
    yield Said(told)
    yield NewFile("", text)
    yield Done(ExitCode.FINE, counts)


def _summary(name: str, found: Recognised, *, several: bool) -> str:
    """How much was read, and what was not placed."""
    blank, unknown = (found.cells_in(state) for state in (State.BLANK, State.UNKNOWN))
    report = found.report
    read = len(report.form.cells) - blank - unknown - found.not_listed
    parts = [
        f"读到{read}格",
        f"空着{blank}格",
        f"没有读准{unknown}格",
        f"没有归位的文字{len(found.unplaced)}处",
    ]
    if found.not_listed:
        parts.append(f"文件里没有列出的总计{found.not_listed}格")
    if found.outside:
        parts.append(f"报告以外的文字{len(found.outside)}处没有收入")
    lines = [f"{name}：{report.agency}{report.year}年，{report.form.id}年格式，{'，'.join(parts)}。"]
    listed = found.unplaced[:_MOST_TOLD] if several else found.unplaced
    lines += [f"  {shortened(' '.join(str(unplaced).split()), _LONGEST_TOLD)}" for unplaced in listed]
    if len(listed) < len(found.unplaced):
        lines.append(f"  ……还有{len(found.unplaced) - len(listed)}处")
    lines += [f"  {notice}" for notice in found.notices]
    if found.outside and not several:
        lines.append(f"  没有收入的是：{' / '.join(' '.join(text.split()) for text in found.outside)}")
    return "\n".join(lines)

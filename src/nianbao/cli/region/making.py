"""What ``nianbao collect --to`` makes of what was collected: papers, workbook, open data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from nianbao.cli.data import write as write_data
from nianbao.cli.frame import files, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.many import batch
from nianbao.cli.many.batch import Batch, Options, Task
from nianbao.cli.region.wanted import Wanted
from nianbao.dataset.package import About
from nianbao.desk import submitting
from nianbao.files import report_toml, settings
from nianbao.files.names import stem_for
from nianbao.jobs.inputs import Input
from nianbao.jobs.parts import Kept, NewFile, Part, Said
from nianbao.problem import InputError, OutputError, reason
from nianbao.publish import make_files
from nianbao.region import kept
from nianbao.region.begun import begun
from nianbao.region.collected import Collected
from nianbao.region.figures import figures
from nianbao.region.papers import book, paper, reminder
from nianbao.region.papers.paper import Order, Paper
from nianbao.region.papers.standing import Standing, standings
from nianbao.region.words import organ_of
from nianbao.write.pdf import engines

_DATA = "开放数据"
_YEARS = 3  # that the summary sets beside each other
_ENDS = {ExitCode.FINE: "已生成", ExitCode.OUTPUT: "没有生成"}
_LIBRARIES = ("nianbao.publish.render", "nianbao.region.papers.paper")


def make(collected: Collected, region: Path, wanted: Wanted, many: Options) -> ExitCode:
    """Make all that is wanted; what cannot be made does not stop the rest."""
    if not wanted.kinds:
        return ExitCode.FINE
    wanted.folder.mkdir(parents=True, exist_ok=True)
    members, made_on = standings(collected), submitting.today()
    if "report" in wanted.kinds:
        _report(collected, region, wanted)
    codes = [_papers(collected, members, region, wanted, Order(_engine(region), made_on, wanted.look), many)]
    if "xlsx" in wanted.kinds:
        codes.append(_workbook(collected, members, region, wanted))
    if "data" in wanted.kinds:
        title = f"{collected.region.name}{collected.year}年度政府信息公开工作年度报告数据"
        about = About(title, f"应报{len(members)}个单位，每个单位的每一格一行。")
        write_data(wanted.folder / _DATA, about, figures(collected))
    return max(codes)


def _report(collected: Collected, region: Path, wanted: Wanted) -> None:
    """Begin the report that sums up, beside region.toml: it is checked against what lies there. One that
    somebody is working on stays as it is."""
    at = region.parent / f"{stem_for(f'{organ_of(collected.region.name)}-{collected.year}')}.toml"
    name = files.as_argument(at)
    if at.exists() and not wanted.force:
        say.note(f"{files.shown(at)}：已经有这份报告，没有改动；数变了请用 nianbao refresh {name}。")
        return
    report = begun(collected, region, at)
    files.write(at, report_toml.new_text(report).encode())
    say.data(files.shown(at))
    lacking = len(report.unknown_cells())
    if lacking:
        say.note(f"还有{lacking}格因为有单位的数不知道，没有填；补齐、再收以后用 nianbao refresh {name}。")
    say.note(f"汇总的报告填好了各格的合计和带数的句子，其余的文字请用 nianbao edit {name} 写。")


def _engine(region: Path) -> str:
    """What prints a PDF, told if it is not what was set."""
    choice = engines.choose(settings.of(region).pdf_engine)
    if choice.instead:
        say.note(choice.instead)
    return choice.name


def _papers(
    collected: Collected,
    members: Sequence[Standing],
    region: Path,
    wanted: Wanted,
    order: Order,
    many: Options,
) -> ExitCode:
    """The pages as files, many at once."""
    of: Mapping[str, Callable[[], Iterable[Paper]]] = {
        "summary": lambda: paper.of_summary(collected, members, order, _earlier(region, collected)),
        "reminder": lambda: paper.of_reminder(collected, members, order),
        "feedback": lambda: paper.of_feedback(collected, members, order),
    }
    try:
        found = {wanted.folder / each.at: each for kind in wanted.kinds if kind in of for each in of[kind]()}
    except OutputError as error:  # a template of the office's own
        say.fault(str(error))
        return ExitCode.OUTPUT
    if "reminder" in wanted.kinds and not reminder.urged(members):
        say.note("没有要催的单位，没有生成催报单。")

    def keep(each: Input, new: NewFile) -> tuple[Part, ...]:
        return _kept(Path(str(each.at)), new.data, new.label, region, wanted)

    task = Task("collect-papers", "正在生成", paper.make, order, _ENDS, _LIBRARIES, least=6)
    run = Batch(task._replace(summed_up=False), many._replace(log=None), [Input(at) for at in found])
    return run.run(lambda each: found[Path(str(each.at))], keep=keep)


def _workbook(collected: Collected, members: Sequence[Standing], region: Path, wanted: Wanted) -> ExitCode:
    at = wanted.folder / f"{paper.stem(collected)}-{book.NAME}.xlsx"
    try:
        data = paper.workbook(collected, members, submitting.today())
    except OutputError as error:
        say.fault(f"{files.shown(at)}：{error}")
        return ExitCode.OUTPUT
    parts = _kept(at, data, book.NAME, region, wanted)
    for part in parts:
        if isinstance(part, Kept):
            say.data(files.shown(at))
            return ExitCode.FINE
        if isinstance(part, Said):
            say.note(part.text)
    return ExitCode.OUTPUT


def _kept(at: Path, data: bytes, label: str, region: Path, wanted: Wanted) -> tuple[Part, ...]:
    """Write a file that was made, unless somebody else's stands there."""
    try:
        at.parent.mkdir(parents=True, exist_ok=True)
        make_files.keep(at, data, label, "", source=region, replace=wanted.force)
    except make_files.Foreign as error:
        remedy = "请把它移开或改名，或用 -o 换一个文件夹；确实要替换请加 --force。"
        return batch.failed(ExitCode.OUTPUT, f"{files.shown(at)}：{error}{remedy}")
    except OSError as error:
        return batch.failed(ExitCode.OUTPUT, f"{files.shown(at)}：没有写成，{reason(error)}。")
    return (Kept(str(at), hashlib.sha256(data).hexdigest()),)


def _earlier(region: Path, collected: Collected) -> dict[int, Collected]:
    """What was collected of the years before; a file that is none is told, and does without."""
    found = {}
    for year in range(collected.year - _YEARS + 1, collected.year):
        at = kept.place_of(region, year)
        if at.is_file():
            try:
                found[year] = kept.load(at)
            except InputError as error:
                say.note(str(error))
    return found

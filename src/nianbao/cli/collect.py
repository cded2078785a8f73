"""``nianbao collect``: what the members of a region handed in, who is missing, and the sum of it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import click

from nianbao.cli import batch, collect_listing, files, say
from nianbao.cli.batch import Batch, Options, Task
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.new import Year
from nianbao.cli.program import Choice, Command
from nianbao.files import places
from nianbao.files.places import Place
from nianbao.files.source import Source
from nianbao.jobs.inputs import Input, NothingInside, inputs
from nianbao.ledger import mapping
from nianbao.model.finding import Level
from nianbao.problem import InputError, Problem
from nianbao.read import is_document
from nianbao.region import kept, load, work
from nianbao.region.collect import collect
from nianbao.region.collected import Collected, File, Found, Told, Unread
from nianbao.region.members import Region
from nianbao.region.work import Checking

_READING = {
    ExitCode.FINE: "读进来了",
    ExitCode.INPUT: "不能用",
    ExitCode.OUTPUT: "没有读成",
}
_CHECKING = {
    ExitCode.FINE: "没有错误",
    ExitCode.FINDINGS: "有错误",
    ExitCode.OUTPUT: "没有核对成",
}
_LIBRARIES = ("nianbao.region.work",)
_NO_REPORTS = {load.NAME, mapping.NAME}
_LOST = "程序内部出错或被系统中止，没有读成；请单独核对这一份：nianbao check。"
_HELP = """\
把各成员单位的报告收到一起：谁没有交、谁交迟了、哪一年的、是不是同一格式、有什么问题，每一格加起来是多少。
成员名单写在 region.toml 里（新建：nianbao region new）。文件夹可以写几个，
里面的填报文件、Word、PDF、网页、Excel、文本都读；按机关名称认是哪个单位的，认不准的列出来，不猜。
一个单位有几份的，取最新的一份。没有变的文件不再读，中断以后再运行就接着做。
汇总的数和各单位的数写在 region.toml 旁边的“…汇总.json”里，以后核对汇总报告时用。
都齐了、没有错误级问题时返回 0；缺报、错年度、认不准、有错误时返回 1；有文件不能用时返回 2。
"""
_EXAMPLES = """\
例：
  nianbao collect region.toml 各单位报告
  nianbao collect region.toml 部门 乡镇 --level E
  nianbao collect region.toml 各单位报告 --format json > 汇总.json
  nianbao collect region.toml 各单位报告 --jobs 4 --log 汇总记录.jsonl
"""


@click.command(
    "collect", cls=Command, short_help="收齐各单位的报告，汇总、核对", help=_HELP, epilog=_EXAMPLES
)
@click.argument("region", metavar="region.toml", type=click.Path(path_type=Path))
@click.argument("paths", metavar="文件夹…", nargs=-1, required=True, type=files.InputPlace())
@click.option("--year", metavar="年度", type=Year(), help="汇总哪一年的；不写就是 region.toml 里写的。")
@click.option(
    "--format", "style", metavar="格式", type=Choice(["text", "json"]), default="text",
    help="text 给人看（默认），json 给程序用。",
)  # fmt: skip
@click.option(
    "--level", metavar="级别", type=Choice([str(level) for level in Level]), default=str(Level.HINT),
    help="各单位的问题只列这一级和更严重的：E 错误，W 提醒，H 提示（默认，全列）。",
)  # fmt: skip
@batch.options_of_going_on
def command(
    region: Path, paths: tuple[Place, ...], year: int | None, style: str, level: str, **many: Any
) -> ExitCode:
    """Read, assign, check, compare, add up; one file that cannot be read does not stop the others."""
    options = Options(**many)
    members = load.load(region)
    if year is not None:
        members = replace(members, year=year)
    run = _Run(options, members)
    read = run.read(_files(paths, region))
    collected = collect(members, read, run.check)
    at = kept.place_of(region, members.year)
    files.write(at, kept.content(collected))
    if style == "json":
        say.data(json.dumps(collect_listing.as_data(collected), ensure_ascii=False, indent=2))
    else:
        say.data(collect_listing.listing(collected, Level(level), files.shown(at)))
    return max(run.worst, ExitCode.FINDINGS if _is_open(collected) else ExitCode.FINE)


def _is_open(collected: Collected) -> bool:
    """Whether anything has to be seen to before the region's report can be made."""
    told = (collected.missing, collected.other_form, collected.doubtful)
    return bool(collected.strangers) or any(next(iter(each()), None) is not None for each in told)


def _files(named: Sequence[Place], region: Path) -> list[Input]:
    """Every report in the folders, of whatever kind; a folder without any is told."""
    found: dict[Place, Input] = {}
    for at in named:
        if not isinstance(at, Path) or at.exists():
            try:
                found |= {each.at: each for each in inputs([at], _in_folder)}
            except NothingInside:
                say.note(f"{files.shown(at)}：里面没有报告。")
        else:
            raise InputError(Problem(files.shown(at), "没有这个文件夹", "；请核对。"))
    return [each for at, each in found.items() if not _is_same(at, region)]


def _in_folder(inner: Sequence[Place]) -> Iterable[Place]:
    """Reports and documents alike: a region's members send what they have."""
    documents = [at for at in inner if is_document(PurePath(at.name))]
    return [at for at in (*files.reports(inner), *documents) if at.name not in _NO_REPORTS]


def _is_same(at: Place, region: Path) -> bool:
    return isinstance(at, Path) and at.resolve() == region.resolve()


class _Run:
    """The two passes over many files: reading them, and checking the reports that count."""

    def __init__(self, options: Options, region: Region) -> None:
        self._options = options
        self._region = region
        self.worst = ExitCode.FINE

    def read(self, found: Sequence[Input]) -> list[Found | Unread]:
        """What each file says."""
        at: dict[Place, File] = {}
        came: dict[Place, Found | Unread] = {}

        def gather(each: Input) -> Source:
            source = files.source(each.at)
            digest = hashlib.sha256(source.data).hexdigest()
            at[each.at] = File(str(each.at), digest, _modified(each.at))
            return Source(each.at.name, source.data)

        def take(each: Input, entry: dict[str, Any]) -> None:
            came[each.at] = work.found(entry, at.get(each.at, File(str(each.at), "")))

        task = Task("collect", "正在读", work.read, None, _READING, _LIBRARIES, least=12)
        self._worse(Batch(task, self._options, found).run(gather, each=take))
        lost = (
            Unread(at.get(each.at, File(str(each.at), "")), _LOST) for each in found if each.at not in came
        )
        return [*came.values(), *lost]

    def check(self, jobs: Mapping[str, Checking]) -> Mapping[str, tuple[Told, ...]]:
        """The findings on each report."""
        found: dict[str, tuple[Told, ...]] = {}

        def take(each: Input, entry: dict[str, Any]) -> None:
            found[str(each.at)] = work.told(entry)

        task = Task(
            "collect-check", "正在核对", work.check, None, _CHECKING, _LIBRARIES, least=60, summed_up=False
        )
        options = self._options._replace(log=None)
        of = {places.place(name): job for name, job in jobs.items()}
        self._worse(Batch(task, options, [Input(at) for at in of]).run(lambda each: of[each.at], each=take))
        return found

    def _worse(self, code: ExitCode) -> None:
        self.worst = max(self.worst, code)


def _modified(at: Place) -> float:
    try:
        return at.stat().st_mtime if isinstance(at, Path) else 0
    except OSError:
        return 0

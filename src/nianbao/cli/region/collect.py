"""``nianbao collect``: what the members of a region handed in, who is missing, and the sum of it all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Choice, Command
from nianbao.cli.many import batch, reading
from nianbao.cli.many.batch import Batch, Options, Task
from nianbao.cli.new import Year
from nianbao.cli.region import listing
from nianbao.cli.region.wanted import Wanted, wanted_options
from nianbao.files import made, places, settings
from nianbao.files.places import Place
from nianbao.jobs.inputs import Input
from nianbao.model.finding import Level
from nianbao.problem import InputError, OutputError
from nianbao.region import kept, load, work
from nianbao.region.collect import collect
from nianbao.region.collected import Collected, Told
from nianbao.region.work import Checking
from nianbao.systems import real_path

_CHECKING = {
    ExitCode.FINE: "没有错误",
    ExitCode.FINDINGS: "有错误",
    ExitCode.OUTPUT: "没有核对成",
}
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
  nianbao collect region.toml 各单位报告 --to report,xlsx,summary,reminder -o 成品
  nianbao collect region.toml 各单位报告 --jobs 4 --log 汇总记录.jsonl
"""


@click.command("collect", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("region", metavar="region.toml", type=click.Path(path_type=Path))
@click.argument("paths", metavar="文件夹…", nargs=-1, required=True, type=files.InputPlace())
@click.option("--year", metavar="年度", type=Year(), help="汇总哪一年的；不写就是 region.toml 里写的。")
@option.style
@click.option(
    "--level", metavar="级别", type=Choice([str(level) for level in Level]), default=str(Level.HINT),
    help="各单位的问题只列这一级和更严重的：E 错误，W 提醒，H 提示（默认，全列）。",
)  # fmt: skip
@wanted_options
@batch.options_of_going_on
def command(
    region: Path,
    paths: tuple[Place, ...],
    year: int | None,
    style: str,
    level: str,
    kinds: tuple[str, ...],
    folder: Path,
    force: bool,
    templates: Path | None,
    **many: Any,
) -> ExitCode:
    """Read, assign, check, compare, add up; one file that cannot be read does not stop the others."""
    options = Options(**many)
    wanted = Wanted(kinds, folder, force, settings.of(region).look(templates))
    members = load.load(region)
    if year is not None:
        members = replace(members, year=year)
    run = _Run(options)
    ours = {real_path(region), *(real_path(each.path) for each in made.made_of(region))}
    found = [each for each in reading.found_in(paths) if places.resolved(each.at) not in ours]
    read, run.worst = reading.read(options, found)
    collected = collect(members, read, run.check, _before(region, members.year))
    at = kept.place_of(region, members.year)
    fault = _kept(at, collected)
    if style == "json":
        say.data(json.dumps(listing.as_data(collected), ensure_ascii=False, indent=2))
    else:
        say.data(listing.listing(collected, Level(level), "" if fault else files.shown(at)))
    if fault:
        say.fault(fault)
        run.worst = max(run.worst, ExitCode.OUTPUT)
    from nianbao.cli.region import making  # here, because it loads what makes documents

    code = making.make(collected, region, wanted, options)
    return max(run.worst, code, ExitCode.FINDINGS if _is_open(collected) else ExitCode.FINE)


def _kept(at: Path, collected: Collected) -> str:
    """Keep what was collected; why it could not be, such as that somebody has the file open: what was found
    out is told all the same."""
    try:
        files.write(at, kept.content(collected))
    except OutputError as error:
        return str(error)
    return ""


def _before(region: Path, year: int) -> Collected | None:
    """What was collected for the year before, where that is still there."""
    at = kept.place_of(region, year - 1)
    if not at.is_file():
        return None
    try:
        return kept.load(at)
    except InputError as error:
        say.note(f"{error.problems[0].where}：{error.problems[0].what}，没有与它对照。")
        return None


def _is_open(collected: Collected) -> bool:
    """Whether anything has to be seen to before the region's report can be made."""
    told = (collected.missing, collected.other_form, collected.doubtful)
    return bool(collected.strangers) or any(next(iter(each()), None) is not None for each in told)


class _Run:
    """The second pass over many files: checking the reports that count."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self.worst = ExitCode.FINE

    def check(self, jobs: Mapping[str, Checking]) -> Mapping[str, tuple[Told, ...]]:
        """The findings on each report."""
        found: dict[str, tuple[Told, ...]] = {}

        def take(each: Input, entry: dict[str, Any]) -> None:
            found[str(each.at)] = work.told(entry)

        task = Task("collect-check", "正在核对", work.check, None, _CHECKING, reading.LIBRARIES, least=60)
        task = task._replace(summed_up=False)
        options = self._options._replace(log=None)
        of = {places.place(name): job for name, job in jobs.items()}
        self._worse(Batch(task, options, [Input(at) for at in of]).run(lambda each: of[each.at], each=take))
        return found

    def _worse(self, code: ExitCode) -> None:
        self.worst = max(self.worst, code)

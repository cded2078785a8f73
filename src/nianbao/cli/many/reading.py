"""Files of any kind read as reports, many at once; what is unchanged is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any

from nianbao.cli.frame import files, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.many import passed_over
from nianbao.cli.many.batch import Batch, Options, Task, tell_link
from nianbao.dataset import package
from nianbao.files.places import Place
from nianbao.files.source import Source
from nianbao.jobs.inputs import Input, NothingInside, inputs
from nianbao.ledger import mapping
from nianbao.problem import InputError, Problem
from nianbao.publish.data_package import DESCRIPTOR
from nianbao.read import is_looked_for
from nianbao.region import load, work
from nianbao.region.collected import File, Found, Unread

LIBRARIES = ("nianbao.region.work",)
_WORDS = {
    ExitCode.FINE: "读进来了",
    ExitCode.INPUT: "不能用",
    ExitCode.OUTPUT: "没有读成",
}
_NO_REPORTS = {load.NAME, mapping.NAME}
_LOST = "程序内部出错或被系统中止，没有读成；请单独核对这一份：nianbao check。"


def found_in(named: Sequence[Place]) -> list[Input]:
    """Every report in the folders, of whatever kind; a folder without any is told. Raises InputError for one
    that is not there."""
    found: dict[Place, Input] = {}
    for at in named:
        if not isinstance(at, Path) or at.exists():
            try:
                found |= {each.at: each for each in inputs([at], passed_over.told(_in_folder), tell_link)}
            except NothingInside:
                say.note(f"{files.shown(at)}：里面没有报告。")
        else:
            raise InputError(Problem(files.shown(at), "没有这个文件夹", "；请核对。"))
    return list(found.values())


def _in_folder(inner: Sequence[Place]) -> Iterable[Place]:
    """Reports and documents alike: people send what they have."""
    documents = [at for at in inner if is_looked_for(PurePath(at.name))]
    found = [at for at in (*files.reports(inner), *documents) if at.name not in _NO_REPORTS]
    return [at for at in found if not (at.name == package.TABLE and at.parent / DESCRIPTOR in inner)]


def read(options: Options, found: Sequence[Input]) -> tuple[list[Found | Unread], ExitCode]:
    """What each file says, and the worst end of one."""
    at: dict[Place, File] = {}
    came: dict[Place, Sequence[Found | Unread]] = {}

    def gather(each: Input) -> Source:
        source = files.source(each.at)
        digest = hashlib.sha256(source.data).hexdigest()
        at[each.at] = File(str(each.at), digest, _modified(each.at))
        return Source(each.at.name, source.data)

    def take(each: Input, entry: dict[str, Any]) -> None:
        came[each.at] = work.found(entry, at.get(each.at, File(str(each.at), "")))

    task = Task("collect", "正在读", work.read, None, _WORDS, LIBRARIES, least=12)
    worst = Batch(task, options, found).run(gather, each=take)
    lost = (Unread(at.get(each.at, File(str(each.at), "")), _LOST) for each in found if each.at not in came)
    return [*(report for reports in came.values() for report in reports), *lost], worst


def _modified(at: Place) -> float:
    try:
        return at.stat().st_mtime if isinstance(at, Path) else 0
    except OSError:
        return 0

"""Files of a folder that may be somebody's report and are of no kind that can be read: never passed over
in silence, else an office that handed in a picture counts as one that did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from nianbao.cli.frame import files, say
from nianbao.read.unread import remedy_for
from nianbao.write import formats

if TYPE_CHECKING:
    from nianbao.files.places import Place
    from nianbao.jobs.inputs import Wanted

_MOST_NAMED = 3  # files of one kind


def told(wanted: Wanted) -> Wanted:
    """The same choice of files; of those that are left the ones that may be reports are told."""

    def chosen(inner: Sequence[Place]) -> Iterable[Place]:
        _tell(inner)
        return wanted(inner)

    return chosen


def _tell(inner: Iterable[Place]) -> None:
    kinds: dict[str, list[Place]] = {}
    for at in inner:
        remedy = remedy_for(PurePath(at.name))
        if remedy and formats.named_as(at.name) is None:  # such as a picture that was made of a report
            kinds.setdefault(remedy, []).append(at)
    for remedy, found in kinds.items():
        names = "、".join(map(files.shown, found[:_MOST_NAMED]))
        more = f"等{len(found)}个文件" if len(found) > _MOST_NAMED else ""
        say.note(f"{names}{more}：没有算上；{remedy}。")

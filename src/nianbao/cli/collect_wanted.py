"""What ``nianbao collect`` is asked to make: the options, without the libraries that making needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from nianbao.cli import files
from nianbao.cli.words import Words
from nianbao.write.look import OURS, Look

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_KINDS = {
    "report": "汇总的报告（填报文件）",
    "xlsx": "汇总表（Excel）",
    "summary": "汇总情况（网页和 PDF）",
    "reminder": "催报单（Word 和 PDF）",
    "feedback": "各单位的反馈单（Word 和 PDF）",
    "data": "开放数据",
}


class _Kinds(Words):
    """What is to be made, with commas between."""

    name = "kinds"

    def usual(self, word: str) -> str:
        return word.lower()

    def fault(self, word: str) -> str:
        known = "、".join(f"{kind} {name}" for kind, name in _KINDS.items())
        return "" if word in _KINDS else f"不能写“{word}”；可以写 {known}。"

    def offered(self) -> Iterable[str]:
        return _KINDS


class Wanted(NamedTuple):
    """What is to be made, and where; ``force``: also over somebody else's files; ``look`` is the office's
    own."""

    kinds: tuple[str, ...]
    folder: Path
    force: bool
    look: Look = OURS


def options(command: Decorated) -> Decorated:
    """The options of what is made."""
    known = "、".join(f"{kind} {name}" for kind, name in _KINDS.items())
    for option in (
        files.templates_option,
        click.option("--force", is_flag=True, help="同名的文件不是本程序生成的，或者生成以后改过，也替换。"),
        click.option(
            "-o", "--output", "folder", metavar="文件夹", default=Path(),
            type=click.Path(file_okay=False, path_type=Path), help="放到这个文件夹；默认是当前文件夹。",
        ),
        click.option("--to", "kinds", metavar="种类", type=_Kinds(), default=(), show_default=False,
                     help=f"还生成什么，几种用逗号隔开：{known}。"),
    ):  # fmt: skip
        command = option(command)
    return command

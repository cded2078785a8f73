"""What ``nianbao collect`` is asked to make: the options, without the libraries that making needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from nianbao.cli.frame import option
from nianbao.cli.frame.option import Decorated
from nianbao.cli.frame.words import Words
from nianbao.write.look import OURS, Look

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


def wanted_options(command: Decorated) -> Decorated:
    """The options of what is made."""
    known = "、".join(f"{kind} {name}" for kind, name in _KINDS.items())
    for each in (
        option.templates,
        option.over_foreign,
        option.folder(option.HERE),
        click.option(
            "--to",
            "kinds",
            metavar="种类",
            type=_Kinds(),
            default=(),
            show_default=False,
            help=f"还生成什么，几种用逗号隔开：{known}。",
        ),
    ):
        command = each(command)
    return command

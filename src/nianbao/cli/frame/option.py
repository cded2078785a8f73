"""The options that several commands share: one name, one help, one meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from nianbao.cli.frame import files
from nianbao.cli.frame.program import Choice

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def prior(
    help: str,  # noqa: A002 - as click calls it
    kind: click.ParamType[Any] | None = None,
) -> Callable[[Decorated], Decorated]:
    """The option that names last year's report, with what a command does with it."""
    return click.option("--prior", metavar="文件", type=kind or files.ReportFile(), help=help)


def folder(kind: click.Path) -> Callable[[Decorated], Decorated]:
    """The option that names the folder where files are put: one on this machine, or one anywhere."""
    return click.option(
        "-o",
        "--output",
        "folder",
        metavar="文件夹",
        type=kind,
        default=Path(),
        help="放到这个文件夹，没有就新建；默认是当前文件夹。",
    )


HERE = click.Path(file_okay=False, path_type=Path)

organ = click.option(
    "--organ",
    metavar="机关",
    default="",
    help="一个 Excel 文件里有几个机关的表时，取哪一个：机关名称或工作表名，写一部分也行。",
)
templates = click.option(
    "--templates",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="本单位的模板：里面有的文件换掉程序的同名模板，其余照旧；也可以写在设置里。",
)
style = click.option(
    "--format",
    "style",
    metavar="格式",
    type=Choice(["text", "json"]),
    default="text",
    help="text 给人看（默认），json 给程序用。",
)
over_foreign = click.option(
    "--force", is_flag=True, help="同名的文件不是本程序生成的，或者生成以后改过，也替换。"
)
overwrite = click.option("--force", is_flag=True, help="文件已经存在时也写，原来的内容会丢失。")

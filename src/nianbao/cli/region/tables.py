"""Where the figures of many reports are: what a command is told, as tables that can be asked."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from nianbao.cli.frame import files
from nianbao.cli.frame.option import Decorated
from nianbao.dataset import duck, package
from nianbao.dataset.rows import Line
from nianbao.problem import InputError, Problem
from nianbao.region import kept, load
from nianbao.region.figures import figures

_TABLES = (package.PARQUET, package.TABLE)  # the quicker one first
_SUFFIXES = tuple(Path(name).suffix for name in _TABLES)
_KEPT = "汇总.json"
_MAKE = "；请先用 nianbao collect 收齐报告，或用 nianbao data 生成数据。"


def argument(command: Decorated) -> Decorated:
    """Where the figures are, as commands take it."""
    named = click.argument("places", metavar="[数据…]", nargs=-1, type=click.Path(path_type=Path))
    return named(command)


@contextmanager
def tables(named: Sequence[Path]) -> Iterator[list[Path]]:
    """The tables that were named, or that lie in the current folder. Raises InputError where there is none,
    OutputError where they cannot be asked."""
    duck.connection().close()
    with ExitStack() as stack:
        found: list[Path] = []
        for at in named or (Path(),):
            found += _those_of(at, stack)
        yield list(dict.fromkeys(found))


def _those_of(at: Path, stack: ExitStack) -> list[Path]:
    """Those of a data package, of a region, or of a file of either."""
    if at.is_dir():
        there = next((at / name for name in _TABLES if (at / name).is_file()), None)
        region = at / load.NAME
        if there is None and not region.is_file():
            raise InputError(Problem(files.shown(at), "里面没有数据，也没有 region.toml", _MAKE))
        return _those_of(there or region, stack)
    if not at.exists():
        raise InputError(Problem(files.shown(at), "没有这个文件", "；请核对文件名。"))
    if at.suffix.lower() in _SUFFIXES:
        return [at]
    kept_ones = [at] if at.name.endswith(_KEPT) else _kept_of(at)
    if not kept_ones:
        raise InputError(Problem(files.shown(at), "还没有汇总过", _MAKE))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nianbao-")))
    return [package.table(folder, _of_all(kept_ones))]


def _kept_of(region: Path) -> list[Path]:
    """What was collected of a region, year by year; of another region.toml beside it nothing."""
    name = re.compile(rf"{re.escape(region.stem)}-\d{{4}}-{re.escape(_KEPT)}")
    return sorted(each for each in region.parent.iterdir() if name.fullmatch(each.name))


def _of_all(kept_ones: Iterable[Path]) -> Iterator[Line]:
    for each in kept_ones:
        yield from figures(kept.load(each))

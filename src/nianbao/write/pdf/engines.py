"""THE list of what prints a PDF. What is offered, tried, named in help and tested follows from it.

An engine is a room beside this module with ``engine.load(look)``, which gives what has
``write(page: Page) -> bytes``, and its entry in ENGINES. The first one that works is used if nobody asks.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from nianbao.problem import OutputError
from nianbao.write.look import OURS, Look
from nianbao.write.page import Page
from nianbao.write.pdf.remedy import remedy
from nianbao.write.pdf.weasyprint.library_names import by_the_loader_alone


class Printer(Protocol):
    """An engine, ready to print."""

    def write(self, page: Page) -> bytes:
        """The PDF of a page. Raises OutputError."""
        ...

    def draw(self, svg: str, pixels: int) -> bytes:
        """SVG as a PNG that is so many pixels wide. Raises OutputError."""
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """What prints. ``name`` is what it is asked for by, and its room; ``title`` what people call it;
    ``lacks`` is said of a machine on which it cannot be loaded."""

    name: str
    title: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine that is used, and the sentence to be told if it is not the one that was asked for."""

    name: str
    instead: str = ""


ENGINES = (
    Engine("weasyprint", "WeasyPrint", "缺少排版用的系统库 Pango 或 HarfBuzz"),
    Engine("typst", "typst", "没有安装 typst"),
)


def names() -> tuple[str, ...]:
    """What can be asked for."""
    return tuple(each.name for each in ENGINES)


def maker(producer: str) -> str:
    """The engine that made a PDF, by the name of the program that the file states; empty if it is none."""
    return next((each.name for each in ENGINES if producer.lower().startswith(each.name)), "")


def choose(asked: str = "") -> Choice:
    """The engine to print with: the one asked for, else the first that works here.

    WeasyPrint, which needs libraries of the system, is replaced by typst where it cannot be loaded. Raises
    OutputError, naming what to install on this system, if none is left.
    """
    order = [each for each in ENGINES if each.name == asked] or list(ENGINES)
    if order[0] is ENGINES[0]:
        order = list(ENGINES)
    for each in order:
        if works(each.name):
            return Choice(each.name, "" if each is order[0] else _instead(order[0], each))
    lacking = "，也".join(each.lacks for each in order)
    raise OutputError(f"无法生成 PDF：{lacking}。{remedy()}")


def require(name: str) -> None:
    """Raise OutputError if that engine, and no other in its place, cannot be loaded here."""
    for each in ENGINES:
        if each.name == name and not works(name):
            raise OutputError(f"无法生成 PDF：{each.lacks}。{remedy()}")


def draw(svg: str, pixels: int) -> bytes:
    """SVG as a PNG that is so many pixels wide, by the engine that needs least of the system, so that it is
    the same picture wherever that one works. Raises OutputError if none does."""
    for each in reversed(ENGINES):
        if works(each.name):
            return loaded(each.name).draw(svg, pixels)
    raise OutputError(f"画不出图片：{'，也'.join(each.lacks for each in ENGINES)}。{remedy()}")


def _instead(first: Engine, used: Engine) -> str:
    return f"这台机器{first.lacks}，用不了 {first.title}，PDF 改用 {used.title} 生成。"


def works(name: str) -> bool:
    """Whether an engine can be loaded here."""
    try:
        loaded(name)
    except (OSError, ImportError):
        return False
    return True


@cache
def loaded(name: str, look: Look = OURS) -> Printer:
    """An engine with our fonts and templates, or an office's own, once a process. Raises OSError or
    ImportError if what it needs is missing, OutputError if the installation is not complete."""
    try:
        with by_the_loader_alone():
            return _loaded(name, look)
    except OSError:  # a system whose libraries have other names
        return _loaded(name, look)


def _loaded(name: str, look: Look) -> Printer:
    # Without its libraries WeasyPrint prints advice of its own, without system fonts it warns.
    with redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        load: Callable[[Look], Printer] = import_module(f"nianbao.write.pdf.{name}.engine").load
        return load(look)

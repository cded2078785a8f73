"""How a command changes a report that somebody has: not a published one, after a yes, with its history."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nianbao.cli.frame import files, say
from nianbao.desk.history import History
from nianbao.desk.safe import on_disk
from nianbao.files import atomic
from nianbao.files.source import Source
from nianbao.model.figure import half_width
from nianbao.model.report import Report
from nianbao.model.wording import date_in_words
from nianbao.problem import InputError, OutputError, Problem, reason

_REOPEN = "；确实要改，请用 nianbao edit 打开，按 Ctrl+P 选“重新打开已公布的报告”。"
_YES = frozenset(("y", "yes", "是", "好", "写"))


def require_open(report: Report, path: Path) -> None:
    """Raise InputError if the report was published: nobody changes it unasked."""
    if report.published is not None:
        words = f"这份报告{date_in_words(report.published)}已经公布，锁住了，不能改"
        raise InputError(Problem(files.shown(path), words, _REOPEN))


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def confirmed(question: str) -> bool:
    """Whether somebody at the terminal says yes; Enter is no."""
    typed = click.prompt(
        f"{question}y 写，n 不写", default="n", show_default=False, prompt_suffix="：", err=True
    )
    return half_width(str(typed)).strip().lower() in _YES


def begin(path: Path, *, dry: bool) -> tuple[Source, Report]:
    """The report that is to be changed, as it was read. Raises InputError, also of a published one."""
    source = files.report_source(path)
    report = source.report()
    files.tell_unsaved(path)
    if not dry:
        require_open(report, path)
    return source, report


def offer(
    path: Path, source: Source, after: Report, doing: str, nothing: str, *, dry: bool, yes: bool
) -> None:
    """Write what a report becomes after a yes, and say so. ``doing`` is what would be done, ``nothing`` what
    is said where it stays as it is. Raises UsageError where nobody can be asked: only here, for whatever else
    is wrong is to be said first."""
    if after == source.report():
        say.note(nothing)
    elif dry:
        say.note(f"可以{doing}；什么也没有改。")
    elif not (yes or at_terminal()):
        raise click.UsageError("这里不能问您，请加 --yes 或 --dry-run。", click.get_current_context())
    elif yes or confirmed(f"{files.shown(path)}：{doing}，写进去吗？"):
        save(path, source, after)
        say.note(f"{files.shown(path)}：已经{doing}。")
    else:
        say.note("没有写，文件没有改。")


def save(path: Path, source: Source, report: Report) -> None:
    """Put the report in the place of what was read as ``source``, proved to be read back equal. Raises
    OutputError if another program has changed the file since, or it cannot be written, InputError if it could
    not be read again."""
    if files.report_source(path) != source:
        raise OutputError(f"{files.shown(path)}：刚才被别的程序改过，没有写；请再来一次。")
    new = on_disk.text(report, path, source.data)
    try:
        atomic.write(path, new)
    except OSError as error:
        raise OutputError(f"{files.shown(path)}：没有写成，{reason(error)}。") from error
    history = History(path)
    history.record(source.report(), report)
    if history.trouble:
        say.note(history.trouble)

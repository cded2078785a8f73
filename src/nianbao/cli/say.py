"""The two mouths of the program: data goes to stdout, talk to stderr. Colours only on a terminal."""

from __future__ import annotations

import errno
import os

import click

_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "该建文件夹的地方有一个同名的文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额不足",
    errno.EROFS: "所在的磁盘只能读、不能写",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.ETXTBSY: "文件正被别的程序使用",
    errno.EBUSY: "文件正被别的程序使用",
    errno.EIO: "磁盘读写出错",
}


def data(text: str | bytes, *, newline: bool = True) -> None:
    """What was asked for, to stdout."""
    click.echo(text, nl=newline, color=_color())


def talk(text: str) -> None:
    """What goes with it, to stderr."""
    click.echo(text, err=True, color=_color())


def fault(text: str) -> None:
    """What went wrong, to stderr."""
    talk(as_fault(text))


def as_fault(text: str) -> str:
    """What went wrong, as it is told."""
    return click.style("错误：", fg="red", bold=True) + text


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese, without the file's name."""
    return _REASONS.get(error.errno or 0, f"读写出错（系统错误 {error.errno}）")


def refusal(error: OSError) -> str:
    """The sentence for what the system refused, with the file's name where it has one."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    return f"{click.format_filename(name)}：{reason(error)}。" if name else f"{reason(error)}。"


def _color() -> bool | None:
    """False where nobody wants colours (no-color.org), else None: click looks whether it is a terminal."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None

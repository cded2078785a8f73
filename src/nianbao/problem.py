"""Input that cannot be used: what is wrong, where, and what to do, told all at once; and why the system
refused, in words."""

from __future__ import annotations

import errno
import os
import unicodedata
from pathlib import PurePath
from typing import NamedTuple

_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENODEV: "是设备或管道，不是普通的文件",
    errno.ENXIO: "是设备或管道，不是普通的文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "该建文件夹的地方有一个同名的文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额不足",
    errno.EROFS: "所在的磁盘只能读、不能写",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.ESTALE: "网络上的文件夹连不上了",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件太大，这个磁盘放不下",
    errno.ECONNREFUSED: "对方的机器没有应答，请核对地址",
    errno.ECONNRESET: "对方的机器断开了连接",
    errno.ETIMEDOUT: "等了很久没有应答，请检查网络",
    errno.EHOSTUNREACH: "网络不通，请检查网络",
    errno.ENETUNREACH: "网络不通，请检查网络",
    errno.EINVAL: "系统不接受这个文件名或这样的读写",
}
# Windows says more by its own numbers (learn.microsoft.com, "System Error Codes") than by errno.
_WINDOWS_REASONS = {
    19: "磁盘有写保护，只能读、不能写",
    21: "磁盘没有准备好，请检查 U 盘或光盘是否插好",
    39: "磁盘空间不足",
    53: "网络上的文件夹连不上了",
    59: "网络上的文件夹连不上了",
    64: "网络上的文件夹连不上了",
    67: "网络上没有这个文件夹",
    112: "磁盘空间不足",
    123: "文件名里有系统不允许的字符",
    161: "路径写得不对",
    206: "文件名或路径太长，请换一个上级文件夹少的地方",
    225: "被杀毒软件拦下了",
    1155: "系统里没有能打开这种文件的程序",
    1231: "网络上的文件夹连不上了",
}
_SHARING_VIOLATION, _LOCK_VIOLATION = 32, 33
_IN_USE = {errno.EBUSY, errno.ETXTBSY}
_PROGRAMS = {
    **dict.fromkeys((".doc", ".docx", ".docm", ".wps", ".wpt", ".rtf", ".odt"), "Word 或 WPS"),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et", ".csv"), "Excel 或 WPS"),
    ".pdf": "PDF 阅读器",
}


# Control and format characters, halves of surrogate pairs, and separators that begin a new line.
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def shown(text: str, *, also: str = "") -> str:
    """The text with every character written out that a terminal would obey or not show: U+001B as
    ``\\x1b``. ``also`` are characters of them that are meant, such as line ends.

    Names of files and words out of them come from anybody; whatever of them is told passes through here.
    """
    return "".join(_written_out(c) if _obeyed(c) and c not in also else c for c in text)


def _obeyed(character: str) -> bool:
    return not character.isprintable() and unicodedata.category(character) in _NOT_SHOWN


def _written_out(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class _Told(NamedTuple):
    where: str
    what: str
    remedy: str = ""


class Problem(_Told):
    """One fault of an input file, in words for the person who wrote it.

    ``where`` names the place (file, line, key), ``what`` the fault, ``remedy`` the way out. Whatever they
    quote is made fit to be shown.
    """

    __slots__ = ()

    def __new__(cls, where: str, what: str, remedy: str = "") -> Problem:
        return super().__new__(cls, *(shown(text, also="\n") for text in (where, what, remedy)))

    def __str__(self) -> str:
        return f"{self.where}：{self.what}" + (f"{self.remedy}" if self.remedy else "")


class Refusal(Exception):
    """The work ends with a sentence, in Chinese, that says what is wrong and what to do."""


class InputError(Refusal):
    """An input cannot be used; carries every fault that was found, not just the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Unreadable(Refusal):
    """A document cannot be read: ``what`` is wrong and ``remedy`` says what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what, self.remedy = shown(what, also="\n"), shown(remedy, also="\n")
        super().__init__(self.what + self.remedy)


class Several(Unreadable):
    """A document holds several reports: ``names`` are what they can be asked for by."""

    def __init__(self, what: str, remedy: str, names: tuple[str, ...]) -> None:
        super().__init__(what, remedy)
        self.names = names


class SeveralReports(InputError):
    """An input holds several reports, and nobody has said which of ``names`` is meant."""

    def __init__(self, problem: Problem, names: tuple[str, ...]) -> None:
        super().__init__(problem)
        self.names = names


class OutputError(Refusal):
    """An output cannot be made."""


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese, without the file's name."""
    if (network := _network(error)) is not None:
        return network
    number = windows_number(error)
    if error.errno in _IN_USE or number in {_SHARING_VIOLATION, _LOCK_VIOLATION}:
        return f"文件正在{_program(error)}里打开，请关闭后再试"
    if number in _WINDOWS_REASONS:
        return _WINDOWS_REASONS[number]
    if isinstance(error, FileNotFoundError) and error.filename is None:
        return _missing(error)
    return _REASONS.get(error.errno or 0, f"读写出错（系统错误 {number or error.errno}）")


def _network(error: OSError) -> str | None:
    """Why a website was not reached, where the number of the error is none of ``errno`` but one of
    names of hosts (8 on macOS, there ENOEXEC) or of TLS (1, there EPERM), or is missing."""
    import socket  # here, because few runs meet an error
    import ssl

    match error:
        case socket.gaierror():
            return "找不到这个网站，请核对网址和网络"
        case ssl.SSLCertVerificationError():
            return "网站的证书不可信，请核对网址，或用浏览器另存以后核对"
        case ssl.SSLError():
            return "和网站的加密连接没有建立，请用浏览器另存以后核对"
        case TimeoutError():  # a socket's own has no number
            return _REASONS[errno.ETIMEDOUT]
        case _:
            return None


def _missing(error: FileNotFoundError) -> str:
    """What is missing where no file was named."""
    if error.errno is None:  # one of ours: a part of the program
        return str(error)
    if str(error.strerror).startswith("No usable temporary directory"):  # as tempfile has it
        return "没有能写的临时文件夹，请用环境变量 TMPDIR（Windows 上是 TEMP）指定一个"
    return "当前的文件夹已经不在了，请换一个文件夹再试"


def windows_number(error: OSError) -> int | None:
    """The number that Windows gave an error; None elsewhere."""
    return getattr(error, "winerror", None)


def _program(error: OSError) -> str:
    """The program that is likely to have a file open, by the file's name, with the spaces around it."""
    name = error.filename2 or error.filename  # where one was to be renamed, its new name
    suffix = PurePath(os.fsdecode(name)).suffix.lower() if isinstance(name, str | bytes) else ""
    program = _PROGRAMS.get(suffix)
    return f" {program} " if program else "别的程序"

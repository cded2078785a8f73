"""Input that cannot be used: what is wrong, where, and what to do, told all at once; and why the system
refused, in words."""

from __future__ import annotations

import errno
import unicodedata
from dataclasses import dataclass

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
    errno.ETXTBSY: "文件正被别的程序使用",
    errno.EBUSY: "文件正被别的程序使用",
    errno.ESTALE: "网络上的文件夹连不上了",
    errno.EIO: "磁盘读写出错",
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


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input file, in words for the person who wrote it.

    ``where`` names the place (file, line, key), ``what`` the fault, ``remedy`` the way out. Whatever they
    quote is made fit to be shown.
    """

    where: str
    what: str
    remedy: str = ""

    def __post_init__(self) -> None:
        for name in ("where", "what", "remedy"):
            object.__setattr__(self, name, shown(getattr(self, name), also="\n"))

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


class OutputError(Refusal):
    """An output cannot be made."""


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese, without the file's name."""
    return _REASONS.get(error.errno or 0, f"读写出错（系统错误 {error.errno}）")

"""Words for what the system says, and paths as people type them."""

from __future__ import annotations

import errno
from pathlib import Path

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EROFS: "这个磁盘只能读、不能写",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "文件正被别的程序使用",
}


def reason(error: OSError) -> str:
    """Why the system refused, without the file's name."""
    return _REASONS.get(error.errno or 0, f"读写出错（系统错误 {error.errno}）")


def typed_path(text: str) -> Path:
    """A path as somebody typed or pasted it: quotes around it and ~ are understood."""
    plain = text.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "'\"":
        plain = plain[1:-1]
    return Path(plain).expanduser()

"""Files that Office has locked by a password: nobody reads them without it."""

from __future__ import annotations

from nianbao.problem import Unreadable
from nianbao.read.marks import OLE

_LOCKED = "EncryptedPackage".encode("utf-16-le")  # what a file with a password holds, by its directory


def require_unlocked(data: bytes) -> None:
    """Raise Unreadable if a file, whatever it is called, is one of Office's that has a password."""
    if data.startswith(OLE) and _LOCKED in data:
        raise Unreadable("文件加了密码。", "请用 Office 或 WPS 打开它，去掉密码另存一份后再试。")

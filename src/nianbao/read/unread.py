"""Kinds of files in which reports are handed in and which cannot be read: what to do with each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

_LAID_OUT = "这是版式文件，请用打开它的软件另存或打印成 PDF 后再读"
_PACKED = "这是压缩包，请先解压，再读里面的文件"
_PICTURE = "这是图片，里面没有文字；请找原来的 Word 文件或网页，没有的，先转成文字，再逐个数核对"
_MAIL = "这是邮件，请先把附件另存出来，再读附件"
_OTHER_OFFICE = "请用编辑它的软件另存为 .docx 或 PDF 后再读"
_POINTER = "这是快捷方式，请换成它指的那个文件"
_REMEDIES: Mapping[str, str] = {
    # What else than PDF is printed and archived: GB/T 33190, and what was in use before it.
    **dict.fromkeys(("ofd", "ceb", "cebx", "sep", "gd", "gw", "caj", "xps", "oxps"), _LAID_OUT),
    **dict.fromkeys(("zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz"), _PACKED),
    **dict.fromkeys(("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp", "heic"), _PICTURE),
    "msg": _MAIL,
    **dict.fromkeys(
        ("ppt", "pptx", "dps", "dot", "dotx", "wpt", "uof", "uot", "uos", "pages"), _OTHER_OFFICE
    ),
    **dict.fromkeys(("lnk", "url", "webloc"), _POINTER),
}


def remedy_for(path: PurePath) -> str:
    """What to do with a file of such a kind, as it is told behind its name; empty for any other."""
    return _REMEDIES.get(path.suffix.lower().lstrip("."), "")

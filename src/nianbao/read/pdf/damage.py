"""What a file that breaks the rules of its own format makes the library raise."""

from __future__ import annotations

import pikepdf

from nianbao.problem import Unreadable

DAMAGED = (
    pikepdf.PikepdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
    Warning,  # of content that breaks off
)


def damaged() -> Unreadable:
    """The error that tells of such a file."""
    return Unreadable("这份 PDF 已损坏，无法读取。", "请重新导出或下载后再试，也可以改用 Word 文件。")

"""What a PDF says that it was made from, if it says so."""

from __future__ import annotations

import warnings

import pikepdf

from nianbao.problem import Unreadable
from nianbao.read import confined
from nianbao.read.pdf.damage import DAMAGED
from nianbao.read.pdf.document import opened, require_possible

NAME = "report.toml"


def attached(data: bytes) -> str | None:
    """The text of the file that is attached, None if there is none; read in a process with limits, because
    what is packed may be of any size. Raises Unreadable."""
    require_possible(data)
    found: str | None = confined.call(__name__, "read_here", data)
    return found


def read_here(data: bytes) -> str | None:
    """The same in this process, however much it takes."""
    try:
        with warnings.catch_warnings(action="ignore"), opened(data) as pdf:
            return _text(pdf)
    except (*DAMAGED, UnicodeDecodeError) as error:
        raise Unreadable("附带的数据已经损坏。", "请重新取得这份文件。") from error


def _text(pdf: pikepdf.Pdf) -> str | None:
    if NAME not in pdf.attachments:
        return None
    return pdf.attachments[NAME].get_file().read_bytes().decode("utf-8")

"""The bytes of a text as characters, in whichever encoding it is."""

from __future__ import annotations

import codecs
import re

from nianbao.problem import Unreadable
from nianbao.read import marks

LARGEST_TEXT = 2_000_000  # bytes; a report has 30 kB
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (marks.PDF, marks.ZIP, marks.RTF, marks.OLE)
_PLAIN = re.compile("[\n<]")  # in any text: the other way round they are no ASCII
_TOLERATED = 0.01  # share of the bytes that may be zero
_FEWEST = 10  # characters that may be damaged in any text
_FEW, _SOME = 0.003, 0.1  # share of the characters that may be damaged; that are where the encoding is right
_CHECK_FILE = "请确认选对了文件。"


def decoded(data: bytes) -> str:
    """The text: by its byte order mark, else as UTF-8 if it is that, else UTF-16 or GB 18030.

    Raises Unreadable if it is no text, larger than any report, or damaged."""
    if len(data) > LARGEST_TEXT:
        raise Unreadable("文件太大，不像一份年度报告。", _CHECK_FILE)
    if data.startswith(_OTHER_FILES):
        raise Unreadable("这不是文本文件。", _CHECK_FILE)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").replace("\0", "")
    if data.count(b"\0") > _TOLERATED * len(data):
        return wide(data)
    data = data.replace(b"\0", b"")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = min((data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")), key=_damage)
    if _damage(text) <= max(_FEWEST, _FEW * len(text)):
        return text
    damaged = _damage(data.decode("utf-8", "replace"))
    if damaged > _SOME * len(text):
        raise Unreadable("文字的编码无法辨认。", "请用记事本打开它，另存为 UTF-8 编码后再试。")
    # Damaged as html2text leaves texts, which counts bytes for columns.
    raise Unreadable(
        f"文字里有{damaged}个损坏的字，数字也可能盖住了，读不准。", "请改用转换以前的网页或文件。"
    )


def wide(data: bytes) -> str:
    """UTF-16 without a mark, which shows by its zero bytes: line ends, digits and tags have them. Raises
    Unreadable."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if _damage(text) <= _FEW * len(text) and _PLAIN.search(text) and "\0" not in text:
            return text
    raise Unreadable("这不是文本文件。", _CHECK_FILE)


def _damage(text: str) -> int:
    return text.count("\ufffd")

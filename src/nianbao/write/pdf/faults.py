"""What must not be in a file and what cannot be printed, in the same words whichever engine found it out."""

from __future__ import annotations

from collections.abc import Iterable

from nianbao.problem import OutputError

_DOUBTFUL, _SURE = b"\r\nendstream", b"\r\rendstream"


def with_sure_lengths(data: bytes) -> bytes:
    """A file none of whose streams ends with what could be half of the line end behind it: its length would
    be doubtful (ISO 19005-3, 6.1.7.1). Another line end, which is as long, stands behind those."""
    return data.replace(_DOUBTFUL, _SURE)


def no_font(characters: Iterable[str]) -> OutputError:
    """None of our fonts has these characters."""
    named = "、".join(map(_named, sorted(set(characters))))
    return OutputError(f"以下字符没有可用的字体，无法印入 PDF：{named}。请改用其他写法后再生成。")


def _named(character: str) -> str:
    shown = f"“{character}”" if character.isprintable() else "控制字符"
    return f"{shown}（U+{ord(character):04X}）"

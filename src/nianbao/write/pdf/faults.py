"""What must not be in a file and what cannot be printed, in the same words whichever engine found it out."""

from __future__ import annotations

from collections.abc import Iterable

from nianbao.problem import OutputError
from nianbao.words import first_of

_MOST_NAMED = 12  # characters
_DIGITS = frozenset("0123456789")
_DOUBTFUL, _SURE = b"\r\nendstream", b"\r\rendstream"


def with_sure_lengths(data: bytes) -> bytes:
    """A file none of whose streams ends with what could be half of the line end behind it: its length would
    be doubtful (ISO 19005-3, 6.1.7.1). Another line end, which is as long, stands behind those."""
    return data.replace(_DOUBTFUL, _SURE)


def no_font(characters: Iterable[str]) -> OutputError:
    """None of the fonts that the templates name has these characters; ours have all digits."""
    missing = sorted(set(characters))
    remedy = "请核对模板里写的字体名称。" if _DIGITS & {*missing} else "请改用其他写法后再生成。"
    named = first_of([*map(_named, missing)], _MOST_NAMED, more=f"等{len(missing)}个")
    return OutputError(f"以下字符没有可用的字体，无法印入 PDF：{named}。{remedy}")


def _named(character: str) -> str:
    shown = f"“{character}”" if character.isprintable() else "控制字符"
    return f"{shown}（U+{ord(character):04X}）"

"""What cannot be printed, in the same words whichever engine found it out."""

from __future__ import annotations

from collections.abc import Iterable

from nianbao.problem import OutputError


def no_font(characters: Iterable[str]) -> OutputError:
    """None of our fonts has these characters."""
    named = "、".join(map(_named, sorted(set(characters))))
    return OutputError(f"以下字符没有可用的字体，无法印入 PDF：{named}。请改用其他写法后再生成。")


def _named(character: str) -> str:
    shown = f"“{character}”" if character.isprintable() else "控制字符"
    return f"{shown}（U+{ord(character):04X}）"

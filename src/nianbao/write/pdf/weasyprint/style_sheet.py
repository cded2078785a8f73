"""A style sheet as text, looked through for what CSS would pass over without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import tinycss2

from nianbao.problem import OutputError, shown
from nianbao.write.look import OF_PROGRAM, OURS, Look

_OURS = re.compile(rf"""@import\s+["']{OF_PROGRAM}(?P<name>[\w.-]+)["']\s*;""")
_css: Any = tinycss2  # carries no types


def style_sheet(look: Look, name: str) -> str:
    """A style sheet of templates/ or the office's own. Raises OutputError, with the line, if it is wrong."""
    try:
        text = look.find(name).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OutputError(f"样式表 {name} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    if not look.folder:
        return text
    _require_whole(name, _css.parse_stylesheet(text))
    return _OURS.sub(lambda match: style_sheet(OURS, match["name"]), text)


def _require_whole(name: str, nodes: Iterable[Any]) -> None:
    for node in nodes:
        if node.type == "error":
            _fail(name, node)
        for inner in (getattr(node, "prelude", None), getattr(node, "content", None)):
            if isinstance(inner, list):
                _require_whole(name, inner)
        if node.type == "qualified-rule":
            for each in _css.parse_blocks_contents(node.content):
                if each.type == "error":
                    _fail(name, each)


def _fail(name: str, node: Any) -> None:
    what = shown(str(node.message))
    raise OutputError(f"样式表 {name} 第{node.source_line}行写得不对，请核对括号和分号（{what}）。")

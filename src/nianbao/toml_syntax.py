"""What is wrong with a file that is no TOML, in words for the person who wrote it: line, fault, remedy."""

from __future__ import annotations

import codecs

from nianbao.patterns import regex
from nianbao.problem import Problem

UTF_16 = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
_AT = regex(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_MUDDLED = ("写法不对", "；请核对这一行的引号、逗号和方括号是否成对。")
_SYNTAX = {  # how tomli's messages begin
    "Cannot overwrite": ("同一项写了两次", "；请删去重复的一处。"),
    "Cannot declare": ("同一部分写了两次", "；请把两处并成一处。"),
    "Cannot mutate": ("同一部分写了两次", "；请把两处并成一处。"),
    "Expected '='": ("缺少等号", "；每一项写成 名称 = 值。"),
    "Expected newline": ("值的后面多了内容", "；一行只写一项，说明请写在 # 后面。"),
    "Unclosed array": ("方括号没有关上", "；请在数据后面补上 ]。"),
    "Unterminated string": ("引号没有关上", "；请补上右引号；多行文字的末尾要有三个引号。"),
    'Expected \'"""\'': ("多行文字没有结束", "；请在文字末尾另起一行写三个引号。"),
    "Illegal character": ("引号里的文字断了行，或有不能用的字符", "；多行文字请用三个引号括起来。"),
    "Unescaped '\\'": ("引号里的反斜杠写法不对", "；要写 \\ 本身请写两个 \\\\。"),
    "Invalid statement": (
        "写法不对",
        "；每一项写成 名称 = 值，名称用英文；正文写在三个引号中间，说明写在 # 后面；请核对括号是否成对。",
    ),
    "Invalid date": ("没有这个日期", "；请核对年月日。"),
    "Invalid value": ("等号后面的值写法不对", "；文字要加引号，一行数据要写在方括号里。"),
}
_INSIDE_TEXT = ("Unescaped '\\'", "Escaped character", "Invalid hex value")
_QUOTED_OR_COMMENT = regex(r'"[^"]*"|#.*')
_FULL_WIDTH = regex("[“”‘’，＝［］＃]")


def encoding_fault(name: str, error: UnicodeDecodeError) -> Problem:
    """The fault of a file, which sentences call ``name``, that is not in UTF-8: what it seems to be instead,
    as editors on Windows call it."""
    line = error.object.count(b"\n", 0, error.start) + 1
    what = f"文件不是 UTF-8 编码{_other_encoding(error.object)}"
    return Problem(f"{name} 第{line}行", what, "；请用记事本或别的编辑器打开，另存为 UTF-8 编码。")


def _other_encoding(data: bytes) -> str:
    if data.startswith(UTF_16):
        return "，是 UTF-16（记事本里叫“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，像是 GBK（记事本里叫“ANSI”）"


def syntax_fault(name: str, text: str, message: str) -> Problem:
    """The fault of a file, which sentences call ``name``, by the message of the reader of TOML."""
    at = _AT.search(message)
    lines = text.removesuffix("\n").split("\n")
    number = int(at[1]) if at and at[1] else len(lines)
    line = lines[min(number, len(lines)) - 1]
    column = f"第{at[2]}个字符" if at and at[2] else ""
    what, remedy = next((words for start, words in _SYNTAX.items() if message.startswith(start)), _MUDDLED)
    in_code = not message.startswith(_INSIDE_TEXT) and bool(at and at[1])
    if in_code and _FULL_WIDTH.search(_QUOTED_OR_COMMENT.sub("", line)):
        remedy = "；这一行有全角的引号、逗号或括号，请改成半角。"
    return Problem(f"{name} 第{number}行{column}", what, remedy)

"""Makes click speak Chinese.

click passes each of its sentences through ``gettext.gettext`` or ``gettext.ngettext``, which every one
of its modules binds by ``from gettext import …`` when it is imported. A catalogue file for gettext
would be chosen by the user's locale, but this program speaks Chinese everywhere; so the two functions
are wrapped once, before click is imported, and bound anew in what somebody else has imported of click
already. Texts that are not in the catalogue go on to the originals.
A test compares the catalogue with the sentences in click's source, so that a new click cannot slip
English in.
"""

from __future__ import annotations

import gettext
import sys

SENTENCES = {
    # words of the help page
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "(dynamic)": "（视情况）",
    "deprecated": "不再使用",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    # a command line that cannot be used
    "Error: {message}": "错误：{message}",
    "Error: invalid input": "错误：输入的内容不对",
    "Try '{command} {option}' for help.": "用 {command} {option} 查看用法。",
    "Missing command.": "没有写命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少{param_type}",
    "No such option {name!r}.": "没有“{name}”这个选项。",
    "No such command {name!r}.": "没有“{name}”这个命令。",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是想写 {possibilities}？",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Invalid start character for option ({option})": "选项的开头不对（{option}）",
    "Option {name!r} does not take a value.": "选项“{name}”后面不带值。",
    "Option {name!r} requires an argument.": "选项“{name}”后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项“{name}”后面要写{nargs}个值。",
    "Argument {name!r} takes {nargs} values.": "参数“{name}”要写{nargs}个值。",
    "Got unexpected extra argument ({args})": "多了一个参数：{args}",
    "Got unexpected extra arguments ({args})": "多了几个参数：{args}",
    "Takes {nargs} values but 1 was given.": "要写{nargs}个值，只写了1个。",
    "Takes {nargs} values but {len} were given.": "要写{nargs}个值，写了{len}个。",
    "Value must be an iterable.": "要写多个值。",
    "{value!r} is not {choice}.": "不能写“{value}”，可以写：{choice}。",
    "{value!r} is not one of {choices}.": "不能写“{value}”，可以写：{choices}。",
    "Choose from:\n\t{choices}": "可以写：\n\t{choices}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "不能写“{value}”，可以写：{states}。",
    "{value!r} is not a valid UUID.": "“{value}”不是有效的 UUID。",
    "{value!r} does not match the format {format}.": "“{value}”不符合格式 {format}。",
    "{value!r} does not match the formats {formats}.": "“{value}”不符合格式 {formats}。",
    "{len_type} values are required, but {len_value} was given.": "要写{len_type}个值，写了{len_value}个。",
    "{len_type} values are required, but {len_value} were given.": "要写{len_type}个值，写了{len_value}个。",
    "{name} {filename!r} does not exist.": "没有“{filename}”这个{name}。",
    "{name} {filename!r} is a file.": "“{filename}”是文件，这里要写文件夹。",
    "{name} {filename!r} is a directory.": "“{filename}”是文件夹，这里要写文件。",
    "{name} {filename!r} is not readable.": "没有权限读取“{filename}”。",
    "{name} {filename!r} is not writable.": "没有权限写入“{filename}”。",
    "{name} {filename!r} is not executable.": "没有权限执行“{filename}”。",
    "Could not open file {filename!r}: {message}": "打不开文件“{filename}”：{message}",
    "unknown error": "原因不明",
    # at the terminal
    "Aborted!": "已中断。",
    "d": "天",
    "Do you want to continue?": "要继续吗？",
    "Confirm the action without prompting.": "不再询问，直接执行。",
    "Repeat for confirmation": "请再输入一遍",
    "Error: The two entered values do not match.": "错误：两次输入的不一样。",
    "Press any key to continue...": "按任意键继续……",
    "{editor}: Editing failed": "{editor}：编辑失败",
    "{editor}: Editing failed: {e}": "{editor}：编辑失败：{e}",
    "Windows error: {error}": "Windows 错误：{error}",
    "Couldn't detect Bash version, shell completion is not supported.": "查不到 Bash 的版本，不能自动补全。",
    "Shell completion is not supported for Bash versions older than 4.4.": "自动补全需要 Bash 4.4 以上版本。",
}

_gettext = gettext.gettext
_ngettext = gettext.ngettext


def translated(message: str) -> str:
    """The sentence in Chinese, or as gettext has it."""
    return SENTENCES.get(message) or _gettext(message)


def translated_plural(msgid1: str, msgid2: str, n: int) -> str:
    """The sentence in Chinese by its English singular or plural, or as gettext has it."""
    return SENTENCES.get(msgid1 if n == 1 else msgid2) or _ngettext(msgid1, msgid2, n)


def install() -> None:
    """Wrap gettext for every module that is imported from now on, and for the modules of click at once."""
    gettext.gettext = translated
    gettext.ngettext = translated_plural
    for name, module in sys.modules.items():
        if name.partition(".")[0] == "click":
            for word, function in (("_", translated), ("ngettext", translated_plural)):
                if hasattr(module, word):
                    setattr(module, word, function)

"""F1: what can be done where one is, with the keys that work here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Label

from nianbao.desk.marks import COMMENT, SIGNS
from nianbao.desk.parts import STATE_NAMES
from nianbao.model.wording import LEVELS
from nianbao.terminal import left, width_of
from nianbao.wizard.key_bar import in_chinese
from nianbao.wizard.windows.hint import hint
from nianbao.wizard.wrapped_text import WrappedText

_TOPICS = {
    "parts": """\
左边是报告的各个部分。上下键选一部分，右边就显示它；按回车进去填写，按 Esc 回到这里。
每一行前面是进度，后面是还有几处问题。
最上面是整份报告的进度，在那里按回车就到下一个没填的地方；任何时候按 Ctrl+G 到那里。""",
    "sheet": """\
这是法定的表格。像 Excel 一样：方向键走格，直接打字替换，F2 修改，Delete 清空，回车往下，Tab 往右。
可以填：数字；+4、-18；小数；/ 表示不适用；22（其中修订16件）这样带说明的数；全角数字也行。
总计由程序计算，不能填。导入的总计与算出的不同时，两个数都显示，按 Ctrl+T 用算出的。
按住 Shift 走格可以选一块；Ctrl+C 复制，从 Excel、WPS 复制的一块可以直接粘贴。
F7 把空着的格都填 0；没有收到申请时，F8 把全表填 0。""",
    "editor": """\
这里写正文。一行是一个自然段；（一）、1.、（1）开头的行是小标题，Ctrl+N 编下一个号，再按换一级。
F4 从表格里选一个数插入，以后表里改了，正文跟着变；有底色的就是这样的数，光标在上面时下面写着是哪一格。
写了与表里某一格相同的数时，按 Ctrl+L 可以换成引用。
与表格对不上的数、写错的年份等会划线标出，下面写着为什么；F6 到下面，按回车回到划线的地方。
从别处粘贴的文字会自动去掉多余的换行和空格。F9 用您习惯的编辑器写。""",
    "findings": """\
这里是这一部分的问题：先写哪里不对、两边的数各是多少，再写怎么办和依据。
按回车到那一处。提醒类的问题如果确实没错，按 W 说明理由，理由会保存在文件里。""",
    "about": """\
填机关全称、年度等。表式由年度决定。机关类别决定公布期限和检查的内容，一般看名称就知道，不对再选。""",
    "generate": """\
先看全部问题，再选格式和文件夹，按 F10 生成。生成的文件会读回来逐格核对，与报告不一致的不保存。
有错误时不能生成，但可以选“只出草稿”看样子。核查单随报告一并交审，有错误时也能生成。""",
}
_KEYS = 22  # columns
_ALWAYS = """\
改动随时记在文件旁边，断电也不会丢；要写进文件请按 Ctrl+S。
按 Ctrl+P 可以查找任何一格、一条规则或一段文字。
Alt+I 从 Excel 表格、申请台账、各月的统计表导入数，先看哪一格变成多少，再决定。
复核：Alt+M 在这一格或段落写意见，Alt+L 看全部意见，Alt+W 看数从哪里来、谁改过；
记经办和审核、送审、标为已公布，按 Ctrl+P 写出这几个字就找到。"""
_IN_BROWSER = """\
在浏览器里：有的键浏览器自己要用，按了没有反应时，用上面同一行里带 Alt 的键，或用鼠标点最下面一行。
F11、Ctrl+W、Alt+← 这些键本程序不用；不小心关了网页，重新打开就接着填，改动都还在。
上传去年的报告：按 Alt+U，或把文件拖到网页上。下载生成的文件：在“检查与生成”里选中它，按 D。"""


class HelpScreen(ModalScreen[None]):
    """Reads off the screen below what works there, so that it cannot say anything else."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q,Q", "dismiss", "关闭")]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog read"):
            yield Label("帮助", classes="dialog-title")
            with VerticalScroll(id="help-text"):
                yield WrappedText(self._text())
            yield hint({"dismiss": "按 Esc 关闭"})

    def on_mount(self) -> None:
        self.query_one("#help-text").focus()

    def _text(self) -> Text:
        text = Text()
        for topic in self._topics():
            text.append(f"{topic}\n\n")
        text.append("这里能用的键\n", style="bold")
        for keys, words in self._keys():
            narrow = width_of(keys) < _KEYS
            text.append(f"  {left(keys, _KEYS) if narrow else f'{keys}　'}{words}\n")
        text.append(f"\n{_ALWAYS}\n\n")
        if self.app.is_web:
            text.append(f"{_IN_BROWSER}\n\n")
        text.append("符号：" + "　".join(f"{state} {name}" for state, name in STATE_NAMES.items()) + "\n")
        text.append("　　　" + "　".join(f"{SIGNS[level]} {name}" for level, name in LEVELS.items()))
        text.append(f"　{COMMENT} 意见")
        return text

    def _topics(self) -> Iterator[str]:
        focused = self._below.focused
        nodes = focused.ancestors_with_self if focused is not None else [self._below]
        yield from (_TOPICS[node.id] for node in nodes if node.id in _TOPICS)
        if isinstance(own := getattr(self._below, "HELP", None), str):
            yield own

    def _keys(self) -> Iterator[tuple[str, str]]:
        """The keys that work on the screen below, those of one action together."""
        found: dict[str, list[str]] = {}
        for active in self._below.active_bindings.values():
            binding = active.binding
            if binding.description and active.enabled and not binding.system and in_chinese(binding):
                found.setdefault(binding.description, []).append(self.app.get_key_display(binding))
        for words, keys in found.items():
            yield "、".join(dict.fromkeys(keys)), words

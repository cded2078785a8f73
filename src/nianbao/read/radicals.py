"""Radicals that programs write in the place of characters: ⻘ for 青, ⼾ for 户.

A font draws both with one sign, and a browser that prints a page remembers the sign alone. Nobody sees the
difference, and nothing that is searched for is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from unicodedata import normalize

from nianbao.read.blocks import Block, Paragraph

# Unicode, EquivalentUnifiedIdeograph: U+2E80 to U+2EFF have no decomposition, but for two. That of U+2F3E is
# the form 戶, which no font for simplified characters draws.
_ALIKE = str.maketrans(
    "⼾⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "户厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")


def without_radicals(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with characters for the radicals that look like them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield replace(block, text=_whole(block.text)) if _RADICAL.search(block.text) else block
        elif any(_RADICAL.search(cell.text) for cell in block.cells):
            yield replace(block, cells=tuple(replace(cell, text=_whole(cell.text)) for cell in block.cells))
        else:
            yield block


def _whole(text: str) -> str:
    return _RADICAL.sub(lambda radical: normalize("NFKC", radical[0].translate(_ALIKE)), text)

"""Why figures of a page are not read, and where they stand: what somebody has to look up in the original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from nianbao.read.blocks import Doubtful
from nianbao.words import shortened

_MOST_TOLD = 12  # lines of one document
_LONGEST_WORDS = 20  # characters of a line by which it is known


class Why(Enum):
    """The reasons, as they are told."""

    UNSEEN = "数字看不清，或者被其他内容盖住"
    COVERED = "数字被批注、图章、表单等盖住"
    STRUCK = "有线穿过数字"
    DRAWN = "数字旁边画着文件里没有存成文字的内容"
    CELL = "格里画着文件里没有存成文字的内容"
    OVERPRINTED = "几个字印在同一处"
    TINY = "数字小得看不清"
    TURNED = "数字不是正着写的"
    OFF_PAGE = "数字有一部分在纸外"
    CUT = "数字紧挨着被截断的地方，后面可能还有没印出来的"
    FONT = "字体画出的样子与文件里存的字不是同一个"
    MOVED = "数字在页面上的位置与文件里存的不一致"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Figures of a line that are not read: on which page (from 1), beside which words, why, and how many;
    0 if nobody has counted them."""

    page: int
    words: str
    why: Why
    count: int = 1

    @property
    def place(self) -> str:
        words = shortened(self.words, _LONGEST_WORDS)
        return f"第{self.page}页“{words}”一行" if words else f"第{self.page}页"


def told(doubts: Iterable[Doubt]) -> Iterator[Doubtful]:
    """The doubts in sentences, page by page, those of a line and a reason once."""
    counts: Counter[tuple[int, str, Why]] = Counter()
    for each in doubts:
        counts[each.page, each.words, each.why] += each.count
    merged = [Doubt(*key, count) for key, count in counts.items()]
    merged.sort(key=lambda each: each.page)
    for each in merged[:_MOST_TOLD]:
        some = f"{each.count}处" if each.count else "有的"
        yield Doubtful(f"{each.place}：{each.why.value}，{some}没有读，写成“?”；请对照原件。")
    if left := sum(each.count for each in merged[_MOST_TOLD:]):
        pages = "、".join(str(page) for page in sorted({each.page for each in merged[_MOST_TOLD:]}))
        yield Doubtful(f"第{pages}页还有{left}处数字没有读准，写成“?”；请对照原件。")

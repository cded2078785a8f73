"""What is told of monthly counts, in words for people: items and months, and where the numbers stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.ledger.monthly.matched import (
    COUNTED,
    LABELS,
    NOT_COUNTED,
    SHEETS,
    UNITS,
    Left,
    Matched,
    Question,
)
from nianbao.ledger.monthly.sums import Fault, Faulty, Summed
from nianbao.words import first_of

_MOST_PLACES = 6

LEFT = {
    Left.NO_MONTH: "没有写是哪个月",
    Left.SEVERAL_MONTHS: "写了几个月份或几个年份，分不清",
    Left.SEVERAL_ITEMS: "写了几个项目，分不清",
    Left.OTHER_MEASURE: "件数的项目写的是金额，或者金额的项目写的是件数",
    Left.LAST_YEAR: "是上年同期、同比、目标这样的数",
    Left.SKIPPED: "按月报对照不计入，或者是序号、电话",
}
HEAD = """\
# 月报对照：各月统计表的行名、列名和工作表名，与报告里的项目的对应。明年接着用。
# 等号右边还空着（""）的，请填上再运行 nianbao tally；可以填什么，见每一部分上面的说明。
"""


def question(asked: Question) -> str:
    """A question, without its options."""
    where = f"（{asked.cells}格，如 {first_of(asked.first, 3)}）"
    match asked.table:
        case "sheets" if asked.twice:
            return f"工作表“{asked.key}”里的数{where}，别处也有同一项目、同一月份的：相加，还是不算这一张？"
        case "sheets":
            return f"工作表“{asked.key}”里的数{where}没有写是什么项目，是哪一项？"
        case "units":
            return f"工作表“{asked.key}”里的金额{where}没有写单位，单位是什么？"
        case _:
            return f"“{asked.key}”{where}是哪一项？"


def shown(option: str) -> str:
    """An option in words for people."""
    match option:
        case "计入":
            return f"{COUNTED}（科室、类别等，它的数与同一行、同一列的项目一起相加）"
        case "不计入":
            return f"{NOT_COUNTED}（不是要的数，或者别处已经算了）"
        case _:
            return option


def notes(matched: Matched, questions: Sequence[Question]) -> dict[str, str]:
    """The comments of a mapping that somebody is to fill in."""
    items = "、".join(choice.name for choice in matched.choices)
    found = {
        LABELS: f"行名和列名。可以填：{items}；\n"
        f"“{COUNTED}”：科室、类别等，它的数与同一行、同一列的项目一起相加；\n"
        f"“{NOT_COUNTED}”：不要的数，如其中的一部分。",
        SHEETS: f"工作表。可以填项目的名称；“{COUNTED}”：与别处同一项目、同一月份的数相加；\n"
        f"“{NOT_COUNTED}”：不算这一张。",
        UNITS: "没有写单位的金额，按工作表填：元、万元、亿元。",
    }
    for asked in questions:
        likely = f"，可能是“{asked.proposal}”" if asked.proposal else ""
        found[f"{asked.table}.{asked.key}"] = f"待填{likely}"
    return found


def fault(told: Faulty) -> str:
    """Why an item has no figure."""
    name = f"“{told.choice.name}”" + (
        f"（{told.label}）" if told.label and told.label != told.choice.name else ""
    )
    where = first_of(told.places, _MOST_PLACES)
    match told.fault:
        case Fault.MISSING:
            months = "、".join(map(str, told.months))
            return f"{name}没有{months}月的数，没有合计。没有发生的月份请填 0"
        case Fault.NO_NUMBER:
            return f"{name}有的格不是能相加的数，没有合计：{where}"
        case Fault.DIFFERENT_TOTAL:
            return f"{name}的合计与各月不符，没有采用：{where} 写的是 {told.says}，各月加起来是 {told.adds}"
        case Fault.UNCLEAR:
            return f"{name}有的数分不清是哪个月、哪一项的，没有合计：{where}"
        case Fault.ONLY_TOTALS:
            return f"{name}只有合计、累计，没有各月的数，没有采用：{where}"


def hidden(sheet: str, words: str) -> str:
    """That rows or columns of a sheet are hidden: ``words`` say how many."""
    return f"工作表“{sheet}”隐藏了{words}，里面的数也算了；请取消隐藏看一遍，不要的请删掉。"


def left(matched: Matched) -> Iterator[str]:
    """Numbers that count for nothing, and why."""
    for why, numbers in matched.left.items():
        where = first_of([number.place for number in numbers], _MOST_PLACES)
        yield f"{LEFT[why]}，没有计入：{len(numbers)}格（{where}）"


def years(found: Summed, year: int) -> Iterator[str]:
    """Numbers of other years, and those of which nobody said the year."""
    for other, places in found.other_years.items():
        yield f"是{other}年的，没有计入：{len(places)}格（{first_of(places, _MOST_PLACES)}）"
    if found.no_year:
        yield f"表里没有写年份，按{year}年的算。"

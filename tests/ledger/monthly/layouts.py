"""Counts by month at random with their true sums, and sheets of them in the layouts that offices use."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from nianbao.ledger.monthly.matched import COUNTED, Decided
from nianbao.model.figure import Figure, State

YEAR = 2024
ITEMS = {
    "licences.decisions": "行政许可",
    "penalties.decisions": "行政处罚",
    "coercive_measures.decisions": "行政强制",
    "fees.amount": "行政事业性收费",
}
MONTHS = range(1, 13)
OFFICES = ("法制科", "审批科", "综合执法大队")
Counts = Mapping[str, Sequence[int]]
Table = list[list[object]]
Sheets = dict[str, Table]
Named = Callable[[int], object]

NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
NAMES: Mapping[str, Named] = {
    "1月": lambda month: f"{month}月",
    "一月": lambda month: f"{NUMERALS[month - 1]}月份",
    "2024年1月": lambda month: f"{YEAR}年{month}月",
    "2024-01": lambda month: f"{YEAR}-{month:02}",
    "1": lambda month: month,
    "date": lambda month: datetime.date(YEAR, month, 1),
}


def counts() -> st.SearchStrategy[Counts]:
    """Twelve numbers of each item; those of the fees are 元."""
    year = st.lists(st.integers(0, 4000), min_size=12, max_size=12)
    return st.fixed_dictionaries(dict.fromkeys(ITEMS, year))


def true_sums(made: Counts) -> dict[str, Figure]:
    """What they add up to, the fees in 万元."""
    found = {}
    for item, numbers in made.items():
        number: int | Decimal = sum(numbers)
        if item == "fees.amount":
            number = Decimal(number) / 10_000
            number = int(number) if number == int(number) else number.normalize()
        found[f"disclosure.{item}"] = Figure(State.NUMBER, number)
    return found


def months_in_rows(made: Counts, named: Named) -> Sheets:
    """A title, a head with units, quarters and a sum below; last year's December above."""
    heads = [f"{name}（{'元' if item == 'fees.amount' else '件'}）" for item, name in ITEMS.items()]
    rows: Table = [[f"{YEAR}年行政执法情况统计表"], ["序号", "月份", *heads, "备注"]]
    for month in MONTHS:
        rows.append([month, named(month), *(made[item][month - 1] for item in ITEMS), ""])
        if month % 3 == 0:
            quarter = [sum(made[item][month - 3 : month]) for item in ITEMS]
            rows.append(["", f"第{NUMERALS[month // 3 - 1]}季度", *quarter, ""])
    rows.append(["", "合计", *(sum(made[item]) for item in ITEMS), "已核对"])
    return {"Sheet1": rows}


def months_in_columns(made: Counts, named: Named) -> Sheets:
    """Two columns a month, what is of it and what was so far; the unit in the row's label."""
    corner = "项目" if isinstance(named(1), str) else "月份/项目"
    heads: list[object] = [corner]
    below: list[object] = [corner]
    for month in MONTHS:
        heads += [named(month)] * 2
        below += ["本月", "累计"]
    rows: Table = [["填报单位：某某县教育局"], [f"{YEAR}年度"], [*heads, "全年合计"], [*below, ""]]
    for item, name in ITEMS.items():
        row: list[object] = [f"{name}（元）" if item == "fees.amount" else name]
        for month in MONTHS:
            row += [made[item][month - 1], sum(made[item][:month])]
        rows.append([*row, sum(made[item])])
    return {"汇总": rows}


def sheet_of_each_month(made: Counts, named: Named) -> Sheets:
    """One sheet a month, with last year's number beside; named as somebody names months."""
    found: Sheets = {}
    for month in MONTHS:
        rows: Table = [
            [f"{YEAR}年{month}月执法统计"],
            ["单位：件、万元"],
            ["序号", "项目", "本月数", "上年同期"],
        ]
        for at, (item, name) in enumerate(ITEMS.items(), 1):
            number = made[item][month - 1]
            shown = f"{Decimal(number) / 10_000:f}" if item == "fees.amount" else number
            rows.append([at, f"（{NUMERALS[at - 1]}）{name}", shown, 7])
        found[f"{month}月"] = rows
    return found


def long_list(made: Counts, named: Named) -> Sheets:
    """One row for each month and item; amounts carry their unit."""
    rows: Table = [["月份", "事项", "数量"]]
    for month in MONTHS:
        for item, name in ITEMS.items():
            number = made[item][month - 1]
            rows.append([named(month), name, f"{number:,}元" if item == "fees.amount" else f"{number}件"])
    return {"明细": rows}


def sheet_of_each_item(made: Counts, named: Named) -> Sheets:
    """One sheet an item; offices in columns, which add up."""
    found: Sheets = {}
    for item, name in ITEMS.items():
        unit = "（单位：元）" if item == "fees.amount" else ""
        rows: Table = [[f"{YEAR}年{name}统计{unit}"], ["月份", *OFFICES, "合计"]]
        for month in MONTHS:
            whole = made[item][month - 1]
            parts = [whole // 3, whole // 4]
            rows.append([named(month), *parts, whole - sum(parts), whole])
        found[name] = rows
    return found


def offices_in_columns(made: Counts, named: Named) -> Sheets:
    """Items above offices, each item's own sum beside them."""
    upper: list[object] = ["月份"]
    lower: list[object] = [""]
    for item, name in ITEMS.items():
        upper += [f"{name}（元）" if item == "fees.amount" else name] * 3
        lower += [*OFFICES[:2], "小计"]
    rows: Table = [upper, lower]
    for month in MONTHS:
        row = [named(month)]
        for item in ITEMS:
            whole = made[item][month - 1]
            row += [whole // 3, whole - whole // 3, whole]
        rows.append(row)
    return {f"{YEAR}": rows}


LAYOUTS: Mapping[str, Callable[[Counts, Named], Sheets]] = {
    each.__name__: each
    for each in (
        months_in_rows, months_in_columns, sheet_of_each_month, long_list, sheet_of_each_item,
        offices_in_columns,
    )
}  # fmt: skip
ANSWERED = Decided(labels=dict.fromkeys(OFFICES, COUNTED))

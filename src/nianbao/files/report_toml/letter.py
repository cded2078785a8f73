"""The table [letter] of a report.toml: read, with what is wrong, and written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from nianbao.files import bounds
from nianbao.files.report_toml.remarks import Told, shown_value
from nianbao.files.report_toml.values import Keys, string
from nianbao.model.letter import NONE, Letter

LETTER = "letter"
_KEYS = ("to", "number", "date", "enclosures", "contact")
_MOST_ENCLOSURES = 50


def letter(told: Told, data: Mapping[str, Any], year: int | None) -> Letter:
    """What the file says of the letter that goes up with the report of a ``year``."""
    table = data.get(LETTER, {})
    if not isinstance(table, dict):
        told.fault((LETTER,), "写法不对", "；报送函的内容写在 [letter] 一行下面。")
        return NONE
    told.known((LETTER,), table, _KEYS)
    texts = {key: told.text_in((LETTER,), table, key) for key in ("to", "number", "contact")}
    for key, text in texts.items():
        _line(told, key, text)
    date = table.get("date")
    if date is not None and type(date) is not datetime.date:
        told.fault(
            (LETTER, "date"), f"日期写的是 {shown_value(date)}", "；请写成 date = 2026-01-20，不加引号。"
        )
        date = None
    elif date is not None and year and date.year <= year:
        path, what = (LETTER, "date"), f"报送函的日期 {shown_value(date)} 在{year}年结束以前"
        told.fault(path, what, "；请核对日期，也可以不写，用报告的落款日期。")
    return Letter(**texts, date=date, enclosures=_enclosures(told, table))


def _enclosures(told: Told, table: Mapping[str, Any]) -> tuple[str, ...]:
    named = table.get("enclosures", [])
    if (
        not isinstance(named, list)
        or len(named) > _MOST_ENCLOSURES
        or not all(isinstance(each, str) and each.strip() for each in named)
    ):
        remedy = f'；请写成 enclosures = ["…", "…"]，最多{_MOST_ENCLOSURES}个。'
        told.fault((LETTER, "enclosures"), "附件的名称写法不对", remedy)
        return ()
    for each in named:
        _line(told, "enclosures", each)
    return tuple(named)


def _line(told: Told, key: str, text: str) -> None:
    path = (LETTER, key)
    if "\n" in text or "\t" in text:
        told.fault(path, "中间有换行或制表符", "；请写在一行里。")
    told.short(path, text, bounds.LONGEST_LINE)
    told.visible(path, text)


def keys(said: Letter) -> Keys:
    """The keys of the table, in order, as TOML; empty where left out."""
    return {
        "to": string(said.to) if said.to else "",
        "number": string(said.number) if said.number else "",
        "date": said.date.isoformat() if said.date else "",
        "enclosures": f"[{', '.join(map(string, said.enclosures))}]" if said.enclosures else "",
        "contact": string(said.contact) if said.contact else "",
    }

"""Charts in report.toml: whether there are any, and what they show of the years before."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nianbao.files.report_toml.remarks import LARGEST_EXPONENT, Told, items, shown_value
from nianbao.files.report_toml.values import Keys, string
from nianbao.key_lines import Path as KeyPath
from nianbao.model.figure import LONGEST, Figure, from_toml, to_toml
from nianbao.model.form import Form

CHARTS, EARLIER = "charts", "earlier"
_KEYS = ("year", "figures")
_EXAMPLE = '；请写成 figures = { "applications.received.total" = 3 }。'
_MOST_DIGITS = 18
_FIRST, _NO_YEAR = 2008, 9999  # the regulations (条例) are of that year

Years = Mapping[int, Mapping[str, Figure]]


def asked(told: Told, data: Mapping[str, Any]) -> bool:
    """Whether charts are to be printed."""
    value = data.get(CHARTS, False)
    if isinstance(value, bool):
        return value
    told.fault((CHARTS,), f"写的是 {shown_value(value)}", "；请写成 true 或 false，不加引号。")
    return False


def earlier(told: Told, data: Mapping[str, Any], form: Form) -> Years:
    """The figures of years before the report's, by year and cell."""
    found: dict[int, dict[str, Figure]] = {}
    own = data.get("year")
    end = own if type(own) is int else _NO_YEAR
    for path, item in items(told, data, EARLIER, "往年的数", _KEYS):
        year, figures = item.get("year"), item.get("figures")
        if type(year) is not int or not _FIRST <= year < end or year in found:
            told.fault((*path, "year"), "年度写法不对", "；请写以前的年度，每年只写一次，如 year = 2023。")
            continue
        if not isinstance(figures, dict) or not figures:
            told.fault((*path, "figures"), "没有写是哪几格的数", _EXAMPLE)
            continue
        found[year] = {
            cell: figure
            for cell, value in figures.items()
            if (figure := _figure(told, (*path, "figures"), cell, value, form)) is not None
        }
    return dict(sorted(found.items()))


def _figure(told: Told, path: KeyPath, cell: str, value: Any, form: Form) -> Figure | None:
    if cell not in form.cells:
        near = told.near(cell, list(form.cells))
        told.fault(path, f"没有“{shown_value(cell)}”这一格", f"；最接近的是 {near}。" if near else _EXAMPLE)
        return None
    plain = isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= LONGEST
    plain = plain or (
        isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= LARGEST_EXPONENT
    )
    if not plain or (isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS):
        told.fault(path, f"数写的是 {shown_value(value)}", _EXAMPLE)
        return None
    figure = from_toml(value)
    told.visible(path, figure.text + figure.remark)
    return figure


def written(years: Years) -> list[Keys]:
    """The tables of the years."""
    return [{"year": str(year), "figures": _figures(figures)} for year, figures in years.items() if figures]


def _figures(figures: Mapping[str, Figure]) -> str:
    return f"{{ {', '.join(_pair(cell, figures[cell]) for cell in sorted(figures))} }}"


def _pair(cell: str, figure: Figure) -> str:
    value = to_toml(figure)
    return f"{string(cell)} = {value if isinstance(value, int) else string(value)}"

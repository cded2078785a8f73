"""Where figures come from, in report.toml, read and written: a table for each time that something was taken
from a source, in it a line for each cell."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from nianbao.files import bounds
from nianbao.files.report_toml.remarks import LARGEST_EXPONENT, Told, items, one_line, shown_value, worded
from nianbao.files.report_toml.values import Keys, string
from nianbao.key_lines import Path as KeyPath
from nianbao.model.figure import LONGEST, Figure, from_toml, to_toml
from nianbao.model.form import Form
from nianbao.model.origin import MOST_ORIGINS, MOST_ROWS, MOST_STRETCHES, Origin, Source, stretches
from nianbao.patterns import regex

_KEYS = ("from", "kind", "mapping", "at", "digest", "figures")
_FIGURE = ("cell", "value", "place", "rows")
_TOO_MANY = f"；最多{MOST_ORIGINS}条，行号最多{MOST_STRETCHES}段、{MOST_ROWS}行，其余的只写工作表就可以。"
_STRETCH = regex(r"([1-9][0-9]{0,7})-([1-9][0-9]{0,7})")
_FEWEST_ROWS = 3  # that are written as a stretch
_LARGEST_ROW = 10_000_000
_SOURCE = "；请写上文件名，或者来文的名称。"
_EXAMPLE = '；请写成 figures = [{ cell = "disclosure.licences.decisions", value = 3 }]。'


def origins(told: Told, data: Mapping[str, Any], form: Form) -> tuple[Origin, ...]:
    """The origins of figures, in the order of the file."""
    found: list[Origin] = []
    rows = parts = 0
    for path, item in items(told, data, "origins", "来源", _KEYS):
        source, kind, mapping, digest = (told.text_in(path, item, key) for key in _KEYS if key in _TEXTS)
        worded(told, (*path, "from"), source, "没有写来源", _SOURCE, bounds.LONGEST_LINE)
        for key, text in (("from", source), ("mapping", mapping), ("digest", digest)):
            one_line(told, (*path, key), text)
            told.visible((*path, key), text)
            told.short((*path, key), text, bounds.LONGEST_LINE)
        if kind not in set(Source):
            known = "、".join(each for each in Source if each)
            told.fault((*path, "kind"), f"没有“{shown_value(kind)}”这种来源", f"；可以写 {known}，或者不写。")
            kind = ""
        at = _moment(told, (*path, "at"), item.get("at"))
        for inner, figure in _figures(told, (*path, "figures"), item.get("figures")):
            cell, place = (told.text_in(inner, figure, key) for key in ("cell", "place"))
            _cell(told, (*inner, "cell"), cell, form)
            one_line(told, (*inner, "place"), place)
            told.visible((*inner, "place"), place)
            told.short((*inner, "place"), place, bounds.LONGEST_LINE)
            numbers = _rows(told, (*inner, "rows"), figure.get("rows", []))
            value = _value(told, (*inner, "value"), figure.get("value"))
            rows, parts = rows + len(numbers), parts + len(stretches(numbers))
            found.append(Origin(cell, source, Source(kind), place, numbers, value, digest, at, mapping))
    if rows > MOST_ROWS or parts > MOST_STRETCHES or len(found) > MOST_ORIGINS:
        told.fault(("origins", 0), "记的来源太多了", _TOO_MANY)
    return tuple(found)


_TEXTS = frozenset(("from", "kind", "mapping", "digest"))


def written(origins: tuple[Origin, ...]) -> list[Keys]:
    """The tables of the origins: what was taken from a source at one time stands in one."""
    tables = []
    for _, group in itertools.groupby(origins, key=lambda origin: origin.head):
        own = list(group)
        first = own[0]
        lines = "".join(f"  {{ {_figure(origin)} }},\n" for origin in own)
        tables.append(
            {
                "from": string(first.source),
                "kind": string(first.kind) if first.kind else "",
                "mapping": string(first.mapping) if first.mapping else "",
                "at": first.at.isoformat(timespec="seconds") if first.at else "",
                "digest": string(first.digest) if first.digest else "",
                "figures": f"[\n{lines}]",
            }
        )
    return tables


def _figure(origin: Origin) -> str:
    value = None if origin.value is None else to_toml(origin.value)
    keys = {
        "cell": string(origin.cell),
        "value": "" if value is None else str(value) if isinstance(value, int) else string(value),
        "place": string(origin.place) if origin.place else "",
        "rows": f"[{', '.join(_stretches(origin.rows))}]" if origin.rows else "",
    }
    return ", ".join(f"{key} = {text}" for key, text in keys.items() if text)


def _stretches(rows: tuple[int, ...]) -> Iterator[str]:
    """Numbers of rows as they are written: 2, 5, "7-310"."""
    for first, last in stretches(rows):
        if last - first + 1 < _FEWEST_ROWS:
            yield from map(str, range(first, last + 1))
        else:
            yield string(f"{first}-{last}")


def _figures(told: Told, path: KeyPath, figures: Any) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    if not isinstance(figures, list) or not figures or not all(isinstance(each, dict) for each in figures):
        told.fault(path, "没有写是哪几格的来源", _EXAMPLE)
        return
    for index, figure in enumerate(figures):
        told.known((*path, index), figure, _FIGURE)
        yield (*path, index), figure


def _cell(told: Told, path: KeyPath, cell: str, form: Form) -> None:
    if cell in form.cells:
        return
    near = told.near(cell, list(form.cells))
    hint = f"；最接近的是 {near}。" if near else "；请写成 部分.行.列 三段英文名称。"
    told.fault(path, f"没有“{shown_value(cell)}”这一格", hint)


def _moment(told: Told, path: KeyPath, at: object) -> datetime.datetime | None:
    if at is None or isinstance(at, datetime.datetime):
        return at
    told.fault(path, f"时间写的是 {shown_value(at)}", "；请写成 at = 2026-01-10T09:12:00，不加引号。")
    return None


def _rows(told: Told, path: KeyPath, rows: Any) -> tuple[int, ...]:
    parts = [_stretch(row) for row in rows] if isinstance(rows, list) else [None]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or any(part.stop - 1 > _LARGEST_ROW for part in known):
        told.fault(path, "行号写法不对", '；请写成 rows = [12, 15, "20-33"]。')
    elif sum(map(len, known)) > MOST_ROWS:
        told.fault(path, "行号太多了", _TOO_MANY)
    else:
        return tuple(itertools.chain.from_iterable(known))
    return ()


def _stretch(row: object) -> range | None:
    """The rows that an entry names: one, or from the first to the last."""
    if type(row) is int and row > 0:
        return range(row, row + 1)
    match = _STRETCH.fullmatch(row) if isinstance(row, str) else None
    first, last = map(int, match.groups()) if match else (1, 0)
    return range(first, last + 1) if first < last else None


def _value(told: Told, path: KeyPath, value: Any) -> Figure | None:
    if value is None:
        return None
    plain = not isinstance(value, bool) and isinstance(value, int | Decimal | str)
    if isinstance(value, Decimal):
        plain = value.is_finite() and abs(value.adjusted()) <= LARGEST_EXPONENT
    elif plain and isinstance(value, int):
        plain = abs(value) < 10**LONGEST
    if plain and len(str(value)) <= LONGEST:
        figure = from_toml(value)
        told.visible(path, figure.text + figure.remark)
        return figure
    told.fault(path, f"数写的是 {shown_value(value)}", "；请写当时从来源得到的数。")
    return None

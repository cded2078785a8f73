"""Where figures come from, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.model.origin import Origin
from nianbao.model.report import Report

_MOST_ROWS = 12  # stretches of rows that a line names


def source_in_words(origin: Origin, *, most: int = _MOST_ROWS) -> str:
    """The source, the sheet and the cell or the rows in it: 台账.xlsx 登记表 第12、15—20行. Of very many rows
    the first ``most`` stretches."""
    words = [origin.source, origin.place]
    if origin.rows:
        words.append(f"第{rows_in_words(origin.rows, most)}行")
    return " ".join(word for word in words if word)


def rows_in_words(rows: Sequence[int], most: int = 0) -> str:
    """Numbers of rows, neighbours as one stretch: 12、15—20; of very many the first ``most`` stretches, of 0
    all."""
    stretches: list[list[int]] = []
    for row in sorted(rows):
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    told = [str(first) if first == last else f"{first}—{last}" for first, last in stretches]
    if most and len(told) > most:
        return f"{'、'.join(told[:most])}……共{len(rows)}"
    return "、".join(told)


def origin_in_words(origin: Origin, *, most: int = 0) -> str:
    """One origin with what it gave: 法制科.xlsx 表三!D7：3. Of very many rows the first ``most`` stretches,
    of 0 all."""
    value = "" if origin.value is None else f"：{str(origin.value) or '空着'}"
    return f"{source_in_words(origin, most=most)}{value}"


def origins_in_words(report: Report, cell: str) -> str:
    """All origins of a cell in one short line, with a word where the figure is another by now; empty if it
    has none."""
    origins = report.origins_of(cell)
    if not origins:
        return ""
    first = source_in_words(origins[0], most=3)
    more = f"等{len(origins)}处" if len(origins) > 1 else ""
    return f"{'改过，原' if report.is_changed_since_origin(cell) else ''}取自 {first}{more}"


def compared(report: Report, cell: str) -> str:
    """What the origins of a cell add up to, against what it says; empty where nobody knows, or where one
    origin says it already."""
    given = report.given_by_origins(cell)
    if given is None:
        return ""
    now, among = report.figure(cell), "合计" if len(report.origins_of(cell)) > 1 else ""
    if given != now:
        return f"来源{among}{given}，现在是{str(now) or '空着'}：取来以后改过。"
    return f"来源合计{given}，与这一格相同。" if among else ""

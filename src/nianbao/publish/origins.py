"""Where figures come from, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.model.origin import Origin

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

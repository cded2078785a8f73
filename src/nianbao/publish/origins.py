"""Where figures come from, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nianbao.model.figure import count
from nianbao.model.origin import Origin, Source, stretches
from nianbao.model.report import Report

_KINDS = {
    Source.NAMED: "",
    Source.REPORT: "报告或表格",
    Source.PRIOR: "上年报告",
    Source.LEDGER: "台账",
    Source.MONTHLY: "月报",
    Source.REGION: "成员单位合计",
}
_TOO_MANY = "（行太多，没有逐行记下）"
_DIGITS = 8  # of a digest: enough to tell two files apart
_MOST_ROWS = 12  # stretches of rows that a line names
_MOST_SIGNED = 60  # that the annex of the checklist names for a cell


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
    told = [str(first) if first == last else f"{first}—{last}" for first, last in stretches(sorted(rows))]
    if most and len(told) > most:
        return f"{'、'.join(told[:most])}……共{len(rows)}"
    return "、".join(told)


def origin_in_words(origin: Origin, *, most: int = 0) -> str:
    """One origin with what it gave: 法制科.xlsx 表三!D7：3. Of very many rows the first ``most`` stretches,
    of 0 all."""
    value = "" if origin.value is None else f"：{str(origin.value) or '空着'}"
    uncounted = origin.kind is Source.LEDGER and not origin.rows and origin.value not in {None, count(0)}
    return f"{source_in_words(origin, most=most)}{value}{_TOO_MANY if uncounted else ''}"


def taken_in_words(origins: Sequence[Origin]) -> str:
    """All that was taken from one source at one time, with everything that is kept of it: 月报.csv（月报，
    2026-01-20 09:12:30，指纹b1946ac9）：B3 196、B4 213. Of its digest the beginning."""
    first = origins[0]
    moment = f"{first.at:%Y-%m-%d %H:%M:%S}" if first.at is not None else ""
    digest = f"指纹{first.digest[:_DIGITS]}" if first.digest else ""
    of_source = [_KINDS[first.kind], first.mapping, moment, digest]
    inside = "，".join(each for each in of_source if each)
    head = f"{first.source}（{inside}）" if inside else first.source
    places = [_place_in_words(origin) for origin in origins]
    return "：".join(part for part in (head, "、".join(place for place in places if place)) if part)


def _place_in_words(origin: Origin) -> str:
    """Where in its source, and what stood there."""
    rows = f"第{rows_in_words(origin.rows)}行" if origin.rows else ""
    value = "" if origin.value is None else str(origin.value) or "空着"
    return " ".join(part for part in (origin.place, rows, value) if part)


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


@dataclass(frozen=True, slots=True)
class RowOrigins:
    """A row of a table for those who sign: its figures, and where they come from, a line for each source."""

    place: str
    figures: str
    sources: tuple[str, ...]


def rows_with_origins(report: Report) -> Iterator[RowOrigins]:
    """The rows of which any figure has an origin, in the order of the form."""
    by_cell: dict[str, list[Origin]] = {}
    for origin in report.origins:
        by_cell.setdefault(origin.cell, []).append(origin)
    for cells in report.form.rows.values():
        own = [cell for cell in cells if cell.id in by_cell]
        if own:
            figures = (f"{cell.column.name} {report.figure(cell.id)}" for cell in own)
            origins = [origin for cell in own for origin in by_cell[cell.id]]
            changed = [cell for cell in own if report.is_changed_since_origin(cell.id)]
            lines = [
                _of_source(report, source, origins) for source in dict.fromkeys(o.source for o in origins)
            ]
            lines += [
                f"{cell.column.name}取来时是{report.given_by_origins(cell.id)}，后来改过" for cell in changed
            ]
            section = report.form.section(own[0].section).name
            yield RowOrigins(f"{section}：{own[0].row.name}", "，".join(figures), tuple(lines))


def _of_source(report: Report, source: str, origins: Sequence[Origin]) -> str:
    """What of a row comes from a source: from which cells, or column by column from which rows."""
    own = [origin for origin in origins if origin.source == source]
    counted = [origin for origin in own if origin.rows]
    if counted:
        columns = report.form.cells
        rows = (
            f"{columns[each.cell].column.name} "
            + " ".join(filter(None, [each.place, f"第{rows_in_words(each.rows, _MOST_SIGNED)}行"]))
            for each in counted
        )
        return f"{source}：{'；'.join(rows)}"
    return first_to_last(own)


def first_to_last(origins: Sequence[Origin]) -> str:
    """Several cells of one source, by the first and the last: 法制科.xlsx 表四!A7—D7."""
    first, last = origins[0], origins[-1]
    sheet, mark, _ = first.place.rpartition("!")
    rest = last.place.removeprefix(f"{sheet}{mark}")
    return source_in_words(first) + (f"—{rest}" if last.place != first.place else "")

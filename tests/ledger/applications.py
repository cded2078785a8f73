"""Applications at random with the table that they make, and ledgers of them in several styles."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from hypothesis import strategies as st

from nianbao.ledger.places import Places, places_of
from nianbao.ledger.words import ledger_words
from nianbao.model.load_forms import form_for

YEAR = 2024
FORM = form_for(YEAR)
assert FORM is not None
PLACES: Places = places_of(FORM, ledger_words())
FIRST, LAST = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 12, 31)
EPOCH = datetime.date(1899, 12, 30)
NAME, PHONE, PAPER, STREET = "欧阳某甲", "13912345678", "350128199001011234", "无名路七号"
Table = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Application:
    """One row: what is true of it, in the ids of the form."""

    kind: str
    received: datetime.date
    answered: datetime.date | None
    outcome: str


def applications() -> st.SearchStrategy[list[Application]]:
    """Applications around the year: carried in, carried out, of the years before and after, too."""
    days = st.integers(-60, 420).map(lambda day: FIRST + datetime.timedelta(day))

    @st.composite
    def one(draw: st.DrawFn) -> Application:
        received = draw(days)
        taken = draw(st.none() | st.integers(0, 120))
        answered = None if taken is None else received + datetime.timedelta(taken)
        kind = draw(st.sampled_from([each.id for each in PLACES.kinds]))
        outcome = draw(st.sampled_from([each.id for each in PLACES.outcomes])) if answered else ""
        return Application(kind, received, answered, outcome)

    return st.lists(one(), max_size=40)


def true_table(made: Sequence[Application]) -> dict[str, int]:
    """The figures that are not 0, counted as the notice says, in a way of its own."""
    found: Counter[str] = Counter()
    for each in made:
        done = each.answered is not None and each.answered.year <= YEAR
        if each.received.year > YEAR or (each.answered is not None and each.answered.year < YEAR):
            continue
        row = "received" if each.received.year == YEAR else "carried_in"
        found[f"applications.{row}.{each.kind}"] += 1
        found[f"applications.{each.outcome if done else 'carried_out'}.{each.kind}"] += 1
    return dict(found)


# ---- styles


def iso(day: datetime.date) -> object:
    return day.isoformat()


def dotted(day: datetime.date) -> object:
    return f"{day.year}.{day.month}.{day.day}"


def chinese(day: datetime.date) -> object:
    return f"{day.year}年{day.month}月{day.day}日"


def digits(day: datetime.date) -> object:
    return f"{day:%Y%m%d}"


def serial(day: datetime.date) -> object:
    return (day - EPOCH).days


@dataclass(frozen=True)
class Style:
    """How an office keeps its ledger: names of columns (kind, received, answered, outcome), dates, words."""

    heads: tuple[str, str, str, str]
    day: Callable[[datetime.date], object]
    kinds: Mapping[str, str]
    outcomes: Mapping[str, str]
    monthly: bool = False
    above: int = 0  # rows above the head


def _names(style: str) -> tuple[dict[str, str], dict[str, str]]:
    match style:
        case "names":
            return {c.id: c.name for c in PLACES.kinds}, {c.id: c.name for c in PLACES.outcomes}
        case "labels":
            return {c.id: c.label for c in PLACES.kinds}, {c.id: c.label for c in PLACES.outcomes}
        case _:
            return (
                {c.id: f"甲{at}类" for at, c in enumerate(PLACES.kinds)},
                {c.id: f"第{at}种" for at, c in enumerate(PLACES.outcomes)},
            )


STYLES = {
    "plain": Style(("申请人类型", "收到日期", "答复日期", "办理结果"), iso, *_names("names")),
    "dots": Style(("申请人类别", "收件日期", "办结日期", "答复类型"), dotted, *_names("labels"), above=2),
    "chinese": Style(("甲", "乙", "丙", "丁"), chinese, *_names("own")),
    "digits": Style(
        ("申请人性质", "签收时间", "回复日期", "处理结果"), digits, *_names("names"), monthly=True
    ),
    "serials": Style(("申请主体", "接收日期", "答复时间", "答复结果"), serial, *_names("own"), above=1),
}


def table(made: Sequence[Application], style: Style) -> Table:
    """The rows of a ledger with what it holds of people, too; an empty one stands between."""
    kind, received, answered, outcome = style.heads
    rows: list[list[object]] = [
        ["某局依申请公开台账", "", "", "", "", "", "", ""] for _ in range(style.above)
    ]
    rows.append(["序号", "申请人", "身份证号", kind, received, "联系地址", "联系电话", answered, outcome])
    for at, each in enumerate(made, 1):
        ended = style.day(each.answered) if each.answered else ""
        words = style.outcomes.get(each.outcome, "")
        day = style.day(each.received)
        rows.append([at, NAME, PAPER, style.kinds[each.kind], day, STREET, PHONE, ended, words])
        if at % 7 == 0:
            rows.append([""] * 9)
    return rows


def sheets(made: Sequence[Application], style: Style) -> dict[str, Table]:
    """The ledger, month by month if it is kept so."""
    if not style.monthly:
        return {"登记表": table(made, style)}
    months = sorted({each.received.month for each in made}) or [1]
    return {f"{m}月": table([each for each in made if each.received.month == m], style) for m in months}


def as_csv(rows: Table) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("gb18030")


def as_xlsx(tables: Mapping[str, Table], hidden: Sequence[int] = ()) -> bytes:
    """A workbook; ``hidden`` are rows of each sheet, from 0."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            for at in hidden:
                sheet.set_row(at, None, None, {"hidden": True})
    return stream.getvalue()

"""Reviews and suits at random with the table that they make, and ledgers of them in several styles."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from nianbao.ledger.disputes import dispute_places
from nianbao.ledger.mapping import Decided
from nianbao.ledger.words import ledger_words
from tests.ledger.applications import FIRST, FORM, NAME, YEAR, Table, iso

assert FORM is not None
DISPUTES = dispute_places(FORM, ledger_words())


@dataclass(frozen=True)
class Case:
    """A review or a suit, in the ids of the form."""

    kind: str
    received: datetime.date
    decided: datetime.date | None
    outcome: str


def cases() -> st.SearchStrategy[list[Case]]:
    """Cases around the year: of the years before and after, open ones, too."""
    days = st.integers(-200, 420).map(lambda day: FIRST + datetime.timedelta(day))

    @st.composite
    def one(draw: st.DrawFn) -> Case:
        received = draw(days)
        taken = draw(st.none() | st.integers(0, 300))
        decided = None if taken is None else received + datetime.timedelta(taken)
        kind = draw(st.sampled_from([each.id for each in DISPUTES.kinds]))
        outcome = draw(st.sampled_from([each.id for each in DISPUTES.outcomes])) if decided else ""
        return Case(kind, received, decided, outcome)

    return st.lists(one(), min_size=1, max_size=15)


def true_table(made: Sequence[Case]) -> dict[str, int]:
    """The figures that are not 0, in a way of its own."""
    found: Counter[str] = Counter()
    for each in made:
        if each.received.year > YEAR or (each.decided is not None and each.decided.year < YEAR):
            continue
        done = each.decided is not None and each.decided.year == YEAR
        found[f"disputes.{each.kind}.{each.outcome if done else 'pending'}"] += 1
    return dict(found)


def as_written(made: Sequence[Case]) -> Table:
    """A sheet of cases in the words of the form."""
    kinds = {choice.id: choice.name for choice in DISPUTES.kinds}
    outcomes = {choice.id: choice.label for choice in DISPUTES.outcomes}
    heads: list[object] = ["案号", "当事人", "案件类型", "受理日期", "审理机关", "结案日期", "审理结果"]
    rows = [heads]
    for at, each in enumerate(made):
        decided = iso(each.decided) if each.decided else ""
        outcome = outcomes.get(each.outcome, "审理中" if at % 2 else "")
        rows.append([f"行复{at}号", NAME, kinds[each.kind], iso(each.received), "某市政府", decided, outcome])
    return rows


OWN = Decided(
    {"kind": "甲", "received": "乙", "answered": "丙", "outcome": "丁"},
    {f"第{at}类": choice.name for at, choice in enumerate(DISPUTES.kinds)},
    {f"判{at}": choice.name for at, choice in enumerate(DISPUTES.outcomes)},
)


def in_own_words(made: Sequence[Case]) -> Table:
    """The same in words that somebody has to explain."""
    kinds: Mapping[str, str] = {choice.id: f"第{at}类" for at, choice in enumerate(DISPUTES.kinds)}
    outcomes: Mapping[str, str] = {choice.id: f"判{at}" for at, choice in enumerate(DISPUTES.outcomes)}
    rows: list[list[object]] = [["序号", "丁", "丙", "乙", "甲"]]
    for at, each in enumerate(made, 1):
        decided = each.decided.strftime("%Y%m%d") if each.decided else ""
        kind, outcome = kinds[each.kind], outcomes.get(each.outcome, "")
        rows.append([at, outcome, decided, each.received.strftime("%Y%m%d"), kind])
    return rows


def beside_applications(made: Sequence[Case]) -> Table:
    """Columns beside the applications; a suit after a review has the review beside it, which is not counted
    as decided in the year."""
    heads: list[object] = ["申请人", "申请人类型", "收到日期", "答复日期", "办理结果"]
    heads += ["复议受理日期", "复议决定日期", "复议结果", "诉讼立案日期", "判决日期", "诉讼结果"]
    rows = [heads]
    outcomes = {choice.id: choice.label for choice in DISPUTES.outcomes}
    for each in made:
        told = [iso(each.received), iso(each.decided) if each.decided else "", outcomes.get(each.outcome, "")]
        before = ["2020-01-05", "2020-02-05", "维持"] if each.kind == "litigation_after_review" else [""] * 3
        case = [*told, "", "", ""] if each.kind == "review" else [*before, *told]
        rows.append([NAME, "公民", "2019-10-01", "2019-10-09", "公开", *case])
    return rows

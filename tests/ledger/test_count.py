"""The ledger gives the table back, however it is kept; what cannot be counted is told by its row."""

from __future__ import annotations

import json
from pathlib import Path, PurePath

import pytest
from hypothesis import given, settings

from nianbao import checks
from nianbao.ledger import fill
from nianbao.ledger.count import Counted, count
from nianbao.ledger.mapping import Decided
from nianbao.ledger.matched import Matched, match
from nianbao.ledger.places import Places
from nianbao.ledger.sheets import Ledger, sheets_in
from nianbao.model.report import Report
from nianbao.read import confined
from nianbao.read.workbook import columns
from tests.ledger.applications import (
    FORM,
    PLACES,
    STYLES,
    YEAR,
    Application,
    Style,
    applications,
    as_csv,
    as_xlsx,
    sheets,
    true_table,
)

ROOT = Path(__file__).resolve().parents[2]


def read_here(module: str, function: str, *given: bytes, **limits: object) -> object:
    """Reading starts a process each time; these tests would be slow."""
    return json.loads(json.dumps(columns.columns_here(*given)))


def matched(data: bytes, kind: str, decided: Decided, *, places: Places = PLACES) -> Matched:
    """A ledger with its columns and words matched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confined, "call", read_here)
        found = sheets_in(data, PurePath(f"台账.{kind}"), places.words, decided)
    heads = tuple(head for sheet in found for head in sheet.heads)
    return match(Ledger(tuple(found), heads), places, decided, "台账对照.toml")


def counted(data: bytes, kind: str, decided: Decided) -> Counted:
    found = matched(data, kind, decided)
    assert found.questions == ()
    return count(found, PLACES, YEAR)


def decided_for(style: Style) -> Decided:
    """What somebody has answered to the questions about a ledger in this style."""
    fields = ("kind", "received", "answered", "outcome")
    names = {c.id: c.name for c in (*PLACES.kinds, *PLACES.outcomes)}
    return Decided(
        dict(zip(fields, style.heads, strict=True)),
        {word: names[each] for each, word in style.kinds.items()},
        {word: names[each] for each, word in style.outcomes.items()},
    )


@pytest.mark.parametrize("name", STYLES)
@settings(max_examples=15)
@given(made=applications())
@pytest.mark.takes_turns
def test_the_table_comes_back(name: str, made: list[Application]) -> None:
    style = STYLES[name]
    tables = sheets(made, style)
    files = (
        [(as_xlsx(tables), "xlsx")]
        if style.monthly
        else [(as_xlsx(tables), "xlsx"), (as_csv(*tables.values()), "csv")]
    )
    for data, kind in files:
        if not made:
            continue
        found = counted(data, kind, decided_for(style))
        assert {cell: number for cell, number in found.figures.items() if number} == true_table(made)
        assert found.faults == {}
        assert FORM is not None
        report = fill.filled_in(Report(FORM, "某某县教育局", YEAR), found.figures)
        assert [each for each in checks.check(report) if each.code in {"T301", "T302", "T303", "T304"}] == []


def test_words_of_the_form_need_no_question_others_do() -> None:
    rows = [
        ["申请人类型", "收到日期", "答复日期", "办理结果", "理由"],
        ["公民", "2024-01-05", "2024-01-20", "予以公开", ""],
        ["企业", "2024-01-05", "2024-01-20", "不予公开", "过程性信息"],
        ["企业", "2024-01-05", "2024-01-20", "不予公开", "领导不让"],
    ]
    found = matched(as_csv(rows), "csv", Decided())
    asked = [(each.table, each.key, each.rows, each.proposal) for each in found.questions]
    assert asked == [("kinds", "企业", 2, "商业企业"), ("outcomes", "不予公开", 2, "")]
    assert found.decided.kinds == {"公民": "自然人", "企业": ""}

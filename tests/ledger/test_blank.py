"""The empty ledger: what is chosen in it needs no question."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from nianbao.ledger.blank import blank_ledger
from nianbao.ledger.count import count
from nianbao.ledger.mapping import Decided
from nianbao.ledger.places import places_of
from nianbao.ledger.words import ledger_words
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms
from nianbao.read.workbook.document import texts_of
from nianbao.write.xlsx.plain_sheet import PlainSheet
from nianbao.write.xlsx.register import written
from tests.ledger.applications import PLACES, YEAR, as_xlsx
from tests.ledger.disputes import DISPUTES
from tests.ledger.test_count import matched


@pytest.mark.parametrize("form", all_forms().values(), ids=str)
def test_every_choice_means_itself(form: Form) -> None:
    register = blank_ledger(places_of(form, ledger_words()), DISPUTES, "某某县教育局", YEAR)
    heads = [column.name for column in register.columns]
    rows: list[list[object]] = [list(heads)]
    choices = {column.name: column.choices for column in register.columns}
    for kind in choices["申请人类型"]:
        for outcome in choices["办理结果"]:
            given = {
                "申请人类型": kind,
                "办理结果": outcome,
                "收到日期": "2024-03-05",
                "答复日期": "2024-03-08",
            }
            rows.append([given.get(head, "") for head in heads])
    places = places_of(form, ledger_words())
    found = matched(as_xlsx({"台账": rows}), "xlsx", Decided(), places=places)
    assert found.questions == ()
    figures = count(found, places, YEAR).figures
    assert {each for each in figures.values() if each} == {1, len(places.outcomes)}


def test_an_empty_one_has_no_application_and_asks_nothing() -> None:
    data = written(blank_ledger(PLACES, DISPUTES, "某某县教育局", YEAR))
    found = matched(data, "xlsx", Decided())
    assert found.questions == ()
    assert [sheet.sheet.name for sheet in found.passed] == ["复议诉讼", "说明"]
    assert set(count(found, PLACES, YEAR).figures.values()) == {0}


def test_lists_and_hints_stand_in_the_file_and_the_same_content_gives_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register = blank_ledger(PLACES, DISPUTES, "=cmd|'/c calc'!A1", YEAR)
    data = written(register)
    assert data == written(register)
    with monkeypatch.context() as patched:  # XlsxWriter itself would write the conditions as they are
        patched.delattr(PlainSheet, "_prepare_formula")
        assert data == written(register)
    assert texts_of(data)["说明"][0][0].startswith("=cmd|")
    sheet = ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    for column in register.columns:
        assert not column.choices or sheet.count(f"选项!${chr(65 + register.columns.index(column))}$1") == 1
    assert sheet.count("<dataValidation ") == len(register.columns)

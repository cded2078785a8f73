import pytest
from hypothesis import given

from nianbao.desk.table.cell_editor import CellEditor, could_be_figure
from nianbao.model.figure import State, half_width, parse
from nianbao.model.load_forms import all_forms
from tests.strategies import typed_figures

CELL = all_forms()["2021"].cells["applications.received.natural_person"]


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "12",
        "１２",
        "+4",
        "＋4",
        "-18",
        "/",
        "—",
        "4166.241619",
        "1,234",
        "48359.9万元",
        "22（其中修订16件）",
        "2件",
        "?",
    ],
)
def test_what_a_cell_can_hold_can_be_typed(text: str) -> None:
    editor = CellEditor(CELL)
    editor.insert(text)
    assert (editor.text, editor.fault) == (text, "")


@given(typed_figures())
def test_no_figure_is_refused(typed: tuple[str, object]) -> None:
    text = typed[0]
    if parse(text).state is not State.MALFORMED and text.isprintable():
        editor = CellEditor(CELL)
        editor.insert(text)
        assert not editor.fault


@pytest.mark.parametrize(
    ("before", "character", "why"),
    [
        ("", "a", "字母"),
        ("1", "Ｂ", "字母"),
        ("", "减", "括号里"),
        ("", "减4", "减少请写 -4"),
        ("减", "少４", "减少请写 -4"),
        ("", "12345678901234567890", "太长"),
        ("22", "（其中", "没有写完整"),
        ("", "（", "先填数字"),
        ("1", "+", "最前面"),
        ("", "=", "不能填"),
        ("9" * 18, "9", "太长"),
    ],
)
def test_what_is_no_figure_stays_as_it_was_typed_with_a_word_why(
    before: str, character: str, why: str
) -> None:
    editor = CellEditor(CELL, before, len(before))
    editor.insert(character)
    assert why in editor.fault
    assert editor.text == before + character


def test_a_slip_in_the_middle_can_be_mended() -> None:
    editor = CellEditor.on(CELL, "减")
    editor.insert("1")
    assert editor.fault
    editor.move(-10)
    editor.delete_right()
    assert editor.text == "1"


def test_the_caret_stays_in_the_text() -> None:
    editor = CellEditor.on(CELL, "12")
    editor.move(5)
    editor.insert("3")
    editor.move(-2)
    editor.delete_left()
    editor.insert("9")
    assert (editor.text, editor.caret) == ("923", 1)
    editor.move(-9)
    editor.delete_left()
    assert editor.text == "923"


def test_the_beginning_of_a_figure_is_none_yet() -> None:
    assert all(could_be_figure(text) for text in ("+", "1,", "1,2", "4166.", "5（其中", "3万"))
    assert not any(could_be_figure(text) for text in ("1+", "x", "1..", "（1"))
    assert half_width("＋") == "+"

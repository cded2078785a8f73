"""Filling in: typing, giving up, whole cells; each as it stands in the session and as it is told."""

from __future__ import annotations

import pytest

from nianbao.desk.session import Session
from nianbao.desk.table.entry import Entry
from nianbao.desk.table.selection import Selection
from nianbao.model.figure import BLANK, UNKNOWN, count, parse
from nianbao.model.grid import grid_of
from nianbao.model.report import Report
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
TOTAL = "applications.received.total"
EMPTY = Report(clean_report("2021").form, "某某局", 2024)


class Desk:
    """A table with somebody at it who notes what is told."""

    def __init__(self, report: Report, place: str = FIRST) -> None:
        self.session = Session(report)
        self.selection = Selection(grid_of(report.form, place.partition(".")[0]), place)
        self.said: list[str] = []
        self.changes = 0
        self.entry = Entry(self.session, self.selection, self.said.append, self._count)

    def _count(self) -> None:
        self.changes += 1

    def figure(self, place: str = FIRST) -> str:
        return str(self.session.report.figure(place))


def test_what_is_typed_is_seen_at_once_and_entered_as_one_step() -> None:
    desk = Desk(clean_report("2021"))
    desk.entry.insert("1")
    desk.entry.insert("2")
    assert (desk.figure(), desk.session.entered.figure(FIRST)) == ("12", count(0))
    desk.entry.commit()
    assert desk.session.entered.figure(FIRST) == count(12)
    assert desk.entry.editor is None
    assert desk.changes == 3
    desk.session.undo()
    assert desk.figure() == "0"


def test_giving_up_leaves_the_cell_as_it_was() -> None:
    desk = Desk(clean_report("2021"))
    assert not desk.entry.give_up()
    desk.entry.insert("9")
    assert desk.entry.give_up()
    assert desk.figure() == "0"
    assert desk.session.next_undo is None


@pytest.mark.parametrize(
    ("typed", "why"), [("a", "字母"), ("减4", "-4"), ("9" * 20, "太长"), ("1x2", "字母")]
)
def test_what_is_no_figure_never_becomes_another_one(typed: str, why: str) -> None:
    """減4 is not 4, and twenty digits are not eighteen: it can be mended, or the cell stays as it was."""
    desk = Desk(clean_report("2021"))
    for character in typed:
        desk.entry.insert(character)
    assert why in desk.said[-1]
    assert not desk.entry.commit(stay=True)
    assert desk.entry.editor is not None
    assert desk.entry.commit()
    assert desk.entry.editor is None
    assert f"“{typed}”没有填进去" in desk.said[-1]
    assert desk.figure() == "0"
    assert desk.session.next_undo is None


def test_what_was_published_as_no_figure_stays_where_nobody_changes_it() -> None:
    desk = Desk(clean_report("2021").with_figures({FIRST: parse("减")}))
    desk.entry.edit()
    assert desk.entry.commit(stay=True)
    assert desk.figure() == "减"


def test_changing_begins_with_what_stands_there_and_arrows_move_the_caret() -> None:
    desk = Desk(clean_report("2021").with_figures({FIRST: count(34)}))
    assert not desk.entry.move_caret("left")
    desk.entry.edit()
    assert desk.entry.move_caret("home")
    desk.entry.insert("5")
    assert desk.figure() == "534"
    assert not desk.entry.move_caret("up")


def test_typing_over_leaves_the_arrows_to_the_table_until_somebody_changes_to_editing() -> None:
    desk = Desk(clean_report("2021"))
    desk.entry.insert("7")
    assert not desk.entry.move_caret("left")
    desk.entry.edit()
    assert desk.entry.move_caret("left")


def test_backspace_clears_and_then_deletes() -> None:
    desk = Desk(clean_report("2021").with_figures({FIRST: count(34)}))
    desk.entry.backspace()
    assert desk.session.report.figure(FIRST) == BLANK
    desk.entry.insert("12")
    desk.entry.backspace()
    assert desk.figure() == "1"


@pytest.mark.parametrize("act", ["insert", "backspace", "edit", "blank"])
def test_a_total_is_not_typed(act: str) -> None:
    desk = Desk(clean_report("2021"), TOTAL)
    getattr(desk.entry, act)(*(["5"] if act == "insert" else []))
    assert desk.entry.editor is None
    assert "总计由程序计算" in desk.said[0]
    assert desk.session.next_undo is None


def test_blanking_a_block_takes_given_totals_away() -> None:
    desk = Desk(clean_report("2021").with_figures({TOTAL: count(5)}))
    desk.selection.move(desk.selection.neighbour("end", 1), select=True)
    desk.entry.blank()
    report = desk.session.report
    assert TOTAL not in report.figures
    assert all(report.figures[key] == BLANK for key in desk.selection.ids() if key != TOTAL)


def test_the_computed_total_is_taken_here_or_for_all_that_differ() -> None:
    other = "applications.carried_in.total"
    report = clean_report("2021").with_figures({TOTAL: count(5), other: count(6)})
    here = Desk(report, TOTAL)
    here.entry.take_computed()
    assert other in here.session.report.figures
    assert TOTAL not in here.session.report.figures
    anywhere = Desk(report)
    anywhere.entry.take_computed()
    assert not {TOTAL, other} & anywhere.session.report.figures.keys()
    anywhere.entry.take_computed()
    assert anywhere.said == ["这张表的总计都是程序算出的。"]


def test_filling_leaves_what_is_filled_and_all_zero_does_not() -> None:
    desk = Desk(EMPTY.with_figures({FIRST: count(3), TOTAL: count(9)}))
    desk.entry.fill()
    assert desk.figure() == "3"
    assert UNKNOWN not in [desk.session.report.figure(key) for key in desk.selection.places]
    desk.entry.fill()
    assert desk.said[-1] == "没有空着的格。"
    desk.entry.all_zero()
    assert {str(desk.session.report.figure(key)) for key in desk.selection.places} == {"0"}
    assert TOTAL not in desk.session.report.figures


@pytest.mark.parametrize("act", ["fill", "take_computed"])
def test_what_is_being_typed_is_entered_before_the_table_is_filled(act: str) -> None:
    desk = Desk(EMPTY.with_figures({"applications.carried_in.total": count(9)}))
    desk.entry.insert("5")
    getattr(desk.entry, act)()
    assert desk.session.entered.figure(FIRST) == count(5)
    assert desk.entry.editor is None
    desk.entry.insert("减")
    getattr(desk.entry, act)()
    assert "填不进去" in desk.said[-1]
    assert desk.entry.editor is not None


def test_one_cell_is_pasted_as_if_typed_and_a_block_is_left_to_be_placed() -> None:
    desk = Desk(clean_report("2021"))
    assert desk.entry.paste(" 12\n")
    assert desk.figure() == "12"
    assert not desk.entry.paste("1\t2")
    assert desk.session.entered.figure(FIRST) == count(12)  # what was half typed is entered first
    assert desk.entry.paste("\n")
    assert desk.said[-1] == "没有可以粘贴的内容。"


def test_a_copy_is_what_a_spreadsheet_takes() -> None:
    desk = Desk(clean_report("2021").with_figures({FIRST: count(4)}))
    desk.selection.move(desk.selection.neighbour("right", 1), select=True)
    assert desk.entry.copied() == "4\t0"
    assert "已复制2格" in desk.said[-1]


@pytest.mark.parametrize("typed", ["", "12"])
def test_more_than_a_cell_takes_is_told_and_changes_nothing(typed: str) -> None:
    desk = Desk(clean_report("2021"))
    if typed:
        desk.entry.insert(typed)
    assert desk.entry.paste(f"5（{'甲' * 900}）")
    assert "一格最多200个字" in desk.said[-1]
    assert (desk.entry.editor.text if desk.entry.editor else "") == typed
    desk.entry.commit()
    assert desk.figure() == (typed or "0")

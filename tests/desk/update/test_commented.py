"""In which cell of the form a comment at a cell of a Word table stands: certain, or not at all."""

from collections.abc import Mapping

import pytest

from nianbao.desk.update import commented
from nianbao.desk.update.commented import cells_of
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.read.markup import Note
from nianbao.recognise import Recognised
from tests.strategies import clean_report

REPORT = clean_report("2021")
NAME = "报告.docx"
CELLS = ("applications.received.business", "disputes.review.upheld")
NOTES = [Note("王科长", None, "核对", "0", place) for place in (3, 9)]


def placed(monkeypatch: pytest.MonkeyPatch, *others: str) -> Mapping[int, str]:
    """The cells of both comments, where the numbers put in make some other cells be read otherwise."""

    def read(_data: bytes, _name: str, put_in: Mapping[int, str]) -> Report:
        numbers = dict(zip(CELLS, (int(text) for text in put_in.values()), strict=True))
        wrong = dict.fromkeys(others, 5)
        return REPORT.with_figures({cell: count(number) for cell, number in (numbers | wrong).items()})

    monkeypatch.setattr(commented, "_read", read)
    return cells_of(b"", NAME, Recognised(REPORT, ()), NOTES)


def test_where_the_number_turns_up_is_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert placed(monkeypatch) == dict(zip((3, 9), CELLS, strict=True))


@pytest.mark.parametrize(
    ("other", "left"), [("applications.granted.other", 9), ("disputes.review.pending", 3)]
)
def test_nothing_is_placed_in_a_table_that_is_read_otherwise_then(
    monkeypatch: pytest.MonkeyPatch, other: str, left: int
) -> None:
    """The number has taken a label's place, or the figure there told how the table is to be read."""
    assert list(placed(monkeypatch, other)) == [left]


def test_a_cell_that_is_gone_then_disturbs_its_table_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_data: bytes, _name: str, put_in: Mapping[int, str]) -> Report:
        first, second = (count(int(text)) for text in put_in.values())
        return REPORT.with_figures(
            {CELLS[0]: first, CELLS[1]: second, "applications.carried_out.other": None}
        )

    monkeypatch.setattr(commented, "_read", read)
    assert list(cells_of(b"", NAME, Recognised(REPORT, ()), NOTES)) == [9]


def test_a_document_that_is_no_report_any_more_places_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commented, "_read", lambda *_: None)
    assert cells_of(b"", NAME, Recognised(REPORT, ()), NOTES) == {}

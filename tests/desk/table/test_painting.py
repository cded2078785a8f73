"""What a line of a table says, and with which styles: nothing is lost, and what stands out is what should."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nianbao.checks import check
from nianbao.desk.session import Session
from nianbao.desk.table.cell_editor import CellEditor
from nianbao.desk.table.content import BLANK_SIGN, Content, differs
from nianbao.desk.table.drawing import plan
from nianbao.desk.table.painting import STYLES, Stretch, paint
from nianbao.desk.table.selection import Selection
from nianbao.desk.table.window import Window
from nianbao.model.figure import BLANK, count
from nianbao.model.grid import grid_of
from nianbao.model.report import Report
from nianbao.model.review import Comment
from nianbao.terminal import width_of
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
TOTAL = "applications.received.total"
ROOM = (100, 60)


class Picture:
    """A table of a report, painted whole."""

    def __init__(
        self,
        report: Report,
        place: str = FIRST,
        editor: CellEditor | None = None,
        room: tuple[int, int] = ROOM,
    ) -> None:
        grid = grid_of(report.form, place.partition(".")[0])
        self.selection = Selection(grid, place)
        self.content = Content(Session(report), grid)
        self.content.update(check(report))
        self.window = Window(plan(grid, report.form, room, self.content.all_needed()), *room)
        self.editor = editor

    def line(self, y: int) -> list[Stretch]:
        return list(paint(y, self.window, self.content, self.selection, self.editor))

    def styles(self, cell_id: str) -> set[str]:
        """The styles with which a cell is painted."""
        box = self.window.plan.box(self.selection.places[cell_id])
        found: set[str] = set()
        for y in range(box.y, box.y + box.height):
            x = 0
            for text, names in self.line(y):
                if box.x <= x < box.x + box.width:
                    found |= set(names)
                x += width_of(text)
        return found

    def text(self) -> str:
        return "\n".join("".join(text for text, _ in self.line(y)) for y in range(self.window.plan.height))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("section", ["disclosure", "applications", "disputes"])
def test_every_line_is_as_wide_as_the_table_in_known_styles(form: str, section: str) -> None:
    report = clean_report(form)
    first = next(cell.id for cell in report.form.cells.values() if cell.section == section)
    picture = Picture(report, first)
    for y in range(picture.window.plan.height):
        line = picture.line(y)
        assert sum(width_of(text) for text, _ in line) == picture.window.plan.width
        assert {name for _, names in line for name in names} <= STYLES


def test_cursor_block_totals_blanks_and_findings_each_look_their_own() -> None:
    broken = clean_report("2021").with_figures({FIRST: count(2), "applications.received.other": BLANK})
    picture = Picture(broken, "applications.received.business")
    assert "cursor" in picture.styles("applications.received.business")
    assert {"figure", "error"} <= picture.styles(FIRST)
    assert "dim" in picture.styles("applications.received.other")
    assert "total" in picture.styles(TOTAL)
    picture.selection.move(picture.selection.neighbour("right", 1), select=True)
    assert "selected" in picture.styles("applications.received.business")
    assert "selected" not in picture.styles(FIRST)
    assert "✗" in picture.text()
    assert BLANK_SIGN in picture.text()


def test_the_labels_of_the_cursor_are_near() -> None:
    picture = Picture(clean_report("2021"), "applications.received.natural_person")
    near = {text.strip() for y in range(20) for text, names in picture.line(y) if "near" in names}
    assert "自然人" in "".join(near)
    assert not any("商业" in text for text in near)


@given(st.text("0123456789（）件万", max_size=30), st.integers(0, 30))
@example("12345678901234567890（件）", 20)  # a wide character under the caret, which stands at the edge
def test_what_is_typed_fits_into_its_cell_with_the_caret(text: str, caret: int) -> None:
    report = clean_report("2021")
    editor = CellEditor(report.form.cells[FIRST], text, min(caret, len(text)))
    picture = Picture(report, FIRST, editor)
    y = picture.window.plan.box(picture.selection.cursor).y
    line = picture.line(y)
    assert sum(width_of(text) for text, _ in line) == picture.window.plan.width
    typed = [text for text, names in line if names == ("typing",)]
    assert typed


def test_of_a_given_total_that_differs_both_values_are_shown() -> None:
    report = clean_report("2021").with_figures({TOTAL: count(5)})
    assert "5≠0" in Picture(report).text()
    assert differs(Session(report), TOTAL)
    assert not differs(Session(report), FIRST)
    assert not differs(Session(clean_report("2021")), TOTAL)


def test_only_what_looks_different_is_told() -> None:
    report = clean_report("2021")
    session = Session(report)
    content = Content(session, grid_of(report.form, "applications"))
    content.update(session.findings())
    assert content.update(session.findings()) == ([], set())
    session.enter({FIRST: count(2)}, "填写")
    cells, labels = content.update(session.findings())
    changed = {cell.cell.id for cell in cells if cell.cell}
    assert {FIRST, TOTAL} <= changed
    assert "applications.received.business" not in changed
    assert "applications.outcomes.natural_person" in changed  # the same figure, now in a broken sum
    assert {label.label for label in labels} >= {"自然人"}


def test_an_error_and_a_comment_show_both_signs_where_there_is_room() -> None:
    said = replace(clean_report("2021"), comments=(Comment(FIRST, "李四", "请核对"),))
    for number, shown in ((-9, "✗✎-9"), (-99, "✗-99")):
        report = said.with_figures({FIRST: count(number)})
        assert f"│{shown}│" in Picture(report, room=(62, 60)).text()

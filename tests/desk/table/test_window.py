"""The part of a table that is seen: every cell can be brought into sight, beside what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.desk.table.drawing import Plan, plan
from nianbao.desk.table.window import Window
from nianbao.model.form import Form
from nianbao.model.grid import GridCell, Role, grid_of
from nianbao.model.load_forms import all_forms

TABLES = [(form, s.id) for form in all_forms().values() for s in form.sections if s.table]


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, GridCell]:
    """A window of some size, scrolled somewhere, and a cell of the form."""
    form, section = draw(st.sampled_from(TABLES))
    width, height = draw(st.integers(40, 120)), draw(st.integers(12, 40))
    drawn: Plan = plan(grid_of(form, section), form, (width, height), {})
    x = draw(st.integers(0, max(drawn.width - width, 0)))
    y = draw(st.integers(0, max(drawn.height - height, 0)))
    cells = [cell for cell in drawn.grid.cells if cell.role is Role.FIGURE]
    return Window(drawn, width, height, x, y), draw(st.sampled_from(cells))


@given(windows())
def test_any_cell_can_be_shown_whole_and_is_found_where_it_is_seen(drawn: tuple[Window, GridCell]) -> None:
    require_shown(*drawn)


@pytest.mark.parametrize(("form", "section"), TABLES)
def test_so_it_is_in_the_smallest_window(form: Form, section: str) -> None:
    """Where rows of several lines are as tall as what is left below the head."""
    smallest = plan(grid_of(form, section), form, (40, 12), {})
    for cell in smallest.grid.cells:
        if cell.role is Role.FIGURE:
            require_shown(Window(smallest, 40, 12), cell)


def require_shown(window: Window, cell: GridCell) -> None:
    x, y = window.showing(cell, first=False)
    shown = Window(window.plan, window.width, window.height, x, y)
    box = shown.plan.box(cell)
    seen = [shown.seen(line) for line in shown.lines_of([cell])]
    assert None not in seen
    assert all(shown.cell_at(box.x - shown.x, line) is cell for line in seen if line is not None)
    assert shown.showing(cell, first=False) == (x, y)  # and nothing scrolls any more


@given(windows())
def test_what_stays_is_seen_however_far_it_is_scrolled(drawn: tuple[Window, GridCell]) -> None:
    window, _ = drawn
    assert [window.line_at(y) for y in range(window.head)] == list(range(window.head))
    assert all(window.seen(line) == line for line in range(window.head))
    below = range(window.head, window.height)
    assert [window.line_at(y) - window.y for y in below] == list(below)


@given(windows())
def test_head_and_labels_leave_room(drawn: tuple[Window, GridCell]) -> None:
    window, _ = drawn
    assert window.head <= window.height - 3
    assert window.stub * 3 < window.width * 2
    assert window.page >= 1


def test_the_first_row_brings_what_stands_above_it_into_sight() -> None:
    form, section = all_forms()["2021"], "disclosure"
    drawn = plan(grid_of(form, section), form, (60, 12), {})
    first = next(cell for cell in drawn.grid.cells if cell.role is Role.FIGURE)
    assert Window(drawn, 60, 12, 0, 9).showing(first, first=True)[1] < drawn.box(first).y

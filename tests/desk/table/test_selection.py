"""The cursor: where keys take it, what a block holds, which labels are beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.desk.table.selection import Selection, id_of
from nianbao.model.form import Form
from nianbao.model.grid import grid_of
from nianbao.model.load_forms import all_forms

FORM = all_forms()["2021"]
TABLES = [(form, s.id) for form in all_forms().values() for s in form.sections if s.table]
KEYS = ("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "ctrl+home", "ctrl+end")
FIRST = "applications.received.natural_person"


def at(place: str) -> Selection:
    return Selection(grid_of(FORM, place.partition(".")[0]), place)


@pytest.mark.parametrize(("form", "section"), TABLES)
def test_every_cell_is_reached_by_stepping_and_none_but_totals_is_skipped(form: Form, section: str) -> None:
    selection = Selection(grid_of(form, section))
    typeable = [key for key in selection.places if key not in form.totals]
    there = [selection.cell_id]
    while (cell := selection.along(1, form.totals)) is not selection.cursor:
        selection.move(cell)
        there.append(selection.cell_id)
    assert there == typeable
    while (cell := selection.along(-1, form.totals)) is not selection.cursor:
        selection.move(cell)
    assert selection.cell_id == typeable[0]


@given(st.sampled_from(TABLES), st.lists(st.tuples(st.sampled_from(KEYS), st.booleans()), max_size=30))
def test_wherever_keys_lead_the_cursor_is_on_a_cell_and_inside_its_block(
    table: tuple[Form, str], keys: list[tuple[str, bool]]
) -> None:
    selection = Selection(grid_of(*table))
    for key, select in keys:
        before = selection.selected()
        changed = selection.move(selection.neighbour(key, 5), select=select)
        assert selection.cell_id in selection.places
        assert selection.cell_id in selection.ids()
        assert before ^ selection.selected() <= changed
        assert (selection.anchor is not None) == select
        assert selection.room()[0][0] == selection.ids()[0]


def test_a_step_back_undoes_a_step_within_a_row() -> None:
    selection = at("applications.received.business")
    selection.move(selection.neighbour("right", 1))
    selection.move(selection.neighbour("left", 1))
    assert selection.cell_id == "applications.received.business"


def test_a_block_is_a_rectangle_from_where_selecting_began() -> None:
    selection = at("applications.carried_in.research")
    selection.move(selection.neighbour("up", 1), select=True)
    selection.move(selection.neighbour("left", 1), select=True)
    assert [[id_of(cell) for cell in row] for row in selection.block()] == [
        ["applications.received.business", "applications.received.research"],
        ["applications.carried_in.business", "applications.carried_in.research"],
    ]
    selection.move(selection.cursor)
    assert selection.selected() == frozenset()
    assert selection.ids() == ["applications.received.business"]


def test_a_place_is_a_cell_or_a_row() -> None:
    selection = at(FIRST)
    row = selection.find("applications.granted")
    assert row is not None
    assert id_of(row) == "applications.granted.natural_person"
    assert selection.find("applications.nowhere") is None


def test_the_labels_of_row_and_column_are_told() -> None:
    selection = at("applications.granted.legal_service")
    assert selection.labels() == (
        "三、本年度办理结果 › （一）予以公开　│　申请人情况 › 法人或其他组织 › 法律服务机构"
    )


def test_where_tables_are_stacked_only_the_heads_of_the_own_block_count() -> None:
    fees = at("disclosure.fees.amount")
    heads = [label.label for label in fees.grid.cells if fees.names(label)]
    above = [label.label for label in fees.grid.cells if at("disclosure.licences.decisions").names(label)]
    assert heads
    assert above
    assert not set(heads) & set(above)


def test_what_moves_brings_its_labels_along() -> None:
    selection = at(FIRST)
    changed = selection.move(selection.neighbour("down", 1))
    assert {"一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"} <= {
        cell.label for cell in changed
    }

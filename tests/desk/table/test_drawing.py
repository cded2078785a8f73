"""The drawn tables: nothing of a label is lost at any width, and the rules meet."""

import itertools

import pytest

from nianbao.desk.table.drawing import Plan, official, plan, short_labels
from nianbao.model.form import Form
from nianbao.model.grid import Role, grid_of
from nianbao.model.load_forms import all_forms
from nianbao.terminal import width_of

TABLES = [
    (form, section.id)
    for form in all_forms().values()
    for section in form.sections
    if section.table is not None
]
ROOMS = [(62, 13), (76, 20), (98, 30), (118, 45), (200, 70)]
CASES = [(form, section, room) for (form, section), room in itertools.product(TABLES, ROOMS)]


def drawn(form: Form, section: str, room: tuple[int, int]) -> Plan:
    return plan(grid_of(form, section), form, room, {})


@pytest.mark.parametrize(("form", "section", "room"), CASES)
def test_every_label_is_there_in_full(form: Form, section: str, room: tuple[int, int]) -> None:
    picture = drawn(form, section, room)
    short = short_labels(form, section)
    for cell in picture.grid.cells:
        if cell.role is not Role.FIGURE:
            box = picture.box(cell)
            lines = (
                piece.text.strip()
                for y in range(box.y, box.y + box.height)
                for piece in picture.line(y)
                if piece.cell is cell
            )
            assert "".join(lines) in {official(cell), short(cell)}


@pytest.mark.parametrize(("form", "section", "room"), CASES)
def test_every_line_is_whole(form: Form, section: str, room: tuple[int, int]) -> None:
    picture = drawn(form, section, room)
    for y in range(picture.height):
        x = 0
        for piece in picture.line(y):
            assert piece.x == x
            x += width_of(piece.text)
        assert x == picture.width


@pytest.mark.parametrize(("form", "section", "room"), CASES)
def test_every_figure_has_one_place_of_its_own(form: Form, section: str, room: tuple[int, int]) -> None:
    picture = drawn(form, section, room)
    slots = [
        piece.cell.cell.id
        for y in range(picture.height)
        for piece in picture.line(y)
        if piece.slot and piece.cell is not None and piece.cell.cell is not None
    ]
    assert sorted(slots) == sorted(cell.id for cell in form.cells.values() if cell.section == section)


@pytest.mark.parametrize(("form", "section"), TABLES)
def test_rules_meet(form: Form, section: str) -> None:
    """Every end of a box-drawing character goes on in its neighbour, where that is one."""
    west, east, up, down = (set(ends) for ends in ("─┐┘┬┴┤┼", "─┌└┬┴├┼", "│└┘├┤┴┼", "│┌┐├┤┬┼"))
    picture = drawn(form, section, (200, 200))
    rows = []
    for y in range(picture.height):
        cells = "".join(piece.text for piece in picture.line(y))
        rows.append("".join(c + "\0" * (width_of(c) - 1) for c in cells))
    everything = west | east | up | down
    for row in rows:
        for one, other in itertools.pairwise(row):
            assert (one in east) == (other in west) or not {one, other} <= everything | {"\0"}
    for upper, lower in itertools.pairwise(rows):
        for one, other in zip(upper, lower, strict=True):
            assert one not in down or other in up


def test_the_narrow_table_of_applications_fits_beside_the_list() -> None:
    picture = drawn(all_forms()["2021"], "applications", (62, 14))
    assert picture.width <= 62
    assert picture.head_height <= 6


def test_a_wide_screen_has_the_official_labels_and_all_rules() -> None:
    picture = drawn(all_forms()["2021"], "applications", (140, 100))
    text = "".join(piece.text.strip() for y in range(picture.height) for piece in picture.line(y))
    assert "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请" in text.replace("│", "")
    assert picture.line(0)[0].text == "┌"


def test_tall_labels_stand_where_they_are_seen() -> None:
    picture = drawn(all_forms()["2021"], "applications", (62, 14))
    tall = next(cell for cell in picture.grid.cells if cell.label == "三、本年度办理结果")
    top = picture.height - 8
    seen = "".join(
        piece.text.strip()
        for y in range(top, picture.height)
        for piece in picture.line(y, top, picture.height)
        if piece.cell is tall
    )
    assert seen == "三、本年度办理结果"


def test_a_long_figure_widens_its_column() -> None:
    form = all_forms()["2021"]
    grid = grid_of(form, "applications")
    picture = plan(
        grid, form, (62, 14), {next(c for c in grid.cells if c.cell and c.column == grid.stub_columns): 12}
    )
    first = next(cell for cell in grid.cells if cell.cell is not None)
    assert picture.box(first).width >= 12

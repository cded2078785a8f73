"""Tables that an office set up its own way: with other columns, other heads, turned, or without totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from nianbao.files.report_toml import loads, new_text
from nianbao.model.figure import NOT_LISTED, State, parse
from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise import recognise
from tests.printed import distinct, page
from tests.recognise.damage import is_figure
from tests.recognise.specimen import blocks_of, specimen
from tests.recognise.test_damage import compared

Rows = list[list[str]]
Change = Callable[[Table], list[Block]]


def _grid(table: Table) -> Rows:
    """What is written in each place, merged cells in all of theirs."""
    height = max(cell.row + cell.rows for cell in table.cells)
    width = max(cell.column + cell.columns for cell in table.cells)
    rows = [[""] * width for _ in range(height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows[row][cell.column : cell.column + cell.columns] = [cell.text] * cell.columns
    return rows


def _table(rows: Rows) -> Table:
    return Table(
        tuple(TableCell(y, x, 1, 1, text) for y, row in enumerate(rows) for x, text in enumerate(row))
    )


def _width(table: Table) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


def _one_head(table: Table) -> Rows:
    """The third table with the lowest heads alone and a label a row."""
    rows = _grid(table)
    return [["项目", *rows[2][3:]], *([row[2], *row[3:]] for row in rows[3:])]


def _after_groups(joint: str) -> Change:
    """Each label of the third table after the name of its group, in one cell."""

    def change(table: Table) -> list[Block]:
        rows = _grid(table)
        whole = [[joint.join(dict.fromkeys(row[1:3])), *row[3:]] for row in rows[3:]]
        return [_table([["项目", *rows[2][3:]], *whole])]

    return change


def _short_heads(table: Table) -> list[Block]:
    rows = _one_head(table)
    return [_table([["项目", *(head if head != "其他" else "其他组织" for head in rows[0][1:])], *rows[1:]])]


def _units_beside(table: Table) -> list[Block]:
    rows = _one_head(table)
    return [_table([[row[0], "件" if at else "计量单位", *row[1:]] for at, row in enumerate(rows)])]


def _beside(head: str, at: int, value: Callable[[int], str]) -> Change:
    """A column of their own between labels and figures, or behind these."""

    def change(table: Table) -> list[Block]:
        cells = [replace(cell, column=cell.column + (cell.column >= at)) for cell in table.cells]
        rows = sorted({cell.row for cell in table.cells if cell.row > 2})
        cells.append(TableCell(0, at, 3, 1, head))
        cells += [TableCell(row, at, 1, 1, value(row)) for row in rows]
        return [Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))]

    return change


def _without_totals(table: Table) -> list[Block]:
    return [_table([row[:-1] for row in _one_head(table)])]


def _turned(table: Table) -> list[Block]:
    cells = (
        replace(cell, row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows)
        for cell in table.cells
    )
    return [Table(tuple(cells))]


def _each_repeated(table: Table) -> list[Block]:
    """Labels that are worded a little differently, in each of the cells that were one."""
    said = {"政府信息公开申请数量": "申请数量"}
    rows = [
        [next((cell.replace(a, b) for a, b in said.items()), cell) for cell in row] for row in _grid(table)
    ]
    return [_table(rows)]


def _listed(table: Table) -> Iterator[tuple[int, str, str, str]]:
    """Each figure of the third table with how many stand before it in its row, and its labels."""
    head, *rows = _one_head(table)
    for row in rows:
        yield from (
            (at, row[0], name, figure)
            for at, (name, figure) in enumerate(zip(head[1:], row[1:], strict=True))
        )


def _one_a_row(table: Table) -> list[Block]:
    return [
        _table(
            [["项目", "申请人", "数量"], *([label, name, value] for _, label, name, value in _listed(table))]
        )
    ]


def _one_a_row_beside(written: int) -> Change:
    """One figure a row, and the label of seven of them written beside one."""

    def change(table: Table) -> list[Block]:
        rows = [[label if at == written else "", name, value] for at, label, name, value in _listed(table)]
        return [_table([["项目", "申请人", "数量"], *rows, ["以上数据由办公室提供。", "", ""]])]

    return change


def _one_a_row_by_columns(table: Table) -> list[Block]:
    """One figure a row, first all of one column, its label in one cell."""
    listed = sorted(_listed(table), key=lambda each: each[0])
    count = len(listed) // 7
    cells = [TableCell(at * count, 0, count, 1, listed[at * count][2]) for at in range(7)]
    cells += [TableCell(at, 1, 1, 1, label) for at, (_, label, _, _) in enumerate(listed)]
    cells += [TableCell(at, 2, 1, 1, value) for at, (*_, value) in enumerate(listed)]
    return [Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))]


def _one_a_row_in_one_cell(table: Table) -> list[Block]:
    return [_table([[f"{label}—{name}", value] for _, label, name, value in _listed(table)])]


def _results_down(table: Table) -> list[Block]:
    """The fourth table with a row for each result."""
    rows = _grid(table)
    head = [
        ["结果", "行政复议", "行政诉讼", "行政诉讼"],
        ["结果", "行政复议", "未经复议直接起诉", "复议后起诉"],
    ]
    return [_table([*head, *([rows[2][at], *rows[3][at::5]] for at in range(5))])]


def _results_one_a_row(table: Table) -> list[Block]:
    """The fourth table with one figure a row."""
    rows = _grid(table)
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    return [_table([[names[at // 5], rows[2][at], value] for at, value in enumerate(rows[3])])]


def _blocks_below_names(table: Table) -> list[Block]:
    """The fourth table as three of five columns below each other, named with what they are part of."""
    rows = _grid(table)
    names = ("行政复议", "行政诉讼—未经复议直接起诉", "行政诉讼（复议后起诉）")
    parts = [[[name] * 5, rows[2][5:10], rows[3][5 * at : 5 * at + 5]] for at, name in enumerate(names)]
    return [_table([row for part in parts for row in part])]


def _with_nothing_for_zero(table: Table) -> list[Block]:
    return [
        Table(tuple(replace(cell, text="无" if is_figure(cell.text) else cell.text) for cell in table.cells))
    ]


OF_APPLICATIONS = {
    "after groups": _after_groups(""),
    "after groups and a dash": _after_groups("—"),
    "numbers of rows": _beside("行次", 3, str),
    "last year": _beside("上年总计", 10, lambda row: str(row * 7)),
    "shares": _beside("占比", 10, lambda row: f"{row}.5%"),
    "short heads": _short_heads,
    "units": _units_beside,
    "turned": _turned,
    "repeated": _each_repeated,
    "one figure a row": _one_a_row,
    "one figure a row, beside the first": _one_a_row_beside(0),
    "one figure a row, beside the middle": _one_a_row_beside(3),
    "one figure a row, by columns": _one_a_row_by_columns,
    "one figure a row, both in one cell": _one_a_row_in_one_cell,
}


OF_DISPUTES = {
    "blocks below each other": _blocks_below_names,
    "a row for each result": _results_down,
    "one figure a row": _results_one_a_row,
}
RESTRUCTURED = (
    *((10, f"table three: {name}", change) for name, change in OF_APPLICATIONS.items()),
    *((15, f"table four: {name}", change) for name, change in OF_DISPUTES.items()),
)


def changed(form: str, width: int, change: Change) -> list[Block]:
    """The specimen with its table of so many columns set up otherwise."""
    return [
        new
        for block in blocks_of(form)
        for new in (change(block) if isinstance(block, Table) and _width(block) == width else [block])
    ]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("name", OF_APPLICATIONS)
@pytest.mark.takes_turns
def test_the_third_table_set_up_otherwise(name: str, form: str) -> None:
    found = recognise(changed(form, 10, OF_APPLICATIONS[name]))
    assert compared(specimen(form).all_figures(), found.report) == {"right": len(specimen(form).form.cells)}


@pytest.mark.parametrize("span", [4, 6])
@pytest.mark.parametrize("at", [3, 10])
def test_a_column_more_and_a_wrong_span_prove_nothing(at: int, span: int) -> None:
    def change(table: Table) -> list[Block]:
        (found,) = _beside("其中网上", at, str)(table)
        assert isinstance(found, Table)
        group = next(cell for cell in found.cells if cell.columns == 5)
        moved = [
            replace(cell, columns=span) if cell is group
            else replace(cell, column=cell.column + span - 5) if cell.row == 1 and cell.column > group.column
            else cell
            for cell in found.cells
        ]  # fmt: skip
        return [Table(tuple(moved))]

    counts = compared(specimen("2021").all_figures(), recognise(changed("2021", 10, change)).report)
    assert not counts["wrong"]


@pytest.mark.parametrize("head", ["备注", "占比"])
def test_the_head_of_the_totals_stands_above_a_blank_column(head: str) -> None:
    def change(table: Table) -> list[Block]:
        names, *rows = _one_head(table)
        return [_table([[*names[:-1], head, names[-1]], *([*row, ""] for row in rows)])]

    counts = compared(specimen("2021").all_figures(), recognise(changed("2021", 10, change)).report)
    assert not counts["wrong"]


def test_a_table_without_totals_says_nothing_of_them() -> None:
    found = recognise(changed("2021", 10, _without_totals))
    report = found.report
    unknown = {cell for cell, figure in report.all_figures().items() if figure.state is State.UNKNOWN}
    assert unknown == {
        cell for cell in report.form.cells if cell.startswith("applications.") and cell.endswith(".total")
    }
    assert all(report.figures[cell] == NOT_LISTED for cell in unknown)
    assert (found.cells_in(State.UNKNOWN), found.not_listed) == (0, len(unknown))
    assert not [each for each in found.unplaced if "没有读到" in each.text]
    assert not compared(specimen("2021").all_figures(), report)["wrong"]
    assert all(loads(new_text(report).encode(), "").figures[cell] == NOT_LISTED for cell in unknown)


def test_a_head_that_is_blank_is_no_column_less() -> None:
    def change(table: Table) -> list[Block]:
        head, *rows = _one_head(table)
        return [_table([[*head[:-1], ""], *rows])]

    counts = compared(specimen("2021").all_figures(), recognise(changed("2021", 10, change)).report)
    assert not counts["wrong"]


@pytest.mark.parametrize("lost", ["", "商业企业"])
def test_a_list_that_does_not_tell_of_which_cell_a_figure_is(lost: str) -> None:
    """Two rows for one cell, or none with its column."""

    def change(table: Table) -> list[Block]:
        rows = [
            [label, name if name != "商业企业" else lost, value] for _, label, name, value in _listed(table)
        ]
        return [_table([*rows, ["一、本年新收政府信息公开申请数量", "自然人", "88"]])]

    found = recognise(changed("2021", 10, change))
    counts = compared(specimen("2021").all_figures(), found.report)
    assert not counts["wrong"]
    assert found.unplaced


@pytest.mark.parametrize("name", OF_DISPUTES)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_fourth_table_set_up_otherwise(form: str, name: str) -> None:
    found = recognise(changed(form, 15, OF_DISPUTES[name]))
    assert compared(specimen(form).all_figures(), found.report) == {"right": len(specimen(form).form.cells)}
    assert "disputes" not in found.report.narrative


def test_the_fourth_table_with_a_word_for_zero() -> None:
    figures = recognise(changed("2021", 15, _with_nothing_for_zero)).report.all_figures()
    assert {figure.text for cell, figure in figures.items() if cell.startswith("disputes.")} == {"无"}


# ---- titles and signatures


@pytest.mark.parametrize("lines", [
    ("甲县水利局政府信息公开工作年度报告", "（2023年度）"),
    ("甲县水利局（甲县河长制办公室）", "2023年", "政府信息公开工作年度报告"),
    ("今天是2026年1月12日 星期一", "首页 > 公开 > 年报", "甲县水利局2023年政府信息公开工作年度报告"),
    ("2023年甲县水利局（甲县河长制办公室）政府信息公开工作年度报告",),
])  # fmt: skip
def test_titles(lines: tuple[str, ...]) -> None:
    report = recognise([*map(Paragraph, lines), *blocks_of("2021")[1:-2]]).report
    assert report.year == 2023
    assert report.agency in ("甲县水利局", "甲县水利局（甲县河长制办公室）")
    assert not any(line in report.narrative.get("preface", "") for line in lines)


@pytest.mark.parametrize("before", ["一、", "六、"])
def test_a_signature_elsewhere(before: str) -> None:
    """Below the title, and at the end of a section that is not the last."""
    title, preface, *rest, organ, date = blocks_of("2021")
    blocks = [title, preface, *rest]
    at = (
        1
        if before == "一、"
        else next(at for at, b in enumerate(blocks) if isinstance(b, Paragraph) and b.text.startswith(before))
    )
    report = recognise([*blocks[:at], organ, date, *blocks[at:]]).report
    assert report.date == specimen("2021").date
    assert isinstance(organ, Paragraph)
    assert organ.text not in "".join(report.narrative.values()).split("\n")


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_table_with_hardly_any_figure_is_no_list(form: str) -> None:
    """Three figures below one another, and rows of several that are blank."""
    report = distinct(form)
    cells = [cell for cell in report.form.cells if cell.startswith("disclosure.")]
    report = report.with_figures({cell: parse("7" if cell in cells[-3:] else "") for cell in cells})
    found = recognise(read(page(report).encode(), "html")).report.all_figures()
    assert {cell: found[cell] for cell in cells} == {cell: report.figures[cell] for cell in cells}


def test_a_row_called_as_a_column_is_no_head() -> None:
    """3.其他 without its number, which Word makes, and without figures: the rows below keep their columns."""
    report = distinct("2021")
    others = [cell for cell in report.form.cells if cell.startswith("applications.other_reasons.")]
    report = report.with_figures(dict.fromkeys(others, parse("")))
    html = page(report).replace(">3.其他<", ">其他<")
    assert recognise(read(html.encode(), "html")).report.all_figures() == report.all_figures()

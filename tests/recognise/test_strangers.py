"""Tables as other people set them up: read, or unknown, and never as another figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from nianbao.model.figure import BLANK, UNKNOWN
from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.recognise import recognise
from nianbao.recognise.labels import groups_of, vocabulary_of
from nianbao.words import letters
from tests.recognise.damage import is_figure
from tests.recognise.specimen import blocks_of, specimen

Change = Callable[[Table], list[Block]]


def changed(width: int, change: Change) -> list[Block]:
    """The specimen with the table that has so many columns changed."""
    found: list[Block] = []
    for block in blocks_of("2021", "distinct"):
        found += change(block) if isinstance(block, Table) and _width(block) == width else [block]
    return found


def _width(table: Table) -> int:
    return max(cell.column + cell.columns for cell in table.cells)


def suits_first(table: Table) -> list[Block]:
    """In table four suits stand left of the reviews, and the second kind of them left of the first."""
    columns = {0: 10, 5: 5, 10: 0}  # where the five columns go that begin here
    return [
        Table(
            tuple(
                replace(cell, column=cell.column % 5 + columns[cell.column // 5 * 5])
                if cell.columns <= 5
                else replace(cell, column=0)
                for cell in table.cells
            )
        )
    ]


def no_width(table: Table) -> list[Block]:
    """An editor has put characters that show nothing before figures."""
    return [
        Table(
            tuple(
                replace(c, text=f"\u200b{c.text}\u2062\ufeff") if is_figure(c.text) else c
                for c in table.cells
            )
        )
    ]


def halves(table: Table) -> list[Block]:
    """Table three as two: the last three columns below the others, with all labels again."""
    labels = [cell for cell in table.cells if cell.column < 3]
    heads = [cell for cell in table.cells if cell.column >= 3 and not is_figure(cell.text)]
    first = max(cell.row for cell in heads)
    plain = [replace(cell, row=first, rows=1) for cell in heads if cell.columns == 1]
    figures = [cell for cell in table.cells if cell.column >= 3 and is_figure(cell.text)]
    left, right = (
        [c for c in (*plain, *figures) if (c.column < 7) is first_half] for first_half in (True, False)
    )
    return [Table((*labels, *left)), Table((*labels, *(replace(c, column=c.column - 4) for c in right)))]


def halves_cut_by_a_page(table: Table) -> list[Block]:
    """The same; a label of several rows is cut in one of them, and one breaks into lines there."""
    left, right = (half for half in halves(table) if isinstance(half, Table))
    tall = next(cell for cell in left.cells if cell.column == 0 and cell.rows > 3)
    rest = replace(tall, row=tall.row + tall.rows - 2, rows=2, text="")
    others = (replace(c, text="\n".join(c.text)) if c.column == 2 else c for c in left.cells if c is not tall)
    cells = (replace(tall, rows=tall.rows - 2), rest, *others)
    return [replace(left, cells=cells), right]


def own_words(table: Table) -> list[Block]:
    """The heads of table three in a workbook in an office's own words."""
    words = {
        "商业企业": "企业",
        "科研机构": "科研单位",
        "社会公益组织": "公益组织",
        "法律服务机构": "法律机构",
    }
    return [
        Table(
            tuple(
                replace(
                    cell, text=words.get(cell.text, cell.text), place=f"表!{letters(cell.column)}{cell.row}"
                )
                for cell in table.cells
            )
        )
    ]


def one_by_one(table: Table) -> list[Block]:
    """Table four as a page for phones has it: each figure behind its label, below the name of its row."""
    found: list[Block] = []
    heads = {cell.column: cell.text for cell in table.cells if cell.columns == 1 and not is_figure(cell.text)}
    rows = ("行政复议", "未经复议直接起诉", "复议后起诉")
    for cell in (cell for cell in table.cells if is_figure(cell.text)):
        if cell.column % 5 == 0:
            found.append(Paragraph(rows[cell.column // 5]))
        found.append(Paragraph(f"{heads[cell.column]}：{cell.text}"))
    return found


def share_behind_slipped_head(table: Table) -> list[Block]:
    """Table three with a column of shares whose head stands above the totals, as a wrong span leaves it."""
    first = min(cell.row for cell in table.cells if is_figure(cell.text))
    moved = [
        replace(cell, column=10) if (cell.column, cell.columns) == (9, 1) and cell.row < first else cell
        for cell in table.cells
    ]
    top = [replace(cell, columns=cell.columns - 1) if cell.columns > 6 else cell for cell in moved]
    rows = {cell.row for cell in table.cells if cell.row >= first}
    shares = [TableCell(row, 10, 1, 1, f"{row}.5%") for row in rows]
    return [Table((*top, TableCell(0, 9, first, 1, "占比"), TableCell(0, 10, 1, 1, ""), *shares))]


def last_year_beside(table: Table) -> list[Block]:
    """Table two with last year's figures at its right, below a head in each block."""
    wider = [replace(cell, columns=5) if cell.columns == 4 else cell for cell in table.cells]
    rows = {cell.row: is_figure(cell.text) for cell in wider if cell.column == 1}
    added = [TableCell(row, 4, 1, 1, str(row + 70) if figures else "上年数") for row, figures in rows.items()]
    return [Table(tuple(sorted((*wider, *added), key=lambda cell: (cell.row, cell.column))))]


def several_in_a_cell(table: Table) -> list[Block]:
    """Table two with the labels of a block in one cell, a line each, and its figures likewise."""
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    found: list[list[TableCell]] = []
    for row in rows.values():
        if found and is_figure(row[-1].text) and is_figure(found[-1][-1].text):
            pairs = zip(found[-1], row, strict=True)
            found[-1] = [replace(one, text=f"{one.text}\n{other.text}") for one, other in pairs]
        else:
            found.append(row)
    return [Table(tuple(replace(cell, row=y) for y, row in enumerate(found) for cell in row))]


@pytest.mark.parametrize(
    ("width", "change"),
    [
        (15, suits_first),
        (10, no_width),
        (10, halves),
        (10, halves_cut_by_a_page),
        (10, own_words),
        (15, one_by_one),
        (4, last_year_beside),
        (4, several_in_a_cell),
    ],
)
def test_a_table_set_up_otherwise_is_read(width: int, change: Change) -> None:
    found = recognise(changed(width, change)).report.all_figures()
    assert found == specimen("2021", "distinct").all_figures()


def test_a_share_is_no_total_though_the_head_of_the_totals_stands_above_it() -> None:
    found = recognise(changed(10, share_behind_slipped_head)).report.all_figures()
    totals = {cell: figure for cell, figure in found.items() if cell.endswith(".total")}
    whole = specimen("2021", "distinct").all_figures()
    assert all(figure in (UNKNOWN, whole[cell]) for cell, figure in totals.items())


def test_a_blank_before_an_empty_column_shifts_no_figure() -> None:
    heads = ("自然人", "商业企业", "科研机构", "", "社会公益组织", "法律服务机构", "其他", "总计")
    block = next(b for b in blocks_of("2021", "distinct") if isinstance(b, Table) and _width(b) == 10)
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    texts = [row[-8:] for row in rows.values() if is_figure(row[-1])]
    lines = [("项目", *heads), *((label, "", two, three, "", *rest) for label, _, two, three, *rest in texts)]
    table = Table(
        tuple(TableCell(y, x, 1, 1, text) for y, line in enumerate(lines) for x, text in enumerate(line))
    )
    found = recognise(changed(10, lambda _: [table])).report.all_figures()
    whole = specimen("2021", "distinct").all_figures()
    read = {cell: figure for cell, figure in found.items() if cell.startswith("applications")}
    assert all(
        f in (UNKNOWN, BLANK if cell.endswith("natural_person") else whole[cell]) for cell, f in read.items()
    )


def test_an_article_that_stands_twice_on_a_page_is_one() -> None:
    blocks = blocks_of("2021", "distinct")
    found = recognise([*blocks, Paragraph("打印"), *blocks[1:], Paragraph("网站标识码：3303260001")])
    assert found.report == recognise(blocks).report


def test_two_reports_with_other_figures_are_not_one() -> None:
    with pytest.raises(Unreadable, match="不止一份年度报告"):
        recognise([*blocks_of("2021", "distinct"), *blocks_of("2021", "few")])


def test_labels_in_a_row_above_several_tables_are_not_those_of_the_first() -> None:
    names = [Paragraph(name) for name in ("行政复议", "未经复议直接起诉", "复议后起诉")]

    def apart(table: Table) -> list[Block]:
        cells = [cell for cell in table.cells if cell.columns == 1 and cell.row >= 2]
        parts = [[replace(c, column=c.column % 5) for c in cells if c.column // 5 == at] for at in range(3)]
        return [*names, *(Table(tuple(part)) for part in parts)]

    found = recognise(changed(15, apart)).report.all_figures()
    assert all(figure == UNKNOWN for cell, figure in found.items() if cell.startswith("disputes"))


Told = tuple[str, tuple[str, ...], str]  # the section of a figure, the labels of its row and column, itself


def told() -> list[Told]:
    """The figures of the specimen one by one, each with all labels that lead to it."""
    report = specimen("2021", "distinct")
    vocabulary, figures = vocabulary_of(report.form), report.all_figures()
    return [
        (
            leaf.section,
            (*groups_of(leaf.entry, leaf.block.rows), leaf.entry.label, column.label),
            str(figures[cell]),
        )
        for leaf in (*vocabulary.leaves, *vocabulary.turned)
        for column, cell in zip(leaf.block.column_leaves(), leaf.cells, strict=True)
    ]


def in_two_columns(told: list[Told]) -> list[list[str]]:
    return [["指标", "数量"], *(["—".join(path), figure] for _, path, figure in told)]


def level_by_level(told: list[Told]) -> list[list[str]]:
    """What a row shares with the one above is left out."""
    rows, above = [["指标", "", "", "", "填报数"]], [""] * 4
    for _, path, figure in told:
        words = [*path[:-1], *[""] * (4 - len(path)), path[-1]]
        new = next(at for at in range(4) if words[at] != above[at])
        rows.append([*[""] * new, *words[new:], figure])
        above = words
    return rows


def below_own_names(told: list[Told]) -> list[list[str]]:
    """In the first column what somebody calls the table."""
    names = {"disclosure": "表甲", "applications": "表乙", "disputes": "表丙"}
    return [[names[section], "-".join(path[:-1]), path[-1], figure] for section, path, figure in told]


@pytest.mark.parametrize("arranged", [in_two_columns, level_by_level, below_own_names])
def test_a_list_of_figures_with_their_paths_is_read(
    arranged: Callable[[list[Told]], list[list[str]]],
) -> None:
    rows = arranged(told())
    cells = (TableCell(y, x, 1, 1, text) for y, row in enumerate(rows) for x, text in enumerate(row))
    found = recognise([Paragraph("青溪县水利局2023年政府信息公开工作年度报告"), Table(tuple(cells))])
    assert found.report.all_figures() == specimen("2021", "distinct").all_figures()


def test_of_a_list_that_tells_a_cell_twice_or_other_years_first_nothing_is_read() -> None:
    rows = [["上年", *row] for row in in_two_columns(told())[1:]]
    twice = [*in_two_columns(told()), in_two_columns(told())[30]]
    for each in (rows, twice):
        cells = (TableCell(y, x, 1, 1, text) for y, row in enumerate(each) for x, text in enumerate(row))
        with pytest.raises(Unreadable, match="没有找到年度报告的表格"):
            recognise([Paragraph("青溪县水利局2023年政府信息公开工作年度报告"), Table(tuple(cells))])


def test_figures_in_lines_behind_their_paths_are_read() -> None:
    lines = [f"{'、'.join(path)}{' 　：'[at % 3]}{figure}" for at, (_, path, figure) in enumerate(told())]
    blocks = [block for block in blocks_of("2021", "distinct") if not isinstance(block, Table)]
    at = blocks.index(Paragraph("三、收到和处理政府信息公开申请情况", blocks[0].level and 2))
    found = recognise([*blocks[:at], *map(Paragraph, lines), *blocks[at:]]).report.all_figures()
    assert found == specimen("2021", "distinct").all_figures()


@pytest.mark.parametrize("beside", [False, True])
def test_tables_that_touch_in_one_grid_are_read(beside: bool) -> None:
    cells: list[TableCell] = []
    tables = [block for block in blocks_of("2021", "distinct") if isinstance(block, Table)]
    for table in tables:
        row = 0 if beside else max((cell.row + cell.rows for cell in cells), default=0)
        column = max((cell.column + cell.columns for cell in cells), default=0) if beside else 0
        cells += (replace(cell, row=cell.row + row, column=cell.column + column) for cell in table.cells)
    found = recognise([Paragraph("青溪县水利局2023年政府信息公开工作年度报告"), Table(tuple(cells))])
    assert found.report.all_figures() == specimen("2021", "distinct").all_figures()

"""Figures whose order alone is left of a table: read where labels or sums prove it, else unknown."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from nianbao.model.figure import BLANK, parse
from nianbao.model.report import Report
from nianbao.read import read
from nianbao.read.blocks import Block
from nianbao.recognise import recognise
from tests.printed import page
from tests.recognise.conversions import Conversion
from tests.recognise.read_off import BY_SUMS, FULL, cells_and_pieces, labels_before_figures
from tests.recognise.specimen import blocks_of, specimen
from tests.recognise.test_damage import compared
from tests.soak import SOAKING

ROWS, WIDTH = {"2019": 23, "2021": 25}, 7
Cells = list[str]


@cache
def adding_up(form: str, seed: int) -> Report:
    """A report with few figures above zero in its large table, all of whose sums come out."""
    chance = random.Random(seed)  # noqa: S311 - the same every time
    report = specimen(form, "zeros")
    numbers = dict.fromkeys(report.form.cells, 0)
    for cell in report.form.cells:
        if cell not in report.form.totals and chance.random() < 0.2:
            numbers[cell] = chance.choice((1, 2, 3, 12, 140))
    for cell in report.form.cells_parts_first:
        if cell in report.form.totals:
            numbers[cell] = sum(numbers[part] for part in report.form.totals[cell])
    return replace(report, figures={cell: parse(str(number)) for cell, number in numbers.items()})


def read_in(data: bytes, report: Report) -> Counter[str]:
    return compared(report.all_figures(), recognise(read(data, "txt")).report)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("made", FULL, ids=lambda made: made.__name__)
def test_rows_are_read_by_the_labels_beside_them(made: Conversion, form: str) -> None:
    assert read_in(made(blocks_of(form)), specimen(form)) == Counter(right=len(specimen(form).form.cells))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("made", BY_SUMS, ids=lambda made: made.__name__)
def test_rows_are_read_by_their_sums(made: Conversion, form: str) -> None:
    report = adding_up(form, 1)
    assert read_in(made(_blocks(report)), report) == Counter(right=len(report.form.cells))


def test_sums_that_are_broken_prove_nothing() -> None:
    found = read_in(labels_before_figures(blocks_of("2021")), specimen("2021"))
    assert (found["wrong"], found["unknown"]) == (0, ROWS["2021"] * WIDTH)


@pytest.mark.parametrize(("count", "unknown"), [(1, 0), (2, 0), (3, ROWS["2021"] * WIDTH)])
def test_few_labels_may_stand_below_all_others(count: int, unknown: int) -> None:
    """pdftotext leaves some rows of a long label for the end of the page."""
    report = adding_up("2021", 1)
    text = labels_before_figures(_blocks(report)).decode()
    labels = ["7.属于\n行政执法\n案卷\n", "1.信访\n举报投诉\n类申请\n", "3.要求\n提供公开\n出版物\n"]
    for label in labels[:count]:
        assert label in text
        text = text.replace(label, "").replace("\n四、政府", f"\n{label}四、政府")
    found = read_in(text.encode(), report)
    assert (found["wrong"], found["unknown"]) == (0, unknown)


def test_a_title_that_was_torn_leaves_no_figure() -> None:
    """Of 2023年 the number stands on a line of its own, at the foot of a page among the rows."""
    lines = cells_and_pieces(blocks_of("2021")).decode().split("\n")
    at = lines.index("二、上年") - 1
    text = "\n".join([*lines[: at + 1], "2023", "年青溪市水利局政府信息公开工作年度报告", *lines[at + 1 :]])
    assert read_in(text.encode(), specimen("2021"))["right"] == len(specimen("2021").form.cells)


def test_a_year_between_lines_of_the_head_of_a_page_is_no_cell() -> None:
    """The line before may be a cell or not: a year with such lines on both sides is none."""
    lines = cells_and_pieces(blocks_of("2021")).decode().split("\n")
    at = lines.index("二、上年") - 1
    head = ["青溪市水利局", "2023", "年度政府信息公开工作年度报告"]
    text = "\n".join([*lines[: at + 1], *head, *lines[at + 1 :]])
    assert read_in(text.encode(), specimen("2021"))["right"] == len(specimen("2021").form.cells)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_cells_that_are_all_alike_are_read_in_whatever_order_they_come(form: str) -> None:
    """Labels and figures in two heaps, each mixed: as many zeros as the table has cells are all of them."""
    report = specimen(form, "zeros")
    zeros = replace(report, figures={cell: parse("0") for cell in report.form.cells})
    lines = cells_and_pieces(_blocks(zeros)).decode().split("\n")
    begin = next(at for at, line in enumerate(lines) if line.startswith("三、收到")) + 1
    end = next(at for at, line in enumerate(lines) if line.startswith("四、政府"))
    labels = [line for line in lines[begin:end] if line != "0"]
    random.Random(form).shuffle(labels)  # noqa: S311 - the same every time
    heaps = [*lines[:begin], *["0"] * (end - begin - len(labels)), *labels, *lines[end:]]
    assert read_in("\n".join(heaps).encode(), zeros) == Counter(right=len(report.form.cells))
    one_less = [*lines[:begin], *["0"] * (end - begin - len(labels) - 1), *labels, *lines[end:]]
    assert read_in("\n".join(one_less).encode(), zeros)["unknown"] >= ROWS[form] * WIDTH


# ---- what else may have happened to the figures


def _by_columns(cells: Cells, _: random.Random) -> tuple[Cells, int | None]:
    """One column came after the other."""
    return [cell for at in range(WIDTH) for cell in cells[at::WIDTH]], None


def _by_groups(cells: Cells, chance: random.Random) -> tuple[Cells, int | None]:
    """Some rows came by groups of columns, which begin anywhere."""
    first = chance.randrange(len(cells) // WIDTH - 2)
    last = chance.randint(first + 2, len(cells) // WIDTH)
    cuts = [0, *sorted(chance.sample(range(1, WIDTH), chance.randint(1, 3))), WIDTH]
    rows = [cells[at * WIDTH : (at + 1) * WIDTH] for at in range(first, last)]
    band = [cell for one, two in itertools.pairwise(cuts) for row in rows for cell in row[one:two]]
    return [*cells[: first * WIDTH], *band, *cells[last * WIDTH :]], None


def _with_page_number(cells: Cells, chance: random.Random) -> tuple[Cells, int | None]:
    """One cell is blank, and the number of a page stands before or behind its row."""
    blank = chance.choice([at for at, cell in enumerate(cells) if cell == "0"])
    row = blank // WIDTH * WIDTH
    end = row + WIDTH
    rest = [*cells[row:blank], *cells[blank + 1 : end]]
    number = [str(chance.randint(1, 9))]
    found = chance.choice(([*number, *rest], [*rest, *number]))
    return [*cells[:row], *found, *cells[end:]], blank


def _broken(cells: Cells, chance: random.Random) -> tuple[Cells, int | None]:
    """A number goes on in the next line, and a cell of the same row is blank."""
    at = next(at for at, cell in enumerate(cells) if len(cell) > 1)
    row = at // WIDTH * WIDTH
    blank = chance.choice([other for other in range(row, row + WIDTH) if cells[other] == "0"])
    parts = [[cell[:1], cell[1:]] if place == at else [cell] for place, cell in enumerate(cells)]
    return [cell for place, part in enumerate(parts) if place != blank for cell in part], blank


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (_by_columns, labels_before_figures),
        (_by_groups, labels_before_figures),
        *itertools.product((_with_page_number, _broken), (cells_and_pieces, labels_before_figures)),
    ],
)
@pytest.mark.takes_turns
def test_no_other_order_makes_a_figure_wrong(
    made: Conversion, change: Callable[[Cells, random.Random], tuple[Cells, int | None]]
) -> None:
    for seed in range(300 if SOAKING else 2):
        report = adding_up(("2021", "2019")[seed % 2], seed)
        ids = [cell for cell in report.form.cells if cell.startswith("applications.")]
        lines = made(_blocks(report)).decode().split("\n")
        begin = next(at for at, line in enumerate(lines) if line.startswith("三、收到"))
        end = next(at for at, line in enumerate(lines) if line.startswith("四、政府"))
        places = [at for at in range(begin, end) if lines[at].isdigit()]
        chance = random.Random(seed)  # noqa: S311 - the same every time
        cells, blank = change([lines[at] for at in places], chance)
        for at, cell in zip(places, cells, strict=True):
            lines[at] = cell
        blanks = [blank] if blank is not None else []
        if blanks and made is cells_and_pieces:  # no report has but one
            zeros = (at for at, cell in enumerate(cells) if cell == "0" and abs(at - blanks[0]) > WIDTH)
            blanks.append(next(zeros))
            del lines[places[blanks[-1]]]
        truth = dict(report.all_figures()) | {ids[at]: BLANK for at in blanks}
        counts = compared(truth, recognise(read("\n".join(lines).encode(), "txt")).report)
        assert counts["wrong"] == 0, seed


def _blocks(report: Report) -> list[Block]:
    return read(page(report).encode(), "html")

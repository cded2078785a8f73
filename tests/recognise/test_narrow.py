"""Figures beside labels in pieces, cut figures and heads that a wrong span moved: in place, or unknown."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from nianbao.model.figure import Figure, State, parse
from nianbao.read import read
from nianbao.read.blocks import Paragraph
from nianbao.recognise import recognise
from nianbao.recognise.labels import vocabulary_of
from nianbao.recognise.tables.lanes import Word, chained
from tests.recognise.conversions import Conversion
from tests.recognise.drawn import row_a_line, row_a_line_wider
from tests.recognise.layouts import Layout
from tests.recognise.narrow import narrow_columns, page_by_page
from tests.recognise.specimen import blocks_of, specimen
from tests.recognise.test_damage import compared


def read_in(text: str, form: str = "2021") -> Counter[str]:
    return compared(specimen(form).all_figures(), recognise(read(text.encode(), "txt")).report)


def swapped(text: str, one: str, two: str) -> str:
    return text.replace(one, "\0").replace(two, one).replace("\0", two)


def test_broken_labels_in_another_order_name_nothing() -> None:
    """What stands between two rows that are named must be the form's labels in the form's order."""
    text = narrow_columns(blocks_of("2021")).decode()
    assert read_in(text)["unknown"] == 0
    for one, two in (("5.属于三", "6.属于四"), ("1.属于国", "2.其他法"), ("3.要求提", "4.无正当")):
        found = read_in(swapped(text, one, two))
        assert found["wrong"] == 0
        assert found["unknown"] >= 14, one


def test_a_row_too_many_or_too_few_between_broken_labels_leaves_them_unnamed() -> None:
    lines = page_by_page(blocks_of("2021")).decode().split("\n")
    rows = [at for at, line in enumerate(lines) if len(line.split()) == 7]
    for at in rows[4:8]:
        assert read_in("\n".join(lines[:at] + lines[at + 1 :]))["wrong"] == 0
        assert read_in("\n".join([*lines[:at], "1 1 1 1 1 1 1", *lines[at:]]))["wrong"] == 0


def test_a_figure_that_goes_on_below_is_not_its_first_piece() -> None:
    lines = narrow_columns(blocks_of("2021")).decode().split("\n")
    for count, unknown in ((15, 15), (7, 7)):
        at = next(at for at, line in enumerate(lines) if sum(map(str.isdigit, line.split())) == count)
        found = read_in("\n".join([*lines[: at + 1], "        4    5", *lines[at + 1 :]]))
        assert found["wrong"] == 0
        assert found["unknown"] >= unknown


@pytest.mark.parametrize("text", ["2.其他", "1.其他"])
def test_the_first_piece_of_a_label_is_not_a_row_called_like_it(text: str) -> None:
    form = specimen("2021").form
    assert (vocabulary_of(form).leaf(text) is None) == (text == "2.其他")


def test_columns_come_from_rows_that_stand_side_by_side() -> None:
    def row(*places: int) -> list[Word]:
        return [Word("9", at, at + 1) for at in places]

    known = [row(0, 5, 10), row(0, 10), row(5, 10), row(0, 5), row(10)]
    assert chained(known, 3) == [(0, 1, 2), (0, 2), (1, 2), (0, 1), (2,)]
    assert chained(known[1:2] * 4, 3) == [None] * 4  # two columns: which of three nobody says
    moved = chained([*known, row(3, 8)], 3)
    assert moved[-1] is None


@pytest.mark.parametrize("wide", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_figures_on_lines_of_their_own_are_of_any_row_near_them(wide: int, seed: int) -> None:
    """Some figures are blank, and those of some rows stand a line each below the next one: no cell that has
    a figure may be taken for blank."""
    chance = random.Random(seed)  # noqa: S311 - figures to try, no secret
    layout = Layout("usual", label=40, figure=10, wide=wide)
    gone: set[str] = set()
    lines: list[str] = []
    late: list[str] = []  # of the row above, which come below this one
    for line in layout(blocks_of("2021")).decode().split("\n"):
        figures = list(re.finditer(r"(?<=\s)\d{3,4}(?=\s|$)", line))
        gone |= {met[0] for met in figures if len(figures) == 7 and chance.random() < 0.4}
        kept = [met for met in figures if met[0] not in gone]
        alone = len(figures) == 7 and not late and chance.random() < 0.2
        text = line[: figures[0].start()].rstrip() if figures else line
        for met in [] if alone else kept:
            text = text.ljust(met.start()) + met[0]
        lines += [text, *late]
        late = [" " * met.start() + met[0] for met in kept] if alone else []
    found = recognise(read("\f".join(["", "\n".join(lines)]).encode(), "txt")).report.all_figures()
    for cell, figure in specimen("2021").all_figures().items():
        said = found.get(cell, Figure(State.UNKNOWN))
        wanted = Figure(State.BLANK) if str(figure) in gone else figure
        assert said.state is State.UNKNOWN or said == wanted, cell


def test_an_unfinished_remark_is_no_figure() -> None:
    blocks = [
        Paragraph(block.text.replace("1004", "22（其中修订16")) if isinstance(block, Paragraph) else block
        for block in read(narrow_columns(blocks_of("2021")), "txt")
    ]
    found = recognise(blocks).report
    assert parse("22（其中修订16") not in found.figures.values()


def test_one_row_that_looks_whole_among_columns_listed_downward_is_of_no_row() -> None:
    """Whatever lies between: 总计, then a column of seven figures, in a text whose other rows have none."""
    labels = [line for line in page_by_page(blocks_of("2021")).decode().split("\n") if len(line.split()) != 7]
    whole = "\n".join(labels).replace("（七）总计", "以下为各列数据，请对照阅读。\n（七）总计\n" + "5\n" * 7)
    found = recognise(read(whole.encode(), "txt")).report
    assert not any("outcomes" in cell and figure == parse("5") for cell, figure in found.figures.items())


def test_empty_lines_are_blank_cells_where_each_row_has_a_line_for_each() -> None:
    lines = []
    for block in blocks_of("2021", "blanks"):
        cells = [block] if isinstance(block, Paragraph) else block.cells
        lines += [cell.text for cell in cells]
    assert read_of("\n".join(lines), "blanks")["unknown"] <= 25  # tables with one row or one figure tell less
    lost = [at for at, line in enumerate(lines) if not line and at % 3]
    without = "\n".join(line for at, line in enumerate(lines) if at not in lost)
    assert read_of(without, "blanks")["wrong"] == 0


@pytest.mark.parametrize("spaced", [row_a_line, row_a_line_wider], ids=lambda made: made.__name__)
def test_spaces_tell_blanks_if_all_rows_have_as_many_cells_then(spaced: Conversion) -> None:
    text = spaced(blocks_of("2021", "blanks")).decode()
    assert read_of(text, "blanks")["unknown"] <= 25  # tables with one row or one figure tell less
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if "法律行政法规禁止" in line)
    lines[at] = lines[at].replace("公开 ", "公开   ")  # no row has so many cells
    assert read_of("\n".join(lines), "blanks")["right"] < 40
    assert read_of("\n".join(lines), "blanks")["wrong"] == 0


def read_of(text: str, filling: str) -> Counter[str]:
    report = recognise(read(text.encode(), "txt")).report
    return compared(specimen("2021", filling).all_figures(), report)

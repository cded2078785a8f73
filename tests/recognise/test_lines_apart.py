"""Tables as ``pdftotext`` leaves them: labels and figures on lines of their own, before or after each other.

What stands a little higher on a line comes first, and a column may come whole before the next. No figure
may find its way to a neighbour's label.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from nianbao.model.figure import State
from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.recognise import recognise
from tests.recognise.damage import is_figure, rows_of
from tests.recognise.specimen import FILLINGS, blocks_of, specimen
from tests.recognise.test_damage import compared
from tests.soak import SOAKING

Row = tuple[list[str], list[str]]  # labels and figures
Chance = random.Random


def _together(row: Row, _: Chance) -> list[str]:
    return [" ".join([*row[0], *row[1]])]


def _below(row: Row, _: Chance) -> list[str]:
    return [" ".join(row[0]), " ".join(row[1])]


def _above(row: Row, _: Chance) -> list[str]:
    return [" ".join(row[1]), " ".join(row[0])]


def _either(row: Row, chance: Chance) -> list[str]:
    return chance.choice((_together, _below, _below, _below, _above))(row, chance)


def _pieces(row: Row, chance: Chance) -> list[str]:
    """A long label takes two lines, its figures stand beside either or between."""
    label = " ".join(row[0])
    first, second = label[: len(label) // 2], label[len(label) // 2 :]
    figures = " ".join(row[1])
    return chance.choice(
        ([first, figures, second], [f"{first} {figures}", second], [first, f"{second} {figures}"])
    )


def _lines(of_rows: Callable[[Row, Chance], list[str]]) -> Callable[[list[Row], Chance], list[str]]:
    return lambda rows, chance: [line for row in rows for line in of_rows(row, chance)]


def _cells_below(row: Row, _: Chance) -> list[str]:
    return [" ".join(row[0]), *row[1]]


def _cells_above(row: Row, _: Chance) -> list[str]:
    return [*row[1], *row[0]]


def _two_labels_first(rows: list[Row], chance: Chance) -> list[str]:
    """Two rows at a time: both labels, then the figures of both."""
    pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
    return [line for pair in pairs for side in (0, 1) for line in (" ".join(row[side]) for row in pair)]


def _column_by_column(rows: list[Row], chance: Chance) -> list[str]:
    """From some row on all labels with the first figure, then the other columns downward."""
    at = chance.randrange(len(rows))
    before, after = rows[:at], rows[at:]
    lines = [line for row in before for line in _below(row, chance)]
    lines += [" ".join([*labels, *figures[:1]]) for labels, figures in after]
    width = max(len(figures) for _, figures in rows)
    return lines + [figures[x] for x in range(1, width) for _, figures in after if x < len(figures)]


def _downward(rows: list[Row], chance: Chance) -> list[str]:
    """Most labels downward and then their figures; at the end a cell a line, labels before figures. Where
    a group begins, its name is broken beside the label of its second row, which takes two lines, too."""
    at = len(rows) * 3 // 4
    lines = [" ".join(labels) for labels, _ in rows[:at]]
    lines += [figure for _, figures in rows[:at] for figure in figures]
    group = ""
    for labels, figures in rows[at:]:
        label = labels[-1] if labels else ""
        cut, half = chance.randrange(len(label) + 1), len(group) // 2
        lines += [f"{group[:half]} {label[:cut]}", f"{group[half:]} {label[cut:]}"] if group else [label]
        lines += figures
        group = labels[0] if len(labels) > 1 else ""
    return lines


def _labels_late(rows: list[Row], chance: Chance) -> list[str]:
    """A cell a line; some labels come after the figures of all."""
    late = [row for row in rows if chance.random() < 0.2]
    lines = [cell for row in rows for cell in ([*row[0], *row[1]] if row not in late else row[1])]
    return lines + [" ".join(labels) for labels, _ in late]


def _shuffled(rows: list[Row], chance: Chance) -> list[str]:
    lines = [line for row in rows for line in _below(row, chance)]
    for _ in range(6):
        at = chance.randrange(max(1, len(lines) - 1))
        lines[at : at + 2] = reversed(lines[at : at + 2])
    return lines


WAYS = {
    "together": _lines(_together),
    "below": _lines(_below),
    "above": _lines(_above),
    "either": _lines(_either),
    "pieces": _lines(_pieces),
    "cells_below": _lines(_cells_below),
    "cells_above": _lines(_cells_above),
    "two_labels_first": _two_labels_first,
    "column_by_column": _column_by_column,
    "downward": _downward,
    "labels_late": _labels_late,
    "shuffled": _shuffled,
}


def apart(blocks: Sequence[Block], way: str, chance: Chance) -> bytes:
    """The document as text, in which blank cells leave nothing."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += WAYS[way](_rows(block), chance)
        lines.append("")
    return "\n".join(lines).encode()


def _rows(table: Table) -> list[Row]:
    rows = [[cell.text for cell in row if cell.text] for row in rows_of(table)]
    return [([t for t in row if not is_figure(t)], [t for t in row if is_figure(t)]) for row in rows]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.takes_turns
def test_no_figure_goes_to_another_row(way: str) -> None:
    for seed in range(240 if SOAKING else 8):
        form, filling = ("2019", "2021")[seed % 2], FILLINGS[seed // 2 % len(FILLINGS)]
        data = apart(blocks_of(form, filling), way, Chance(seed))
        report = recognise(read(data, "txt"), "2020年").report
        counts = compared(specimen(form, filling).all_figures(), report)
        assert counts["wrong"] == 0, (seed, form, filling)


@pytest.mark.parametrize("way", ["together", "below"])
def test_a_label_and_its_figures_in_turn_leave_no_doubt(way: str) -> None:
    for form in ("2019", "2021"):
        assert not sections_in_doubt(apart(blocks_of(form), way, Chance(0)))


def test_columns_named_on_one_line_do_not_tell_the_order_of_figures_on_lines_of_their_own() -> None:
    for form in ("2019", "2021"):
        assert sections_in_doubt(apart(blocks_of(form), "cells_below", Chance(0))) == {"disputes"}


def sections_in_doubt(data: bytes) -> set[str]:
    figures = recognise(read(data, "txt")).report.all_figures()
    return {cell.split(".")[0] for cell, figure in figures.items() if figure.state is State.UNKNOWN}

"""Whether the figures of a table come out: proof of an order of cells, never a reason to move a figure."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from nianbao.model.figure import State, parse
from nianbao.model.form import Form
from nianbao.recognise.labels import Leaf

_NOTHING = (State.BLANK, State.NOT_APPLICABLE)

Row = list[str]
Number = int | Decimal
Numbers = Sequence[Number]


class Sums:
    """The totals of a table, and whether figures in its cells come out."""

    def __init__(self, rows: Sequence[Leaf], form: Form) -> None:
        places = {cell: (row, at) for row, leaf in enumerate(rows) for at, cell in enumerate(leaf.cells)}
        found = [
            (places[total], [places[part] for part in parts])
            for total, parts in form.totals.items()
            if total in places and all(part in places for part in parts)
        ]
        self._in_row = {
            row: [(at, [each for _, each in parts]) for (of, at), parts in found if of == row == parts[0][0]]
            for row in range(len(rows))
        }
        self._others = [(total, parts) for total, parts in found if total[0] != parts[0][0]]

    def tells(self, row: int) -> bool:
        """Whether a row has a total of its own."""
        return bool(self._in_row[row])

    def row_holds(self, row: int, numbers: Numbers) -> bool:
        """Whether the totals in a row are the sums of its other figures."""
        return all(numbers[at] == sum(numbers[part] for part in parts) for at, parts in self._in_row[row])

    def missing(self, rows: Mapping[int, Numbers]) -> tuple[Number, ...]:
        """How much more than their parts in these rows the other totals are: all of it is nothing where they
        come out."""
        return tuple(
            (rows[row][at] if row in rows else 0) - sum(rows[of][part] for of, part in parts if of in rows)
            for (row, at), parts in self._others
        )

    def hold(self, rows: Sequence[Numbers]) -> bool:
        """Whether all totals come out."""
        return all(itertools.starmap(self.row_holds, enumerate(rows))) and self.add_up(rows)

    def add_up(self, rows: Sequence[Numbers]) -> bool:
        """Whether the totals of columns come out, whatever those of rows do."""
        return not any(self.missing(dict(enumerate(rows))))

    def come_out(self, cells: Row) -> bool:
        """Whether all totals come out if the cells are those of the rows, one after the other."""
        width = len(cells) // len(self._in_row)
        return self.hold([numbers_of(cells[at : at + width]) for at in range(0, len(cells), width)])

    def may_be_cut(self, row: int, cells: Row) -> bool:
        """Whether a row comes out without its first or last figure, too: the number of a page."""
        return any(
            cut != "0" and self.row_holds(row, numbers_of([*fewer[:at], "", *fewer[at:]]))
            for cut, fewer in ((cells[0], cells[1:]), (cells[-1], cells[:-1]))
            for at in range(len(cells))
        )

    def is_doubtful(self, row: int, cells: Row) -> bool:
        """Whether a row comes out with a blank, and without its first or its last figure or with two put
        together: one may be the number of a page, or the rest of a number that was broken."""
        if self.row_holds(row, numbers_of(cells)):
            return False
        pairs = range(len(cells) - 1)
        joined = ([*cells[:at], cells[at] + cells[at + 1], *cells[at + 2 :]] for at in pairs)
        return any(
            self.row_holds(row, numbers_of([*fewer[:at], "", *fewer[at:]]))
            for fewer in (cells[1:], cells[:-1], *joined)
            for at in range(len(cells))
        )


def numbers_of(cells: Row) -> list[Number]:
    """What cells count for in a sum: nothing where they are blank or do not apply; what is no number makes
    none come out."""
    return [_number(cell) for cell in cells]


@cache
def _number(text: str) -> Number:
    figure = parse(text)
    if figure.number is not None and figure.state is State.NUMBER:
        return figure.number
    return 0 if figure.state in _NOTHING else Decimal("NaN")

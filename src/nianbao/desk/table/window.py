"""The part of a drawn table that is seen: head and labels stay while the rest scrolls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nianbao.desk.table.drawing import Plan
from nianbao.model.grid import GridCell

_LEAST_BODY = 3  # lines that must be left below a frozen head, and as many as any figure takes


@dataclass(frozen=True, slots=True)
class Window:
    """``width`` and ``height`` of what is seen, in character cells, and how far it is scrolled."""

    plan: Plan
    width: int
    height: int
    x: int = 0
    y: int = 0

    @property
    def stub(self) -> int:
        """Columns at the left that stay, as far as enough is left beside them for any figure."""
        beside = self.width - self.plan.stub_width
        enough = self.plan.stub_width * 3 < self.width * 2 and beside >= self.plan.widest + 2
        return self.plan.stub_width if enough or self.plan.width <= self.width else 0

    @property
    def head(self) -> int:
        """Lines at the top that stay, as far as enough is left below them."""
        body = max(_LEAST_BODY, self.plan.tallest + 1)
        return self.plan.head_height if self.plan.head_height + body <= self.height else 0

    @property
    def more_left(self) -> bool:
        """Whether something is hidden beyond the left edge, or behind the labels that stay."""
        return self.x > 0

    @property
    def more_right(self) -> bool:
        """Whether something is hidden beyond the right edge."""
        return self.x + self.width < self.plan.width

    @property
    def columns(self) -> tuple[int, int]:
        """The columns of the drawn table that are seen beside the labels: first, and the one behind the last.
        An edge beyond which something is hidden has a sign in the place of one column."""
        first = self.stub + self.x + (1 if self.more_left else 0)
        return first, self.x + self.width - (1 if self.more_right else 0)

    @property
    def page(self) -> int:
        """How many lines a page down or up goes."""
        return max(1, self.height - self.head - 2)

    def line_at(self, y: int) -> int:
        """The line of the drawn table that is seen at a line of the window."""
        return y if y < self.head else y + self.y

    def cell_at(self, x: int, y: int) -> GridCell | None:
        """The cell that is seen at a place of the window; None where there is none."""
        return self.plan.at(x if x < self.stub else x + self.x, self.line_at(y))

    def seen(self, line: int) -> int | None:
        """The line of the window at which a line of the drawn table is seen; None if it is not."""
        if line < self.head:
            return line
        return line - self.y if self.y <= line < self.y + self.height else None

    def lines_of(self, cells: Iterable[GridCell]) -> list[int]:
        """The lines of the drawn table in which the cells stand, from the top."""
        boxes = [self.plan.box(cell) for cell in cells]
        return sorted({line for box in boxes for line in range(box.y, box.y + box.height)})

    def showing(self, cell: GridCell, *, first: bool) -> tuple[int, int]:
        """How far to scroll, as little as can be, so that a cell is seen beside the frozen parts; with
        ``first``, in the first row, what stands above it too."""
        box = self.plan.box(cell)
        y = 0 if first else min(self.y, box.y - self.head)
        y = max(y, box.y + box.height + 1 - self.height)
        x = max(min(self.x, box.x - self.stub - 1), box.x + box.width + 1 - self.width)
        return max(x, 0), max(y, 0)

"""Below the table, below each of its columns: whether the two sides of its cross-sum agree."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from textual.widget import Widget

from nianbao.desk.table.balance import Weighed, balance_of, weighed
from nianbao.terminal import cut, left, right, width_of
from nianbao.wizard.sheet.sheet import Sheet


class BalanceLine(Widget):
    """Stands below the columns as they are scrolled; hidden where the form has no such sum for a table."""

    ALLOW_SELECT = False

    def __init__(self, sheet: Sheet, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._sheet = sheet
        self._line = Text()

    def look_again(self) -> None:
        """Show the sums as they are now."""
        balance = balance_of(self._sheet.session.form, self._sheet.selection.grid)
        self.display = balance is not None
        line = Text.assemble(*self._pieces()) if balance is not None else Text()
        if line != self._line:
            self._line = line
            self.refresh()

    def render(self) -> Text:
        return self._line

    def _pieces(self) -> Iterator[tuple[str, str] | str]:
        sheet = self._sheet
        balance = balance_of(sheet.session.form, sheet.selection.grid)
        if balance is None:
            return
        window = sheet.window
        first, last = window.columns
        written = max(window.stub, 0)
        yield left(f" {cut(balance.words, max(written - 2, 0))}", written)
        boxes = [(window.plan.box(cell), cell.column) for cell in sheet.selection.rows[0] if cell.cell]
        for box, column in boxes:
            if box.x < first or box.x + box.width > last:
                continue
            words, style = _shown(weighed(balance.sums[column], sheet.content.figure), box.width)
            begin = box.x - window.x
            yield " " * max(begin - written, 0)
            yield right(words, box.width), style
            written = begin + box.width


def _shown(found: Weighed, width: int) -> tuple[str, str]:
    """Both sides where there is room, and ✓ or the difference; nothing yet where figures are missing."""
    if not (found.agrees or found.broken):
        return "…", ""
    sign = "✓" if found.agrees else f"差{found.difference}"
    both = f"{found.left}│{found.right} {sign}"
    style = "" if found.agrees else "bold underline"
    if width_of(both) <= width:
        return both, style
    return (sign, style) if width_of(sign) <= width else ("✗", style)

"""Below the table: the cell under the cursor, last year's figure; a word on what was typed, or where the
figure comes from and full labels."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from nianbao.desk.table.painting import CARRIED
from nianbao.model.figure import Figure, State
from nianbao.model.report import Report
from nianbao.publish.origins import origins_in_words
from nianbao.publish.year_on_year import change_in_words
from nianbao.wizard.sheet.sheet import Sheet


class CellBar(Static):
    """What the cell holds in full, what it held a year ago, and where that comes from."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, markup=False)
        self._said = ""
        self._labels = Text()
        self._line = Text()

    def say(self, words: str) -> None:
        """Tell something on the second line."""
        if words != self._said:
            self._said = words
            self._draw()

    def show(self, sheet: Sheet) -> None:
        """Show the cell under the cursor of a sheet, with what is being typed into it."""
        session, cell_id, typed = sheet.session, sheet.cursor, sheet.typed
        labels, origin = sheet.selection.labels(), origins_in_words(session.report, cell_id)
        below = Text(f"{origin}（Alt+W 细看）　", style="not dim") if origin else Text()
        below.append(labels, style="dim")
        line = Text(session.form.cells[cell_id].name, style="bold")
        line.append(f"：{_content(session.report, cell_id, typed)}", style="not bold")
        if session.prior is not None:
            carried = f"　{CARRIED}由上年带来，核对后按回车" if session.is_carried(cell_id) else ""
            line.append(f"{carried}{_last_year(session.report, session.prior, cell_id)}", style="not bold")
        if (line, below) != (self._line, self._labels):
            self._line, self._labels = line, below
            self._draw()

    def _draw(self) -> None:
        below = Text(self._said) if self._said else self._labels
        self.update(Text.assemble(self._line, "\n", below), layout=False)


def _content(report: Report, cell_id: str, typed: str | None) -> str:
    if typed is not None:
        return f"{typed}▏"
    given = report.figures.get(cell_id)
    if cell_id in report.form.totals:
        computed = shown(report.computed(cell_id))
        if given is None:
            return f"{computed}（程序计算）"
        if given != report.computed(cell_id) and report.computed(cell_id).number is not None:
            return f"写的是{shown(given)}，算出来是{computed}，按 Ctrl+T 改用算出的数"
    return shown(report.figure(cell_id))


def shown(figure: Figure) -> str:
    """A figure in words where it is no number."""
    if figure.state is State.UNKNOWN:
        return "还没有数"
    return "空着" if figure.state is State.BLANK else str(figure)


def _last_year(report: Report, prior: Report, cell_id: str) -> str:
    """Last year's figure and how much it has changed."""
    if cell_id not in prior.form.cells:
        return f"　│　{prior.year}年没有这一格"
    before, now = prior.figure(cell_id), report.figure(cell_id)
    words = f"　│　{prior.year}年 {shown(before)}"
    change = change_in_words(now, before)
    return f"{words}，{change}" if change else words

"""Ctrl+B: the figures of a table that matter, this year's and last year's, as bars beside one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from nianbao.model.figure import Figure
from nianbao.publish.year_on_year import LONGEST, Comparison, Pair
from nianbao.terminal import left, width_of
from nianbao.wizard.windows.hint import hint

_LONGEST_NAME = 20  # columns


class YearOnYear(ModalScreen[None]):
    """One table."""

    HELP = "每一行左边是今年，右边是上年；同一行里大的数画满，小的按比例画。按 Esc 回去。"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+b,enter,q,Q", "dismiss", "关闭")]

    def __init__(self, comparison: Comparison, year: int) -> None:
        super().__init__()
        self._comparison, self._year = comparison, year

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog read"):
            title = f"{self._comparison.section.name}：{self._year}年 │ {self._year - 1}年"
            yield Label(title, classes="dialog-title", markup=False)
            with VerticalScroll(id="years"):
                for line in _lines(self._comparison.pairs):
                    yield Static(line, markup=False)
            yield hint({"dismiss": "按 Esc 关闭"})

    def on_mount(self) -> None:
        self.query_one("#years").focus()


def _lines(pairs: tuple[Pair, ...]) -> Iterator[str]:
    """The names, both years and the change below one another. Names give way, figures never."""
    names = min(max(width_of(pair.name) for pair in pairs), _LONGEST_NAME)
    for pair in pairs:
        broken = width_of(pair.name) > names
        if broken:
            yield pair.name
        now, before = _year(pair.now_bar, pair.now), _year(pair.before_bar, pair.before)
        yield f"{left('' if broken else pair.name, names)} {now}│ {before}{pair.change}".rstrip()


def _year(bar: str, figure: Figure) -> str:
    """A bar with its figure, as wide as most are; a longer figure moves the rest of its line."""
    return left(f"{bar} {str(figure) or '—'} ".lstrip(), LONGEST + 6)

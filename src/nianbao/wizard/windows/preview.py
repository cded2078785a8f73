"""The report as text pages, without leaving the terminal."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from nianbao.desk.text_pages import text_pages
from nianbao.model.reference import BadReference
from nianbao.model.report import Report
from nianbao.publish.compose import document
from nianbao.wizard.key_bar import KeyBar


class PreviewScreen(Screen[None]):
    """Pages below one another, to be scrolled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5,q,Q", "close", "回去"),
        Binding("pagedown", "page(1)", "下一页"),
        Binding("space", "page(1)", "下一页", show=False),
        Binding("pageup", "page(-1)", "上一页"),
        Binding("down", "line(1)", "往下", show=False),
        Binding("up", "line(-1)", "往上", show=False),
        Binding("right", "aside(8)", "往右", show=False),
        Binding("left", "aside(-8)", "往左", show=False),
    ]

    def __init__(self, report: Report, why: str = "") -> None:
        """``why`` is told above the pages: the reason why they are not shown as they will be printed."""
        super().__init__()
        self._report = report
        self._why = why

    def compose(self) -> ComposeResult:
        if self._why:
            yield Static(self._why, id="preview-why", markup=False)
        with VerticalScroll(id="pages", can_focus=False):
            try:
                printed = text_pages(document(self._report), self._report.form)
            except BadReference as error:
                yield Static(f"现在排不出来：{error.what}；{error.remedy}", markup=False)
            else:
                for page in printed:
                    yield Static("\n".join(page), classes="page", markup=False)
        yield KeyBar()

    def action_page(self, by: int) -> None:
        """To the beginning of the next or the last page."""
        box = self.query_one("#pages", VerticalScroll)
        tops = [int(page.virtual_region.y) for page in self.query(".page")]
        here = int(box.scroll_y)
        ahead = [top for top in tops if (top > here if by > 0 else top < here)]
        if ahead:
            box.scroll_to(y=min(ahead) if by > 0 else max(ahead), animate=False)
        else:
            box.scroll_to(y=box.max_scroll_y if by > 0 else 0, animate=False)

    def action_line(self, by: int) -> None:
        self.query_one("#pages", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_aside(self, by: int) -> None:
        """To what a wide table has beyond the edge."""
        self.query_one("#pages", VerticalScroll).scroll_relative(x=by, animate=False)

    def action_close(self) -> None:
        self.app.pop_screen()

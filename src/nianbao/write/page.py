"""What a writer is given."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from nianbao.problem import OutputError
from nianbao.write.look import OURS, Look

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from nianbao.write.xlsx.book import Book

NO_DATE = datetime.date(2000, 1, 1)  # where a file must state a date and its page has none: no clock goes in


class Attachment(NamedTuple):
    """A file that goes into a file: its name, what it holds, and what it is in a sentence."""

    name: str
    text: str
    description: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, and what it says in words, for those who cannot see it."""

    svg: str
    said: str


@dataclass(frozen=True)
class Page:
    """A page that is to become a file: the neutral HTML of the report or of another page.

    A value of its own, so that a format that needs more gets it as a field, and no other writer changes.
    ``engine`` is what prints a PDF (write/pdf/engines.py), empty for the usual one; ``date`` is when the page
    was made as it states itself; ``source`` is what it was made from, for formats that can carry it; ``book``
    makes its workbook, ``fragment`` what goes into a page of somebody else's, with frames around it or plain,
    ``data`` the files for programs by their names, ``pictures`` what its figure elements show by their ids,
    ``poster`` the report as one long picture; ``look`` is where the templates of the writer are.
    """

    html: str
    engine: str = ""
    date: datetime.date | None = None
    source: Attachment | None = None
    book: Callable[[], Book] | None = None
    fragment: Callable[[bool], str] | None = None
    data: Callable[[], Mapping[str, str]] | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    poster: Callable[[], Picture] | None = None
    look: Look = OURS

    @cached_property
    def tree(self) -> HtmlElement:
        """The HTML as elements, for all writers that read them; none changes them. Raises OutputError if the
        text holds half a character (a lone surrogate), or if there is none."""
        import lxml.html  # here, because some pages are only written as they are

        if not self.html.strip():
            raise OutputError("模板印出来是空的，没有生成；请核对模板文件夹里的模板。")
        parser = lxml.html.HTMLParser(encoding="utf-8")
        return cast("HtmlElement", lxml.html.document_fromstring(encoded(self.html), parser=parser))


def encoded(html: str) -> bytes:
    """HTML in UTF-8. Raises OutputError if the text holds half a character."""
    try:
        return html.encode("utf-8")
    except UnicodeEncodeError as error:
        before = html[: error.start].rpartition(">")[2][-10:]
        raise OutputError(f"“{before}”后面有一个损坏的字符，写不进文件，请删去后重新输入。") from error


def picture_of(page: Page, figure: Any) -> Picture:
    """What a figure element of the page shows. Raises OutputError for one that a template made up."""
    found = page.pictures.get(figure.get("id", ""))
    if found is None:
        raise OutputError("模板中的图片写不进文件，请从模板中去掉；只有图解可以放在 <figure> 里。")
    return found


def spans_of(cell: Any) -> tuple[int, int]:
    """How many rows and columns a cell of a page's tables asks for; ``cell`` is an element of any parser."""
    return int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))

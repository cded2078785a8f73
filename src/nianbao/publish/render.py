"""The way out on one screen: report → document → HTML → bytes, read back before they are released."""

from __future__ import annotations

from collections.abc import Callable

from nianbao.model.report import Report
from nianbao.problem import OutputError, Unreadable
from nianbao.publish import compose
from nianbao.publish.verify import Difference, differences, differing_texts
from nianbao.write import write
from nianbao.write.page import Page


class NotEqual(OutputError):
    """What was written does not read back as what was to be written; it must not be released."""

    def __init__(self, kind: str, found: list[Difference]) -> None:
        lines = "".join(f"\n  {difference}" for difference in found)
        super().__init__(f"写出的 {kind} 文件读回来与报告不一致，没有保存：{lines}")
        self.differences = tuple(found)


def render(report: Report, kind: str, *, draft: bool = False) -> bytes:
    """The report as a file of one of the FORMATS, proved to read back equal.

    Raises OutputError if the file cannot be made, NotEqual if it reads back different.
    """
    document = compose.document(report, draft=draft)
    data = write(Page(compose.html(document)), kind)
    return _released(data, kind, lambda: differences(report, data, kind, draft=draft))


def render_page(page: str, kind: str) -> bytes:
    """Another page, such as the checklist, as a file that is proved to hold every word of it."""
    data = write(Page(page), kind)
    return _released(data, kind, lambda: differing_texts(page, data, kind))


def _released(data: bytes, kind: str, compared: Callable[[], list[Difference]]) -> bytes:
    try:
        found = compared()
    except Unreadable as error:
        raise OutputError(f"写出的 {kind} 文件读不回来，没有保存：{error}") from error
    if found:
        raise NotEqual(kind, found)
    return data

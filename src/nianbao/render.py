"""The way out on one screen: report → document → HTML → bytes, read back before they are released."""

from __future__ import annotations

from nianbao import compose
from nianbao.report import Report
from nianbao.verify import Difference, differences
from nianbao.write import FORMATS, OutputError, write

__all__ = ["FORMATS", "NotEqual", "render"]


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
    data = write(compose.html(document), kind)
    found = differences(report, data, kind, draft=draft)
    if found:
        raise NotEqual(kind, found)
    return data

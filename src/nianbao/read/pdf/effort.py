"""How much work a PDF may make: counted in steps while it is read, so that a file that is refused is refused
on every machine, quick or slow."""

from __future__ import annotations

from nianbao.problem import Unreadable

MOST = 2_100_000  # steps of a microsecond or so; a report of ten pages takes 60,000


class Effort:
    """What is left of the work that one document may make."""

    def __init__(self) -> None:
        self._left = MOST

    def spend(self, steps: int) -> None:
        """Take so many steps away, before they are made where they can be foretold. Raises Unreadable."""
        self._left -= steps
        if self._left < 0:
            raise Unreadable(
                "这份 PDF 的内容太多，不像一份年度报告。",
                "请检查是否选错了文件，或只保留报告本身的页面；也可以改用 Word 文件。",
            )

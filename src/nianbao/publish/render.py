"""The way out on one screen: report → document → HTML → bytes, read back before they are released."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from nianbao.model.report import Report
from nianbao.problem import OutputError, Unreadable
from nianbao.publish import pages
from nianbao.publish.charts import Drawing
from nianbao.publish.proof import drawings
from nianbao.publish.proof.compare import differences_from, differing_texts
from nianbao.publish.proof.deviation import Difference
from nianbao.words import first_of
from nianbao.write import write
from nianbao.write.look import OURS, Look
from nianbao.write.page import Page

_MOST_NAMES = 6  # told of the cells that have no figure


class NotEqual(OutputError):
    """What was written does not read back as what was to be written; it must not be released."""

    def __init__(self, kind: str, found: list[Difference]) -> None:
        lines = "".join(f"\n  {difference}" for difference in found)
        super().__init__(f"写出的 {kind} 文件读回来与报告不一致，没有保存：{lines}")
        self.differences = tuple(found)


def render(
    report: Report,
    kind: str,
    *,
    draft: bool = False,
    engine: str = "",
    printed: Callable[[], pages.Printed] | None = None,
    look: Look = OURS,
) -> bytes:
    """The report as a file of one of the FORMATS, proved to read back equal; ``engine`` prints a PDF.
    ``printed`` gives the report's page where several files are made of it, ``look`` is an office's own.

    Raises OutputError if the file cannot be made or a figure is unknown, which only a draft may show,
    NotEqual if it reads back different.
    """
    if not draft:
        _prove_known(report)
    whole = printed() if printed else pages.printed(report, draft=draft, engine=engine, look=look)
    data = write(whole.page, kind)
    return _released(data, kind, lambda: _compared(report, data, kind, whole))


def render_page(page: Page, kind: str, drawn: Sequence[Drawing] = ()) -> bytes:
    """Another page, such as the checklist, as a file that is proved to hold every word of it; ``drawn`` are
    its charts, which are compared bar by bar."""
    data = write(page, kind)

    def compared() -> list[Difference]:
        texts = differing_texts(page.html, data, kind)
        return [*texts, *drawings.differences(tuple(drawn), data, kind)] if drawn else texts

    return _released(data, kind, compared)


def _prove_known(report: Report) -> None:
    """Refuses a report of which a figure, given or computed, would be printed as "?"."""
    form = report.form
    cells = [form.cells[cell_id] for cell_id in report.unknown_cells()]
    names = [f"{form.section(cell.section).name}·{cell.name}" for cell in cells]
    if names:
        shown = first_of(names, _MOST_NAMES)
        raise OutputError(f"有{len(names)}格没有数，只能生成样稿（草稿）：{shown}。")


def _compared(report: Report, data: bytes, kind: str, whole: pages.Printed) -> list[Difference]:
    """What reads back different; in an office's own look first of all what is not seen, which may be why."""
    found = differences_from(whole.document, report, data, kind)
    if whole.page.look.folder:
        return list(dict.fromkeys([*_concealed(report, data, kind), *found]))
    return found


def _concealed(report: Report, data: bytes, kind: str) -> Iterable[Difference]:
    """What is there and not seen, in an office's own look: styles may hide it from people alone. What looks
    is imported here: few have a look of their own."""
    match kind:
        case "html":
            from nianbao.publish import published

            return published.differences(report, data)
        case "docx":
            from nianbao.publish.proof import word_styles

            return word_styles.concealed(data)
        case "pdf":
            from nianbao.publish.proof import contrast

            return contrast.concealed(data)
    return ()


def _released(data: bytes, kind: str, compared: Callable[[], list[Difference]]) -> bytes:
    try:
        found = compared()
    except Unreadable as error:
        raise OutputError(f"写出的 {kind} 文件读不回来，没有保存：{error}") from error
    if found:
        raise NotEqual(kind, found)
    return data

"""Report → document → HTML, the neutral tree from which every output format is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nianbao.model.figure import Figure
from nianbao.model.fingerprint import fingerprint
from nianbao.model.grid import Grid, grid_of
from nianbao.model.narrative import Paragraph, paragraphs
from nianbao.model.reference import resolve
from nianbao.model.report import Report
from nianbao.model.wording import date_in_words
from nianbao.publish.charts import CHARTS, Drawing, Poster, drawings
from nianbao.publish.sheet.layout import laid_out
from nianbao.publish.sheet.title import signed_lines, title_lines
from nianbao.write.look import OURS, Look


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph with the HTML element it becomes: headings nest by depth, never skipping one."""

    paragraph: Paragraph
    tag: str


@dataclass(frozen=True, slots=True)
class Part:
    """A printed section: heading (empty for the preface), paragraphs, table."""

    id: str
    heading: str
    pieces: tuple[Piece, ...]
    grid: Grid | None


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is printed, in order; what a reader must find again.

    ``title_lines`` breaks a long title where words end; ``date`` is in words, empty if the
    report has none, and then no signature is printed. ``fingerprint`` is not printed but told in the
    metadata, so that a signed checklist can be held against the file. ``structured`` is what its web page
    says to search engines: JSON-LD that ends no element. ``drawings`` are the charts behind the report.
    """

    title_lines: tuple[str, ...]
    agency: str
    date: str
    parts: tuple[Part, ...]
    figures: dict[str, Figure]
    fingerprint: str
    draft: bool
    structured: str = ""
    drawings: tuple[Drawing, ...] = ()

    @property
    def title(self) -> str:
        return "".join(self.title_lines)

    @property
    def signed_lines(self) -> tuple[str, ...]:
        """The organ below the report, in lines that end where words end."""
        return signed_lines(self.agency)

    @property
    def charts_heading(self) -> str:
        """Stands above the charts, behind the signature: they are no part of the report."""
        return CHARTS


def document(report: Report, *, draft: bool = False) -> Document:
    """What the report looks like when printed, references resolved and totals computed.

    Raises BadReference if the narrative refers to a cell that the form does not have.
    """
    return Document(
        title_lines=title_lines(report.full_title(), report.agency),
        agency=report.agency,
        date=date_in_words(report.date) if report.date else "",
        parts=tuple(_parts(report)),
        figures=report.all_figures(),
        fingerprint=fingerprint(report),
        draft=draft,
        drawings=drawings(report) if report.charts else (),
    )


def html(document: Document, look: Look = OURS) -> str:
    """The document as a web page, complete in itself."""
    return page("report.html.j2", look, document=document, tables=laid_out(document))


def fragment(document: Document, look: Look = OURS, framed: bool = True) -> str:
    """The document as code for an editor of web pages: no style sheet, no class, no id, no script.

    ``framed``: its tables stand in frames, in which a phone can move them.
    """
    return page("fragment.html.j2", look, document=document, tables=laid_out(document), framed=framed)


def chart(drawing: Drawing, look: Look = OURS) -> str:
    """A chart as SVG, complete in itself."""
    return _drawing("chart.svg.j2", look, chart=drawing)


def poster(drawn: Poster, look: Look = OURS) -> str:
    """The report as one long picture for the phone (一图读懂): SVG."""
    return _drawing("poster.svg.j2", look, poster=drawn)


def _drawing(template: str, look: Look, **values: object) -> str:
    """SVG of a template. Raises OutputError for one of an office's own that draws none, or hides words."""
    svg = page(template, look, **values)
    if look.folder:
        from nianbao.publish.proof.svg import require_visible  # here, because few have a look of their own

        require_visible(svg, template)
    return svg


def page(template: str, look: Look = OURS, /, **values: object) -> str:
    """A template of templates/, or the office's own, with its values put in. Raises OutputError."""
    from nianbao.publish.templates import rendered  # here, because the wizard is there before it prints

    return rendered(look, template, values)


def _parts(report: Report) -> Iterator[Part]:
    for section in report.form.sections:
        text = resolve(report.narrative.get(section.id, ""), report)
        grid = grid_of(report.form, section.id) if section.table else None
        heading = report.heading(section.id)
        if heading or text or grid:
            yield Part(section.id, heading, tuple(_pieces(paragraphs(text))), grid)


def _pieces(lines: Iterable[Paragraph]) -> Iterator[Piece]:
    """Headings become h3 to h6 by how they nest: the first numbered level of a section is its h3."""
    open_levels: list[int] = []
    for line in lines:
        if not line.level:
            yield Piece(line, "p")
            continue
        while open_levels and open_levels[-1] >= line.level:
            open_levels.pop()
        open_levels.append(line.level)
        yield Piece(line, f"h{2 + len(open_levels)}")

"""A page of the report as a picture, for looking at it while it is written. Nothing is proved by it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from pypdfium2 import PdfDocument

from nianbao.model.report import Report
from nianbao.publish.pages import page_of
from nianbao.words import without_spaces
from nianbao.write import write
from nianbao.write.look import OURS, Look
from nianbao.write.pdf import engines

FASTEST = "typst"  # of our own templates the same page as by the others, in a fifth of the time
_SCALE = 1.5  # pixels to the point: 108 to the inch
_one_at_a_time = threading.Lock()  # pdfium is not made for several threads


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A page as it will be printed; ``number`` counts from 1, ``pages`` is how many there are."""

    image: Image.Image
    number: int
    pages: int

    def png(self) -> bytes:
        """The picture as a file."""
        file = BytesIO()
        self.image.save(file, "png", compress_level=1)  # it goes no farther than to a browser
        return file.getvalue()


def picture(
    report: Report, section: str = "", turned: int = 0, *, engine: str = "", look: Look = OURS
) -> Picture:
    """The page on which a section begins, the first if none is named, or one so many pages behind it.

    ``look`` is an office's own, and then ``engine`` prints it, for which its templates may be made. Only this
    page is drawn. Raises OutputError if the report cannot be printed, BadReference if its text
    refers to what there is not.
    """
    printed_by = FASTEST if not look.folder and engines.works(FASTEST) else engine
    data = write(page_of(report, engine=printed_by, look=look), "pdf")
    with _one_at_a_time, PdfDocument(data) as pdf:
        heading = report.heading(section) if section else ""
        first = _beginnings(pdf).get(without_spaces(heading), 0)
        index = min(max(first + turned, 0), len(pdf) - 1)
        drawn: Image.Image = pdf[index].render(scale=_SCALE, grayscale=True).to_pil()
        return Picture(drawn.copy(), index + 1, len(pdf))


def _beginnings(pdf: PdfDocument) -> dict[str, int]:
    """The page on which each heading stands, counted from 0."""
    found: dict[str, int] = {}
    for item in pdf.get_toc():
        target = item.get_dest()
        if target is not None:
            found.setdefault(without_spaces(item.get_title()), target.get_index())
    return found

"""A letter on its sheet: higher than a report, with the red double line at the foot of its first page and no
number there (GB/T 9704-2012, 10.1)."""

from __future__ import annotations

from collections.abc import Collection

from docx.document import Document
from docx.section import Section
from docx.shared import Emu, Mm, Pt

from nianbao.write.docx.text import add_paragraph

CLASS, _TIGHT = "letter", "tight"  # of the body of such a page, and of one whose lines are closer
_FOOT = "LetterFoot"
# The two lines at the foot, 4 pt high, begin 20 mm above the edge of the sheet.
_TOP, _FOOT_RULE, _ABOVE_TITLE = Mm(30), Mm(20) - Pt(4), Pt(28.95)
_TIGHT_BOTTOM, _TIGHT_PITCH = Mm(25), Pt(25)


def dress(document: Document, classes: Collection[str]) -> None:
    """Give the document the sheet of a letter whose body has these classes."""
    section = document.sections[0]
    _leave_other_pages(section)
    section.top_margin, section.footer_distance = _TOP, _FOOT_RULE
    if _TIGHT in classes:
        section.bottom_margin = _TIGHT_BOTTOM
        document.styles["Normal"].paragraph_format.line_spacing = _TIGHT_PITCH
    section.different_first_page_header_footer = True
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    for paragraph in footer.paragraphs:
        footer._element.remove(paragraph._element)
    add_paragraph(footer._element, _FOOT, [])
    for paragraph in document.paragraphs:
        if paragraph.style is not None and paragraph.style.style_id == "Title":
            paragraph.paragraph_format.space_before = _ABOVE_TITLE


def _leave_other_pages(section: Section) -> None:
    """Have the text of the pages after the first begin where a report's does, and their number stand there: a
    section has one margin for all of its pages, so the header reaches down and the footer up."""
    top, head, foot = (
        length or 0 for length in (section.top_margin, section.header_distance, section.footer_distance)
    )
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].paragraph_format.line_spacing = Emu(top - head)
    for footer in (section.footer, section.even_page_footer):
        footer.paragraphs[-1].paragraph_format.space_after = Emu(foot - _FOOT_RULE)

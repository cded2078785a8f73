"""The letter with which a report goes up to the superior office (报送函), made from the report."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.model.report import Report
from nianbao.model.wording import date_in_words
from nianbao.problem import OutputError
from nianbao.publish.sheet.letter import is_tight
from nianbao.publish.sheet.title import letterhead_lines, signed_lines
from nianbao.write.look import OURS, Look

_TEMPLATE = "letter.html.j2"
# How many characters of an organ's name fit above the red line in large, in smaller type.
_BROAD, _NARROW = 11, 18


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the letter says, in words. ``size`` is how the name above the red line is set, a class
    of the template; ``enclosures`` are named in order, the report first."""

    organ: str
    size: str
    number: str
    title_lines: tuple[str, ...]
    to: str
    report: str
    enclosures: tuple[str, ...]
    date: str
    contact: str

    @property
    def head_lines(self) -> tuple[str, ...]:
        """The organ above the red line, in lines that end where words end."""
        return letterhead_lines(self.organ)

    @property
    def signed_lines(self) -> tuple[str, ...]:
        """The organ below the letter, in lines that end where words end: no more than above it."""
        return min(signed_lines(self.organ), self.head_lines, key=len)


def words(report: Report, to: str = "") -> Words:
    """What the letter says. ``to`` is the organ that it is addressed to where the report does not say.

    Raises OutputError if nobody says, or if there is no date.
    """
    said = report.letter
    date, to = said.date or report.date, said.to or to
    if date is None or not to:
        lacking, where, line = (
            ("日期", "落款日期", "date = 2026-01-20 这样的日期")
            if to
            else ("主送机关", "主送机关", 'to = "机关的全称"')
        )
        raise OutputError(
            f"报送函缺{lacking}，没有生成；请在填写向导的“基本信息”里写{where}，"
            f"或者在报告文件末尾写一行 [letter]，下面一行写 {line}。"
        )
    title, organ = report.full_title(), report.agency
    subject = report.usual_title().removeprefix(f"{organ}{report.year}年")
    return Words(
        organ=organ,
        size="broad" if len(organ) <= _BROAD else "narrow" if len(organ) <= _NARROW else "long",
        number=said.number,
        title_lines=(f"关于报送{report.year}年", f"{subject}的函"),
        to=to,
        report=title,
        enclosures=said.enclosures or (title,),
        date=date_in_words(date),
        contact=said.contact,
    )


def html(said: Words, look: Look = OURS) -> str:
    """The letter as neutral HTML for any writer."""
    from nianbao.publish import compose  # here, because its library takes a while to load

    page = compose.page(_TEMPLATE, look, letter=said, tight=False)
    return compose.page(_TEMPLATE, look, letter=said, tight=True) if is_tight(page) else page

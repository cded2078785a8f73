"""Proves a finished document against its report: the same bytes, or every word and all else looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from importlib import import_module

from nianbao.model.report import Report
from nianbao.problem import OutputError
from nianbao.publish.pages import page_of
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.write import write
from nianbao.write.formats import format_of
from nianbao.write.look import OURS, Look
from nianbao.write.pdf import engines

_WHOLE = {"docx.document", "workbook.document"}  # readers of which the inspector tells texts of its own
_DRAFT = "草稿"  # stands on every page of a draft


class Worth(Enum):
    """What a document is worth as proof."""

    IDENTICAL = auto()  # byte by byte what render makes of the report
    SAME_WORDS = auto()  # every text and figure is the report's, but it is another file
    PUBLISHED = auto()  # it is somebody else's page, and every text and figure of the report stands on it
    DIFFERENT = auto()  # it says something else than the report


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a document is worth, which words differ, and what else is otherwise than in our own file.

    ``is_draft`` tells that it is the draft of the report where the final document was asked for.
    Of somebody's page, ``doubts`` are styles of which nobody knows without a browser what they do to words;
    ``notes`` tell what of it was not looked at.
    """

    worth: Worth
    differences: tuple[Difference, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    is_draft: bool = False
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def verify(report: Report, data: bytes, kind: str, *, draft: bool = False, look: Look = OURS) -> Verdict:
    """Compare a document with the report: first its bytes with those that ``render`` makes, which is proof
    enough; else all of its words, and all of its parts with those of our own document.

    Raises Unreadable if the bytes are no document of this kind, or no annual report.
    """
    try:
        ours = _ours(report, data, kind, draft, look)
    except OutputError as error:
        return _by_words_alone(report, data, kind, draft, error)
    if ours == data:
        return Verdict(Worth.IDENTICAL)
    texts = _differences(report, data, kind, draft=draft)
    others, deviations = _inspected(ours, data, kind)
    is_draft = any(_DRAFT in each.found and _DRAFT not in each.expected for each in (*others, *texts))
    if not texts or format_of(kind).reader in _WHOLE:  # elsewhere these are the same words once more
        texts += others
    if not texts and not deviations:
        deviations = [Deviation("文件内部的写法（压缩、空白、编排等）")]
    worth = Worth.DIFFERENT if texts else Worth.SAME_WORDS
    return Verdict(worth, tuple(texts), tuple(deviations), is_draft and not draft)


def _ours(report: Report, data: bytes, kind: str, draft: bool, look: Look) -> bytes:
    engine = _engine(data, kind)
    engines.require(engine)
    return write(page_of(report, draft=draft, engine=engine, look=look), kind)


def _engine(data: bytes, kind: str) -> str:
    """What printed a PDF, as it states itself: the same engine makes the same bytes again."""
    if format_of(kind).reader != "pdf.document":
        return ""
    from nianbao.publish.proof import pdf  # here, because its library takes a while to load

    return engines.maker(pdf.producer(data))


def _differences(report: Report, data: bytes, kind: str, *, draft: bool) -> list[Difference]:
    """The words that differ. What reads them is imported here: a file that is the same needs none of it."""
    from nianbao.publish.proof import compare

    return compare.differences(report, data, kind, draft=draft)


def _by_words_alone(report: Report, data: bytes, kind: str, draft: bool, error: OutputError) -> Verdict:
    texts = _differences(report, data, kind, draft=draft)
    unseen = Deviation("只核对了文字和数字，没有核对文件的其他内容", f"自己生成不了这种文件：{error}")
    return Verdict(Worth.DIFFERENT if texts else Worth.SAME_WORDS, tuple(texts), (unseen,))


def _inspected(ours: bytes, theirs: bytes, kind: str) -> tuple[list[Difference], list[Deviation]]:
    """What else differs, by what reads this format; of one that nobody looks into that it is another file."""
    name = _INSPECTORS.get(format_of(kind).reader)
    if name is None:
        return [], [Deviation("文件的字节与原样不同")]
    inspect: _Inspect = import_module(f"nianbao.publish.proof.{name}").inspect
    return inspect(ours, theirs)


# The module of publish/proof/ that looks into what a reader reads, imported where it is needed.
_INSPECTORS = {
    "data": "data",
    "docx.document": "docx",
    "html.page": "html",
    "pdf.document": "pdf_apart",
    "png": "png",
    "svg": "svg",
    "workbook.document": "workbook",
}
_Inspect = Callable[[bytes, bytes], tuple[list[Difference], list[Deviation]]]

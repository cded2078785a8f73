"""THE list of formats. What is made, read back, offered, named in help and tested follows from it.

A format is two modules and a line: a writer of nianbao.write with ``write(page: Page) -> bytes``, a reader
of nianbao.read with ``read(data: bytes) -> list[Block]``, and its entry in FORMATS.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple

from nianbao.words import listed, spaced


class Holds(StrEnum):
    """What a file of a format can hold, and therefore what it must read back as."""

    PAGE = "page"  # every word of any page: the report, the checklist
    REPORT = "report"  # the report, its figures and its text; no other page
    FIGURES = "figures"  # the tables of the report alone
    PICTURE = "picture"  # the charts of the report alone


CODE = ("fragment", "fragment-plain")  # what is pasted into an editor of web pages
# What no editor can be told beforehand (docs/manual/publish.md says which ones keep what).
ON_PASTING = "有的编辑器（如 Quill）留不住合并的格子，贴完以后请用 nianbao verify 核对一遍。"
# What the charts behind a report are drawn into.
_DRAWN_INTO = (Holds.PAGE, Holds.PICTURE)


class Format(NamedTuple):
    """A kind of file that is made.

    ``kind`` is what it is asked for by (``--to docx``), ``name`` what people call it, ``suffix`` how its
    files end. ``writer`` and ``reader`` are modules of nianbao.write and nianbao.read, loaded when needed;
    the reader is named, not imported, because a writer knows none. One that is not made ``by_default`` is
    made for those who ask for it.
    """

    kind: str
    name: str
    suffix: str
    writer: str
    reader: str
    holds: Holds = Holds.PAGE
    by_default: bool = True


FORMATS: tuple[Format, ...] = (
    Format("docx", "Word", ".docx", writer="docx.document", reader="docx.document"),
    Format("pdf", "PDF", ".pdf", writer="pdf.document", reader="pdf.document"),
    Format("html", "网页", ".html", writer="html", reader="html.page"),
    Format(
        "xlsx",
        "Excel",
        ".xlsx",
        writer="xlsx.workbook",
        reader="workbook.document",
        holds=Holds.FIGURES,
        by_default=False,
    ),
    Format(
        "fragment",
        "网页代码",
        ".fragment.html",
        writer="fragment",
        reader="html.page",
        holds=Holds.REPORT,
        by_default=False,
    ),
    Format(
        "fragment-plain",
        "无框代码",
        ".plain.html",
        writer="fragment_plain",
        reader="html.page",
        holds=Holds.REPORT,
        by_default=False,
    ),
    Format(
        "data",
        "开放数据",
        ".data.zip",
        writer="data",
        reader="data",
        holds=Holds.REPORT,
        by_default=False,
    ),
    Format(
        "poster",
        "一图读懂",
        ".poster.png",
        writer="png",
        reader="png",
        holds=Holds.PICTURE,
        by_default=False,
    ),
    Format(
        "poster-svg",
        "长图 SVG",
        ".poster.svg",
        writer="svg",
        reader="svg",
        holds=Holds.PICTURE,
        by_default=False,
    ),
)


def format_of(kind: str) -> Format:
    """The format of a kind. Raises LookupError if there is none."""
    for each in FORMATS:
        if each.kind == kind:
            return each
    raise LookupError(kind)


def named_as(name: str) -> Format | None:
    """The format of a file by the longest suffix that its name ends with, None if it ends with none."""
    fitting = [each for each in FORMATS if name.lower().endswith(each.suffix)]
    return max(fitting, key=lambda each: len(each.suffix), default=None)


def stem(name: str) -> str:
    """The name of a file without the suffix of its format, else without what follows the last dot."""
    named = named_as(name)
    return name[: -len(named.suffix)] if named else PurePath(name).stem


def kinds() -> tuple[str, ...]:
    """What can be asked for, in the order in which it is made."""
    return tuple(each.kind for each in FORMATS)


def without_charts(chosen: Iterable[str]) -> list[str]:
    """The names of the chosen formats that hold no charts."""
    return [each.name for each in map(format_of, chosen) if each.holds not in _DRAWN_INTO]


def default_kinds() -> tuple[str, ...]:
    """What is made if nothing is asked for."""
    return tuple(each.kind for each in FORMATS if each.by_default)


def page_kinds(chosen: Iterable[str]) -> tuple[str, ...]:
    """In which kinds another page than the report is made: those chosen that can hold it, else the default
    ones that can."""
    able = {each.kind for each in FORMATS if each.holds is Holds.PAGE}
    return tuple(kind for kind in chosen if kind in able) or tuple(
        kind for kind in default_kinds() if kind in able
    )


def making() -> str:
    """What is made if nothing is asked for, as a phrase: 生成 Word、PDF 和网页."""
    return spaced("生成", listed([each.name for each in FORMATS if each.by_default], "和"))


def names(last: str) -> str:
    """All formats as a sentence names them, ``last`` (和, 或) before the last one: Word、PDF 或网页."""
    return listed([each.name for each in FORMATS], last)


def names_and_kinds() -> str:
    """All formats with what each is asked for by, where that is another word: PDF 和网页（html）."""
    return listed([_name_and_kind(each) for each in FORMATS], "和")


def _name_and_kind(each: Format) -> str:
    return each.name if each.name.lower() == each.kind else f"{each.name}（{each.kind}）"

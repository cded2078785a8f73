"""Files → blocks. A reader knows a kind of file, not reports; it never meets a writer."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from nianbao.problem import InputError, Problem, Unreadable

if TYPE_CHECKING:
    from nianbao.read.blocks import Block

MOST_TABLES = 500  # a report has four
MOST_PARAGRAPHS = 50_000  # with those of the web page around it

READERS = {  # kind of file, as its name ends → module, loaded when needed
    "docx": "docx.document",
    "docm": "docx.document",
    "pdf": "pdf.document",
    "html": "html.page",
    "htm": "html.page",
    "txt": "text.plain",
    "md": "text.plain",
    "json": "text.plain",
    "xml": "text.plain",
    "doc": "office",
    "wps": "office",
    "odt": "office",
    "rtf": "office",
    "mht": "office",
    "mhtml": "office",
    "eml": "mail",
    "xlsx": "workbook.document",
    "xlsm": "workbook.document",
    "xls": "workbook.document",
    "et": "workbook.document",
    "ods": "workbook.document",
    "csv": "workbook.separated",
    "tsv": "workbook.separated",
    "data.zip": "data",
}


_DATA = frozenset(["json", "xml"])


def is_document(path: PurePath) -> bool:
    """Whether the name of a file is that of a document rather than of a report.toml."""
    return _ending(path) in READERS


def is_looked_for(path: PurePath) -> bool:
    """Whether such a file is looked for in a folder or a mail. Files of data are not: many programs leave
    some that are none of a report, so they are read when they are named."""
    return is_document(path) and _ending(path) not in _DATA


def holds_figures_alone(path: PurePath) -> bool:
    """Whether a file is a workbook: what it lacks of the text is no fault of the report."""
    return READERS.get(_ending(path), "").startswith("workbook.")


def is_web_page(path: PurePath) -> bool:
    """Whether a file is a web page by its name."""
    return READERS.get(_ending(path), "").startswith("html.")


def kind_of(path: PurePath, kinds: Collection[str] = tuple(READERS)) -> str:
    """The kind of a file, as its name ends. Raises InputError if it is none of ``kinds``."""
    kind = _ending(path)
    if kind not in kinds:
        from nianbao.read.unread import remedy_for  # here, because hardly any run needs it

        known = "可以读的有 " + "、".join(f".{known}" for known in kinds)
        raise InputError(Problem(str(path), "读不了这种文件", f"；{remedy_for(path) or known}。"))
    return kind


def read(data: bytes, kind: str) -> list[Block]:
    """The paragraphs and tables of a document in reading order, whoever made it. Raises Unreadable."""
    from nianbao.read.radicals import without_radicals  # here: who asks for a kind of file alone reads none

    return list(without_radicals(read_by(READERS[kind], data)))


def read_by(reader: str, data: bytes) -> list[Block]:
    """The same by a reader that is named, its module in nianbao.read, character by character as it stands
    in the file: so a file of ours is compared with its report."""
    blocks: list[Block] = _bounded(import_module(f"nianbao.read.{reader}").read(data))
    return blocks


def as_word(data: bytes, kind: str) -> bytes | None:
    """A document as the .docx file that is read of it; None of a kind that is read otherwise. Raises
    Unreadable."""
    if READERS[kind] == "office":
        from nianbao.read import office

        return office.as_word(data)
    return data if READERS[kind] == "docx.document" else None


def _ending(path: PurePath) -> str:
    """How the name of a file ends, in small letters and without the dot: by two words if that is a kind."""
    two = "".join(path.suffixes[-2:]).lower().lstrip(".")
    return two if two in READERS else path.suffix.lower().lstrip(".")


def _bounded(blocks: list[Block]) -> list[Block]:
    """The blocks, if there are no more than any report could have: what follows compares them."""
    from nianbao.read.blocks import Table

    tables = sum(isinstance(block, Table) for block in blocks)
    if tables > MOST_TABLES or len(blocks) - tables > MOST_PARAGRAPHS:
        raise Unreadable("文件里的表格或段落太多，不像一份年度报告。", "请确认选对了文件。")
    return blocks

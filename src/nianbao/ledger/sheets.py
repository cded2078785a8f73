"""Files of a ledger → its sheets, with nothing of the applicants but dates and the words of categories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from nianbao.files import regular
from nianbao.files.taken import digest
from nianbao.ledger.mapping import Decided
from nianbao.ledger.words import LedgerWords, plain
from nianbao.problem import InputError, Problem, Unreadable, reason, shown
from nianbao.read import kind_of
from nianbao.read.workbook.listed import LARGEST_FILE, Column, ListSheet

KINDS = ("xlsx", "xlsm", "xls", "et", "ods", "csv")


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """One sheet and the words for where it is: the file, and the sheet where the file has several. ``digest``
    is that of the file ``path``."""

    where: str
    sheet: ListSheet
    path: PurePath
    digest: str

    @property
    def heads(self) -> list[str]:
        return [column.head for column in self.sheet.columns]

    def column(self, head: str) -> Column | None:
        return self.sheet.column(head)


@dataclass(frozen=True)
class Ledger:
    """All sheets that have rows. ``offered`` are the columns that may be asked about: not those of which the
    name tells that they are about people."""

    sheets: tuple[LedgerSheet, ...]
    offered: tuple[str, ...]


_FEWEST_HEADS = 2  # names of a ledger's columns in one row
_GLANCE = 40  # rows


def is_ledger(rows: Iterable[Sequence[str]], words: LedgerWords) -> bool:
    """Whether a row has the heads of a ledger: of applications, or of reviews and suits."""
    both = (words.fields, words.disputes.fields)
    heads = [{name for each in fields for name in (plain(each.name), *each.words.same)} for fields in both]
    texts = ({plain(text) for text in row if text} for row in islice(rows, _GLANCE))
    return any(len(names & text) >= _FEWEST_HEADS for text in texts for names in heads)


def open_ledger(paths: Iterable[Path], words: LedgerWords, decided: Decided) -> Ledger:
    """The sheets of the files, one after the other. Raises InputError."""
    sheets: list[LedgerSheet] = []
    paths = list(paths)
    alone = len({path.name for path in paths}) == len(paths)
    for path in paths:
        try:
            data = regular.content(path, LARGEST_FILE)
        except OSError as error:
            raise InputError(Problem(shown(str(path)), reason(error), "。")) from error
        content = digest(data)
        if (same := next((each.path for each in sheets if each.digest == content), None)) is not None:
            what = f"内容与 {shown(str(same))} 完全相同，会算两遍，没有统计"
            raise InputError(Problem(shown(str(path)), what, "；请只写一份。"))
        sheets += sheets_in(data, path, words, decided, shown(path.name if alone else str(path)))
    private = re.compile("|".join(words.private))
    heads = dict.fromkeys(head for sheet in sheets for head in sheet.heads)
    return Ledger(tuple(sheets), tuple(head for head in heads if not private.search(head)))


def sheets_in(
    data: bytes, path: PurePath, words: LedgerWords, decided: Decided, called: str = ""
) -> Sequence[LedgerSheet]:
    """The sheets of one file by its bytes, which sentences call by its path where they are not told
    otherwise. Raises InputError."""
    from nianbao.read.workbook import columns  # here, because its libraries take a while to load

    name = shown(str(path))
    kind = kind_of(path, KINDS)
    known = [*decided.columns.values()]
    for field in words.fields:
        known += [field.name, *field.words.same, *field.words.maybe]
    known += words.disputes.all_heads()
    try:
        found = columns.read(
            data, kind, filter(None, known), words.private, words.blank, words.names, words.foot
        )
    except Unreadable as error:
        raise InputError(Problem(name, error.what.rstrip("。"), f"。{error.remedy}")) from error
    if not found:
        raise InputError(
            Problem(name, "里面没有台账：要有一行列名，下面一行一件申请", "；请确认选对了文件。")
        )
    several = len(found) > 1
    content = digest(data)
    return [
        LedgerSheet(
            f"{called or name}“{shown(sheet.name)}”" if several else called or name, sheet, path, content
        )
        for sheet in found
    ]

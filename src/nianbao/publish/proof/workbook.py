"""What else a workbook has than our own: other sheets, other texts, other formulas and looks."""

from __future__ import annotations

import io
import zipfile
from itertools import zip_longest

from nianbao.problem import Unreadable
from nianbao.publish.proof.deviation import Deviation, Difference
from nianbao.read.workbook.document import texts_of
from nianbao.words import letters


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """Every cell whose text differs, hidden sheets included, and the parts of the file that are not ours.

    Raises Unreadable if the other file is no workbook.
    """
    own, other = texts_of(ours), texts_of(theirs)
    found = [Difference("工作表", "、".join(own), "、".join(other))] if list(own) != list(other) else []
    for sheet in own.keys() & other.keys():
        nothing: list[str] = []
        for row, (wanted, met) in enumerate(zip_longest(own[sheet], other[sheet], fillvalue=nothing), 1):
            for column, (one, two) in enumerate(zip_longest(wanted, met, fillvalue="")):
                if one != two:
                    found.append(Difference(f"{sheet}!{letters(column)}{row}", one, two))
    found.sort(key=lambda difference: difference.place)
    return found, _parts(ours, theirs)


def _parts(ours: bytes, theirs: bytes) -> list[Deviation]:
    """Parts that one of the two has alone, or that are not the same."""
    try:
        with zipfile.ZipFile(io.BytesIO(ours)) as own, zipfile.ZipFile(io.BytesIO(theirs)) as other:
            more = sorted(set(other.namelist()) - set(own.namelist()))
    except zipfile.BadZipFile as error:
        raise Unreadable("文件已经损坏，不能解压。", "请重新取得这份文件。") from error
    found = [Deviation("文件里多出的部分", name) for name in more]
    return found or [Deviation("文件内部的写法（公式、颜色、压缩等）")]

"""Files that were damaged anyhow: each gives a report or one clear error, and nothing else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from nianbao.problem import Unreadable
from nianbao.read import read
from nianbao.read.blocks import Block
from nianbao.read.pdf import lines as pdf_lines
from nianbao.recognise import recognise
from nianbao.write import write
from nianbao.write.page import Page
from tests.printed import distinct, page
from tests.recognise import files
from tests.recognise.conversions import FULL, IN_PLACE, WITHOUT_BLANKS
from tests.recognise.damage import DAMAGES
from tests.soak import TIMES

ROUNDS = 24 * TIMES
LENGTHS = (1, 4, 40, 400, 4000)


@cache
def originals(kind: str) -> list[bytes]:
    """Whole files of a kind, ours and of other hands."""
    blocks: list[Block] = read(page(distinct("2021")).encode(), "html")
    made = [
        maker(damage(blocks))
        for number, (suffix, maker) in enumerate(files.WRITERS.values())
        for damage in DAMAGES[number :: len(files.WRITERS)]
        if suffix == kind
    ]
    if kind == "md":
        made += [convert(blocks) for convert in (*FULL, *IN_PLACE, *WITHOUT_BLANKS)]
    if kind in {"docx", "pdf", "html"}:
        made.append(write(Page(page(distinct("2019"))), kind))
    return [*made, files.untagged_pdf(blocks)] if kind == "pdf" else made


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, dropped, doubled, moved or turned round."""
    found = bytearray(data)
    for _ in range(chance.choice([1, 3, 10, 50])):
        begin = chance.randrange(len(found) + 1)
        end = begin + chance.choice(LENGTHS)
        piece = bytes(found[begin:end])
        match chance.randrange(5):
            case 0:
                found[begin:end] = bytes(chance.randrange(256) for _ in piece[:50])
            case 1:
                del found[begin:end]
            case 2:
                found[begin:begin] = piece
            case 3:
                at = chance.randrange(len(found) + 1)
                found[at:at] = piece
            case _:
                found[begin:end] = piece[::-1]
    return bytes(found)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """A Word file that can be unpacked, with damage in its parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            hit = name.endswith("document.xml") or chance.random() < 0.2
            after.writestr(name, damaged(part, chance) if hit else part)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["html", "htm", "docx", "pdf", "txt", "md"])
@pytest.mark.parametrize("part", range(4))
def test_a_report_or_one_clear_error(kind: str, part: int) -> None:
    chance = random.Random(f"{kind}{part}")  # noqa: S311 - the same every time
    readers: list[Callable[[bytes], list[Block]]] = [lambda data: read(data, kind)]
    if kind == "pdf":
        readers.append(pdf_lines.read)
    outcomes: list[str] = []
    for _ in range(ROUNDS // 4):
        data = chance.choice(originals(kind))
        inside = kind == "docx" and chance.random() < 0.8
        data = damaged_inside(data, chance) if inside else damaged(data, chance)
        for reader in readers:
            try:
                outcomes.append(recognise(reader(data)).report.agency)
            except Unreadable as error:
                outcomes.append(error.what and error.remedy)
    assert len(outcomes) == ROUNDS // 4 * len(readers)
    assert all(outcomes)

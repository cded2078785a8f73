"""Documents with random damage: of ours and of other hands, the same for the same kind, seed and number."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import pikepdf
from lxml import etree

from nianbao.read.blocks import Block
from nianbao.write import write
from nianbao.write.page import Page
from tests import altered_xml
from tests.printed import page
from tests.recognise import conversions, files
from tests.recognise.damage import DAMAGES
from tests.recognise.specimen import blocks_of, specimen
from tests.recognise.wordings import TOLD, WORDINGS

SAMPLES = sorted((Path(__file__).parents[2] / "sample_inputs").rglob("*.toml"))
FORMS = ("2019", "2021")
_LENGTHS = (1, 4, 40, 400, 4000)
_NUMBERS = (b"0", b"-1", b"1e9", b"99999999", b"0.000001", b"9" * 400, "９９９".encode(), "²".encode(), b"")
_NUMBER = re.compile(rb"\d+")
Change = Callable[[Sequence[Block]], list[Block]]
Maker = Callable[[Sequence[Block]], bytes]

_CHANGES: tuple[Change, ...] = (list, *DAMAGES, *WORDINGS, *TOLD)
CHANGES = len(_CHANGES)
_CONVERSIONS = (*conversions.FULL, *conversions.IN_PLACE, *conversions.WITHOUT_BLANKS)


@cache
def makers(kind: str) -> tuple[Maker, ...]:
    """What makes documents of a kind as other programs, sites and hands do."""
    made: list[Maker] = [
        maker
        for suffix, maker in files.WRITERS.values()
        if suffix == kind or (suffix, kind) == ("htm", "html")
    ]
    if kind == "md":
        made += _CONVERSIONS
    if kind == "pdf":
        made.append(files.untagged_pdf)
    return tuple(made)


@lru_cache(maxsize=300)
def original(kind: str, form: str, change: int, maker: int) -> bytes:
    """A whole document; ``maker`` -1 is this program."""
    if maker < 0:
        return write(Page(page(specimen(form))), kind)
    return makers(kind)[maker](_CHANGES[change](blocks_of(form)))


def document(kind: str, seed: str, number: int, changes: int) -> bytes:
    """The damaged document of this number, made of the first so many changes of what is said in it."""
    chance = random.Random(f"{kind} {seed} {number}")  # noqa: S311 - the same every time
    if kind == "toml":
        return damaged(chance.choice(SAMPLES).read_bytes(), chance)
    own = kind in {"docx", "pdf", "html"}
    maker = chance.randrange(-1 if own else 0, len(makers(kind)))
    data = original(kind, chance.choice(FORMS), chance.randrange(changes) if maker >= 0 else 0, maker)
    if kind == "docx" and chance.random() < 0.8:
        return _damaged_in_parts(data, chance)
    if kind == "pdf" and chance.random() < 0.5:
        return _damaged_in_streams(data, chance)
    return damaged(data, chance)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, dropped, doubled, moved, turned round or repeated, or another number."""
    found = bytearray(data)
    for _ in range(chance.choice([1, 3, 10, 50])):
        begin = chance.randrange(len(found) + 1)
        end = begin + chance.choice(_LENGTHS)
        piece = bytes(found[begin:end])
        match chance.randrange(7):
            case 0:
                found[begin:end] = bytes(chance.randrange(256) for _ in piece[:50])
            case 1:
                del found[begin:end]
            case 2:
                found[begin:begin] = piece
            case 3:
                at = chance.randrange(len(found) + 1)
                found[at:at] = piece
            case 4:
                found[begin:end] = piece[::-1]
            case 5:
                found[begin:begin] = piece[:40] * chance.choice([2, 20, 200])
            case _:
                if number := _NUMBER.search(found, begin):
                    found[slice(*number.span())] = chance.choice(_NUMBERS)
    return bytes(found)


def _damaged_in_parts(data: bytes, chance: random.Random) -> bytes:
    """A Word file that can be unpacked, with damage in its parts: mostly to their elements."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name.endswith("document.xml") or chance.random() < 0.1:
                as_xml = name.endswith((".xml", ".rels")) and chance.random() < 0.9
                part = _altered(part, chance) if as_xml else damaged(part, chance)
            after.writestr(name, part)
    return out.getvalue()


def _altered(part: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(part)
    altered_xml.alter(root, chance, chance.choice([1, 3, 10, 50]))
    return etree.tostring(root, encoding="UTF-8", standalone=True)


def _damaged_in_streams(data: bytes, chance: random.Random) -> bytes:
    """A PDF that can be opened, with damage in what it unpacks, and in the entries of its objects."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        every = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)]
        for each in chance.sample(every, min(len(every), chance.choice([1, 4, 20]))):
            if isinstance(each, pikepdf.Stream) and chance.random() < 0.7:
                each.write(damaged(each.read_bytes(), chance))
            elif keys := sorted(str(key) for key in each.keys()):  # noqa: SIM118 - iterating it gives no keys
                _change_entry(each, chance.choice(keys), every, chance)
        try:
            pdf.save(out, fix_metadata_version=False)
        except pikepdf.PikepdfError:  # so damaged that it cannot even be written
            return damaged(data, chance)
    return out.getvalue()


def _change_entry(
    found: pikepdf.Object, key: str, every: Sequence[pikepdf.Object], chance: random.Random
) -> None:
    """Take an entry out, or put another one's value, another object or a number of another kind there."""
    if key in {"/Length", "/Type"}:
        return
    match chance.randrange(4):
        case 0:
            del found[key]
        case 1:
            found[key] = chance.choice(every)
        case 2:
            found[key] = chance.choice([0, -1, 10**9, True, "", "x" * 3000])
        case _:
            found[key] = pikepdf.Array([chance.choice(every) for _ in range(chance.choice([0, 1, 50]))])

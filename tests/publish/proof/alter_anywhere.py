"""Any part of a finished document altered by chance: each kind of document has a function that does it."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Stream
from PIL import Image, ImageChops

from tests import altered_xml

_BODY = "word/document.xml"
_WORDS = ("text", "tspan", "title", "desc")  # of a drawing
_SIGNATURE = 8  # bytes before the first chunk of a PNG
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_VALUE = re.compile(r'="[^"]*"')
_ROUNDS = 100  # until something was found that can be altered


@dataclass(frozen=True, slots=True)
class Altered:
    """A document with one thing altered. ``says_else``: a reader of its text finds other words in it."""

    name: str
    data: bytes
    says_else: bool = False


def word_file(data: bytes, chance: random.Random) -> Altered:
    """Something about an element of a part, mostly of the body."""
    return _in_a_part(data, chance, _BODY, lambda root, _: _said(root, ("t",)))


def workbook(data: bytes, chance: random.Random) -> Altered:
    """Something about an element of a part, mostly of a sheet."""
    altered = _in_a_part(data, chance, ("xl/worksheets/", "xl/sharedStrings"), _shown)
    # Cells and rows say themselves where they are: whether they are doubled or exchanged, nobody sees.
    return replace(altered, says_else=altered.says_else and altered_xml.TEXT in altered.name)


def _in_a_part(
    data: bytes,
    chance: random.Random,
    main: str | tuple[str, ...],
    said_in: Callable[[etree._Element, dict[str, bytes]], str],
) -> Altered:
    """Of the parts that begin with ``main``, mostly; ``said_in`` gives the words of one among all parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    inner = [name for name in names if name.startswith(main)]
    part = chance.choice(inner if chance.random() < 0.7 else names)
    root = etree.fromstring(parts[part])
    said = said_in(root, parts)
    name = altered_xml.alter(root, chance)
    says_else = part in inner and said_in(root, parts) != said
    parts[part] = etree.tostring(root, encoding="UTF-8", standalone=True)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for member, content in parts.items():
            package.writestr(member, content)
    return Altered(f"{part}: {name}", buffer.getvalue(), says_else)


def _shown(root: etree._Element, parts: dict[str, bytes]) -> str:
    """What the cells of a sheet show: of a number its value, of which 0 and 00 are two ways of writing, of
    the number of a shared text that text."""
    shared = etree.fromstring(parts["xl/sharedStrings.xml"])
    texts = [_said(item, ("t",)) for item in shared] if _local(root) != "sst" else []
    return "|".join(_of_cell(value, texts) for value in root.iter("{*}t", "{*}v"))


def _of_cell(value: etree._Element, shared: list[str]) -> str:
    text, cell = (value.text or "").strip(), value.getparent()
    if not text.isdecimal() or cell is None:
        return text
    number = int(text)
    return shared[number] if cell.get("t") == "s" and number < len(shared) else str(number)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _said(root: etree._Element, names: tuple[str, ...]) -> str:
    texts = root.iter(*(f"{{*}}{name}" for name in names))
    return "".join("".join(text.text or "" for text in texts).split())


# ---- pictures


def drawing(data: bytes, chance: random.Random) -> Altered:
    """Something about an element of an SVG."""
    root = etree.fromstring(data)
    said = _said(root, _WORDS)
    name = altered_xml.alter(root, chance)
    says_else = altered_xml.TEXT in name and _said(root, _WORDS) != said  # their places are not their order
    return Altered(name, etree.tostring(root, encoding="UTF-8"), says_else)


def picture(data: bytes, chance: random.Random) -> Altered:
    """A spot of a PNG, or a chunk of its file: taken out, doubled, changed, moved to the end."""
    if chance.random() < 0.5:
        return _spotted(data, chance)
    chunks = list(_chunks(data))
    for _ in range(_ROUNDS):
        at = chance.randrange(len(chunks))
        kind, content = chunks[at]
        change, new = chance.choice(
            [
                ("gone", []),
                ("twice", [(kind, content)] * 2),
                ("of another kind", [(chance.choice([b"tRNS", b"gAMA", b"eXIf", b"abcD"]), content[:6])]),
                ("changed", [(kind, damaged_once(content, chance))]),
                (
                    "one more",
                    [(kind, content), (b"tEXt", b"Description\x00" + chance.randbytes(3))],
                ),
            ]
        )
        packed = data[:_SIGNATURE] + b"".join(map(_packed, [*chunks[:at], *new, *chunks[at + 1 :]]))
        if packed != data:
            return Altered(f"chunk {at} {kind.decode('latin-1')} {change}", packed)
    raise AssertionError("nothing to alter")


def _spotted(data: bytes, chance: random.Random) -> Altered:
    """With a spot as large as a sign or a pixel, of any colour and transparency."""
    with Image.open(io.BytesIO(data)) as opened:
        whole = opened.convert("RGBA")
    size = chance.choice([1, 2, 12])
    left, top = chance.randrange(whole.width - size), chance.randrange(whole.height - size)
    box = (left, top, left + size, top + size)
    before = whole.crop(box)
    whole.paste(tuple(chance.randrange(256) for _ in range(4)), box)
    buffer = io.BytesIO()
    whole.save(buffer, "PNG", compress_level=1)
    seen = ImageChops.difference(before, whole.crop(box)).getbbox(alpha_only=False)
    return Altered(f"spot at {left}, {top}", buffer.getvalue() if seen else data + b"\0")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGNATURE
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _packed(chunk: tuple[bytes, bytes]) -> bytes:
    kind, content = chunk
    checked = kind + content
    return len(content).to_bytes(4, "big") + checked + zlib.crc32(checked).to_bytes(4, "big")


def damaged_once(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one of them another."""
    at = chance.randrange(len(content)) if content else 0
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


# ---- web pages


def web_page(data: bytes, chance: random.Random) -> Altered:
    """A tag, or the text between two."""
    tokens: list[str] = _TOKEN.findall(data.decode())
    head = tokens.index("</head>") if "</head>" in tokens else -1  # of a fragment there is none
    for _ in range(_ROUNDS):
        at = chance.randrange(len(tokens) - 1)
        old = tokens[at]
        new = _other_token(old, chance)
        if old.strip() and new != old:
            is_text = not old.startswith("<") and not tokens[at - 1].startswith("<script")
            altered = "".join([*tokens[:at], new, *tokens[at + 1 :]])
            said = is_text and at > head and "".join(new.split()) != "".join(old.split())
            return Altered(f"{old[:30]} → {new[:30]}", altered.encode(), said)
    raise AssertionError("nothing to alter")


def _other_token(token: str, chance: random.Random) -> str:
    if not token.startswith("<"):
        at = chance.randrange(len(token))
        return token[:at] + chance.choice(["", "0", "不", token[at] * 2]) + token[at + 1 :]
    match chance.randrange(5):
        case 0:
            return ""
        case 1:
            return token * 2
        case 2:
            return _VALUE.sub('="9"', token, count=1)
        case 3:
            return _VALUE.sub("", token, count=1)
        case _:
            return f"{token[:-1]} hidden>" if token[1].isalpha() else ""


# ---- PDF


def pdf(data: bytes, chance: random.Random) -> Altered:
    """An entry of an object, or an instruction of a page."""
    before = resaved(data)
    for _ in range(_ROUNDS):
        buffer = io.BytesIO()
        with pikepdf.open(io.BytesIO(before)) as document:
            name = _instruction(document, chance) if chance.random() < 0.5 else _entry(document, chance)
            document.save(buffer, static_id=True, fix_metadata_version=False)
        if buffer.getvalue() != before:
            return Altered(name, buffer.getvalue())
    raise AssertionError("nothing to alter")


@cache
def resaved(data: bytes) -> bytes:
    """A PDF with nothing altered but what another program's saving alters; what nothing points to is gone."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:  # as the instructions of a page are written where one of them is altered
            page.obj.Contents = document.make_stream(_unparsed(list(pikepdf.parse_content_stream(page))))
        document.save(buffer, static_id=True, fix_metadata_version=False)
    return buffer.getvalue()


def _unparsed(instructions: list[Any]) -> bytes:
    return bytes(pikepdf.unparse_content_stream(instructions))


def _instruction(document: pikepdf.Pdf, chance: random.Random) -> str:
    number = chance.randrange(len(document.pages))
    page = document.pages[number]
    every = list(pikepdf.parse_content_stream(page))
    at = chance.randrange(len(every))
    old = every[at]
    match chance.randrange(3 if old.operands else 2):
        case 0:
            change, new = "gone", []
        case 1:
            change, new = "twice", [old, old]
        case _:
            change, new = "other operands", [_other_operands(old)]
    page.obj.Contents = document.make_stream(_unparsed([*every[:at], *new, *every[at + 1 :]]))
    return f"page {number + 1}, instruction {at} {old.operator} {change}"


def _other_operands(instruction: Any) -> pikepdf.ContentStreamInstruction:
    operands = [_other_value(operand) for operand in instruction.operands]
    return pikepdf.ContentStreamInstruction(operands, instruction.operator)


def _other_value(value: Any) -> Any:
    if isinstance(value, pikepdf.String):
        return pikepdf.String(bytes(value)[::-1] + b"\0\x22")
    if isinstance(value, Array):
        return Array([_other_value(each) for each in value])
    if isinstance(value, pikepdf.Name):
        return pikepdf.Name(f"{value}9")
    return value if isinstance(value, pikepdf.Object) else float(value) + 30


def _entry(document: pikepdf.Pdf, chance: random.Random) -> str:
    every = [
        each
        for each in document.objects
        if isinstance(each, Dictionary | Stream)
        and each.get("/Type") not in ("/XRef", "/ObjStm")  # saving writes them anew
    ]
    for _ in range(_ROUNDS):
        found = chance.choice(every)
        keys = sorted(set(map(str, found.keys())) - {"/Length", "/Filter", "/Type", "/DecodeParms"})
        if isinstance(found, Stream) and chance.random() < 0.5:
            content = found.read_bytes()
            at = chance.randrange(len(content)) if content else 0
            found.write(content[:at] + b"9 " + content[at + 1 :])
            return f"stream {found.get('/Type')} {found.get('/Subtype')}"
        if keys:
            key = chance.choice(keys)
            if chance.random() < 0.5:
                del found[key]
            else:
                found[key] = chance.choice([0, 1, 900, "x", Array([]), Array([0, 0, 9, 9])])
            return f"{found.get('/Type')} {key}"
    raise AssertionError("nothing to alter")


ALTER: dict[str, Callable[[bytes, random.Random], Altered]] = {
    "docx": word_file,
    "html": web_page,
    "pdf": pdf,
    "xlsx": workbook,
    "fragment": web_page,
    "poster-svg": drawing,
    "poster": picture,
}

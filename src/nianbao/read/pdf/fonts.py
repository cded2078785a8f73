"""From the character codes of a PDF font to text, by the font's own tables (ISO 32000-1, 9.6 to 9.10)."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import pikepdf

from nianbao.problem import Unreadable
from nianbao.read.pdf.effort import Effort

Decoder = Callable[[bytes], str]
Codespace = tuple[bytes, bytes]  # lowest and highest code, equally long

LOST = "\N{REPLACEMENT CHARACTER}"  # a code that the font does not explain
MOST_CODES = 70_000  # of one font
_MEANINGS = (pikepdf.String, pikepdf.Array)
_LONGEST_MEANING = 32  # characters that one code stands for; a ligature has five

_SIMPLE = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_SYMBOLIC = 4  # flag of a font whose codes mean what the font likes
_PREDEFINED = (  # encodings of Chinese fonts that are not embedded: how their names begin, and their codec
    ("/UniGB-UTF16", "utf-16-be"),
    ("/UniGB-UCS2", "utf-16-be"),
    ("/GB", "gb18030"),
)
_SPACES_OF_GB: list[Codespace] = [(b"\0", b"\x80"), (b"\x81\x40", b"\xfe\xfe")]


def decoder(font: Any, effort: Effort) -> Decoder:
    """The function that turns a shown string of ``font`` (a font dictionary) into text.

    Codes that the font does not explain become LOST, so that nobody takes what is left for the whole.
    """
    meanings, _ = _cmap(font.get("/ToUnicode"), effort)
    if font.get("/Subtype") != "/Type0":
        return _simple(font, meanings)
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Stream):
        _, spaces = _cmap(encoding, effort)
        return _varied(spaces, meanings) if spaces else _fixed(2, meanings)
    for prefix, codec in _PREDEFINED:
        if str(encoding).startswith(prefix):
            return _national(codec, meanings)
    return _fixed(2, meanings)


def splitter(font: Any, effort: Effort) -> Callable[[bytes], Iterable[bytes]]:
    """The function that parts a shown string of ``font`` into its codes."""
    if font.get("/Subtype") != "/Type0":
        return lambda data: [data[at : at + 1] for at in range(len(data))]
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Stream):
        _, spaces = _cmap(encoding, effort)
        if spaces:
            return lambda data: _split(data, spaces)
    if str(encoding).startswith("/GB"):
        return lambda data: _split(data, _SPACES_OF_GB)
    return lambda data: [data[at : at + 2] for at in range(0, len(data) - 1, 2)]


def _simple(font: Any, meanings: dict[int, str]) -> Decoder:
    """Codes of one byte: what they mean, else what the encoding of the font says, which is asked only then.
    Browsers make a hundred fonts a file, and each of them tells what its codes mean."""
    known = meanings
    asked = False

    def decode(data: bytes) -> str:
        nonlocal known, asked
        if not asked and any(code not in known for code in data):
            known, asked = _simple_meanings(font) | meanings, True
        return "".join([known.get(code, LOST) for code in data])

    return decode


def _fixed(width: int, meanings: dict[int, str]) -> Decoder:
    return lambda data: "".join(
        [meanings.get(data[at] << 8 | data[at + 1], LOST) for at in range(0, len(data) - 1, 2)]
    )


def _varied(spaces: list[Codespace], meanings: dict[int, str]) -> Decoder:
    """Codes of mixed length: each is as long as the code space it falls into."""

    def decode(data: bytes) -> str:
        return "".join([meanings.get(int.from_bytes(code, "big"), LOST) for code in _split(data, spaces)])

    return decode


def _split(data: bytes, spaces: list[Codespace]) -> Iterator[bytes]:
    shortest = min(len(low) for low, _ in spaces)
    at = 0
    while at < len(data):
        for low, high in spaces:
            code = data[at : at + len(low)]
            if len(code) == len(low) and all(
                first <= byte <= last for first, byte, last in zip(low, code, high, strict=True)
            ):
                break
        else:
            code = data[at : at + shortest]
        yield code
        at += len(code)


def _national(codec: str, meanings: dict[int, str]) -> Decoder:
    """Codes that are a character set of their own; ``meanings`` has the better word where it has one."""

    def decode(data: bytes) -> str:
        text = codecs.decode(data, codec, "replace")
        if not meanings:
            return text
        known = (meanings.get(int.from_bytes(mark.encode(codec, "replace"), "big"), mark) for mark in text)
        return "".join(known)

    return decode


def _cmap(stream: Any, effort: Effort) -> tuple[dict[int, str], list[Codespace]]:
    """What the codes of a CMap mean, and which codes there are, shortest first."""
    meanings: dict[int, str] = {}
    spaces: list[Codespace] = []
    if not isinstance(stream, pikepdf.Stream):
        return meanings, spaces
    room = MOST_CODES
    for instruction in pikepdf.parse_content_stream(stream, "endcodespacerange endbfchar endbfrange"):
        name, operands = str(instruction.operator), instruction.operands
        if name == "endbfchar":
            meanings.update((_number(code), _text(text)) for code, text in _groups(operands, 2))
        elif name == "endbfrange":
            for low, high, texts in _groups(operands, 3):
                last = min(_number(high), _number(low) + room)
                effort.spend(max(0, last - _number(low)) * 3 // 2)
                room -= _add_range(meanings, _number(low), last, texts)
        else:
            spaces += [(bytes(low), bytes(high)) for low, high in _groups(operands, 2)]
        if room <= 0:
            raise Unreadable("这份 PDF 的字体编码表大得不正常，没有读取。", "请改用 Word 文件。")
    spaces = [(low, high) for low, high in spaces if len(low) == len(high) > 0]
    return meanings, sorted(spaces, key=lambda space: len(space[0]))


def _groups(operands: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    """Operands in groups; groups that hold anything but strings and arrays say nothing."""
    for group in zip(*[iter(operands)] * size, strict=False):  # what is left over is no group
        *codes, last = group
        if isinstance(last, _MEANINGS) and all(isinstance(code, pikepdf.String) for code in codes):
            yield group


def _add_range(meanings: dict[int, str], low: int, high: int, texts: Any) -> int:
    """Add codes in a row, which mean characters in a row or what an array lists; how many there are."""
    codes = range(low, high + 1)
    if isinstance(texts, pikepdf.Array):
        for code, text in zip(codes, texts, strict=False):
            meanings[code] = _text(text)
    elif first := _text(texts):
        start = ord(first[-1])
        for code, point in zip(codes, range(start, 0x110000), strict=False):
            meanings[code] = first[:-1] + chr(point)
    return len(codes)


def _number(code: Any) -> int:
    return int.from_bytes(bytes(code), "big")


def _text(target: Any) -> str:
    """Text as a CMap writes it: UTF-16, big end first. One byte alone is taken as that character."""
    data = bytes(target) if isinstance(target, pikepdf.String) else b""
    text = chr(data[0]) if len(data) == 1 else data.decode("utf-16-be", "replace")
    return text[:_LONGEST_MEANING].replace("\0", "")


def _simple_meanings(font: Any) -> dict[int, str]:
    """The codes of a font of one byte a character, from its named encoding and the differences to it."""
    encoding = font.get("/Encoding")
    detailed = isinstance(encoding, pikepdf.Dictionary)
    base = encoding.get("/BaseEncoding") if detailed else encoding
    codec = _SIMPLE.get(str(base))
    if codec is None and not _symbolic(font):
        codec = "cp1252"
    meanings = dict(_meanings_of(codec)) if codec is not None else {}
    if detailed and isinstance(encoding.get("/Differences"), pikepdf.Array):
        code = 0
        for item in encoding.Differences:
            if isinstance(item, int):
                code = item
            elif isinstance(item, pikepdf.Name):
                meanings[code] = _named(str(item)[1:])
                code += 1
    return meanings


@cache
def _meanings_of(codec: str) -> dict[int, str]:
    return {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}


def _symbolic(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor")
    flags = descriptor.get("/Flags", 0) if isinstance(descriptor, pikepdf.Dictionary) else 0
    return isinstance(flags, int) and bool(flags & _SYMBOLIC)


@lru_cache(maxsize=8192)
def _named(glyph: str) -> str:
    """The character behind a glyph name such as ``period``, ``uni4E00`` or ``u20000``."""
    from fontTools import agl

    text: str = agl.toUnicode(glyph)
    return text or LOST

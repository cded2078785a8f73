"""A PDF beside our own of the same report: object by object, instruction by instruction on each page."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pikepdf

from nianbao.problem import Unreadable
from nianbao.publish.proof.deviation import Deviation
from nianbao.publish.proof.inventory import Trait, deviations
from nianbao.publish.proof.words import KEYS, OPERATORS
from nianbao.read.pdf.damage import DAMAGED
from nianbao.read.pdf.document import opened

MOST_OBJECTS = 300_000  # pairs of objects that are compared; a report of twenty pages has 40,000
MOST_FOUND = 5_000
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_STRUCTURE = KEYS["/StructTreeRoot"]
_OF_THE_FILE = frozenset(("/ID", "/Names"))  # keys that mean something else within the structure
_APART = frozenset(("/Pages", "/Parent", "/Contents", "/Length", "/Filter", "/DecodeParms"))


def inspect(ours: bytes, theirs: bytes) -> list[Deviation]:
    """Everything in a PDF that is otherwise than in our own. Raises Unreadable."""
    found: list[Deviation] = []
    try:
        with warnings.catch_warnings(action="ignore"), opened(ours) as own, opened(theirs) as other:
            found += _file(ours, theirs, other)
            found += _Comparison(own, other).deviations()
    except DAMAGED as error:
        raise Unreadable(
            "这份 PDF 已损坏，无法核对。", "请重新导出或下载后再试，也可以改用 Word 文件。"
        ) from error
    return found


def producer(data: bytes) -> str:
    """The program that made a PDF, as the file states it; empty if it does not. Raises Unreadable."""
    try:
        with warnings.catch_warnings(action="ignore"), opened(data) as pdf:
            info: Any = pdf.trailer.get("/Info")
            return str(info.get("/Producer", "")) if isinstance(info, pikepdf.Dictionary) else ""
    except DAMAGED:
        return ""


def is_tagged(data: bytes) -> bool:
    """Whether a PDF states what its parts are, paragraphs among them. Raises Unreadable."""
    try:
        with warnings.catch_warnings(action="ignore"), opened(data) as pdf:
            return isinstance(pdf.Root.get("/StructTreeRoot"), pikepdf.Dictionary)
    except DAMAGED:
        return False


def _file(ours: bytes, theirs: bytes, other: pikepdf.Pdf) -> Iterator[Deviation]:
    """What the file is besides its objects."""
    if other.is_encrypted:
        yield Deviation(KEYS["/Encrypt"])
    if theirs.startswith(ours):
        yield Deviation("文件末尾追加过内容（增量更新）")
    elif theirs.count(b"%%EOF") > 1 and not other.is_linearized:
        yield Deviation("文件分几次写成（增量更新）")
    if not theirs.startswith(b"%PDF-"):
        yield Deviation("文件开头多出的数据")


class _Comparison:
    """Walks two files side by side; two objects that have been met together are not met again."""

    def __init__(self, own: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
        self._own = own
        self._other = other
        self._seen: set[tuple[Any, Any]] = set()
        self._waiting: list[tuple[Any, Any, str, str]] = []  # both objects, kind, place
        self._found: dict[Deviation, None] = {}  # each once: thousands of a kind must not hide another kind

    def deviations(self) -> list[Deviation]:
        """Everything that differs, as far as it is worth telling."""
        mine, its = [list(pdf.pages) for pdf in (self._own, self._other)]
        if len(mine) != len(its):
            self._add("页数", f"应有{len(mine)}页，现有{len(its)}页")
        for page, counterpart in zip(mine, its, strict=False):
            self._seen.add((page.obj.objgen, counterpart.obj.objgen))
        for number, (page, counterpart) in enumerate(zip(mine, its, strict=False), 1):
            self._page(page, counterpart, f"第{number}页")
            self._run()
        for key in ("/Root", "/Info", "/ID", "/Encrypt"):
            self._pair(self._own.trailer.get(key), self._other.trailer.get(key), key, "", "")
        self._run()
        return list(self._found)

    def _add(self, kind: str, place: str) -> None:
        if len(self._found) < MOST_FOUND:
            self._found[Deviation(kind, place)] = None

    def _run(self) -> None:
        while self._waiting and len(self._found) < MOST_FOUND:
            if len(self._seen) > MOST_OBJECTS:
                raise Unreadable("这份 PDF 的内容多得不正常，没有核对。", "请检查是否选错了文件。")
            self._compare(*self._waiting.pop())

    def _page(self, page: pikepdf.Page, counterpart: pikepdf.Page, place: str) -> None:
        mine, its = [_own_and_inherited(each.obj) for each in (page, counterpart)]
        for key in mine.keys() | its.keys():
            if key not in _APART:
                self._pair(mine.get(key), its.get(key), key, "", place)
        ours, theirs = [_streams(each.get("/Contents")) for each in (page.obj, counterpart.obj)]
        if len(ours) != len(theirs):
            self._add("多出或少了绘制内容流", place)
        drawn, redrawn = [b"\n".join(stream.read_bytes() for stream in each) for each in (ours, theirs)]
        if drawn != redrawn:
            for each in deviations(_drawing(self._own, drawn), _drawing(self._other, redrawn), _operator):
                self._add(each.kind, place)

    def _pair(self, mine: Any, its: Any, key: str, kind: str, place: str) -> None:
        """Put two values of a key on the list, or tell that one of them is missing."""
        known = "" if kind == _STRUCTURE and key in _OF_THE_FILE else KEYS.get(key, "")
        kind = known or kind
        if mine is None and its is None:
            return
        if mine is None or its is None:
            words = known or f"不认识的内容 {key}"
            self._add(words if mine is None else f"少了：{words}", place or kind)
        else:
            self._waiting.append((mine, its, kind or f"内部数据 {key}", place))

    def _compare(self, mine: Any, its: Any, kind: str, place: str) -> None:
        if _indirect(mine) and _indirect(its):
            pair = (mine.objgen, its.objgen)
            if pair in self._seen:
                return
            self._seen.add(pair)
        if type(mine) is not type(its) or getattr(mine, "_type_code", 0) != getattr(its, "_type_code", 0):
            self._add(kind, place)
        elif isinstance(mine, pikepdf.Array):
            self._arrays(mine, its, kind, place)
        elif isinstance(mine, pikepdf.Dictionary | pikepdf.Stream):
            for key in mine.keys() | its.keys():
                if key not in _APART:
                    self._pair(mine.get(key), its.get(key), key, kind, place)
            if isinstance(mine, pikepdf.Stream) and _content(mine) != _content(its):
                self._add(kind, place)
        elif mine != its:
            self._add(kind, place)

    def _arrays(self, mine: Any, its: Any, kind: str, place: str) -> None:
        if len(mine) != len(its):
            self._add(kind, place)
        for first, second in zip(mine, its, strict=False):
            if isinstance(first, pikepdf.Object) or isinstance(second, pikepdf.Object):
                self._waiting.append((first, second, kind, place))
            elif first != second:
                self._add(kind, place)


def _indirect(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) and bool(value.is_indirect)


def _content(stream: Any) -> tuple[bytes, bool]:
    """What a stream holds; as it is where the library cannot decode it, which is said with it."""
    try:
        return bytes(stream.read_bytes()), True
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes()), False


def _own_and_inherited(page: Any) -> dict[str, Any]:
    """The entries of a page, with those that the tree of pages hands down."""
    entries = {str(key): page[key] for key in page.keys()}  # noqa: SIM118 - iterating it gives no keys
    node, seen = page.get("/Parent"), set()
    while isinstance(node, pikepdf.Dictionary) and node.objgen not in seen:
        seen.add(node.objgen)
        for key in _INHERITED:
            if key in node:
                entries.setdefault(key, node[key])
        node = node.get("/Parent")
    return entries


def _streams(contents: Any) -> list[Any]:
    every = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [each for each in every if isinstance(each, pikepdf.Stream)]


def _drawing(pdf: pikepdf.Pdf, content: bytes) -> Iterator[Trait]:
    """The instructions of a page."""
    for instruction in pikepdf.parse_content_stream(pdf.make_stream(content)):
        operands = " ".join(map(str, instruction.operands))
        yield Trait(str(instruction.operator), attribute="#", value=operands)


def _operator(trait: Trait) -> str:
    return OPERATORS.get(trait.element.partition(" ")[0], f"不认识的绘图指令 {trait.element}")

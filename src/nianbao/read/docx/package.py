"""The parts of a Word file as XML. The file may come from anybody: everything is bounded."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.locked import require_unlocked
from nianbao.read.marks import OLE

LARGEST_FILE = 50_000_000  # bytes
LARGEST_PART = 20_000_000  # bytes unpacked, of one part; a report of twenty pages has 300 kB
MOST_TAGS = 500_000  # of one part; a report of sixty pages has a quarter
MOST_MEMBERS = 10_000
_CHUNK = 1_000_000  # bytes
_DAMAGED = (BadZipFile, EOFError, zlib.error, ValueError, OSError, NotImplementedError)

_END, _END_MARK = 22, b"PK\x05\x06"  # bytes of the last record of a zip file without a comment
_ENCRYPTED = 1  # bit of ZipInfo.flag_bits
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # files saved as "Strict Open XML"
)
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
INSERTED = frozenset(("ins", "moveTo"))  # what is in them was put in, as tracked changes
DELETED = frozenset(("del", "moveFrom"))
# fmt: off
_WRAPPERS = frozenset((
    "bdo", "customXml", "dir", "fldSimple", "hyperlink", "ins", "moveTo", "ruby", "rubyBase", "sdt",
    "sdtContent", "smartTag",
))
# fmt: on


class Kind(NamedTuple):
    """What a package is taken for: as sentences call the file, by which program, with which ending."""

    file: str
    program: str
    ending: str

    @property
    def save_as(self) -> str:
        """What to do with a damaged one."""
        return f"请用 {self.program} 或 WPS 打开它，另存为不加密码的 .{self.ending} 文件后再试。"


WORD = Kind("Word 文件（.docx）", "Word", "docx")
WORKBOOK = Kind("Excel 或 WPS 表格文件", "Excel", "xlsx")


class Package:
    """A Word file, or a workbook, taken apart. Unreadable if it is none, is locked, damaged or dangerous."""

    def __init__(self, data: bytes, kind: Kind = WORD) -> None:
        self._kind = kind
        require_unlocked(data)
        if data.startswith(OLE):
            raise Unreadable("这是旧的 Word 格式（.doc），不是 .docx。", kind.save_as)
        if len(data) > LARGEST_FILE or data.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise Unreadable("文件太大，不像一份年度报告。", "请确认选对了文件。")
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise Unreadable(f"这不是 {kind.file}，或者文件已经损坏。", kind.save_as) from error
        self._end = data[-_END:]
        self._members = {_plain(info.filename): info for info in self._zip.infolist()}
        self.main = self.related("", "officeDocument") or "word/document.xml"

    def document(self) -> etree._Element:
        """The root of the main part."""
        root = self.part(self.main)
        if root is None or name_of(root.tag) != "document":
            raise Unreadable("文件里没有 Word 正文。", self._kind.save_as)
        return root

    @property
    def names(self) -> list[str]:
        """The paths of all parts as the package writes them, twice if two have one name."""
        return self._zip.namelist()

    @property
    def has_more(self) -> bool:
        """Whether anything stands before its parts or after them: another program may read that alone."""
        begins = min((info.header_offset for info in self._zip.infolist()), default=0)
        return begins > 0 or not self._end.startswith(_END_MARK)

    def content(self, path: str) -> bytes | None:
        """A part as it is, None if the package lacks it."""
        info = self._members.get(_plain(path))
        return None if info is None else self._unpack(info)

    def chunks(self, path: str) -> Iterator[bytes]:
        """A part bit by bit, however large; nothing if the package lacks it, is damaged or locked."""
        info = self._members.get(_plain(path))
        if info is None:
            return
        with suppress(*_DAMAGED, RuntimeError), self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def part(self, path: str, *, whole: bool = False) -> etree._Element | None:
        """The root element of a part, None if the package lacks it; ``whole`` with comments in it."""
        content = self.content(path)
        return None if content is None else _parse(content, self._kind, whole=whole)

    def related(self, path: str, kind: str) -> str | None:
        """The path of the first part that the part at ``path`` points to as ``kind``, as in "styles"."""
        found = (to for each, to in self._relationships(path) if each.get("Type", "").endswith(f"/{kind}"))
        return next(found, None)

    def named(self, path: str, relation: str) -> str | None:
        """The path of the part that the part at ``path`` knows by the id ``relation``."""
        return next((to for each, to in self._relationships(path) if each.get("Id") == relation), None)

    def _relationships(self, path: str) -> Iterator[tuple[etree._Element, str]]:
        """What the part at ``path`` points to within the package, with the paths."""
        folder, name = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        for each in () if root is None else root.iter(_RELATIONSHIP):
            if each.get("TargetMode") != "External":
                yield each, posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))

    def _unpack(self, info: ZipInfo) -> bytes:
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable("文件加了密码。", self._kind.save_as)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unreadable(f"文件的压缩方式不是 {self._kind.program} 用的。", self._kind.save_as)
        try:
            with self._zip.open(info) as stream:
                content = stream.read(LARGEST_PART + 1)  # the size that the file claims proves nothing
        except _DAMAGED as error:
            raise Unreadable("文件已经损坏，不能解压。", "请重新取得这份文件。") from error
        if len(content) > LARGEST_PART or content.count(b"<") > MOST_TAGS:
            raise Unreadable("文件解压后太大，不像一份年度报告。", "请确认选对了文件。")
        return content


def _plain(path: str) -> str:
    """Part names differ neither by case nor by a leading slash; some programs write backslashes."""
    return path.replace("\\", "/").lstrip("/").lower()


def _parse(content: bytes, kind: Kind, *, whole: bool) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not whole,
        remove_pis=not whole,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("文件的内容已经损坏，或者层次太深。", kind.save_as) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("文件里有这种文件不应有的文档类型声明，可能有害，没有读取。", kind.save_as)
    return root


@lru_cache(maxsize=1024)
def name_of(tag: str) -> str:
    """The local name of a WordprocessingML element; other names keep their namespace."""
    namespace, _, local = tag[1:].partition("}")
    return local if namespace in _WORD else tag


def attribute(element: etree._Element | None, name: str) -> str | None:
    """The ``w:`` attribute of an element, None if it or the element is absent."""
    if element is None:
        return None
    for namespace in _WORD:
        value = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first ``w:`` descendant along a path of names, None if there is none."""
    for name in path:
        if element is None:
            return None
        for inner in element:  # a plain loop: this is asked of every paragraph and cell
            if name_of(inner.tag) == name:
                element = inner
                break
        else:
            return None
    return element


def contents(parent: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The elements in a parent with their names, looking through whatever merely wraps them.

    Deletions are no wrappers: what is in them is gone. Of alternatives only the first counts.
    """
    open_elements: list[Iterator[etree._Element]] = [iter(parent)]
    while open_elements:
        for element in open_elements[-1]:
            name = name_of(element.tag)
            if name in _WRAPPERS:
                open_elements.append(iter(element))
                break
            if name == _ALTERNATIVES:
                open_elements.append(iter(element[0] if len(element) else element))
                break
            yield name, element
        else:
            open_elements.pop()


def end_mark(paragraph: etree._Element) -> etree._Element | None:
    """The tracked change of a paragraph's end, None if it has none."""
    for element in () if (run := child(paragraph, "pPr", "rPr")) is None else run:
        if name_of(element.tag) in INSERTED | DELETED:
            return element
    return None


def goes_on(paragraph: etree._Element) -> bool:
    """Whether a paragraph's end was taken out, so that the next one goes on in it."""
    mark = end_mark(paragraph)
    return mark is not None and name_of(mark.tag) in DELETED


def cells_of(document: etree._Element) -> Iterator[etree._Element]:
    """The cells of all tables in the order of the file, those of tables in cells too."""
    return (element for element in document.iter(etree.Element) if name_of(element.tag) == "tc")


def number(text: str | None, default: int) -> int:
    """A whole number as files state it; the default where there is none or it is nonsense."""
    try:
        return default if text is None else int(text)
    except ValueError:
        return default


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")

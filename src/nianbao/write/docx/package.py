"""The container of a Word file: templates/word.xml → package, and a package without a clock in it."""

from __future__ import annotations

import base64
from functools import cache
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from nianbao.problem import OutputError

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest date of the zip format
_PACKED_DAY = bytes((0, 0, 0b00100001, 0))  # time, then day, month and years since then in 5, 4 and 7 bits


@cache
def template(path: Path, digest: str = "") -> bytes:
    """A document saved as one XML file (Flat OPC), as a .docx package. ``digest`` is that of an office's own.

    Raises OutputError, with the line, if it is none.
    """
    try:
        return _packed(path)
    except etree.XMLSyntaxError as error:
        raise OutputError(
            f"模板 {path.name} 第{error.lineno}行写得不对，不是 Word 存的 XML 文档。"
        ) from error
    except (IndexError, ValueError) as error:
        raise OutputError(f"模板 {path.name} 不是 Word 存的“Word XML 文档”，请重新另存。") from error


def _packed(path: Path) -> bytes:
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    types = etree.Element(f"{_TYPES}Types")
    members = []
    for part in etree.parse(path, parser).iter(f"{_PKG}part"):
        name, content = part.get(f"{_PKG}name", ""), part[0]
        content_type = part.get(f"{_PKG}contentType", "")
        etree.SubElement(types, f"{_TYPES}Override", {"PartName": name, "ContentType": content_type})
        if content.tag == f"{_PKG}binaryData":
            members.append((name[1:], base64.b64decode(content.text or "")))
        else:
            content.remove(root := content[0])  # leaves the namespaces of the wrapping behind
            members.append((name[1:], etree.tostring(root, encoding="UTF-8", standalone=True)))
    content_types = etree.tostring(types, encoding="UTF-8", standalone=True)
    return _zipped([("[Content_Types].xml", content_types), *members])


def pinned(package: bytes) -> bytes:
    """The package with every member dated alike, so that the same content has the same bytes.

    The members stay packed as they are. What is known of each stands before it, and once more in the
    directory at the end (PKWARE's APPNOTE.TXT, 4.3.7 and 4.3.12).
    """
    data = bytearray(package)
    with ZipFile(BytesIO(package)) as source:
        at = source.start_dir
        for info in source.infolist():
            for date in (info.header_offset + 10, at + 12):
                data[date : date + 4] = _PACKED_DAY
            data[at + 5] = 0  # the system
            at += 46 + sum(unpack_from("<3H", data, at + 28))  # the entry with its name and what follows it
    return bytes(data)


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as target:
        for name, content in members:
            info = ZipInfo(name, _FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # else the bytes would depend on the operating system
            target.writestr(info, content)
    return buffer.getvalue()

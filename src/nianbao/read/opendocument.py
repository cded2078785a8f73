"""OpenDocument text (.odt) as LibreOffice reads it aright."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from nianbao.problem import Unreadable
from nianbao.read.docx.package import Package

_STYLES = "styles.xml"
_FIRST = "mimetype"  # which is never packed
_MASTERS = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}master-styles"


def with_masters(data: bytes) -> bytes:
    """The same file with master styles, be it none.

    They may be left out. LibreOffice joins styles to those that they are based on when it comes to them, and
    else not at all: what a style strikes out or raises by another one would be an ordinary figure.
    """
    try:
        package = Package(data)
        styles = package.part(_STYLES)
    except Unreadable:  # LibreOffice says so
        return data
    if styles is None or styles.find(_MASTERS) is not None:
        return data
    etree.SubElement(styles, _MASTERS)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in dict.fromkeys(package.names):
            content = etree.tostring(styles) if name == _STYLES else package.content(name) or b""
            archive.writestr(ZipInfo(name), content, ZIP_STORED if name == _FIRST else ZIP_DEFLATED)
    return out.getvalue()

"""Pieces of Word files, to be repeated, nested and put together, and the files that hold them.

``{}`` in a piece is where another may stand; ``{0}`` counts.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache

from nianbao.write import write
from nianbao.write.page import Page
from tests.printed import distinct, page

_BODY = "word/document.xml"
_DEEPEST = 60  # pieces within one another; the parser refuses more than 256 elements

# fmt: off
PIECES = (
    "<w:p>{}</w:p>", "<w:r>{}</w:r>", "<w:r><w:t>{}</w:t></w:r>", "<w:p><w:r><w:t>甲</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>一、1</w:t></w:r></w:p>", "<w:p><w:r><w:t>{0}</w:t></w:r></w:p>", "甲", "1 ", "\n",
    "<w:tbl>{}</w:tbl>", "<w:tr>{}</w:tr>", "<w:tc>{}</w:tc>", "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
    "<w:tr><w:tc><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:tc></w:tr>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
    '<w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr>{}</w:tc>',
    '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{}</w:tc></w:tr>',
    '<w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc>',
    '<w:tc><w:tcPr><w:hMerge w:val="continue"/></w:tcPr></w:tc>',
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr></w:tc></w:tr>',
    '<w:tr><w:trPr><w:gridBefore w:val="60"/><w:tblHeader/></w:trPr>{}</w:tr>',
    '<w:tblGrid>{}</w:tblGrid>', '<w:gridCol w:w="9"/>', '<w:gridCol/>', "<w:tblPr>{}</w:tblPr>",
    "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>", "<w:pict>{}</w:pict>",
    "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>", "<w:drawing>{}</w:drawing>",
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "<w:r><w:instrText> PAGE </w:instrText></w:r>",
    "<w:fldSimple>{}</w:fldSimple>", "<w:hyperlink>{}</w:hyperlink>", "<w:ins>{}</w:ins>",
    "<w:del>{}</w:del>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:smartTag>{}</w:smartTag>", "<w:ruby>{}</w:ruby>",
    '<w:commentRangeStart w:id="{0}"/>', '<w:commentReference w:id="1"/>', '<w:bookmarkStart w:id="{0}"/>',
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>", '<w:r><w:sym w:char="F041"/></w:r>', "<w:tab/>",
    '<w:pPr><w:pStyle w:val="a{0}"/></w:pPr>', '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', "<w:br/>",
    '<w:pPr><w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr></w:pPr>', "<!--x-->", "<?x y?>",
    '<w:p w:rsidR="{0}" w:rsidP="1">{}</w:p>', '<x xmlns="urn:{0}"/>', "&#20013;", "<w:sectPr/>",
)
# fmt: on


def nested(piece: str, times: int) -> str:
    """A piece in itself so many times, as deep as a reader takes it."""
    once = deep = piece
    for _ in range(min(times, _DEEPEST) - 1):
        deep = deep.replace("{}", once, 1)
    return deep


@cache
def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write(Page(page(distinct("2021"))), "docx"))) as package:
        return {name: package.read(name) for name in package.namelist()}


def _package(body: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in _parts().items():
            package.writestr(name, body if name == _BODY else content)
    return buffer.getvalue()


def in_body(piece: str) -> bytes:
    """A report with a piece before it."""
    return _with(b"<w:body>", piece)


def in_table(piece: str) -> bytes:
    """A report with a piece in the first row of its first table."""
    return _with(b"</w:trPr>", piece)


def in_cell(piece: str) -> bytes:
    """A report with a piece before the first words of its first table."""
    return _with(b"</w:tcPr>", piece)


def _with(before: bytes, piece: str) -> bytes:
    first, found, rest = _parts()[_BODY].partition(before)
    assert found
    return _package(first + found + piece.replace("{}", "").encode() + rest)

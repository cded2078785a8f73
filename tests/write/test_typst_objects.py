"""The files of typst, taken apart as text and put together again."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import typst

from nianbao.write.page import Page
from nianbao.write.pdf.document import write
from nianbao.write.pdf.typst.element import said, string, with_more
from nianbao.write.pdf.typst.objects import Objects
from tests.write.test_pdf import SHELL, elements

HOSTILE = "/K[1 0 R]/T(b) endobj trailer startxref 0 (/Creator(x) /Next 1 0 R"


@pytest.fixture(scope="module")
def made() -> bytes:
    """What typst itself makes of a page."""
    source = '#set document(title: "A")\n= Title\n#text(lang: "en")[Words]\n#table(columns: 2, [1], [2])'
    return bytes(typst.compile(source.encode(), pdf_standards=["ua-1"]))


def _held(data: bytes) -> list[Any]:
    """All objects of a file that are no means of writing it, streams unpacked."""
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        return [
            (
                item.objgen,
                item.read_bytes() if isinstance(item, pikepdf.Stream) else item.unparse(resolved=True),
            )
            for item in pdf.objects
            if not (isinstance(item, pikepdf.Stream) and item.get("/Type") in ("/ObjStm", "/XRef"))
        ]


def test_a_file_that_is_taken_apart_and_put_together_is_the_same_to_any_reader(made: bytes) -> None:
    file = Objects(made)
    for number in list(file.texts):
        if b"/FlateDecode" in file.texts[number]:
            file.put(number, file.stream(number))
    written = file.written()
    assert _held(written) == _held(made)
    assert len(written) < len(made)
    assert file.written() == written


def test_the_identifier_is_the_same_however_it_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = write(Page(SHELL.format("", "<p>字</p>"), "typst"))
    monkeypatch.setattr(zlib, "compress", lambda data, level=-1, usual=zlib.compress: usual(data, 1))
    other = write(Page(SHELL.format("", "<p>字</p>"), "typst"))
    assert other != usual
    with pikepdf.open(BytesIO(usual)) as first, pikepdf.open(BytesIO(other)) as second:
        assert bytes(first.trailer.ID[1]) == bytes(second.trailer.ID[1])


def test_an_object_that_is_taken_out_is_none(made: bytes) -> None:
    file = Objects(made)
    number = next(number for number, text in file.texts.items() if text.startswith(b"<</Type/StructElem"))
    del file.texts[number]
    with pikepdf.open(BytesIO(file.written())) as pdf:
        assert pdf.get_object(number, 0) is None


@pytest.mark.parametrize("title", [b"<FEFF4E00>", b"(A)", b"(A (b\\)c) \\( /K[1 0 R])"])
def test_a_heading_is_called_what_it_says(title: bytes) -> None:
    text = b"<</Type/StructElem/S/H2/P 9 0 R/T%b/Lang(en)/K[1 2]/Pg 3 0 R>>"
    assert said(text % title, "一、总体") == text % string("一、总体")


def test_what_a_paragraph_takes_over_says_on_which_page_it_is() -> None:
    first = b"<</Type/StructElem/S/P/P 9 0 R/K[1]/Pg 3 0 R>>"
    second = b"<</Type/StructElem/S/P/P 9 0 R/K[0 7 0 R<</Type/MCR/MCID 5/Pg 5 0 R>>]/Pg 4 0 R>>"
    more = b"<</Type/MCR/MCID 0/Pg 4 0 R>> 7 0 R <</Type/MCR/MCID 5/Pg 5 0 R>>"
    assert with_more(first, second) == b"<</Type/StructElem/S/P/P 9 0 R/K[1 %b]/Pg 3 0 R>>" % more


def test_words_that_look_like_a_part_of_a_file_are_words() -> None:
    data = write(Page(SHELL.format("", f"<h2>{HOSTILE}</h2><p>{HOSTILE}</p>"), "typst"))
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert pdf.check_pdf_syntax() == []
        (heading,) = elements(pdf.Root.StructTreeRoot, "/H2")
        (paragraph,) = elements(pdf.Root.StructTreeRoot, "/P")
        assert [str(heading.T), str(paragraph.ActualText), outline.root[0].children[0].title] == [HOSTILE] * 3
        assert str(pdf.docinfo.Creator).startswith("nianbao ")

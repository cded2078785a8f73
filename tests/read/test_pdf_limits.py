"""PDFs that ask for more than any machine has: refused in a sentence, and never followed in this process."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from nianbao.problem import Unreadable
from nianbao.publish.proof import pdf_apart
from nianbao.read import confined
from nianbao.read.blocks import Block
from nianbao.read.pdf import document, page, weight
from nianbao.read.pdf.document import read, read_here
from tests.printed import in_pdf
from tests.recognise import files


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def blank(content: bytes) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(content)
    return saved(pdf)


def forms(depth: int, times: int, *, fonts: bool = False, inherited: bool = False) -> bytes:
    """Forms that draw one another so many times; ``inherited``: named by the page's resources alone."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    shelf = Dictionary()
    inner = pdf.make_stream(b"0 0 m 9 9 l S", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    for level in range(depth):
        shelf[f"/X{level}"] = inner
        inner = pdf.make_stream(
            b"/X%d Do " % level * times, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
        )
        if not inherited:
            inner.Resources = Dictionary(XObject=Dictionary({f"/X{level}": shelf[f"/X{level}"]}))
    shelf.Last = inner
    pdf.pages[0].Resources = Dictionary(XObject=shelf)
    if fonts:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([1, 0, 0, 1, 0, 0]))
        pdf.pages[0].Resources.Font = Dictionary(F=font)
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F 9 Tf (a) Tj ET" if fonts else b"/Last Do")
    return saved(pdf)


def repeated(content: bytes, times: int) -> bytes:
    """A page whose content is the same stream so many times."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = Array([pdf.make_stream(content)] * times)
    return saved(pdf)


def blank_with_form(content: bytes) -> bytes:
    """A page that draws a form of 200 kB, named X."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    form = pdf.make_stream(b"q Q " * 50_000, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].Contents = pdf.make_stream(content)
    return saved(pdf)


def circle() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    form = pdf.make_stream(b"/X Do /X Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].Contents = pdf.make_stream(b"/X Do")
    return saved(pdf)


def packed(size: int, *, font: bool = False) -> bytes:
    """A stream of blanks, as the content of the page or as a font."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    packer = zlib.compressobj(9)
    data = b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)), packer.flush()])
    stream = pikepdf.Stream(pdf, b"")
    stream.write(data, filter=Name.FlateDecode)
    if font:
        described = Dictionary(Type=Name.FontDescriptor, FontFile2=stream)
        shelf = Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.TrueType, FontDescriptor=described))
        pdf.pages[0].Resources = Dictionary(Font=shelf)
    else:
        pdf.pages[0].Contents = stream
    return saved(pdf)


HEAVY: dict[str, Callable[[], bytes]] = {
    "deeper than any": lambda: forms(30, 2),
    "a form that draws itself": circle,
    "signs that are drawn": lambda: forms(1, 1, fonts=True),
    "much to unpack": lambda: packed(40_000_000),
    "a page of operators": lambda: blank(b"q Q " * 500_000),
    "forms": lambda: forms(2, 100),
    "a font of blanks": lambda: packed(80_000_000, font=True),
}


ABSURD: dict[str, Callable[[], bytes]] = {
    "forms that draw one another thrice": lambda: forms(12, 3),
    "named by the page": lambda: forms(12, 4, inherited=True),
    "wide": lambda: forms(3, 200),
    "a page of nothing but operators": lambda: blank(b"q Q " * 5_100_000),
    "one stream again and again": lambda: repeated(b"q Q " * 100_000, 60),
    "a form named with a comment": lambda: blank_with_form(b"/X%\nDo " * 200),
}


@pytest.mark.parametrize("kind", ABSURD)
def test_what_asks_for_more_than_any_report_is_not_even_tried(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PdfDocument", None)
    monkeypatch.setattr(confined, "call", None)
    for refused in (read, lambda data: pdf_apart.inspect(b"", data)):
        with pytest.raises(Unreadable, match="多得不正常"):
            refused(ABSURD[kind]())


@pytest.mark.parametrize("kind", HEAVY)
@pytest.mark.takes_turns
def test_what_is_not_proved_small_is_not_followed_here(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(page, "PdfDocument", None)  # calling it would raise TypeError

    def take(_: str, data: bytes) -> list[Block]:
        sent.append(data)
        return []

    monkeypatch.setattr(confined, "read", take)
    data = HEAVY[kind]()
    read(data)
    assert sent == [data]


@pytest.mark.parametrize("does", ["while True: pass", "b' ' * 400_000_000"])
def test_a_process_with_limits_ends_in_a_sentence(
    does: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = "import __main__\n__main__.TIMES = 0\n"
    (tmp_path / "endless.py").write_text(f"{limits}def read(data):\n    {does}\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    with pytest.raises(Unreadable, match="内存或时间多得不正常"):
        confined.call("endless", "read", b"", seconds=0.3)


@cache
def ordinary() -> dict[str, bytes]:
    blocks = document.read(in_pdf())
    return {"ours": in_pdf(), "without structure": files.untagged_pdf(blocks)}


@pytest.mark.parametrize("kind", ["ours", "without structure"])
@pytest.mark.takes_turns
def test_an_ordinary_file_is_read_here(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "read", None)
    assert read(ordinary()[kind])


@pytest.mark.parametrize("kind", ["ours", "without structure"])
@pytest.mark.takes_turns
def test_a_process_with_limits_reads_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = ordinary()[kind]
    monkeypatch.setattr(weight, "SMALL", 0)
    assert read(data) == read_here(data)


def test_the_process_with_limits_gives_the_reader_s_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "SMALL", -1)
    with pytest.raises(Unreadable, match="扫描的图片"):
        read(blank(b""))

"""PDFs that are small and make a reader work: each sized by one number, so that a larger one makes more."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

Made = Callable[[int], bytes]
_SIDE = 14_000  # points: the largest page that viewers take
_SIGNS = b"BT /F 5 Tf " + b"".join(
    b"1 0 0 1 %d %d Tm (abcdefghijklmnopqrst) Tj " % (20 + at % 500, 20 + at * 7 % 760) for at in range(400)
)


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _paged(content: bytes, *, pages: int = 1, side: int = 842, marked: bool = False) -> Pdf:
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    stream = pdf.make_stream(content)
    for _ in range(pages):
        pdf.add_blank_page(page_size=(side, side))
        pdf.pages[-1].Contents = stream
        pdf.pages[-1].Resources = Dictionary(Font=Dictionary(F=font))
    if marked:
        pdf.Root.StructTreeRoot = Dictionary(K=Array())
    return pdf


def _operators(content: bytes) -> Made:
    """A tagged PDF of so many pages with the same operators."""
    return lambda size: _saved(_paged(content * 4_000, pages=size, marked=True))


def _ruled(lines: Callable[[int], bytes], *, side: int = _SIDE) -> Made:
    """A page of lines with some words on it."""
    return lambda size: _saved(_paged(lines(size) + _SIGNS + b"ET", side=side))


def _grid(size: int) -> bytes:
    step = (_SIDE - 500) // size
    places = [20 + at * step for at in range(size)]
    return b"".join(b"%d 20 m %d 13500 l S 20 %d m 13500 %d l S " % (at, at, at, at) for at in places)


def _never_closed(size: int) -> bytes:
    """Below whole lines, lines that are there only where they are crossed."""
    places = [20 + at * 100 for at in range(size)]
    whole = b"".join(b"20 %d m 13500 %d l S " % (at, at) for at in places[: size // 3])
    points = [(x, y) for x in places for y in places[size // 3 :]]
    return (
        whole
        + b"".join(b"%d 20 m %d 13500 l S " % (at, at) for at in places)
        + b"".join(b"%d %d m %d %d l S " % (x - 1, y, x + 1, y) for x, y in points)
    )


def _small_tables(size: int) -> bytes:
    return b"".join(
        b"%d %d 8 8 re S %d %d 8 4 re S " % (x, y, x, y)
        for x in range(20, 20 + 14 * size, 14)
        for y in range(20, 780, 14)
    )


def _endings(size: int) -> bytes:
    """Upright lines that end everywhere, and level ones that meet none of them."""
    return b"".join(
        b"%d %d m %d 13900 l S 13910 %d m 13990 %d l S " % (x, 20 + 3 * x, x, 20 + 3 * x, 20 + 3 * x)
        for x in range(10, 10 + size)
    )


def _mapped(meanings: bytes, content: bytes, *, fonts: int = 1) -> bytes:
    """A tagged PDF whose fonts each explain their signs so."""
    pdf = _paged(content, marked=True)
    table = pdf.make_stream(meanings)
    pdf.pages[0].Resources.Font = Dictionary(
        {
            f"/F{at}": pdf.make_indirect(
                Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"), ToUnicode=table)
            )
            for at in range(fonts)
        }
    )
    return _saved(pdf)


def _long_meanings(size: int) -> bytes:
    one = b"1 beginbfchar <0001> <" + b"4E00" * 20_000 + b"> endbfchar"
    return _mapped(one, b"/P<</MCID 0>>BDC /F0 9 Tf " + (b"<" + b"0001" * 1_000 + b"> Tj ") * size + b"EMC")


def _wide_fonts(size: int) -> bytes:
    every = b"1 beginbfrange <0000> <FFFF> <0000> endbfrange"
    shown = b"".join(b"/F%d 9 Tf " % at for at in range(size))
    return _mapped(every, b"/P<</MCID 0>>BDC " + shown + b"EMC", fonts=size)


def _stated_again(size: int) -> bytes:
    """Marked content within marked content, each stating its words anew."""
    begin = b"/Span<</ActualText(" + b"x" * 10 + b")>>BDC "
    words = b"(" + b"abcdefghij" * 100 + b") Tj "
    return _saved(_paged(b"/P<</MCID 0>>BDC /F 9 Tf " + begin * size + words + b"EMC " * size, marked=True))


def _named_again(size: int) -> bytes:
    """The same words named by the structure again and again."""
    pdf = _paged(b"/P<</MCID 0>>BDC /F 9 Tf " + b"(" + b"a" * 30_000 + b") Tj EMC", marked=True)
    kids = Array([Dictionary(S=Name.P, Pg=pdf.pages[0].obj, K=0)] * size)
    pdf.Root.StructTreeRoot = Dictionary(K=kids)
    return _saved(pdf)


def _table_without_end(size: int) -> bytes:
    """A table that goes on over as many pages."""
    pdf = _paged(b"/P<</MCID 0>>BDC /F 9 Tf (a) Tj EMC", pages=size, marked=True)
    row = Array([Dictionary(S=Name.TD, K=0)] * 30)
    tables = [
        Dictionary(S=Name.Table, Pg=page.obj, K=Array([Dictionary(S=Name.TR, K=row)] * 3))
        for page in pdf.pages
    ]
    pdf.Root.StructTreeRoot = Dictionary(K=Array(tables))
    return _saved(pdf)


# What makes work, and a size at which it is too much.
HOSTILE: dict[str, tuple[Made, int]] = {
    "states of drawing": (_operators(b"q Q "), 400),
    "marks": (_operators(b"/P<</MCID 0>>BDC EMC "), 300),
    "paths": (_operators(b"1 2 m 3 4 l S "), 480),
    "characters": (lambda size: _saved(_paged(_SIGNS + b"ET", pages=size)), 90),
    "a grid": (_ruled(_grid), 590),
    "a grid that is never closed": (_ruled(_never_closed), 135),
    "small tables": (_ruled(_small_tables, side=842), 60),
    "lines that end everywhere": (_ruled(_endings), 2_400),
    "signs that mean very much": (_long_meanings, 1_000),
    "fonts that explain everything": (_wide_fonts, 40),
    "words stated anew": (_stated_again, 20_000),
    "words named again": (_named_again, 3_000),
    "a table without end": (_table_without_end, 200),
}

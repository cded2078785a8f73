"""Files that are made to take the time or the memory of whoever verifies them: told or refused, at once."""

from __future__ import annotations

import io
import multiprocessing
import resource
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from nianbao.problem import Unreadable
from nianbao.publish.proof import docx, html, pdf_apart
from nianbao.publish.proof.alignment import aligned
from tests.publish.proof.test_alterations import SAMPLES, finished
from tests.soak import is_turn

MEMORY = 300_000_000  # bytes beyond those of this process
PROCESSOR = 10  # seconds; without the bounds each takes more than a minute or 1 GB


@cache
def ours(kind: str) -> bytes:
    return finished(SAMPLES[-1], kind)


# ---- what to look into


def _page(more: str) -> bytes:
    return ours("html").replace(b"</main>", more.encode() + b"</main>")


def _zeros() -> bytes:
    """A page of nothing but figures that ours has, too."""
    head, _, _ = ours("html").partition(b"<main>")
    return head + b"<main>" + b"<td>0</td><td>x</td>" * 45_000


def _package(change: Callable[[zipfile.ZipFile], object], body: Callable[[bytes], bytes] = bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(ours("docx"))) as before,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, body(content) if name == "word/document.xml" else content)
        change(after)
    return buffer.getvalue()


def _unpacking(package: zipfile.ZipFile) -> None:
    """A part of 19 MB that is listed many times."""
    package.writestr("word/media/1.png", b"\0" * 19_000_000)
    package.filelist += package.filelist[-1:] * 3000


def _many_elements(body: bytes) -> bytes:
    return body.replace(b"<w:body>", b"<w:body>" + b'<w:p w:x="1"/>' * 900_000)


def _of_pdf(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(ours("pdf"))) as document:
        change(document)
        document.save(buffer)
    return buffer.getvalue()


def _operators(document: pikepdf.Pdf) -> None:
    document.pages[1].Contents = document.make_stream(b"q Q " * 7_000_000)


def _pattern(document: pikepdf.Pdf) -> None:
    """A page that is painted with a pattern, which is drawn apart from the operators."""
    tile = document.make_stream(b"0 0 9 9 re f", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9])
    tile.XStep = tile.YStep = 9
    document.pages[1].add_resource(tile, Name.Pattern, Name.Tile)
    document.pages[1].contents_add(b"/Pattern cs /Tile scn 90 90 300 300 re f")


def _forms(document: pikepdf.Pdf) -> None:
    inner = document.make_stream(b"0 0 m 9 9 l S", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    for _ in range(14):
        shelf = Dictionary(XObject=Dictionary(X=inner))
        inner = document.make_stream(b"/X Do " * 4, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        inner.Resources = shelf
    document.pages[1].add_resource(inner, Name.XObject, Name.Heavy)
    document.pages[1].contents_add(b"/Heavy Do")


Inspect = Callable[[bytes, bytes], object]
HEAVY: dict[str, tuple[Inspect, str, Callable[[], bytes]]] = {
    "tags that end nothing": (html.inspect, "html", lambda: _page("<b>" * 90_000 + "</i>" * 90_000)),
    "texts like ours": (html.inspect, "html", _zeros),
    "parts that unpack": (docx.inspect, "docx", lambda: _package(_unpacking)),
    "elements": (docx.inspect, "docx", lambda: _package(lambda _: None, _many_elements)),
    "operators": (pdf_apart.inspect, "pdf", lambda: _of_pdf(_operators)),
    "forms that draw one another": (pdf_apart.inspect, "pdf", lambda: _of_pdf(_forms)),
}


def _within_limits(inspect: Inspect, mine: bytes, its: bytes) -> None:
    """In a process of its own, which the system ends if it takes more."""
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_CPU, (used + PROCESSOR, used + PROCESSOR))
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    with suppress(Unreadable):
        assert inspect(mine, its)


@pytest.mark.parametrize("name", [name for at, name in enumerate(HEAVY) if is_turn(at // 2 + at)])
def test_nobody_looks_for_long(name: str) -> None:
    inspect, kind, make = HEAVY[name]
    process = multiprocessing.get_context("fork").Process(
        target=_within_limits, args=(inspect, ours(kind), make())
    )
    process.start()
    process.join()
    assert process.exitcode == 0


def test_what_is_not_proved_small_is_looked_at_in_a_process_with_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_apart, "inspect_here", None)
    texts, found = pdf_apart.inspect(ours("pdf"), _of_pdf(_pattern))
    kinds = {deviation.kind for deviation in found}
    assert not texts
    assert {"看到的样子", "画上的图形"} <= kinds


def test_a_file_with_many_more_texts_is_aligned_at_both_ends() -> None:
    wanted = ["a", "b", "c", "d"]
    found = ["a", *["x"] * 900, "c", "d"]
    assert list(aligned(wanted, found)) == [
        ("equal", 0, 1, 0, 1),
        ("replace", 1, 2, 1, 901),
        ("equal", 2, 4, 901, 903),
    ]
    assert list(aligned(wanted, [*wanted, *["x"] * 900])) == [("equal", 0, 4, 0, 4), ("insert", 4, 4, 4, 904)]

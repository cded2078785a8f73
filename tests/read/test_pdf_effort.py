"""How much work a PDF makes is counted: a hostile one ends soon in a sentence, a large honest one is read."""

from __future__ import annotations

import io
import multiprocessing
import resource
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from nianbao.problem import Unreadable
from nianbao.read.pdf import effort
from nianbao.read.pdf.document import read_here
from tests.printed import in_pdf
from tests.read.hostile_pdf import HOSTILE
from tests.soak import SOAKING

SHARE = 1 if SOAKING else 20  # the work that is allowed and asked for, divided
SECONDS = 8 if SOAKING else 2  # of processor time, on a slow machine; without the count some take minutes
PAGES = 60 if SOAKING else 15  # of a large report; what is allowed, too, is less then
MEMORY = 300_000_000  # bytes


def _refused(data: bytes) -> None:
    effort.MOST //= SHARE
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    with suppress(Unreadable):
        read_here(data)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.takes_turns
def test_a_hostile_file_ends_soon(name: str) -> None:
    make, size = HOSTILE[name]
    process = multiprocessing.get_context("fork").Process(target=_refused, args=(make(size),))
    process.start()
    process.join()
    assert process.exitcode == 0


def many_pages(*, tagged: bool) -> bytes:
    """A report of so many pages, every fifth of which has a chart of thousands of lines."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(in_pdf())) as pdf, pikepdf.open(io.BytesIO(in_pdf())) as again:
        while len(pdf.pages) < PAGES:
            pdf.pages.append(again.pages[len(pdf.pages) % len(again.pages)])
        lines = b"".join(
            b"q 1 0 0 1 %d %d cm 0 0 m 3 9 l S Q\n" % (at % 500, at % 700) for at in range(2_000)
        )
        chart = pdf.make_stream(lines, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
        for number in range(0, PAGES, 5):
            pdf.pages[number].add_resource(chart, Name.XObject, Name.Chart)
            pdf.pages[number].contents_add(b"q .5 0 0 .5 0 0 cm /Chart Do Q")
        if not tagged:
            del pdf.Root.StructTreeRoot
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.takes_turns
def test_a_large_report_is_read_with_two_thirds_of_what_is_allowed(
    tagged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "MOST", effort.MOST * 2 // 3 * PAGES // 60)
    assert len(read_here(many_pages(tagged=tagged))) > 20

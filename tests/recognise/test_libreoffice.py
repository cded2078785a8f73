"""Through LibreOffice and back: as .doc and .odt, as PDF, web page and bare text.

Each way takes seconds: make soak takes all of them, make test one.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nianbao.files import report_toml
from nianbao.model.figure import State
from nianbao.publish import compose
from nianbao.read import read
from nianbao.recognise import recognise
from nianbao.write import write
from nianbao.write.page import Page
from tests import libreoffice
from tests.soak import SOAKING

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample_inputs").glob("00*.toml"))
UNTAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"}}'
WAYS = {
    "odt": "odt",
    "doc": "doc:MS Word 97",
    "pdf": UNTAGGED,
    "html": "html",
    "txt": "txt:Text (encoded):UTF8",
}
TRIED = WAYS if SOAKING else {"odt": WAYS["odt"]}


@libreoffice.NEEDED
@pytest.mark.parametrize("kind", TRIED)
@pytest.mark.takes_turns(1)
def test_figures_and_text_survive(kind: str, tmp_path: Path) -> None:
    samples = SAMPLES if SOAKING else SAMPLES[:1]
    for path in samples:
        page = compose.html(compose.document(report_toml.load(path)))
        (tmp_path / f"{path.stem}.docx").write_bytes(write(Page(page), "docx"))
    subprocess.run(
        [
            libreoffice.PROGRAM,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", WAYS[kind], "--outdir", str(tmp_path / "out")),
            *map(str, sorted(tmp_path.glob("*.docx"))),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for path in samples:
        report = report_toml.load(path)
        found = recognise(read((tmp_path / "out" / f"{path.stem}.{kind}").read_bytes(), kind))
        wanted, figures = report.all_figures(), found.report.all_figures()
        sure = kind != "txt" or all(each.state is State.NUMBER for each in wanted.values())
        if not sure:  # that text keeps no sign of a blank cell: what is read is right, the rest is told
            wanted = {cell: each for cell, each in wanted.items() if figures[cell].state is not State.UNKNOWN}
        assert {cell: figures[cell] for cell in wanted} == wanted, path.stem
        assert (found.report.year, found.report.date) == (report.year, report.date)
        assert dict(found.report.headings) == dict(report.headings)
        assert found.unplaced == () or not sure

"""Through LibreOffice and back, where it is installed: as .doc and .odt, as PDF, web page and bare text.

Each way takes seconds: with NIANBAO_SOAK all of them, else one.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from nianbao.files import report_toml
from nianbao.problem import Unreadable
from nianbao.publish import compose
from nianbao.read import office, read
from nianbao.recognise import recognise
from nianbao.write import write
from nianbao.write.page import Page

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample_inputs").glob("00*.toml"))
UNTAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"}}'
WAYS = {
    "odt": "odt",
    "doc": "doc:MS Word 97",
    "pdf": UNTAGGED,
    "html": "html",
    "txt": "txt:Text (encoded):UTF8",
}
TRIED = WAYS if "NIANBAO_SOAK" in os.environ else {"odt": WAYS["odt"]}


@pytest.mark.parametrize("kind", TRIED)
def test_figures_and_text_survive(kind: str, tmp_path: Path) -> None:
    program = office._program()
    if program is None:
        with pytest.raises(Unreadable, match="LibreOffice，这台电脑上没有安装"):
            read(bytes.fromhex("d0cf11e0a1b11ae1"), "doc")
        return
    samples = SAMPLES if "NIANBAO_SOAK" in os.environ else SAMPLES[:1]
    for path in samples:
        page = compose.html(compose.document(report_toml.load(path)))
        (tmp_path / f"{path.stem}.docx").write_bytes(write(Page(page), "docx"))
    subprocess.run(
        [
            program,
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
        assert found.report.all_figures() == report.all_figures(), path.stem
        assert (found.report.year, found.report.date) == (report.year, report.date)
        assert dict(found.report.headings) == dict(report.headings)
        assert found.unplaced == ()

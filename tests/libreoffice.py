"""LibreOffice, which may be absent: the tests that need it say so and are skipped."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from nianbao.read import office

PROGRAM = office._program() or ""
NEEDED = pytest.mark.skipif(not PROGRAM, reason="LibreOffice is not installed")


def recalculated(books: list[bytes], folder: Path) -> list[bytes]:
    """Workbooks without their stored values, as LibreOffice works them out in one run, as .ods."""
    sources = [folder / f"workbook-{number}.xlsx" for number in range(len(books))]
    for data, source in zip(books, sources, strict=True):
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(source, "w") as bare:
            for name in package.namelist():
                bare.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", package.read(name)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [PROGRAM, profile, "--headless", "--convert-to", "ods", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=120)
    return [source.with_suffix(".ods").read_bytes() for source in sources]

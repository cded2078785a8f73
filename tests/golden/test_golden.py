"""The bytes of each format are pinned: a change of the output is seen in review.

``python -m tests.golden.test_golden`` writes the golden files anew. A PDF's bytes depend on the
system's libraries, so its golden file is what its structure says; of a Word file the parts are kept.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from nianbao.files.report_toml import load
from nianbao.publish.read_back import read_back
from nianbao.publish.render import render
from nianbao.read.blocks import Paragraph
from nianbao.write.formats import kinds

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "sample_inputs"
REPORTS = {"2019": "001-dadukou-urban-management-2019.toml", "2021": "005-pingtan-2025.toml"}
# Of the others what is read back is kept, as .KIND.txt.
SUFFIXES = {"html": ".html", "fragment": ".fragment.html", "docx": ".docx.xml"}
WORD_PARTS = ("word/document.xml", "word/styles.xml", "word/settings.xml")


def golden(form: str, kind: str) -> str:
    """The draft of a sample in one format, as text."""
    data = render(load(SAMPLES / REPORTS[form]), kind, draft=True)
    if kind in ("html", "fragment"):
        return data.decode()
    return _word(data) if kind == "docx" else _blocks(data, kind)


def golden_file(form: str, kind: str) -> Path:
    return HERE / (form + SUFFIXES.get(kind, f".{kind}.txt"))


def _word(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [etree.fromstring(package.read(name)) for name in WORD_PARTS]
    return "".join(etree.tostring(part, pretty_print=True, encoding="unicode") for part in parts)


def _blocks(data: bytes, kind: str) -> str:
    lines = []
    for block in read_back(data, kind):
        if isinstance(block, Paragraph):
            lines.append(f"{f'H{block.level}' if block.level else 'P'}: {block.text}")
        else:
            lines += [f"  {c.row},{c.column} {c.rows}x{c.columns}: {c.text}" for c in block.cells]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("form", REPORTS)
def test_the_output_is_as_it_was(form: str, kind: str) -> None:
    assert golden(form, kind) == golden_file(form, kind).read_text(encoding="utf-8")


if __name__ == "__main__":
    for form_id in REPORTS:
        for kind_name in kinds():
            golden_file(form_id, kind_name).write_text(golden(form_id, kind_name), encoding="utf-8")

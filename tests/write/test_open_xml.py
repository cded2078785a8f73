"""Word files held against the schemas of Office, by the Open XML SDK."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import stress
from tests.open_xml import NEEDED, PROGRAM


@NEEDED
@pytest.mark.parametrize("name", ["002", "numbers", "blank"])  # a table over pages, small type, a draft
def test_a_word_file_is_valid(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.docx"
    file.write_bytes(stress.made(name, "docx"))
    told = subprocess.run([PROGRAM, str(file)], capture_output=True, timeout=120, check=False)
    assert b'"ok": true' in told.stdout, told.stdout.decode()

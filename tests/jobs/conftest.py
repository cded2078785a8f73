"""A folder of reports, as a run takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

REPORT = next((Path(__file__).resolve().parents[2] / "sample_inputs").glob("005-*.toml"))


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Five reports, one that has errors, and one that is none."""
    folder = tmp_path / "全县"
    folder.mkdir()
    text = REPORT.read_text(encoding="utf-8")
    for number in range(5):
        (folder / f"{number}.toml").write_text(text.replace("2418", str(2400 + number)), encoding="utf-8")
    (folder / "坏.toml").write_text("year", encoding="utf-8")
    (folder / "错.toml").write_text(text.replace("received = [151,", "received = [152,"), encoding="utf-8")
    return folder

"""Reports on disk and the program, run in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli.main import program
from nianbao.files import report_toml
from nianbao.publish.render import render
from nianbao.write.formats import format_of

SAMPLES = Path(__file__).resolve().parents[2] / "sample_inputs"
GOOD = SAMPLES / "005-pingtan-2025.toml"

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]
MadeOf = Callable[..., Path]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in this process, with a folder of its own as the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    def invoke(*arguments: str, color: bool = False) -> Result:
        return CliRunner().invoke(program, arguments, color=color)

    return invoke


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """Run the program in a process of its own; ``environment`` is added to this one's."""

    def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nianbao", *arguments],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            encoding=environment.get("PYTHONIOENCODING", "utf-8"),
            timeout=60,
            check=False,
        )

    return start


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A report without errors."""
    path = tmp_path / "好.toml"
    path.write_bytes(GOOD.read_bytes())
    return path


@cache
def _rendered(kind: str, draft: bool) -> bytes:
    """What ``nianbao render`` makes of it, made once for all tests that only look at it."""
    return render(report_toml.load(GOOD), kind, draft=draft)


@pytest.fixture
def made_of() -> MadeOf:
    """Put the document of a kind beside the report without errors, as if it had been rendered."""

    def put(report: Path, kind: str, *, draft: bool = False) -> Path:
        document = report.with_name(f"{report.stem}{format_of(kind).suffix}")
        document.write_bytes(_rendered(kind, draft))
        return document

    return put


@pytest.fixture
def bad(good: Path) -> Path:
    """The same report with one application too many, so that T301 stops it."""
    text = good.read_text(encoding="utf-8")
    assert text.count("received = [151,") == 1
    path = good.with_name("错.toml")
    path.write_text(text.replace("received = [151,", "received = [152,"), encoding="utf-8")
    return path


@pytest.fixture
def unusable(tmp_path: Path) -> Path:
    """A file that is no report: three things are wrong with it."""
    path = tmp_path / "坏.toml"
    path.write_text('agencey = "某局"\nyear = 2025\ndate = "今天"\n', encoding="utf-8")
    return path


@pytest.fixture
def county(good: Path, bad: Path, unusable: Path) -> Path:
    """A folder of reports, also with one in a folder below, errors, faults, and what is passed over."""
    folder = good.parent / "全县"
    (folder / "镇").mkdir(parents=True)
    for name in ("1.toml", "2.toml", "镇/1.toml"):
        (folder / name).write_bytes(good.read_bytes())
    bad.rename(folder / "3错.toml")
    unusable.rename(folder / "4坏.toml")
    for name in ("~$1.toml", ".~lock.1.toml#", ".git/5.toml", "nianbao.toml", "说明.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("# 别的", encoding="utf-8")
    good.unlink()
    return folder

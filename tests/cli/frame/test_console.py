"""Consoles in old encodings, and paths as offices have them: all is shown, nothing ends in a traceback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.cli.frame.console import make_safe
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.files import as_argument
from nianbao.files import report_toml

SAMPLES = Path(__file__).resolve().parents[3] / "sample_inputs"
ENCODINGS = ("gbk", "gb2312", "big5", "cp437", "cp1252", "ascii", "utf-8")
GBK = {"PYTHONIOENCODING": "gbk"}
NOTHING_BUT_ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


def printed(text: str, encoding: str) -> str:
    """What a console of an encoding shows of a text, once it is made safe."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    make_safe(stream, None)
    stream.write(text)
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(stream.encoding)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("✓ 3处　✗ 2处", "√ 3处　× 2处"),
        ("𬶋口镇⑪", "〔U+2CD8B〕口镇11"),
        ("（一）“引号”——……①", "（一）“引号”——……①"),
        ("\ud800\udce5", "\\ud800\\udce5"),
        ("▶ ‹5›", "→ 〈5〉"),
    ],
)
def test_signs_that_gbk_lacks_are_shown_by_others(text: str, shown: str) -> None:
    assert printed(text, "gbk") == shown


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_where_there_is_no_chinese_it_is_utf_8(encoding: str) -> None:
    assert printed("年报 ✓ 𬶋", encoding) == "年报 ✓ 𬶋"


@given(text=st.text(st.characters(exclude_categories=())), encoding=st.sampled_from(ENCODINGS))
def test_any_text_can_be_printed(text: str, encoding: str) -> None:
    assert bool(printed(text, encoding)) == bool(text)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A report in a folder as offices name them, with BOM and the line ends of Windows."""
    folder = tmp_path / "年报 [2025]（送审）& 50% 'x'"
    folder.mkdir()
    text = (SAMPLES / "005-pingtan-2025.toml").read_text(encoding="utf-8")
    path = folder / "某某 局(1).toml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return path


@pytest.mark.parametrize(("environment", "encoding"), [(GBK, "gbk"), (NOTHING_BUT_ASCII, "utf-8")])
@pytest.mark.takes_turns
def test_files_are_made_on_any_console(office: Path, environment: dict[str, str], encoding: str) -> None:
    output = office.parent / "成品 𬶋 [1]"
    done = run(office.parent.parent, environment, "render", str(office), "--to", "html", "-o", str(output))
    assert (done.returncode, b"Traceback" in done.stderr) == (ExitCode.FINE, False)
    assert [path.name for path in output.iterdir()] == ["某某 局(1).html"]
    done.stderr.decode(encoding)
    if encoding == "gbk":
        assert done.stdout.decode("gbk").strip().endswith(f"成品 〔U+2CD8B〕 [1]{os.sep}某某 局(1).html")


def test_findings_with_rare_characters_go_into_a_file(office: Path) -> None:
    report = report_toml.load(office)
    office.write_bytes(office.read_bytes().replace(report.agency.encode(), "𬶋口\ue000镇✓".encode()))
    listing = office.parent / "问题.txt"
    with listing.open("wb") as file:
        done = run(office.parent, GBK, "check", office.name, stdout=file)
    assert done.returncode == ExitCode.FINDINGS
    assert "〔U+2CD8B〕口" in listing.read_bytes().decode("gbk")


def run(
    folder: Path,
    environment: dict[str, str],
    *arguments: str,
    stdout: IO[bytes] | int = subprocess.PIPE,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "nianbao", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


def test_a_report_that_notepad_saved_otherwise_says_what_to_do(office: Path) -> None:
    office.write_bytes(office.read_text(encoding="utf-8-sig").encode("gb18030"))
    done = run(office.parent, GBK, "check", office.name)
    assert done.returncode == ExitCode.INPUT
    said = done.stderr.decode("gbk")
    assert "像是 GBK（记事本里叫“ANSI”）；请用记事本" in said


def test_bom_and_line_ends_are_kept(office: Path) -> None:
    before = office.read_bytes()
    report = report_toml.load(office)
    report_toml.save(report, office)
    assert office.read_bytes() == before
    report_toml.save(replace(report, agency="另一个局"), office)
    after = office.read_bytes()
    assert after != before
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == after.count(b"\n")


@pytest.mark.parametrize(("system", "typed"), [("linux", "'年 报 & 1.toml'"), ("win32", '"年 报 & 1.toml"')])
def test_a_file_is_named_as_it_is_typed_on_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, typed: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert as_argument(Path("年 报 & 1.toml")) == typed
    assert as_argument(Path("年报（1）.toml")) == "年报（1）.toml"

"""Inputs and outputs on other file systems, by fsspec."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from click.testing import CliRunner, Result
from fsspec.implementations.memory import MemoryFileSystem

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from tests.cli.many.runs import contents, untimed


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_inputs_and_outputs_on_any_file_system(county: Path, memory: Any) -> None:
    for number in range(2, 5):
        (county / f"{number}.toml").unlink()
    for path in (path for path in county.rglob("*") if path.is_file()):
        memory.pipe_file(f"/全县/{path.relative_to(county).as_posix()}", path.read_bytes())
    here = run("render", "全县", "-o", "成品", "--to", "html", "--jobs", "1")
    there = run("render", "memory://全县", "-o", "memory://成品", "--to", "html", "--jobs", "1")
    assert there.exit_code == here.exit_code
    assert there.stdout.replace("memory://", "") == here.stdout
    assert untimed(there.stderr.replace("memory://", "")) == untimed(here.stderr)
    made = contents(county.parent / "成品")
    assert {name.removeprefix("/成品/"): memory.cat_file(name) for name in memory.find("/成品")} == made
    assert run("check", "memory://全县/错.toml").exit_code == ExitCode.FINDINGS
    assert run("verify", "memory://成品", "--against", "全县").exit_code == ExitCode.FINE
    assert run("read", "memory://成品/1.html", "-o", "memory://读入/").exit_code == ExitCode.FINE
    again = run("render", "memory://全县", "-o", "memory://成品", "--to", "html", "--resume")
    assert "其中3份以前做好" in again.stderr


def test_reports_in_a_zip_file_are_read_where_they_are(county: Path) -> None:
    shutil.make_archive("年 报", "zip", county.parent, county.name)
    here = run("check", "全县")
    for folder in ("zip://::年 报.zip", "zip://全县::年 报.zip"):
        there = run("check", folder)
        assert there.exit_code == here.exit_code
        assert there.stdout.replace("zip://", "").replace("::年 报.zip", "") == here.stdout


def test_somebody_elses_file_is_kept_there_too(county: Path, memory: Any) -> None:
    memory.pipe_file("/成品/0.html", b"other")
    result = run("render", "全县/0.toml", "-o", "memory://成品", "--to", "html")
    assert result.exit_code == ExitCode.OUTPUT
    assert "memory://成品/0.html：已经有这个文件" in result.stderr
    assert memory.cat_file("/成品/0.html") == b"other"


@pytest.mark.usefixtures("memory")
def test_what_is_not_there_or_not_known(county: Path) -> None:
    missing = run("check", "memory://没有.toml")
    assert (missing.exit_code, missing.stderr) == (
        ExitCode.INPUT,
        "错误：memory://没有.toml：没有这个文件；请核对地址。\n",
    )
    unknown = run("check", "nosuch://x.toml", (county / "0.toml").as_uri())
    assert unknown.exit_code == ExitCode.INPUT
    assert "nosuch://x.toml：不认识这样的地址；请核对开头" in unknown.stderr
    assert "全县/0.toml：" in unknown.stdout


def test_a_missing_library_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    lacking = run("check", "s3://桶/全县.toml")
    assert lacking.exit_code == ExitCode.INPUT
    assert "s3://桶/全县.toml：读写这样的地址还要有另外的程序库，请安装：" in lacking.stderr
    assert lacking.stderr.endswith(" s3fs\n")
    assert "Install" not in lacking.stderr


def test_what_a_service_says_stands_behind_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise RuntimeError("Unable to locate credentials")

    for asked in ("isdir", "exists", "info", "_open"):
        monkeypatch.setattr(MemoryFileSystem, asked, refused)
    result = run("check", "memory://全县")
    assert "请核对地址、网络和登录信息" in result.stderr
    assert "（Unable to locate credentials）。" in result.stderr


def test_a_host_that_is_not_found_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", lost)
    result = run("verify", "ftp://www.example.invalid/x.html")
    assert "ftp://www.example.invalid/x.html：找不到这个网站，请核对网址和网络" in result.stderr

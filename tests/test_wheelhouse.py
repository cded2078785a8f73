"""The zip for machines without a network: what goes in for which machine, and what its user is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import wheelhouse
from offline import install
from tests.test_setup import ROOT
from wheelhouse import PLATFORMS, PYTHONS, missing, requirements

HERE = {"pythons": ["3.11", "3.12"], "system": "linux", "machine": "x86_64"}


def pins(platform: str, python: str = "3.12") -> dict[str, str]:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return requirements(constraints, PLATFORMS[platform].environment(python))


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_what_the_program_needs_goes_in_with_hashes(platform: str, python: str) -> None:
    here = pins(platform, python)
    assert all(line.count("--hash=sha256:") for line in here.values())
    assert not any(";" in line for line in here.values())  # pip would look at the machine that packs
    environment = PLATFORMS[platform].environment(python)
    assert missing([("nianbao", wheelhouse._own_requirements())], here, environment) == []


def test_what_one_system_needs_goes_in_for_it_alone() -> None:
    assert {name for name in PLATFORMS if "colorama" in pins(name)} == {"win_amd64"}


def test_what_a_wheel_needs_and_is_not_there_is_told() -> None:
    needed = [("a", ["b>=1", "c ; sys_platform == 'win32'", "d ; extra == 'x'", "E_e"])]
    on = {name: PLATFORMS[name].environment("3.12") for name in ("win_amd64", "linux_x86_64")}
    assert missing(needed, ["b", "e-e"], on["linux_x86_64"]) == []
    assert missing(needed, ["b"], on["linux_x86_64"]) == ["a: E_e"]
    assert [text[:4] for text in missing(needed, ["b", "e-e"], on["win_amd64"])] == ["a: c"]


def test_the_interpreter_of_windows_can_read_its_script() -> None:
    script = wheelhouse.script("安装.cmd")
    assert "没有找到 Python" in script.decode("gbk")
    assert script.count(b"\r\n") == script.count(b"\n")
    assert wheelhouse.script("install.sh").startswith(b"#!/bin/sh\n")


@pytest.mark.parametrize(
    ("version", "system", "machine", "largest", "said"),
    [
        ((3, 11, 2), "linux", "x86_64", 2**63 - 1, ""),
        ((3, 12, 0), "linux", "AMD64", 2**63 - 1, ""),
        ((3, 7, 3), "linux", "x86_64", 2**63 - 1, "是给 Python 3.11、3.12 的，运行它的是 Python 3.7"),
        ((3, 15, 0), "linux", "x86_64", 2**63 - 1, "运行它的是 Python 3.15"),
        ((3, 11, 2), "linux", "aarch64", 2**63 - 1, "是给 linux（x86_64）的，这台电脑是 linux（aarch64）"),
        ((3, 11, 2), "win32", "AMD64", 2**63 - 1, "这台电脑是 win32（AMD64）"),
        ((3, 11, 2), "linux", "x86_64", 2**31 - 1, "是 32 位的"),
    ],
)
def test_a_machine_that_it_is_not_for_is_told(
    version: tuple[int, ...], system: str, machine: str, largest: int, said: str
) -> None:
    found = install.unfit(HERE, version, system, machine, largest)
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("system", "environment", "end"),
    [
        ("win32", {"LOCALAPPDATA": "C:/Users/王/AppData/Local"}, "Local/Programs/nianbao"),
        ("darwin", {}, "Library/Application Support/nianbao-program"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/nianbao-program"),
        ("linux", {}, ".local/share/nianbao-program"),
    ],
)
def test_it_is_installed_for_the_user(system: str, environment: dict[str, str], end: str) -> None:
    assert install.folder(system, environment).as_posix().endswith(end)


@pytest.mark.parametrize(
    ("system", "ends"), [("win32", b'nianbao.exe" serve || pause\r\n'), ("darwin", b'nianbao" serve\n')]
)
def test_what_lies_on_the_desktop_starts_the_wizard(
    monkeypatch: pytest.MonkeyPatch, system: str, ends: bytes
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    started = install.starter(Path("/家 目录/bin"))
    assert started.endswith(ends)
    assert "/家 目录/bin" in started.decode("gbk" if system == "win32" else "utf-8")


def test_where_no_python_will_do_the_user_is_told(tmp_path: Path) -> None:
    for name in ("dirname", "sh"):
        found = shutil.which(name)
        assert found is not None
        (tmp_path / name).symlink_to(found)
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")  # too old
    (tmp_path / "python3").chmod(0o755)
    command = ["/bin/sh", str(ROOT / "tools/offline/install.sh")]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, check=False)
    assert done.returncode == 1
    assert "没有找到 Python 3.11" in done.stderr.decode()

"""What is installed: system packages on machines that lack one thing or another (all that the script calls is
feigned), and Python packages whose versions and hashes are pinned."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "tools" / "system_packages.sh"
PYTHON = """\
case "$1" in
--version) echo "Python 3.$MINOR.1" ;;
-c) case "$2" in
    *version_info*) [ "$MINOR" -ge 11 ] ;;
    *ctypes*) case "$LACKS" in *"$3"*) exit 1 ;; esac ;;
    *ensurepip*) case "$LACKS" in *ensurepip*) [ -e installed ] || exit 1 ;; esac ;;
    esac ;;
esac
"""
APT = """\
echo "$*" >> calls
[ "$1" = update ] || { [ "$APT" = works ] && : > installed; }
"""
PANGO, PANGOFT2, HARFBUZZ = "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"
UNABLE = "没有 python3-venv 不能继续。"
WITHOUT_PDF = "在此之前 PDF 用 typst 生成，不用 WeasyPrint。"


@pytest.mark.parametrize(
    ("lacks", "apt", "user", "installed", "said", "code"),
    [
        ("", "works", "0", "", "", 0),
        (PANGO, "works", "0", "libpango-1.0-0", "正在安装系统软件包：libpango-1.0-0", 0),
        (PANGOFT2, "works", "0", "libpangoft2-1.0-0", "正在安装", 0),
        (f"{HARFBUZZ} ensurepip", "works", "0", "libharfbuzz-subset0 python3-venv", "正在安装", 0),
        (PANGO, "works", "1000", "libpango-1.0-0", "正在安装", 0),  # by sudo
        (PANGO, "fails", "0", "libpango-1.0-0", WITHOUT_PDF, 0),
        ("ensurepip", "fails", "0", "python3-venv", UNABLE, 1),
        (PANGO, "none", "0", "", "请自行安装这些系统软件包（Debian、Ubuntu 的名称）：libpango-1.0-0", 0),
        ("ensurepip", "none", "0", "", UNABLE, 1),
    ],
)
def test_what_is_missing_is_installed_or_named(
    tmp_path: Path, lacks: str, apt: str, user: str, installed: str, said: str, code: int
) -> None:
    programs = {"python3": PYTHON, "id": f"echo {user}", "sudo": 'exec "$@"'}
    if apt != "none":
        programs["apt-get"] = APT
    done = run(tmp_path, programs, LACKS=lacks, APT=apt, MINOR="11")
    assert done.returncode == code
    assert said in done.stderr
    assert (done.stderr == "") == (not lacks)
    calls = tmp_path / "calls"
    made = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
    wanted = ["update -qq", f"install -y -qq --no-install-recommends {installed}"] if installed else []
    assert made == wanted


def test_an_old_python_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, {"python3": PYTHON}, LACKS="", MINOR="9")
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.9.1 太旧：需要 Python 3.11")


def test_no_python_at_all(tmp_path: Path) -> None:
    done = run(tmp_path, {})
    assert done.returncode == 1
    assert done.stderr == "没有找到 python3：请先安装 Python 3.11 或更新的版本。\n"


def run(folder: Path, programs: dict[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script where only these programs and a few of the system's exist."""
    tools = folder / "bin"
    tools.mkdir()
    for name, script in {"uname": "echo Linux", **programs}.items():
        (tools / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    for name in ("sh", "env"):
        real = shutil.which(name)
        assert real is not None
        (tools / name).symlink_to(real)
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        cwd=folder,
        env={"PATH": str(tools), "LANG": "C.UTF-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def pins(name: str) -> dict[str, tuple[Version, int]]:
    """Version and number of hashes of each pinned package, by its canonical name."""
    found = re.findall(
        r"^([\w.-]+)==([\w.]+)(.*(?:\n +.*)*)", (ROOT / name).read_text(encoding="utf-8"), re.M
    )
    return {
        str(canonicalize_name(package)): (Version(version), rest.count("--hash=sha256:"))
        for package, version, rest in found
    }


def test_everything_needed_is_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    use = pins("constraints.txt")
    for name, groups in {
        "constraints.txt": [
            project["project"]["dependencies"],
            extras["typst"],
            project["build-system"]["requires"],
        ],
        "constraints-dev.txt": [extras["dev"]],
    }.items():
        here = pins(name)
        assert all(hashes for _, hashes in here.values())
        for line in (line for group in groups for line in group):
            needed = Requirement(line)
            version, _ = (use | here)[str(canonicalize_name(needed.name))]
            assert version in needed.specifier


def test_no_address_is_named() -> None:
    for name in ("constraints.txt", "constraints-dev.txt", "Makefile"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")

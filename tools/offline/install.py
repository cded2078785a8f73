"""Installs nianbao from the folder that this file lies in, without a network; see 安装.cmd and install.sh.

It may be run by any Python 3, to tell one that is too old.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_VENV_MISSING = (
    "这个 Python 缺少 venv 和 ensurepip。Debian、Ubuntu、UOS、麒麟请先安装系统软件包 python3-venv 再运行。"
)


def main() -> None:
    """Install, and tell how the program is started."""
    about = json.loads((HERE / "about.json").read_text(encoding="utf-8"))
    wrong = unfit(about, sys.version_info, sys.platform, platform.machine(), sys.maxsize)
    if wrong:
        sys.exit(wrong)
    place = folder(sys.platform, os.environ)
    programs = place / ("Scripts" if sys.platform == "win32" else "bin")
    python = programs / ("python.exe" if sys.platform == "win32" else "python")
    print(f"正在安装到 {place}，大约一分钟……", flush=True)
    try:
        import ensurepip  # noqa: F401 - is it there?
        import venv

        venv.create(str(place), clear=True, with_pip=True)
    except (ImportError, subprocess.CalledProcessError):
        sys.exit(_VENV_MISSING)
    except OSError as error:
        sys.exit(f"写不进 {place}：{error}。年报程序开着的，请先关闭再装。")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    command += ["--find-links", str(HERE / "wheels"), "--only-binary=:all:", "--no-deps", "--require-hashes"]
    command += ["--requirement", str(HERE / "requirements.txt")]
    done = subprocess.run(command, check=False)  # noqa: S603 - pip
    if done.returncode:
        sys.exit("没有装成，上面是 pip 的说明。请核对压缩包是否完整地解开了。")
    print("装好了。\n" + started_by(programs, python))


def unfit(about: dict[str, Any], version: Sequence[Any], system: str, machine: str, largest: int) -> str:
    """Why this Python cannot take what is here, as a sentence; empty if it can."""
    here = "{}.{}".format(*version[:2])
    pythons = "、".join(about["pythons"])
    if here not in about["pythons"]:
        return f"这里的安装包是给 Python {pythons} 的，运行它的是 Python {here}。请安装其中一种再运行。"
    alike = {"amd64": "x86_64", "x64": "x86_64", "arm64": "aarch64"}
    kind = alike.get(machine.lower(), machine.lower())
    wanted = alike.get(about["machine"].lower(), about["machine"].lower())
    if system != about["system"] or kind != wanted:
        for_whom = f"{about['system']}（{about['machine']}）"
        return f"这里的安装包是给 {for_whom}的，这台电脑是 {system}（{machine}）。请换对应的压缩包。"
    if largest < 2**32:
        return f"这个 Python 是 32 位的，请安装 64 位的 Python {pythons}。"
    return ""


def folder(system: str, environment: Mapping[str, str]) -> Path:
    """Where the program is installed: among the data of the user's programs, so that nobody needs to ask."""
    home = Path.home()
    if system == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Programs" / "nianbao"
    if system == "darwin":
        return home / "Library" / "Application Support" / "nianbao-program"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "nianbao-program"


def started_by(programs: Path, python: Path) -> str:
    """Make what the user starts, and tell what it is."""
    if sys.platform == "linux":
        subprocess.run([str(python), "-m", "nianbao", "serve", "--install-desktop-entry"], check=False)  # noqa: S603
        return f"在程序菜单里点“年报”，或者在终端窗口里运行：{programs / 'nianbao'}"
    asked = "import json, platformdirs; print(json.dumps(platformdirs.user_desktop_dir()))"
    desktop = subprocess.run([str(python), "-c", asked], stdout=subprocess.PIPE, check=True).stdout  # noqa: S603
    name = "年报.cmd" if sys.platform == "win32" else "年报.command"
    file = Path(json.loads(desktop)) / name
    file.write_bytes(starter(programs))
    file.chmod(0o755)
    return f"双击桌面上的“{file.name}”开始；命令行里是 {programs / 'nianbao'}"


def starter(programs: Path) -> bytes:
    """What is clicked on the desktop: it opens the wizard in the browser, and stays open if that fails."""
    if sys.platform == "win32":
        lines = ["@echo off", 'cd /d "%USERPROFILE%"', f'"{programs / "nianbao.exe"}" serve || pause', ""]
        return "\r\n".join(lines).encode("gbk", "replace")
    return f'#!/bin/sh\ncd ~\nexec "{programs / "nianbao"}" serve\n'.encode()


if __name__ == "__main__":
    main()

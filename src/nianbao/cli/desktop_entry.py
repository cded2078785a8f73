"""年报 in the menu of a Linux desktop: a .desktop file that starts ``nianbao serve``.

See the Desktop Entry Specification of freedesktop.org, "The Exec key".
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from nianbao.cli.frame import say
from nianbao.files import atomic
from nianbao.problem import OutputError
from nianbao.systems import of_the_user

_NAME = "nianbao.desktop"
_ELSEWHERE = (
    "只有 Linux 桌面能这样加到程序菜单。在这台机器上，"
    "请给 nianbao serve 这条命令建一个快捷方式，放到桌面上就行。"
)
# A terminal window shows how to stop it, and stops it when it is closed.
_ENTRY = """\
[Desktop Entry]
Type=Application
Name=年报
GenericName=政府信息公开工作年度报告
Comment=填写、核对、生成政府信息公开工作年度报告
Exec={command}
Icon=x-office-document
Terminal=true
Categories=Office;
Keywords=年报;政府信息公开;nianbao;
"""


def install() -> Path:
    """Write the entry for the user, and return its file. Raises OutputError in words."""
    if sys.platform in {"win32", "darwin"}:
        raise OutputError(_ELSEWHERE)
    command = " ".join(map(_quoted, [sys.executable, "-m", "nianbao", "serve"]))
    try:
        file = _applications() / _NAME
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(file, _ENTRY.format(command=command).encode())
    except OSError as error:
        raise OutputError(f"没有加到程序菜单。{say.refusal(error)}") from error
    return file


def _applications() -> Path:
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    usual = data if data.is_absolute() else of_the_user(Path.home) / ".local" / "share"
    return usual / "applications"


def _quoted(argument: str) -> str:
    """An argument of Exec: quoted for its own shell-like rules, then for those of the file's strings."""
    for character in '\\"`$':
        argument = argument.replace(character, f"\\{character}")
    return f'"{argument}"'.replace("\\", "\\\\").replace("%", "%%")

"""What somebody has to do to get an extra of this program, as it was installed here."""

from __future__ import annotations

import sys
from pathlib import Path


def to_add(extra: str) -> str:
    """A clause that says how to add an extra: ``typst``, ``region``, ``cluster``."""
    return to_install(f'"nianbao[{extra}]"')


def to_install(package: str) -> str:
    """The same for a package, as pip takes it."""
    own = Path(sys.prefix)
    if getattr(sys, "frozen", False):
        return "整合包里不能加装，请另外用离线安装包、pipx 或 uv 安装 nianbao"
    if (own / "pipx_metadata.json").is_file():
        return f"请安装：pipx runpip nianbao install {package}"
    if (own / "uv-receipt.toml").is_file():
        return f'请安装：uv pip install -p "{sys.executable}" {package}'
    return f"请安装：pip install {package}"

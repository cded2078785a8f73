"""How an extra is added: in the way in which the program was installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nianbao.extras import to_add


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("pyvenv.cfg", '请安装：pip install "nianbao[region]"'),
        ("pipx_metadata.json", '请安装：pipx runpip nianbao install "nianbao[region]"'),
        ("uv-receipt.toml", '请安装：uv pip install -p "/一 处/python" "nianbao[region]"'),
    ],
)
def test_by_what_installed_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, said: str) -> None:
    (tmp_path / file).touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/一 处/python")
    assert to_add("region") == said
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert to_add("region").startswith("整合包里不能加装")

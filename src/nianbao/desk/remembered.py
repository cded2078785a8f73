"""What is kept from one start to the next, in the user's state folder. A convenience: it never fails."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from nianbao.files import atomic

_LARGEST_FILE = 200_000  # bytes; a list of twenty long paths is some ten thousand


def load(name: str) -> dict[str, Any]:
    """What was kept under a name; empty if there is nothing, or nothing that can be read."""
    try:
        with _file(name).open("rb") as file:
            return tomllib.loads(file.read(_LARGEST_FILE).decode())
    except (OSError, ValueError):
        return {}


def save(name: str, values: Mapping[str, Any]) -> None:
    """Keep values under a name, in the place of what was there."""
    content = tomli_w.dumps(values)
    with contextlib.suppress(OSError, UnicodeEncodeError):
        file = _file(name)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic.write(file, content.encode())


def _file(name: str) -> Path:
    """XDG Base Directory Specification: $XDG_STATE_HOME, if it is an absolute path."""
    home = Path(os.environ.get("XDG_STATE_HOME", ""))
    if not home.is_absolute():
        local = os.environ.get("LOCALAPPDATA") if os.name == "nt" else None
        home = Path(local) if local else Path.home() / ".local" / "state"
    return home / "nianbao" / f"{name}.toml"

"""What is remembered from one start to the next, in the user's state folder. It never fails."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli
import tomli_w
from platformdirs import user_state_path

from nianbao.files import atomic
from nianbao.systems import of_the_user

_PROGRAM = "nianbao"
_LARGEST_FILE = 200_000  # bytes; a list of twenty long paths is some ten thousand


def load(name: str) -> dict[str, Any]:
    """What was kept under a name; empty if there is nothing, or nothing that can be read."""
    with contextlib.suppress(OSError, ValueError):
        for folder in folders():
            with contextlib.suppress(FileNotFoundError), (folder / f"{name}.toml").open("rb") as file:
                return tomli.loads(file.read(_LARGEST_FILE).decode())
    return {}


def save(name: str, values: Mapping[str, Any]) -> bool:
    """Remember values under a name, in the place of what was there. False if they are not: what was there
    stays then, also where the values are so many that they would not be read again."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        content = tomli_w.dumps(values).encode()
        file = folders()[0] / f"{name}.toml"
        if len(content) <= _LARGEST_FILE:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.write(file, content)
            return True
    return False


def folders() -> list[Path]:
    """Where to write, and where to look: $XDG_STATE_HOME, if it is a whole path; else where the system keeps
    the state of programs, and where versions before 2026-12 kept it on every system but Windows. Raises
    FileNotFoundError for a user without a home."""
    home = Path(os.environ.get("XDG_STATE_HOME", ""))
    if home.is_absolute():
        return [home / _PROGRAM]
    usual = of_the_user(lambda: user_state_path(_PROGRAM, appauthor=False))
    return [usual, of_the_user(Path.home) / ".local" / "state" / _PROGRAM]

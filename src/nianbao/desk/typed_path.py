"""Paths as people type them."""

from __future__ import annotations

from pathlib import Path


def typed_path(text: str) -> Path:
    """A path as somebody typed or pasted it: quotes around it and ~ are understood."""
    plain = text.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "'\"":
        plain = plain[1:-1]
    path = _at_home(plain)
    if "\\ " in plain and not path.exists():  # dragged onto a terminal of macOS or Linux
        return _at_home(plain.replace("\\ ", " "))
    return path


def _at_home(plain: str) -> Path:
    try:
        return Path(plain).expanduser()
    except RuntimeError:  # nobody has this name, or this user no home
        return Path(plain)

"""Colours, light and dark, and the names of keys as people read them."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="nianbao-dark",
    primary="#5b9bd5",
    secondary="#3d6d99",
    accent="#e0b354",
    warning="#e0b354",
    error="#e06c5f",
    success="#7fb685",
    foreground="#e4e4e4",
    background="#16191d",
    surface="#1d2126",
    panel="#272d34",
    dark=True,
)
LIGHT = Theme(
    name="nianbao-light",
    primary="#1f5c99",
    secondary="#4d7ba6",
    accent="#9a6700",
    warning="#9a6700",
    error="#b3261e",
    success="#2c6e3f",
    foreground="#1c1c1c",
    background="#f6f5f1",
    surface="#ffffff",
    panel="#e9e7e0",
    dark=False,
)
PLAIN = "ansi-dark"  # the terminal's own colours; used where nobody wants any

_NAMES = {
    "escape": "Esc",
    "enter": "回车",
    "tab": "Tab",
    "delete": "Delete",
    "backspace": "退格",
    "space": "空格",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "ctrl": "Ctrl",
    "shift": "Shift",
    "alt": "Alt",
}


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: Ctrl+S, F1, 回车."""
    return "+".join(_NAMES.get(part, part.upper() if len(part) <= 3 else part) for part in key.split("+"))

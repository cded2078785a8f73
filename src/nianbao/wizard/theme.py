"""Colours, light and dark, and the names of keys as people read them."""

from __future__ import annotations

from textual.theme import Theme

FAINT = "faint"  # the colour of what is less important than the rest, and can still be read: zeros

DARK = Theme(
    name="nianbao-dark",
    primary="#5b9bd5",
    secondary="#2a4a68",
    accent="#e0b354",
    warning="#e0b354",
    error="#e8877b",
    success="#7fb685",
    foreground="#e4e4e4",
    background="#16191d",
    surface="#1d2126",
    panel="#272d34",
    dark=True,
    variables={FAINT: "#989da3"},
)
LIGHT = Theme(
    name="nianbao-light",
    primary="#1f5c99",
    secondary="#b9cfe4",
    accent="#6e4a00",
    warning="#6e4a00",
    error="#b3261e",
    success="#2c6e3f",
    foreground="#1c1c1c",
    background="#f6f5f1",
    surface="#ffffff",
    panel="#e9e7e0",
    dark=False,
    variables={FAINT: "#63625e"},
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

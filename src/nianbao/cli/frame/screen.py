"""Whether there is a screen to show the wizard on."""

from __future__ import annotations

import os
import sys

_SERVED = "TEXTUAL_DRIVER"  # set by textual-serve for the wizard that it starts


def is_served() -> bool:
    """Whether the wizard is shown in a browser."""
    return _SERVED in os.environ


def can_run() -> bool:
    """Whether there is a screen to show the wizard on: a terminal, or a server for a browser."""
    if is_served():
        return True
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return os.environ.get("TERM") != "dumb" and all(stream and stream.isatty() for stream in streams)

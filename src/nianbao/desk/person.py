"""Who works here: the name under which changes, marks and comments are kept."""

from __future__ import annotations

import getpass
import os

from nianbao.desk.session import visible
from nianbao.files import remembered

LONGEST = 50  # characters
_VARIABLE = "NIANBAO_NAME"
_REMEMBERED = "person"


def known() -> str:
    """The name that somebody has given, in the environment or when it was asked for; empty if nobody has."""
    name = os.environ.get(_VARIABLE) or remembered.load(_REMEMBERED).get("name", "")
    return tidy(name) if isinstance(name, str) else ""


def name() -> str:
    """The known name, else that of the system's user."""
    return known() or system_user()


def system_user() -> str:
    """What the system calls its user; a word for somebody where it does not say."""
    try:
        return tidy(getpass.getuser()) or "没有留名"
    except (KeyError, OSError, ImportError):  # a number without a name
        return "没有留名"


def remember(name: str) -> None:
    """Use this name from now on, also the next time."""
    remembered.save(_REMEMBERED, {"name": tidy(name)})


def tidy(name: str) -> str:
    """A name as it is kept: one line that can be seen."""
    return " ".join(visible(name).split())[:LONGEST]

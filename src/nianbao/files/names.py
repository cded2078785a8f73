"""Names for files that this program makes: such as every system takes, Windows included."""

from __future__ import annotations

import re

from nianbao.patterns import regex
from nianbao.problem import shown

_LONGEST = 200  # bytes; systems take 255, and other programs put something before or behind
_MARKS = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
# Windows takes these for devices, whatever the ending (learn.microsoft.com, "Naming Files").
_DEVICE = regex(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
_NO_NAME = "报告"


def stem_for(words: str) -> str:
    """A name without its ending, as near to the words as every system takes it."""
    name = "".join(c if _may_be_named(c) else "_" for c in words.translate(_MARKS)).strip(" .")
    while len(name.encode("utf-8", "surrogateescape")) > _LONGEST:
        name = name[:-1].rstrip(" .")
    return f"_{name}" if _DEVICE.fullmatch(name) else name or _NO_NAME


def names_of_locks(name: str) -> tuple[str, ...]:
    """What Word, WPS and LibreOffice may call the small file that they keep beside one that they have open.

    Word takes off up to two letters of a longer name.
    """
    return (*(f"~${name[cut:]}" for cut in range(3)), f".~{name}", f".~lock.{name}#")


def is_lock(name: str) -> bool:
    """Whether a file is one of those, by its name."""
    return name.startswith(("~$", ".~"))


def _may_be_named(character: str) -> bool:
    """Whether it is shown, or a byte of a name that is no text: the system knows what it means."""
    return "\udc80" <= character <= "\udcff" or shown(character) == character

"""How organs are called in short, as forms/words/region.toml states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nianbao.model.law_file import LawFile, law_file

FILE = "words/region.toml"
KEYS = {"endings", "government", "places", "shorter", "columns", "kinds"}


@dataclass(frozen=True, slots=True)
class RegionWords:
    """``endings`` may be left out, ``government`` is added to the name of a place, ``places`` are how names
    of places end, ``shorter`` are short words for parts of names. Of a list of members ``columns`` are the
    heads by the keys of region.toml, and ``kinds`` what it says of kinds, by their ids."""

    endings: tuple[str, ...]
    government: str
    places: tuple[str, ...]
    shorter: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]


@cache
def region_words() -> RegionWords:
    """The words of forms/. Raises InputError if the file is wrong."""
    return load(law_file(FILE))


def organ_of(name: str) -> str:
    """The organ that a region's name stands for: the government of a place."""
    words = region_words()
    return f"{name}{words.government}" if name.endswith(words.places) else name


def load(law: LawFile) -> RegionWords:
    """The words that a file states. Raises InputError."""
    law.known("", law.data, KEYS)
    tables = {name: law.item("", law.data, name, dict) for name in ("shorter", "columns", "kinds")}
    return RegionWords(
        law.words("", law.data, "endings"),
        law.item("", law.data, "government", str),
        law.words("", law.data, "places"),
        **{name: {word: law.words(name, table, word) for word in table} for name, table in tables.items()},
    )

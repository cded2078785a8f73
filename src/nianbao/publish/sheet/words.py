"""Where the lines of titles and labels may end, by forms/words/printing.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nianbao.model.law_file import LawFile, law_file

FILE = "words/printing.toml"
KEYS = {
    "titles": ("ends", "weak", "whole", "patterns", "peoples"),
    "labels": ("words",),
    "remarks": ("words", "patterns"),
}


@dataclass(frozen=True, slots=True)
class PrintingWords:
    """``ends`` are what a line of a title may end with, ``weak`` what it may end with if need be; ``whole``
    matches what is never cut in a title, ``labels`` the words of labels in tables, ``remarks`` those of
    remarks beside figures, numbers with what they count among them."""

    ends: tuple[str, ...]
    weak: tuple[str, ...]
    whole: tuple[re.Pattern[str], ...]
    labels: re.Pattern[str]
    remarks: re.Pattern[str]


@cache
def printing_words() -> PrintingWords:
    """The words. Raises InputError if the file is wrong."""
    return read_words(law_file(FILE))


def read_words(file: LawFile) -> PrintingWords:
    """The words of a file. Raises InputError naming line and key of what is wrong."""
    file.known("", file.data, KEYS)
    titles, labels, remarks = (file.item("", file.data, name, dict) for name in KEYS)
    file.known("titles", titles, KEYS["titles"])
    file.known("labels", labels, KEYS["labels"])
    file.known("remarks", remarks, KEYS["remarks"])
    in_labels = file.words("labels", labels, "words")
    numbers = [pattern.pattern for pattern in file.patterns("remarks", remarks, "patterns")]
    return PrintingWords(
        ends=file.words("titles", titles, "ends"),
        weak=file.words("titles", titles, "weak"),
        whole=(
            *(re.compile(re.escape(word)) for word in file.words("titles", titles, "whole")),  # some overlap
            _any_of(file.words("titles", titles, "peoples")),
            *file.patterns("titles", titles, "patterns"),
        ),
        labels=_any_of(in_labels),
        remarks=re.compile(
            "|".join([*numbers, _any_of({*in_labels, *file.words("remarks", remarks, "words")}).pattern])
        ),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """What matches any of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: -len(word)))))

"""References in a text that comes back as plain words, as somebody's Word file does: 154 is
``{{申请.本年新收.总计}}`` again where it stands in the same words as before."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from nianbao.model.reference import REFERENCE, replacements, resolve
from nianbao.model.report import Report

_BEFORE, _BEHIND = 3, 1  # characters around a figure that must be the same; fewer at the ends of a line


def with_references(plain: str, typed: str, before: Report, after: Report) -> str:
    """A plain text with the references of the one that it replaces, wherever a figure stands in the same
    words and the reference prints it in the report ``after``, too. ``before`` is the report of ``typed``."""
    if "{{" not in typed:
        return plain
    printed, references = _printed(typed, before)
    blocks = SequenceMatcher(None, printed, plain, autojunk=False).get_matching_blocks()
    parts: list[str] = []
    done = 0
    for start, end, reference in references:
        first, last = _surrounded(printed, start, end)
        for block in blocks:
            if block.a <= first and last <= block.a + block.size:
                begin = block.b + start - block.a
                figure = plain[begin : begin + end - start]
                if resolve(reference, after) == figure:
                    parts += plain[done:begin], reference
                    done = begin + len(figure)
    return "".join(parts) + plain[done:]


def number_of_references(typed: str) -> int:
    """How many references a text has."""
    return sum(1 for _ in REFERENCE.finditer(typed))


def _printed(typed: str, report: Report) -> tuple[str, list[tuple[int, int, str]]]:
    """What is printed of a text, and where in it each reference stands."""
    parts = list(_parts(typed, report))
    references: list[tuple[int, int, str]] = []
    at = 0
    for words, reference in parts:
        if reference:
            references.append((at, at + len(words), reference))
        at += len(words)
    return "".join(words for words, _ in parts), references


def _parts(typed: str, report: Report) -> Iterator[tuple[str, str]]:
    """Stretches of a text as printed, each with the reference that prints it."""
    done = 0
    for (start, end), words in replacements(typed, report, report.figure):
        yield typed[done:start], ""
        yield words, typed[start:end]
        done = end
    yield typed[done:], ""


def _surrounded(printed: str, start: int, end: int) -> tuple[int, int]:
    """A figure with the characters of its line around it that must be the same."""
    line_begins = printed.rfind("\n", 0, start) + 1
    line_ends = printed.find("\n", end)
    last = line_ends if line_ends >= 0 else len(printed)
    return max(line_begins, start - _BEFORE), min(last, end + _BEHIND)

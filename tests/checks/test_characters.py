"""S113, beyond the cases: which characters of Unicode it takes for what."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from unicodedata import category

import pytest

from nianbao.checks import check
from nianbao.checks.rules.characters import s113_characters
from nianbao.checks.subject import Subject
from nianbao.model.report import Report
from nianbao.model.wording import words


def found(report: Report, text: str) -> list[tuple[str, str]]:
    changed = replace(report, narrative={**report.narrative, "preface": text})
    return [(f.message, words(f.found)) for f in check(changed) if f.code == "S113"]


def found_alone(report: Report, text: str) -> list[str]:
    """The kinds that S113 finds, asked alone: to hear what tens of thousands of lines claim takes seconds."""
    subject = Subject(replace(report, narrative={}))
    subject.report = replace(report, narrative={"preface": text})
    return [finding.message for finding in s113_characters(subject)]


def visible() -> Iterator[str]:
    """Letters, numbers, marks of punctuation, symbols and spaces: all up to the Chinese ones, of the others
    every ninth."""
    hidden = {0xFFA0, 0xFFFC, 0xFFFD, 0x1D159}
    for point in sorted({*range(0x3400), *range(0x3400, sys.maxunicode + 1, 9), *hidden}):
        if category(chr(point))[0] in "LNPSZ" and category(chr(point)) not in {"Zl", "Zp"}:
            yield chr(point)


def test_what_can_be_seen_passes(clean: Callable[[str], Report]) -> None:
    hidden = {"U+115F", "U+1160", "U+2800", "U+3164", "U+FFA0", "U+FFFC", "U+FFFD", "U+1D159"}
    text = "\n".join("".join(visible()))
    listed = [character for character in visible() if f"U+{ord(character):04X}" not in hidden]
    assert len(listed) > 20_000
    assert set(found_alone(clean("2021"), text)) == {"filler", "lost"}
    assert found_alone(clean("2021"), "\n".join(listed)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\ue000", "private"),
        ("\uf8ff", "private"),
        ("\U00100000", "private"),
        ("\ufdd0", "unassigned"),
        ("\u00ad", "invisible"),
        ("\ufeff", "invisible"),
        ("\u2028", "invisible"),
        ("\x07", "invisible"),
        ("\u2fe0", "unassigned"),
        ("１\u0301", "combining"),
        ("3\u093e", "combining"),
        ("12\ufe0f\u20e3", "combining"),
        ("\u0627（５）", "backwards"),
        ("5 - \u05d0", "backwards"),
    ],
)
def test_each_kind(clean: Callable[[str], Report], text: str, kind: str) -> None:
    assert [each for each, _ in found(clean("2021"), f"前{text}后")] == [kind]


def test_the_place_is_the_first_and_the_list_is_short(clean: Callable[[str], Report]) -> None:
    text = "好。\n\n" + "".join(map(chr, range(0xE000, 0xE010))) * 2
    report = replace(clean("2021"), narrative={**clean("2021").narrative, "preface": text})
    (finding,) = (f for f in check(report) if f.code == "S113")
    assert finding.span == (4, 5)
    assert words(finding.found) == "U+E000、U+E001、U+E002、U+E003等16种"
    assert words(dict(finding.values)["where"]) == "“前言”第2段"

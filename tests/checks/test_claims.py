"""What the extractor reads out of sentences, against what a person reads in them.

The sentences stand in tests/checks/claims/. Each has its claims as ``words saying value rows``: the words at
which the claim stands; count, about (not exact), none, all, share, growth; the value where there is one; the
readings by row, ``row@column`` where the column is not the total, ``a+b`` for a sum, ``a|b`` for either, an
alias for a set of them; and ``last`` at the end if the year before is meant. ``words sum 1 2 3`` is a number
told with its parts. ``maybe`` lists claims that may be found or not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nianbao.checks.claims import Claim, Said, Saying, Sum, notebook, said
from nianbao.checks.claims.words.lexicon import words_of
from nianbao.model.form import Form
from nianbao.model.load_forms import all_forms

FOLDER = Path(__file__).parent / "claims"
HALVES = ("development", "held_out")
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.9


@dataclass(frozen=True)
class Told:
    """A claim in a form in which expected and found ones can be compared; ``span`` only has to overlap."""

    saying: str
    value: str
    readings: frozenset[frozenset[str]]
    last_year: bool
    span: tuple[int, int]

    def same(self, other: Told) -> bool:
        mine = (self.saying, self.value, self.readings, self.last_year)
        theirs = (other.saying, other.value, other.readings, other.last_year)
        return mine == theirs and self.span[0] < other.span[1] and other.span[0] < self.span[1]


@cache
def data(half: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{half}.toml").read_text(encoding="utf-8"))


def sentences(half: str) -> list[dict[str, Any]]:
    usual = {key: data(half)[key] for key in ("year", "form", "agency")}
    return [{"section": "overview", **usual, **item} for item in data(half)["sentence"]]


# ---- expected


def cells(text: str, form: Form) -> frozenset[str]:
    """The cells of one reading: rows with their column, added up."""
    found: set[str] = set()
    before = ""
    names = text.split("@")
    column = names[1] if len(names) > 1 else ""
    for name in names[0].split("+"):
        for section in form.sections:
            for block in section.table.blocks if section.table else ():
                rows = [
                    leaf.id for top in block.rows for e in top.walk() if e.id == name for leaf in e.leaves()
                ]
                ends = [e for top in block.columns for e in top.walk()]
                wanted = column or ("total" if "total" in {e.id for e in ends} else ends[-1].id)
                columns = [leaf.id for e in ends if e.id in wanted.split("+") for leaf in e.leaves()]
                found |= {f"{section.id}.{row}.{c}" for row in rows for c in columns}
        assert len(found) > len(before), name
    return frozenset(found)


def readings(text: str, alias: dict[str, str], form: Form) -> frozenset[frozenset[str]]:
    found = set()
    for item in text.split("|"):
        names, _, column = item.partition("@")
        for name in alias.get(names, names).split("|"):
            found.add(cells(f"{name}@{column}" if column else name, form))
    return frozenset(found)


def expected(item: dict[str, Any], key: str, alias: dict[str, str]) -> Iterator[Told]:
    form = all_forms()[item["form"]]
    position = 0
    for line in item.get(key, ()):
        words, saying, *rest = _parts(line)
        start = item["text"].find(words, 0 if saying == "sum" else position)
        start = item["text"].find(words) if start < 0 else start  # two claims at one place: 均为0件
        assert start >= 0, line
        span = (start, start + len(words))
        if saying == "sum":
            yield Told(saying, " ".join(rest), frozenset(), False, span)
            continue
        last = rest[-1] == "last"
        rest = rest[:-1] if last else rest
        value = "" if saying in {"none", "all"} else rest[0]
        yield Told(saying, value, readings(rest[-1], alias, form), last, span)
        if key == "claims":  # they stand in the order of the text
            position = start + (0 if saying in {"none", "all"} else len(words))


def _parts(line: str) -> list[str]:
    for saying in ("count", "about", "none", "all", "share", "growth", "sum"):
        words, found, rest = line.partition(f" {saying} ")
        if found:
            return [words, saying, *rest.split()]
    raise AssertionError(line)


# ---- found


def spoken(item: dict[str, Any]) -> Said:
    form = all_forms()[item["form"]]
    return said(item["text"], item["section"], form, item["year"], item["agency"])


def as_told(claim: Claim | Sum) -> Told:
    if isinstance(claim, Sum):
        values = " ".join(str(part.value) for part in claim.parts)
        return Told("sum", values, frozenset(), False, claim.span)
    quantity = claim.quantity
    saying = str(claim.saying)
    if claim.saying is Saying.COUNT and quantity.low != quantity.high:
        saying = "about"
    value = "" if claim.saying in {Saying.NONE, Saying.ALL} else f"{float(quantity.value or 0):g}"
    if claim.saying is Saying.COUNT and isinstance(quantity.value, int):
        value = str(quantity.value)
    alternatives = frozenset(frozenset(reading.cells) for reading in claim.readings)
    return Told(saying, value, alternatives, claim.last_year, quantity.span)


def compare(half: str) -> tuple[int, list[str], list[str]]:
    """How many claims were found as expected, which were found wrongly, which were missed."""
    right, wrong, missed = 0, [], []
    alias = data(half).get("alias", {})
    for item in sentences(half):
        result = spoken(item)
        sure = (claim for claim in result.claims if not claim.among)  # by itself, not by what agrees with it
        counted = [claim for claim in sure if claim.saying is not Saying.PART]
        found = [*map(as_told, counted), *map(as_told, result.sums)]
        for told in expected(item, "claims", alias):
            match = next((other for other in found if told.same(other)), None)
            if match is None:
                missed.append(f"{item['text']} : {told}")
            else:
                found.remove(match)
                right += 1
        maybe = list(expected(item, "maybe", alias))
        wrong += [f"{item['text']} : {f}" for f in found if not any(f.same(other) for other in maybe)]
    return right, wrong, missed


@pytest.mark.parametrize("half", HALVES)
def test_precision_and_recall(half: str, capsys: pytest.CaptureFixture[str]) -> None:
    right, wrong, missed = compare(half)
    precision, recall = right / (right + len(wrong)), right / (right + len(missed))
    with capsys.disabled():
        print(
            f"\n{half}: {len(sentences(half))} sentences, {right + len(missed)} claims, "
            f"precision {precision:.3f}, recall {recall:.3f}"
        )
    if half == "development":  # the extractor was made by it: anything else is a slip
        assert (wrong, missed) == ([], [])
    assert precision >= LEAST_PRECISION, wrong
    assert recall >= LEAST_RECALL, missed


# ---- places, and what is no sentence

FORM = all_forms()["2021"]


def spans(text: str, section: str = "overview") -> list[str]:
    """The words in the typed text at the places of all claims."""
    found = said(text, section, FORM, 2023, "青云县自然资源局")
    return [text[slice(*claim.quantity.span)] for claim in found.claims]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("收到政府信息公开申请 12 件，办结 11 件。", ["12 件", "11 件"]),
        ("第一行\n　　全年收到政府信息公开申请１２件。\n办结１１件。", ["１２件"]),
        ("收到申请{{ 申请.本年新收.总计 }}件，行政复议3件。", ["3件"]),
        ("引用写作\\{{，行政复议3件。", ["3件"]),
        ("本年度未收到 政府信息公开申请。", ["未收到 政府信息公开申请"]),
        ("政府信息公开申请8件，占 50 %。", ["8件", "50 %"]),
        ("", []),
        ("件。，、；（）()", []),
    ],
)
def test_places_are_those_in_the_typed_text(text: str, words: list[str]) -> None:
    assert spans(text) == words


def test_the_heading_above_tells_what_is_counted() -> None:
    assert spans("（二）依申请公开\n全年收到12件。") == ["12件"]
    assert spans("（三）平台建设\n全年收到12件。") == []
    assert spans("（二）依申请公开\n（三）平台建设\n全年收到12件。") == []
    assert spans("全年收到12件。", "applications") == ["12件"]


def test_a_section_that_has_not_changed_is_not_read_again() -> None:
    text = "全年收到政府信息公开申请12件。"
    assert said(text, "overview", FORM, 2023, "甲县乙局") is said(text, "overview", FORM, 2023, "甲县乙局")


def test_what_is_passed_over_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    items = sentences(HALVES[0])
    more = (
        "申请量与上年持平。",
        "上年没有结转。",
        "申请量较上年有所增加。",
        "申请全部办结。",
        "收到申请12件。做好工作。",
    )
    every = [*items, *({**items[0], "text": text} for text in more)]
    told = [spoken(item) for item in every]
    notebook._open.clear()
    for form, year in {(item["form"], item["year"]) for item in every}:
        monkeypatch.setattr(words_of(all_forms()[form], year), "telling", re.compile("$"))
    monkeypatch.setattr("nianbao.checks.claims.line._may_tell", lambda _: True)
    assert [spoken(item) for item in every] == told
    notebook._open.clear()


def test_years_have_words_of_their_own() -> None:
    text = "结转2025年办理政府信息公开申请2件。"
    assert said(text, "overview", FORM, 2024, "甲县乙局").claims
    assert not said(text, "overview", FORM, 2022, "甲县乙局").claims


@pytest.mark.parametrize("end", ["）其中网上3件", "）（其中网上3件）其余", "））结转2件", "）"])
def test_a_bracket_that_nothing_opens_takes_no_number_away(end: str) -> None:
    assert spans(f"全年收到政府信息公开申请12件{end}。")[:1] == ["12件"]

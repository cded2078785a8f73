"""docs/forms.md tells every key of the files of forms/ that the loader knows, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nianbao.checks.claims.words import vocabulary
from nianbao.checks.rules import words
from nianbao.ledger import words as ledger_words
from nianbao.ledger.monthly import words as monthly_words
from nianbao.model import (
    agency,
    document_words,
    form_words,
    load_charts,
    load_form,
    load_opening,
    load_regional,
    load_sums,
    rules,
)
from nianbao.model.form import Layout
from nianbao.model.load_forms import all_forms
from nianbao.publish.sheet import words as printing
from nianbao.region import words as region_words

PAGE = (Path(__file__).parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
CHAPTER = re.compile(r"^##+ ([^\n]+)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)
KEYS = {
    "Top level": load_form.KEYS[""],
    "`years`": load_form.KEYS["years"],
    "`[kinds]`": load_form.KEYS["kinds"],
    "`[[sections]]`": load_form.KEYS["sections"],
    "`[sections.table]`": load_form.KEYS["table"],
    "`[[sections.table.blocks]]`": load_form.KEYS["blocks"],
    "`rows`": load_form.KEYS["rows"],
    "`columns`": load_form.KEYS["columns"],
    "`[[totals]]`": load_sums.KEYS["totals"],
    "`[[sums]]`": load_sums.KEYS["sums"],
    "`when_text`, `unless_text`": load_sums.KEYS["text"],
    "`[[opening]]`": load_opening.KEYS["opening"],
    "`[[opening.answers]]`": load_opening.KEYS["answers"],
    "`sentences` of an answer": load_opening.KEYS["sentences"],
    "`[[charts]]`": load_charts.KEYS["charts"],
    "`[[regional]]`": load_regional.KEYS["regional"],
    "Rules: `forms/rules.toml`": rules.KEYS,
    "Kinds of agencies: `forms/agencies.toml`": agency.KEYS,
    "Top level of claims.toml": vocabulary.KEYS[""],
    "`[trade]`": vocabulary.KEYS["trade"],
    "`[topics.NAME]`": vocabulary.KEYS["topics"],
    "`[[acts]]`": vocabulary.KEYS["acts"],
    "`[roles]`": vocabulary.KEYS["roles"],
    "Words: `forms/words/wording.toml`": words.KEYS.keys(),
    "Line ends: `forms/words/printing.toml`": {
        f"{t}.{key}" for t, keys in printing.KEYS.items() for key in keys
    },
    "Documents of others: `forms/words/documents.toml`": {
        f"{t}.{key}" for t, keys in document_words.KEYS.items() for key in keys
    },
    "Ledgers: `forms/words/ledger.toml`": {*ledger_words.TABLES, "columns"},
    "Counts by month: `forms/words/monthly.toml`": {*monthly_words.TABLES},
    "Names of members: `forms/words/region.toml`": region_words.KEYS,
}
TOLD = {title: dict(ROW.findall(text)) for title, text in CHAPTER.findall(PAGE) if ROW.search(text)}
PLACEHOLDER = re.compile(r"\{(\w+)\[")


def test_every_set_of_keys_has_a_chapter() -> None:
    assert TOLD.keys() == KEYS.keys()
    for module in (load_charts, load_form, load_opening, load_regional, load_sums, vocabulary):
        for keys in module.KEYS.values():
            assert keys in [set(known) for known in KEYS.values()]


@pytest.mark.parametrize("title", KEYS)
def test_the_page_and_the_loader_have_the_same_keys(title: str) -> None:
    assert {key for key in TOLD[title] if not key.startswith("{")} == set(KEYS[title])


def test_every_placeholder_of_sentences_is_told_and_right() -> None:
    rows = {key: text for told in TOLD.values() for key, text in told.items() if key.startswith("{")}
    assert {found for key in rows for found in PLACEHOLDER.findall(key)} == form_words.WORDS.keys()
    for key, text in rows.items():
        said = form_words.filled(key, all_forms()["2021"])
        assert text.startswith(said), key


def test_what_words_a_rule_has() -> None:
    told = TOLD["Words: `forms/words/wording.toml`"]
    assert {code: set(re.findall("`([^`]+)`", keys)) for code, keys in told.items()} == words.KEYS


def test_every_value_that_may_be_chosen_is_told() -> None:
    assert all(f"`{kind}`" in TOLD["`columns`"]["kind"] for kind in load_form.KEYS["kinds"])
    assert all(f"`{layout}`" in TOLD["`[sections.table]`"]["layout"] for layout in Layout)

"""click speaks Chinese: every sentence that it can say is in the catalogue."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import click
import click.core
import click.exceptions
import click.formatting
import click.parser
import click.types
import pytest

from nianbao.cli.frame.chinese import SENTENCES, translated, translated_plural

FOR_PROGRAMMERS = (  # said when a command is declared wrongly, never to a user
    "DeprecationWarning:",
    "Could not determine name",
    "No options defined",
    "Arguments take exactly one",
    "Name '",
    "Boolean option",
    "Unknown color",
    "Unknown standard stream",
    "Choice(",
)
MODULES = sorted(Path(click.__file__).parent.glob("*.py"))


def sentences() -> Iterator[str]:
    """Every literal that click's source passes to gettext."""
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_", "ngettext"}:
                literals = [a.value for a in node.args if isinstance(a, ast.Constant)]
                yield from (text for text in literals if isinstance(text, str))


def for_users() -> set[str]:
    return {text for text in sentences() if not text.startswith(FOR_PROGRAMMERS)}


def test_every_sentence_of_click_is_translated() -> None:
    said = for_users()
    assert len(said) > 50
    assert said - SENTENCES.keys() == set()


def test_nothing_is_translated_that_click_never_says() -> None:
    assert SENTENCES.keys() - for_users() == {"required"}  # passed to gettext as a variable


@pytest.mark.parametrize("english", SENTENCES)
def test_a_translation_uses_only_what_click_fills_in(english: str) -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert names(SENTENCES[english]) <= names(english)


def test_click_is_bound_to_the_catalogue() -> None:
    for module in (click.core, click.exceptions, click.formatting, click.types):
        assert vars(module)["_"] is translated
    assert vars(click.parser)["ngettext"] is translated_plural


def test_singular_and_plural() -> None:
    pair = ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})")
    assert translated_plural(*pair, 1) == SENTENCES[pair[0]]
    assert translated_plural(*pair, 2) == SENTENCES[pair[1]]


def test_what_is_unknown_stays() -> None:
    assert translated("no such sentence") == "no such sentence"
    assert translated_plural("apple", "apples", 2) == "apples"

"""The rules of the house that no other tool holds: layers, sizes, and no word of the law in the program."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src").rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").iterdir() if path.is_file())
FORMS = sorted((ROOT / "forms").glob("20*.toml"))
MOST_LINES = 400
LONGEST_FUNCTION = 50
MOST_METHODS = 32
SHORTEST_LABEL = 4  # characters; shorter ones are everyday words, such as 其他


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_go_upward_only() -> None:
    """The contracts of pyproject.toml, by import-linter."""
    from importlinter import api, cli  # here: they import click, which is to happen after nianbao.cli

    assert len(api.read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]) >= 5
    assert (
        cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
        == cli.EXIT_STATUS_SUCCESS
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


def test_classes_stay_small_with_all_that_they_inherit() -> None:
    """What is too long becomes parts that are held, not bases that are inherited."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    by_name: dict[str, list[ast.ClassDef]] = {}
    for node in classes:
        by_name.setdefault(node.name, []).append(node)

    def methods(node: ast.ClassDef) -> int:
        own = sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)
        names = {base.id for base in node.bases if isinstance(base, ast.Name)} - {node.name}
        return own + sum(methods(base) for name in names for base in by_name.get(name, ()))

    assert {node.name: methods(node) for node in classes if methods(node) > MOST_METHODS} == {}


def official_texts(value: Any) -> Iterator[str]:
    """Every official label, title, heading, corner and stub of a form."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in {"label", "heading", "title", "corner", "stub"} and isinstance(item, str):
                yield item
            else:
                yield from official_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from official_texts(item)


def labels() -> set[str]:
    forms = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FORMS]
    return {text for text in official_texts(forms) if len(text) >= SHORTEST_LABEL}


def literals(path: Path) -> Iterator[str]:
    """The strings of a module, without its docstrings; of another file the whole text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.value


def test_the_law_stands_in_forms_alone() -> None:
    """No label of a form in a string of the program or in a template."""
    words = labels()
    assert len(words) > 60
    found = {
        (name_of(path), word)
        for path in MODULES + TEMPLATES
        for literal in literals(path)
        for word in words
        if word in literal
    }
    assert found == set()

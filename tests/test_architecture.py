"""The rules of the house that no other tool holds: layers, sizes, and no word of the law in the program."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").iterdir() if path.is_file())
FORMS = sorted((ROOT / "forms").glob("20*.toml"))
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ACROSS_ROOMS = {"cases", "golden", "roundtrip"}
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


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def limit(words: str) -> int:
    """A number of CONTRIBUTING.md by the words before it."""
    found = re.search(rf"{words} at most (\d+)", GUIDE)
    assert found is not None
    return int(found[1])


def too_long(path: Path) -> Iterator[str]:
    if path.read_text(encoding="utf-8").count("\n") > limit(r"A module of `src/` has"):
        yield name_of(path)
    longest = limit("a function")
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            if node.end_lineno - node.lineno >= longest:
                yield f"{name_of(path)}: {node.name}"


def test_modules_and_functions_stay_small() -> None:
    assert len(MODULES) > 100
    assert [each for path in MODULES for each in too_long(path)] == []


def test_classes_stay_small_with_all_that_they_inherit() -> None:
    """What is too long becomes parts that are held, not bases that are inherited."""
    classes = [node for path in MODULES for node in nodes_of(path) if isinstance(node, ast.ClassDef)]
    by_name: dict[str, list[ast.ClassDef]] = {}
    for node in classes:
        by_name.setdefault(node.name, []).append(node)

    def methods(node: ast.ClassDef) -> int:
        own = sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)
        names = {base.id for base in node.bases if isinstance(base, ast.Name)} - {node.name}
        return own + sum(methods(base) for name in names for base in by_name.get(name, ()))

    most = limit("a class")
    assert {node.name: methods(node) for node in classes if methods(node) > most} == {}


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
    if path.suffix != ".py":
        yield path.read_text(encoding="utf-8")
        return
    statements = {id(node.value) for node in nodes_of(path) if isinstance(node, ast.Expr)}
    for node in nodes_of(path):
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
        if not literal.isascii()
        for word in words
        if word in literal
    }
    assert found == set()


# ---- tests


def modules_that_say(pattern: str) -> set[str]:
    """The modules of tests/ in which a pattern is found, except this one."""
    found = {path for path in TESTS if re.search(pattern, path.read_text(encoding="utf-8"))}
    return {name_of(path) for path in found - {Path(__file__).resolve()}}


def listed(words: str) -> set[str]:
    """The modules of tests/ that CONTRIBUTING.md names in the list below a sentence."""
    _, begun, rest = GUIDE.partition(words)
    assert begun
    return set(re.findall(r"`(tests/\S+?\.py)`", re.split(r"\n- ", rest)[0]))


def test_tests_have_the_folders_of_the_program() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in TESTS}
    mirrored = {folder for folder in folders if folder.parts and folder.parts[0] not in ACROSS_ROOMS}
    assert len(mirrored) > 8
    assert [folder for folder in mirrored if not (ROOT / "src/nianbao" / folder).is_dir()] == []


def test_tests_that_may_be_skipped_are_listed() -> None:
    """A skipped test says what it lacks: these modules hold the only conditions."""
    marks = r"pytest\.(mark\.)?(skip|skipif|importorskip|xfail)\b"
    assert modules_that_say(marks) == {f"tests/{name}.py" for name in ("chromium", "libreoffice")}
    assert modules_that_say(r"@(libreoffice\.)?NEEDED") == listed("Skipped, with the reason,")


def test_tests_that_sleep_are_listed() -> None:
    assert modules_that_say(r"sleep\((?!0\))") == listed("waits by the clock")


def test_no_test_takes_turns_twice() -> None:
    """Half of a half that was left out already would never be tried."""
    turned = []
    for path in TESTS:
        source = path.read_text(encoding="utf-8")
        if "is_turn" not in source or "takes_turns" not in source:
            continue
        tree = ast.parse(source)
        some = {"is_turn"} | {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign) and "is_turn" in names_in(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                used = {name for decorator in node.decorator_list for name in names_in(decorator)}
                turned += [(name_of(path), node.name)] if "takes_turns" in used and used & some else []
    assert turned == []


def names_in(expression: ast.AST) -> set[str]:
    found = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
    return found | {node.attr for node in ast.walk(expression) if isinstance(node, ast.Attribute)}


# ---- documents


def test_every_room_stands_in_the_architecture_and_every_room_there_exists() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = "".join(line for line in text.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`([a-z_/]+)/`", rows))
    source = ROOT / "src/nianbao"
    assert named == {str(path.parent.relative_to(source)) for path in source.glob("*/**/__init__.py")}
    assert {path.name for path in source.glob("[a-z]*.py")} <= set(re.findall(r"`([a-z_]+\.py)`", rows))
    for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)*\.py)`", text):
        assert (source / name).is_file(), name


def test_nothing_lies_at_the_top_but_what_builds_and_explains() -> None:
    """A file that somebody made there while trying the program is committed easily and noticed late."""
    kept = subprocess.run(
        ["git", "-C", ROOT, "ls-files"],  # noqa: S607 - the git that made this checkout
        capture_output=True,
        text=True,
        check=True,
    )
    files = [name for name in kept.stdout.splitlines() if "/" not in name]
    assert files
    known = r"Makefile|LICENSE|[A-Z][\w.-]+\.md|pyproject\.toml|constraints(-\w+)?\.txt|\.gitignore"
    assert [name for name in files if not re.fullmatch(known, name)] == []

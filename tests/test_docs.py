"""What the documents say is so: commands exist, links lead somewhere, figures were measured."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import click
import pytest

from nianbao.cli.main import program

ROOT = Path(__file__).resolve().parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = [*READMES, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
MEASURED = re.compile(r"\d\s*(?:ms|s|seconds|KB|MB|毫秒|秒)\b")
COMMAND = re.compile(r"(?:^|[`：]|\.venv/bin/)nianbao ([a-z]+)([^`\n#]*)", re.MULTILINE)
TARGET = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tool(name: str) -> ModuleType:
    """A module of tools/, which is no package."""
    spec = spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_of_rules_is_the_catalogue() -> None:
    page = text_of(ROOT / "docs" / "rules.md")
    form = re.search(r"按(\d+)年格式", page)  # a form that is added later takes nothing from the page
    assert form is not None
    assert page == tool("rules_doc").page(form[1]), "run make docs"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_commands_and_their_options_exist(path: Path) -> None:
    with click.Context(program) as context:
        for name, rest in COMMAND.findall(text_of(path)):
            command = program.get_command(context, name)
            assert command is not None, name
            if isinstance(command, click.Group):  # its commands are named by the next word
                command = command.get_command(context, rest.split()[0]) if rest.split() else command
            assert command is not None, rest
            known = {option for param in command.params for option in param.opts} | {"--help"}
            assert set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest)) <= known


def test_both_readmes_show_the_way_of_a_report() -> None:
    for path in READMES:
        assert {"new", "check", "render", "verify"} <= {name for name, _ in COMMAND.findall(text_of(path))}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_targets_of_make_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert set(TARGET.findall(text_of(path))) <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(text_of(path)):
        assert (path.parent / target).exists(), target


def test_what_security_rests_on_is_there() -> None:
    """Each promise names the rooms that hold it and the tests that try it."""
    rows = [row.split("|") for row in text_of(ROOT / "SECURITY.md").splitlines() if row.startswith("| ")]
    for promise, held, tested in (cells[1:4] for cells in rows[1:]):
        tests = re.findall(r"`(tests/[^`]+)`", tested)
        assert tests, promise
        for name in (*re.findall(r"`([^`]+)`", held), *tests):
            assert any((folder / name).exists() for folder in (ROOT, ROOT / "src" / "nianbao")), name


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_examples_can_be_read(path: Path) -> None:
    for language, example in BLOCK.findall(text_of(path)):
        {"toml": tomllib.loads, "json": json.loads}[language](example)


@pytest.mark.parametrize("path", READMES, ids=name_of)
def test_measured_figures_stand_between_the_marks(path: Path) -> None:
    bench = tool("bench")
    before, _, rest = text_of(path).partition(bench.BEGIN)
    block, _, after = rest.partition(bench.END)
    assert MEASURED.search(block)
    assert not MEASURED.search(before + after)


def test_the_table_of_measurements() -> None:
    bench = tool("bench")
    lines = [bench.Measurement(("a", "甲"), 3.21, 20), bench.Measurement(("b", "乙"), None)]
    english, chinese = (bench.table(lines, language).splitlines() for language in (0, 1))
    assert english[2:] == ["| a | 3.2 ms | 20 ms |", "| b | not installed |  |"]
    assert chinese[2:] == ["| 甲 | 3.2 ms | 20 ms |", "| 乙 | 没有安装 |  |"]

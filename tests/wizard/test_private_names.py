"""The private names of textual and textual-serve that the wizard or its tests rely on.

No release promises them. Whoever raises the bounds in pyproject.toml sees here what is gone; whoever uses
another one lists it here.
"""

from __future__ import annotations

import ast
import asyncio
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import textual.document._wrapped_document
import textual.keys
from textual.app import App
from textual.command import CommandPalette
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Checkbox, TextArea
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server

ROOT = Path(__file__).resolve().parents[2]


async def _nothing(*_data: object) -> None: ...


def _closed_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    loop.close()
    return loop


NAMES: dict[str, object] = {
    "_GATHER_COMMANDS_GROUP": CommandPalette,
    "_NO_MATCHES": CommandPalette,
    "_NO_MATCHES_COUNTDOWN": CommandPalette,
    "_batch_count": App(),
    "_bindings": DOMNode(),
    "_build_environment": AppService,
    "_button": Checkbox,
    "_character_to_key": textual.keys,
    "_compositor": Screen(),
    "_dirty_regions": Screen()._compositor,
    "_dirty_widgets": Screen(),
    "_display": App,
    "_driver": App(),
    "_layout_required": Screen(),
    "_line_cache": TextArea(),
    "_list_visible": CommandPalette,
    "_make_app": Server,
    "_merged_bindings": Screen(),
    "_no_matches_timer": CommandPalette(),
    "_notifications": App(),
    "_on_paste": TextArea,
    "_on_timer_update": Screen,
    "_message_queue": MessagePump(),
    "_parse_rules": Stylesheet,
    "_process": AppService(
        "", write_bytes=_nothing, write_str=_nothing, close=_nothing, download_manager=DownloadManager()
    ),
    "_process_messages": Server,
    "_ready": _closed_loop(),
    "_start_no_matches_countdown": CommandPalette,
    "_stop_no_matches_countdown": CommandPalette,
    "_unnotify": App,
    "_validate_selection": TextArea,
    "_variables": Stylesheet(),
    "_waiters": asyncio.Event(),
    "_wrapped_document": textual.document,
}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_still_there(name: str) -> None:
    assert hasattr(NAMES[name], name)


def sources() -> list[Path]:
    """What runs or drives the wizard."""
    places = (ROOT / "src/nianbao/wizard", ROOT / "tests/wizard", ROOT / "tools")
    return [ROOT / "tests/driving.py", *(path for place in places for path in place.rglob("*.py"))]


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def foreign_names(path: Path, own: set[str]) -> Iterator[str]:
    """The private names that a module uses and nobody of ours defines."""
    for node in nodes(path):
        names = [node.attr] if isinstance(node, ast.Attribute) else []
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
            names = [alias.name for alias in node.names]
        yield from (name for name in names if name.startswith("_") and name[1:2] != "_" and name not in own)


def defined(path: Path) -> Iterator[str]:
    """The private names that a module gives: functions, and what is assigned in a class or to self."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.attr if isinstance(node, ast.Attribute) else node.id


@pytest.mark.takes_turns(1)
def test_all_of_them_are_listed() -> None:
    wizard = sources()
    own = {name for path in wizard for name in defined(path)} - NAMES.keys()
    own.add("_replace")  # named tuples offer it to everybody
    used = {name for path in wizard for name in foreign_names(path, own)}
    overridden = {name for path in wizard for name in defined(path)} & NAMES.keys()
    assert used | overridden == NAMES.keys()


def test_releases_that_may_lack_them_are_kept_out() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounded = [need for need in project["dependencies"] if need.startswith("textual")]
    assert len(bounded) == 3
    assert all("<" in need for need in bounded)

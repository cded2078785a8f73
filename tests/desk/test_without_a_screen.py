"""The desk is there without a screen: for another wizard, a server, a script."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

from nianbao import cli, desk

SCREEN = {"textual", "click"}


def imported(*modules: str) -> set[str]:
    """All modules that a fresh interpreter has when it has imported these."""
    program = f"import importlib, json, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}print(json.dumps(list(sys.modules)))"],
        check=True,
        capture_output=True,
    )
    return set(json.loads(done.stdout))


def test_no_module_of_the_desk_brings_a_screen_along() -> None:
    modules = [found.name for found in pkgutil.walk_packages(desk.__path__, "nianbao.desk.")]
    assert {"nianbao.desk.session", "nianbao.desk.safe.guard"} <= set(modules)
    loaded = imported(*modules)
    assert set(modules) <= loaded
    assert not SCREEN & loaded


def test_the_commands_bring_the_wizard_along_only_when_it_is_needed() -> None:
    modules = [found.name for found in pkgutil.walk_packages(cli.__path__, "nianbao.cli.")]
    assert {"nianbao.cli.edit", "nianbao.cli.serve"} <= set(modules)
    loaded = imported(*modules)
    assert not {name for name in loaded if name.startswith(("nianbao.wizard", "textual", "aiohttp"))}

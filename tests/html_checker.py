"""The Nu Html Checker, which may be absent: ``npm install -g --ignore-scripts vnu-jar@26.9.27``, and Java."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

_JAVA, _COMMAND = shutil.which("java") or "", shutil.which("vnu") or ""
_JAR = Path(_COMMAND).resolve().parent / "build" / "dist" / "vnu.jar"
NEEDED = pytest.mark.skipif(
    not (_JAVA and _COMMAND and _JAR.is_file()), reason="the Nu Html Checker or Java is not installed"
)
_QUICK = ("-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it runs for a second or two


def errors(files: Iterable[Path]) -> list[str]:
    """What the checker finds wrong in pages, all in one run: file, line and sentence."""
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--errors-only")
    command = [_JAVA, *_QUICK, "-jar", str(_JAR), *options, *map(str, files)]
    told = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return [
        f"{each.get('url', '').rpartition('/')[2]}:{each.get('lastLine', '')} {each['message']}"
        for each in json.loads(told.stdout)["messages"]
    ]

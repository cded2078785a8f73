"""Writes the SHA-256 of every file of each pinned package into the constraints (``make pins``).

The versions are changed by hand in ``constraints.txt`` and ``constraints-dev.txt``; this looks their files up
in the package index, for all machines on which the program is installed. It needs the package pypi-simple.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pypi_simple import DistributionPackage, PyPISimple

ROOT = Path(__file__).resolve().parent.parent
FILES = ("constraints.txt", "constraints-dev.txt", "constraints-bundle.txt")
_PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)(?P<marker>\s*;[^\\]+)?")
# Wheels for CPython 3.11 to 3.14 (or its stable interface) and pure ones; no PyPy, no free-threaded builds.
_WHEEL = re.compile(r"-(?:cp3(?P<minor>\d+)-(?:cp31[1-4]|abi3)|(?:py2\.)?py3(?:\d+)?-none|cp31[1-4]-none)-")
_NEWEST_MINOR = 14


def main() -> None:
    """Rewrite both files in place."""
    with PyPISimple() as index:
        for name in FILES:
            path = ROOT / name
            lines = list(_pinned(path.read_text(encoding="utf-8").splitlines(), index))
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pinned(lines: list[str], index: PyPISimple) -> Iterator[str]:
    for line in lines:
        if line.lstrip().startswith("--hash"):
            continue
        pin = _PIN.match(line)
        if pin is None:
            yield line
            continue
        hashes = sorted(_hashes(pin["name"], pin["version"], index))
        if not hashes:
            sys.exit(f"{pin['name']} {pin['version']}: no file in the index")
        yield " \\\n".join([pin[0].rstrip(), *(f"    --hash=sha256:{each}" for each in hashes)])


def _hashes(name: str, version: str, index: PyPISimple) -> Iterator[str]:
    for package in index.get_project_page(name).packages:
        if package.version == version and _is_for_us(package):
            yield package.digests["sha256"]


def _is_for_us(package: DistributionPackage) -> bool:
    if package.package_type == "sdist":
        return True
    wheel = _WHEEL.search(package.filename) if package.package_type == "wheel" else None
    return wheel is not None and int(wheel["minor"] or 0) <= _NEWEST_MINOR


if __name__ == "__main__":
    main()

"""Tells which pinned packages have known vulnerabilities, by a local copy of the OSV database.

``python tools/audit.py DATABASE`` where DATABASE is a folder, or a zip, of advisories as JSON files in the
OSV format (ecosystem PyPI). Nothing is fetched. Ends with 1 if one of the pinned versions is affected.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
FILES = ("constraints.txt", "constraints-dev.txt", "constraints-bundle.txt")
_PIN = re.compile(r"([\w.-]+)==([\w.+!]+)", re.MULTILINE)
_NONE = (
    "没有给出漏洞数据库，没有检查。"
    "用法：make audit DATABASE=OSV数据库的文件夹或zip文件（PyPI部分，JSON格式）。"
)


def main(arguments: list[str]) -> int:
    """Print what is known of the pinned versions."""
    if len(arguments) != 1:
        print(_NONE)
        return 0
    database = Path(arguments[0])
    if not database.exists():
        print(f"没有 {database} 这个文件夹或文件。", file=sys.stderr)
        return 2
    pins = pinned()
    try:
        advisories = list(read(database))
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        print(f"{database} 读不了：{error}", file=sys.stderr)
        return 2
    if not advisories:
        print(f"{database} 里没有一条 OSV 格式的漏洞记录。", file=sys.stderr)
        return 2
    found = sorted({line for advisory in advisories for line in affecting(advisory, pins)})
    print("\n".join(found) or f"{len(pins)}个软件包，对照{len(advisories)}条漏洞记录，没有受影响的版本。")
    return 1 if found else 0


def pinned() -> dict[str, Version]:
    """The pinned version of each package by its canonical name."""
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in FILES)
    return {str(canonicalize_name(name)): Version(version) for name, version in _PIN.findall(text)}


def read(database: Path) -> Iterator[dict[str, Any]]:
    """Every advisory of a database; withdrawn ones are none."""
    for name, text in _texts(database):
        try:
            advisory = json.loads(text)
        except ValueError as error:
            raise ValueError(f"{name} 不是有效的 JSON（{error}）") from error
        if isinstance(advisory, dict) and "affected" in advisory and "withdrawn" not in advisory:
            yield advisory


def _texts(database: Path) -> Iterator[tuple[str, bytes]]:
    if database.is_dir():
        yield from ((str(path), path.read_bytes()) for path in sorted(database.rglob("*.json")))
        return
    with zipfile.ZipFile(database) as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist() if name.endswith(".json"))


def affecting(advisory: Mapping[str, Any], pins: Mapping[str, Version]) -> Iterator[str]:
    """A line for each pinned package that an advisory is about."""
    for affected in advisory["affected"]:
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI":
            continue
        name = str(canonicalize_name(package["name"]))
        version = pins.get(name)
        if version is not None and is_affected(version, affected):
            yield f"{name} {version}：{advisory['id']} {advisory.get('summary', '')}".rstrip()


def is_affected(version: Version, affected: Mapping[str, Any]) -> bool:
    """Whether a version is listed, or lies in a range: from ``introduced`` to before ``fixed``, or up to and
    with ``last_affected`` (OSV schema 1.6, "affected[].ranges[].events[]")."""
    if any(version == listed for listed in map(_version, affected.get("versions", ()))):
        return True
    ranges = (each for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM")
    return any(_within(version, each["events"]) for each in ranges)


def _within(version: Version, events: list[dict[str, str]]) -> bool:
    inside = False
    borders = [
        (border, kind)
        for event in events
        for kind, text in event.items()
        if (border := _version("0.dev0" if text == "0" else text)) is not None
    ]
    for border, kind in sorted(borders):  # nobody promises their order
        if kind == "introduced" and version >= border:
            inside = True
        elif (kind == "fixed" and version >= border) or (kind == "last_affected" and version > border):
            inside = False
    return inside


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:  # old packages have such
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

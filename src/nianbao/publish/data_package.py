"""What every Data Package of ours has in common: its tables as CSV and what describes each of its files.

Data Package standard, version 2 (datapackage.org); CSV by RFC 4180.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

DESCRIPTOR = "datapackage.json"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # begins a CSV file: without it Excel takes UTF-8 for something else
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# What a spreadsheet takes for a formula, wherever it came from; a number or a dash alone is none.
_SUSPECT = frozenset("'=+-@＝＋－＠\t\r")
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
_NO_FORMULA = re.compile(r"[+-]?\d+(?:\.\d+)?|-+", re.ASCII)


class Column(NamedTuple):
    """A column of a table: its name for programs, the type of what stands in it, its name for people."""

    name: str
    type: str
    title: str


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    A name or a remark may come from anybody. One apostrophe taken away gives the text again.
    """
    if text[:1] not in _SUSPECT:  # nearly all: a table of many reports has millions
        return text
    return f"'{text}" if _FORMULA.match(text) and not _NO_FORMULA.fullmatch(text) else text


def csv_text(columns: Sequence[Column], lines: Iterable[Mapping[str, object]]) -> str:
    """A table as CSV; what a line has beyond the columns is left out."""
    return "".join(csv_pieces(columns, lines))


def csv_pieces(columns: Sequence[Column], lines: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The same line by line: a table of many reports is large."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for line in lines:
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        cells = (line[column.name] for column in columns)
        writer.writerow([harmless(each) if isinstance(each, str) else each for each in cells])
    yield out.getvalue()


def schema(columns: Sequence[Column], key: Sequence[str]) -> dict[str, Any]:
    """What the columns hold, and which of them name a line."""
    fields = [{"name": each.name, "type": each.type, "title": each.title} for each in columns]
    return {"fields": fields, "primaryKey": list(key), "missingValues": [""]}


def resource(path: str, title: str, kind: str, data: bytes) -> dict[str, Any]:
    """A file of the package; ``kind`` is its media type."""
    return described(path, title, kind, len(data), hashlib.sha256(data).hexdigest())


def described(path: str, title: str, kind: str, size: int, digest: str) -> dict[str, Any]:
    """The same of a file of which size in bytes and SHA-256 are known."""
    return {
        "name": path.replace(".", "-"),
        "path": path,
        "title": title,
        "format": path.rpartition(".")[2],
        "mediatype": kind,
        "encoding": "utf-8",  # the BOM is none of its own: no such name is registered, and readers see it
        "bytes": size,
        "hash": f"sha256:{digest}",
    }


def as_json(value: object) -> str:
    """JSON for programs that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

"""The table as files for everybody: a Data Package of a CSV file and, where DuckDB is installed, Parquet."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nianbao.dataset import duck
from nianbao.dataset.rows import COLUMNS, KEY, Line
from nianbao.files import atomic
from nianbao.publish.data_package import BOM, DESCRIPTOR, PROFILE, as_json, csv_pieces, described, schema

TABLE, PARQUET = "figures.csv", "figures.parquet"
_KINDS = {".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}
_OF_TEXT = {"bytes", "hash", "encoding"}
_PIECE = 1 << 20  # bytes


class About(NamedTuple):
    """What the table is: its title, and what it was made of in a sentence."""

    title: str
    description: str


def write(folder: Path, about: About, lines: Iterable[Line]) -> list[Path]:
    """Write the package into a folder; what was there under these names is replaced when all of it is made.

    Gives the files; without DuckDB there is no Parquet among them. The same lines make the same CSV.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".nianbao-", dir=folder) as name:
        made = _made(Path(name), lines)
        text = as_json(_descriptor(about, made))
        descriptor = Path(name) / DESCRIPTOR
        descriptor.write_text(text, encoding="utf-8", newline="\n")
        written = [(each, folder / each.name) for each in (*made, descriptor)]
        for new, path in written:
            atomic.replace(new, path)
        return [path for _, path in written]


def table(folder: Path, lines: Iterable[Line]) -> Path:
    """Write the table alone."""
    at = folder / TABLE
    with at.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        for piece in csv_pieces(COLUMNS, lines):
            file.write(piece)
    return at


def _made(folder: Path, lines: Iterable[Line]) -> Sequence[Path]:
    csv = table(folder, lines)
    if not duck.is_there():
        return (csv,)
    parquet = folder / PARQUET
    duck.parquet_of(csv, parquet)
    return csv, parquet


def _descriptor(about: About, files: Iterable[Path]) -> dict[str, Any]:
    resources, digests = [], []
    for file in files:
        digest = _digest(file)
        digests.append(digest)
        kind = _KINDS[file.suffix]
        each = described(file.name, about.title, kind, file.stat().st_size, digest)
        if file.suffix != ".csv":  # frictionless takes size, hash and encoding for those of a text
            each = {key: value for key, value in each.items() if key not in _OF_TEXT}
        resources.append({**each, "type": "table", "schema": schema(COLUMNS, KEY)})
    return {
        "$schema": PROFILE,
        "name": f"nianbao-{digests[0][:12]}",
        "id": f"sha256:{digests[0]}",
        "title": about.title,
        "description": about.description,
        "resources": resources,
    }


def _digest(file: Path) -> str:
    whole = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()

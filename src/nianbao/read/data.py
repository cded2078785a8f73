"""Open data → paragraphs and tables. The archive may come from anybody: everything is bounded."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Paragraph, Table, TableCell

LARGEST_FILE = 5_000_000  # bytes, of the archive and of what is unpacked; a report has 100 kB
MOST_FILES = 50
MOST_CELLS = 20_000
_REPORT = "document.json"
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_CHECK_FILE = "请确认选对了文件。"
# What a spreadsheet would take for a formula has one ' before it.
_HARMLESS = re.compile(r"'+[=+\-@＝＋－＠\t\r]")
_DAMAGED = (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)


def read(data: bytes) -> list[Block]:
    """What document.json says, in reading order. Raises Unreadable if it is no such archive, or if a table
    says something else than document.json does."""
    files = texts(data)
    if _REPORT not in files:
        raise Unreadable(f"文件里没有 {_REPORT}，不是本程序生成的开放数据。", _CHECK_FILE)
    try:
        whole = json.loads(files[_REPORT])
        blocks = list(_blocks(whole))
        for name, text in files.items():
            if name.endswith(".csv"):
                _require_alike(name, text, whole)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        raise Unreadable(f"{_REPORT} 的内容不完整或写法不对。", _CHECK_FILE) from error
    return blocks


def texts(data: bytes) -> dict[str, str]:
    """The files of the archive by their names. Raises Unreadable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大，不像一份年度报告的数据。", _CHECK_FILE)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            if len(files) > MOST_FILES or sum(each.file_size for each in files) > LARGEST_FILE:
                raise Unreadable("文件太大，不像一份年度报告的数据。", _CHECK_FILE)
            return {each.filename: archive.read(each).decode("utf-8") for each in files}
    except _DAMAGED as error:
        raise Unreadable("这不是开放数据的压缩包，或者文件已经损坏。", _CHECK_FILE) from error


def twice(data: bytes) -> list[str]:
    """The names under which the archive has more than one file: one program unpacks the first, another the
    last. ``data`` has been read before."""
    with ZipFile(io.BytesIO(data)) as archive:
        return [name for name, times in Counter(archive.namelist()).items() if times > 1]


def _blocks(whole: dict[str, Any]) -> Iterator[Block]:
    yield Paragraph(str(whole["title"]), 1)
    for section in whole["sections"]:
        if section["heading"]:
            yield Paragraph(str(section["heading"]), 2)
        yield from (Paragraph(str(text)) for text in section["paragraphs"])
        if section["table"]:
            yield _table(section["table"])
    yield from (Paragraph(str(text)) for text in whole["signed"])


def _table(cells: list[dict[str, Any]]) -> Table:
    if len(cells) > MOST_CELLS:
        raise Unreadable("表格太大，不像年度报告中的表格。", _CHECK_FILE)
    found = []
    for cell in cells:
        row, column, rows, columns = (int(cell[key]) for key in ("row", "column", "rows", "columns"))
        found.append(TableCell(row, column, rows, columns, str(cell["text"]), "figure" not in cell))
    return Table(tuple(found))


def _require_alike(name: str, text: str, whole: dict[str, Any]) -> None:
    """Raise Unreadable if a table does not hold the figures of its section, each as document.json has it."""
    figures = whole["figures"]
    section = {f"{each['id']}.csv": each for each in whole["sections"]}[name]
    wanted = {cell["figure"]: cell["text"] for cell in section["table"] if "figure" in cell}
    found = {line["id"]: line for line in csv.DictReader(io.StringIO(text.removeprefix(_BOM)))}
    for cell_id in dict.fromkeys([*wanted, *found]):
        line = found.get(cell_id, {"text": "没有这一格"})
        said = str(wanted.get(cell_id, "没有这一格")), str(figures.get(cell_id, {}).get("text", "没有这一格"))
        text = line["text"].removeprefix("'") if _HARMLESS.match(line["text"]) else line["text"]
        if {text} != set(said):
            texts_of = f"在前者是“{text}”，在后者是“{'”、“'.join(said)}”"
            raise Unreadable(f"{name} 与 {_REPORT} 不一致：{cell_id} {texts_of}。", "请重新生成。")
        value = figures[cell_id]["value"]
        if (float(line["value"]) if line["value"] else None) != (None if value is None else float(value)):
            raise Unreadable(f"{name} 与 {_REPORT} 的数值不一致：{cell_id}。", "请重新生成。")

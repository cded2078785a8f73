"""Reads a document in a process of its own with limits of memory and time.

For what is not known to be harmless. The process gets the document on its standard input and gives the
blocks, or why there are none, as JSON on its standard output: whatever the document does to it, nothing
but text comes back. Where the limits cannot be set nothing is read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from typing import Any

from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Paragraph, Table, TableCell
from nianbao.read.limits import limit
from nianbao.systems import NO_WINDOW

MEMORY = 1_000_000_000  # bytes of addresses; a report of fifty pages needs a third
PROCESSOR = 20  # seconds; a report takes a second
LONGEST = 120.0  # seconds by the clock, on a machine that has other work

LIMITED = ["-m", "nianbao.read.confined"]

_TOO_MUCH = Unreadable(
    "读这份文件要用的内存或时间多得不正常，没有读取。",
    "请检查是否选错了文件；也可以改用 Word 文件或网页。",
)


def read(reader: str, data: bytes) -> list[Block]:
    """What ``nianbao.read.<reader>.read_here`` makes of a document within the limits. Raises Unreadable."""
    command = [sys.executable, *LIMITED, reader]
    try:
        run = subprocess.run(  # noqa: S603 - this program
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            creationflags=NO_WINDOW,
            check=False,
        )
        said = json.loads(run.stdout) if run.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise _TOO_MUCH from error
    if said is None:  # ended by a limit
        raise _TOO_MUCH
    if "what" in said:
        raise Unreadable(said["what"], said["remedy"])
    return [_block(item) for item in said["blocks"]]


def _block(item: Any) -> Block:
    if "text" in item:
        return Paragraph(item["text"], item["level"])
    return Table(tuple(TableCell(*cell) for cell in item["cells"]), item["packed"])


def _plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"text": block.text, "level": block.level}
    cells = [[cell.row, cell.column, cell.rows, cell.columns, cell.text, cell.head] for cell in block.cells]
    return {"cells": cells, "packed": block.packed}


def main(reader: str) -> int:
    """Read the standard input within the limits; 0 where there is an answer."""
    limit(MEMORY, PROCESSOR)  # an error ends the process: no limits, no answer
    data = sys.stdin.buffer.read()
    said: dict[str, Any]
    try:
        blocks = import_module(f"nianbao.read.{reader}").read_here(data)
        said = {"blocks": [_plain(block) for block in blocks]}
    except Unreadable as error:
        said = {"what": error.what, "remedy": error.remedy}
    except (MemoryError, RecursionError):
        return 1
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

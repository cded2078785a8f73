"""Calls a function in a process of its own with limits of memory and time.

For foreign documents that are not known to be harmless. The process gets bytes on its standard input and says
on its standard output, as JSON, what came of them or why nothing did: whatever a document does to it, nothing
but text comes back. Where the limits cannot be set nothing is called.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from nianbao.limits import limit
from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Notice, Paragraph, Place, Table, TableCell
from nianbao.systems import NO_WINDOW

# The limits are beyond what the process took to begin, which tells how quick the machine is.
ROOM = 260_000_000  # bytes of addresses
LEAST_SECONDS = 1.6  # of processor time; what is read makes steps for less (``read/pdf/effort.py``)
TIMES = 12  # what beginning took: it takes 0.1 seconds where those were measured
LONGEST = 120.0  # seconds by the clock, on a machine that has other work
_MEMORY = 600_000_000  # bytes, where the system does not tell how many are used

LIMITED = ["-m", "nianbao.read.confined"]

_TOO_MUCH = Unreadable(
    "读这份文件要用的内存或时间多得不正常，没有读取。",
    "请检查是否选错了文件；也可以改用 Word 文件或网页。",
)


def read(reader: str, data: bytes) -> list[Block]:
    """What ``nianbao.read.<reader>.read_here`` makes of a document within the limits. Raises Unreadable."""
    return [_block(item) for item in call(f"nianbao.read.{reader}", "read_here", data)]


def call(
    module: str,
    function: str,
    *given: bytes,
    room: int = ROOM,
    seconds: float = LEAST_SECONDS,
    refusal: Unreadable | None = None,
) -> Any:
    """What a function makes of bytes within the limits: anything that JSON can say, blocks as dictionaries.
    Raises Unreadable, ``refusal`` where the limits were not enough."""
    lengths = json.dumps([len(each) for each in given]).encode() + b"\n"
    try:
        run = subprocess.run(  # noqa: S603 - this program
            [sys.executable, *LIMITED, module, function, str(room), str(seconds)],
            input=b"".join([lengths, *given]),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=False,
            creationflags=NO_WINDOW,
        )
        said = json.loads(run.stdout) if run.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise refusal or _TOO_MUCH from error
    if said is None:  # ended by a limit
        raise refusal or _TOO_MUCH
    if "what" in said:
        raise Unreadable(said["what"], said["remedy"])
    return said["made"]


def _block(item: Any) -> Block:
    if "notice" in item:
        return Notice(item["notice"], sheet=item["sheet"])
    if "text" in item:
        place = Place(*item["place"]) if item["place"] else None
        return Paragraph(item["text"], item["level"], place, item["sheet"])
    return Table(tuple(TableCell(*cell) for cell in item["cells"]), item["packed"], tuple(item["seams"]))


def _plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Notice):
        return {"notice": block.text, "sheet": block.sheet}
    if isinstance(block, Paragraph):
        at = block.place
        place = (at.page, at.line, at.margin) if at else None
        return {"text": block.text, "level": block.level, "place": place, "sheet": block.sheet}
    cells = [
        [cell.row, cell.column, cell.rows, cell.columns, cell.text, cell.head, cell.place]
        for cell in block.cells
    ]
    return {"cells": cells, "packed": block.packed, "seams": block.seams}


def _limit_to(room: int, seconds: float) -> None:
    """Limit this process by what it has taken so far, before it has seen any document."""
    began = time.process_time()
    memory = _MEMORY - ROOM + room
    if sys.platform == "linux":
        import resource

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        memory = int(pages) * resource.getpagesize() + room
    limit(memory, began + max(seconds, TIMES * began))


def main(module: str, function: str, room: str = str(ROOM), seconds: str = str(LEAST_SECONDS)) -> int:
    """Call a function with what is on the standard input within the limits; 0 where there is an answer."""
    called = getattr(import_module(module), function)
    _limit_to(int(room), float(seconds))  # an error ends the process: no limits, no answer
    stream = sys.stdin.buffer
    lengths = json.loads(stream.readline())
    said: dict[str, Any]
    try:
        said = {"made": called(*[stream.read(length) for length in lengths])}
    except Unreadable as error:
        said = {"what": error.what, "remedy": error.remedy}
    except (MemoryError, RecursionError):
        return 1
    sys.stdout.write(json.dumps(said, default=_plain))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

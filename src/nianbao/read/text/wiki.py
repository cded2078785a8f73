"""Tables between {| and |} as MediaWiki writes them: a bar begins each cell, |- parts the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.read.text.bars import Rows

_BEGIN, _END, _ROW, _TITLE = "{|", "|}", "|-", "|+"
_LOOKS = re.compile(r"(?:\s*+(?:align|valign|width|height|scope)=\"[^\"]*\")++\s*+\|")  # that hide nothing
_SPAN = "span="  # of a cell that covers several, which the bars do not tell


def wiki_at(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """The rows of the table that begins with a line, and the line after it. No rows if there is none there
    whose rows have equally many cells."""
    if not lines[at].startswith(_BEGIN):
        return [], at
    rows: Rows = [[]]
    for end in range(at + 1, len(lines)):
        line = lines[end]
        if line.startswith(_END):
            rows = [row for row in rows if row]
            return (rows, end + 1) if len({len(row) for row in rows}) == 1 else ([], at)
        if line.startswith(_ROW):
            rows.append([])
        elif line.startswith(("|", "!")) and not line.startswith(_TITLE) and _SPAN not in line:
            cells = line[1:].replace("!!", "||").split("||")
            rows[-1] += [_LOOKS.sub("", cell).strip() for cell in cells]
        elif line.strip():
            break
    return [], at

"""Help for writing official text: pasted lines joined, the next heading number, references to figures."""

from __future__ import annotations

import re

from nianbao.model.form import Cell, Form
from nianbao.model.narrative import tidy
from nianbao.model.numbering import DEEPEST, mark, numbering
from nianbao.model.reference import BadReference, referenced

_INDENT = re.compile(r"^(?:[\u3000]| {2,}|\t)")
_ENDS = tuple("。！？：；!?:;…”）)")
_SHORTEST_WRAPPED = 12  # characters; shorter lines are lines of their own
_FULL = 0.8  # of the longest line: shorter ones were ended by their writer


def clean(pasted: str) -> str:
    """Pasted text with one line for each paragraph.

    Indents and blank lines are taken away, and lines that were broken by a page's edge are joined. A line end
    at the beginning or at the end stays: what was copied as a paragraph is one beside its new neighbours.
    """
    lines = [line.rstrip() for line in pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    filled = [line for line in lines if line.strip()]
    indented = any(_INDENT.match(line) for line in filled) and not all(_INDENT.match(x) for x in filled)
    longest = max((len(line.strip()) for line in filled), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        text = tidy(line.strip("\u3000"))
        begins = numbering(text) is not None or (indented and _INDENT.match(line) is not None)
        if text and goes_on and not begins:
            paragraphs[-1] = _joined(paragraphs[-1], text)
        elif text:
            paragraphs.append(text)
        goes_on = bool(text) and _was_broken(text, longest, indented=indented)
    before, after = not lines[0].strip(), not lines[-1].strip()
    return "\n" * before + "\n".join(paragraphs) + "\n" * after if paragraphs else ""


def _was_broken(line: str, longest: int, *, indented: bool) -> bool:
    """Whether a line ends because the page does, not because its writer ended it."""
    if indented:
        return True
    return len(line) >= max(longest * _FULL, _SHORTEST_WRAPPED) and not line.endswith(_ENDS)


def _joined(before: str, after: str) -> str:
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
    return f"{before} {after}" if latin else before + after


def numbers(above: str) -> list[str]:
    """The numbers with which a heading may begin below this text, the likeliest first.

    On with the last number, one level deeper from 1, on with each level above.
    """
    open_levels: dict[int, int] = {}
    for line in above.split("\n"):
        found = numbering(line)
        if found is not None and found.level > 1:
            open_levels = {level: n for level, n in open_levels.items() if level < found.level}
            open_levels[found.level] = found.value
    if not open_levels:
        return [mark(2, 1), mark(3, 1)]
    deepest = max(open_levels)
    onward = [mark(level, value + 1) for level, value in sorted(open_levels.items(), reverse=True)]
    deeper = [mark(deepest + 1, 1)] if deepest < DEEPEST else []
    return [onward[0], *deeper, *onward[1:]]


def numbered(line: str, above: str) -> str:
    """The line with the next number at its head; one that has a number goes on to the next possible one."""
    found = numbering(line)
    if found is None:
        return numbers(above)[0] + line.lstrip()
    choices = [*numbers(above), ""]
    there = choices.index(found.mark) if found.mark in choices else -1
    return choices[there + 1 if there + 1 < len(choices) else 0] + found.rest


def reference_to(cell: Cell, form: Form) -> str:
    """The reference that puts the figure of a cell into the text, in Chinese where that is clear."""
    by_name = f"{form.section(cell.section).name}.{cell.row.name}.{cell.column.name}"
    try:
        clear = referenced(by_name, form) == (cell.id,)
    except BadReference:
        clear = False
    return "{{" + (by_name if clear else cell.id) + "}}"

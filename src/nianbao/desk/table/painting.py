"""A line of a table as stretches of text, each with the names of its styles. What the styles look like the
screen knows."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.desk.marks import COMMENT, SIGNS
from nianbao.desk.table.cell_editor import CellEditor
from nianbao.desk.table.content import BLANK_SIGN, Content
from nianbao.desk.table.drawing import Piece
from nianbao.desk.table.selection import Selection, id_of
from nianbao.desk.table.window import Window
from nianbao.model.finding import Level
from nianbao.model.grid import GridCell, Role
from nianbao.terminal import left, right, width_of

Stretch = tuple[str, tuple[str, ...]]  # text, and the names of its styles, the later ones laid over the first

RULE = "rule"
MORE = "more"  # the sign at an edge beyond which something is hidden
CARRIED = "«"  # before a figure that was taken over from last year's report and not confirmed
_CUT = "…"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}
STYLES = frozenset(
    {
        RULE,
        MORE,
        "part",
        "carried",
        "zero",
        "total",
        "dim",
        "near",
        "cursor",
        "selected",
        "typing",
        *_LEVELS.values(),
        *map(str, Role),
    }
)


def paint(
    line: int, window: Window, content: Content, selection: Selection, editor: CellEditor | None
) -> Iterator[Stretch]:
    """The stretches of a line of the drawn table, from left to right; together as wide as the table."""
    for piece in window.plan.line(line, window.head + window.y, window.y + window.height):
        cell = piece.cell
        if cell is None:
            yield piece.text, (RULE,)
        elif cell.cell is None:
            yield piece.text, _of_label(cell, piece.text, content, selection)
        elif cell is selection.cursor and editor is not None:
            yield from _typed(piece, editor)
        else:
            yield _figure(piece, cell, window, content, selection)


def _of_label(cell: GridCell, text: str, content: Content, selection: Selection) -> tuple[str, ...]:
    names = [str(cell.role)]
    if selection.names(cell):
        names.append("near")
    level = content.marks.labels.get(cell)
    if level is not None and text.strip():
        names.append(_LEVELS[level])
    return tuple(names)


def _figure(piece: Piece, cell: GridCell, window: Window, content: Content, selection: Selection) -> Stretch:
    key = id_of(cell)
    text = content.text(cell) if piece.slot else ""
    level = content.marks.cells.get(key)
    names = ["total" if key in content.session.form.totals else "figure"]
    stands_out = level is not None or cell in selection.selected() or cell is selection.cursor
    if text == BLANK_SIGN:
        names.append("dim")
    elif text == "0" and not stands_out:
        names.append("zero")
    if level is not None:
        names.append(_LEVELS[level])
    elif key in content.marks.parts:
        names.append("part")
    elif key in content.marks.comments:
        names.append("hint")
    elif key in content.carried:
        names.append("carried")
    if cell in selection.selected():
        names.append("selected")
    if cell is selection.cursor:
        names.append("cursor")
    width = len(piece.text)
    signs = _signs(key, content)[: max(width - width_of(text), 0)] if piece.slot else ""
    return _whole_or_none(signs + right(text, width - len(signs)), piece.x, window), tuple(names)


def _signs(key: str, content: Content) -> str:
    """What stands before the figure of a cell, as far as there is room; the weightiest first."""
    level = content.marks.cells.get(key)
    commented = COMMENT if key in content.marks.comments else ""
    found = SIGNS[level] + commented if level is not None else commented
    return found or (CARRIED if key in content.carried else "")


def _whole_or_none(text: str, x: int, window: Window) -> str:
    """What stands in a cell from column ``x`` on; where an edge of the window cuts it, an ellipsis: half a
    number would be read as another one."""
    first, last = window.columns
    begins = x + len(text) - len(text.lstrip())
    if not text.strip() or (first <= begins and x + width_of(text) <= last):
        return text
    return left(_CUT, width_of(text)) if begins >= first else right(_CUT, width_of(text))


def _typed(piece: Piece, editor: CellEditor) -> Iterator[Stretch]:
    """The cell while it is typed: as much as fits around the caret."""
    width = len(piece.text)
    if not piece.slot:
        yield piece.text, ("typing",)
        return
    before, after = editor.text[: editor.caret], editor.text[editor.caret :] + " "
    if width_of(before) >= width:
        before = before[1:]
        while width_of(_CUT + before) >= width:
            before = before[1:]
        before = _CUT + before
    while width_of(before + after) > width and len(after) > 1:
        after = after[:-1]
    free = width - width_of(before + after)
    if free < 0:  # a wide character under the caret does not fit any more
        yield right(before, width), ("typing",)
        return
    yield " " * free + before, ("typing",)
    yield after[0], ("cursor",)
    yield after[1:], ("typing",)

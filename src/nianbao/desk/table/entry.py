"""Filling a table in: typing into a cell, and what is done to whole cells, as changes of the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nianbao.desk.session import Session
from nianbao.desk.table.cell_editor import CellEditor
from nianbao.desk.table.content import differs
from nianbao.desk.table.selection import Selection, id_of
from nianbao.desk.table.tabular import cells_as_text
from nianbao.model.figure import BLANK, LONGEST, Figure, State, count, parse
from nianbao.words import shortened

_NOT_SAID = frozenset({State.UNKNOWN, State.BLANK})
_TOO_LONG = f"没有填进去：一格最多{LONGEST}个字，详细说明请写在正文里。"
_LONGEST_TOLD = 12  # characters of what is no figure
_COMPUTED = "总计由程序计算，不用填写。"


class Entry:
    """``editor`` holds what is being typed into the cell under the cursor, None if nothing is.

    ``say`` is called with a word for the user (empty: take it away), ``changed`` after every change.
    """

    def __init__(
        self,
        session: Session,
        selection: Selection,
        say: Callable[[str], object],
        changed: Callable[[], object],
    ) -> None:
        self.editor: CellEditor | None = None
        self._session = session
        self._selection = selection
        self._say = say
        self._changed = changed

    # ---- typing

    def insert(self, characters: str) -> None:
        """Type characters: over the content of the cell, or on where something is being typed."""
        before = self.editor
        editor = self._begun()
        if editor is None:
            return
        if not editor.insert(characters):
            self.editor = before  # a cell that nobody types into stays as it is
            self._say(_TOO_LONG)
            return
        self._typed_on(editor)
        self._say(editor.fault if editor.hopeless else "")

    def edit(self) -> None:
        """Change what stands in the cell instead of typing over it."""
        if self.editor is not None:
            self.editor.replacing = False
        elif self._may_type():
            cell = self._selection.cursor.cell
            figure = self._session.report.figure(self._selection.cell_id)
            if cell is not None:
                self.editor = CellEditor.on(cell, "" if figure.state in _NOT_SAID else str(figure))

    def backspace(self) -> None:
        """Take the character before the caret away; the whole content where nothing is being typed."""
        typing = self.editor is not None
        editor = self._begun()
        if editor is not None:
            if typing:
                editor.delete_left()
            self._typed_on(editor)

    def move_caret(self, key: str) -> bool:
        """Move the caret by a key of that name. False if the key is to move the cursor of the table."""
        editor = self.editor
        if editor is None or editor.replacing or key not in {"left", "right", "home", "end"}:
            return False
        end = len(editor.text)
        editor.move({"left": -1, "right": 1, "home": -end, "end": end}[key])
        return True

    def commit(self, *, stay: bool = False) -> bool:
        """Enter what is being typed. What is no figure is not entered and told: with ``stay`` it may still be
        mended, else the cell is as it was. False if it may."""
        editor = self.editor
        if editor is None:
            return True
        figure = parse(editor.text)
        if editor.fault and figure != self._session.entered.figure(editor.cell.id):
            if stay:
                typed = shortened(editor.text, _LONGEST_TOLD)
                self._say(f"“{typed}”填不进去：{editor.fault}按 Esc 不改。")
                return False
            self.give_up()
            self._say(f"“{editor.text}”没有填进去：{editor.fault}")
            return True
        self.editor = None
        self._session.confirm(editor.cell.id)
        self._session.enter({editor.cell.id: figure}, f"填写“{editor.cell.name}”")
        self._changed()
        return True

    def confirm(self) -> None:
        """Let the figure under the cursor stand where it was taken over from last year's report."""
        if self._session.is_carried(self._selection.cell_id):
            self._session.confirm(self._selection.cell_id)
            self._changed()

    def give_up(self) -> bool:
        """Leave the cell as it was. False if nothing was being typed."""
        if self.editor is None:
            return False
        self.editor = None
        self._session.type({})
        self._say("")
        self._changed()
        return True

    def _begun(self) -> CellEditor | None:
        """What is being typed, begun empty where nothing was; None on a total."""
        cell = self._selection.cursor.cell
        if self.editor is None and cell is not None and self._may_type():
            self.editor = CellEditor(cell)
        return self.editor

    def _may_type(self) -> bool:
        """Whether the cell is one to be typed; a block gives way to it then."""
        if self._session.locked:
            self._refuse()
            return False
        if self._selection.cell_id in self._session.form.totals:
            self._say(_COMPUTED)
            return False
        self._selection.anchor = None
        return True

    def _refuse(self) -> None:
        """Nothing of a locked report is changed, which is told."""
        self._session.on_refused(self._session.locked)

    def _typed_on(self, editor: CellEditor) -> None:
        self._session.type({editor.cell.id: parse(editor.text)})
        self._changed()

    # ---- whole cells

    def blank(self) -> None:
        """Say of the selected cells that they are blank; while something is typed, delete a character."""
        if self.editor is not None:
            self.editor.delete_right()
            self._typed_on(self.editor)
            return
        given, totals = self._session.report.figures, self._session.form.totals
        changes: dict[str, Figure | None] = {
            key: None if key in totals else BLANK
            for key in self._selection.ids()
            if key not in totals or key in given
        }
        if not changes:
            self._say(_COMPUTED)
        self._enter(changes, "清空")

    def take_computed(self) -> None:
        """Take the computed value for the given totals of the selection, or for all that differ; first of all
        enter what is being typed."""
        if not self.commit(stay=True):
            return
        given, totals = self._session.report.figures, self._session.form.totals
        taken = [key for key in self._selection.ids() if key in given and key in totals]
        taken = taken or [key for key in self._selection.places if differs(self._session, key)]
        if not taken:
            self._say("这张表的总计都是程序算出的。")
        self._enter(dict.fromkeys(taken), "改用算出的总计")

    def fill(self) -> None:
        """Fill the cells that nobody has filled with 0, after what is being typed was entered."""
        if not self.commit(stay=True):
            return
        figures, totals = self._session.report.all_figures(), self._session.form.totals
        empty = [k for k in self._selection.places if k not in totals and figures[k].state in _NOT_SAID]
        words = f"空着的{len(empty)}格填0"
        self._enter(dict.fromkeys(empty, count(0)), words)
        self._say(f"已把{words}；Ctrl+Z 可以撤销。" if empty else "没有空着的格。")

    def filled(self) -> int:
        """How many cells hold something that :meth:`all_zero` would take away."""
        given = self._session.report.figures
        lost = (given[key] for key in self._selection.places if key in given)
        return sum(1 for figure in lost if figure != count(0) and figure.state not in _NOT_SAID)

    def all_zero(self) -> None:
        """Nothing of all this happened: every cell is 0."""
        given, totals = self._session.report.figures, self._session.form.totals
        changes: dict[str, Figure | None] = {
            key: None if key in totals else count(0)
            for key in self._selection.places
            if key not in totals or key in given
        }
        section = self._session.form.section(self._selection.grid.section)
        words = f"没有{section.name}，全表填0"
        self._enter(changes, words)
        self._say(f"已记为{words}；Ctrl+Z 可以撤销。")

    def copied(self) -> str:
        """The figures of the selection as a spreadsheet takes them."""
        report = self._session.report
        block = [[report.figure(id_of(cell)) for cell in row] for row in self._selection.block()]
        self._say(f"已复制{sum(map(len, block))}格，可以粘贴到 Excel 或 WPS。")
        return cells_as_text(block)

    def paste(self, text: str) -> bool:
        """Type in what was copied from one cell. False if it is a block of cells, which is to be placed."""
        plain = text.strip("\r\n")
        if self._session.locked:
            self._refuse()
        elif not plain:
            self._say("没有可以粘贴的内容。")
        elif "\t" in text or "\n" in plain or "\r" in plain:
            self.commit()
            return False
        else:
            self.insert(text.strip())
        return True

    def _enter(self, changes: Mapping[str, Figure | None], words: str) -> None:
        if self._session.locked:
            self._refuse()
            return
        self.editor = None
        if changes:
            self._session.enter(changes, words)
            self._changed()

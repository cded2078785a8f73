"""The text of a section: an editor with the notice's guidance beside it, a count, the figures resolved."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import TextArea

from nianbao.form import Section
from nianbao.reference import BadReference, resolve
from nianbao.wizard.paper import clean, numbered
from nianbao.wizard.session import Session, visible
from nianbao.wizard.wrapped import Wrapped

_EDITORS = ("nano", "vim", "vi")


class ProseEditor(TextArea):
    """The text itself. Undo and redo are those of the whole session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "pick", "插入表中数字"),
        Binding("ctrl+n", "number", "编号"),
        Binding("f9", "outside", "外部编辑器"),
        Binding("ctrl+z", "screen.undo", "撤销", show=False),
        Binding("ctrl+y", "screen.redo", "恢复", show=False),
        Binding("f6", "screen.next_area", "换区", show=False),
        Binding("f7", "select_all", "全选", show=False),
        Binding("ctrl+a", "select_all", "全选", show=False),
        Binding("ctrl+c", "copy", "复制", show=False),
        Binding("ctrl+x", "cut", "剪切", show=False),
        Binding("ctrl+v", "paste", "粘贴", show=False),
    ]

    def on_mount(self) -> None:
        self.cursor_blink = False

    class Pick(Message):
        """A figure is to be picked from a table and put in at the cursor."""

        def __init__(self, editor: ProseEditor) -> None:
            super().__init__()
            self.editor = editor

    class Cleaned(Message):
        """Pasted text came in with so many line ends fewer."""

        def __init__(self, joined: int) -> None:
            super().__init__()
            self.joined = joined

    def action_pick(self) -> None:
        self.post_message(self.Pick(self))

    def action_number(self) -> None:
        """Give the line the next heading number; once more, the next possible one."""
        row, column = self.cursor_location
        line = self.document[row]
        above = "\n".join(self.document[index] for index in range(row))
        new = numbered(line, above)
        self.replace(new, (row, 0), (row, len(line)), maintain_selection_offset=False)
        self.move_cursor((row, max(0, column + len(new) - len(line))))

    async def _on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted, without the line ends of the page it came from."""
        event.stop()
        event.prevent_default()
        self._insert_clean(event.text)

    def action_paste(self) -> None:
        self._insert_clean(self.app.clipboard)

    def _insert_clean(self, text: str) -> None:
        tidy = clean(visible(text))
        self.replace(tidy, *self.selection)
        joined = text.strip().replace("\r\n", "\n").count("\n") - tidy.count("\n")
        if joined > 0:
            self.post_message(self.Cleaned(joined))

    def action_outside(self) -> None:
        """Edit the text with the program that the user is used to."""
        command = _editor()
        if not command:
            self.app.notify("没有找到别的编辑器；请把 EDITOR 环境变量设成编辑器的名字。")
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "正文.txt"
            path.write_text(self.text, encoding="utf-8")
            try:
                with self.app.suspend():
                    done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the user's choice
            except SuspendNotSupported:
                self.app.notify("在浏览器里不能打开外部编辑器。")
                return
            except OSError as error:
                self.app.notify(f"打不开编辑器“{command[0]}”：{error.strerror}")
                return
            text = path.read_text(encoding="utf-8", errors="replace")
        self.app.refresh(layout=True)
        if done.returncode == 0 and text.rstrip("\n") != self.text.rstrip("\n"):
            self.replace(visible(text).rstrip("\n"), (0, 0), self.document.end)


class ProsePane(Container):
    """Guidance, editor, count. Every keystroke goes to the session."""

    class Changed(Message):
        """The report has changed."""

    def __init__(self, session: Session, section: Section, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.session = session
        self._section = section

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="guidance-box", can_focus=False):
            yield Wrapped(id="guidance")
        with Vertical(id="prose-box"):
            yield ProseEditor(id="editor", compact=True, highlight_cursor_line=False)
            yield Wrapped(id="prose-bar")

    @property
    def editor(self) -> ProseEditor:
        return self.query_one(ProseEditor)

    @property
    def section(self) -> str:
        return self._section.id

    def show(self, session: Session, section: Section) -> None:
        """Show the text of a section as the report has it now."""
        other = section.id != self._section.id
        self.session, self._section = session, section
        heading = section.heading or section.name
        self.query_one("#guidance", Wrapped).update(f"{heading}\n{section.guidance}")
        text = session.report.narrative.get(section.id, "")
        if other or visible(self.editor.text).strip("\n") != text:
            cursor = self.editor.cursor_location
            with self.prevent(TextArea.Changed, TextArea.SelectionChanged):
                self.editor.load_text(text)
                self.editor.move_cursor((0, 0) if other else cursor)
        self._count()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.session.enter_text(self._section.id, event.text_area.text)
        self._count()
        self.post_message(self.Changed())

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        self._count()

    def _count(self) -> None:
        """How long the text is when printed, and how the line under the cursor reads with its figures."""
        text = self.editor.text
        printed = _resolved(text, self.session)
        number = len("".join(printed.split()))
        most = self._section.most_characters
        words = f"{number} 字"
        if most is not None:
            over = f"　✗ 超出{number - most}字" if number > most else f"，还可以写{most - number}字"
            words = f"{number}／{most} 字{over}"
        line = self.editor.document[self.editor.cursor_location[0]]
        if "{{" in line:
            words += f"\n印出来是：{_resolved(line, self.session)}"
        self.query_one("#prose-bar", Wrapped).update(words)


def _resolved(text: str, session: Session) -> str:
    try:
        return resolve(text, session.report)
    except BadReference as error:
        return f"{text}（{error.what}；{error.remedy}）" if "\n" not in text else text


def _editor() -> list[str]:
    """The user's editor as a command line, empty if there is none."""
    for name in ("VISUAL", "EDITOR"):
        if command := shlex.split(os.environ.get(name, "")):
            return command
    found = next((path for editor in _EDITORS if (path := shutil.which(editor))), None)
    return [found] if found else []

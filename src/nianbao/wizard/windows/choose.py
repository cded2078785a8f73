"""Choose a file: walk through folders, or type a path."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from nianbao.desk.typed_path import typed_path
from nianbao.problem import reason
from nianbao.read import is_document
from nianbao.wizard.one_line import OneLine
from nianbao.wizard.windows.hint import hint

_UP = ".."
# How names begin of files that nobody means: Word leaves one while it has a document open.
_HIDDEN = (".", "~$")


class ChooseFile(ModalScreen[Path | None]):
    """Gives the file that was chosen: a document that can be read or, unless ``reports`` is False, a
    report.toml; None after Esc."""

    HELP = "方向键选一个文件夹或文件，按回车打开；退格键回上一级。也可以直接打字，写出文件的路径再按回车。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "取消"),
        Binding("backspace", "up", "上一级文件夹", show=False),
    ]

    def __init__(self, folder: Path, title: str, *, reports: bool = True) -> None:
        super().__init__()
        self._folder, self._title, self._reports = folder, title, reports

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(self._title, classes="dialog-title", markup=False)
            yield Static(id="choose-folder", markup=False)
            yield OptionList(id="choose-list", markup=False)
            yield OneLine(
                placeholder="也可以直接写路径，按回车", id="choose-path", compact=True, select_on_focus=False
            )
            yield hint({"take": "回车打开", "up": "退格回上一级", "give_up": "Esc 取消"})

    def on_mount(self) -> None:
        self._enter(self._folder)
        self.query_one(OptionList).focus()

    def _enter(self, folder: Path) -> None:
        try:
            entries = sorted(folder.iterdir(), key=lambda path: (not path.is_dir(), path.name))
        except OSError as error:
            self.notify(f"打不开这个文件夹：{reason(error)}。", severity="warning")
            return
        came_from, self._folder = self._folder, folder
        self.query_one("#choose-folder", Static).update(str(folder))
        up = [Option(f"▲ {_UP}　上一级", id=_UP)] if folder.parent != folder else []
        found = []
        for path in entries:
            if path.name.startswith(_HIDDEN):
                continue
            if path.is_dir():
                found.append(Option(f"▸ {path.name}", id=path.name))
            elif is_document(path) or (self._reports and path.suffix == ".toml"):
                found.append(Option(f"  {path.name}", id=path.name))
        listing = self.query_one(OptionList)
        listing.set_options([*up, *(found or [Option("  这里没有能读的文件", disabled=True)])])
        listing.highlighted = len(up) if found else 0
        if came_from in entries and not came_from.name.startswith(_HIDDEN):
            listing.highlighted = listing.get_option_index(came_from.name)

    def action_take(self) -> None:
        """Open what is marked in the list."""
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        path = self._folder / (event.option_id or "")
        if event.option_id == _UP:
            self.action_up()
        elif path.is_dir():
            self._enter(path)
        else:
            self.dismiss(path)

    def on_key(self, event: events.Key) -> None:
        """What is typed at the list is a path."""
        if event.is_printable and event.character:
            event.stop()
            self._path_field().insert_text_at_cursor(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._path_field().post_message(events.Paste(event.text))

    def _path_field(self) -> Input:
        """Where a path is written, which has the keyboard from now on."""
        field = self.query_one("#choose-path", Input)
        self.set_focus(field)
        return field

    def on_input_submitted(self, event: Input.Submitted) -> None:
        path = self._folder / typed_path(event.value)
        if path.is_dir():
            self._enter(path)
            self.query_one(OptionList).focus()
        elif path.exists():
            self.dismiss(path)
        elif event.value.strip():
            self.notify(f"没有这个文件：{path}", severity="warning")

    def action_up(self) -> None:
        self._enter(self._folder.parent)

    def action_give_up(self) -> None:
        self.dismiss(None)

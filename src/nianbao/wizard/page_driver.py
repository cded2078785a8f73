"""The wizard's end of the wire to a page of a browser, beyond what textual-serve carries: the title of the
tab, files that are chosen in the page, and a picture beside the terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.message import Message
from textual.messages import ExitApp


@dataclass
class Received(Message):
    """A file has come from the browser and lies in ``path``."""

    path: Path


@dataclass
class Turned(Message):
    """In the browser the picture was turned by so many pages."""

    by: int


class PageDriver(WebDriver):
    """Tells the page the title of the app, and the app what came from the page."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wizard = app

    def run_input_thread(self) -> None:
        """Take what the page sends, to its end. A server that was killed sends no more: a wizard that
        outlived it would keep the file from everybody."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._wizard.post_message(ExitApp())

    def start_application_mode(self) -> None:
        super().start_application_mode()
        self._wizard.watch(self._wizard, "title", self._tell_title)

    def _tell_title(self, title: str) -> None:
        self.write_meta({"type": "title", "title": title})

    def on_meta(self, packet_type: str, payload: dict[str, Any]) -> None:
        """A packet from the server."""
        if packet_type == "received":
            self._wizard.post_message(Received(Path(payload["path"])))
        elif packet_type == "turned":
            self._wizard.post_message(Turned(int(payload["by"])))
        else:
            super().on_meta(packet_type, payload)


def ask_for_file(app: App[Any]) -> None:
    """Let the page ask which file of the browser's machine is to be sent here."""
    if isinstance(app._driver, PageDriver):
        app._driver.write_meta({"type": "choose_file"})


def show_picture(app: App[Any], png: str, words: str) -> None:
    """Show a picture, as Base64, with words below it, beside the terminal; empty: show none any more."""
    if isinstance(app._driver, PageDriver):
        app._driver.write_meta({"type": "picture", "png": png, "words": words})


def deliver(app: App[Any], path: Path) -> None:
    """Send a file to the browser. Raises OSError if it cannot be read."""
    # The name goes along unchanged: the server tells the browser by it how long the file is, so that one
    # that was cut off on the way is not taken for whole.
    app.deliver_binary(path.open("rb"), save_filename=path.name, name=str(path.stat().st_size))

"""What can show a picture: the page of a browser, or a terminal that knows sixel or kitty's pictures."""

from __future__ import annotations

import base64
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App, SuspendNotSupported

from nianbao.wizard.page_driver import show_picture

if TYPE_CHECKING:
    from textual_image.widget import AutoImage, SixelImage

    Canvas = AutoImage | SixelImage

_LIBRARY = "textual_image.widget"
_NO_PICTURES = (
    "这个终端显示不了图片，所以按文字排出。要边填边看印出来的样子，请在浏览器里填写（nianbao serve）。"
)


def canvas(app: App[Any]) -> type[Canvas] | str:
    """The widget that shows pictures in this terminal, or why there is none, in a sentence.

    The terminal is asked when the first picture is wanted, and not at every start: until it answers, or has
    not answered, keys would be lost. Whoever is asked must not listen for keys meanwhile, so the wizard
    steps aside for a moment.
    """
    try:
        if _LIBRARY not in sys.modules:
            with app.suspend():
                import_module(_LIBRARY)  # asks the terminal
    except SuspendNotSupported:
        return _NO_PICTURES
    from textual_image import renderable, widget

    knows = renderable.Image in {renderable.SixelImage, renderable.TGPImage}
    return widget.Image if knows else _NO_PICTURES


def to_browser(app: App[Any], png: bytes, words: str) -> None:
    """Show a picture beside the terminal in the browser; none at all if it is empty."""
    show_picture(app, base64.b64encode(png).decode(), words)

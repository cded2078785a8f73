"""A line to fill in."""

from __future__ import annotations

import re

from textual import events
from textual.widgets import Input

from nianbao.desk.session import visible
from nianbao.files.bounds import LONGEST_LINE

_BETWEEN = re.compile(r"[\t\n]+")


class OneLine(Input):
    """What is pasted becomes a line, too: of several lines Textual's own field keeps the first and drops the
    others without a word, and it takes characters that no file can hold."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = _BETWEEN.sub(" ", visible(event.text)).strip()
        if len(event.text) > LONGEST_LINE:
            event.stop()
            event.prevent_default()
            self.notify(
                f"要粘贴的有{len(event.text)}个字，这里最多{LONGEST_LINE}个字，没有粘贴。", severity="warning"
            )

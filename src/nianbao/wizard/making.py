"""Makes the output files of a report, one after the other; runs in a thread and knows no screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nianbao import store
from nianbao.report import Report
from nianbao.wizard.words import reason

KINDS = {"docx": "Word", "pdf": "PDF", "html": "网页"}
_OPENERS = ("xdg-open", "open", "wslview")


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one file: where it is, or (None) why it is not."""

    kind: str
    path: Path | None
    words: str


def make(
    report: Report,
    kinds: Sequence[str],
    target: Path,
    *,
    draft: bool,
    cancelled: Callable[[], bool],
) -> Iterator[Made]:
    """Make the files ``target`` with the suffix of each kind, proving each by reading it back.

    After ``cancelled`` nothing more is written.
    """
    from nianbao.render import NotEqual, render  # here, because its libraries take a while to load
    from nianbao.write import OutputError

    for kind in kinds:
        if cancelled():
            return
        path = target.with_name(f"{target.name}.{kind}")
        try:
            data = render(report, kind, draft=draft)
            if cancelled():
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            store.write_atomically(path, data)
        except NotEqual as error:
            places = "；".join(str(difference) for difference in error.differences[:3])
            yield Made(kind, None, f"读回来与报告不一致，没有保存：{places}")
        except OutputError as error:
            yield Made(kind, None, str(error))
        except OSError as error:
            yield Made(kind, None, f"没有写成，{reason(error)}")
        else:
            yield Made(kind, path, f"读回核对一致，{len(data) / 1024:.0f} KB")


def open_file(path: Path) -> bool:
    """Show a file with the program that the system has for it. False if there is no way to."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - a file that we made
        return True
    opener = next((found for name in _OPENERS if (found := shutil.which(name))), None)
    if opener is None or not (sys.platform == "darwin" or _has_screen()):
        return False
    nowhere = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 - a file that we made
        [opener, str(path)], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
    return True


def _has_screen() -> bool:
    """Whether there is a screen on which the system could show something."""
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))

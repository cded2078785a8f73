"""Makes files of a report and of its checklist, one after the other; runs in a thread, knows no screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nianbao.files import atomic
from nianbao.model.finding import Finding
from nianbao.model.report import Report
from nianbao.problem import OutputError, reason

KINDS = {"docx": "Word", "pdf": "PDF", "html": "网页"}
CHECKLIST = "核查单"
_OPENERS = ("xdg-open", "open", "wslview")


@dataclass(frozen=True, slots=True)
class Order:
    """A file that is to be made: what it is called for people, where it goes, and how its bytes are made."""

    name: str
    path: Path
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one file: where it is, or (None) why it is not."""

    name: str
    path: Path | None
    words: str


def of_report(report: Report, kinds: Sequence[str], target: Path, *, draft: bool) -> Iterator[Order]:
    """The report as files ``target`` with the suffix of each kind."""
    for kind in kinds:
        yield Order(KINDS[kind], _with(target, kind), partial(_report, report, kind, draft=draft))


def of_checklist(
    report: Report, findings: Sequence[Finding], prior: Report | None, kinds: Sequence[str], target: Path
) -> Iterator[Order]:
    """The sheet to sign as files beside those of the report."""
    for kind in kinds:
        path = _with(target.with_name(f"{target.name}-{CHECKLIST}"), kind)
        made = partial(_checklist, report, findings, prior, kind)
        yield Order(f"{CHECKLIST}（{KINDS[kind]}）", path, made)


def make(orders: Sequence[Order], cancelled: Callable[[], bool]) -> Iterator[Made]:
    """Make the files, each proved by reading it back. After ``cancelled`` nothing more is written."""
    from nianbao.publish.render import NotEqual  # here, because its libraries take a while to load

    for order in orders:
        if cancelled():
            return
        try:
            data = order.make()
            if cancelled():
                return
            order.path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write(order.path, data)
        except NotEqual as error:
            places = "；".join(str(difference) for difference in error.differences[:3])
            yield Made(order.name, None, f"读回来与报告不一致，没有保存：{places}")
        except OutputError as error:
            yield Made(order.name, None, str(error))
        except OSError as error:
            yield Made(order.name, None, f"没有写成，{reason(error)}")
        else:
            yield Made(order.name, order.path, f"读回核对一致，{len(data) / 1024:.0f} KB")


def _with(target: Path, kind: str) -> Path:
    return target.with_name(f"{target.name}.{kind}")


def _report(report: Report, kind: str, *, draft: bool) -> bytes:
    from nianbao.publish.render import render

    return render(report, kind, draft=draft)


def _checklist(report: Report, findings: Sequence[Finding], prior: Report | None, kind: str) -> bytes:
    from nianbao.publish import checklist
    from nianbao.publish.render import render_page

    return render_page(checklist.html(report, findings, prior), kind)


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

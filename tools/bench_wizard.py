"""Measures the wizard: start to first paint, keystroke to repainted findings, memory.

python tools/bench_wizard.py [report.toml]    # prints the three; tools/bench.py puts them into its table
"""

from __future__ import annotations

import asyncio
import os
import pty
import select
import shutil
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from textual import events

from nianbao.files import report_toml
from nianbao.wizard.app import NianbaoApp
from nianbao.wizard.screen.editing import EditingScreen

ROOT = Path(__file__).resolve().parent.parent
FIRST = "applications.received.natural_person"
TEXT = "overview"
NEW, ANSWERED = "{{申请.本年新收.总计}}", "{{申请.予以公开.总计}}"
SENTENCE = "全年通过门户网站主动公开政府信息，做好政务公开工作，"
LONG = 6_000  # characters
FOOT = "帮助".encode()  # stands in the last line of the screen
KEYS = 80
PATIENCE = 20.0  # seconds


def started(path: Path) -> tuple[float, float]:
    """Milliseconds from the start of the process to the first full screen, and its memory in MB."""
    begin = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        os.execv(sys.executable, [sys.executable, "-m", "nianbao", "edit", str(path)])  # noqa: S606
    seen = b""
    while FOOT not in seen and select.select([terminal], [], [], PATIENCE)[0]:
        seen += os.read(terminal, 65536)
    took = (time.perf_counter() - begin) * 1000
    status = Path(f"/proc/{child}/status")
    memory = int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024 if status.exists() else 0.0
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return took, memory


def with_long_text(path: Path, *, chips: bool) -> Path:
    """Give section one of a report file a text of six thousand characters; with two references a line."""
    new, answered = (NEW, ANSWERED) if chips else ("三十", "若干")
    line = f"收到申请{new}件，予以公开{answered}件，{SENTENCE * 3}。"
    text = "\n".join([line] * (LONG // len(line) + 1))
    report = report_toml.load(path)
    report_toml.save(replace(report, narrative={**report.narrative, "overview": text}), path)
    return path


def keystroke(path: Path, place: str = FIRST, size: tuple[int, int] = (80, 24)) -> float:
    """The median in milliseconds from a digit typed at a place, a cell of table 3 or the text of a section,
    to the repainted screen."""
    return asyncio.run(_keystroke(path, place, size))


async def _keystroke(path: Path, place: str, size: tuple[int, int]) -> float:
    app = NianbaoApp(path)
    painted: list[float] = []
    async with app.run_test(size=size) as pilot:
        async with asyncio.timeout(PATIENCE):
            while not (isinstance(app.screen, EditingScreen) and app.screen.parts):
                await pilot.pause(0.05)
        await app.screen.go_to(place)
        await pilot.pause(0.5)
        display = app._display

        def painting(*arguments: object, **options: object) -> None:
            display(*arguments, **options)  # type: ignore[arg-type]
            painted.append(time.perf_counter())

        app._display = painting  # type: ignore[method-assign]
        took = []
        for number in range(KEYS):
            painted.clear()
            begin = time.perf_counter()
            key = "tab" if number % 4 == 0 and "." in place else str(number % 10)
            app.post_message(events.Key(key, key if key != "tab" else "\t"))
            while not painted and time.perf_counter() - begin < PATIENCE:
                await asyncio.sleep(0)
            if key != "tab":
                took.append(painted[0] - begin)
            await asyncio.sleep(0.12)  # as fast as people type
    return statistics.median(took) * 1000


def main() -> None:
    """Measure and print."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else next((ROOT / "sample_inputs").glob("005-*.toml"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(source, folder))
        starts = [started(path) for _ in range(5)]
        print(f"start to first paint: {statistics.median(took for took, _ in starts):.0f} ms")
        copy = Path(shutil.copy(source, f"{path}.copy.toml"))  # the ones that were killed left a journal
        print(f"keystroke to repainted findings: {keystroke(copy):.1f} ms")
        for chips, words in ((False, "in a text of 6,000 characters"), (True, "the same with references")):
            text = with_long_text(Path(shutil.copy(source, f"{path}.{chips}.toml")), chips=chips)
            print(f"{words}: {keystroke(text, TEXT):.1f} ms")
        print(f"memory: {statistics.median(memory for _, memory in starts):.0f} MB")


if __name__ == "__main__":
    main()

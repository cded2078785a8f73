"""SIGKILL at random moments: every keystroke is found again, and neither the file nor its history is broken.

Most rounds kill a process with session and guard alone, which is where nothing may get lost; some kill the
wizard itself under a terminal that shows what it draws. make soak kills a thousand wizards.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from nianbao.desk.history import figure_there
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.session import Session
from nianbao.files import history, report_toml
from nianbao.model.report import Report
from tests import typist
from tests.soak import asked, recorded

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_inputs"
RECEIVED = "applications.received.natural_person"
PATIENCE = 30  # seconds
SAVE = "\x13"  # Ctrl+S


def found_again(path: Path) -> Session:
    """The session that the next wizard has, what it offers taken. The file stays as it is."""
    report_toml.load(path)  # whole at every moment
    opened = FileGuard.open(path)
    assert opened.notice == ""
    opened.guard.close(keep=True)
    if opened.recovered is not None:
        opened.session.become(opened.recovered.report, "")
    return opened.session


class Told:
    """What the history of a report told when it was looked at last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = b""
        self._first = report_toml.load(path)

    def look_again(self) -> None:
        """Nothing of it is gone, every line but the last is whole, and of every figure in the file it tells
        the last change."""
        path = history.beside(self._path)
        data = path.read_bytes() if path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        assert whole.startswith(self._lines)
        self._lines = whole
        assert all(json.loads(line)["at"] for line in whole.splitlines() if line.endswith(b"}"))
        events, saved = history.read(self._path), report_toml.load(self._path)
        last = {event.place: event for event in events}
        for cell in saved.form.cells:
            told = last[cell].after if cell in last else figure_there(self._first, cell)
            assert figure_there(saved, cell) == told, cell


# ---- session and guard


@pytest.mark.parametrize("sample", ["005-pingtan-2025", "001-dadukou-urban-management-2019"])
@pytest.mark.takes_turns
def test_every_keystroke_is_found_again(tmp_path: Path, sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "报告.toml"
    path.write_bytes((SAMPLES / f"{sample}.toml").read_bytes())
    before, told = found_again(path), Told(path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)  # the server does not know sys.path
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([typist.__name__])
    chance = random.Random(sample)  # noqa: S311 - nothing secret
    done = []
    with recorded("kills", "session", asked(11, 1000), seed=sample, shares=2) as tally:
        for seed in tally.inputs():
            hear, say = server.Pipe(duplex=False)
            process = server.Process(target=typist.type_on, args=(path, seed, say))
            process.start()
            say.close()
            assert hear.poll(PATIENCE)
            time.sleep(chance.uniform(0, 0.08))
            process.kill()
            process.join()
            with tally.trying(seed):
                tally.outcome("killed")
                done.append(max(said(hear)))
                after = found_again(path)
                assert after.report in states(before, seed, done[-1])
                before = after
                told.look_again()
    assert max(done) > 1  # somebody did type, however busy the machine is


def said(pipe: multiprocessing.connection.Connection) -> Iterator[int]:
    """All that was said before the end."""
    try:
        while True:
            yield pipe.recv()
    except EOFError:
        pipe.close()


def states(session: Session, seed: int, number: int) -> list[Report]:
    """The report after so many keystrokes, and after the one that was not reported any more."""
    keystrokes = typist.keystrokes(session, seed)
    for keystroke in itertools.islice(keystrokes, number):
        keystroke()
    last = session.report
    next(keystrokes)()
    return [last, session.report]


# ---- the wizard itself


@contextmanager
def wizard(path: Path) -> Iterator[pexpect.spawn]:
    """The wizard in a terminal of its own, killed at the end."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "nianbao", "edit", str(path)],
        env={**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(path.parent / "state")},
        dimensions=(30, 100),
        encoding="utf-8",
        timeout=PATIENCE,
    )
    child.delaybeforesend = None  # type: ignore[assignment]  # documented; pexpect guesses float from its default
    try:
        yield child
    finally:
        child.kill(9)
        child.close(force=True)


def go_to(child: pexpect.spawn, part: int, sign: str) -> None:
    """Go to a part of the report, and wait until it has the keyboard."""
    child.expect("以前公布")
    for _ in range(part):
        child.send("\x1b[B")
    child.send("\r")
    child.expect(sign)


def wait(child: pexpect.spawn, seconds: float) -> None:
    """Wait as a terminal does: what is drawn meanwhile is taken, so that the wizard never waits for us."""
    child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=seconds)


def type_and_die(child: pexpect.spawn, keys: Iterable[str], chance: random.Random) -> str:
    """Type at the pace of a quick typist until somebody kills it. Gives what was older than a second."""
    sent: list[tuple[float, str]] = []
    end = time.monotonic() + chance.uniform(1.1, 1.9)
    for key in keys:
        child.send(key)
        sent.append((time.monotonic(), key))
        wait(child, chance.uniform(0.02, 0.15))
        if time.monotonic() > end:
            break
    died = time.monotonic()
    child.kill(9)
    return "".join(key for when, key in sent if died - when > 1)


def typed_and_killed(path: Path, part: int, sign: str, keys: Iterable[str], chance: random.Random) -> str:
    """Start the wizard, go to a part, type there and die; what was typed more than a second before."""
    with wizard(path) as child:
        go_to(child, part, sign)
        return type_and_die(child, keys, chance)


@pytest.mark.takes_turns(1)
def test_figures_typed_into_the_wizard(tmp_path: Path) -> None:
    with recorded("kills", "figures", asked(1, 400)) as tally:
        for seed in tally.inputs():
            path = copy_of_a_sample(tmp_path, seed)
            chance = random.Random(seed)  # noqa: S311 - nothing secret
            with tally.trying(seed):
                old = typed_and_killed(path, 5, "F7", "123456789123456789", chance)
                tally.outcome("killed")
                assert old
                assert str(found_again(path).report.figure(RECEIVED)).startswith(old)


@pytest.mark.takes_turns(0)
def test_text_typed_into_the_wizard(tmp_path: Path) -> None:
    with recorded("kills", "text", asked(1, 400)) as tally:
        for seed in tally.inputs():
            path = copy_of_a_sample(tmp_path, seed)
            chance = random.Random(seed)  # noqa: S311 - nothing secret
            with tally.trying(seed):
                poem = "春眠不觉晓处处闻啼鸟夜来风雨声花落知多少" * 3
                old = typed_and_killed(path, 2, "F4", poem, chance)
                tally.outcome("killed")
                assert old
                assert old in found_again(path).report.narrative["preface"]
                with wizard(path) as child:
                    child.expect("找回")


def test_text_saved_in_the_wizard(tmp_path: Path) -> None:
    """Saved after every few characters: whatever moment it is, nothing is lost."""
    with recorded("kills", "saving", asked(1, 200)) as tally:
        for seed in tally.inputs():
            path = copy_of_a_sample(tmp_path, seed)
            chance = random.Random(seed)  # noqa: S311 - nothing secret
            told = Told(path)
            with tally.trying(seed):
                keys = (SAVE if number % 4 == 3 else "啊" for number in range(90))
                old = typed_and_killed(path, 2, "F4", keys, chance).replace(SAVE, "")
                tally.outcome("killed")
                assert old
                assert old in found_again(path).report.narrative["preface"]
                told.look_again()
                assert any(event.place.startswith("preface") for event in history.read(path))


def copy_of_a_sample(folder: Path, number: int) -> Path:
    path = folder / str(number) / "报告.toml"
    path.parent.mkdir()
    path.write_bytes((SAMPLES / "004-weibin-urban-management-2023.toml").read_bytes())
    return path

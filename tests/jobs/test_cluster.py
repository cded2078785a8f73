"""A real scheduler with workers as processes, one of which is killed in the middle of the work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from nianbao.cli.frame.exit_code import ExitCode
from tests.cli.many.runs import contents, untimed

ROOT = Path(__file__).resolve().parents[2]
PATHS = os.pathsep.join(map(str, (ROOT / "src", ROOT)))
ADDRESS = re.compile(rb"Scheduler at:\s+(tcp://\S+)")
JOINED = re.compile(rb"Registered to")
HERE = ("--host", "127.0.0.1", "--no-dashboard")
WORKER = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")  # nobody starts it again when it is killed


class Cluster:
    """The address of a scheduler, and the processes of its workers."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        _, self.address = self._started(ADDRESS, "scheduler", "--port", "0", *HERE)
        self.workers = [
            self._started(JOINED, "worker", self.address, *HERE, *WORKER, "--local-directory", str(folder))[0]
            for _ in range(2)
        ]

    def _started(self, ready: re.Pattern[bytes], *command: str) -> tuple[subprocess.Popen[bytes], str]:
        """A process, and what it says when it is ready. Its log goes on into a file."""
        read, write = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command],
            stdout=subprocess.DEVNULL,
            stderr=write,
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": PATHS},
        )
        os.close(write)
        said = self._stack.enter_context(os.fdopen(read, "rb"))
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        log = b""
        for line in said:
            log += line
            if found := ready.search(line):
                return process, found[1].decode() if found.groups() else ""
        raise AssertionError(log.decode())


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    with ExitStack() as stack:
        yield Cluster(stack, folder)


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "nianbao",
        "render",
        "全县",
        "-o",
        "成品",
        "--to",
        "docx,html",
        *arguments,
    ]
    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": PATHS, "PYTHONUNBUFFERED": "1"},
    )


@pytest.mark.takes_turns(0)
def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(
    county: Path, cluster: Cluster, tmp_path: Path
) -> None:
    with started(tmp_path, "--jobs", "1") as here:
        wanted, wanted_notes = here.communicate(timeout=120)
    local = contents((tmp_path / "成品").rename(tmp_path / "本机"))
    assert len(local) == 10
    with started(tmp_path, "--scheduler", cluster.address) as there:
        assert there.stdout is not None
        assert there.stderr is not None
        first = there.stdout.readline()
        cluster.workers[0].kill()
        rest, notes = there.stdout.read(), there.stderr.read()
    assert (there.returncode, here.returncode) == (ExitCode.INPUT, ExitCode.INPUT)
    assert first + rest == wanted
    assert untimed(notes) == untimed(wanted_notes)
    assert contents(tmp_path / "成品") == local


@pytest.mark.usefixtures("county")
def test_where_there_is_no_cluster_that_is_said(tmp_path: Path) -> None:
    with started(tmp_path, "--scheduler", "nosuch://x:1") as run:
        out, notes = run.communicate(timeout=60)
    assert (run.returncode, out) == (ExitCode.OUTPUT, "")
    assert notes == "错误：nosuch://x:1：连不上这个 Dask 集群，请核对地址。\n"

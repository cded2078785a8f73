"""Measures many reports at once: processes here, workers of a Dask cluster, and LibreOffice beside them.

    python tools/bench_many.py --reports 1000           # prints the table
    python tools/bench_many.py --reports 1000 --write   # puts it into docs/many.md, with an estimate for 10⁵

Each line is one run of the program as a user starts it. Memory is the most that any process of it held at a
time, looked at ten times a second; the workers of a cluster are not among them.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from nianbao.files import atomic
from nianbao.write.formats import default_kinds
from nianbao.write.pdf import engines

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "many.md"
BEGIN, END = "<!-- many -->\n", "<!-- /many -->"
PROCESSES = 2
FASTEST = "typst"  # what prints in every line that names no engine
WORKERS = (1, 2, 4)
MANY = 100_000
PROVINCE = (2, 16, 64)  # processors that the estimate is made for
ONE_BY_ONE = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
AT_ONCE = 500  # files on a command line of LibreOffice
MEMORY = 400  # MB that a process may hold
COLLECT = "`collect` of a region's members: read, assigned, checked, texts compared, added up"
FLOOR = """
import pathlib, sys, tomllib
sums = {}
for path in pathlib.Path(sys.argv[1]).iterdir():
    for name, section in tomllib.loads(path.read_text("utf-8")).items():
        for row, cells in section.items() if isinstance(section, dict) else ():
            for at, cell in enumerate(cells if isinstance(cells, list) else ()):
                if isinstance(cell, int):
                    sums[name, row, at] = sums.get((name, row, at), 0) + cell
"""


@dataclass(frozen=True)
class Line:
    """A line of the table: so many reports in so many seconds, and the most that a process held, in MB.

    ``own`` are the seconds of a processor that the process which was started took itself.
    """

    what: str
    reports: int
    seconds: float | None
    memory: float | None = None
    own: float = 0.0

    @property
    def rate(self) -> float:
        """Reports a second."""
        return self.reports / self.seconds if self.seconds else 0.0

    def __str__(self) -> str:
        if self.seconds is None:
            return f"| {self.what} | | not installed | | |"
        memory = "" if self.memory is None else f"{self.memory:.0f} MB"
        return f"| {self.what} | {self.reports} | {self.seconds:.1f} s | {self.rate:.2f} | {memory} |"


def generated(folder: Path, name: str, number: int) -> Path:
    """A folder with so many reports of organs of their own, made of the samples that are without errors."""
    samples = [next((ROOT / "sample_inputs").glob(f"{each}-*.toml")) for each in ("003", "004", "005")]
    texts = [sample.read_text(encoding="utf-8") for sample in samples]
    target = folder / name
    target.mkdir()
    for index in range(number):
        text = texts[index % len(texts)].replace('agency = "', f'agency = "第{index + 1}', 1)
        (target / f"{index + 1:06}.toml").write_text(text, encoding="utf-8")
    return target


class Watch:
    """The most memory that a process, or one that it started, held at a time, and its own CPU seconds."""

    def __init__(self, process: int) -> None:
        self.most = self.own = 0.0
        self._root = psutil.Process(process)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            try:
                self.own = sum(self._root.cpu_times()[:2])
                for each in (self._root, *self._root.children(recursive=True)):
                    self.most = max(self.most, each.memory_info().rss / 1e6)
            except psutil.Error:
                continue


def timed(what: str, reports: int, *command: str) -> Line:
    """A line for one run of a command. Findings are fine, failures are not."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:  # noqa: S603
        watch = Watch(run.pid)
        _, said = run.communicate()
        seconds = time.perf_counter() - start
        watch.end()
    if run.returncode > 1:
        raise SystemExit(said.decode())
    return Line(what, reports, seconds, watch.most, watch.own)


def nianbao(*arguments: str) -> tuple[str, ...]:
    """The program, with nothing remembered from one line to the next."""
    return (sys.executable, "-m", "nianbao", *arguments)


def printed_by(engine: str) -> tuple[str, str]:
    """The option that says what prints the PDFs."""
    return "--pdf-engine", engine


def lines(number: int, folder: Path) -> Iterator[Line]:
    """Everything, line by line as it is measured."""
    inputs, out = generated(folder, "in", number), folder / "out"
    jobs = ("--jobs", str(PROCESSES), "-q")
    both = f"{PROCESSES} processes"
    yield timed(f"`check`, {both}", number, *nianbao("check", str(inputs), *jobs))
    yield from region(number, folder, *jobs)
    for engine in engines.ENGINES:
        yield timed(
            f"`render`, PDF by {engine.title}: checked, made in all three formats, read back, {both}",
            number,
            *nianbao("render", str(inputs), "-o", str(out / engine.name), *printed_by(engine.name), *jobs),
        )
    out /= FASTEST
    yield timed(
        "the same again with `--resume`",
        number,
        *nianbao("render", str(inputs), "-o", str(out), *printed_by(FASTEST), "--resume", *jobs),
    )
    words = sorted(out.glob("*.docx"))
    (folder / "word").mkdir()
    for word in words:
        shutil.copy(word, folder / "word")
    yield timed(
        f"`read` of their Word files, {both}",
        number,
        *nianbao("read", str(folder / "word"), "-o", str(folder / "read"), *jobs),
    )
    yield timed(
        f"`verify` of their PDFs, {both}",
        number,
        *nianbao("verify", *map(str, sorted(out.glob("*.pdf"))), "--against", str(inputs), *jobs),
    )
    yield libreoffice(words, folder)
    yield from dask(max(number // 4, 4), folder)


def region(number: int, folder: Path, *jobs: str) -> Iterator[Line]:
    """Collecting the reports of so many members, anew and with one of them changed, and beside it what it
    takes to read their figures and to add them up, without looking at anything else."""
    sample = next((ROOT / "sample_inputs").glob("005-*.toml")).read_text(encoding="utf-8")
    inputs = folder / "region"
    inputs.mkdir()
    names = [f"平潭第{index + 1}局" for index in range(number)]
    lines = ['name = "平潭市"', "year = 2025", *(f'[[members]]\nname = "{name}"' for name in names)]
    (folder / "region.toml").write_text("\n".join(lines), encoding="utf-8")
    files = [inputs / f"{index + 1:06}.toml" for index in range(number)]
    for name, file in zip(names, files, strict=True):
        file.write_text(sample.replace("平潭综合实验区管理委员会", name), encoding="utf-8")
    collect = nianbao("collect", str(folder / "region.toml"), str(inputs), *jobs)
    yield timed(f"{COLLECT}, {PROCESSES} processes", number, *collect)
    files[0].write_text(sample.replace("licences = [2418]", "licences = [2419]"), encoding="utf-8")
    yield timed("the same again, one file changed", number, *collect)
    yield timed("beside: their figures alone, read as TOML and added up", number, sys.executable, "-c", FLOOR,
                str(inputs))  # fmt: skip


def libreoffice(words: list[Path], folder: Path) -> Line:
    """The PDFs alone, of Word files that are there."""
    what = "beside: LibreOffice, their Word files to PDF alone"
    program = shutil.which("soffice")
    if program is None:
        return Line(what, len(words), None)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    parts = [words[start : start + AT_ONCE] for start in range(0, len(words), AT_ONCE)]
    command = (program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "office"))
    runs = [timed(what, len(part), *command, *map(str, part)) for part in parts]
    seconds = sum(run.seconds for run in runs if run.seconds is not None)
    return Line(what, len(words), seconds, max((run.memory or 0) for run in runs))


def dask(number: int, folder: Path) -> Iterator[Line]:
    """The same work by a scheduler and one, two, four workers, all on this machine."""
    inputs = generated(folder, "for the cluster", number)
    by_typst = printed_by(FASTEST)
    for workers in WORKERS:
        with cluster(workers, folder) as address:
            name = "worker" if workers == 1 else "workers"
            target = folder / f"dask{workers}"
            yield timed(
                f"`render --scheduler`, {workers} Dask {name}",
                number,
                *nianbao("render", str(inputs), "-o", str(target), *by_typst, "--scheduler", address, "-q"),
            )


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[str]:
    """The address of a scheduler with so many workers."""
    with ExitStack() as stack:
        address = _started(stack, "Scheduler at:", "scheduler", "--port", "0").split()[-1]
        for _ in range(workers):
            options = (*ONE_BY_ONE, "--local-directory", str(folder))
            _started(stack, "Registered to", "worker", address, *options)
        yield address


def _started(stack: ExitStack, ready: str, *command: str) -> str:
    """Start a process of Dask; the line that it says when it is ready."""
    here = ("--host", "127.0.0.1", "--no-dashboard")
    process = subprocess.Popen(  # noqa: S603 - Dask of this environment
        [sys.executable, "-m", "dask", *command, *here], stderr=subprocess.PIPE, encoding="utf-8"
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    log = process.stderr or iter(())
    said = ""
    for line in log:
        said += line
        if ready in line:
            # Somebody has to read on, or the log would fill the pipe.
            threading.Thread(target=list, args=(log,), daemon=True).start()
            return line
    raise SystemExit(said)


def kept(folder: Path) -> float:
    """Seconds that it takes to keep the files of one report: this one process does, however many work."""
    data, times = bytes(200_000), 20
    start = time.perf_counter()
    for index in range(times * len(default_kinds())):
        atomic.write(folder / f"{index % 10}.bin", data)
    return (time.perf_counter() - start) / times


def estimate(found: list[Line], writing: float) -> Iterator[str]:
    """What 10⁵ reports take by these figures: the work divided among the processors, or what the one process
    does that hands it out and writes the files, whichever is longer."""
    render = next(line for line in found if line.what.startswith(f"`render`, PDF by {FASTEST}"))
    work = PROCESSES / render.rate  # seconds of one processor
    keeping = render.own / render.reports + writing
    one = f"{keeping * 1000:.0f} ms of the process that hands it out and writes its files to the disk"
    yield f"By {FASTEST} a report takes {work:.2f} s of one processor, and {one}.\n"
    yield f"| {MANY:,} reports on | time |"
    yield "|---|---:|"
    for cores in PROVINCE:
        hours = MANY * max(work / cores, keeping) / 3600
        limit = "" if work / cores > keeping else ", as fast as one process writes the files"
        yield f"| {cores} processors | {hours:.1f} hours{limit} |"
    yield from estimate_of_collecting(found)
    most = math.ceil(work / keeping)
    yield f"\nMore than {most} processors do not help one run: then it is the writing that takes the time."


def estimate_of_collecting(found: list[Line]) -> Iterator[str]:
    """The same for a region with so many members: reading and checking are divided among the processors,
    assigning, comparing texts and adding up are done by one process."""
    collect = next(line for line in found if line.what.startswith(COLLECT))
    own = collect.own / collect.reports
    work = max(PROCESSES / collect.rate - own, 0)
    for cores in PROVINCE:
        hours = MANY * (work / cores + own) / 3600
        yield f"| {cores} processors, `collect` | {hours:.1f} hours |"


def table(found: list[Line]) -> Iterator[str]:
    """The table of all lines."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    yield f"| what ({machine}) | reports | time | reports a second | most memory of a process |"
    yield "|---|---:|---:|---:|---:|"
    yield from map(str, found)


def main() -> None:
    """Measure, print, and write into docs/many.md where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as name:  # on a disk; others may be in memory
        folder = Path(name)
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        found = list(lines(wanted.reports, folder))
        writing = kept(folder)
    text = "\n".join([*table(found), "", *estimate(found, writing)]) + "\n"
    print(text)
    if wanted.write:
        head, mark, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(head + mark + text + rest[rest.index(END) :], encoding="utf-8")
    if most := [line.what for line in found if (line.memory or 0) > MEMORY and "beside" not in line.what]:
        raise SystemExit(f"more than {MEMORY} MB a process: {', '.join(most)}")


if __name__ == "__main__":
    main()

"""Long, deep, wide and repeated input takes work in proportion to its size, whatever it is made of.

Pieces that mean something to a reader are put together to files as large as the reader takes. Work is CPU
time, held against that of a plain loop over as many characters on the same machine, with a generous factor;
a process of its own with a limit of CPU time and memory does it, so that nothing can hang. ``make soak``
draws many more combinations.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

import pytest

from nianbao.checks.claims import notebook
from nianbao.problem import Refusal
from tests.docx_pieces import nested
from tests.growth_ways import REFERENCES, SIZE, TEXT, TOML, WAYS
from tests.soak import SOAKING, TIMES, is_turn

DRAWN = 3 * TIMES  # of a way that takes every third piece
FACTOR = 250  # times a plain loop; what reads each character with many patterns and functions needs 50
SENTENCES = {"narrative", "in page", "in text", "references"}  # ways by which claims are read
FACTOR_OF_SENTENCES = 1000  # every six characters may be a number that is asked for all that it can mean
MOST_MEMORY = 300_000_000  # bytes beyond those of the program itself
ATTEMPTS = 3
MOST_SECONDS = 2  # of one input, after which it is broken off
MOST_OF_ALL = 120 * TIMES  # of all inputs of a way

# In make test a way takes every third piece, or of what takes longer every ninth, and the next way the next;
# of these every other one, in turns, and of what is drawn.
LONG = {"narrative", "in text"}  # a report around the piece is checked with it
SHARES = {
    way: 3 if pieces in (TEXT, TOML, REFERENCES) and way not in LONG else 9
    for way, (_, pieces, _) in WAYS.items()
}
SHARES |= {"text": 9, "in text": 12, "in page": 18, "toml": 6}  # whose pieces other ways have, too
SHARES |= dict.fromkeys(
    ("parts of a word file", "word file", "row of a word file", "cell of a word file"), 12
)


def share(way: str) -> tuple[str, ...]:
    """The pieces that a way tries."""
    pieces, every = WAYS[way][1], 1 if SOAKING else SHARES[way]
    number = list(WAYS).index(way)
    taken = pieces[number % every :: every]
    return tuple(piece for at, piece in enumerate(taken) if is_turn(at + number) or len(taken) == 1)


def most(way: str) -> int:
    """How many times a plain loop an input may take that goes this way."""
    return FACTOR_OF_SENTENCES if way in SENTENCES else FACTOR


def filled(piece: str, size: int) -> str:
    """A piece again and again; {0} in it counts, {1} is the next number."""
    count = max(1, size // len(piece))
    if "{0}" not in piece:
        return piece * count
    return "".join(piece.replace("{0}", str(at)).replace("{1}", str(at + 1)) for at in range(count))


def inputs(
    pieces: tuple[str, ...], size: int, chance: random.Random, drawn: int
) -> Iterator[tuple[str, str]]:
    """Every piece alone, repeated; then drawn combinations. Each with what it is called."""
    for piece in pieces:
        yield f"{piece!r}…", filled(piece, size)
        if "{}" in piece:
            deep = nested(piece, size // len(piece))
            yield f"{piece!r} in itself", filled(deep, size)
            other = chance.choice(pieces)
            yield f"{piece!r} around {other!r}…", deep.replace("{}", filled(other, size))
    for number in range(drawn):
        one, two, three = (chance.choice(pieces) for _ in range(3))
        if drawn > 1 and not is_turn(number):
            continue
        half = size // 2
        if "{}" in one:
            yield f"{one!r} around {two!r}…", one.replace("{}", filled(two, size))
            yield f"({one!r} around {two!r}…)…", filled(one.replace("{}", filled(two, 300)), size)
        mixed = (
            (f"({one!r}{two!r})…", filled(one + two, size)),
            (f"{one!r}…{two!r}…", filled(one, half) + filled(two, half)),
            (f"{one!r}{two!r}…{three!r}", one + filled(two, size) + three),
            (f"({one!r}{two!r}…\\n)…", filled(one + filled(two, 300) + three + "\n", size)),
        )
        yield from (each for at, each in enumerate(mixed) if is_turn(at))


def loop(text: str) -> int:
    """A plain loop over a text: what a linear pass costs on this machine."""
    known: dict[str, int] = {}
    for character in text:
        known[character] = known.get(character, 0) + 1
    return len(known)


class TooLong(BaseException):
    """One input has taken its time."""


def broken_off(*_: object) -> None:
    raise TooLong


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measure(way: str, told: Connection) -> None:
    """In a process of its own: tell every input before it is tried and what came of it."""
    used = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + MOST_OF_ALL, used + MOST_OF_ALL))
    through, _, head = WAYS[way]
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - not a path of ours
        size = int(pages.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MOST_MEMORY, size + MOST_MEMORY))
    signal.signal(signal.SIGPROF, broken_off)
    unit = seconds(lambda: loop("甲" * SIZE * 25)) / 25
    chance = random.Random(way)  # noqa: S311 - the same every time
    drawn = DRAWN if SOAKING else max(1, DRAWN * 3 // SHARES[way])
    for name, text in inputs(share(way), SIZE, chance, drawn):
        told.send((name, 0.0))

        def work(name: str = name, text: str = text) -> None:
            notebook._open.clear()
            try:
                through(head + text)
            except Refusal:
                pass
            except (MemoryError, TooLong):
                told.send((name, float("inf")))

        for _ in range(ATTEMPTS):  # other work on the machine slows this down: the quickest counts
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            factor = seconds(work) / unit
            signal.setitimer(signal.ITIMER_PROF, 0)
            if factor <= most(way):
                break
        else:
            told.send((name, factor))
    told.send(("", 0.0))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """What is loaded and remembered is not the input's; the processes have it from this one."""
    for warm, _, _ in WAYS.values():
        with contextlib.suppress(Refusal):
            warm("甲")


@pytest.mark.parametrize("way", WAYS)
def test_work_grows_as_the_input_does(way: str) -> None:
    context = multiprocessing.get_context("fork")
    listening, telling = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(way, telling))
    process.start()
    telling.close()
    last, slow = "nothing", []
    try:
        while last:
            last, factor = listening.recv()
            if factor > most(way):
                slow.append((factor, last))
    except EOFError:
        slow.append((-1, last))  # ended by the limit
    process.join()
    assert not sorted(slow, reverse=True)[:20]

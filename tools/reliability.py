"""What make soak did and found, as records that the tests write and a page that is made of them.

    python tools/reliability.py build/soak docs/reliability.md   # puts the records of a commit into the page

The page is its own store: it is read back, and the rows that a run has anew take the place of the old ones.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

_HEAD = """\
# Reliability

What is done to nianbao over and over, and what came of it. `make soak` writes this page; nobody else does.
`make test` does a little of each every time, the same every time.

- **asked** and **run**: inputs that a run was to try, and tried. `SOAK=n` asks for n times as many.
  `SOAK_MINUTES=n` gives each row n minutes on each processor; rows that ended early are named below it, and
  the next run of the same commit goes on with them.
- **seeds**: beginnings of chance. The same seed and number give the same input: a failure names both.
- **exceptions**: inputs that ended in anything but a result or one clear error. **wrong**: a wrong result.
- **longest**: processor time that one input took at most, in seconds. **memory**: the most that one took, in
  MB, beyond what the process with its tests held before; of a process of its own if that was larger.
- **commit**: what was tried; `+` where files were changed since.
"""
_WIDTH = 110
_NOT_RUN = "not run yet"


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the page: its rows, and what can come of an input besides a fault."""

    id: str
    title: str
    about: str
    kinds: tuple[str, ...]
    outcomes: tuple[str, ...]


_VERDICTS = ("different", "same words", "unreadable")

PARTS = (
    Part(
        "damage",
        "Documents with random damage",
        "Documents of ours and as other programs, sites and hands make them (damage, wordings, "
        "conversions and files of `tests/recognise`), and report.toml: bytes changed, dropped, "
        "doubled, moved, turned round; numbers made huge, pieces repeated; packed parts damaged "
        "inside. Each is read, recognised, checked, saved and loaded.",
        ("docx", "pdf", "html", "txt", "md", "toml"),
        ("read", "refused"),
    ),
    Part(
        "keys",
        "report.toml, key by key",
        "Every key of every sample: values of other kinds and sizes, deleted, doubled, at another "
        "place. Each is loaded, checked, composed, saved and loaded.",
        ("values", "deleted", "doubled", "misplaced"),
        ("accepted", "refused"),
    ),
    Part(
        "alterations",
        "Finished documents altered on purpose",
        "Every way to alter a document that is known to `tests/publish/proof/alter_*.py`, on every "
        "sample. `verify` must name each, and take none for the original.",
        ("docx", "html", "pdf"),
        _VERDICTS,
    ),
    Part(
        "elements",
        "Finished documents altered anywhere",
        "Any element, attribute, text, object, drawing instruction, pixel or chunk of a finished "
        "document taken out, doubled, changed, or exchanged with its neighbour. Each is named by what "
        "it is; where the text or the drawn page is another one, that is told.",
        ("docx", "html", "pdf", "xlsx", "fragment", "poster-svg", "poster"),
        _VERDICTS,
    ),
    Part(
        "bytes",
        "Finished documents with random damage",
        "Bytes of a finished document changed, taken out or put in: `verify` refuses it or tells of it.",
        ("docx", "html", "pdf"),
        _VERDICTS,
    ),
    Part(
        "kills",
        "Killed while somebody types",
        "SIGKILL at a random moment: of a session with its journal alone, and of the whole wizard in "
        "a terminal, typing figures, typing text, and saving. Every keystroke older than a second is "
        "found again; the file is whole.",
        ("session", "figures", "text", "saving"),
        ("killed",),
    ),
)
BY_ID = {part.id: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Record:
    """What a run did with inputs of a kind. ``longest`` in seconds, ``memory`` in MB."""

    part: str
    kind: str
    asked: int
    run: int
    seeds: tuple[str, ...]
    outcomes: dict[str, int] = field(default_factory=dict)
    exceptions: int = 0
    wrong: int = 0
    longest: float = 0.0
    memory: int = 0
    date: str = ""
    commit: str = ""
    test: str = ""  # which test tried these inputs, so that another run goes on with it


def line(record: Record) -> str:
    """A record as a line of a file."""
    return json.dumps(asdict(record), ensure_ascii=False) + "\n"


def records(folder: Path) -> Iterator[Record]:
    """What was recorded into a folder by several processes."""
    for path in sorted(folder.glob("*.jsonl")):
        for text in path.read_text(encoding="utf-8").splitlines():
            fields = json.loads(text)
            yield Record(**{**fields, "seeds": tuple(fields["seeds"])})


def rows(found: Iterable[Record]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The cells of each row of the page, by part and kind: the records of one kind added up."""
    together: dict[tuple[str, str], Record] = {}
    for record in found:
        key = (record.part, record.kind)
        together[key] = _added(together[key], record) if key in together else record
    return {key: _cells(record) for key, record in together.items()}


def _added(one: Record, other: Record) -> Record:
    outcomes = {
        name: one.outcomes.get(name, 0) + other.outcomes.get(name, 0)
        for name in {*one.outcomes, *other.outcomes}
    }
    return replace(
        one,
        asked=one.asked + other.asked,
        run=one.run + other.run,
        seeds=tuple(sorted({*one.seeds, *other.seeds})),
        outcomes=outcomes,
        exceptions=one.exceptions + other.exceptions,
        wrong=one.wrong + other.wrong,
        longest=max(one.longest, other.longest),
        memory=max(one.memory, other.memory),
        date=max(one.date, other.date),
        commit=min(one.commit, other.commit),
    )  # fmt: skip


def _cells(record: Record) -> tuple[str, ...]:
    counts = (record.asked, record.run, len(record.seeds))
    outcomes = (record.outcomes.get(name, 0) for name in BY_ID[record.part].outcomes)
    faults = (*outcomes, record.exceptions, record.wrong)
    numbers = (f"{number:,}" for number in (*counts, *faults))
    return record.kind, *numbers, f"{record.longest:.2f}", str(record.memory), record.date, record.commit


def heads(part: Part) -> tuple[str, ...]:
    """What the columns of a table are called."""
    counted = (*part.outcomes, "exceptions", "wrong")
    return "kind", "asked", "run", "seeds", *counted, "longest", "memory", "date", "commit"


def page(found: dict[tuple[str, str], tuple[str, ...]]) -> str:
    """The page with these rows; what nobody ran says so."""
    return "\n".join([_HEAD, *(_table(part, found) for part in PARTS)])


def _table(part: Part, found: dict[tuple[str, str], tuple[str, ...]]) -> str:
    names = heads(part)
    lines = [
        f"## {part.title}\n",
        f"{textwrap.fill(part.about, _WIDTH)}\n",
        _row(names),
        _row(["---", *["---:"] * (len(names) - 1)]),
    ]
    early = []
    for kind in part.kinds:
        cells = found.get((part.id, kind)) or (kind, _NOT_RUN, *[""] * (len(names) - 2))
        lines.append(_row(cells))
        if cells[1] != _NOT_RUN and cells[1] != cells[2]:
            early.append(f"{kind} ({cells[2]} of {cells[1]})")
    if early:
        lines.append(f"\nEnded early, when the time was up: {', '.join(early)}.")
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def read(text: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The rows of a page, as :func:`page` takes them."""
    titles = {f"## {part.title}": part for part in PARTS}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    part: Part | None = None
    for each in text.splitlines():
        part = titles.get(each, None if each.startswith("#") else part)
        cells = tuple(cell.strip() for cell in each.strip("|").split("|"))
        if part and each.startswith("|") and cells[0] in part.kinds and cells[1] != _NOT_RUN:
            found[part.id, cells[0]] = cells
    return found


def main() -> None:
    """Put the records of the commit that was tried last into the page."""
    folder, path = map(Path, sys.argv[1:])
    folder = max((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
    before = read(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(page({**before, **rows(records(folder))}), encoding="utf-8")


if __name__ == "__main__":
    main()

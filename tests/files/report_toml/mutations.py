"""Every key of every sample with something done to it: another value, gone, twice, at another place."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import tomli_w

from nianbao.key_lines import lines_of

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[3] / "sample_inputs").rglob("*.toml")
    if path.parent.name != "broken"
)
_MARK = "@here@"  # stands for a value that is put in as it is, however wrong
_ROUND = 7  # of the figures in a row each gets every so many-th value
# fmt: off
VALUES = (
    "true", "false", "0", "-1", "1.5", "-0.0", "1e400", "1e-400", "nan", "inf", "-inf", "0x1F", "1_000",
    "9" * 30, "9" * 5000, "-" + "9" * 5000, "0." + "9" * 5000, "1e" + "9" * 30,
    '""', '" "', '"\\n"', '"\\t"', '"\\u0000"', '"\\u001b[2J"', '"\\u202e1"', '"\\ufffd"', '"\\ue000"',
    '"1\\u0301"', '"\\U0001F600"', '"?"', '"="', '"/"', '"+4"', '"-"', '"减"', '"１２"', '"1e9"', '"二十"',
    '"1,000万元"', '"0.1件"', '"{{"', '"}}"', '"{{ }}"', '"{{ 年份 }}"',
    '"{{ applications.received.total }}"',
    '"{{ a.b.c.d }}"', '"{% x %}"', '"{{ 申请.本年新收 }}"', '"<script>"', '"&#0;"', '"一、"', '"（一）"',
    '"（一）甲\\n（三）乙"', '"../../x"', f'"{"9" * 300}"', f'"{"9" * 30}"', f'"{"字" * 3000}"',
    f'"{"一、" * 3000}"', f'"{"（" * 2000}"', f'"{"，9件" * 900}"', f'"{"|" * 5000}"', f'"{" " * 5000}"',
    f'"{"{{ 年份 }}" * 500}"', '"' + "甲乙\\n" * 900 + '"',
    "2024-01-01", "0001-01-01", "9999-12-31", "2024-01-01T00:00:00Z", "07:32:00",
    "[]", "[[]]", "[" * 300 + "]" * 300, "{}", "[{}]", "{a={b={c=1}}}", "[1, 2, 3, 4, 5, 6]",
    '["a", 1, true, {}]', f"[{', '.join(['0'] * 2000)}]", '["?", "?", "?", "?", "?", "?", "?"]',
    '["=", "="]', "[[1], [2]]", "[2024-01-01]",
)
# fmt: on

Path_ = tuple[str | int, ...]
Mutation = tuple[str, Callable[[], bytes]]


def mutations(kind: str) -> Iterator[Mutation]:
    """All of a kind of docs/reliability.md, over all samples: a name, and what makes the bytes."""
    for sample in SAMPLES:
        for name, make in _KINDS[kind](sample):
            yield f"{sample.parent.name}/{sample.stem[:3]} {name}", make


@cache
def _data(sample: Path) -> dict[str, Any]:
    return tomllib.loads(sample.read_text(encoding="utf-8"))


def _paths(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The places of all values, tables and lists among them."""
    if path:
        yield path
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield from _paths(inner, (*path, key))


def _written(path: Path_) -> str:
    return ".".join(map(str, path))


def _changed(sample: Path, change: Callable[[dict[str, Any]], object], raw: str = "") -> bytes:
    """The sample after a change; where the change left the mark stands the raw value."""
    data = copy.deepcopy(_data(sample))
    change(data)
    return tomli_w.dumps(data).replace(f'"{_MARK}"', raw).encode()


def _values(sample: Path) -> Iterator[Mutation]:
    for at, path in enumerate(_paths(_data(sample))):
        figure = isinstance(path[-1], int)
        for raw in VALUES[at % _ROUND :: _ROUND] if figure else VALUES:
            change = partial(_put, path=path, value=_MARK)
            yield f"{_written(path)} = {raw[:40]}", partial(_changed, sample, change, raw)


def _deleted(sample: Path) -> Iterator[Mutation]:
    for path in _paths(_data(sample)):
        yield _written(path), partial(_changed, sample, partial(_cut, path=path))


def _cut(data: dict[str, Any], path: Path_) -> None:
    del _at(data, path[:-1])[path[-1]]


def _doubled(sample: Path) -> Iterator[Mutation]:
    """Lines of the file once more below, at its end and in other spellings; lists and texts twice as long."""
    text = sample.read_text(encoding="utf-8")
    lines = text.splitlines()
    for path, number in lines_of(text).items():
        line = lines[number - 1]
        for name, more in (("", line), (" quoted", f'"{path[-1]}" = 1'), (" dotted", f"{path[-1]}.x = 1")):
            yield f"{_written(path)} below{name}", partial(_inserted, lines, number, more)
        yield f"{_written(path)} at the end", partial(_inserted, lines, len(lines), line)
    for path in _paths(_data(sample)):
        value = _at(_data(sample), path)
        if isinstance(value, list | str):
            change = partial(_put, path=path, value=value * 2)
            yield f"{_written(path)} twice as long", partial(_changed, sample, change)


def _inserted(lines: list[str], at: int, line: str) -> bytes:
    return "\n".join([*lines[:at], line, *lines[at:], ""]).encode()


def _misplaced(sample: Path) -> Iterator[Mutation]:
    """Values in other tables, in tables and lists of their own, in the place of their table."""
    every = list(_paths(_data(sample)))
    is_table = {path: isinstance(_at(_data(sample), path), dict) for path in every}
    for path in every:
        if isinstance(path[-1], int) and not is_table[path]:
            continue
        for name, nesting in _NESTINGS.items():
            change = partial(_nested, path=path, nesting=nesting)
            yield f"{_written(path)} {name}", partial(_changed, sample, change)
        for table in [(), *(path for path in every if is_table[path])]:
            if table[: len(path)] != path:
                change = partial(_moved, path=path, table=table)
                yield f"{_written(path)} in [{_written(table)}]", partial(_changed, sample, change)


def _at(data: Any, path: Path_) -> Any:
    for key in path:
        data = data[key]
    return data


def _put(data: dict[str, Any], path: Path_, value: object) -> None:
    _at(data, path[:-1])[path[-1]] = value


def _nested(data: dict[str, Any], path: Path_, nesting: Callable[[Any, Any], object]) -> None:
    _put(data, path, nesting(path[-1], _at(data, path)))


def _moved(data: dict[str, Any], path: Path_, table: Path_) -> None:
    target = _at(data, table)
    target[str(path[-1])] = _at(data, path[:-1]).pop(path[-1])


_NESTINGS: dict[str, Callable[[Any, Any], object]] = {
    "in a list": lambda key, value: [value],
    "in two lists": lambda key, value: [[value, value]],
    "in a table": lambda key, value: {str(key): value},
    "in tables of its name": lambda key, value: {str(key): {str(key): value}},
    "as keys": lambda key, value: {str(value)[:50]: key},
}
_KINDS: dict[str, Callable[[Path], Iterator[Mutation]]] = {
    "values": _values,
    "deleted": _deleted,
    "doubled": _doubled,
    "misplaced": _misplaced,
}

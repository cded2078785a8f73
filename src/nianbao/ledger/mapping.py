"""台账对照.toml: which column of a ledger is which, and what its words mean. Asked once, kept and used
again. So is 月报对照.toml, of other tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from nianbao.files import places, regular
from nianbao.key_lines import lines_of
from nianbao.ledger.words import LedgerWords, plain
from nianbao.model.origin import Source
from nianbao.problem import InputError, Problem
from nianbao.toml_syntax import encoding_fault, syntax_fault

NAME = "台账对照.toml"
MONTHLY = "月报对照.toml"
USUAL = {Source.LEDGER: NAME, Source.MONTHLY: MONTHLY}  # beside the report, by what is counted
LARGEST_FILE = 1_000_000  # bytes
COLUMNS, KINDS, OUTCOMES, BY = "columns", "kinds", "outcomes", "by"
OF_DISPUTES = "dispute_"  # before the names of the tables that are about reviews and suits
NO_COLUMN = "没有"  # the ledger has no such column, and does not need it

_HEAD = """\
# 台账对照：台账的列名和用词，与报告格式的对应。明年接着用；只有列名和用词，没有申请人的信息。
# 等号右边还空着（""）的，请填上再运行 nianbao tally；可以填什么，见每一部分上面的说明。
"""


@dataclass(frozen=True, slots=True)
class By:
    """A word that means different things, told apart by the words of another column."""

    column: str
    words: Mapping[str, str]


Meaning = str | By


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided so far. Columns by the id of the field; words as they are compared, with the
    name of what they mean; an empty text is a question that is still open."""

    columns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Meaning] = field(default_factory=dict)
    outcomes: Mapping[str, Meaning] = field(default_factory=dict)


def load(path: Path, words: LedgerWords, prefix: str = "") -> Decided:
    """The mapping in a file; an empty one if there is no file. ``prefix`` stands before the names of its
    tables. Raises InputError, OSError."""
    loader, found = _loaded(path)
    return loader.mapping(found, words, prefix)


def load_texts(path: Path, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """The tables of a mapping that has texts alone; empty ones if there is no file. Raises InputError,
    OSError."""
    loader, found = _loaded(path)
    return loader.texts(found, names)


def loads(data: bytes, name: str, words: LedgerWords) -> Decided:
    """The mapping in the bytes of a file, which sentences call ``name``. Raises InputError."""
    loader, found = _parsed(data, name)
    return loader.mapping(found, words)


def _loaded(path: Path) -> tuple[_Loader, dict[str, Any]]:
    try:
        return _parsed(regular.content(path, LARGEST_FILE), str(path))
    except FileNotFoundError:
        return _Loader(str(path), ""), {}


def _parsed(data: bytes, name: str) -> tuple[_Loader, dict[str, Any]]:
    if len(data) > LARGEST_FILE:
        raise InputError(Problem(name, "文件太大，不像台账对照", "；请确认选对了文件。"))
    try:
        text = data.decode("utf-8-sig")
        found = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise InputError(syntax_fault(name, text, str(error))) from error
    except UnicodeDecodeError as error:
        raise InputError(encoding_fault(name, error)) from error
    except RecursionError as error:
        raise InputError(Problem(name, "不是有效的 TOML 文件，括号套得太深", "；请核对。")) from error
    return _Loader(name, text), found


class _Loader:
    """A mapping as somebody may have written it by hand; a fault tells its line."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines = lines_of(text.replace("\r\n", "\n"))

    def mapping(self, found: dict[str, Any], words: LedgerWords, prefix: str = "") -> Decided:
        names = [f"{each}{name}" for each in ("", OF_DISPUTES) for name in (COLUMNS, KINDS, OUTCOMES)]
        self._known((), found, names)
        named = f"{prefix}{COLUMNS}"
        columns = self._table(found, named)
        self._known((named,), columns, [each.id for each in words.fields])
        return Decided(
            {key: plain(self._text((named, key), value)) for key, value in columns.items()},
            self._meanings(found, f"{prefix}{KINDS}"),
            self._meanings(found, f"{prefix}{OUTCOMES}"),
        )

    def texts(self, found: dict[str, Any], names: Iterable[str]) -> dict[str, dict[str, str]]:
        """Tables of texts, those of ``names`` and no others."""
        self._known((), found, names)
        return {
            name: {plain(key): self._text((name, key), of) for key, of in self._table(found, name).items()}
            for name in names
        }

    def _meanings(self, found: dict[str, Any], name: str) -> dict[str, Meaning]:
        return {
            plain(word): self._by((name, word), value)
            if isinstance(value, dict)
            else self._text((name, word), value)
            for word, value in self._table(found, name).items()
        }

    def _by(self, key: tuple[str, ...], value: dict[str, Any]) -> By:
        if BY not in value:
            self._fail(key, f"没有写看哪一列（{BY}）")
        words = {plain(word): self._text((*key, word), of) for word, of in value.items() if word != BY}
        return By(plain(self._text((*key, BY), value[BY])), words)

    def _table(self, found: dict[str, Any], name: str) -> dict[str, Any]:
        table: dict[str, Any] = found.get(name, {})
        if not isinstance(table, dict):
            self._fail((name,), "应当是一组键")
        return table

    def _text(self, key: tuple[str, ...], value: object) -> str:
        if not isinstance(value, str):
            self._fail(key, "应当是文字，写在引号里")
        return str(value).strip()

    def _known(self, key: tuple[str, ...], table: dict[str, Any], names: Iterable[str]) -> None:
        for name in table:
            if name not in names:
                self._fail((*key, name), "没有这个键", f"；可用 {'、'.join(names)}。")

    def _fail(self, key: tuple[str, ...], what: str, remedy: str = "。") -> None:
        line = next((self._lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self._lines), None)
        where = f"{self._name} 第{line}行" if line else self._name
        raise InputError(Problem(f"{where}：{'.'.join(key)}", what, remedy))


# ---- saving


def save(path: Path, mapping: Decided, notes: Mapping[str, str], prefix: str = "") -> None:
    """Put what is new into the file of a ledger, into tables whose names begin with ``prefix``. Raises
    OSError."""
    tables = {COLUMNS: mapping.columns, KINDS: mapping.kinds, OUTCOMES: mapping.outcomes}
    own = {f"{prefix}{name}": values for name, values in tables.items()}
    save_tables(path, own, {f"{prefix}{key}": note for key, note in notes.items()}, _HEAD)


def save_tables(
    path: Path, tables: Mapping[str, Mapping[str, Meaning]], notes: Mapping[str, str], head: str
) -> None:
    """Put what is new into a file, at one stroke; lines and comments that are there stay. ``notes``
    are the comments at the head of each table of a new file, and behind a new word; ``head`` stands on
    top of a new file. Raises OSError."""
    import tomlkit  # here, because only a changed file pays for its import

    try:
        old = regular.content(path, LARGEST_FILE).decode("utf-8-sig")
    except FileNotFoundError:
        old = head
    document = tomlkit.parse(old)
    for name, values in tables.items():
        if name not in document:
            table = tomlkit.table()
            for line in notes.get(name, "").splitlines():
                table.add(tomlkit.comment(line))
            document.add(tomlkit.nl())
            document.add(name, table)
        _put(document[name], values, name, notes)
    new = tomlkit.dumps(document)
    if new != old:
        places.write(path, new.encode())


def _put(table: Any, values: Mapping[str, Meaning], name: str, notes: Mapping[str, str]) -> None:
    import tomlkit

    there = {plain(key): key for key in table}
    for word, meaning in values.items():
        key = there.get(word, word)
        if isinstance(meaning, By):
            inner = table.get(key)
            if not isinstance(inner, dict):
                table[key] = inner = tomlkit.inline_table()
            for inner_word, of in {BY: meaning.column, **meaning.words}.items():
                if inner.get(inner_word) != of:
                    inner[inner_word] = of
            continue
        if key in table and (not meaning or table[key] == meaning):
            continue
        item = tomlkit.item(meaning)
        if note := notes.get(f"{name}.{word}"):
            item.comment(note)
        table[key] = item

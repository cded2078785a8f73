"""A file of forms/ as it is read and proved: each fault with file, line, key and remedy.

Forms, rules, kinds of agencies and the lists of words are all read through here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import tomli

from nianbao import resources
from nianbao.key_lines import Path as KeyPath
from nianbao.key_lines import lines_of
from nianbao.patterns import regex
from nianbao.problem import InputError, Problem
from nianbao.toml_syntax import encoding_fault, syntax_fault
from nianbao.words import shortened

RULES_FILE = "rules.toml"
AGENCIES_FILE = "agencies.toml"

_PART = regex(r"([^.\[\]]+)|\[(\d+)\]")
_LONGEST_TOLD = 300  # characters of a key or of what somebody wrote
_KINDS = {date: "日期", str: "文字", int: "整数", bool: " true 或 false", list: "一组值", dict: "一组键"}

T = TypeVar("T")


class LawFile:
    """One TOML file. Keys are told as in ``sections[2].table.layout``; elements are counted from 1."""

    def __init__(self, name: str, text: str) -> None:
        """``name`` is how faults call the file. Raises InputError if the text is no TOML."""
        self.name = name
        self._text = text
        try:
            self.data: dict[str, Any] = tomli.loads(text)
        except tomli.TOMLDecodeError as error:
            raise InputError(syntax_fault(name, text, str(error))) from error
        except (RecursionError, ValueError) as error:  # brackets too deep, numbers too long
            raise InputError(Problem(name, "不是有效的 TOML 文件", "；请核对。")) from error

    def item(self, key: str, holder: Mapping[str, Any], name: str, kind: type[T]) -> T:
        """The value ``name`` of the table at ``key``, which must be there and be of this type."""
        where = f"{key}.{name}".lstrip(".")
        if name not in holder:
            self.fail(where, "缺少这一项")
        return self.typed(where, holder[name], kind)

    def optional(self, key: str, holder: Mapping[str, Any], name: str, usual: T) -> T:
        """The value ``name`` of the table at ``key``, of the type of ``usual``, or else ``usual``."""
        if name not in holder:
            return usual
        return self.typed(f"{key}.{name}".lstrip("."), holder[name], type(usual))

    def number(self, key: str, holder: Mapping[str, Any], name: str) -> int | None:
        """A whole number that may be left out."""
        return self.typed(f"{key}.{name}", holder[name], int) if name in holder else None

    def words(self, key: str, holder: Mapping[str, Any], name: str) -> tuple[str, ...]:
        """A list of texts that may be left out, but not be empty."""
        if name not in holder:
            return ()
        where = f"{key}.{name}".lstrip(".")
        found = holder[name]
        if not isinstance(found, list) or not found or not all(isinstance(w, str) and w for w in found):
            self.fail(where, "应当是一组词语，至少一个")
        return tuple(found)

    def expressions(self, key: str, holder: Mapping[str, Any], name: str) -> tuple[str, ...]:
        """The texts of :meth:`patterns`: most starts look for few of them."""
        return tuple(pattern.pattern for pattern in self.patterns(key, holder, name))

    def patterns(self, key: str, holder: Mapping[str, Any], name: str) -> tuple[re.Pattern[str], ...]:
        """A list of regular expressions that may be left out, but not be empty."""
        found = []
        for pattern in self.words(key, holder, name):
            try:
                found.append(re.compile(pattern))
            except re.error as error:
                self.fail(f"{key}.{name}".lstrip("."), f"“{pattern}”不是正则表达式（{error}）")
        return tuple(found)

    def typed(self, key: str, value: object, kind: type[T]) -> T:
        """The value, if it is of the type."""
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fail(key, f"应当是{_KINDS[kind]}，写的却是 {value!r}")
        return value

    def known(self, key: str, holder: Mapping[str, Any], names: Iterable[str]) -> None:
        """Refuses a key that means nothing."""
        allowed = sorted(names)
        for name in holder:
            if name not in allowed:
                self.fail(f"{key}.{name}".lstrip("."), "没有这个键", f"；可用 {'、'.join(allowed)}。")

    def unique(self, key: str, ids: list[str]) -> None:
        """Refuses an id that stands twice."""
        twice = [name for name, times in Counter(ids).items() if times > 1]
        if twice:
            self.fail(key, f"“{twice[0]}”出现了两次")

    def fail(self, key: str, what: str, remedy: str = "。") -> NoReturn:
        """Raises InputError for the value at ``key``; empty: for the file."""
        where = self.place(key)
        named = f"{where}：{shortened(key, _LONGEST_TOLD)}" if key else where
        raise InputError(Problem(named, shortened(what, _LONGEST_TOLD), remedy))

    def place(self, key: str) -> str:
        """The file and the line of a key, as faults tell it."""
        line = self._line(key)
        return f"{self.name} 第{line}行" if line else self.name

    def _line(self, key: str) -> int | None:
        """The line of the key, or of the nearest one around it."""
        path = tuple(
            name or int(index) - 1 for name, index in (match.groups() for match in _PART.finditer(key))
        )
        lines = self._lines
        return next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), None)

    @cached_property
    def _lines(self) -> Mapping[KeyPath, int]:
        return lines_of(self._text)


def read_law(path: Path, name: str = "") -> LawFile:
    """The file, called by its folder and name if not otherwise. Raises InputError if it is no TOML."""
    name = name or f"{path.parent.name}/{path.name}"
    try:
        return LawFile(name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(encoding_fault(name, error)) from error


def law_file(name: str) -> LawFile:
    """A file of forms/ by its path there, such as ``words/claims.toml``."""
    return read_law(resources.folder("forms") / name, f"forms/{name}")

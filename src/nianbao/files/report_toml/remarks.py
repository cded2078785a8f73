"""What people have said about a report in its file: reasons, comments and marks, with what is wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from nianbao.files import bounds
from nianbao.key_lines import Path as KeyPath
from nianbao.model.form import Form
from nianbao.model.report import Waiver
from nianbao.model.review import Comment, Mark, Role
from nianbao.model.rules import catalogue
from nianbao.patterns import regex
from nianbao.problem import shown
from nianbao.words import shortened

REMARKS = ("waivers", "comments", "reviews")
LARGEST_EXPONENT = 30  # 1e999999999 as digits would fill the memory
_WAIVER = ("code", "cell", "reason")
_COMMENT = ("at", "by", "on", "quote", "text", "answer", "reason", "done")
_MARK = ("section", "role", "by", "on", "fingerprint")
_PARAGRAPH = regex(r":[1-9][0-9]{0,4}", re.ASCII)


class Told(Protocol):
    """Whoever reads the file, and collects what is wrong in it."""

    def fault(self, path: KeyPath, what: str, remedy: str = "。", *, offset: int = 0) -> None: ...
    def near(self, word: str, names: Collection[str]) -> str: ...
    def known(self, path: KeyPath, table: Mapping[str, Any], names: Collection[str]) -> None: ...
    def text_in(self, path: KeyPath, table: Mapping[str, Any], key: str) -> str: ...
    def short(self, path: KeyPath, text: str, most: int) -> None: ...
    def visible(self, path: KeyPath, text: str, before: int = 0) -> None: ...


def waivers(told: Told, data: Mapping[str, Any], form: Form) -> tuple[Waiver, ...]:
    """The reasons for which findings are kept."""
    found = []
    for path, item in items(told, data, "waivers", "理由", _WAIVER):
        code, cell, reason = (told.text_in(path, item, key) for key in _WAIVER)
        if code not in catalogue():
            told.fault(
                (*path, "code"), f"没有“{shown_value(code)}”这条规则", "；用 nianbao rules 查看全部规则。"
            )
        if cell and cell not in form.cells and cell not in form.rows:
            near = told.near(cell, [*form.cells, *form.rows])
            hint = f"；最接近的是 {near}。" if near else "。"
            told.fault((*path, "cell"), f"没有“{shown_value(cell)}”这一格", hint)
        worded(told, (*path, "reason"), reason, "没有写理由", "；请写明为什么数据是对的。")
        found.append(Waiver(code, cell, reason))
    return tuple(found)


def comments(told: Told, data: Mapping[str, Any], form: Form) -> tuple[Comment, ...]:
    """What reviewers have written to cells, paragraphs and sections."""
    found = []
    for path, item in items(told, data, "comments", "意见", _COMMENT):
        texts = {key: told.text_in(path, item, key) for key in _COMMENT if key not in {"on", "done"}}
        _place(told, (*path, "at"), texts["at"], form)
        worded(told, (*path, "text"), texts["text"], "没有写意见", "；请写明要改什么。")
        worded(told, (*path, "by"), texts["by"], "没有写是谁的意见", "；请写上姓名。", bounds.LONGEST_LINE)
        for key in ("answer", "reason", "quote"):
            told.visible((*path, key), texts[key])
            told.short((*path, key), texts[key], bounds.LONGEST_REASON)
        one_line(told, (*path, "by"), texts["by"])
        done = item.get("done", False)
        if not isinstance(done, bool):
            told.fault((*path, "done"), f"写的是 {shown_value(done)}", "；请写成 true 或 false，不加引号。")
            done = False
        on = _date(told, (*path, "on"), item)
        found.append(Comment(**texts, on=on, done=done))
    return tuple(found)


def marks(told: Told, data: Mapping[str, Any], form: Form) -> tuple[Mark, ...]:
    """Who stands for which section."""
    found = []
    for path, item in items(told, data, "reviews", "复核记录", _MARK):
        section, role, by, seen = (told.text_in(path, item, key) for key in _MARK if key != "on")
        if section not in {each.id for each in form.sections}:
            told.fault((*path, "section"), f"没有“{shown_value(section)}”这个部分", _places(form))
        if role not in set(Role):
            told.fault((*path, "role"), f"没有“{shown_value(role)}”这种身份", f"；可以写{'、'.join(Role)}。")
        worded(told, (*path, "by"), by, "没有写是谁", "；请写上姓名。", bounds.LONGEST_LINE)
        one_line(told, (*path, "by"), by)
        told.visible((*path, "fingerprint"), seen)
        told.short((*path, "fingerprint"), seen, bounds.LONGEST_LINE)
        on = _date(told, (*path, "on"), item)
        if "on" not in item:
            told.fault((*path, "on"), "没有写日期", "；请写成 on = 2026-01-20，不加引号。")
        if on is not None and role in set(Role):
            found.append(Mark(section, Role(role), by, on, seen))
    return tuple(found)


def items(
    told: Told, data: Mapping[str, Any], key: str, words: str, keys: tuple[str, ...]
) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """The tables of an array of tables, each with its path; none where there are too many."""
    tables = data.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(item, dict) for item in tables):
        told.fault((key,), "写法不对", f"；每条{words}写在 [[{key}]] 一行下面。")
        return
    if len(tables) > bounds.MOST_WAIVERS:
        told.fault((key,), f"有{len(tables)}条{words}，太多了", "；请核对文件。")
        return
    for index, item in enumerate(tables):
        path = (key, index)
        told.known(path, item, keys)
        yield path, item


def _place(told: Told, path: KeyPath, at: str, form: Form) -> None:
    """Say where a comment stands at no place of the form."""
    sections = {section.id for section in form.sections}
    section, colon, number = at.partition(":")
    if at in form.cells or at in sections:
        return
    if section in sections and _PARAGRAPH.fullmatch(colon + number):
        return
    near = told.near(at, [*form.cells, *sections])
    hint = f"；最接近的是 {near}。" if near else f"；可以写一格，或写部分和段落，如 {form.sections[0].id}:3。"
    told.fault(path, f"没有“{shown_value(at)}”这个位置", hint)


def worded(
    told: Told, path: KeyPath, text: str, what: str, remedy: str, most: int = bounds.LONGEST_REASON
) -> None:
    """Say where a text is not fit to be read: too long, with signs that nobody sees, or empty."""
    told.visible(path, text)
    told.short(path, text, most)
    if not text.strip():
        told.fault(path, what, remedy)


def one_line(told: Told, path: KeyPath, text: str) -> None:
    """Say where a text has more than one line."""
    if "\n" in text or "\t" in text:
        told.fault(path, "中间有换行或制表符", "；请写在一行里。")


def _date(told: Told, path: KeyPath, item: Mapping[str, Any]) -> datetime.date | None:
    date = item.get("on")
    if date is None or type(date) is datetime.date:
        return date
    told.fault(path, f"日期写的是 {shown_value(date)}", "；请写成 on = 2026-01-20，不加引号。")
    return None


def _places(form: Form) -> str:
    return f"；可用的有：{'、'.join(section.id for section in form.sections)}。"


def shown_value(value: object) -> str:
    """A value in a few plain characters. What is deeply nested cannot be written out."""
    if isinstance(value, dict | list):
        return "一组数据" if value else "空的"
    if isinstance(value, int) and abs(value) >= 10**LARGEST_EXPONENT:
        return "很长的数字"
    return shortened(shown(str(value)[:31]), 30)

"""A list of members as a workbook or .csv, or the reports of a folder → a new region.toml."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from nianbao.model.agency import agency_kinds
from nianbao.model.figure import half_width
from nianbao.problem import InputError, Problem, Unreadable
from nianbao.read import holds_figures_alone, kind_of, read
from nianbao.read.blocks import Block, Paragraph
from nianbao.region import load
from nianbao.region.collected import Found
from nianbao.region.members import Member
from nianbao.region.names import plain
from nianbao.region.words import region_words

USUAL_KIND = (
    "department"  # where nobody can tell: it has the earliest deadline, and somebody is asked to look
)
_NAME = "name"
_NUMBER = re.compile(r"\d+[.、]?")
_BETWEEN = re.compile(r"[、,;；，/\s]+")


@dataclass(frozen=True)
class Listed:
    """The members that a list names; ``told`` is what somebody should know of it, in sentences."""

    members: tuple[Member, ...]
    parents: dict[str, str]  # by name of member
    told: tuple[str, ...] = ()


# ---- a workbook


def of_workbook(data: bytes, path: PurePath) -> Listed:
    """The members in a workbook or .csv: one a row, below a row that says which column is which; or a single
    column of names. Raises InputError."""
    if not holds_figures_alone(path):
        raise InputError(
            Problem(str(path), "不是 Excel、WPS 表格或 .csv", "；请写成员名单的表格，或放报告的文件夹。")
        )
    try:
        rows = list(_rows(read(data, kind_of(path))))
    except Unreadable as error:
        raise InputError(Problem(str(path), error.what, error.remedy)) from error
    columns, first = _columns(rows)
    found: dict[str, Member] = {}
    parents: dict[str, str] = {}
    told = []
    for row in rows[first:]:
        name = _text(row, columns, _NAME)
        if not name or _NUMBER.fullmatch(name):
            continue
        if plain(name) in found:
            told.append(f"“{name}”在名单里不止一次，只写了一次。")
            continue
        found[plain(name)] = _member(name, row, columns, path)
        if parent := _text(row, columns, "parent"):
            parents[name] = parent
    if not found:
        raise InputError(Problem(str(path), "没有找到成员单位的名称", "；请有一列叫“单位名称”，一行一个。"))
    known = {plain(name) for name in found}
    stray = sorted({parent for parent in parents.values() if plain(parent) not in known})
    told += [f"上级“{parent}”不在名单里，没有写 parent。" for parent in stray]
    parents = {name: parent for name, parent in parents.items() if parent not in stray}
    return Listed(tuple(found.values()), parents, tuple(told))


def _rows(blocks: Iterable[Block]) -> Iterator[list[str]]:
    """The rows of all sheets; a merged cell says the same in every row that it covers."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield [block.text.strip()]
            continue
        height = max((cell.row + cell.rows for cell in block.cells), default=0)
        width = max((cell.column + cell.columns for cell in block.cells), default=0)
        grid = [[""] * width for _ in range(height)]
        for cell in block.cells:
            for row in range(cell.row, cell.row + cell.rows):
                grid[row][cell.column] = " ".join(cell.text.split())
        yield from grid


def _columns(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Which column is which, and the first row below their heads; without heads the first is the names."""
    words = region_words().columns
    for number, row in enumerate(rows):
        heads = [plain(text) for text in row]
        found = {
            key: heads.index(word)
            for key, names in words.items()
            if (word := _first(names, heads)) is not None
        }
        if _NAME in found:
            return found, number + 1
    return {_NAME: 0}, 0


def _first(names: Iterable[str], heads: Sequence[str]) -> str | None:
    return next((name for name in names if name in heads), None)


def _text(row: Sequence[str], columns: dict[str, int], key: str) -> str:
    at = columns.get(key)
    return row[at].strip() if at is not None and at < len(row) else ""


def _member(name: str, row: Sequence[str], columns: dict[str, int], path: PurePath) -> Member:
    aliases = tuple(filter(None, _BETWEEN.split(_text(row, columns, "aliases"))))
    since, until = (_year(name, _text(row, columns, key), path) for key in ("since", "until"))
    kind = _kind(_text(row, columns, "kind")) or load.kind_of(name)
    return Member(name, kind, aliases, since, until)


def _kind(text: str) -> str:
    """The kind that a cell of a list says; empty if it says none."""
    said = plain(text)
    for kind in agency_kinds().values():
        if said in {kind.id, plain(kind.name)}:
            return kind.id
    words = region_words().kinds
    return next((kind for kind, names in words.items() if any(plain(name) in said for name in names)), "")


def _year(name: str, text: str, path: PurePath) -> int | None:
    if not text:
        return None
    digits = re.match(r"\d{4}(?!\d)", half_width(text))
    if digits is None:
        raise InputError(Problem(f"{path}：{name}", f"“{text}”不是年度", "；请写四位数字，例如 2024。"))
    return int(digits[0])


# ---- a folder of reports


def of_reports(found: Iterable[Found], region: str) -> Listed:
    """The organs whose reports these are, each once; the region itself is none of its members."""
    own = {plain(region), plain(region + region_words().government)}
    members: dict[str, Member] = {}
    told = []
    for each in sorted(found, key=lambda each: each.key):
        name = each.report.agency
        if not plain(name).strip("?"):
            told.append(f"{each.key}：看不出是哪个机关的，没有写进名单。")
        elif plain(name) not in own:
            kind = each.report.agency_kind or load.kind_of(name)
            members.setdefault(plain(name), Member(name, kind))
    if not members:
        raise InputError(Problem(region, "没有找到成员单位的报告", "；请核对文件夹。"))
    return Listed(tuple(members.values()), {}, tuple(told))


# ---- the new file


def new_text(name: str, year: int, kind: str, listed: Listed) -> str:
    """The region.toml, with the kind of each member to be looked over."""
    lines = [
        f"# {name}{year}年度：成员单位名单。一个单位一段；kind 决定几月几日以前报，请核对。",
        '# 报告里用的别的名称写 aliases = ["简称", "曾用名"]。',
        '# 下一级自己有名单的，写 region = "某某镇/region.toml"。',
        '# 归别的成员汇总的，写 parent = "上级的 name"；合并、新设的，写 until = 最后一年、since = 第一年。',
        "",
        f"name = {_string(name)}",
        f"kind = {_string(kind)}  # {agency_kinds()[kind].name}",
        f"year = {year}",
    ]
    for member in listed.members:
        lines += ["", "[[members]]", f"name = {_string(member.name)}", _kind_line(member)]
        if member.aliases:
            lines.append(f"aliases = [{', '.join(map(_string, member.aliases))}]")
        if parent := listed.parents.get(member.name):
            lines.append(f"parent = {_string(parent)}")
        edges = {"since": member.since, "until": member.until}
        lines += [f"{key} = {year}" for key, year in edges.items() if year is not None]
    return "\n".join(lines) + "\n"


def proved(text: str, path: Path) -> None:
    """Raise InputError if a text that was made is no region."""
    load.loads(text, path)


def guessed(listed: Listed) -> tuple[Listed, tuple[str, ...]]:
    """The list with the usual kind where nobody can tell one, and the names of those members."""
    members = tuple(each if each.kind else replace(each, kind=USUAL_KIND) for each in listed.members)
    return replace(listed, members=members), tuple(each.name for each in listed.members if not each.kind)


def _kind_line(member: Member) -> str:
    return f"kind = {_string(member.kind)}  # {agency_kinds()[member.kind].name}"


def _string(text: str) -> str:
    """The text as TOML has it, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

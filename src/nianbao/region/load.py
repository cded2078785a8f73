"""region.toml → Region, with every fault told by line, key and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import tomli

from nianbao.files import regular
from nianbao.model.agency import agency_kinds, kind_by_name
from nianbao.model.law_file import LawFile
from nianbao.model.year import WrongYear, report_year
from nianbao.problem import InputError, Problem, reason
from nianbao.region.members import Member, Region
from nianbao.region.names import plain
from nianbao.region.words import region_words
from nianbao.systems import real_path
from nianbao.toml_syntax import encoding_fault

NAME = "region.toml"
LARGEST_FILE = 5_000_000  # bytes; a member takes about a hundred
DEEPEST = 8  # regions within regions: country, province, city, county, township, and some more
MOST_FILES = 3_000  # of regions below: a province with all its townships has 2,000
LONGEST_NAME = 100  # characters
MOST_FAULTS = 20  # that are told of one file; the rest is counted
_TOP = ("name", "kind", "year", "aliases", "members")
_MEMBER = ("name", "kind", "aliases", "parent", "since", "until")
_BELOW = ("region", "aliases", "since", "until")
_YEARS = range(2008, 2100)  # the regulation is in force since 2008

T = TypeVar("T")
Listed = tuple[str, Member, str]  # a key, its member, and the name of the one that it reports to


def load(path: Path) -> Region:
    """The region in a file, with the regions below it. Raises InputError with all faults of a file."""
    return _Tree().region(path, ())


def loads(text: str, path: Path) -> Region:
    """The region in a text that is to become the file ``path``. Raises InputError."""
    return _Tree().region(path, (), text.encode())


def is_region(path: Path) -> bool:
    """Whether a file is a region.toml, right or wrong, rather than a report."""
    if path.name == NAME:
        return True
    try:
        data = tomli.loads(regular.content(path, LARGEST_FILE).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return "members" in data and "agency" not in data


class _Tree:
    """A region.toml and those that it names."""

    def __init__(self) -> None:
        self._read = hashlib.sha256()
        self._files = 0

    def region(self, path: Path, above: tuple[Path, ...], data: bytes | None = None) -> Region:
        """The region in a file; ``above`` are the files that led to it, ``data`` the bytes if they are
        known."""
        name = str(path)
        data = _content(path, name) if data is None else data
        self._read.update(hashlib.sha256(data).digest())
        file = LawFile(name, _text(data, name))
        return _Loader(file, path, lambda below: self._below(file, path, below, above)).region(self._read)

    def _below(self, file: LawFile, path: Path, named: tuple[str, str], above: tuple[Path, ...]) -> Region:
        """The region that a key of a file names."""
        key, text = named
        below = path.parent / text.replace("\\", "/")
        opened = (*above, real_path(path))
        self._files += 1
        if self._files > MOST_FILES:
            file.fail(key, f"下级的汇总超过{MOST_FILES}个", "；请核对是不是有的写了许多遍。")
        if below.is_dir():
            below /= NAME
        if real_path(below) in opened:
            file.fail(key, f"“{text}”又回到了上级的汇总", "；下级的 region.toml 不能把上级写成成员。")
        if len(opened) >= DEEPEST:
            file.fail(key, f"层数超过{DEEPEST}层", "；请核对是不是写错了文件。")
        if not below.is_file():
            file.fail(key, f"没有“{text}”这个文件", "；文件的位置从这个 region.toml 所在的文件夹算起。")
        return self.region(below, opened)


class _Loader:
    """Reads one file and collects its faults."""

    def __init__(self, file: LawFile, path: Path, below: Callable[[tuple[str, str]], Region]) -> None:
        self._file = file
        self._path = path
        self._below = below
        self._problems: list[Problem] = []

    def region(self, digest: Any) -> Region:
        """The region; ``digest`` counts the bytes of all files that are read for it."""
        file, data = self._file, self._file.data
        self._try(file.known, "", data, _TOP)
        name = self._try(self._name, "", data) or ""
        kind = self._try(self._kind, "", data, name) or ""
        year = self._try(self._year) or 0
        aliases = self._try(file.words, "", data, "aliases") or ()
        found = list(self._members())
        if not self._problems:
            self._prove(name, aliases, found)
        members = () if self._problems else self._nested(found)
        if self._problems:
            raise InputError(*self._told())
        return Region(name, kind, year, members, aliases, str(self._path), digest.hexdigest())

    def _told(self) -> list[Problem]:
        """The first faults, and how many more there are."""
        more = len(self._problems) - MOST_FAULTS
        rest = [Problem(str(self._path), f"还有{more}处问题", "；请先改正上面的。")] if more > 0 else []
        return [*self._problems[:MOST_FAULTS], *rest]

    def _try(self, read: Callable[..., T], *arguments: object) -> T | None:
        """What is read; a fault is kept for the end."""
        try:
            return read(*arguments)
        except InputError as error:
            self._problems += error.problems
            return None

    def _fault(self, key: str, what: str, remedy: str) -> None:
        self._try(self._file.fail, key, what, remedy)

    # ---- the region itself

    def _name(self, key: str, holder: dict[str, Any]) -> str:
        name = self._file.item(key, holder, "name", str).strip()
        if not name:
            self._file.fail(f"{key}.name".lstrip("."), "名称是空的", "；请写全称。")
        if len(name) > LONGEST_NAME:
            remedy = f"；最多{LONGEST_NAME}个字，请核对。"
            self._file.fail(f"{key}.name".lstrip("."), f"写了{len(name)}个字，太长", remedy)
        return name

    def _kind(self, key: str, holder: dict[str, Any], name: str) -> str:
        kinds = agency_kinds()
        known = "；可用 " + "、".join(f"{kind.id}（{kind.name}）" for kind in kinds.values()) + "。"
        kind = self._file.optional(key, holder, "kind", "")
        where = f"{key}.kind".lstrip(".")
        if kind and kind not in kinds:
            self._file.fail(where, f"没有“{kind}”这种机关", known)
        kind = kind or kind_of(name)
        if name and not kind:
            self._file.fail(key or "name", f"从名称“{name}”看不出是哪一类机关", f"；请加上 kind{known}")
        return kind

    def _year(self) -> int:
        year = self._file.item("", self._file.data, "year", int)
        try:
            return report_year(year)
        except WrongYear as error:
            self._file.fail("year", error.what, f"；{error.remedy}。")

    # ---- members

    def _members(self) -> Iterator[Listed]:
        """Every member; the name of the one above is empty if it reports to the region."""
        items: list[Any] = self._try(self._file.optional, "", self._file.data, "members", []) or []
        for number, item in enumerate(items, 1):
            found = self._try(self._member, f"members[{number}]", item)
            if found is not None:
                yield found
        if not items and not self._problems:
            self._fault("", "没有写成员", "；每个成员写一段 [[members]]，里面写 name。")

    def _member(self, key: str, item: dict[str, Any]) -> Listed:
        file = self._file
        file.typed(key, item, dict)
        below = "region" in item
        file.known(key, item, _BELOW if below else _MEMBER)
        since, until = (self._edge(key, item, name) for name in ("since", "until"))
        if since is not None and until is not None and since > until:
            file.fail(f"{key}.until", f"最后一年（{until}）早于第一年（{since}）", "；请核对。")
        aliases = file.words(key, item, "aliases")
        at = file.place(key)
        if below:
            region = self._below((f"{key}.region", file.item(key, item, "region", str)))
            names = (*region.aliases, *aliases)
            return key, Member(region.name, region.kind, names, since, until, region.members, at), ""
        name = self._name(key, item)
        kind = self._kind(key, item, name)
        parent = file.optional(key, item, "parent", "").strip()
        return key, Member(name, kind, aliases, since, until, (), at), parent

    def _edge(self, key: str, item: dict[str, Any], name: str) -> int | None:
        year = self._file.number(key, item, name)
        if year is not None and year not in _YEARS:
            self._file.fail(f"{key}.{name}", f"“{year}”不是年度", "；请写四位数字，例如 2024。")
        return year

    # ---- all of them together

    def _prove(self, name: str, aliases: tuple[str, ...], found: list[Listed]) -> None:
        """Names that would stand for two members in one year are faults."""
        taken: dict[str, list[Member]] = {}
        government = region_words().government  # its report is the sum, whichever of both names it bears
        own = {plain(each) for name in (name, *aliases) for each in (name, name + government)}
        for key, top, _ in found:
            for member in top.walk():
                for each in dict.fromkeys(map(plain, (member.name, *member.aliases))):
                    if each in own:
                        remedy = "；汇总的报告不是成员，政府本级请写成“……办公室”。"
                        self._fault(key, f"“{each}”和这个汇总同名", remedy)
                    if other := next((each for each in taken.get(each, []) if _overlap(member, each)), None):
                        remedy = "；请删去一处，或者用 since、until 写明各是哪几年的。"
                        self._fault(key, f"“{each}”前面已经有了（{other.at}）", remedy)
                    else:  # so there is one for each year at most
                        taken.setdefault(each, []).append(member)

    def _nested(self, found: list[Listed]) -> tuple[Member, ...]:
        """The members that report to the region, each with those that report to it."""
        by_name = {plain(member.name): key for key, member, _ in found}
        below: dict[str, list[str]] = {}
        for key, _, parent in found:
            above = by_name.get(plain(parent), "")
            if parent and not above:
                self._fault(f"{key}.parent", f"成员里没有“{parent}”", "；parent 写另一个成员的 name。")
            below.setdefault(above, []).append(key)
        members = {key: member for key, member, _ in found}
        placed: set[str] = set()

        def built(key: str, level: int = 1) -> Member:
            placed.add(key)
            if level == DEEPEST and key in below:
                self._fault(f"{key}.parent", f"下面还有一层，层数超过{DEEPEST}层", "；请核对 parent。")
                placed.update(members)  # those below are none that go round in a circle
                return members[key]
            inner = tuple(built(each, level + 1) for each in below.get(key, ()))
            return replace(members[key], members=(*members[key].members, *inner))

        top = tuple(map(built, below.get("", ())))
        if circle := next((key for key in members if key not in placed), ""):
            self._fault(f"{circle}.parent", "上级绕成了圈", "；请核对 parent。")
        return top


def kind_of(name: str) -> str:
    """The kind that a name points to, that of a place being the kind of its government; empty if none."""
    return kind_by_name(name) or kind_by_name(name + region_words().government) or ""


def _overlap(one: Member, other: Member) -> bool:
    """Whether two members report in the same year."""
    first = max(one.since or 0, other.since or 0)
    last = min(one.until or _YEARS.stop, other.until or _YEARS.stop)
    return first <= last


def _content(path: Path, name: str) -> bytes:
    try:
        data = regular.content(path, LARGEST_FILE)
    except OSError as error:
        remedy = "；新建一个请用 nianbao region new。" if isinstance(error, FileNotFoundError) else "。"
        raise InputError(Problem(name, reason(error), remedy)) from error
    if len(data) > LARGEST_FILE:
        raise InputError(Problem(name, "文件太大，不像成员名单", "；请确认选对了文件。"))
    return data


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(encoding_fault(name, error)) from error

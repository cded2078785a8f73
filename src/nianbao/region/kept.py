"""What was collected as a file beside region.toml, so that reports, workbooks and queries need not collect
again: ``region-2024-汇总.json``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from nianbao.checks.members import Members
from nianbao.files import regular
from nianbao.files.places import Place
from nianbao.files.prior import is_beneath, named_at
from nianbao.model.agency import agency_kinds
from nianbao.model.load_forms import all_forms
from nianbao.problem import InputError, Problem, reason
from nianbao.region.changed import changed_since
from nianbao.region.collected import (
    Collected,
    File,
    Found,
    Handed,
    Passed,
    Repeated,
    Stranger,
    Unread,
    Why,
)
from nianbao.region.members import Member, Region
from nianbao.region.names import How
from nianbao.region.report_data import as_data as report_as_data
from nianbao.region.report_data import from_data as report_from_data
from nianbao.region.together import as_data as together_as_data
from nianbao.region.together import from_data as together_from_data
from nianbao.region.together import together
from nianbao.region.work import told_as_data, told_from

VERSION = 1  # of the file; another one is made anew
LARGEST_FILE = 2_000_000_000  # bytes; a member takes ten thousand
_AGAIN = "；请重新运行 nianbao collect。"

T = TypeVar("T")


def place_of(region: Path, year: int) -> Path:
    """Where it is kept, by the region.toml and the year."""
    return region.with_name(f"{region.stem}-{year}-汇总.json")


def load(path: Path) -> Collected:
    """What a file holds. Raises InputError if it is none, or of another version of the program."""
    data = loaded(path)
    try:
        return _collected(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(Problem(str(path), "内容不完整，不像汇总的结果", _AGAIN)) from error


def loaded(path: Path) -> dict[str, Any]:
    """The file as plain data."""
    try:
        content = regular.content(path, LARGEST_FILE)
    except OSError as error:
        raise InputError(Problem(str(path), reason(error), _AGAIN)) from error
    try:
        data = json.loads(content)
        version = data["version"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise InputError(Problem(str(path), "不是汇总的结果", _AGAIN)) from error
    if version != VERSION:
        raise InputError(Problem(str(path), "是另一个版本的程序做的", _AGAIN))
    return dict(data)


def content(collected: Collected) -> bytes:
    """The file's bytes. The same collected values make the same bytes."""
    return json.dumps(as_data(collected), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogateescape"
    )


def members_of(region: str, year: int, at: Place) -> Members | None:
    """What the members of the region say that a report in the file ``at`` names; None if nothing was
    collected. One outside of the folder of the report is not opened: a report may come from anybody.
    Raises InputError if the file is none."""
    named = named_at(region, at)
    if not isinstance(named, Path) or not isinstance(at, Path) or not is_beneath(named, at):
        return None
    path = place_of(named, year)
    if not path.is_file():
        return None
    try:
        data = loaded(path)
        return together_from_data(data["together"])._replace(changed=changed_since(data, named, at))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise InputError(Problem(str(path), "内容不完整，不像汇总的结果", _AGAIN)) from error


# ---- as plain data


def as_data(collected: Collected) -> dict[str, Any]:
    """All of it, reports included."""
    region = collected.region
    return {
        "version": VERSION,
        "region": {
            "name": region.name,
            "kind": region.kind,
            "year": region.year,
            "aliases": list(region.aliases),
            "file": region.file,
            "digest": region.digest,
            "members": [_member(each) for each in region.members],
        },
        "form": collected.form.id,
        "together": together_as_data(together(collected.form, collected.year, collected.members)),
        "own": _handed(collected.own),
        "members": [_handed(each) for each in collected.members],
        "strangers": [
            {"found": _found(each.found), "similar": list(each.similar), "gone": each.gone}
            for each in collected.strangers
        ],
        "unread": [{"file": _file(each.file), "why": each.why} for each in collected.unread],
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "kind": member.kind,
        "aliases": list(member.aliases),
        "since": member.since,
        "until": member.until,
        "at": member.at,
        "members": [_member(each) for each in member.members],
    }


def _handed(handed: Handed) -> dict[str, Any]:
    repeated = handed.repeated
    return {
        "member": _member(handed.member),
        "taken": _optional(_found, handed.taken),
        "how": handed.how,
        "passed": [
            {"found": _found(each.found), "why": each.why, "by_date": each.by_date} for each in handed.passed
        ],
        "prior": _optional(_found, handed.prior),
        "findings": [told_as_data(each) for each in handed.findings],
        "members": [_handed(each) for each in handed.members],
        "repeated": None
        if repeated is None
        else {"agency": repeated.agency, "percent": repeated.percent, "passages": list(repeated.passages)},
    }


def _found(found: Found) -> dict[str, Any]:
    return {
        "file": _file(found.file),
        "report": report_as_data(found.report),
        "unplaced": list(found.unplaced),
        "figures_alone": found.figures_alone,
        **({"part": found.part} if found.part else {}),
    }


def _file(file: File) -> dict[str, Any]:
    return {"name": file.name, "digest": file.digest, "modified": file.modified}


def _optional(make: Callable[[Any], T], value: object) -> T | None:
    return None if value is None else make(value)


# ---- and back


def _collected(data: dict[str, Any]) -> Collected:
    region = data["region"]
    return Collected(
        Region(
            region["name"],
            region["kind"],
            int(region["year"]),
            tuple(map(_member_from, region["members"])),
            tuple(region["aliases"]),
            region["file"],
            region["digest"],
        ),
        all_forms()[data["form"]],
        tuple(map(_handed_from, data["members"])),
        _handed_from(data["own"]),
        tuple(
            Stranger(_found_from(each["found"]), tuple(each["similar"]), each["gone"])
            for each in data["strangers"]
        ),
        tuple(Unread(File(**each["file"]), each["why"]) for each in data["unread"]),
    )


def _member_from(data: dict[str, Any]) -> Member:
    if data["kind"] not in agency_kinds():
        raise ValueError(data["kind"])
    return Member(
        **{
            **data,
            "aliases": tuple(data["aliases"]),
            "members": tuple(map(_member_from, data["members"])),
        }
    )


def _handed_from(data: dict[str, Any]) -> Handed:
    repeated = data["repeated"]
    return Handed(
        _member_from(data["member"]),
        _optional(_found_from, data["taken"]),
        _optional(How, data["how"]),
        tuple(
            Passed(_found_from(each["found"]), Why(each["why"]), each["by_date"]) for each in data["passed"]
        ),
        _optional(_found_from, data["prior"]),
        tuple(map(told_from, data["findings"])),
        tuple(map(_handed_from, data["members"])),
        _optional(lambda each: Repeated(**{**each, "passages": tuple(each["passages"])}), repeated),
    )


def _found_from(data: dict[str, Any]) -> Found:
    return Found(
        File(**data["file"]),
        report_from_data(data["report"]),
        tuple(data["unplaced"]),
        data["figures_alone"],
        data.get("part", ""),
    )

"""A list of published reports: on each line the address of a web page and the name of its report."""

from __future__ import annotations

from dataclasses import dataclass

from nianbao.cli.frame import files
from nianbao.files import places
from nianbao.files.places import Place
from nianbao.problem import InputError, Problem, shown

MOST_LINES = 10_000
_REMARK = "#"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, and the name of the report that it is compared with; empty if there is one for all."""

    at: Place
    report: str


def listed(at: Place) -> list[Listed]:
    """The lines of a list in UTF-8: an address, and after a space, a tab or a comma the name of the report.
    Empty lines and those that begin with # say nothing. Raises InputError, Unreachable."""
    name = files.shown(at)
    try:
        lines = files.source(at).data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(name, "不是 UTF-8 编码的文本", "；请用记事本另存为 UTF-8 后再试。")
        ) from error
    if len(lines) > MOST_LINES:
        raise InputError(Problem(name, f"超过{MOST_LINES}行", "；请分成几份。"))
    found = []
    for number, line in enumerate(lines, 1):
        words = line.replace(",", " ", 1).replace("，", " ", 1).split(maxsplit=1)
        if not words or words[0].startswith(_REMARK):
            continue
        address = places.place(words[0])
        if not places.is_web_page(address):
            where = f"{name} 第{number}行"
            raise InputError(
                Problem(where, f"“{shown(words[0])}”不是网址", "；请写 http:// 或 https:// 开头的网址。")
            )
        found.append(Listed(address, words[1].strip() if len(words) > 1 else ""))
    return found

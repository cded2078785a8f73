"""Report → report.toml. An existing file keeps its comments and its order; only what differs is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nianbao.files import atomic, regular
from nianbao.files.bounds import LARGEST_FILE
from nianbao.files.report_toml import earlier, letter, origins
from nianbao.files.report_toml.load import COMPUTED, loads, typed_cells
from nianbao.files.report_toml.values import Keys, string
from nianbao.model.figure import to_toml
from nianbao.model.form import Cell, Entry, Section
from nianbao.model.report import Report, Waiver
from nianbao.model.review import Comment, Mark
from nianbao.problem import shown

_BOM = b"\xef\xbb\xbf"


def save(report: Report, path: Path) -> None:
    """Write the report to its file: changed values into an existing file, else a new one, at one stroke.

    Raises InputError if the file that is there is no report.toml (it is left alone), OSError if it
    cannot be written.
    """
    try:
        old = regular.content(path, LARGEST_FILE)
    except FileNotFoundError:
        atomic.write(path, new_text(report).encode())
        return
    new = updated_text(old, report, str(path))
    if new != old:
        atomic.write(path, new)


# ---- values


def _row(report: Report, cells: Sequence[Cell]) -> str:
    """A row as TOML. The total at its end is written only where somebody gave it."""
    given = report.figures
    if not any(cell.id in given for cell in cells):
        return "[]"
    typed = typed_cells(tuple(cells), report.form)
    if all(cell.id not in given for cell in cells if cell not in typed):
        cells = typed
    return "[" + ", ".join(_figure(report, cell) for cell in cells) + "]"


def _figure(report: Report, cell: Cell) -> str:
    if cell.id in report.form.totals and cell.id not in report.figures:
        return string(COMPUTED)
    value = to_toml(report.figure(cell.id))
    if isinstance(value, int):
        return str(value)
    return string(value if value != COMPUTED else f"{value} ")  # somebody typed just this sign


def _head(report: Report) -> dict[str, str]:
    """The keys above the first section, in order, as TOML; empty where left out."""
    return {
        "form": string(report.form.id),
        "agency": string(report.agency),
        "year": str(report.year),
        "agency_kind": string(report.agency_kind) if report.agency_kind else "",
        "date": report.date.isoformat() if report.date else "",
        "title": string(report.title) if report.title else "",
        "read_from": string(report.source) if report.source else "",
        "prior": string(report.prior) if report.prior else "",
        "region": string(report.region) if report.region else "",
        "published": report.published.isoformat() if report.published else "",
        "charts": "true" if report.charts else "",
    }


def _section(report: Report, section: Section) -> dict[str, str]:
    """The keys of a section, in order, as TOML; empty where left out."""
    values = {
        "heading": string(report.headings[section.id]) if section.id in report.headings else "",
        "text": string(report.narrative.get(section.id, ""), lines=True)
        if report.narrative.get(section.id)
        else "",
    }
    for row_id, cells in report.form.rows.items():
        if cells[0].section == section.id:
            values[row_id.partition(".")[2]] = _row(report, cells)
    return values


# ---- a new file


def new_text(report: Report, *, unread: bool = False) -> str:
    """A complete file with the official label as a comment on each row. ``unread`` tells that it was read
    from a document: a row of which nothing is known says so, rather than waiting to be filled in."""
    lines = [f"# {shown(report.full_title())}", f"# 格式：{report.form.notice}", ""]
    lines += [f"{key} = {value}" for key, value in _head(report).items() if value]
    for section in report.form.sections:
        if section.text:
            lines += ["", *_section_lines(report, section, unread=unread)]
    said = "".join(_tables(name, items) for name, items in _remarks(report).items())
    return "\n".join([*lines, *_letter_lines(report)]) + "\n" + said


def _letter_lines(report: Report) -> list[str]:
    written = [f"{key} = {value}" for key, value in letter.keys(report.letter).items() if value]
    return ["", f"[{letter.LETTER}]  # 报送函", *written] if written else []


def _remarks(report: Report) -> dict[str, list[Keys]]:
    """What people have said about the report, and where its figures come from, by the name of the array of
    tables that holds it."""
    return {
        "waivers": [_waiver(waiver) for waiver in report.waivers],
        "comments": [_comment(comment) for comment in report.comments],
        "reviews": [_mark(mark) for mark in report.marks],
        "origins": origins.written(report.origins),
        earlier.EARLIER: earlier.written(report.earlier),
    }


def _tables(name: str, items: Sequence[Keys]) -> str:
    lines: list[str] = []
    for item in items:
        lines += ["", f"[[{name}]]", *(f"{key} = {value}" for key, value in item.items() if value)]
    return "\n".join([*lines, ""]) if lines else ""


def _waiver(waiver: Waiver) -> Keys:
    """The keys of a waiver, in order, as TOML; empty where left out."""
    return {
        "code": string(waiver.code),
        "cell": string(waiver.cell) if waiver.cell else "",
        "reason": string(waiver.reason),
    }


def _comment(comment: Comment) -> Keys:
    texts = {key: getattr(comment, key) for key in ("quote", "text", "answer", "reason")}
    return {
        "at": string(comment.at),
        "by": string(comment.by),
        "on": comment.on.isoformat() if comment.on else "",
        **{key: string(text) if text else "" for key, text in texts.items()},
        "done": "true" if comment.done else "",
    }


def _mark(mark: Mark) -> Keys:
    return {
        "section": string(mark.section),
        "role": string(mark.role),
        "by": string(mark.by),
        "on": mark.on.isoformat(),
        "fingerprint": string(mark.fingerprint),
    }


def _section_lines(report: Report, section: Section, *, unread: bool) -> Iterator[str]:
    values = _section(report, section)
    yield f"[{section.id}]  # {section.heading or section.name}"
    yield from (f"# {line}" for line in section.guidance.splitlines())
    if values["heading"]:
        yield f"heading = {values['heading']}"
    yield f"text = {values['text'] or _EMPTY_TEXT}"
    for block in section.table.blocks if section.table else ():
        cells = report.form.rows[f"{section.id}.{block.row_leaves()[0].id}"]
        columns = "、".join(cell.column.label for cell in typed_cells(cells, report.form))
        yield f"# {block.title + '，' if block.title else ''}每行依次填：{columns}"
        if unread:
            row = str(["?"] * len(typed_cells(cells, report.form))).replace("'", '"')
            values |= {leaf.id: row for leaf in block.row_leaves() if values[leaf.id] == "[]"}
        yield from _row_lines(block.rows, values)


_EMPTY_TEXT = '"""\n"""'


def _row_lines(rows: Sequence[Entry], values: dict[str, str]) -> Iterator[str]:
    for row in rows:
        if row.entries:
            yield f"# {row.label}"
            yield from _row_lines(row.entries, values)
        else:
            yield f"{row.id} = {values[row.id]}  # {row.label}"


# ---- an existing file


def updated_text(old: bytes, report: Report, name: str) -> bytes:
    """The bytes of an existing file with the values that differ put in, and nothing else touched."""
    before = loads(old, name)
    if before == report:
        return old
    import tomlkit  # here, because only a changed file pays for its import

    bom = _BOM if old.startswith(_BOM) else b""
    document = tomlkit.parse(old.decode("utf-8-sig").removesuffix("\n") + "\n")
    _put(document, _changes(_head(before), _head(report)))
    old_sections, new_sections = _sections(before), _sections(report)
    for section_id in old_sections | new_sections:
        changes = _changes(old_sections.get(section_id, {}), new_sections.get(section_id, {}))
        if any(changes.values()) and section_id not in document:
            document.add(section_id, tomlkit.table())
        if section_id in document:
            _put(document[section_id], changes)
    _drop_sections(document, old_sections.keys() - new_sections.keys())
    if before.letter != report.letter:
        if letter.LETTER not in document:
            document.add(letter.LETTER, tomlkit.table())
        old_keys, new_keys = (letter.keys(each.letter) for each in (before, report))
        _put(document[letter.LETTER], _changes(old_keys, new_keys))
    said = _remarks(report)
    for name, items in _remarks(before).items():
        if items != said[name]:
            _put_tables(document, name, items, said[name])
    new = tomlkit.dumps(document).encode()
    if 0 < old.count(b"\n") == old.count(b"\r\n"):
        new = new.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return bom + new


def _drop_sections(document: Any, sections: Iterable[str]) -> None:
    """Take out the sections that another form has not; what somebody noted in them stays, at the end."""
    import tomlkit

    for section in sections:
        if section in document:
            lines = tomlkit.dumps(document[section]).splitlines()
            del document[section]
            for line in lines:
                if line.lstrip().startswith("#"):
                    document.add(tomlkit.comment(line.lstrip().removeprefix("#").removeprefix(" ")))


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """What is to be written anew; another form may have other rows, and those of the old one go."""
    keys = before | after
    return {key: after.get(key, "") for key in keys if before.get(key, "[]") != after.get(key, "")}


def _sections(report: Report) -> dict[str, dict[str, str]]:
    return {section.id: _section(report, section) for section in report.form.sections}


def _put(table: Any, changes: dict[str, str]) -> None:
    """Put values, as TOML, into a parsed table; an empty one takes the key out."""
    for key, value in changes.items():
        if value:
            table[key] = _item(f"{key} = {value}\n", key)
        else:
            table.pop(key, None)


_IDENTITY = {
    "waivers": ("code", "cell"),
    "comments": ("at", "by", "text"),
    "reviews": ("section", "role"),
    "origins": ("from", "at"),
    earlier.EARLIER: ("year",),
}


def _put_tables(document: Any, name: str, before: Sequence[Keys], after: Sequence[Keys]) -> None:
    """Put an array of tables in; what stays (has the same identity) keeps its lines and comments."""
    import tomlkit

    places = {_identity(name, item) for item in after}
    kept = [item for item in before if _identity(name, item) in places]
    items = document.get(name)
    if not isinstance(items, tomlkit.items.AoT) or not 0 < len(kept) <= len(after):
        document.pop(name, None)
        if after:
            document.add(name, _item(_tables(name, after), name))
        return
    for index in reversed(range(len(before))):
        if before[index] not in kept:
            del items[index]
    for old, new, table in zip(kept, after, items, strict=False):
        _put(table, _changes(old, new))
    for new in after[len(kept) :]:
        items.append(_item(_tables(name, [new]), name)[0])


def _identity(name: str, item: Keys) -> tuple[str, ...]:
    return tuple(item[key] for key in _IDENTITY[name])


def _item(text: str, key: str) -> Any:
    import tomlkit

    return tomlkit.parse(text)[key]

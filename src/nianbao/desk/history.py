"""The history of the report that is being edited: written at every save, told cell by cell."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from nianbao.desk import person
from nianbao.desk.splice import splice
from nianbao.files import history
from nianbao.files.history import Event, What
from nianbao.model.figure import Figure
from nianbao.model.form import Form
from nianbao.model.report import Report
from nianbao.problem import reason
from nianbao.publish.differences import changed_lines
from nianbao.words import shortened

_LONGEST = 300  # characters of a line of text that are kept
_EASILY_READ, _BEFORE = 60, 12  # characters of a changed line; of them before what is different
_MOST_TOLD = 200  # events at one place


class History:
    """Keeps the history beside a report. What cannot be written is told in ``trouble`` and keeps nobody from
    saving."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = ""

    def record(self, before: Report, after: Report) -> None:
        """Write down what was saved in the place of what the file said. First the file, then the history: it
        tells of no change that the file never had. What is missing after a kill, :meth:`complete` adds."""
        self._append(list(changes(before, after, now(), person.name())))

    def complete(self, before: Report, after: Report, at: datetime.datetime, by: str) -> None:
        """Write down what somebody has saved, without what is told of it already."""
        last = {event.place: (event.before, event.after) for event in self.events()}
        found = changes(before, after, _precisely(at), by)
        self._append([event for event in found if last.get(event.place) != (event.before, event.after)])

    def note(self, what: What, *, after: str = "", by: str = "") -> None:
        """Write down that something happened to the report as a whole."""
        self._append([Event(now(), by or person.name(), what, after=after)])

    def move(self, path: Path, before: Report, after: Report) -> None:
        """Go on in another file, with all that happened so far and what was changed on the way there."""
        old, self.path = self.path, path
        try:
            history.carry(old, path, list(changes(before, after, now(), person.name())))
        except OSError as error:
            self._cannot(error)

    def events(self) -> list[Event]:
        """All that happened, oldest first; what cannot be read is told in ``trouble``."""
        try:
            return history.read(self.path)
        except OSError as error:
            self._cannot(error)
            return []

    def submitted(self) -> Event | None:
        """The last time that it was handed to a reviewer."""
        return next((event for event in reversed(self.events()) if event.what is What.SUBMITTED), None)

    def _append(self, events: list[Event]) -> None:
        self.trouble = ""
        try:
            history.append(self.path, events)
        except OSError as error:
            self._cannot(error)

    def _cannot(self, error: OSError) -> None:
        self.trouble = f"修改记录“{history.beside(self.path).name}”记不下来：{reason(error)}。"


def changes(before: Report, after: Report, at: str, by: str) -> Iterator[Event]:
    """The figures and the lines of text in which a report differs, as events."""
    for cell in after.form.cells:
        old, new = before.figures.get(cell), after.figures.get(cell)
        if old != new:
            yield Event(at, by, What.CHANGED, cell, _figure(old), _figure(new))
    for section, line, gone, come in changed_lines(before, after):
        words = _apart("\n".join(gone), "\n".join(come), _LONGEST)
        old_words, new_words = (shortened(each, _LONGEST) for each in words)
        yield Event(at, by, What.CHANGED, f"{section}:{line}", old_words, new_words)


def told(events: list[Event], place: str, now_there: str) -> list[str]:
    """What happened at a cell, or to the text of a section, newest first, a line for each. ``now_there`` is
    what the cell of the file says now, to tell where something else than this program has changed it."""
    own = [event for event in events if event.what is What.CHANGED and _is_at(event.place, place)]
    lines = [_in_words(event, with_line="." not in place) for event in reversed(own)][:_MOST_TOLD]
    if "." in place and own and own[-1].after != now_there:
        lines.insert(0, f"文件里现在是{now_there or '没有填'}：最后一次不是在这里改的，不知道是谁。")
    return lines


def all_told(events: list[Event], saved: Report) -> list[str]:
    """What happened to the whole report, newest first, a line for each. Before them stand the cells of which
    the file says something else by now than after their last change here."""
    form = saved.form
    last = {event.place: event.after for event in events if event.what is What.CHANGED}
    now_there = {cell: figure_there(saved, cell) for cell in form.cells if cell in last}
    elsewhere = [
        f"在别处修改　{last[cell] or '没有填'} → {figure or '没有填'}　{_named(cell, form)}"
        for cell, figure in now_there.items()
        if figure != last[cell]
    ]
    return [*elsewhere, *(_anywhere(event, form) for event in reversed(events))][:_MOST_TOLD]


def figure_there(report: Report, cell: str) -> str:
    """What a cell says, as the history keeps it."""
    return _figure(report.figures.get(cell))


def now() -> str:
    """This moment with its offset, so finely that no two savings have the same."""
    return _precisely(datetime.datetime.now().astimezone())


def moment(at: str) -> str:
    """A moment for people, in the time of the place where it was written down."""
    try:
        return f"{datetime.datetime.fromisoformat(at):%Y年%m月%d日 %H:%M}"
    except ValueError:
        return at


def _precisely(at: datetime.datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _is_at(place: str, wanted: str) -> bool:
    return place == wanted or ("." not in wanted and place.partition(":")[0] == wanted)


def _in_words(event: Event, *, with_line: bool) -> str:
    line = f"第{event.place.partition(':')[2]}行　" if with_line else ""
    old, new = event.before or "没有填", event.after or "没有填"
    if with_line:
        old, new = _apart(event.before, event.after, _EASILY_READ)
        old, new = old or "（没有）", new or "（删去）"
    return f"{moment(event.at)}　{event.by}　{line}{old} → {new}"


def _apart(old: str, new: str, room: int) -> tuple[str, str]:
    """Two states of a text, without most of the beginning that they share where one is longer than ``room``
    characters: so what is different is seen first, and not cut off."""
    start = splice(old, new).offset - _BEFORE
    if start <= 0 or max(len(old), len(new)) <= room:
        return old, new
    return f"…{old[start:]}", f"…{new[start:]}"


def _anywhere(event: Event, form: Form) -> str:
    head = f"{moment(event.at)}　{event.by}"
    match event.what:
        case What.CHANGED if event.place in form.cells:
            return f"{_in_words(event, with_line=False)}　{_named(event.place, form)}"
        case What.CHANGED:
            names = {section.id: section.name for section in form.sections}
            section = event.place.partition(":")[0]
            return f"{_in_words(event, with_line=True)}　〔{names.get(section, section)}〕"
        case What.SUBMITTED:
            return f"{head}　送审"
        case _:
            return f"{head}　{event.what}：{event.after}"


def _named(cell_id: str, form: Form) -> str:
    cell = form.cells[cell_id]
    return f"〔{form.section(cell.section).name}·{cell.name}〕"


def _figure(figure: Figure | None) -> str:
    return "" if figure is None else str(figure) or "空着"

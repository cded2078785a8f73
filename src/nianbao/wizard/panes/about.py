"""基本信息: agency, year, kind of agency, date, title. The form follows from the year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Button, Input, Label, Select, Static

from nianbao.desk.compared import prior_in_words
from nianbao.desk.session import Session, visible
from nianbao.desk.whole_report import looks_whole
from nianbao.model.agency import agency_kinds, kind_by_name
from nianbao.model.figure import half_width
from nianbao.model.load_forms import form_for
from nianbao.model.report import Report
from nianbao.model.wording import date_in_words
from nianbao.model.year import WrongYear, report_year
from nianbao.wizard.pasted import WholeReport
from nianbao.wizard.prompt_keys import PromptInput, promptly

_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_PAUSE = 0.4  # seconds after a keystroke until it is entered: less than the second that may be lost
_STEPS = {"agency": "改机关全称", "date": "改落款日期", "title": "改报告名称", "letter": "改主送机关"}


class KindChoice(Select[str], inherit_bindings=False):
    """The arrow keys go on to the next field, as in every other one; Enter opens the choice."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "show_overlay", "选一种")]

    async def on_key(self, event: events.Key) -> None:
        if not self.expanded:
            await promptly(self, event)


class Line(PromptInput):
    """A field of this pane: a whole report that is pasted into it may go to all parts."""

    def on_paste(self, event: events.Paste) -> None:
        if looks_whole(event.text):
            event.stop()
            event.prevent_default()
            self.post_message(WholeReport(event.text, partial(self.insert_text_at_cursor, "")))


class AboutPane(VerticalScroll, can_focus=False):
    """Fields to fill in. What cannot be right is not entered, and a word below the field says why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "app.focus_next", "下一项", show=False),
        Binding("up", "app.focus_previous", "上一项", show=False),
    ]

    class Changed(Message):
        """The report has changed."""

    class OtherForm(Message):
        """The year needs another form, which has no place for some figures. ``year`` waits for a yes."""

        def __init__(self, year: int, lost: int) -> None:
            super().__init__()
            self.year, self.lost = year, lost

    class OtherPrior(Message):
        """Another report of last year is to be compared."""

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.session = session
        self._timer: Timer | None = None
        self._asked: int | None = None  # the year about which somebody is being asked

    def compose(self) -> ComposeResult:
        kinds = [(f"{kind.name}（{_day(kind.deadline)}前公布）", kind.id) for kind in agency_kinds().values()]
        example = "例如 2026-01-20，可以不填"
        yield from self._field("agency", "机关全称", self._line("agency"))
        yield from self._field("year", "年度", self._line("year", max_length=6))
        yield from self._field(
            "kind", "机关类别", KindChoice(kinds, prompt="按名称判断", id="kind", compact=True)
        )
        yield from self._field("date", "落款日期", self._line("date", placeholder=example))
        yield from self._field("title", "报告名称", self._line("title", placeholder="可以不填"))
        superior = "报送函送给谁，可以不填"
        yield from self._field("letter", "主送机关", self._line("letter", placeholder=superior))
        with Horizontal(classes="field"):
            yield Label("上年报告", classes="field-name")
            yield Static(id="prior", markup=False)
            yield Button("换一份", id="other-prior", compact=True)
        yield Static("", id="prior-fault", classes="field-fault", markup=False)
        yield Static(id="about-form", markup=False)

    def _line(self, name: str, **options: Any) -> Line:
        return Line(id=name, entered=self._go_on, select_on_focus=False, **options)

    def _go_on(self) -> None:
        """Enter what was typed, and on to the next field."""
        self.commit()
        self.screen.focus_next()

    @staticmethod
    def _field(name: str, words: str, widget: Input | Select[str]) -> Iterator[Horizontal | Static]:
        yield Horizontal(Label(words, classes="field-name"), widget, classes="field")
        yield Static("", id=f"{name}-fault", classes="field-fault", markup=False)

    def on_mount(self) -> None:
        self.show(self.session)

    def show(self, session: Session, *, force: bool = False) -> None:
        """Put into the fields what the report says, but (unless forced) not over what is half typed."""
        if self._timer is not None and not force:
            self.commit(ask=False)
        self.session = session
        self._asked = None if force else self._asked
        report = session.report
        kind = kind_by_name(report.agency)
        values = {
            "agency": report.agency,
            "year": str(report.year),
            "date": report.date.isoformat() if report.date else "",
            "title": report.title or "",
            "letter": report.letter.to,
        }
        with self.prevent(Input.Changed, Select.Changed):
            for name, value in values.items():
                field = self.query_one(f"#{name}", Input)
                if force or _meaning(name, field.value, report) != _meaning(name, value, report):
                    field.value = value
                    self._fault(name, "")
            select: Select[str] = self.query_one("#kind", Select)
            select.value = report.agency_kind or Select.NULL
        for each in (*self.query(Input), *self.query(Select), *self.query(Button)):
            each.disabled = bool(session.locked)
        guessed = f"看名称是“{agency_kinds()[kind].name}”。" if kind and not report.agency_kind else ""
        self._fault("kind", guessed, note=True)
        prior, where = prior_in_words(session)
        self.query_one("#prior", Static).update(prior)
        self._fault("prior", where, note=True)
        self.query_one("#about-form", Static).update(_form_in_words(report, kind))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is None:
            self._timer = self.set_timer(_PAUSE, self._pause)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        event.stop()
        self.commit()

    def _pause(self) -> None:
        self.commit(ask=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.commit()
        self.post_message(self.OtherPrior())

    def on_select_changed(self, event: Select.Changed) -> None:
        event.stop()
        value = self.query_one("#kind", Select).value  # now, not when it was told
        kind = None if value is Select.NULL else str(value)
        if kind != self.session.report.agency_kind:
            self.session.enter_about("改机关类别", agency_kind=kind)
            self._tell_change()

    def commit(self, *, ask: bool = True) -> None:
        """Enter what stands in the fields, as far as it can be right; a year of another form only if
        somebody may be asked about it."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.is_mounted:
            return
        changes: dict[str, Any] = {}
        for name in ("agency", "year", "date", "title", "letter"):
            value, fault = _meaning(name, self.query_one(f"#{name}", Input).value, self.session.report)
            self._fault(name, fault)
            if not fault and value != getattr(self.session.report, name):
                changes[name] = value
        year = changes.pop("year", None)
        if changes:
            self.session.enter_about(_STEPS[next(iter(changes))], **changes)
            self._tell_change()
        if year is not None and (ask or form_for(year) is self.session.form):
            self._change_year(year)

    def _change_year(self, year: int) -> None:
        form = form_for(year)
        report = self.session.report
        if form is None or form is report.form:
            self.session.enter_about("改年度", year=year)
            self._tell_change()
            return
        lost = sum(1 for cell in report.figures if cell not in form.cells)
        if not lost:
            self.session.enter_about("改年度", year=year, form=form)
            self._tell_change()
        elif self._asked != year:
            self._asked = year
            self.post_message(self.OtherForm(year, lost))

    def _tell_change(self) -> None:
        self.show(self.session)
        self.post_message(self.Changed())

    def _fault(self, name: str, words: str, *, note: bool = False) -> None:
        """Tell why a field cannot be right, or only a word about it."""
        line = self.query_one(f"#{name}-fault", Static)
        line.update(words)
        line.set_class(note, "-note")


def _meaning(name: str, text: str, report: Report) -> tuple[Any, str]:
    """What a field means for the report, and why it cannot be right."""
    plain = half_width(text).strip()
    match name:
        case "agency":
            return text.strip(), "" if text.strip() else "请写机关全称。"
        case "title":
            return (None if text.strip() in {"", report.usual_title()} else text.strip()), ""
        case "letter":
            return report.letter._replace(to=visible(text).strip()), ""
        case "year":
            try:
                return report_year(text), ""
            except WrongYear as error:
                return report.year, str(error)
        case _:
            return _date(plain, report)


def _date(plain: str, report: Report) -> tuple[datetime.date | None, str]:
    if not plain:
        return None, ""
    found = _DATE.fullmatch(plain)
    try:
        if found:
            return datetime.date(*(int(part) for part in found.groups())), ""
    except ValueError:
        pass
    return report.date, "没有这一天；日期写成 2026-01-20 或 2026年1月20日。"


def _day(deadline: tuple[int, int]) -> str:
    return f"{deadline[0]}月{deadline[1]}日"


def _form_in_words(report: Report, guessed: str | None) -> str:
    kind = agency_kinds().get(report.agency_kind or guessed or "")
    title = f"印出来的名称：{report.title or report.usual_title()}"
    lines = [title, f"表式：{report.form.id}年格式（{report.form.notice}）"]
    if kind is not None:
        last = kind.deadline_for(report.year)
        lines.append(f"公布期限：{date_in_words(last)}以前")
    return "\n".join(lines)

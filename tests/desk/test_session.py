"""A session: findings as one types, history without limit, what is saved."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nianbao.checks import check
from nianbao.desk.session import Session, visible
from nianbao.desk.splice import splice
from nianbao.model.figure import Figure, count, parse
from nianbao.model.finding import Finding
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report, Waiver
from tests.soak import TIMES

FORM, OLD_FORM = all_forms()["2021"], all_forms()["2019"]
RECEIVED = "applications.received.natural_person"
GRANTED = "applications.granted.natural_person"
CARRIED_OUT = "applications.carried_out.natural_person"
TOTAL = "applications.received.total"


def report() -> Report:
    return Report(
        FORM, "卫滨区城市管理局", 2023, figures={c: count(0) for c in FORM.cells if c not in FORM.totals}
    )


@pytest.fixture
def session() -> Session:
    return Session(report())


def codes(session: Session) -> set[str]:
    return {finding.code for finding in session.findings()}


# ---- typing


def test_a_finding_comes_with_the_keystroke_and_goes_with_it(session: Session) -> None:
    session.type({RECEIVED: parse("2")})
    assert "T301" in codes(session)
    assert session.report.figure(RECEIVED) == count(2)
    assert session.entered.figure(RECEIVED) == count(0)
    session.type({})
    assert "T301" not in codes(session)
    assert session.next_undo is None


def test_typing_counts_as_unsaved(session: Session) -> None:
    assert not session.unsaved
    session.type({RECEIVED: count(1)})
    assert session.unsaved
    session.type({})
    assert not session.unsaved


def test_undo_takes_what_is_half_typed_away_even_with_no_history(session: Session) -> None:
    session.type({RECEIVED: count(1)})
    assert session.undo() is None
    assert session.report == report()
    session.type({RECEIVED: count(1)})
    assert session.redo() is None
    assert session.report == report()


# ---- history


def test_undo_and_redo_go_all_the_way(session: Session) -> None:
    for number in range(1, 200):
        session.enter({RECEIVED: count(number)}, "填数")
    while session.undo():
        pass
    assert session.report == report()
    assert session.findings() == check(report())
    while session.redo():
        pass
    assert session.report.figure(RECEIVED) == count(199)


def test_a_step_tells_what_and_where(session: Session) -> None:
    session.enter({RECEIVED: count(1), GRANTED: count(1)}, "粘贴2格")
    step = session.undo()
    assert step is not None
    assert (step.words, step.place) == ("粘贴2格", RECEIVED)
    assert session.next_redo is step


def test_entering_what_is_there_is_no_step(session: Session) -> None:
    session.enter({RECEIVED: count(0)}, "填数")
    assert session.next_undo is None


def test_a_new_change_ends_redo(session: Session) -> None:
    session.enter({RECEIVED: count(1)}, "填数")
    session.undo()
    session.enter({RECEIVED: count(2)}, "填数")
    assert session.redo() is None
    assert session.report.figure(RECEIVED) == count(2)


def typed(session: Session, *texts: str) -> int:
    """How many steps it takes back to nothing after these states of a text."""
    for text in texts:
        session.enter_text("overview", text)
    steps = 0
    while session.undo():
        steps += 1
    return steps


def test_typing_on_in_a_line_is_one_step(session: Session) -> None:
    assert typed(session, "全", "全年", "全年公", "全年") == 1


def test_a_new_line_or_another_place_is_a_new_step(session: Session) -> None:
    assert typed(session, "全年", "全年\n公开", "全年\n公开1", "前全年\n公开1") == 3


def test_text_goes_on_after_another_change_as_a_new_step(session: Session) -> None:
    session.enter_text("overview", "全")
    session.enter({RECEIVED: count(1)}, "填数")
    session.enter_text("overview", "全年")
    session.undo()
    assert session.report.narrative == {"overview": "全"}


def test_text_typed_and_taken_away_leaves_no_step(session: Session) -> None:
    assert typed(session, "全", "全年", "全", "") == 0


def test_become_is_one_step(session: Session) -> None:
    other = replace(report(), agency="别处", narrative={"overview": "正文"})
    session.become(other, "恢复")
    assert session.report == other
    session.undo()
    assert session.report == report()


# ---- about, waivers, form


def test_the_kind_of_agency_changes_what_is_found(session: Session) -> None:
    session.enter(
        {"disclosure.regulations.issued": count(1), "disclosure.regulations.in_force": count(1)}, "填数"
    )
    assert "T202" in codes(session)
    session.enter_about(agency_kind="province")
    assert "T202" not in codes(session)
    session.undo()
    assert "T202" in codes(session)


def test_another_form_leaves_out_what_it_has_no_place_for(session: Session) -> None:
    session.enter({"applications.other_fee_unpaid.business": count(7)}, "填数")
    finding = next(f for f in session.findings() if f.code == "T301")
    session.enter_about(form=OLD_FORM, year=2020)
    assert session.report.figures.keys() <= OLD_FORM.cells.keys()
    assert session.findings() == check(session.report)
    session.undo()
    assert session.report.figure("applications.other_fee_unpaid.business") == count(7)
    session.waive(finding, "理由")
    assert session.report.waivers


def test_a_waiver_of_a_place_that_the_new_form_lacks_goes(session: Session) -> None:
    place = "applications.other_fee_unpaid"
    session.become(replace(report(), waivers=(waiver("S104", place), waiver("S104", ""))), "")
    session.enter_about(form=OLD_FORM, year=2020)
    assert session.report.waivers == (waiver("S104", ""),)


def waiver(code: str, cell: str) -> Waiver:
    return Waiver(code, cell, "理由")


def test_a_waiver_marks_the_finding_and_an_empty_reason_takes_it_back(session: Session) -> None:
    session.enter(
        {"disclosure.regulations.issued": count(1), "disclosure.regulations.in_force": count(1)}, "填数"
    )
    finding = next(f for f in session.findings() if f.code == "T202")
    session.waive(finding, "确有规章制定权")
    assert next(f for f in session.findings() if f.code == "T202").waived == "确有规章制定权"
    session.waive(finding, "")
    assert next(f for f in session.findings() if f.code == "T202").waived is None


def test_a_finding_of_many_rows_is_waived_for_these_rows_alone(session: Session) -> None:
    people = ("received", "carried_in", "granted")
    absent = {
        f"applications.{row}.{column}": parse("/")
        for row in people
        for column in ("research", "legal_service")
    }
    session.enter(absent, "填数")
    (many,) = gaps(session)
    assert len(many.cells) == 6
    session.waive(many, "本机关没有这样的申请人")
    assert {waiver.cell for waiver in session.report.waivers} == {f"applications.{row}" for row in people}
    assert [gap.waived for gap in gaps(session)] == ["本机关没有这样的申请人"] * 3
    more = ("applications.granted.other", "disclosure.licences.decisions")
    session.enter({cell: parse("/") for cell in more}, "填数")
    assert [gap.section for gap in gaps(session) if gap.waived is None] == ["disclosure"]


def gaps(session: Session) -> list[Finding]:
    return [finding for finding in session.findings() if finding.code == "S104"]


def test_last_years_report_is_compared_as_soon_as_it_is_known(session: Session) -> None:
    last = replace(report(), year=2022).with_figures({CARRIED_OUT: count(2)})
    session.prior = last
    assert "Y601" in codes(session)
    assert session.findings() == check(session.report, last)
    session.prior = None
    assert "Y601" not in codes(session)


# ---- text that a file can hold


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("一\r\n二\r三", "一\n二\n三"),
        ("前\u200b后\u202e\x00", "前后"),
        ("　　缩进\t格", "　　缩进\t格"),
        ("平常的话", "平常的话"),
    ],
)
def test_visible(raw: str, plain: str) -> None:
    assert visible(raw) == plain


def test_unseen_characters_do_not_get_into_texts_and_names(session: Session) -> None:
    session.enter_text("overview", "一\r\n\u200b二\n\n")
    session.enter_about(agency=" 某\u200b局\n一科 ", date=datetime.date(2024, 1, 2))
    assert session.report.narrative["overview"] == "一\n二"
    assert session.report.agency == "某局 一科"


def test_saved_and_told(session: Session) -> None:
    told: list[bool] = []
    session.on_change = lambda: told.append(session.unsaved)
    session.enter({RECEIVED: count(1)}, "填数")
    session.mark_saved(session.report)
    session.undo()
    assert told == [True, False, True]


# ---- splices


@given(st.text("ab\n", max_size=12), st.text("ab\n", max_size=12))
def test_a_splice_makes_the_one_of_the_other(before: str, after: str) -> None:
    assert splice(before, after).apply(before) == after


def test_a_splice_is_small() -> None:
    text = "正文" * 5000
    change = splice(text, text[:4000] + "x" + text[4000:])
    assert (change.removed, change.inserted) == (0, "x")


@pytest.mark.parametrize(("offset", "removed"), [(3, 1), (-1, 1), (0, -1)])
def test_a_splice_beyond_the_text_is_refused(offset: int, removed: int) -> None:
    change = replace(splice("", ""), offset=offset, removed=removed)
    with pytest.raises(ValueError, match="3"):
        change.apply("abc")


# ---- everything at once

CELLS = st.sampled_from(
    [
        RECEIVED,
        GRANTED,
        TOTAL,
        "applications.outcomes.total",
        "applications.other_fee_unpaid.other",
        "applications.other_reasons.other",
        "disclosure.regulations.issued",
        "disclosure.fees.amount",
        "disputes.review.total",
        "disputes.review.upheld",
    ]
)
FIGURES = st.sampled_from(["", "0", "1", "2", "12", "/", "?", "减", "+4", "-3", "1.5", "200000"]).map(parse)
TEXTS = st.sampled_from(["", "收费通知", "开头\n一、总体情况", "正文", "正文多", "正\n文"])
SECTIONS = st.sampled_from(["overview", "other"])


LAST = replace(report(), year=2022, figures={RECEIVED: count(900), CARRIED_OUT: count(2)})


Changes = dict[str, Figure | None]


class Sequences(RuleBasedStateMachine):
    """Whatever is done in whatever order, the findings are those of the report, and undo restores all."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(report(), prior=LAST)

    def known(self, changes: Changes) -> Changes:
        return {cell: figure for cell, figure in changes.items() if cell in self.session.form.cells}

    @rule(changes=st.dictionaries(CELLS, FIGURES | st.none(), max_size=3))
    def type(self, changes: Changes) -> None:
        self.session.type(self.known(changes))

    @rule(changes=st.dictionaries(CELLS, FIGURES | st.none(), min_size=1, max_size=3))
    def enter(self, changes: Changes) -> None:
        self.session.enter(self.known(changes), "填数")

    @rule(section=SECTIONS, text=TEXTS)
    def enter_text(self, section: str, text: str) -> None:
        self.session.enter_text(section, text)

    @rule(kind=st.sampled_from([None, "province", "department"]))
    def about(self, kind: str | None) -> None:
        self.session.enter_about(agency_kind=kind)

    @rule(year=st.sampled_from([2020, 2023]))
    def other_form(self, year: int) -> None:
        self.session.enter_about(year=year, form=OLD_FORM if year == 2020 else FORM)

    @rule(reason=st.sampled_from(["", "有理由"]), number=st.integers(0, 5))
    def waive(self, reason: str, number: int) -> None:
        found = self.session.findings()
        if found:
            self.session.waive(found[number % len(found)], reason)

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @invariant()
    def findings_are_those_of_the_report(self) -> None:
        assert self.session.findings() == check(self.session.report, LAST)

    def teardown(self) -> None:
        last, steps = self.session.entered, 0
        while self.session.undo():
            steps += 1
            assert self.session.findings() == check(self.session.report, LAST)
        assert self.session.report == report()
        for _ in range(steps):
            self.session.redo()
        assert self.session.report == last


TestSequences = Sequences.TestCase
TestSequences.settings = settings(
    max_examples=20 * TIMES, stateful_step_count=25, deadline=None, report_multiple_bugs=False
)

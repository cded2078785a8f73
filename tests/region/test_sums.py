"""Sums over members: exact, and what is blank, unknown or does not apply stays apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.model.figure import BLANK, UNKNOWN, Figure, State, count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.region.collected import Collected, File, Found, Handed
from nianbao.region.members import Member, Region
from nianbao.region.names import How
from nianbao.region.sums import Sum, Sums

FORM = all_forms()["2021"]
LICENCES, IN_FORCE = "disclosure.licences.decisions", "disclosure.normative_documents.in_force"
RECEIVED, TOTAL = "applications.received.natural_person", "applications.received.total"
ISSUED = "disclosure.regulations.issued"


def handed(name: str, figures: dict[str, Figure] | None, *below: Handed, kind: str = "department") -> Handed:
    member = Member(name, kind, members=tuple(each.member for each in below))
    if figures is None:
        return Handed(member, members=below)
    report = Report(FORM, name, 2024, figures=figures)
    return Handed(member, Found(File(f"{name}.toml", "0"), report), How.NAME, members=below)


def sums(*members: Handed) -> dict[str, Sum]:
    region = Region("某某县", "county", 2024, tuple(each.member for each in members))
    return dict(Sums(Collected(region, FORM, members, Handed(region.whole))).of_cells)


FIGURES = st.sampled_from([count(0), count(3), count(10**9), BLANK, UNKNOWN, parse("/"), parse("减")])


@settings(max_examples=12, deadline=None)
@given(st.lists(FIGURES, min_size=1, max_size=5))
def test_the_state_of_a_sum_is_that_of_its_worst_part(figures: list[Figure]) -> None:
    members = [handed(f"局{n}", {LICENCES: figure}) for n, figure in enumerate(figures)]
    found = sums(*members)[LICENCES]
    states = [figure.state for figure in figures]
    numbers = [int(figure.number) for figure in figures if figure.number is not None]
    names = {state: tuple(f"局{n}" for n, s in enumerate(states) if s is state) for state in State}
    assert found.known == sum(numbers)
    assert sorted(found.unknown) == sorted(names[State.UNKNOWN] + names[State.MALFORMED])
    assert (found.blank, found.not_applicable) == (names[State.BLANK], names[State.NOT_APPLICABLE])
    if found.unknown:
        assert found.figure == UNKNOWN
    elif found.blank:
        assert found.figure == BLANK
    elif numbers:
        assert found.figure == count(sum(numbers))
    else:
        assert found.figure.state is State.NOT_APPLICABLE


def test_who_has_no_report_is_named_and_the_rest_is_added() -> None:
    found = sums(handed("甲局", {LICENCES: count(4)}), handed("乙局", None))[LICENCES]
    assert (found.figure, found.unknown, found.known) == (UNKNOWN, ("乙局",), 4)
    assert [part.member for part in found.largest_first] == ["甲局", "乙局"]


def test_a_region_below_counts_with_its_report_else_with_its_members() -> None:
    towns = handed("甲镇", {LICENCES: count(2)}), handed("乙镇", {LICENCES: count(3)})
    assert sums(handed("某区", None, *towns))[LICENCES].figure == count(5)
    assert sums(handed("某区", {LICENCES: count(7)}, *towns))[LICENCES].figure == count(7)


def test_what_the_form_says_must_not_be_added() -> None:
    office = handed("某某县人民政府办公室", {ISSUED: count(1), IN_FORCE: count(6)})
    bureau = handed("某某县民政局", {ISSUED: count(2), IN_FORCE: count(4)})
    found = sums(office, bureau)
    assert (found[ISSUED].figure, found[ISSUED].not_added) == (count(1), ("某某县民政局",))
    regional = found[ISSUED].regional
    assert regional is not None
    assert "只计政府" in regional.why
    joint = found[IN_FORCE]
    assert (joint.figure, joint.greatest, joint.regional is not None and joint.regional.at_most) == (
        count(10),
        6,
        True,
    )
    assert sums(bureau)[ISSUED].figure == UNKNOWN


def test_a_wrong_total_of_a_member_does_not_spread() -> None:
    row = {cell.id: count(0) for cell in FORM.rows["applications.received"] if cell.id != TOTAL}
    member = handed("甲局", {**row, RECEIVED: count(4), TOTAL: count(40)})
    assert sums(member)[TOTAL].figure == count(4)
    unread = handed("甲局", {RECEIVED: count(4), TOTAL: count(40)})
    assert sums(unread)[TOTAL].figure == count(40)


def test_cells_that_the_form_of_a_member_lacks_are_unknown() -> None:
    old = all_forms()["2019"]
    report = Report(
        old, "甲局", 2020, figures={RECEIVED: count(4), "disclosure.licences.decisions": count(9)}
    )
    member = Handed(Member("甲局", "department"), Found(File("a", "0"), report), How.NAME)
    found = sums(member)
    assert found[RECEIVED].figure == count(4)
    assert found["applications.other_reasons.business"].unknown == ("甲局",)


def test_money_is_added_in_the_unit_of_the_label_and_named_where_it_has_none() -> None:
    fees = "disclosure.fees.amount"
    found = sums(handed("甲局", {fees: parse("1.5")}), handed("乙局", {fees: parse("5000元")}))[fees]
    assert (str(found.figure), found.unknown) == ("2", ())
    assert (str(found), found.known_in_words) == ("2万元", "2万元")
    old, amount = all_forms()["2019"], "disclosure.procurement.amount"
    reports = [
        Report(old, name, 2020, figures={amount: parse(text)})
        for name, text in (("甲局", "3万元"), ("乙局", "7"))
    ]
    members = [Handed(Member(r.agency, "department"), Found(File("a", "0"), r), How.NAME) for r in reports]
    region = Region("某某县", "county", 2020, ())
    whole = Sums(Collected(region, old, tuple(members), Handed(region.whole))).of_cells[amount]
    assert (whole.figure, whole.unknown) == (UNKNOWN, ("乙局",))
    assert whole.known_in_words == "10"  # of what, nobody knows

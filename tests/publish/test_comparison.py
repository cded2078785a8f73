"""Two reports beside each other: what differs is named, what does not is not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.figure import count
from nianbao.model.load_forms import all_forms, form_for
from nianbao.model.report import Report
from nianbao.publish import side_by_side
from nianbao.publish.comparison import Kind, compare
from nianbao.publish.stretches import changed_lines, stretches
from tests.strategies import clean_report, reports

LINES = st.lists(
    st.sampled_from(["收到申请12件。", "收到申请13件。", "没有收费。", "（一）公开", ""]), max_size=8
)


@given(LINES, LINES)
def test_the_changed_lines_make_the_new_text_of_the_old(before: list[str], after: list[str]) -> None:
    text: list[str | None] = [*before]
    moved = 0
    for line in changed_lines(before, after):
        at = line.first + moved
        if line.before is None:
            text.insert(at, line.after)
            moved += 1
        else:
            assert text[at] == line.before
            text[at : at + 1] = [] if line.after is None else [line.after]
            moved -= line.after is None
        if line.after is not None:
            assert after[line.now] == line.after
    assert text == after


def test_a_changed_paragraph_is_one_change_beside_one_that_was_put_in() -> None:
    found = list(changed_lines(["收到申请12件，办结10件。"], ["新的一段", "收到申请13件，办结10件。"]))
    assert [(line.before, line.after) for line in found] == [
        (None, "新的一段"),
        ("收到申请12件，办结10件。", "收到申请13件，办结10件。"),
    ]


def test_as_many_paragraphs_as_before_are_the_same_ones() -> None:
    found = list(changed_lines(["没有收费。", "甲乙。"], ["另外一句话。", "丙丁戊。"]))
    assert [(line.before, line.after) for line in found] == [
        ("没有收费。", "另外一句话。"),
        ("甲乙。", "丙丁戊。"),
    ]


def test_numbers_are_not_torn() -> None:
    found = stretches("收到1,200件", "收到1,300件")
    assert [(each.before, each.after) for each in found if not each.same] == [("1,200", "1,300")]


@given(st.data())
def test_a_report_does_not_differ_from_itself(data: st.DataObject) -> None:
    report = data.draw(reports(next(iter(all_forms().values()))))
    assert not compare(report, report).differences


def clean(year: int) -> Report:
    form = form_for(year)
    assert form is not None
    return clean_report(form.id)


def test_figures_totals_paragraphs_and_facts() -> None:
    old = clean(2024)
    cell = next(c for c in old.form.cells if c not in old.form.totals and old.figure(c) == count(0))
    section = next(iter(old.narrative))
    new = replace(
        old.with_figures({cell: count(7)}),
        agency="别的局",
        narrative={**old.narrative, section: old.narrative[section] + "\n<新>的一段。"},
    )
    found = compare(old, new)
    told = {each.at: (each.before, each.after) for each in found.differences}
    assert told[cell] == ("0", "7")
    assert told["agency"] == (old.agency, "别的局")
    assert ("", "<新>的一段。") in told.values()
    assert all(
        each.kind is not Kind.FIGURE or each.at.split(".")[0] == cell.split(".")[0]
        for each in found.differences
    )
    assert next(each.kind for each in compare(old, new, figures_alone=True).differences) is Kind.FIGURE
    page = side_by_side.html(found, "<a>.toml", "b.toml")
    assert "<新>" not in page
    assert "<ins>&lt;新&gt;的一段。</ins>" in page
    assert "&lt;a&gt;.toml" in page


def test_an_organ_that_a_title_gives_in_short_is_the_same() -> None:
    typed = replace(clean(2024), agency="青溪县水利局", title="县水利局2024年报告")
    read = replace(typed, agency="县水利局", source="报告.docx")
    assert not compare(typed, read).differences
    assert [each.at for each in compare(typed, replace(read, source="")).differences] == ["agency"]


def test_two_forms_meet_in_the_cells_of_both() -> None:
    old, new = clean(2020), clean(2024)
    found = compare(old, new)
    assert found.only_before
    assert found.only_after
    both = old.form.cells.keys() & new.form.cells.keys()
    assert {each.at for each in found.differences if each.kind is Kind.FIGURE} <= both
    assert "两种格式都有的格" in "".join(side_by_side.summary(found))

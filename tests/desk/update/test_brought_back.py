"""What was changed in Word comes back into the report, and nothing else changes."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.desk.update.brought_back import BroughtBack, Change, in_words, read_changed
from nianbao.files.source import Source
from nianbao.model.figure import BLANK, count
from nianbao.model.report import Report
from nianbao.model.review import Comment
from nianbao.problem import InputError
from nianbao.publish.comparison import Kind
from tests.changed_docx import MARK, changed, figure, inserted, paragraph, run, with_xml
from tests.soak import drawn
from tests.strategies import clean_report

REFERENCE = "{{ 申请.本年新收.总计 }}"
LINES = [
    f"全年收到申请{REFERENCE}件，按期答复。",
    f"开展培训3次，比上年多；申请仍为{REFERENCE}件。",
    "网站改版，栏目更清楚。",
]


def a_report() -> Report:
    report = clean_report("2021")
    figures = {cell: count(1001 + index) for index, cell in enumerate(report.figures)}
    narrative = {**report.narrative, "overview": "\n\n".join(LINES)}
    return replace(report, narrative=narrative, figures=figures, date=datetime.date(2025, 1, 20))


REPORT = a_report()
TOTAL = str(REPORT.figure("applications.received.total"))
PRINTED = [line.replace(REFERENCE, TOTAL) for line in LINES]
FIRST, SECOND = (cell for cell in list(REPORT.figures)[:2])


def back(data: bytes, report: Report = REPORT) -> BroughtBack:
    return read_changed(report, Source("改过的.docx", data), Path("报告.toml"))


def only(found: BroughtBack) -> Change:
    (change,) = found.changes
    return change


def test_a_file_that_nobody_changed_brings_nothing_back() -> None:
    found = back(changed(REPORT))
    assert (found.changes, found.told) == ((), ())
    assert found.taking(found.changes) == REPORT


@drawn(6)
@given(
    st.sets(st.sampled_from(list(REPORT.figures)), max_size=4),
    st.lists(st.sampled_from(["", "keep", "words", "insert"]), min_size=3, max_size=3),
)
def test_exactly_what_was_changed_comes_back(cells: set[str], what: list[str]) -> None:
    edits, lines = [], []
    for number, (line, printed, how) in enumerate(zip(LINES, PRINTED, what, strict=True)):
        words = f"新的第{number}段话，另加的。"
        if how == "insert":
            edits.append(inserted(printed, words))
            lines += [line, words]
        elif how == "words":
            edits.append(paragraph(printed, f"{printed[:-1]}，另{{{{加}}}}的。"))
            lines.append(f"{line[:-1]}，另\\{{{{加}}}}的。")
        elif how or not any(what):
            lines.append(line)
        else:
            edits.append(paragraph(printed, ""))
    figures = {cell: count(100_000 + int(str(REPORT.figure(cell)))) for cell in cells}
    edits += [figure(str(REPORT.figure(cell)), str(figures[cell])) for cell in cells]
    found = back(changed(REPORT, *edits))
    taken = found.taking(found.changes)
    assert [line for line in taken.narrative["overview"].split("\n") if line] == lines
    assert replace(taken, narrative=REPORT.narrative, origins=()) == REPORT.with_figures(figures)
    assert {(o.cell, o.value, o.source) for o in taken.origins} == {
        (cell, figure, "改过的.docx") for cell, figure in figures.items()
    }
    assert {key: text for key, text in taken.narrative.items() if key != "overview"} == {
        key: text for key, text in REPORT.narrative.items() if key != "overview"
    }
    nothing = found.taking(())
    assert nothing == REPORT


def test_a_number_changed_in_the_text_alone_takes_the_place_of_the_reference() -> None:
    found = back(changed(REPORT, paragraph(PRINTED[0], PRINTED[0].replace(TOTAL, "9"))))
    assert REFERENCE in only(found).note
    assert "不再随表格变" in only(found).note
    assert "全年收到申请9件，按期答复。" in found.taking(found.changes).narrative["overview"]


def test_a_number_changed_in_the_table_and_in_the_text_stays_a_reference() -> None:
    cell = "applications.received.natural_person"
    old = str(REPORT.figure(cell))
    new, total = str(int(old) + 1), str(int(TOTAL) + 1)
    found = back(
        changed(
            REPORT,
            figure(old, new),
            figure(TOTAL, total),
            paragraph(PRINTED[0], PRINTED[0].replace(TOTAL, total)),
        )
    )
    assert not any(change.note for change in found.changes)
    taken = found.taking(found.changes)
    assert taken.narrative == REPORT.narrative
    assert taken.figure(cell) == count(int(new))
    text = [change for change in found.changes if change.difference.kind is Kind.PARAGRAPH]
    assert f"申请{total}件" in found.taking(text).narrative["overview"]


def test_what_is_blank_or_computed_or_no_number_stays_and_is_told() -> None:
    first, second = str(REPORT.figure(FIRST)), str(REPORT.figure(SECOND))
    found = back(changed(REPORT, figure(first, ""), figure(second, "若干"), figure(TOTAL, "77777")))
    assert found.changes == ()
    told = "\n".join(found.told)
    assert f"报告里是{first}" in told
    assert "若干" in told
    assert f"文件里是77777，由各格算出的是{TOTAL}" in told


def test_a_blank_cell_of_the_report_is_filled() -> None:
    begun = REPORT.with_figures({FIRST: BLANK})
    found = back(changed(REPORT), begun)
    assert found.taking(found.changes).figure(FIRST) == REPORT.figure(FIRST)


def test_another_year_is_refused() -> None:
    with pytest.raises(InputError, match="年度的报告"):
        back(changed(REPORT), replace(REPORT, year=2023))


def test_tracked_changes_tell_who_made_them_and_comments_become_comments() -> None:
    line = PRINTED[2]
    ins, gone = f"<w:ins {MARK}>{run('全面')}</w:ins>", f"<w:del {MARK}>{run('更清楚', 'delText')}</w:del>"
    anchor = '<w:commentRangeStart w:id="1"/>'
    xml = f"{anchor}{run('网站')}{ins}{run('改版，栏目')}{gone}{run('清晰。')}"
    comment = f'<w:comment w:id="1" w:author="王科长"><w:p>{run("再核一下")}</w:p></w:comment>'
    found = back(with_xml(changed(REPORT), line, xml, comment))
    text, said = found.changes
    assert text.difference.after == "网站全面改版，栏目清晰。"
    assert "李局长（2026年1月5日）插入“全面”；李局长（2026年1月5日）删除“更清楚”" in text.by
    assert "王科长：再核一下" in "\n".join(in_words(said, REPORT))
    taken = found.taking(found.changes)
    assert taken.narrative["overview"].endswith("网站全面改版，栏目清晰。")
    assert taken.comments == (Comment("overview:3", "王科长", "再核一下", quote="网站全面改版，栏目清晰。"),)
    again = back(with_xml(changed(taken), "网站全面", xml, comment), taken)
    assert again.changes == ()
    assert "王科长：再核一下" in "\n".join(again.told)


def test_tracked_figures_and_ends_of_paragraphs_tell_who_made_them() -> None:
    old, (cut, rest) = str(REPORT.figure(FIRST)), (PRINTED[2][:6], PRINTED[2][6:])
    end = f"<w:pPr><w:rPr><w:ins {MARK}/></w:rPr></w:pPr>"
    data = with_xml(changed(REPORT), PRINTED[2], f"</w:p><w:p>{end}{run(cut)}</w:p><w:p>{run(rest)}")
    tracked = f"<w:del {MARK}>{run(old, 'delText')}</w:del><w:ins {MARK}>{run('７７７')}</w:ins>"
    found = back(with_xml(data, old, tracked))
    assert [each.by for each in found.changes] == [
        "李局长（2026年1月5日）在这里分段",
        "李局长（2026年1月5日）在这里分段",
        f"李局长（2026年1月5日）删除“{old}”；李局长（2026年1月5日）插入“７７７”",
    ]
    assert found.told == ()


def test_what_was_moved_or_divided_keeps_its_references() -> None:
    cut = len(PRINTED[1]) - 12
    divided = [paragraph(PRINTED[1], PRINTED[1][:cut]), inserted(PRINTED[1][:cut], PRINTED[1][cut:])]
    moved = [paragraph(PRINTED[0], ""), inserted(PRINTED[2], PRINTED[0])]
    found = back(changed(REPORT, *divided, *moved))
    assert not any(each.note for each in found.changes)
    typed = [line for line in found.taking(found.changes).narrative["overview"].split("\n") if line]
    assert "".join(typed[:2]) == LINES[1]
    assert typed[2:] == [LINES[2], LINES[0]]


def commented(data: bytes, *texts: str) -> bytes:
    """The file with a comment of one wording at the first runs of texts."""
    anchors = [f'<w:commentRangeStart w:id="{number}"/>' for number in range(len(texts))]
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="王科长"><w:p>{run("核对")}</w:p></w:comment>'
        for number in range(len(texts))
    )
    for anchor, text in zip(anchors, texts, strict=True):
        data = with_xml(data, text, anchor + run(text))
    return with_xml(data, PRINTED[2], run(PRINTED[2]), comments)


def test_comments_at_cells_become_comments_of_the_cells_and_at_labels_are_told() -> None:
    own = [FIRST, "applications.received.natural_person", list(REPORT.figures)[-1]]
    found = back(commented(changed(REPORT), *(str(REPORT.figure(cell)) for cell in own)))
    taken = found.taking(found.changes)
    assert taken == replace(REPORT, comments=tuple(Comment(cell, "王科长", "核对") for cell in own))
    assert found.told == ()
    assert REPORT.form.cells[FIRST].name in "\n".join(in_words(found.changes[0], REPORT))
    label = REPORT.form.cells[own[1]].name.split("·")[0]
    again = back(commented(changed(taken), str(REPORT.figure(FIRST)), label), taken)
    assert again.changes == ()
    assert "另有批注2条" in "".join(again.told)


def test_a_comment_at_a_cell_that_no_label_places_is_told() -> None:
    cell = next(cell for cell, each in REPORT.form.cells.items() if each.name.startswith("行政许可"))
    found = back(commented(changed(REPORT, figure("行政许可", "某某")), str(REPORT.figure(cell))))
    assert found.changes == ()
    assert "另有批注1条" in "".join(found.told)


def test_tracked_layout_and_rows_are_told() -> None:
    xml = f"<w:r><w:rPr><w:b/><w:rPrChange {MARK}><w:rPr/></w:rPrChange></w:rPr><w:t>{PRINTED[2]}</w:t></w:r>"
    found = back(with_xml(changed(REPORT), PRINTED[2], xml))
    assert found.changes == ()
    assert "只改排版的修订1处" in "".join(found.told)

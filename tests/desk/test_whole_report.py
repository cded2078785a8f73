"""A whole report as text goes to its parts."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from nianbao.desk.whole_report import Distribution, looks_whole, read_pasted
from nianbao.model.figure import UNKNOWN, count
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.read import read
from nianbao.read.blocks import Block
from tests.recognise.conversions import from_a_sheet, from_word, in_columns
from tests.recognise.files import tabbed_text
from tests.strategies import clean_report

FIRST = "applications.received.natural_person"
LEFT = clean_report("2021").with_figures({FIRST: count(7), "applications.granted.natural_person": count(7)})
EMPTY = Report(LEFT.form, LEFT.agency, LEFT.year)
WAYS = (tabbed_text, from_a_sheet, from_word, in_columns)  # the clipboard of a browser, of sheets, Word, PDF


def copied(report: Report, way: Callable[[Sequence[Block]], bytes] = tabbed_text) -> str:
    """The report as a program puts it onto the clipboard."""
    return way(read(compose.html(compose.document(report)).encode(), "html")).decode()


def distribution(before: Report, text: str) -> Distribution:
    pasted = read_pasted(text, before.usual_title())
    assert pasted is not None
    return Distribution(before, pasted)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.takes_turns
def test_figures_and_texts_go_where_they_belong(form: str, way: Callable[[Sequence[Block]], bytes]) -> None:
    report = clean_report(form)
    text = copied(report, way)
    assert looks_whole(text)
    found = distribution(Report(report.form, report.agency, report.year), text)
    assert found.everything.narrative.keys() == report.narrative.keys()
    typed = report.form.cells.keys() - report.form.totals.keys()
    assert {cell: found.everything.figure(cell) for cell in typed} == {c: report.figure(c) for c in typed}
    assert found.everything == found.gaps
    assert not found.replaces
    assert any("申请" in line and "表格" in line for line in found.told())


def test_it_needs_no_title_and_no_bounds() -> None:
    text = copied(LEFT)
    found = distribution(EMPTY, text[text.index("一、") :])
    assert found.everything.figures[FIRST] == count(7)
    assert not any("注意" in line for line in found.told())


def test_what_stands_there_is_told_and_can_be_kept() -> None:
    other = replace(LEFT, year=LEFT.year + 1, narrative={**LEFT.narrative, "problems": "别的话。"})
    other = other.with_figures({FIRST: count(1), "applications.granted.natural_person": UNKNOWN})
    found = distribution(other, copied(LEFT))
    told = "\n".join(found.told())
    assert "其中1格与已填的不同" in told
    assert "与现有的4字不同" in told
    assert f"注意：粘贴的是{LEFT.year}年度的报告" in told
    assert found.replaces
    assert found.everything.figures[FIRST] == count(7)
    assert found.everything.year == found.gaps.year == other.year
    assert found.gaps.figures[FIRST] == count(1)
    assert found.gaps.figures["applications.granted.natural_person"] == count(7)
    assert found.gaps.narrative["problems"] == "别的话。"


def test_cells_that_are_not_certain_are_listed_and_left_alone() -> None:
    blank = replace(LEFT, figures={cell: f for cell, f in LEFT.figures.items() if cell != FIRST})
    text = copied(blank.with_figures({"applications.carried_in.natural_person": count(98765)}))
    found = distribution(EMPTY, text.replace("98765", "l3O", 1))
    told = "\n".join(found.told())
    assert FIRST not in found.everything.figures
    assert "没有读准的" in told
    assert "写的不是数的1格，照原样填" in told
    assert "l3O" in told


def test_a_text_or_one_table_is_no_report() -> None:
    poem = "\n".join(f"{mark}、这一段说的是别的事情，{'很长' * 40}。" for mark in "一二三四")
    assert looks_whole(poem)
    assert read_pasted(poem, EMPTY.usual_title()) is None
    assert not looks_whole("一、甲\n二、乙\n三、丙")
    assert not looks_whole("没有标题的话。" * 100)


def test_references_stay_where_their_figures_stand_in_the_same_words() -> None:
    received, granted = "{{申请.本年新收.总计}}", "{{申请.予以公开.总计}}"
    typed = f"全年收到申请{received}件，予以公开{granted}件。\n培训7人次，走访{received}次。"
    before = replace(LEFT, narrative={**LEFT.narrative, "overview": typed})
    assert not distribution(before, copied(before)).replaces
    changed = copied(before).replace("走访7次", "走访9次").replace("予以公开7件", "公开7件")
    found = distribution(before, changed)
    assert found.everything.narrative["overview"] == (
        f"全年收到申请{received}件，公开{granted}件。\n培训7人次，走访9次。"
    )
    assert any("1处引用变成普通数字" in line for line in found.told())

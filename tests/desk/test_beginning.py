"""A report is begun from another one."""

from dataclasses import replace
from pathlib import Path

from nianbao.desk.beginning import Source, chosen_path, following, read_source, usual_path
from nianbao.desk.compared import Compared
from nianbao.desk.session import Session
from nianbao.files import report_toml
from nianbao.model.figure import BLANK, count, parse
from nianbao.model.load_forms import form_for
from tests.strategies import clean_report

OUT, IN = "applications.carried_out.natural_person", "applications.carried_in.natural_person"
LAST = clean_report("2021").with_figures({OUT: count(4)})


def test_the_new_report_names_the_one_it_follows(tmp_path: Path) -> None:
    last = tmp_path / "去年" / "报告.docx"
    form = form_for(LAST.year + 1)
    assert form is not None
    begin = following(Source(last, LAST), form, LAST.year + 1, "某局", tmp_path / "新.toml")
    assert (begin.report.agency, begin.report.year, begin.report.prior) == (
        "某局",
        LAST.year + 1,
        "去年/报告.docx",
    )
    assert begin.report.figures[IN] == count(4)
    assert begin.prior is LAST


def test_what_is_not_certain_is_told_by_rows() -> None:
    row = [cell.id for cell in LAST.form.rows["disputes.review"] if cell.id not in LAST.form.totals]
    without = {cell: figure for cell, figure in LAST.figures.items() if cell not in {*row, OUT}}
    report = replace(LAST, figures=without).with_figures(
        {"applications.granted.business": BLANK, "applications.granted.research": parse("约两件")}
    )
    told = "\n".join(Source(Path("a.pdf"), report, ("表二：五十",)).told())
    assert f"没有读准的{len(row) + 1}格（不猜，当作没有数）：\n  申请·结转下年度：自然人\n" in told
    assert "  复议诉讼·行政复议\n" in told
    assert "空着的1格" in told
    assert "  申请·予以公开·科研机构：约两件" in told
    assert told.endswith("没有归位的文字1处：\n  表二：五十")
    typed = "\n".join(Source(Path("a.toml"), report).told())
    assert f"没有填的{len(row) + 1}格。" in typed
    assert "没有读准" not in typed


def test_a_typed_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "报告.toml"
    report_toml.save(LAST, path)
    assert read_source(path).report == LAST


def test_names_of_files(tmp_path: Path) -> None:
    assert usual_path(tmp_path, " a/b局 ", "2025") == tmp_path / "a_b局-2025.toml"
    assert chosen_path(f"'{tmp_path / 'x'}'") == tmp_path / "x.toml"
    assert chosen_path(str(tmp_path)) is None
    assert chosen_path("  ") is None


def test_another_prior_is_taken_filled_in_and_undone() -> None:
    session = Session(replace(clean_report("2021"), year=LAST.year + 1).with_figures({IN: None}))
    compared = Compared(session)
    assert compared.to_fill(LAST) == {IN: count(4)}
    compared.take(LAST, "去年.pdf", fill=True)
    assert session.report.figures[IN] == count(4)
    assert session.prior is LAST
    session.undo()
    compared.follow()
    assert session.prior is None
    assert IN not in session.report.figures
    session.redo()
    compared.follow()
    assert session.prior is LAST


def test_a_prior_that_was_only_moved_is_still_compared() -> None:
    session = Session(replace(clean_report("2021"), prior="a.toml"), prior=LAST)
    compared = Compared(session)
    session.rebase(lambda report: replace(report, prior="../a.toml"))
    compared.follow()
    assert session.prior is LAST

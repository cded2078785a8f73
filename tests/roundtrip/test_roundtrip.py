"""Any valid report, both forms, each output format: what is read back is what was written."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.load_forms import all_forms
from nianbao.model.narrative import paragraphs
from nianbao.model.reference import escape, resolve
from nianbao.model.report import Report
from nianbao.publish.pages import page_of
from nianbao.publish.proof import compare
from nianbao.publish.read_back import read_back
from nianbao.recognise import figures_in, recognise
from nianbao.write import write
from nianbao.write.formats import FORMATS, Holds
from nianbao.write.pdf import engines
from tests.kinds import EVERY_KIND, kinds_of_figures, kinds_of_lines
from tests.soak import SOAKING, drawn
from tests.strategies import reports

KINDS = [each.kind for each in FORMATS if each.holds not in {Holds.FIGURES, Holds.PICTURE}]


def as_printed(report: Report) -> Report:
    """The report that a reader of the printed one must arrive at: totals given, references resolved,
    the text in paragraphs; what is not printed (kind of agency, waivers, what reviewers
    wrote, the day of publication, where figures come from) left out."""
    narrative = {
        section: escape("\n".join(line.text for line in paragraphs(resolve(text, report))))
        for section, text in report.narrative.items()
        if paragraphs(resolve(text, report))
    }
    printed = replace(
        report,
        narrative=narrative,
        agency_kind=None,
        waivers=(),
        comments=(),
        marks=(),
        published=None,
        origins=(),
    )
    return replace(printed, figures={}).with_figures(report.all_figures())


def proved(report: Report, kind: str, engine: str = "") -> Report | None:
    """Write, verify, read back. None where the title is such that no reader could tell the year."""
    data = write(page_of(report, engine=engine), kind)
    blocks = read_back(data, kind)
    with patch.object(compare, "read_back", lambda *_: blocks):  # reading takes longest: it is read once
        assert compare.differences(report, data, kind) == []
    if report.title is None:
        recognised = recognise(blocks)
        assert recognised.unplaced == ()
        return recognised.report
    found = figures_in(blocks)
    assert found.figures == as_printed(report).figures
    return None


def test_the_reports_of_every_kind_hold_every_kind() -> None:
    for form in all_forms().values():
        held = [report for report in EVERY_KIND.values() if report.form == form]
        assert set(kinds_of_figures()) <= {figure for report in held for figure in report.figures.values()}
        lines = {line for report in held for text in report.narrative.values() for line in text.split("\n")}
        assert set(kinds_of_lines(form)) <= lines


def of_every_kind() -> list[tuple[str, str]]:
    """Every kind of figure and text in every format; every title in every format, in make test by one of the
    forms in turn."""
    found = []
    for name, report in EVERY_KIND.items():
        number = int(name.rpartition("-")[2]) + list(all_forms().values()).index(report.form)
        for at, kind in enumerate(KINDS):
            if SOAKING or report.title is None or (at + number) % 2 == 0:
                found.append((name, kind))
    return found


@pytest.mark.parametrize(("name", "kind"), of_every_kind())
@pytest.mark.takes_turns
def test_every_kind_of_figure_and_text_reads_back_equal(name: str, kind: str) -> None:
    """In PDF each engine prints one share of the figures and lines for one form, the other for the next."""
    report = EVERY_KIND[name]
    number = int(name.rpartition("-")[2]) + list(all_forms().values()).index(report.form)
    found = proved(report, kind, engines.names()[number % 2])
    assert found is None or found == as_printed(report)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pdf"])
@given(report=reports())
@drawn(6)
@pytest.mark.takes_turns
def test_every_report_reads_back_equal(kind: str, report: Report) -> None:
    found = proved(report, kind)
    assert found is None or found == as_printed(report)


@pytest.mark.parametrize("form", sorted(all_forms()))
@given(data=st.data())
@drawn(3)
@pytest.mark.takes_turns
def test_every_report_reads_back_equal_from_pdf(form: str, data: st.DataObject) -> None:
    report = data.draw(reports(all_forms()[form]))
    found = proved(report, "pdf", data.draw(st.sampled_from(engines.names())))
    assert found is None or found == as_printed(report)

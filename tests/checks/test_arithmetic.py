"""What a finding of a cross-sum carries; which are broken is in tests/cases/."""

from __future__ import annotations

from decimal import Decimal

from nianbao.checks import check
from nianbao.model.figure import parse
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import sentence
from tests.strategies import clean_report


def test_a_finding_carries_both_sides_and_all_cells() -> None:
    cells = {"applications.received.business": parse("5"), "applications.granted.business": parse("3")}
    finding = check(clean_report("2021").with_figures(cells))[0]
    assert (finding.code, finding.section) == ("T301", "applications")
    assert (finding.found, finding.expected) == (5, 3)
    assert finding.sum in all_forms()["2021"].sums_of[finding.cell]
    assert finding.cells == tuple(
        f"applications.{row}.business" for row in ("received", "carried_in", "outcomes", "carried_out")
    )


def test_amounts_differ_by_decimals() -> None:
    amount = "disclosure.procurement.amount"
    (finding,) = check(clean_report("2019").with_figures({amount: parse("5000.5元")}))
    assert (finding.code, finding.message) == ("T214", "no_projects")
    assert finding.found == Decimal("0.50005")
    assert sentence(finding) == "“政府集中采购”：采购项目数量是0，金额却有采购总金额(5000.5元)。"

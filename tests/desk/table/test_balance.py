"""The balance of a table follows from the form: the equation that it states for every column."""

import pytest

from nianbao.desk.table.balance import balance_of, weighed
from nianbao.model.figure import count
from nianbao.model.grid import grid_of
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from tests.strategies import clean_report


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_only_table_three_has_one_and_it_covers_every_column(form: str) -> None:
    law = all_forms()[form]
    found = {s.id: balance_of(law, grid_of(law, s.id)) for s in law.sections if s.table}
    assert [section for section, balance in found.items() if balance] == ["applications"]
    balance = found["applications"]
    assert balance is not None
    assert balance.words.startswith("一＋二＝")
    assert len(balance.sums) == 7


def test_a_column_agrees_differs_or_is_not_known_yet() -> None:
    report = clean_report("2021").with_figures({"applications.received.natural_person": count(3)})
    balance = balance_of(report.form, grid_of(report.form, "applications"))
    assert balance is not None
    columns = [weighed(cross_sum, report.figure) for cross_sum in balance.sums.values()]
    assert [(each.agrees, each.broken, each.difference) for each in columns[:2]] == [
        (False, True, "3"),
        (True, False, "0"),
    ]
    empty = Report(report.form, report.agency, report.year)
    unknown = weighed(next(iter(balance.sums.values())), empty.figure)
    assert not unknown.agrees
    assert not unknown.broken

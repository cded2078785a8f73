"""report.toml with something done to any of its keys: a report that all goes on with, or clear errors."""

from __future__ import annotations

import datetime
import unicodedata

import pytest

import reliability
from nianbao.checks import check
from nianbao.cli.told.findings import listing
from nianbao.files.report_toml import loads, updated_text
from nianbao.problem import InputError
from nianbao.publish import checklist, compose
from tests.files.report_toml.mutations import SAMPLES, mutations
from tests.soak import SOAKING, recorded

_SHORT = 30  # of each kind in make test


@pytest.mark.parametrize("kind", reliability.BY_ID["keys"].kinds)
@pytest.mark.takes_turns
def test_a_report_or_clear_errors(kind: str) -> None:
    every = list(mutations(kind))
    chosen = every if SOAKING else every[:: len(every) // _SHORT]
    with recorded("keys", kind, len(chosen)) as tally:
        for number in tally.inputs():
            name, make = chosen[number]
            data = make()
            with tally.trying(name):
                tally.outcome(outcome(data))


def outcome(data: bytes) -> str:
    """What becomes of a file."""
    try:
        report = loads(data, "报告.toml")
    except InputError as error:
        refused = [str(problem) for problem in error.problems]
    else:
        findings = check(report)
        assert listing(report, findings, law=True) or not findings
        assert compose.html(compose.document(report, draft=True))
        assert checklist.html(report, findings, file="报告.toml", made_on=datetime.date(2026, 1, 20))
        assert loads(updated_text(SAMPLES[-1].read_bytes(), report, "报告.toml"), "报告.toml") == report
        return "accepted"
    assert refused
    assert not any(unicodedata.category(sign) in {"Cc", "Cf"} for line in refused for sign in line)
    return "refused"

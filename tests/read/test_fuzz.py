"""Files that were damaged anyhow: each gives a report or one clear error, and nothing else."""

from __future__ import annotations

import logging

import pytest

import reliability
from nianbao.checks import check
from nianbao.files.report_toml import loads
from nianbao.files.report_toml.save import new_text
from nianbao.model.report import Report
from nianbao.model.rules import sentence
from nianbao.problem import InputError, Unreadable
from nianbao.read import read
from nianbao.read.pdf import lines as pdf_lines
from nianbao.read.pdf.effort import Effort
from nianbao.recognise import recognise
from tests.read import damaged
from tests.soak import SEEDS, SOAKING, asked, is_turn, recorded

_KINDS = reliability.BY_ID["damage"].kinds
# Of what is said: documents take long to make, PDF longest.
_CHANGES = {"pdf": 8} if SOAKING else {**dict.fromkeys(_KINDS, 3), "pdf": 1}


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        (kind, seed)
        for number, kind in enumerate(_KINDS)
        for at, seed in enumerate(SEEDS)
        if is_turn(number + at)  # two of four
    ],
)
def test_a_report_or_one_clear_error(kind: str, seed: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    each = asked(2 if kind == "pdf" else 6, 100_000 // len(SEEDS))
    with recorded("damage", kind, each, seed=seed, shares=len(SEEDS)) as tally:
        for number in tally.inputs():
            data = damaged.document(kind, seed, number, _CHANGES.get(kind, damaged.CHANGES))
            with tally.trying(number):
                tally.outcome(outcome(data, kind, by_lines=number % 4 == 0))


def outcome(data: bytes, kind: str, *, by_lines: bool) -> str:
    """What becomes of a file. A report in it can be checked; what is saved is the same when loaded."""
    try:
        report = loads(data, "报告.toml") if kind == "toml" else _document(data, kind, by_lines=by_lines)
        assert report.agency
        assert all(map(sentence, check(report)))
        again = loads(new_text(report, unread=kind != "toml").encode(), "报告.toml")
    except InputError as error:
        refused = bool(error.problems)
    except Unreadable as error:
        refused = bool(error.what and error.remedy)
    else:
        assert again.figures.items() >= report.figures.items()
        assert again.narrative == {key: text.strip("\n") for key, text in report.narrative.items()}
        return "read"
    assert refused
    return "refused"


def _document(data: bytes, kind: str, *, by_lines: bool) -> Report:
    """The report in a document; of a PDF, if so wanted, by its ruled lines."""
    return recognise(
        pdf_lines.read(data, Effort()) if kind == "pdf" and by_lines else read(data, kind)
    ).report

"""The text with its figures, and the way back to what was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nianbao.checks.claims.resolved import Resolved, resolved
from nianbao.model.figure import count
from nianbao.model.reference import resolve
from tests.strategies import clean_report

REPORT = clean_report("2021").with_figures({"applications.received.natural_person": count(1234)})
PIECES = (
    "{{ 申请.本年新收.总计 }}",
    "{{申请.本年新收.自然人|千分位}}",
    "{{ 年份 }}",
    "收到",
    "件，",
    "\n",
    " ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=9), st.data())
def test_the_way_back(pieces: list[str], data: st.DataObject) -> None:
    typed = "".join(pieces)
    text = resolved(typed, REPORT, REPORT.figure)
    assert text.text == resolve(typed, REPORT)
    start = data.draw(st.integers(0, len(text.text)))
    end = data.draw(st.integers(start, len(text.text)))
    begin, stop = text.typed((start, end))
    if start < end:
        assert text.text[start:end] in resolve(typed[begin:stop], REPORT)
        assert (
            begin == 0 or resolve(typed[:begin], REPORT) == text.text[: len(resolve(typed[:begin], REPORT))]
        )


def test_what_says_nothing_stays_as_typed() -> None:
    text = "{{ 没有 }}和\\{{ 原样 }}和{{ 申请.本年新收.总计 }}"
    assert resolved(text, REPORT, REPORT.figure).text == "{{ 没有 }}和\\{{ 原样 }}和1234"
    assert resolved("平常的字", REPORT, REPORT.figure) == Resolved("平常的字")

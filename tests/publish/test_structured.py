"""What the web page says to search engines: the report's own figures, in an element that is not executed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html

from nianbao.files.report_toml import load
from nianbao.model.report import Report
from nianbao.publish.render import render
from nianbao.publish.verify import Worth, verify

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "005-pingtan-2025.toml"


def structured(report: Report) -> dict[str, Any]:
    page = html.fromstring(render(report, "html").decode())
    (element,) = page.iter("script")
    assert element.items() == [("type", "application/ld+json")]
    found: dict[str, Any] = json.loads(element.text or "")
    return found


def test_it_tells_the_organ_the_year_and_every_number() -> None:
    report = load(SAMPLE)
    found = structured(report)
    assert (found["@type"], found["hasPart"]["@type"]) == ("Report", "Dataset")
    assert found["publisher"]["name"] == report.agency
    assert (found["temporalCoverage"], found["datePublished"]) == ("2025", "2026-01-30")
    values = {each["propertyID"]: each["value"] for each in found["hasPart"]["variableMeasured"]}
    assert values == {
        cell_id: float(figure.number)
        for cell_id, figure in report.all_figures().items()
        if figure.number is not None
    }


def test_no_text_of_the_report_ends_the_element() -> None:
    agency = "某某县</script><script>局&amp;"
    assert structured(replace(load(SAMPLE), agency=agency))["publisher"]["name"] == agency


def test_a_draft_says_nothing_to_search_engines() -> None:
    assert b"<script" not in render(load(SAMPLE), "html", draft=True)


def test_changed_data_and_a_block_that_would_run_are_told() -> None:
    report = load(SAMPLE)
    page = render(report, "html")
    for old, new, kind in (
        (b'"value":151', b'"value":999', "供机器读取的数据"),
        (b"application/ld+json", b"text/javascript", "脚本"),
    ):
        assert old in page
        verdict = verify(report, page.replace(old, new), "html")
        assert verdict.worth is Worth.SAME_WORDS
        assert kind in {each.kind for each in verdict.deviations}

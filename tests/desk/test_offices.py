"""The offices' sheets among the samples, in forms and tables of their own, merge to the sample report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nianbao.desk.merged import merge
from nianbao.desk.offices import read_part
from nianbao.files import report_toml
from nianbao.files.source import Source
from nianbao.model.origin import Source as Kind

SAMPLES = Path(__file__).resolve().parents[2] / "sample_inputs"
REPORT = SAMPLES / "005-pingtan-2025.toml"


def test_the_offices_sheets_merge_to_the_sample_report() -> None:
    whole = report_toml.load(REPORT)
    empty = replace(whole, figures={})
    sheets = sorted((SAMPLES / "offices").iterdir())
    read = [read_part(empty, REPORT, Source(str(path), path.read_bytes())) for path in sheets]
    assert {told for _, lines in read for told in lines} == {
        f"{name}：里面没有写年度，只看了表格。" for name in ("审批局.csv", "执法局.csv")
    }
    found = merge(empty, [part for part, _ in read])
    assert (found.conflicts, found.told) == ((), ())
    assert found.after.all_figures() == whole.all_figures()
    assert {origin.kind for origin in found.after.origins} == {Kind.REPORT}
    places = {origin.source: origin.place for origin in found.after.origins}
    assert sorted(places) == [f"offices/{path.name}" for path in sheets]

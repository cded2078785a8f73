"""A file that is being imported: of a workbook with the tables of several organs one is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.desk.importing import Import
from nianbao.desk.offices import read_part
from nianbao.files.source import Source
from nianbao.problem import SeveralReports
from tests.recognise.test_organs import CELL, REPORTS, sheet_each


def test_of_several_organs_one_is_asked_for_and_its_own_is_proposed(tmp_path: Path) -> None:
    file, at = tmp_path / "各局.xlsx", tmp_path / "报告.toml"
    file.write_bytes(sheet_each())
    found = Import(REPORTS["卫健局"], file, at)
    asked = found.asked()
    assert asked is not None
    assert asked.options == ("青溪县教育局", "青溪县卫生健康局")
    assert asked.proposal == "青溪县卫生健康局"
    assert not found.answer("青溪县教育局")
    changes = {each.difference.at: str(each.figure) for each in found.found().changes}
    assert changes[CELL] == "7"


def test_an_office_is_merged_by_the_name_of_its_sheet(tmp_path: Path) -> None:
    report, source = REPORTS["教育局"], Source(str(tmp_path / "各科.xlsx"), sheet_each(titled=False))
    with pytest.raises(SeveralReports):
        read_part(report, tmp_path / "报告.toml", source)
    part, _ = read_part(report, tmp_path / "报告.toml", source, organ="卫健局")
    assert str(part.says(CELL)) == "8"
    assert part.taken_from.places[CELL].startswith("卫健局!")

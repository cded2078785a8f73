"""The report of a region in the wizard: a figure that is not the sum of the members' is found fault with, and
no more when it is mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nianbao.model.figure import count
from nianbao.region import kept
from nianbao.region.collected import Collected, File, Found, Handed
from nianbao.region.members import Member, Region
from nianbao.region.names import How
from tests.driving import Driver, drive, on
from tests.strategies import clean_report

LICENCES = "disclosure.licences.decisions"


def test_a_figure_is_held_against_the_members_at_every_key(tmp_path: Path) -> None:
    clean = clean_report("2021")
    member = Member("青溪县水利局", "department")
    its = Found(File("a.toml", ""), clean.with_figures({LICENCES: count(12)}))
    region = Region("青溪县", "county", clean.year, (member,), file="region.toml")
    collected = Collected(region, clean.form, (Handed(member, its, How.NAME),), Handed(region.whole))
    kept.place_of(tmp_path / "region.toml", clean.year).write_bytes(kept.content(collected))
    whole = replace(clean, agency="青溪县人民政府", region="region.toml")

    async def steps(driver: Driver) -> None:
        def codes() -> set[str]:
            return {finding.code for finding in driver.session.findings()}

        assert "R701" in codes()
        await driver.go(LICENCES)
        assert "各成员单位加起来是12，相差12" in driver.screen()
        await driver.keys("1 2 enter")
        assert "R701" not in codes()
        assert "各成员单位加起来" not in driver.screen()

    drive(steps, on(whole, tmp_path))

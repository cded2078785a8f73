"""nianbao collect: what is told and with which exit code; unchanged files are not read again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.region import kept
from tests.cli.conftest import SAMPLES
from tests.region.generated import CITY, OFFICE, ORGANS, SCHOOLS, SUMMED, WATER, Made, as_toml, made

Run = Callable[..., Result]
GRANTED = "applications.granted.natural_person"


@pytest.fixture
def region(tmp_path: Path) -> Made:
    return made(tmp_path, 2024, seed=5, mistreated=False)


def data(run: Run, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run("collect", "region.toml", "报告", "--format", "json", *more).stdout
    )
    return found


def test_what_cannot_be_kept_is_told_all_the_same(run: Run, region: Made) -> None:
    (region.folder / "region-2024-汇总.json").mkdir()
    result = run("collect", "region.toml", "报告")
    assert result.exit_code == ExitCode.OUTPUT
    assert result.stdout.startswith(f"青溪市2024年度：应报{len(ORGANS) + 2}个单位")
    assert "汇总.json" not in result.stdout
    assert "region-2024-汇总.json：没有写成" in result.stderr


def test_what_is_told_to_people(run: Run, region: Made) -> None:
    region.files[SCHOOLS].unlink()
    broken = region.reports[WATER].with_figures({GRANTED: count(777)})
    region.write(WATER, as_toml(replace(broken, agency="市水利局")))
    (region.folder / "报告" / "坏.docx").write_bytes(b"no document")
    (region.folder / "报告" / "谁的.toml").write_bytes(as_toml(replace(broken, agency="?")))
    region.write(OFFICE, as_toml(replace(region.reports[OFFICE], date=None)))
    result = run("collect", "region.toml", "报告", "--level", "E")
    assert result.exit_code == ExitCode.INPUT
    assert result.stdout.startswith(f"青溪市2024年度：应报{len(ORGANS) + 2}个单位，收到{len(ORGANS) - 1}个。")
    for line in (
        f"  {SCHOOLS}（部门，1月31日前报）",
        "报告/坏.docx：",
        "报告/谁的.toml：里面没有写机关名称，没有计入；请写上，或者写在文件名里",
        f"没有落款日期，看不出是否按时\n  {OFFICE}\n",
        f"{WATER}：报告写的是“市水利局”（按简称）",
        f"错误 T301  {WATER}：",
        "  本年新收·总计             不知道：青溪市教育局没有数，其余合计",
        "region-2024-汇总.json",
    ):
        assert line in result.stdout
    assert kept.load(region.folder / "region-2024-汇总.json").year == 2024


def test_a_file_that_changes_changes_what_it_must_and_no_other_is_read(run: Run, region: Made) -> None:
    before = data(run)
    assert "以前做好" not in run("collect", "region.toml", "报告", "--afresh").stderr
    region.put(WATER, region.reports[WATER].with_figures({"disclosure.licences.decisions": count(9999)}))
    result = run("collect", "region.toml", "报告", "--format", "json")
    assert f"其中{len(ORGANS) - 1}份以前做好，没有重做" in result.stderr
    after = json.loads(result.stdout)
    changed = {cell for cell, each in after["sums"].items() if each != before["sums"][cell]}
    assert changed == {"disclosure.licences.decisions"}
    theirs = [
        (one, other) for one, other in zip(before["members"], after["members"], strict=True) if one != other
    ]
    assert [other["name"] for _, other in theirs] == [WATER]
    region.files[WATER].rename(region.folder / "报告" / "别的名称.toml")
    assert data(run)["sums"] == after["sums"]


def test_exit_codes(run: Run, region: Made) -> None:
    result = run("collect", "region.toml", "报告")
    assert result.exit_code == ExitCode.FINDINGS  # two regions below have no report of their own
    assert set(
        json.loads(run("collect", "region.toml", "报告", "--format", "json").stdout)["missing"]
    ) == set(SUMMED)
    cells = region.reports[WATER].figures
    for organ in SUMMED:
        sums = {cell: count(region.true(cell, organ)) for cell in cells}
        (region.folder / "报告" / f"{organ}.toml").write_bytes(
            as_toml(replace(region.reports[WATER], agency=f"{organ}人民政府").with_figures(sums))
        )
    assert run("collect", "region.toml", "报告").exit_code == ExitCode.FINE
    assert run("collect", "没有.toml", "报告").exit_code == ExitCode.INPUT
    assert "没有这个文件夹" in run("collect", "region.toml", "没有").stderr
    empty = region.folder / "空"
    empty.mkdir()
    result = run("collect", "region.toml", "空")
    assert result.exit_code == ExitCode.FINDINGS
    assert "空：里面没有报告。" in result.stderr


def test_what_was_collected_last_year_is_compared(run: Run, region: Made) -> None:
    """Also where the folder of last year is not named; it is nothing that a member handed in this year."""
    this = region.reports[WATER]
    last = replace(this, year=2023, date=None).with_figures({"disclosure.licences.decisions": count(90_000)})
    region.write(WATER, as_toml(last))
    run("collect", "region.toml", "报告", "--year", "2023")
    region.put(WATER, this)
    codes = {each["code"] for member in data(run)["members"] for each in member["findings"]}
    assert "Y605" in codes
    region.files[WATER].unlink()
    found = data(run)
    assert WATER in found["missing"]
    assert found["other_year"] == []
    kept.place_of(region.region, 2023).write_text("[]", encoding="utf-8")
    assert "没有与它对照" in run("collect", "region.toml", "报告").stderr


def test_a_list_of_members_begins_with_the_reports_of_a_folder(run: Run, region: Made) -> None:
    (region.folder / "region.toml").unlink()
    result = run("region", "new", "青溪市", "2024", "--from", "报告")
    assert result.exit_code == ExitCode.FINE
    assert result.stdout == "region.toml\n"
    assert f"写了{len(ORGANS)}个单位。核对以后收报告：nianbao collect region.toml 文件夹" in result.stderr
    assert data(run)["missing"] == []
    again = run("region", "new", "青溪市", "2024", "--from", "报告")
    assert again.exit_code == ExitCode.OUTPUT
    assert "已经有这个文件" in again.stderr
    unknown = run("region", "new", "青溪", "2024", "--from", "报告", "-o", "b.toml")
    assert unknown.exit_code == ExitCode.INPUT
    assert "看不出“青溪”是哪一种，请加上 --kind。" in unknown.stderr
    assert run("region", "--help").exit_code == run("region", "new", "--help").exit_code == ExitCode.FINE


def test_the_sample(run: Run, tmp_path: Path) -> None:
    sample = shutil.copytree(SAMPLES / "region", tmp_path / "样例")
    result = run("collect", str(sample / "region.toml"), str(sample / "各单位报告"), "--format", "json")
    assert result.exit_code == ExitCode.FINDINGS
    found = json.loads(result.stdout)
    jsonschema.validate(
        found, json.loads((SAMPLES.parent / "docs" / "collect.schema.json").read_text("utf-8"))
    )
    assert (found["missing"], found["late"], found["doubtful"]) == (["青溪县财政局"], ["青溪县民政局"], [])
    errors = {(m["name"], f["code"]) for m in found["members"] for f in m["findings"] if f["level"] == "E"}
    assert errors == {("青溪县民政局", "T301")}
    received = found["sums"]["applications.received.total"]
    assert (received["value"], received["unknown"]) == (None, ["青溪县财政局"])
    assert received["parts"] | {"青溪县财政局": ""} == {
        "青溪县人民政府办公室": "11", "青溪县水利局": "6", "青溪县城市管理局": "0", "青溪县民政局": "6",
        "青溪县财政局": "", "青溪县城关镇": "4",
    }  # fmt: skip


def test_a_regions_report_is_held_against_what_was_collected(run: Run, region: Made) -> None:
    """By check, with the sums that were collected last; without them, or without naming the region, not."""
    cells = region.reports[WATER].figures
    whole = replace(region.reports[WATER], agency=f"{CITY}人民政府", region="region.toml")
    whole = whole.with_figures({cell: count(region.true(cell)) for cell in cells})
    at = region.folder / "汇总.toml"

    def errors(report: Report) -> list[tuple[str, str]]:
        at.write_bytes(as_toml(report))
        [found] = json.loads(run("check", "汇总.toml", "--format", "json", "--select", "R").stdout)
        return [(each["code"], each["cell"]) for each in found["findings"]]

    other = whole.with_figures({GRANTED: count(7)})
    assert errors(other) == []
    run("collect", "region.toml", "报告")
    assert errors(whole) == []
    assert errors(other) == [("R701", GRANTED)]
    assert "在汇总以后改过" not in run("check", "汇总.toml").stderr
    region.files[SCHOOLS].write_bytes(region.files[SCHOOLS].read_bytes() + b"\n")
    told = f"汇总.toml：{region.files[SCHOOLS].name}在汇总以后改过，对照的还是改以前的"
    assert told in run("check", "汇总.toml").stderr
    assert errors(replace(other, region="")) == []
    assert errors(replace(other, region="../region.toml")) == []  # not opened unasked
    assert "../region.toml 不在同一个文件夹里，没有打开" in run("check", "汇总.toml").stderr
    kept.place_of(region.region, 2024).write_text("{}", encoding="utf-8")
    at.write_bytes(as_toml(other))
    result = run("check", "汇总.toml")
    assert result.exit_code == ExitCode.INPUT
    assert "region-2024-汇总.json：不是汇总的结果；请重新运行 nianbao collect。" in result.stderr

"""nianbao collect --to: from a folder of reports to what goes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.many.batch import Options
from nianbao.cli.region.making import make
from nianbao.cli.region.wanted import Wanted
from nianbao.region.collected import Collected, Handed
from nianbao.region.members import Member, Region
from nianbao.write.look import look_of
from tests.region.generated import ORGANS, WATER, Made, made
from tests.strategies import clean_report

Run = Callable[..., Result]


@pytest.fixture
def region(tmp_path: Path) -> Made:
    whole = made(tmp_path, 2024, seed=5, mistreated=False)
    whole.files[WATER].unlink()
    return whole


def test_one_command_makes_all_of_it_and_takes_none_of_it_for_a_report(run: Run, region: Made) -> None:
    result = run("collect", "region.toml", "报告", "--to", "xlsx，reminder,data", "-o", "报告/成品")
    assert result.exit_code == ExitCode.FINDINGS
    folder = region.folder / "报告" / "成品"
    names = ("青溪市-2024-催报单.docx", "青溪市-2024-催报单.pdf", "青溪市-2024-汇总表.xlsx",
             "开放数据/figures.csv", "开放数据/figures.parquet", "开放数据/datapackage.json")  # fmt: skip
    assert result.stdout.splitlines()[-len(names) :] == [str(Path("报告/成品", name)) for name in names]
    assert all((folder / name).is_file() for name in names)
    again = run("collect", "region.toml", "报告")
    assert f"收到{len(ORGANS) - 1}个" in again.stdout
    assert "没有读进来" not in again.stdout
    assert "认不出" not in again.stdout


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    member = Handed(Member(WATER, "department"))
    region = Region("青溪市", "prefecture", 2024, (member.member,), file="region.toml")
    collected = Collected(region, clean_report("2021").form, (member,), Handed(region.whole))
    at = tmp_path / "青溪市-2024-汇总表.xlsx"
    at.write_bytes(b"theirs")
    options = Options(None, None, True, None, True)
    wanted = Wanted(("xlsx",), tmp_path, False)
    assert make(collected, tmp_path / "region.toml", wanted, options) == ExitCode.OUTPUT
    assert "已经有这个文件" in capsys.readouterr().err
    assert at.read_bytes() == b"theirs"
    assert make(collected, tmp_path / "region.toml", wanted._replace(force=True), options) == ExitCode.FINE
    assert at.read_bytes() != b"theirs"


def test_an_offices_own_template_is_used_and_its_fault_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    member = Handed(Member(WATER, "department"))
    region = Region("青溪市", "prefecture", 2024, (member.member,), file="region.toml")
    collected = Collected(region, clean_report("2021").form, (member,), Handed(region.whole))
    own = tmp_path / "本单位模板"
    own.mkdir()
    (own / "region-reminder.html.j2").write_text("\n{{ 没有 }}", encoding="utf-8")
    wanted = Wanted(("reminder",), tmp_path, False, look_of(own))
    options = Options(None, None, True, None, True)
    assert make(collected, tmp_path / "region.toml", wanted, options) == ExitCode.OUTPUT
    assert "模板 region-reminder.html.j2 第2行" in capsys.readouterr().err


def test_what_cannot_be_made_is_refused_before_anything_is_read(run: Run, region: Made) -> None:
    result = run("collect", "region.toml", "报告", "--to", "xlsx,poster")
    assert result.exit_code == ExitCode.INPUT
    assert "不能写“poster”；可以写 report 汇总的报告" in result.stderr
    result = run("collect", "region.toml", "报告", "--to", "summary", "--templates", "本单位模板")
    assert result.exit_code == ExitCode.INPUT
    assert "本单位模板：没有这个文件夹" in result.stderr
    (region.folder / "nianbao.toml").write_text('[render]\ntemplates = "模板"\n', encoding="utf-8")
    assert "模板：没有这个文件夹" in run("collect", "region.toml", "报告", "--to", "summary").stderr

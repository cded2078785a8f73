"""The reports to go on with."""

from dataclasses import replace
from pathlib import Path

from nianbao.desk import recent
from nianbao.desk.begun import begun
from nianbao.desk.safe.guard import FileGuard
from nianbao.files import report_toml
from nianbao.terminal import width_of
from tests.strategies import clean_report


def test_each_report_is_told_by_organ_year_and_how_far_it_is(tmp_path: Path) -> None:
    report = clean_report("2021")
    saved, broken, new = (tmp_path / f"{name}.toml" for name in ("一", "二", "三"))
    report_toml.save(report, saved)
    broken.write_text("= =", encoding="utf-8")
    opened = FileGuard.create(new, report)
    opened.guard.close(keep=True)
    for path in (tmp_path / "没有.toml", saved, broken, new):
        recent.add(path)
    lines = [each.line(80) for each in begun()]
    assert lines[0].startswith("三　● 有未保存的（没有文件）")
    assert lines[1].startswith("二　读不了")
    assert lines[2].startswith(f"{report.agency} {report.year}年度　▇▇▇▇▇▇▇▇ 166/166格 文字3/3")
    assert len(lines) == 3


def test_what_is_not_saved_is_told(tmp_path: Path) -> None:
    path = tmp_path / "报告.toml"
    report_toml.save(clean_report("2021"), path)
    recent.add(path)
    opened = FileGuard.open(path)
    opened.session.enter_text("overview", "改了")
    opened.guard.close(keep=True)
    (line,) = (each.line(80) for each in begun())
    assert line.endswith("　● 有未保存的")


def test_a_long_name_gives_way_and_what_is_told_of_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "报告.toml"
    report_toml.save(replace(clean_report("2021"), agency="莫力达瓦达斡尔族自治旗人民政府办公室" * 3), path)
    recent.add(path)
    (report,) = begun()
    for width in (48, 66, 70, 120):
        assert width_of(report.line(width)) <= width
        assert "… 2024年度　" in report.line(width)
        assert "166/166格 文字3/3" in report.line(width)
        assert ("▇▇▇▇▇▇▇▇ " in report.line(width)) == (width > 48)

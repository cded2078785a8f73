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


def test_a_name_stands_whole_and_what_is_told_beside_it_gives_way_to_it(tmp_path: Path) -> None:
    path, name = tmp_path / "报告.toml", "莫力达瓦达斡尔族自治旗人民政府办公室"
    report_toml.save(replace(clean_report("2021"), agency=name), path)
    recent.add(path)
    (report,) = begun()
    for width, lines in ((48, 2), (66, 2), (78, 1), (120, 1)):
        found = report.line(width).split("\n")
        assert len(found) == lines
        assert all(width_of(line) <= width for line in found)
        assert found[0].startswith(name)
        assert "2024年度　" in found[-1]
        assert "166/166格 文字3/3" in found[-1]
        assert ("▇▇▇▇▇▇▇▇ " in found[-1]) == (width in {66, 120})


def test_a_name_as_long_as_no_line_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "报告.toml"
    report_toml.save(replace(clean_report("2021"), agency="莫力达瓦达斡尔族自治旗" * 5), path)
    recent.add(path)
    (report,) = begun()
    assert [width_of(line) <= 48 for line in report.line(48).split("\n")] == [True, True]
    assert "…\n  2024年度" in report.line(48)

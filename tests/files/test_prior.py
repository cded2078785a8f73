"""Last year's report, found beside the file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.files import report_toml
from nianbao.files.prior import Folders, find_prior, is_whole_path
from nianbao.model.report import Report
from tests.strategies import clean_report

THIS = clean_report("2021")
LAST = replace(THIS, year=THIS.year - 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    report_toml.save(THIS, tmp_path / "今年.toml")
    return tmp_path / "今年.toml"


def put(folder: Path, name: str, report: Report, changed: int = 1_000) -> None:
    report_toml.save(report, folder / name)
    os.utime(folder / name, (changed, changed))


def test_the_same_agency_and_the_year_before(path: Path) -> None:
    put(path.parent, "去年.toml", LAST)
    earlier = replace(LAST, year=LAST.year - 1, title=f"不是{LAST.year}年")
    put(path.parent, "前年.toml", earlier, changed=9_000)
    put(path.parent, "别人.toml", replace(LAST, agency="别的局"))
    assert find_prior(path, THIS) == LAST


def test_the_file_that_the_report_names_comes_first(path: Path) -> None:
    put(path.parent, "去年.toml", LAST)
    (path.parent / "存档").mkdir()
    put(path.parent / "存档", "去年.toml", replace(LAST, agency="改名以前的局"))
    named = find_prior(path, replace(THIS, prior="存档/去年.toml"))
    assert named is not None
    assert named.agency == "改名以前的局"
    assert find_prior(path, replace(THIS, prior="存档/没有.toml")) == LAST


def test_there_may_be_none(path: Path, tmp_path: Path) -> None:
    assert find_prior(path, THIS) is None
    assert find_prior(tmp_path / "没有" / "文件.toml", THIS) is None


def test_width_and_spaces_of_the_name_do_not_matter(path: Path) -> None:
    put(path.parent, "去年.toml", replace(LAST, agency=f" {LAST.agency}　"))
    assert find_prior(path, THIS) is not None


def test_of_several_the_one_changed_last(path: Path) -> None:
    put(path.parent, "乙.toml", replace(LAST, title="新"), changed=9_000)
    put(path.parent, "甲.toml", replace(LAST, title="旧"))
    put(path.parent, "丙.toml", replace(LAST, title="旧"))
    found = find_prior(path, THIS)
    assert found is not None
    assert found.title == "新"


def test_what_is_no_report_is_passed_over(path: Path) -> None:
    put(path.parent, "去年.toml", LAST)
    (path.parent / "0.toml").write_text(f"year = {LAST.year}\nagency = ", encoding="utf-8")
    (path.parent / "1.toml").write_bytes(b"\xff" + str(LAST.year).encode())
    (path.parent / "2.toml").mkdir()
    (path.parent / "3.toml").symlink_to("nowhere")
    (path.parent / "4.toml").write_bytes(b"#" * 5_000_000 + str(LAST.year).encode())
    assert find_prior(path, THIS) == LAST


def test_a_report_is_not_its_own_prior(path: Path) -> None:
    report_toml.save(LAST, path)
    assert find_prior(path, THIS) is None


@pytest.mark.parametrize("name", ["../别处.toml", "{}/别处.toml", "链接.toml", "存档/../../别处.toml", "\0"])
def test_one_outside_of_the_folder_is_not_opened(path: Path, tmp_path: Path, name: str) -> None:
    inner = tmp_path / "里"
    inner.mkdir()
    put(tmp_path, "别处.toml", LAST)
    (inner / "存档").mkdir()
    (inner / "链接.toml").symlink_to("../别处.toml")
    report = replace(THIS, agency="别的局", prior=name.format(tmp_path))
    assert find_prior(inner / path.name, report) is None


def test_a_folder_is_looked_through_once(tmp_path: Path, opened: list[str]) -> None:
    agencies = [f"{number}局" for number in range(20)]
    for agency in agencies:
        put(tmp_path, f"{agency}今.toml", replace(THIS, agency=agency))
        put(tmp_path, f"{agency}去.toml", replace(LAST, agency=agency))
    folders = Folders()
    opened.clear()
    for agency in agencies:
        found = find_prior(tmp_path / f"{agency}今.toml", replace(THIS, agency=agency), folders)
        assert found is not None
        assert (found.agency, found.year) == (agency, LAST.year)
    assert len(opened) <= 4 * len(agencies)  # all once, of last year's all a second and one a third time


def test_no_file_of_many_is_passed_over(tmp_path: Path) -> None:
    for number in range(450):
        (tmp_path / f"{number}.toml").write_text(f"year = {LAST.year - 1}\n", encoding="utf-8")
    put(tmp_path, "最后.toml", LAST)
    assert find_prior(tmp_path / "今年.toml", THIS) == LAST


@pytest.mark.parametrize("named", ["存档\\去年.toml", ".\\存档\\去年.toml"])
def test_a_place_that_was_written_on_windows_is_found(path: Path, named: str) -> None:
    (path.parent / "存档").mkdir()
    put(path.parent / "存档", "去年.toml", LAST)
    assert find_prior(path, replace(THIS, prior=named)) == LAST


def test_a_name_with_a_backslash_is_still_a_name(path: Path) -> None:
    put(path.parent, "去\\年.toml", LAST)
    assert find_prior(path, replace(THIS, prior="去\\年.toml")) == LAST


@pytest.mark.parametrize(
    ("prior", "whole"),
    [
        ("C:\\年报\\2024.toml", True),
        ("D:/年报/2024.toml", True),
        ("//服务器/年报/2024.toml", True),
        ("存档/2024.toml", False),
    ],
)
def test_a_drive_is_the_beginning_of_a_whole_path_on_any_system(prior: str, whole: bool) -> None:
    assert is_whole_path(prior) == whole

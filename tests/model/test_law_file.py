"""A slip in a file of forms/ is told with file, line, key and remedy, never with a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from nianbao import resources
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.main import program
from nianbao.model.agency import agency_kinds, read_kinds
from nianbao.model.law_file import LawFile, law_file, read_law
from nianbao.model.load_forms import all_forms
from nianbao.model.rules import read_rules
from nianbao.problem import InputError

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "004-weibin-urban-management-2023.toml"
AGENCIES = (resources.folder("forms") / "agencies.toml").read_text(encoding="utf-8")
RULES = (resources.folder("forms") / "rules.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'deadline = "02-20"',
            'deadline = "02-30"',
            "第27行：county.deadline：“02-30”不是每年都有的日期",
        ),
        (
            'deadline = "02-20"',
            'deadline = "02-29"',
            "第27行：county.deadline：“02-29”不是每年都有的日期",
        ),
        (
            'earlier = { until = 2020, deadline = "03-31" }\n\n[prefecture]',
            'earlier = { until = 2020, deadline = "02-29" }\n\n[prefecture]',
            "第47行：county.earlier.deadline：“02-29”不是每年都有的日期",
        ),
        ('deadline = "02-20"', "deadline = 220", "第27行：county.deadline：应当是文字，写的却是 220"),
        ('deadline = "02-20"\n', "", "第25行：county.deadline：缺少这一项"),
        (
            'deadline = "02-20"',
            'until = "02-20"',
            "第27行：county.until：没有这个键；可用 deadline、",
        ),
        (
            "['(乡|镇|苏木)人民政府$', '街道办事处$', '街道$']",
            "['(乡|镇|苏木人民政府$']",
            "第23行：township.names：“(乡|镇|苏木人民政府$”不是正则",
        ),
        (
            "['(乡|镇|苏木)人民政府$', '街道办事处$', '街道$']",
            "[]",
            "第23行：township.names：应当是一组词语，至少一个",
        ),
    ],
)
def test_a_slip_in_agencies(old: str, new: str, fault: str) -> None:
    assert AGENCIES.count(old) == 1
    with pytest.raises(InputError) as error:
        read_kinds(LawFile("forms/agencies.toml", AGENCIES.replace(old, new)))
    assert str(error.value).startswith(f"forms/agencies.toml {fault}")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'levels = { encouraged = "W" }',
            'levels = { encouraged = "X" }',
            "S102.levels.encouraged：没有“X”",
        ),
        (
            'levels = { encouraged = "W" }',
            'levels = { encourage = "W" }',
            "S102.levels：encourage 没有对应的",
        ),
        (
            "{part[problems]}是空的",
            "{part[problem]}是空的",
            "S107.messages.empty：花括号里说的部分、",
        ),
        (
            "{part[problems]}是空的",
            "{parts[problems]}是空的",
            "S107.messages.empty：花括号里说的部分、",
        ),
        ("\nwaivable = false", "\nwaivable = 0", "S112.waivable：应当是一组值，写的却是 0"),
        ('waivable = ["blank"]', 'waivable = ["blanks"]', "S104.waivable：blanks 没有对应的 messages"),
        ("[R702]", "[R702]\ncheck = false", "R702.check：没有这个键；可用 checked、example、"),
    ],
)
def test_a_slip_in_rules(old: str, new: str, fault: str) -> None:
    assert old in RULES
    with pytest.raises(InputError) as error:
        read_rules(LawFile("forms/rules.toml", RULES.replace(old, new, 1)), all_forms())
    assert fault in str(error.value)


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^forms/x\.toml 第2行第\d+个字符："):
        LawFile("forms/x.toml", "a = 1\nb = \n")
    path = tmp_path / "forms" / "2030.toml"
    path.parent.mkdir()
    path.write_bytes('id = "表"'.encode("gbk"))
    with pytest.raises(InputError, match=r"^forms/2030\.toml 第1行：文件不是 UTF-8 编码"):
        read_law(path)


def test_files_are_called_by_where_they_are() -> None:
    assert law_file("words/claims.toml").name == "forms/words/claims.toml"


def test_no_traceback_reaches_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "forms"
    shutil.copytree(resources.folder("forms"), folder)
    (folder / "agencies.toml").write_text(AGENCIES.replace('name = "部门"', "name = 1"), encoding="utf-8")
    real = resources.folder
    monkeypatch.setattr(resources, "folder", lambda name: folder if name == "forms" else real(name))
    agency_kinds.cache_clear()
    try:
        result = CliRunner().invoke(program, ["check", str(SAMPLE)])
    finally:
        agency_kinds.cache_clear()
    assert result.exit_code == ExitCode.INPUT
    assert "forms/agencies.toml 第57行：department.name：应当是文字，写的却是 1。" in result.stderr

"""region.toml: what it says, and every fault with line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.problem import InputError
from nianbao.region.load import is_region, load
from nianbao.region.members import Region

HEAD = 'name = "某某县"\nyear = 2024\n'
MEMBER = '[[members]]\nname = "某某县教育局"\n'
CHAIN = '[[members]]\nname = "教育局0"\nkind = "department"\n' + "".join(
    f'[[members]]\nname = "教育局{number}"\nkind = "department"\nparent = "教育局{number - 1}"\n'
    for number in range(1, 2000)
)


def loaded(tmp_path: Path, text: str) -> Region:
    path = tmp_path / "region.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        loaded(tmp_path, text)
    return [str(problem).replace(f"{tmp_path / 'region.toml'}", "F") for problem in error.value.problems]


def test_three_levels_of_which_one_is_a_file_of_its_own(tmp_path: Path) -> None:
    town = tmp_path / "甲镇"
    town.mkdir()
    text = 'name = "某某县甲镇"\nyear = 2024\n[[members]]\nname = "甲镇财政所"\n'
    (town / "region.toml").write_text(text, encoding="utf-8-sig", newline="\r\n")
    region = loaded(
        tmp_path,
        f'{HEAD}{MEMBER}aliases = ["县教体局"]\nsince = 2020\n'
        '[[members]]\nregion = "甲镇"\naliases = ["甲镇"]\n'
        '[[members]]\nname = "招生考试中心"\nparent = "某某县教育局"\nuntil = 2023\n',
    )
    assert region.kind == "county"
    education, first_town = region.members
    assert (education.kind, education.aliases, education.since) == ("department", ("县教体局",), 2020)
    assert [each.name for each in education.members] == ["招生考试中心"]
    assert not education.members[0].is_one_in(2024)
    assert (first_town.name, first_town.kind, first_town.aliases) == ("某某县甲镇", "township", ("甲镇",))
    assert [each.name for each in first_town.members] == ["甲镇财政所"]
    before = region.digest
    (town / "region.toml").write_text(text.replace("财政", "水利"), encoding="utf-8")
    assert load(tmp_path / "region.toml").digest != before


def test_a_name_may_stand_twice_in_different_years(tmp_path: Path) -> None:
    text = f"{HEAD}{MEMBER}until = 2020\n{MEMBER}since = 2021\n"
    assert len(loaded(tmp_path, text).members) == 2
    [told] = faults(tmp_path, text.replace("2021", "2020"))
    assert told.startswith(
        "F 第6行：members[2]：“某某县教育局”前面已经有了（F 第3行）；请删去一处，或者用 since"
    )


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        'name = "某某县"\nyear = 1999\nkinds = "county"\n[[members]]\nname = ""\n'
        f'{MEMBER}kind = "bureau"\n{MEMBER}since = 2025\nuntil = 2020\n[[members]]\nname = "某某"\n'
        '[[members]]\nregion = "无"\n',
    )
    assert [each.partition("；")[0] for each in told] == [
        "F 第3行：kinds：没有这个键",
        "F 第2行：year：1999年没有对应的报告格式",
        "F 第5行：members[1].name：名称是空的",
        "F 第8行：members[2].kind：没有“bureau”这种机关",
        "F 第12行：members[3].until：最后一年（2020）早于第一年（2025）",
        "F 第13行：members[4]：从名称“某某”看不出是哪一类机关",
        "F 第16行：members[5].region：没有“无”这个文件",
    ]
    assert all("；" in each for each in told)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD, "没有写成员；每个成员写一段 [[members]]"),
        (HEAD + 'members = "局"', "members：应当是一组值"),
        (HEAD + "members = [1]", "members[1]：应当是一组键"),
        (HEAD + MEMBER + 'parent = "某某县民政局"', "members[1].parent：成员里没有“某某县民政局”"),
        (HEAD + MEMBER + 'parent = "某某县教育局"', "members[1].parent：上级绕成了圈"),
        (HEAD + CHAIN, "members[8].parent：下面还有一层，层数超过8层"),
        (HEAD + '[[members]]\nregion = "."', "members[1].region：“.”又回到了上级的汇总"),
        (HEAD + '[[members]]\nname = "某某 县"', "“某某县”和这个汇总同名；汇总的报告不是成员"),
        (HEAD + '[[members]]\nname = "某某县人民政府"', "“某某县人民政府”和这个汇总同名；汇总的报告不是成员"),
        (HEAD + MEMBER + "since = 24", "members[1].since：“24”不是年度"),
        (HEAD + f'[[members]]\nname = "{"局" * 101}"', "members[1].name：写了101个字，太长；最多100个字"),
        ("name = ", "F 第1行：等号后面的值写法不对；文字要加引号"),
    ],
)
def test_one_fault(tmp_path: Path, text: str, fault: str) -> None:
    [told] = faults(tmp_path, text)
    assert fault in told


def test_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "region.toml"
    with pytest.raises(InputError, match="没有这个文件；新建一个请用 nianbao region new"):
        load(path)
    (tmp_path / "成员.toml").write_bytes((HEAD + MEMBER).encode("utf-8-sig"))  # as Windows may mark it
    assert is_region(tmp_path / "成员.toml")
    path.write_bytes((HEAD + MEMBER).encode("gb18030"))
    with pytest.raises(InputError, match="第1行：文件不是 UTF-8 编码"):
        load(path)


def test_of_many_faults_the_first_are_told(tmp_path: Path) -> None:
    *first, rest = faults(tmp_path, HEAD + MEMBER * 1_000)
    assert len(first) == 20
    assert "还有979处问题；请先改正上面的" in rest


def test_regions_in_regions_that_multiply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each names the next twice: a few files would be read very many times."""
    monkeypatch.setattr("nianbao.region.load.MOST_FILES", 9)
    folder = tmp_path
    for number in range(6):
        folder.mkdir(exist_ok=True)
        head = f'name = "某某县{number}"\nkind = "county"\nyear = 2024\n'
        (folder / "region.toml").write_text(head + '[[members]]\nregion = "n"\n' * 2, encoding="utf-8")
        folder /= "n"
    with pytest.raises(InputError, match="下级的汇总超过9个"):
        load(tmp_path / "region.toml")

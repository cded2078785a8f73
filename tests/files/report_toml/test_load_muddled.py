"""Files that are muddled, hostile or no report at all are refused in a sentence with the line."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import pytest

from nianbao.files.bounds import MOST_FAULTS
from nianbao.files.report_toml import load, loads
from nianbao.model.figure import State
from nianbao.model.load_forms import all_forms
from nianbao.problem import InputError
from tests.files.report_toml.refused import HEAD, faults

# ---- faults of TOML

NO_STATEMENT = (
    "；每一项写成 名称 = 值，名称用英文；正文写在三个引号中间，说明写在 # 后面；请核对括号是否成对。"
)
FULL_WIDTH = "；这一行有全角的引号、逗号或括号，请改成半角。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HEAD}title = “年报”\n", f"报告.toml 第3行第9个字符：等号后面的值写法不对{FULL_WIDTH}"),
        (
            f'{HEAD}title = "年报”\n',
            f"报告.toml 第3行第13个字符：引号里的文字断了行，或有不能用的字符{FULL_WIDTH}",
        ),
        (f'{HEAD}title ＝ "年报"\n', f"报告.toml 第3行第7个字符：缺少等号{FULL_WIDTH}"),
        (
            f"{HEAD}[disclosure]\nregulations = [1，2]\n",
            f"报告.toml 第4行第17个字符：方括号没有关上{FULL_WIDTH}",
        ),
        (f"{HEAD}［other］\n", f"报告.toml 第3行第1个字符：写法不对{FULL_WIDTH}"),
        (
            f'{HEAD}标题 = "年报"\n',
            f"报告.toml 第3行第1个字符：写法不对{NO_STATEMENT}",
        ),
        (
            f"{HEAD}[disclosure]\nregulations = [1 2]  # 规章，“三个数”\n",
            "报告.toml 第4行第18个字符：方括号没有关上；请在数据后面补上 ]。",
        ),
        (
            f"{HEAD}[disclosure]\nlicences = [1\nfees = [2]\n",
            "报告.toml 第5行第1个字符：方括号没有关上；请在数据后面补上 ]。",
        ),
        (f"{HEAD}title 年报\n", "报告.toml 第3行第7个字符：缺少等号；每一项写成 名称 = 值。"),
        (
            f"{HEAD}title = 年报\n",
            "报告.toml 第3行第9个字符：等号后面的值写法不对；文字要加引号，一行数据要写在方括号里。",
        ),
        (
            f"{HEAD}title = \n",
            "报告.toml 第3行第9个字符：等号后面的值写法不对；文字要加引号，一行数据要写在方括号里。",
        ),
        (
            f'{HEAD}title = "年报" 说明\n',
            "报告.toml 第3行第14个字符：值的后面多了内容；一行只写一项，说明请写在 # 后面。",
        ),
        (f"{HEAD}date = 2025-02-30\n", "报告.toml 第3行第8个字符：没有这个日期；请核对年月日。"),
        (f'{HEAD}agency = "乙"\n# 完\n', "报告.toml 第3行第13个字符：同一项写了两次；请删去重复的一处。"),
        (
            f"{HEAD}[other]\n[overview]\n[other]\n",
            "报告.toml 第5行第7个字符：同一部分写了两次；请把两处并成一处。",
        ),
        (
            f'{HEAD}[other]\ntext = """\n文件在 C:\\资料，共3份\n"""\n',
            "报告.toml 第5行第9个字符：引号里的反斜杠写法不对；要写 \\ 本身请写两个 \\\\。",
        ),
        (
            f'{HEAD}[other]\ntext = """\n没有结束，共3份\n',
            "报告.toml 第5行：引号没有关上；请补上右引号；多行文字的末尾要有三个引号。",
        ),
        (
            f'{HEAD}title = "年\x00报"\n',
            "报告.toml 第3行第11个字符：引号里的文字断了行，或有不能用的字符；多行文字请用三个引号括起来。",
        ),
        (f"{HEAD}title = 1{'0' * 5000}\n", "报告.toml 第3行：数字太长；请核对。"),
        ("[" * 5, "报告.toml 第1行第3个字符：写法不对；请核对这一行的引号、逗号和方括号是否成对。"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_muddled_file_names_its_line(text: str, expected: str, end: str) -> None:
    assert faults(text.replace("\n", end)) == [expected]


# ---- hostile files


def test_a_file_that_is_not_utf_8() -> None:
    what, remedy = "文件不是 UTF-8 编码", "；请用记事本或别的编辑器打开，另存为 UTF-8 编码。"
    gbk, utf_16 = "，像是 GBK（记事本里叫“ANSI”）", "，是 UTF-16（记事本里叫“Unicode”）"
    commented = "# 1\n# 2\nagency = 'x'\n# 甲".encode("gbk")
    assert faults(commented) == [f"报告.toml 第4行：{what}{gbk}{remedy}"]
    assert faults(HEAD.encode("utf-16")) == [f"报告.toml 第1行：{what}{utf_16}{remedy}"]
    assert faults(HEAD.encode() + b"# \xed\xa0\x80") == [f"报告.toml 第3行：{what}{remedy}"]
    told = "报告.toml：这不是填报文件，也不是能读的文档；填报文件是 .toml，请核对文件名。"
    assert faults(b"\x89PNG\r\n\x1a\n\0\0") == [told]
    assert faults(HEAD.encode() + b"[[letter]]\nto = 'x'")[0].startswith("报告.toml 第3行 letter：写法不对")


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "report.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError) as error:
        load(path)
    assert str(error.value) == f"{path}：文件太大，不像是一份报告；请核对文件名。"


def test_an_endless_file_is_not_read() -> None:
    with pytest.raises(OSError, match="No such device"):
        load(Path("/dev/zero"))


DEEP = ".a" * 40
HOSTILE = [
    (f"{HEAD}x = {'[' * 5000}{']' * 5000}", "报告.toml：括号套得太深，无法读取；请核对文件。"),
    (f"{HEAD}x = {'{a=' * 5000}", "报告.toml：括号套得太深，无法读取；请核对文件。"),
    (
        f"{HEAD}[disclosure]\nlicences = [1e999999999]",
        "报告.toml 第4行 disclosure.licences：“处理决定”不是一个数：1E+999999999。",
    ),
    (
        f"{HEAD}[disclosure]\nlicences = [1e-999999999]",
        "报告.toml 第4行 disclosure.licences：“处理决定”不是一个数：1E-999999999。",
    ),
    (
        f"{HEAD}[disclosure]\nlicences = [1e{'9' * 30}]",
        "报告.toml 第4行 disclosure.licences：“处理决定”不是一个数：NaN。",
    ),
    (f"{HEAD}title{DEEP} = 1", "报告.toml 第3行 title：应当是文字，写的是 一组数据；请加上引号。"),
    (f"{HEAD}other.text{DEEP} = 1", "报告.toml 第3行 other.text：应当是文字，写的是 一组数据；请加上引号。"),
    (
        f"{HEAD}form{DEEP} = 1",
        f"报告.toml 第3行 form：没有“一组数据”这种格式；可用的有：{'、'.join(all_forms())}。",
    ),
    (
        f"{HEAD}[disclosure]\nlicences = {{a{DEEP} = 1}}",
        "报告.toml 第4行 disclosure.licences：一行数据要写在方括号里；请写成 licences = [一组数据]。",
    ),
    (
        f"{HEAD}date{DEEP} = 1",
        "报告.toml 第3行 date：日期写的是 一组数据；请写成 date = 2026-01-20，不加引号。",
    ),
    (
        f'{HEAD}[[waivers]]\ncode = "T301"\nreason{DEEP} = 1',
        "报告.toml 第5行 waivers.1.reason：应当是文字，写的是 一组数据；请加上引号。",
    ),
    (f"{HEAD}title = '{'长' * 40}\u200b'\nyears = 1", "报告.toml 第4行 years：没有这一项；是不是想写 year？"),
]


@pytest.mark.parametrize(("text", "expected"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_in_a_sentence(text: str, expected: str) -> None:
    assert faults(text)[0] == expected


def test_a_long_run_of_digits_is_kept_as_words() -> None:
    report = loads(f"{HEAD}[disclosure]\nlicences = [{'9' * 100}]".encode(), "")
    assert report.figure("disclosure.licences.decisions").state is State.MALFORMED


# ---- files that would take all memory or minutes

LONG = [
    (".".join("a" * 44_000) + " = 1", "项目名称里的点太多"),
    ("['甲'" + '."甲"' * 400 + "]", "项目名称里的点太多"),
    ("x = { " + " . ".join("a" * 400) + " = 1 }", "项目名称里的点太多"),
    ("x = 0x" + "f" * 5_000, "没有这一项"),
    ("year = 0x" + "f" * 5_000, "写的是 很长的数字"),
    ("form = 0x" + "f" * 5_000, "很长的数字"),
    ("date = 0x" + "f" * 5_000, "很长的数字"),
    ("agency_kind = 0b" + "1" * 50_000, "很长的数字"),
    ("[disclosure]\nlicences = [0x" + "f" * 5_000 + "]", "的数字太长"),
    ("[disclosure]\nlicences = 0o" + "7" * 5_000, "很长的数字"),
    ("[disclosure]\nlicences = [1." + "9" * 5_000 + "]", "不是一个数"),
    ("[disclosure]\nlicences = ['5（" + "备" * 900 + "）']", "写了903个字，太长"),
    ("title = '" + "长" * 900 + "'", "写了900个字，太长"),
    ("agency_kind = '" + "长" * 900 + "'", "没有“长长长"),
    ("[[waivers]]\ncode = 'T301'\nreason = '" + "长" * 3_000 + "'", "写了3000个字，太长"),
    ("[[waivers]]\ncode = 'T301'\nreason = '由'\n" * 600, "有600条理由，太多了"),
    ("[overview]\ntext = '''" + "长" * 100_001 + "'''", "正文超过100000字"),
]


@pytest.mark.parametrize(("text", "expected"), LONG, ids=range(len(LONG)))
def test_what_no_report_comes_near_is_refused_in_a_short_sentence(text: str, expected: str) -> None:
    (told, *_) = faults(('agency = "某局"\n' if text.startswith("year") else HEAD) + text)
    assert expected in told
    assert len(told) < 200


MANY = [
    "".join(f"licence{number} = 1\n" for number in range(20_000)),
    "[disclosure]\n" + "".join(f"licence{number} = 1\n" for number in range(20_000)),
    "".join(f"[a{number}]\n" for number in range(20_000)),
    "[[waivers]]\ncode = 'T999'\ncell = 'applications.received.tota'\nreason = ''\n" * 400,
    "[overview]\ntext = '''" + "{{ 申请.本年.总 }}" * 400 + "'''",
]


@pytest.mark.parametrize("text", MANY, ids=range(len(MANY)))
@pytest.mark.takes_turns
def test_of_many_faults_the_first_are_told_and_the_rest_is_counted(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    likened: list[str] = []
    nearest = difflib.get_close_matches

    def counted(word: str, *others: Any, **options: Any) -> list[str]:
        likened.append(word)
        return nearest(word, *others, **options)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    told = faults(HEAD + text)
    assert len(told) == MOST_FAULTS + 1
    assert re.fullmatch(r"报告.toml：还有\d{3,5}处问题；请先改正上面的。", told[-1])
    assert len(likened) <= 3 * MOST_FAULTS

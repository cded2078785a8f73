"""report.toml is read whole or not at all, and every fault names its line, its key and the way out."""

# ruff: noqa: E501 - the sentences are compared to the letter and stay in one piece

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from nianbao.files.report_toml import load, loads
from nianbao.model.figure import BLANK, UNKNOWN, Figure, State, count, parse
from nianbao.model.load_forms import all_forms
from nianbao.model.report import Waiver
from nianbao.problem import InputError
from tests.files.report_toml.refused import HEAD, faults

# ---- what is read


def test_a_whole_report() -> None:
    report = loads(
        """
form = "2021"
agency = "青溪县水利局"
year = 2023
agency_kind = "department"
date = 2024-01-20
title = "2023年报"
read_from = "年报.pdf"

[overview]   # 一、总体情况
text = '''

（一）主动公开
全年587条。

'''
[disclosure]
text = "说明。"
regulations = [0, "", "/"]
normative_documents = ["22（其中修订16件）", "?", 1_000]
licences = [563]
penalties = ["１２"]
coercive_measures = []
fees = [4166.241619]
[applications]
received = [2, 0, 0, 0, 0, 0]
granted = [1, 0, 0, 0, 0, 0, 2]
partly_granted = [0, 0, 0, 0, 0, 0, "?"]
outcomes = ["=", 1, "=", "=", "=", "=", "="]
[problems]
heading = "5、存在的主要问题及改进情况"
[other]
heading = "六、其他需要报告的事项"
text = ""
[[waivers]]
code = "T202"
cell = "disclosure.regulations"
reason = "依法制定"
[[waivers]]
code = "T203"
reason = "清理"
""".encode(),
        "报告.toml",
    )
    assert (report.form.id, report.agency, report.year) == ("2021", "青溪县水利局", 2023)
    assert (report.agency_kind, report.date, report.title) == (
        "department",
        datetime.date(2024, 1, 20),
        "2023年报",
    )
    assert report.source == "年报.pdf"
    assert report.narrative == {"overview": "（一）主动公开\n全年587条。", "disclosure": "说明。"}
    assert report.headings == {"problems": "5、存在的主要问题及改进情况"}
    assert report.waivers == (
        Waiver("T202", "disclosure.regulations", "依法制定"),
        Waiver("T203", "", "清理"),
    )
    columns = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
    received = {f"applications.received.{column}": count(0) for column in columns}
    granted = {f"applications.granted.{column}": count(0) for column in columns}
    partly = {f"applications.partly_granted.{column}": count(0) for column in columns}
    assert report.figures == {
        "disclosure.regulations.issued": count(0),
        "disclosure.regulations.repealed": BLANK,
        "disclosure.regulations.in_force": parse("/"),
        "disclosure.normative_documents.issued": Figure(State.NUMBER, 22, remark="其中修订16件"),
        "disclosure.normative_documents.in_force": count(1000),
        "disclosure.licences.decisions": count(563),
        "disclosure.penalties.decisions": count(12),
        "disclosure.fees.amount": Figure(State.NUMBER, Decimal("4166.241619")),
        **received,
        "applications.received.natural_person": count(2),
        **granted,
        "applications.granted.natural_person": count(1),
        "applications.granted.total": count(2),
        **partly,
        "applications.partly_granted.total": UNKNOWN,
        "applications.outcomes.business": count(1),
    }


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")])
def test_the_form_follows_from_the_year(year: int, form: str) -> None:
    assert loads(f'agency = "甲"\nyear = {year}'.encode(), "").form.id == form


def test_the_form_may_be_named() -> None:
    assert loads(f'form = "2019"\n{HEAD}'.encode(), "").form.id == "2019"
    assert loads(f"form = 2019\n{HEAD}".encode(), "").form.id == "2019"


def test_a_section_may_be_written_in_every_way_of_toml() -> None:
    for text in (
        "other.text = '无'",
        "other = { text = '无' }",
        '[other]\ntext = "\\u65e0"',
        "[ other ]\n'text' = '''\n无'''",
        '["other"]\ntext = """\\\n   无\n\n"""',
    ):
        assert loads(f"{HEAD}{text}".encode(), "").narrative == {"other": "无"}


def test_windows_files() -> None:
    data = b"\xef\xbb\xbf" + f'{HEAD}[other]\ntext = """\n一\n二\n"""\n'.replace("\n", "\r\n").encode()
    assert loads(data, "").narrative == {"other": "一\n二"}


def test_a_file_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "report.toml"
    path.write_text(HEAD, encoding="utf-8")
    assert load(path).agency == "青溪县水利局"
    path.write_text("year = 2024", encoding="utf-8")
    with pytest.raises(InputError, match="agency：没有写机关全称"):
        load(path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.toml")
    with pytest.raises(IsADirectoryError):
        load(tmp_path)


# ---- faults of content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who, when, in which form
        ("year = 2024", ['报告.toml agency：没有写机关全称；请写 agency = "…" 这样的一行。']),
        (
            'agency = " "\nyear = 2024',
            ['报告.toml 第1行 agency：没有写机关全称；请写 agency = "…" 这样的一行。'],
        ),
        ("agency = 3\nyear = 2024", ["报告.toml 第1行 agency：应当是文字，写的是 3；请加上引号。"]),
        ('agency = "甲"', ["报告.toml year：没有写年度；请写 year = 2025 这样的一行。"]),
        (
            "# 无",
            [
                "报告.toml year：没有写年度；请写 year = 2025 这样的一行。",
                '报告.toml agency：没有写机关全称；请写 agency = "…" 这样的一行。',
            ],
        ),
        (
            'agency = "甲"\nyear = "2024"',
            ["报告.toml 第2行 year：年度应当是四位数字，写的是 2024；请写成 year = 2025。"],
        ),
        (
            'agency = "甲"\nyear = true',
            ["报告.toml 第2行 year：年度应当是四位数字，写的是 True；请写成 year = 2025。"],
        ),
        (
            'agency = "甲"\nyear = 2018',
            ["报告.toml 第2行 year：2018年没有对应的报告格式；最早是2019年，请核对年度。"],
        ),
        (
            'agency = "甲"\nyear = 20244',
            ["报告.toml 第2行 year：20244年没有对应的报告格式；最早是2019年，请核对年度。"],
        ),
        (
            f'form = "2020"\n{HEAD}',
            [f"报告.toml 第1行 form：没有“2020”这种格式；可用的有：{'、'.join(all_forms())}。"],
        ),
        (
            f'{HEAD}agency_kind = "city"',
            [
                "报告.toml 第3行 agency_kind：没有“city”这种机关；可用的有：vertical（国务院部门、垂直管理系统）、province（省级政府）、township（乡镇、街道）、county（县（市、区）政府）、prefecture（设区的市政府）、department（部门）。"
            ],
        ),
        (
            f'{HEAD}date = "2025-01-20"',
            ["报告.toml 第3行 date：日期写的是 2025-01-20；请写成 date = 2026-01-20，不加引号。"],
        ),
        (
            f"{HEAD}date = 2025-01-20T08:00:00",
            ["报告.toml 第3行 date：日期写的是 2025-01-20 08:00:00；请写成 date = 2026-01-20，不加引号。"],
        ),
        (f"{HEAD}title = 2024", ["报告.toml 第3行 title：应当是文字，写的是 2024；请加上引号。"]),
        (f'{HEAD}title = "甲\\n乙"', ["报告.toml 第3行 title：中间有换行或制表符；请写在一行里。"]),
        (
            f'{HEAD}[other]\nheading = "六、\\t其他"',
            ["报告.toml 第4行 other.heading：中间有换行或制表符；请写在一行里。"],
        ),
        # unknown names
        (
            f'{HEAD}adress = "x"',
            ["报告.toml 第3行 adress：没有这一项；可用的有：form、agency、year、"],
        ),
        (f"{HEAD}[aplications]", ["报告.toml 第3行 aplications：没有这一项；是不是想写 applications？"]),
        (
            f"{HEAD}\n\n[disclosure]\n\nlicenses = [1]",
            ["报告.toml 第7行 disclosure.licenses：没有这一项；是不是想写 licences？"],
        ),
        (
            f'{HEAD}[preface]\nheading = "前言"',
            ["报告.toml 第4行 preface.heading：没有这一项；可用的有：text。"],
        ),
        (
            f'form = "2019"\n{HEAD}[applications]\nother_reasons = []',
            ["报告.toml 第5行 applications.other_reasons：没有这一项；可用的有：text、heading、received、"],
        ),
        ('form = "2021\\n"\n' + HEAD, ["报告.toml 第1行 form：没有“2021\\x0a”这种格式；可用的有："]),
        (f'{HEAD}"\\u001b[2J" = 1', ["报告.toml \\x1b[2J：没有这一项；可用的有："]),
        (
            f"{HEAD}overview = 3",
            ["报告.toml 第3行 overview：应当是一个部分；请写成 [overview] 一行，内容写在下面。"],
        ),
        (f"{HEAD}overview.text = 3", ["报告.toml 第3行 overview.text：应当是文字，写的是 3；请加上引号。"]),
        # rows
        (
            f"{HEAD}[disclosure]\nlicences = 563",
            ["报告.toml 第4行 disclosure.licences：一行数据要写在方括号里；请写成 licences = [563]。"],
        ),
        (
            f"{HEAD}[disclosure]\nregulations = [1, 2]",
            ["报告.toml 第4行 disclosure.regulations：这一行有2个数；应为3个：制发、废止、现行有效。"],
        ),
        (
            f"{HEAD}[applications]\nreceived = [1, 2, 3, 4, 5, 6, 7, 8]",
            [
                "报告.toml 第4行 applications.received：这一行有8个数；应为6个：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他组织，后面可以再写总计。"
            ],
        ),
        (
            f"{HEAD}[disputes]\nreview = [1]",
            [
                "报告.toml 第4行 disputes.review：这一行有1个数；应为4个：结果维持、结果纠正、其他结果、尚未审结，后面可以再写总计。"
            ],
        ),
        (
            f"{HEAD}[disclosure]\nlicences = [true]",
            ["报告.toml 第4行 disclosure.licences：“处理决定”不是数也不是文字：True。"],
        ),
        (
            f"{HEAD}[disclosure]\nlicences = [[1]]",
            ["报告.toml 第4行 disclosure.licences：“处理决定”不是数也不是文字：一组数据。"],
        ),
        (
            f"{HEAD}[disclosure]\nlicences = [2024-01-01]",
            ["报告.toml 第4行 disclosure.licences：“处理决定”不是数也不是文字：2024-01-01。"],
        ),
        (
            f"{HEAD}[disclosure]\nlicences = [nan]\nfees = [-inf]",
            [
                "报告.toml 第4行 disclosure.licences：“处理决定”不是一个数：NaN。",
                "报告.toml 第5行 disclosure.fees：“收费金额”不是一个数：-Infinity。",
            ],
        ),
        (
            f'{HEAD}[disclosure]\nlicences = ["="]',
            ["报告.toml 第4行 disclosure.licences：“处理决定”不是由程序计算的总计，不能写 =；请填数。"],
        ),
        (
            f'{HEAD}[disclosure]\nlicences = [\n  "若\\u0007干",\n]',
            ["报告.toml 第4行 disclosure.licences：第2个字是看不见的控制字符 U+0007；请删去。"],
        ),
        # text
        (
            f'{HEAD}[overview]\ntext = "收到{{{{ 申请.本年收.总计 }}}}件"',
            [
                "报告.toml 第4行 overview.text：引用“申请.本年收.总计”里的“本年收”不认识；最接近的是“本年新收”。"
            ],
        ),
        (
            'agency = "青溪\u200b县\u202e水利局"\nyear = 2024',
            ["报告.toml 第1行 agency：第3个字是看不见的控制字符 U+200B，这样的字共有2个；请删去。"],
        ),
        # waivers
        (f"{HEAD}waivers = 3", ["报告.toml 第3行 waivers：写法不对；每条理由写在 [[waivers]] 一行下面。"]),
        (f"{HEAD}[waivers]", ["报告.toml 第3行 waivers：写法不对；每条理由写在 [[waivers]] 一行下面。"]),
        (
            f'{HEAD}[[waivers]]\ncode = "T999"\nreason = "无"',
            ["报告.toml 第4行 waivers.1.code：没有“T999”这条规则；用 nianbao rules 查看全部规则。"],
        ),
        (
            f'{HEAD}[[waivers]]\ncode = "T301"\nreason = " "',
            ["报告.toml 第5行 waivers.1.reason：没有写理由；请写明为什么数据是对的。"],
        ),
        (
            f'{HEAD}[[waivers]]\ncode = "T301"',
            ["报告.toml 第3行 waivers.1.reason：没有写理由；请写明为什么数据是对的。"],
        ),
        (
            f'{HEAD}[[waivers]]\ncode = "T301"\nreason = "甲"\n\n[[waivers]]\ncode = "T301"\ncell = "applications.received.totl"\nreason = "乙"',
            [
                "报告.toml 第9行 waivers.2.cell：没有“applications.received.totl”这一格；最接近的是 applications.received.total。"
            ],
        ),
        (
            f'{HEAD}[[waivers]]\ncode = "T301"\ncell = "甲"\nreason = "乙"',
            ["报告.toml 第5行 waivers.1.cell：没有“甲”这一格。"],
        ),
        (
            f'{HEAD}[[waivers]]\ncode = "T301"\nreason = 3',
            [
                "报告.toml 第5行 waivers.1.reason：应当是文字，写的是 3；请加上引号。",
                "报告.toml 第5行 waivers.1.reason：没有写理由；请写明为什么数据是对的。",
            ],
        ),
        (
            f'{HEAD}[[waivers]]\ncode = "T301"\nreason = "甲\\u200b"\nwho = "乙"',
            [
                "报告.toml 第6行 waivers.1.who：没有这一项；可用的有：code、cell、reason。",
                "报告.toml 第5行 waivers.1.reason：第2个字是看不见的控制字符 U+200B；请删去。",
            ],
        ),
    ],
)
def test_a_fault_names_line_key_and_remedy(text: str, expected: list[str]) -> None:
    found = faults(text)
    assert len(found) == len(expected)
    for sentence, beginning in zip(found, expected, strict=True):
        assert sentence.startswith(beginning)
        assert "\x1b" not in sentence


def test_all_faults_are_told_at_once() -> None:
    text = 'agency = ""\nyear = 2024\nagency_kind = "x"\n[disclosure]\nlicences = [1, 2]\nfoo = 1\n[other]\ntext = 1\n'
    lines = [found.split("：")[0] for found in faults(text)]
    assert lines == [
        "报告.toml 第1行 agency",
        "报告.toml 第6行 disclosure.foo",
        "报告.toml 第5行 disclosure.licences",
        "报告.toml 第8行 other.text",
        "报告.toml 第3行 agency_kind",
    ]


# ---- lines within a text

WRONG = "{{ 坏 }}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'text = "一{WRONG}"', 5),
        (f'text = "一\\n二\\n三{WRONG}"', 5),
        (f'text = """一\n二\n三{WRONG}"""', 7),
        (f'text = """\n一\n二{WRONG}\n"""', 7),
        (f"text = '''\n一\n二{WRONG}\n'''", 7),
        (f'text = """\n\n\n一\n\n二{WRONG}\n"""', 10),
        (f'text = """\n一\\\n   继续\\u4e00\n二{WRONG}\n"""', 8),
        (f'text = """\n引号 \\"\\"\\" \\\\ \\U0001F600\n二{WRONG}\n"""', 7),
        (f"text   =   '''\n反斜杠 \\ \\n\n二{WRONG}\n'''", 7),
        (f'heading = "一、总体情况"\n# """\ntext = """\n一{WRONG}\n"""', 8),
        (f'text = """\n# 不是注释\n[other]\nyear = 3\n{WRONG}\n"""', 9),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_line_of_a_fault_within_a_text(text: str, line: int, end: str) -> None:
    data = f'# 注释 """\n{HEAD}[overview] # 一\n{text}\n[other]\ntext = "无"\n'.replace("\n", end).encode()
    assert faults(data) == [
        f"报告.toml 第{line}行 overview.text：引用“坏”里的“坏”不认识；最接近的是“主动公开”。"
    ]


def test_several_faults_within_one_text() -> None:
    text = f'{HEAD}[overview]\ntext = """\n一{{{{ 坏 }}}}\n二\u200b\n\n三{{{{ 年份 }}\n四\ufeff"""\n'
    assert faults(text) == [
        "报告.toml 第6行 overview.text：第11个字是看不见的控制字符 U+200B，这样的字共有2个；请删去。",
        "报告.toml 第5行 overview.text：引用“坏”里的“坏”不认识；最接近的是“主动公开”。",
        "报告.toml 第8行 overview.text：“{{”后面没有配对的“}}”；引用请写成 {{ 申请.本年新收.总计 }}；要印出“{{”本身请写 \\{{。",
    ]

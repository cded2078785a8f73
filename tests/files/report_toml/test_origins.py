"""Where figures come from in report.toml: read, written beside what somebody wrote, faults told."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from nianbao.files.report_toml import loads, new_text, updated_text
from nianbao.model.figure import count, parse
from nianbao.model.origin import MOST_ORIGINS, MOST_STRETCHES, Origin, Source, put
from nianbao.model.report import Report
from nianbao.problem import InputError

HEAD = 'agency = "青溪县水利局"\nyear = 2024\n'
OTHER, KIND = "applications.received.other", "applications.received.natural_person"
WRITTEN = f"""{HEAD}
[applications]
received = [5, 0, 0, 0, 0, 2]   # 见台账

# 谁交来的
[[origins]]   # 台账
from = "台账2024.xlsx"
kind = "ledger"
at = 2025-01-10T09:12:00
digest = "9f2c"
figures = [
  {{ cell = "{KIND}", value = 3, place = "上半年", rows = [12, 15, 33] }},  # 信件
  {{ cell = "{KIND}", value = 2, place = "下半年", rows = [4, 5] }},
]

[[origins]]
from = "县财政局来函"
figures = [{{ cell = "{OTHER}" }}]
"""
AT = datetime.datetime(2025, 1, 10, 9, 12)  # noqa: DTZ001 - as it may stand in a file
LEDGER = Origin(KIND, "台账2024.xlsx", Source.LEDGER, "上半年", (12, 15, 33), count(3), "9f2c", AT)


def read(text: str) -> Report:
    return loads(text.encode(), "报告.toml")


def test_several_origins_of_a_cell_add_up() -> None:
    report = read(WRITTEN)
    assert report.origins_of(KIND) == (LEDGER, LEDGER._replace(place="下半年", rows=(4, 5), value=count(2)))
    assert report.given_by_origins(KIND) == count(5)
    assert report.origins_of(OTHER) == (Origin(OTHER, "县财政局来函"),)
    assert report.given_by_origins(OTHER) is None
    assert not report.is_changed_since_origin(KIND)
    assert report.with_figures({KIND: count(6)}).is_changed_since_origin(KIND)


def test_amounts_add_up_in_their_units() -> None:
    fees = "disclosure.fees.amount"
    values = (parse("5000元"), parse("1.5万元"))
    origins = tuple(Origin(fees, name, value=value) for name, value in zip("甲乙", values, strict=True))
    report = replace(read(HEAD), origins=origins)
    found = report.given_by_origins(fees)
    assert found is not None
    assert str(found) == "2"  # 万元, as the column's label says


def test_what_somebody_wrote_outlives_a_change() -> None:
    report = read(WRITTEN)
    assert updated_text(WRITTEN.encode(), report, "报告.toml") == WRITTEN.encode()
    new = Origin(OTHER, "法制科.xlsx", Source.REPORT, "表三!H5", value=count(2), at=AT)
    changed = replace(report, origins=put(report.origins, [new]))
    text = updated_text(WRITTEN.encode(), changed, "报告.toml").decode()
    assert read(text) == changed
    assert text.startswith(WRITTEN[: WRITTEN.index("[[origins]]\nfrom")].rstrip())
    assert text.endswith(
        '[[origins]]\nfrom = "法制科.xlsx"\nkind = "report"\nat = 2025-01-10T09:12:00\nfigures = [\n'
        f'  {{ cell = "{OTHER}", value = 2, place = "表三!H5" }},\n]\n'
    )
    assert read(new_text(changed)) == changed


KNOWN = "report、prior、ledger、monthly、region"
FIGURES = f'figures = [{{ cell = "{KIND}" }}]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("origins = 3", "第3行 origins：写法不对；每条来源写在 [[origins]] 一行下面。"),
        (f"[[origins]]\n{FIGURES}", "第3行 origins.1.from：没有写来源；请写上文件名，或者来文的名称。"),
        (
            '[[origins]]\nfrom = "甲"',
            (
                "第3行 origins.1.figures：没有写是哪几格的来源；"
                '请写成 figures = [{ cell = "disclosure.licences.decisions", value = 3 }]。'
            ),
        ),
        (
            (
                '[[origins]]\nfrom = "甲"\nfigures = [\n{ cell = "disclosure.licences.decisions" },\n'
                '{ cell = "disclosure.licence.decisions" }]'
            ),
            (
                "第7行 origins.1.figures.2.cell：没有“disclosure.licence.decisions”这一格；"
                "最接近的是 disclosure.licences.decisions。"
            ),
        ),
        (
            f'[[origins]]\nfrom = "甲"\nfigures = [{{ cell = "{KIND}", rows = [3, 0] }}]',
            '第5行 origins.1.figures.1.rows：行号写法不对；请写成 rows = [12, 15, "20-33"]。',
        ),
        (
            f'[[origins]]\nfrom = "甲"\nfigures = [{{ cell = "{KIND}", value = [1] }}]',
            "第5行 origins.1.figures.1.value：数写的是 一组数据；请写当时从来源得到的数。",
        ),
        (
            f'[[origins]]\nfrom = "甲"\nkind = "paper"\n{FIGURES}',
            f"第5行 origins.1.kind：没有“paper”这种来源；可以写 {KNOWN}，或者不写。",
        ),
        (
            f'[[origins]]\nfrom = "甲"\nat = 2025-01-10\n{FIGURES}',
            "第5行 origins.1.at：时间写的是 2025-01-10；请写成 at = 2026-01-10T09:12:00，不加引号。",
        ),
        (
            f'[[origins]]\nfrom = "甲"\nby = "乙"\n{FIGURES}',
            "第5行 origins.1.by：没有这一项；可用的有：from、kind、mapping、at、digest、figures。",
        ),
    ],
)
def test_faults_are_told_by_line_and_remedy(text: str, told: str) -> None:
    assert f"报告.toml {told}" in faults(f"{HEAD}{text}")


def test_neighbouring_rows_are_one_stretch() -> None:
    rows = (2, 3, 5, *range(7, 311), 415, 412, 413, 414)
    report = read(HEAD)
    text = new_text(replace(report, origins=(LEDGER._replace(rows=rows),)))
    assert 'rows = [2, 3, 5, "7-310", 415, "412-414"]' in text
    assert read(text).origins[0].rows == rows


@pytest.mark.parametrize("wrong", ['"7"', '"9-7"', '"0-7"', '"1-99999999"', '"1-2-3"', "[1]", "true"])
def test_what_is_no_stretch_is_told(wrong: str) -> None:
    figure = f'{{ cell = "{KIND}", rows = [2, {wrong}] }}'
    (told,) = faults(f'{HEAD}[[origins]]\nfrom = "甲"\nfigures = [{figure}]')
    assert told.endswith('行号写法不对；请写成 rows = [12, 15, "20-33"]。')


def test_rows_are_bounded() -> None:
    figure = f'{{ cell = "{KIND}", rows = {[1] * MOST_STRETCHES} }}'
    text = f'{HEAD}[[origins]]\nfrom = "甲"\nfigures = [{figure}'
    assert len(read(f"{text}]").origins[0].rows) == MOST_STRETCHES
    most = "最多5000条，行号最多5000段、200000行，其余的只写工作表就可以。"
    (told,) = faults(f'{text}, {{ cell = "{OTHER}", rows = [2] }}]')
    assert told == f"报告.toml 第3行 origins.1：记的来源太多了；{most}"
    (told,) = faults(f"{text.replace(str([1] * MOST_STRETCHES), str(['1-200001']))}]")
    assert told.endswith(f"行号太多了；{most}")


def test_more_than_a_report_keeps_are_not_kept_in_part() -> None:
    many = [LEDGER._replace(place=str(number)) for number in range(MOST_ORIGINS + 1)]
    other = Origin(OTHER, "来函")
    assert put([LEDGER, other], many) == (other,)
    assert len(put([LEDGER], many[1:])) == MOST_ORIGINS


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]

"""Lists that tell figures one by one: a figure whose row or column is not certain is no cell's."""

from __future__ import annotations

import pytest

from nianbao.read import read
from nianbao.recognise import recognise

_TITLE = "青溪县水利局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
_COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_RECEIVED = "一、本年新收政府信息公开申请数量"
_CARRIED = "二、上年结转政府信息公开申请数量"


def _rows(*named: str) -> str:
    return "\n".join(
        "\n".join([row, *(f"· {column}：{at}" for at, column in enumerate(_COLUMNS, 10 * number))])
        for number, row in enumerate(named, start=1)
    )


def figures(text: str, row: str) -> list[str]:
    report = recognise(read((_TITLE + text).encode(), "txt")).report
    return [
        str(value) for cell, value in report.all_figures().items() if cell.startswith(f"applications.{row}.")
    ]


def test_figures_below_the_label_of_their_row() -> None:
    text = _rows(_RECEIVED, _CARRIED)
    assert figures(text, "received") == ["10", "11", "12", "13", "14", "15", "16"]
    assert figures(text, "carried_in") == ["20", "21", "22", "23", "24", "25", "26"]


@pytest.mark.parametrize("between", ["其中：", "去年的情况如下。", "三、本年度办理结果", "（三）不予公开"])
def test_another_line_ends_what_a_label_is_valid_for(between: str) -> None:
    text = _rows(_RECEIVED, _CARRIED).replace("· 总计：16", f"{between}\n· 总计：16")
    assert figures(text, "received") == ["10", "11", "12", "13", "14", "15", "?"]


def test_what_is_told_twice_is_unknown() -> None:
    text = _rows(_RECEIVED, _CARRIED).replace(f"{_CARRIED}\n", "")
    assert figures(text, "received") == ["?"] * 7
    assert figures(text, "carried_in") == ["?"] * 7


def test_the_label_of_a_row_may_be_a_heading_and_that_of_a_column_have_its_group() -> None:
    lines = (
        f"<p>{'法人或其他组织—' if 0 < at < 6 else ''}{column}：{at}" for at, column in enumerate(_COLUMNS)
    )
    card = f"<h4>三、本年度办理结果 / （一）予以公开</h4>{''.join(lines)}"
    title, heading = (f"<h2>{line}</h2>" for line in _TITLE.splitlines())
    report = recognise(read(f"{title}{heading}{card}<h3>四、结转</h3>".encode(), "html")).report
    assert [str(f) for cell, f in report.all_figures().items() if ".granted." in cell] == list("0123456")


def test_the_name_of_a_group_is_no_row() -> None:
    text = _rows(_RECEIVED, "（三）不予公开")
    assert figures(text, "denied_state_secret") == ["?"] * 7
    assert figures(text, "received")[0] == "10"


def test_columns_with_the_names_of_their_groups_below_the_label_of_their_row() -> None:
    """As files of settings have them; their lines, of one width, are not those of a paragraph."""
    text = _rows(_RECEIVED, _CARRIED).replace("· ", "申请人情况/法人或其他组织/").replace("：", " = ")
    assert figures(text, "carried_in") == ["20", "21", "22", "23", "24", "25", "26"]


def test_a_list_of_sentences_may_have_numbers() -> None:
    cells = "，".join(f"{column} {at}" for at, column in enumerate(_COLUMNS))
    paths = (
        "（三）不予公开—1.属于国家秘密",
        "（三）不予公开—7.属于行政执法案卷",
        "（一）予以公开",
        "（四）无法提供—1.本机关不掌握相关政府信息",
    )
    rows = [_RECEIVED, _CARRIED, *(f"三、本年度办理结果—{path}" for path in paths)]
    text = "\n".join(f"{at}. {row}：{cells}；" for at, row in enumerate(rows, 1))
    assert figures(text, "denied_state_secret") == figures(text, "granted") == list("0123456")

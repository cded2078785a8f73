"""The printed tables of both forms, cell by cell with their spans."""

from __future__ import annotations

from collections import Counter

import pytest

from nianbao.model.form import Form
from nianbao.model.grid import Grid, GridCell, Role, grid_of
from nianbao.model.load_forms import all_forms

FORMS = all_forms()
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
COUNTS = "natural_person business research public_interest legal_service other total"
# A cell is its label, or for a figure its row and column in <>, with "rows x columns" where it spans.
HEAD_3 = [
    f"{CORNER} 3x3 | 申请人情况 1x7",
    "自然人 2x1 | 法人或其他组织 1x5 | 总计 2x1",
    "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他",
]
TABLE_2 = {
    "2019": [
        "第二十条第（一）项 1x4",
        "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量",
        "规章 | <regulations: made published public>",
        "规范性文件 | <normative_documents: made published public>",
        "第二十条第（五）项 1x4",
        "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量",
        "行政许可 | <licences: last_year change decisions>",
        "其他对外管理服务事项 | <other_services: last_year change decisions>",
        "第二十条第（六）项 1x4",
        "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量",
        "行政处罚 | <penalties: last_year change decisions>",
        "行政强制 | <coercive_measures: last_year change decisions>",
        "第二十条第（八）项 1x4",
        "信息内容 | 上一年项目数量 | 本年增/减 1x2",
        "行政事业性收费 | <fees: last_year change> 1x2",
        "第二十条第（九）项 1x4",
        "信息内容 | 采购项目数量 | 采购总金额 1x2",
        "政府集中采购 | <procurement: projects amount> 1x2",
    ],
    "2021": [
        "第二十条第（一）项 1x4",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
        "规章 | <regulations: issued repealed in_force>",
        "行政规范性文件 | <normative_documents: issued repealed in_force>",
        "第二十条第（五）项 1x4",
        "信息内容 | 本年处理决定数量 1x3",
        "行政许可 | <licences: decisions> 1x3",
        "第二十条第（六）项 1x4",
        "信息内容 | 本年处理决定数量 1x3",
        "行政处罚 | <penalties: decisions> 1x3",
        "行政强制 | <coercive_measures: decisions> 1x3",
        "第二十条第（八）项 1x4",
        "信息内容 | 本年收费金额（单位：万元） 1x3",
        "行政事业性收费 | <fees: amount> 1x3",
    ],
}
BODY_3 = """
一、本年新收政府信息公开申请数量 1x3 | <received>
二、上年结转政府信息公开申请数量 1x3 | <carried_in>
三、本年度办理结果 {all}x1 | （一）予以公开 1x2 | <granted>
（二）部分公开（区分处理的，只计这一情形，不计其他情形） 1x2 | <partly_granted>
（三）不予公开 8x1 | 1.属于国家秘密 | <denied_state_secret>
2.其他法律行政法规禁止公开 | <denied_by_law>
3.危及“三安全一稳定” | <denied_security>
4.保护第三方合法权益 | <denied_third_party>
5.属于三类内部事务信息 | <denied_internal>
6.属于四类过程性信息 | <denied_deliberative>
7.属于行政执法案卷 | <denied_case_file>
8.属于行政查询事项 | <denied_inquiry>
（四）无法提供 3x1 | 1.本机关不掌握相关政府信息 | <unavailable_not_held>
2.没有现成信息需要另行制作 | <unavailable_to_be_made>
3.补正后申请内容仍不明确 | <unavailable_unclear>
（五）不予处理 5x1 | 1.信访举报投诉类申请 | <unprocessed_petition>
2.重复申请 | <unprocessed_repeated>
3.要求提供公开出版物 | <unprocessed_publication>
4.无正当理由大量反复申请 | <unprocessed_excessive>
5.要求行政机关确认或重新出具已获取信息 | <unprocessed_confirmation>
{sixth}
（七）总计 1x2 | <outcomes>
四、结转下年度继续办理 1x3 | <carried_out>
"""
SIXTH = {
    "2019": "（六）其他处理 1x2 | <other>",
    "2021": """\
（六）其他处理 3x1 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | <other_not_corrected>
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | <other_fee_unpaid>
3.其他 | <other_reasons>""",
}
RESULTS = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
TABLE_4 = [
    "行政复议 1x5 | 行政诉讼 1x10",
    f"{RESULTS.replace(' |', ' 2x1 |')} 2x1 | 未经复议直接起诉 1x5 | 复议后起诉 1x5",
    f"{RESULTS} | {RESULTS}",
    " | ".join(
        f"<{row}: upheld corrected other pending total>"
        for row in ("review", "litigation_direct", "litigation_after_review")
    ),
]


def table_3(form_id: str) -> list[str]:
    body = BODY_3.format(all={"2019": 20, "2021": 22}[form_id], sixth=SIXTH[form_id]).strip()
    return HEAD_3 + [line.replace(">", f": {COUNTS}>") for line in body.splitlines()]


def drawn(grid: Grid) -> list[str]:
    """The grid in the notation above, each figure alone."""
    return [" | ".join(map(in_words, line)) for line in grid.lines()]


def in_words(cell: GridCell) -> str:
    words = f"<{cell.cell.row.id}: {cell.cell.column.id}>" if cell.cell else cell.label
    return words if cell.rows == cell.columns == 1 else f"{words} {cell.rows}x{cell.columns}"


def written_out(line: str) -> str:
    """A line of the notation with each figure alone; a span after several figures is the last one's."""
    parts = []
    for part in line.split(" | "):
        row, colon, columns = part.partition(": ")
        if not colon or not row.startswith("<"):
            parts.append(part)
            continue
        names, _, span = columns.partition(">")
        figures = [f"{row}: {name}>" for name in names.split()]
        parts += [*figures[:-1], figures[-1] + span]
    return " | ".join(parts)


@pytest.mark.parametrize("form_id", TABLE_2)
def test_table_2(form_id: str) -> None:
    grid = grid_of(FORMS[form_id], "disclosure")
    assert drawn(grid) == [written_out(line) for line in TABLE_2[form_id]]
    assert (grid.width, grid.head_rows, grid.stub_columns) == (4, 0, 1)


@pytest.mark.parametrize("form_id", TABLE_2)
def test_table_3(form_id: str) -> None:
    grid = grid_of(FORMS[form_id], "applications")
    assert drawn(grid) == [written_out(line) for line in table_3(form_id)]
    assert (grid.width, grid.head_rows, grid.stub_columns) == (10, 3, 3)
    assert grid.height == 3 + {"2019": 23, "2021": 25}[form_id]


@pytest.mark.parametrize("form_id", TABLE_2)
def test_table_4(form_id: str) -> None:
    grid = grid_of(FORMS[form_id], "disputes")
    assert drawn(grid) == [written_out(line) for line in TABLE_4]
    assert (grid.width, grid.height, grid.head_rows, grid.stub_columns) == (15, 4, 3, 0)


@pytest.mark.parametrize("section", ["disclosure", "applications", "disputes"])
@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_every_place_is_covered_once(form: Form, section: str) -> None:
    grid = grid_of(form, section)
    places = Counter(
        (cell.row + down, cell.column + right)
        for cell in grid.cells
        for down in range(cell.rows)
        for right in range(cell.columns)
    )
    assert places == Counter((y, x) for y in range(grid.height) for x in range(grid.width))
    assert sum(grid.widths) == pytest.approx(100, abs=0.01)
    assert len(grid.widths) == grid.width


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_what_each_cell_is_for(form: Form) -> None:
    roles = {(cell.label, cell.role) for cell in grid_of(form, "applications").cells}
    assert {("申请人情况", Role.HEAD), ("（七）总计", Role.STUB), (CORNER, Role.CORNER)} <= roles
    roles = {(cell.label, cell.role) for cell in grid_of(form, "disclosure").cells}
    assert {("第二十条第（一）项", Role.TITLE), ("信息内容", Role.CORNER), ("规章", Role.STUB)} <= roles
    found = [cell.cell for cell in grid_of(form, "applications").cells if cell.role is Role.FIGURE]
    assert found == [cell for cell in form.cells.values() if cell.section == "applications"]


def test_a_section_without_a_table() -> None:
    with pytest.raises(LookupError, match="problems"):
        grid_of(FORMS["2021"], "problems")

"""A report of our own as an office writes it: long and short paragraphs, and figures that show every slip."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache

from nianbao.model.figure import parse
from nianbao.model.report import Report
from nianbao.read import read
from nianbao.read.blocks import Block, Table
from tests.printed import distinct, page

ORGAN = "云岭省青溪市水利局"
PREFACE = (
    "本报告依照政府信息公开的有关规定编制，由总体情况等六个部分组成，所列数据的统计期限自年初起至年末止。"
    "如对本报告有疑问，请与青溪市水利局办公室联系（地址：青溪市河滨路18号；电话：0300－6231005；邮编：310021）。"
)
OVERVIEW = """\
全局上下把公开作为日常工作来抓，水库、灌区、河道三个方面的信息做到应公开尽公开，群众来电、来信、来访提出的事项都有回音。
（一）主动公开
在市政府门户网站的专栏里发布水情、雨情和工程进度等信息，内容涉及防汛抗旱、农村供水、水土保持、节水灌溉以及与群众生活密切相关的其他事项，更新比以往更为及时。
（二）依申请公开
1.畅通渠道。当面、邮寄、网上三种方式都有人接收，接收以后当天登记，登记以后次日分办。
2.规范答复。答复书经法规科审核以后盖章，凡是不予公开的都写明依据，并告知救济的途径和期限。
（三）政府信息管理
发布以前先审后发，一事一审，已经发布的定期清理。
（四）平台建设
专栏改版以后分为六个栏目，手机上也能看，每个栏目都有专人维护，出了差错能在当天更正过来，不留空白栏目。
（五）监督保障
局办公室组织了两次培训，参加的人员来自各科室和下属单位，培训以后进行了测验，结果纳入平时考核。"""
PROBLEMS = """\
存在的主要问题：一是解读的形式比较单一，图解和视频少；二是个别科室报送不够及时，需要多次催办才能补齐。
改进情况：一是与融媒体中心合作，重要的文件都配上图解；二是把报送时限写进岗位职责，按月通报；三是组织业务骨干到先进单位学习，取长补短，不断提高做好这项工作的能力和水平。"""
OTHER = """\
本机关没有收取信息处理费。
除上述情况以外，没有其他需要报告的事项。"""

FILLINGS = ("distinct", "zeros", "few", "blanks")


@cache
def specimen(form: str, filling: str = "distinct") -> Report:
    """The report with figures that are all different, all zero, or few among zeros or among blanks."""
    report = distinct(form)
    if filling != "distinct":
        rest = "" if filling == "blanks" else "0"
        texts = dict.fromkeys(report.form.cells, rest)
        if filling != "zeros":
            few = [cell for cell in texts if cell.endswith(("natural_person", "total"))]
            texts |= {cell: str(at % 8 + 1) for at, cell in enumerate(few)}
        report = report.with_figures({cell: parse(text) for cell, text in texts.items()})
    narrative = {"preface": PREFACE, "overview": OVERVIEW, "problems": PROBLEMS, "other": OTHER,
                 "applications": "本年度收到的申请都在规定的期限内答复，具体情况如下表所列："}  # fmt: skip
    year = report.year
    return replace(report, agency=ORGAN, narrative=narrative, date=datetime.date(year + 1, 1, 20))


@cache
def blocks_of(form: str, filling: str = "distinct") -> tuple[Block, ...]:
    """The specimen as a reader finds it in what this program writes."""
    return tuple(map(_in_lines, read(page(specimen(form, filling)).encode(), "html")))


def _in_lines(block: Block) -> Block:
    """A table with each text on one line: where lines end on a page is a matter of who lays it out."""
    if not isinstance(block, Table):
        return block
    return replace(
        block, cells=tuple(replace(cell, text=cell.text.replace("\n", "")) for cell in block.cells)
    )

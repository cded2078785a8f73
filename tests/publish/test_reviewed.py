"""What reviewers wrote, and where figures come from, stands in nothing that is published."""

from __future__ import annotations

import datetime
from dataclasses import replace

from hypothesis import given

from nianbao.checks import check
from nianbao.model.figure import count
from nianbao.model.fingerprint import of_section
from nianbao.model.origin import Origin, Source
from nianbao.model.report import Report
from nianbao.model.review import Comment, Mark, Role
from nianbao.publish import change_list, checklist, compose
from nianbao.publish.differences import Difference
from nianbao.publish.pages import page_of
from nianbao.publish.render import render
from nianbao.publish.reviewed import comments_said, sections_seen
from tests.strategies import clean_report, reports

DAY = datetime.date(2025, 1, 5)
COMMENTS = (
    Comment("overview:2", "李四", "太短", DAY, answer="补了两句", done=True),
    Comment("applications.received.total", "李四", "<与台账核对>", DAY),
    Comment("other", "王五", "可以不写", reason="格式要求写"),
)


def marked(report: Report) -> Report:
    mark = Mark("applications", Role.REVIEWED, "赵六", DAY, of_section(report, "applications"))
    old = Mark("other", Role.DRAFTED, "赵六", DAY, "0")
    origin = Origin("applications.received.other", "2024年台账.xlsx", Source.LEDGER, "登记表", (7,), count(0))
    return replace(report, comments=COMMENTS, marks=(mark, old), published=DAY, origins=(origin,))


def sheet(report: Report) -> str:
    return checklist.html(report, check(report), file="报告.toml", made_on=DAY)


@given(drawn=reports(), said=reports())
def test_no_page_that_is_published_says_what_a_reviewer_wrote(drawn: Report, said: Report) -> None:
    plain = replace(drawn, comments=(), marks=())
    if said.form is drawn.form:
        reviewed = replace(drawn, comments=said.comments, marks=said.marks, published=DAY)
        assert compose.html(compose.document(reviewed, draft=True)) == compose.html(
            compose.document(plain, draft=True)
        )


def test_no_file_that_is_published_holds_it() -> None:
    report = clean_report("2021")
    for kind in ("docx", "html", "fragment", "data", "xlsx"):
        assert render(marked(report), kind) == render(report, kind)
    assert page_of(marked(report)).source == page_of(report).source  # what is attached to a PDF, too


def test_the_checklist_lists_marks_and_comments() -> None:
    report = marked(clean_report("2021"))
    page = sheet(report)
    assert "五、复核" in page
    assert "赵六（2025年1月5日）" in page
    assert "赵六（2025年1月5日，此后有改动）" in page
    assert "李四（2025年1月5日）：&lt;与台账核对&gt;" in page
    assert [(said.place, said.state) for said in comments_said(report)] == [
        ("申请·本年新收·总计", "没有处理"),
        ("其他事项", "说明了理由；理由：格式要求写"),
        ("总体情况·正文第2段", "已处理；答复：补了两句"),
    ]
    assert "不能发布，因为有1条错误没有改正（S114）。" in page
    done = replace(report, comments=tuple(each._replace(done=True) for each in COMMENTS))
    assert "复核意见3条，已处理3条。" in sheet(done)


def test_the_checklist_tells_where_figures_come_from() -> None:
    report = marked(clean_report("2021"))
    assert "附：数据来源" not in sheet(replace(report, origins=()))
    page = sheet(report)
    assert '<th scope="row">申请：本年新收</th><td>其他组织 0</td>' in page
    assert "<td>2024年台账.xlsx：其他组织 登记表 第7行</td>" in page
    typed = sheet(report.with_figures({"applications.received.other": count(2)}))
    assert "其他组织 登记表 第7行；其他组织取来时是0，后来改过</td>" in typed


def test_a_report_that_nobody_reviewed_has_the_checklist_it_always_had() -> None:
    assert sections_seen(clean_report("2021")) == []
    assert "复核</h2>" not in sheet(clean_report("2021"))


def test_the_list_of_changes() -> None:
    report = clean_report("2021")

    def page(changed: list[Difference] | None) -> str:
        since = "上次送审：2025年01月04日 10:00，张三"
        return change_list.html(report, changed, since, file="报告.toml", made_on=DAY)

    assert "第一次送审" in page(None)
    assert "此后没有改动" in page([])
    told = page(
        [Difference("申请·本年新收·自然人", "", "<5>"), Difference("其他事项·正文第1行", "没有。", "")]
    )
    assert "张三。此后改了2处" in told
    assert "<td>（没有）</td><td>&lt;5&gt;</td>" in told
    assert "<td>没有。</td><td>（删去）</td>" in told

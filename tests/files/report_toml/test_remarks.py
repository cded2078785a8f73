"""Comments, marks and the day of publication in report.toml: read, written, and told where they are wrong."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from nianbao.files.report_toml import loads, new_text, updated_text
from nianbao.model.review import Comment, Mark, Role
from nianbao.problem import InputError

HEAD = 'agency = "青溪县水利局"\nyear = 2024\n'
WRITTEN = f"""{HEAD}published = 2025-01-20

# 复核时写的
[[comments]]   # 第一条
at = "overview:3"
by = "李四"
on = 2025-01-05
quote = "全年公开"
text = "与台账对不上"
answer = "已改"
done = true

[[comments]]
at = "applications.received.total"
by = "李四"
text = "请核对"
reason = "台账口径不同"

[[reviews]]    # 经办
section = "applications"
role = "经办"
by = "张三"
on = 2025-01-04
fingerprint = "0a1b2c3d4e5f6071"
"""


def test_what_a_file_says() -> None:
    report = loads(WRITTEN.encode(), "")
    assert report.comments == (
        Comment(
            "overview:3", "李四", "与台账对不上", datetime.date(2025, 1, 5), "全年公开", "已改", done=True
        ),
        Comment("applications.received.total", "李四", "请核对", reason="台账口径不同"),
    )
    assert report.marks == (
        Mark("applications", Role.DRAFTED, "张三", datetime.date(2025, 1, 4), "0a1b2c3d4e5f6071"),
    )
    assert report.published == datetime.date(2025, 1, 20)
    assert loads(new_text(report).encode(), "") == report
    assert updated_text(WRITTEN.encode(), report, "") == WRITTEN.encode()


def test_lines_and_notes_of_others_stay() -> None:
    report = loads(WRITTEN.encode(), "")
    first, second = report.comments
    (mark,) = report.marks
    on = datetime.date(2025, 1, 6)
    new = replace(
        report,
        comments=(first, second._replace(done=True), Comment("other", "王五", "可以", on)),
        marks=(mark, Mark("overview", Role.REVIEWED, "李四", on, "ff")),
        published=None,
    )
    text = updated_text(WRITTEN.encode(), new, "").decode()
    assert loads(text.encode(), "") == new
    for line in WRITTEN.splitlines():
        assert (line in text.splitlines()) is (not line.startswith("published"))
    assert 'reason = "台账口径不同"\ndone = true\n' in text
    assert '[[comments]]\nat = "other"\nby = "王五"\non = 2025-01-06\ntext = "可以"\n' in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('published = "2025"', "第3行 published：日期写的是 2025；请写成 published = 2026-01-20，不加引号。"),
        ("comments = 3", "第3行 comments：写法不对；每条意见写在 [[comments]] 一行下面。"),
        ('[[comments]]\nat = "overview"\nby = "甲"', "第3行 comments.1.text：没有写意见；请写明要改什么。"),
        (
            '[[comments]]\nat = "overview"\nby = "李\\n四"\ntext = "改"',
            "第5行 comments.1.by：中间有换行或制表符；请写在一行里。",
        ),
        ('[[comments]]\nat = "overview"\ntext = "改"', "第3行 comments.1.by：没有写是谁的意见；请写上姓名。"),
        (
            '[[comments]]\nat = "overviw:3"\nby = "甲"\ntext = "改"',
            "第4行 comments.1.at：没有“overviw:3”这个位置；最接近的是 overview。",
        ),
        (
            '[[comments]]\nat = "overview:0"\nby = "甲"\ntext = "改"',
            "第4行 comments.1.at：没有“overview:0”这个位置；最接近的是 overview。",
        ),
        (
            '[[comments]]\nat = "overview"\nby = "甲"\ntext = "改"\ndone = "是"',
            "第7行 comments.1.done：写的是 是；请写成 true 或 false，不加引号。",
        ),
        (
            '[[comments]]\nat = "overview"\nby = "甲"\ntext = "改"\nopen = true',
            "第7行 comments.1.open：没有这一项；是不是想写 on？",
        ),
        (
            '[[reviews]]\nsection = "overview"\nrole = "看客"\nby = "甲"\non = 2025-01-05',
            "第5行 reviews.1.role：没有“看客”这种身份；可以写经办、审核。",
        ),
        (
            '[[reviews]]\nsection = "nowhere"\nrole = "审核"\nby = "甲"\non = 2025-01-05',
            "第4行 reviews.1.section：没有“nowhere”这个部分；可用的有：preface、",
        ),
        (
            '[[reviews]]\nsection = "overview"\nrole = "审核"\nby = "甲"',
            "第3行 reviews.1.on：没有写日期；请写成 on = 2026-01-20，不加引号。",
        ),
    ],
    ids=range(12),
)
def test_each_slip_is_told_by_line_and_remedy(text: str, expected: str) -> None:
    with pytest.raises(InputError) as told:
        loads(f"{HEAD}{text}".encode(), "报告.toml")
    (problem,) = told.value.problems
    assert str(problem).startswith(f"报告.toml {expected}")

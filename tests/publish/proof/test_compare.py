"""Verifying can fail: whatever is changed in a document comes out, at its place."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from nianbao.files.report_toml import load
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.publish import compose, render
from nianbao.publish.pages import page_of
from nianbao.publish.proof import docx
from nianbao.publish.proof.compare import differences
from nianbao.publish.proof.deviation import Deviation, Difference, in_short
from nianbao.write import write
from nianbao.write.formats import Holds, format_of, kinds, page_kinds
from nianbao.write.page import Page
from tests.soak import SOAKING

SAMPLE = Path(__file__).parents[3] / "sample_inputs" / "005-pingtan-2025.toml"


@pytest.fixture(scope="module")
def report() -> Report:
    return load(SAMPLE)


def html_of(report: Report) -> str:
    return compose.html(compose.document(report))


@pytest.mark.parametrize("kind", [kind for kind in kinds() if format_of(kind).holds is not Holds.PICTURE])
@pytest.mark.takes_turns
def test_a_figure_that_differs_is_named(report: Report, kind: str) -> None:
    other = report.with_figures({"applications.granted.natural_person": count(34)})
    found = differences(other, write(page_of(report), kind), kind)
    assert Difference("申请·予以公开·自然人", "34", "33") in found


def test_of_a_long_text_it_is_told_where_it_differs() -> None:
    text = "统计期限自2025年1月1日起至2025年12月31日止，" * 8
    lost = text.replace("2025年12月", "202512月", 1)
    first, other = (f"“…2025年1月1日起至{year}12月31日止，统计期限…”" for year in ("2025年", "2025"))
    assert str(Difference("第1段", text, lost)) == f"第1段：应为{first}，读到的是{other}"
    assert str(Difference("第1段", text[:40], lost[:40])).count("…") == 0
    assert str(Difference("第1段", text, "")) == f"第1段：应为“{text}”，读到的是“”"
    two = lost.removesuffix("，") + "。"
    assert str(Difference("第1段", text, two)).count("应为") == 2


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.takes_turns
def test_a_draft_reads_back_equal(report: Report, kind: str) -> None:
    assert render.render(report, kind, draft=True)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("管理委员会</span><span>", "管委会</span><span>", "报告名称"),
        ("五、存在的主要问题及改进情况", "五、存在的问题及改进情况", "标题"),
        ("全年制发行政规范性文件", "全年印发行政规范性文件", "“一、总体情况”第2段"),
        ("2026年1月30日", "2026年1月31日", "落款"),
    ],
)
def test_a_text_that_differs_is_named(report: Report, old: str, new: str, place: str) -> None:
    page = html_of(report)
    assert old in page
    found = differences(report, page.replace(old, new).encode(), "html")
    assert [difference.place for difference in found] == [place]


def test_a_paragraph_too_many_is_named(report: Report) -> None:
    page = html_of(report).replace("</section>", "<p>多余</p></section>", 1).encode()
    assert differences(report, page, "html") == [Difference("多出的文字", "", "多余")]


def test_what_could_not_be_read_is_told_and_is_no_text_of_the_document(report: Report) -> None:
    page = html_of(report).replace("</section>", "<p><del>多余</del></p></section>", 1).encode()
    assert [str(found) for found in differences(report, page, "html")] == [
        "没有读的：有划掉的文字没有读：多余；请对照原件。"
    ]


def test_a_paragraph_that_is_hidden_counts_as_missing(report: Report) -> None:
    hidden = '<h2 style="display:none" id="other-heading">'
    page = html_of(report).replace('<h2 id="other-heading">', hidden).encode()
    assert [d.expected for d in differences(report, page, "html")] == ["六、其他需要报告的事项"]


def test_figures_in_the_wrong_row_are_named(report: Report) -> None:
    page = html_of(report)
    swapped = (
        page.replace("（一）予以公开", "XX")
        .replace("（七）总计", "（一）予以公开")
        .replace("XX", "（七）总计")
    )
    found = {difference.place for difference in differences(report, swapped.encode(), "html")}
    assert "申请·予以公开·自然人" in found
    assert "申请·办理结果总计·自然人" in found


def test_what_is_not_equal_is_not_released(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(page: Page, kind: str) -> bytes:
        return write(Page(page.html.replace(">33<", ">38<")), kind)

    monkeypatch.setattr(render, "write", wrong)
    with pytest.raises(render.NotEqual, match="应为“33”，读到的是“38”"):
        render.render(report, "html")


@pytest.mark.parametrize("kind", kinds())
def test_garbage_is_refused(report: Report, kind: str) -> None:
    with pytest.raises(Unreadable):
        differences(report, b"\x00garbage", kind)


LABELS = [
    ("1.属于国家秘密", "1.属于工作秘密"),
    ("（单位：万元）", "（单位：元）"),
    ("维持", "撤销"),
    ("现行有效件数", "已经失效件数"),
    ("商业企业", ""),
    ("第二十条第（一）项", ""),
]
IN_TURN = [
    (kind, *labels)
    for at, kind in enumerate(page_kinds(kinds()))
    for number, labels in enumerate(LABELS)
    if SOAKING or (at + number) % 3 == 0
]


@pytest.mark.parametrize(("kind", "old", "new"), IN_TURN)
@pytest.mark.takes_turns
def test_a_label_that_a_template_loses_or_changes_is_named(
    report: Report, kind: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = html_of(report)
    assert old in page
    real = compose.html
    monkeypatch.setattr(compose, "html", lambda *given: real(*given).replace(old, new, 1))
    with pytest.raises(render.NotEqual, match=f"应为“[^”]*{old}[^”]*”"):
        render.render(report, kind)


@pytest.mark.parametrize("kind", page_kinds(kinds()))
@pytest.mark.takes_turns
def test_a_table_too_many_is_named(report: Report, kind: str) -> None:
    page = html_of(report)
    begin, end = page.index("<table"), page.index("</table>") + len("</table>")
    twice = page.replace("</main>", f"<div>{page[begin:end]}</div></main>")
    found = differences(report, write(Page(twice), kind), kind)
    assert any(each.place == "多出的表格" for each in found)


def test_a_long_list_is_told_on_a_screen_what_may_change_the_reading_first() -> None:
    found = [
        *(Deviation("字体", f"第{number}种") for number in range(90)),
        Deviation("文件属性", "title"),
        Deviation("少了：字号", "sz"),
        *(Deviation(f"不认识的内容 x{number}", "x") for number in range(90)),
        *(Deviation(f"文本框{number}", "p") for number in range(90)),
        Deviation("隐藏文字", "vanish"),
    ]
    told = list(in_short(found))
    assert len(told) < 20
    assert told[0] == "与原样不同，请逐种核对（181种）："
    assert told[1] == "  文本框0（p）"
    assert told[-3].startswith("  不认识的内容：x0、x1、")
    assert told[-2] == "与原样不同，排版，请打开文件看一遍（2种91处）：字体、字号"
    assert told[-1] == "与原样不同，看不到的（1种1处）：文件属性"


def test_the_number_of_the_page_in_a_footer_is_any_number(report: Report) -> None:
    ours = write(Page(html_of(report)), "docx")

    def saved(number: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(ours)) as before, zipfile.ZipFile(buffer, "w") as after:
            for name in before.namelist():
                content = before.read(name)
                after.writestr(name, content.replace(b"<w:t>1</w:t>", b"<w:t>%s</w:t>" % number))
        return buffer.getvalue()

    assert saved(b"6") != saved(b"1")
    assert not docx.inspect(ours, saved(b"6"))[0]
    assert docx.inspect(ours, saved(b"6x"))[0]


def test_what_other_programs_write_at_every_cell_is_not_told() -> None:
    """What holds anyway, and what is said of the file itself: a list of it hides what may change the text."""
    ours = write(page_of(load(SAMPLE)), "docx")
    with zipfile.ZipFile(io.BytesIO(ours)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    usual = b'<w:rPr><w:color w:val="auto"/>'
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(b"<w:rPr>", usual).replace(
        b"<w:tcPr>", b'<w:tcPr><w:textDirection w:val="lrTb"/>'
    )
    properties = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = properties.replace(b"</cp:core", b"<subject>x</subject></cp:core")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert {each.kind for each in docx.inspect(ours, buffer.getvalue())[1]} == {"文件属性"}

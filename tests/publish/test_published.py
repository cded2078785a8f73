"""A report on a website: what the website does to it costs nothing, what is lost or changed is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from nianbao.files.report_toml import load
from nianbao.model.report import Report
from nianbao.publish.published import differences
from nianbao.publish.render import render

SAMPLES = Path(__file__).parents[2] / "sample_inputs"
MENU = "<ul>" + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(40)) + "</ul>"
FOOT = "<p>分享到：微信 微博</p><p>上一篇：关于召开会议的通知</p><p>主办单位：某某县人民政府办公室</p>"


@pytest.fixture(scope="module", params=["001-dadukou-urban-management-2019", "005-pingtan-2025"])
def report(request: pytest.FixtureRequest) -> Report:
    return load(SAMPLES / f"{request.param}.toml")


@pytest.fixture(scope="module")
def code(report: Report) -> str:
    return render(report, "fragment").decode()


def around(code: str) -> bytes:
    """The page of a website."""
    head = "<h1>政务公开</h1><p>发布时间：2026-01-30 浏览次数：15</p>"
    return f"<html><body>{MENU}{head}{code}{FOOT}</body></html>".encode()


def plainer(code: str) -> str:
    """Without styles and groups, every cell the same, each with a paragraph in it."""
    root = html.fromstring(f"<main>{code}</main>")
    for element in root.iter():
        for name in set(element.attrib) - {"rowspan", "colspan"}:
            del element.attrib[name]
        if element.tag == "th":
            element.tag = "td"
    return str(html.tostring(root, encoding="unicode"))


@pytest.mark.parametrize(
    "website",
    [
        lambda code: code,
        plainer,
        lambda code: code.replace("。", "。 ").replace("，", "，&nbsp;"),
        lambda code: code.replace("；", "；</p><p>"),  # paragraphs cut in pieces
        lambda code: f"<table><tr><td>{code}</td></tr></table>",
        lambda code: code.replace("</p>", "\u200b</p>"),
    ],
    ids=["as it is", "plainer", "spaces", "cut", "in a table", "without width"],
)
@pytest.mark.takes_turns
def test_what_a_website_does_costs_nothing(report: Report, code: str, website: Callable[[str], str]) -> None:
    assert differences(report, around(website(code))) == []


@pytest.mark.parametrize("unit", ["年", "月", "件"])
@pytest.mark.takes_turns
def test_a_lost_sign_is_named(unit: str) -> None:
    report = load(SAMPLES / "005-pingtan-2025.toml")
    code = render(report, "fragment").decode()
    paragraph = next(each for each in code.split("<p ") if f"1{unit}" in each or f"5{unit}" in each)
    (found,) = differences(report, around(code.replace(paragraph, paragraph.replace(unit, "", 1))))
    assert unit in found.expected
    assert found.expected.count(unit) == found.found.count(unit) + 1


@pytest.mark.parametrize("gap", [" ", "<br>", "</p><p>"])
@pytest.mark.takes_turns
def test_a_number_that_falls_apart_is_named(gap: str) -> None:
    report = load(SAMPLES / "005-pingtan-2025.toml")
    code = render(report, "fragment").decode()
    number = max(re.findall("[0-9]+(?=件)", code), key=len)
    found = differences(report, around(code.replace(f"{number}件", f"{number[0]}{gap}{number[1:]}件", 1)))
    assert f"{number}件" in found[0].expected
    assert f"{number}件" not in "".join(each.found for each in found)
    if gap == " ":
        assert [f"{number[0]} {number[1:]}件" in each.found for each in found] == [True]


def test_a_swallowed_paragraph_and_heading_are_named(report: Report, code: str) -> None:
    root = html.fromstring(f"<main>{code}</main>")
    second = root.findall(".//h2")[1]
    text = second.text
    second.clear()
    (found,) = differences(report, around(html.tostring(root, encoding="unicode")))
    assert (found.place, found.expected, found.found) == ("标题", text, "")


def test_a_changed_label_and_figure_are_named() -> None:
    report = load(SAMPLES / "005-pingtan-2025.toml")
    code = render(report, "fragment").decode()
    assert ">科研<br>机构<" in code
    changed = code.replace(">科研<br>机构<", ">科研单位<")
    places = [each.place for each in differences(report, around(changed))]
    assert any("表格" in place for place in places)
    (found,) = differences(report, around(code.replace(">151<", ">115<")))
    assert (found.place, found.expected, found.found) == ("申请·本年新收·自然人", "151", "115")


def test_a_text_put_into_the_report_is_named(report: Report, code: str) -> None:
    head = code.index("<h2", code.index("<h2") + 1)
    (found,) = differences(report, around(f"{code[:head]}<p>本站推荐阅读</p>{code[head:]}"))
    assert (found.place, found.found) == ("多出的文字", "本站推荐阅读")


def test_what_is_put_into_a_line_is_named(report: Report, code: str) -> None:
    end = code.index("</p>", code.index("<h2", code.index("<h2") + 1) + 9)
    found = differences(report, around(f"{code[:end]}（本站注）{code[end:]}"))
    assert [(each.place, each.found) for each in found] == [("多出的文字", "（本站注）")]


def test_what_is_put_into_the_first_line_is_named(report: Report, code: str) -> None:
    first = code.index("</p>", code.index("<h2") if code.count("<p") < 2 else code.index("</p>") + 1)
    found = differences(report, around(f"{code[:first]}另有说明。{code[first:]}"))
    assert [(each.place, each.found) for each in found] == [("多出的文字", "另有说明。")]


@pytest.mark.parametrize("shift", [("<td", "<td></td><td"), ("<td", "<td colspan=2")], ids=["cell", "span"])
@pytest.mark.takes_turns
def test_a_row_that_is_shifted_is_named(report: Report, code: str, shift: tuple[str, str]) -> None:
    row = next(each for each in re.findall(r"<tr>.*?</tr>", code, re.DOTALL) if each.count("<td") == 3)
    (found,) = differences(report, around(code.replace(row, row.replace(*shift, 1), 1)))
    assert (found.expected, found.found) == ("与别的行一样宽", "往右移了1列")


def hidden_in_parts(code: str) -> str:
    return code.replace(">151<", "><b style='color:#fff'>151</b><", 1)


def folded(code: str) -> str:
    return f"<details><summary>年报</summary>{code}</details>"


def covered(code: str) -> str:
    return f"<div style='position:fixed;inset:0;background:#fff'></div>{code}"


@pytest.mark.parametrize(
    ("hide", "place", "words"),
    [
        (hidden_in_parts, "申请·本年新收·自然人", "〔“151”颜色与底色分不清（color: #fff）〕"),
        (folded, "报告名称", "折叠起来了（details）"),
        (covered, "盖在网页上的内容", "div position: fixed"),
    ],
)
def test_what_the_page_hides_is_named(hide: Callable[[str], str], place: str, words: str) -> None:
    report = load(SAMPLES / "005-pingtan-2025.toml")
    (found,) = differences(report, around(hide(render(report, "fragment").decode())))
    assert found.place == place
    assert words in found.found


@pytest.mark.takes_turns
def test_what_a_website_hides_of_its_own_costs_nothing(report: Report, code: str) -> None:
    shown = "<style>.m::before{content:'›'} .x{display:none} #ad{position:fixed;background:red}</style>"
    phone = code.replace("data-cell", "data-old")  # for telephones, once more
    hidden = f"{shown}<div class=m>栏目</div><div class=x>{phone}</div><div id=ad><a href=x>专题</a></div>"
    assert differences(report, around(hidden + code)) == []
    assert differences(report, around(code + hidden)) == []


@pytest.mark.takes_turns
def test_a_page_in_a_single_file(report: Report, code: str) -> None:
    """As browsers save it: the styles of the page itself are parts of their own."""
    page = around(f"<link rel=stylesheet href='cid:css-1@mhtml.blink'>{code}")

    def saved(style: str) -> bytes:
        head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        sheet = (
            f"Content-Type: text/css\r\nContent-Location: cid:css-1@mhtml.blink\r\n\r\n{style}\r\n--x--\r\n"
        )
        parts = [f"{head}Content-Type: text/html\r\n\r\n".encode(), page, f"\r\n--x\r\n{sheet}".encode()]
        return b"".join(parts)

    assert differences(report, saved("td.old{display:none}")) == []
    assert len(differences(report, saved("td{display:none}"))) > 100

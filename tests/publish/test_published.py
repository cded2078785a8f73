"""A report on a website: what the website does to it costs nothing, what is lost or changed is named."""

from __future__ import annotations

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
    ],
    ids=["as it is", "plainer", "spaces", "cut", "in a table"],
)
def test_what_a_website_does_costs_nothing(report: Report, code: str, website: Callable[[str], str]) -> None:
    assert differences(report, around(website(code))) == []


@pytest.mark.parametrize("unit", ["年", "月", "件"])
def test_a_lost_sign_is_named(unit: str) -> None:
    report = load(SAMPLES / "005-pingtan-2025.toml")
    code = render(report, "fragment").decode()
    paragraph = next(each for each in code.split("<p ") if f"1{unit}" in each or f"5{unit}" in each)
    (found,) = differences(report, around(code.replace(paragraph, paragraph.replace(unit, "", 1))))
    assert unit in found.expected
    assert found.expected.count(unit) == found.found.count(unit) + 1


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
    assert ">科研机构<" in code
    places = [each.place for each in differences(report, around(code.replace(">科研机构<", ">科研单位<")))]
    assert any("表格" in place for place in places)
    (found,) = differences(report, around(code.replace(">151<", ">115<")))
    assert (found.place, found.expected, found.found) == ("申请·本年新收·自然人", "151", "115")


def test_a_text_put_into_the_report_is_named(report: Report, code: str) -> None:
    head = code.index("<h2", code.index("<h2") + 1)
    (found,) = differences(report, around(f"{code[:head]}<p>本站推荐阅读</p>{code[head:]}"))
    assert (found.place, found.found) == ("多出的文字", "本站推荐阅读")

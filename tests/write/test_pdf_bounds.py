"""No text is printed beside the paper, beyond its cell or so that nobody sees it: long words, any style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument

from nianbao.model.report import Report
from nianbao.problem import OutputError
from nianbao.publish.render import render
from nianbao.write.page import Page
from nianbao.write.pdf.document import write
from tests.printed import distinct

WORD = "Verwaltungsgemeinschaftsbehoerde"  # 32 letters without a place to break
HEAD = '<!DOCTYPE html><html lang="zh-CN"><head><title>题</title></head>'
SHELL = HEAD + "<body><main><h1>题</h1>{}</main></body></html>"


def signs_outside(data: bytes) -> Iterator[str]:
    with PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            width, height = page.get_size()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                if left < 0 or bottom < 0 or right > width or top > height:
                    yield text.get_text_range(index, 1)


@pytest.mark.parametrize(
    ("name", "titled"),
    [
        (f"某某县{WORD * 3}局", False),
        (WORD * 3, True),
        (f"某某县{WORD[:28]}{WORD[:28]}{WORD[:28]}局", True),
        ("某局（" + "1234567890" * 8 + "）", False),
        ("www." + "x" * 120 + ".gov.cn", True),
    ],
)
@pytest.mark.takes_turns
def test_long_words_in_title_and_organ_stay_on_the_paper(name: str, titled: bool) -> None:
    title = f"{name}2023年政府信息公开工作年度报告" if titled else None
    assert list(signs_outside(render(replace(distinct("2021"), agency=name, title=title), "pdf"))) == []


def test_long_words_in_text_and_cells_stay_on_the_paper() -> None:
    report = distinct("2021")
    words = f"网址 {WORD * 4} 。"
    long: Report = replace(report, narrative={**report.narrative, "overview": words})
    assert list(signs_outside(render(long, "pdf"))) == []
    cell = f"<table><tbody><tr><td>{WORD * 3}</td><td>1</td></tr></tbody></table>"
    assert list(signs_outside(write(Page(SHELL.format(cell))))) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (f'<p style="overflow-wrap: normal">{WORD * 4}</p>', "有一部分会印到纸外"),
        (f'<p style="white-space: nowrap">{"长长的一句话" * 7}</p>', "印到纸外"),
        ('<p style="margin-left: -60mm">移到左边</p>', "印到纸外"),
        ('<p style="position: absolute; top: 400mm">纸的下面</p>', "印到纸外"),
        ('<p style="transform: translate(300mm)">推到右边</p>', "印到纸外"),
        ('<p style="transform: rotate(90deg); margin-left: -120mm">转过去</p>', "印到纸外"),
        ('<div style="height: 3mm; overflow: hidden"><p>第一行</p><p>第二行</p></div>', "印到看得见的范围外"),
        ('<p style="opacity: 0">透明</p>', "印出来看不见"),
        ('<p style="color: transparent">透明</p>', "印出来看不见"),
        ('<p style="position: absolute; clip: rect(0, 0, 0, 0)">剪掉</p>', "印出来看不见"),
        ('<p style="font-size: 1pt">极小的字</p>', "小得无法辨认"),
        (
            f'<table><tr><td style="white-space: nowrap; width: 1cm">{"长" * 9}</td><td>1</td></tr></table>',
            "印到格子外",
        ),
    ],
)  # fmt: skip
def test_what_would_not_be_seen_is_refused_with_its_text(html: str, fault: str) -> None:
    with pytest.raises(OutputError, match=fault) as refused:
        write(Page(SHELL.format(html)))
    assert "第1页的“" in str(refused.value)


def test_what_is_turned_or_clipped_and_still_seen_is_printed() -> None:
    fine = '<div style="overflow: hidden"><p>看得见</p></div><p style="transform: rotate(3deg)">斜着</p>'
    assert write(Page(SHELL.format(fine)))

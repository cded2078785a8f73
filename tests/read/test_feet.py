"""Heads and feet of pages in plain text are taken out by repetition and position; nothing else is."""

from __future__ import annotations

import pytest

from nianbao.read import read
from nianbao.read.blocks import Paragraph
from nianbao.read.text.feet import without_feet

PAGES = ("全年公开信息\n一百条，", "解读政策\n二十件，", "办结申请\n三件。")


def text_of(head: str, foot: str) -> str:
    return "\f".join(
        f"{head.format(at)}\n{page}\n\n{foot.format(at)}\n" for at, page in enumerate(PAGES, start=1)
    )


@pytest.mark.parametrize(
    "foot", ["{}", "- {} -", "第{}页 共3页", "青溪县水利局   {}", "青溪县水利局编制", "file:///a.html {}/3"]
)
@pytest.mark.parametrize("head", ["", "年度报告第{}页"])
def test_what_comes_again_on_each_page_is_no_text(head: str, foot: str) -> None:
    kept = without_feet(text_of(head, foot))
    first = [head.format(1)] if head else []
    assert kept.replace("\f", "\n").split() == [*first, *" ".join(PAGES).split()]
    assert kept.count("\f") == 2


@pytest.mark.parametrize("foot", ["{0}{0}", "规章 5", "件{}", "一、总体情况，第{}条。"])
def test_what_may_be_a_figure_stays(foot: str) -> None:
    text = "\n".join(f"{page}\n{foot.format(at)}" for at, page in enumerate(PAGES, start=1))
    if "条" not in foot:
        assert without_feet(text) == text


def test_lines_that_count_up_are_feet_though_no_page_ends() -> None:
    text = "\n\n".join(f"{page}\n\n青溪县水利局 — {at} —" for at, page in enumerate(PAGES, start=7))
    assert without_feet(text).split() == " ".join(PAGES).split()
    assert without_feet(text.replace("8", "9")) == text.replace("8", "9")


def test_a_paragraph_goes_on_behind_the_foot() -> None:
    words = "全年主动公开政府信息，解读政策，回应关切，办理申请，检查网站，培训人员，" * 2
    pages = (words, words, f"{words}没有其他事项。")
    text = "\f".join(f"{page}\n\n青溪县水利局  {at}\n" for at, page in enumerate(pages, start=1))
    assert [
        block.text for block in read(text.encode(), "txt") if isinstance(block, Paragraph) and block.text
    ] == [f"{words * 3}没有其他事项。"]

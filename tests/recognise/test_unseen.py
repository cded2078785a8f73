"""Marks of text markup that strike out, raise, lower, hide or comment digits: no number is joined.

Formats, ways of marking in each, and positions in the number.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.model.figure import Figure
from nianbao.read import read
from nianbao.read.blocks import Paragraph, Table
from nianbao.recognise import recognise

_TITLE = "卫滨区水利局2023年政府信息公开工作年度报告"
_SECTION = "三、收到和处理政府信息公开申请情况"
_HEAD = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
_LABELS = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"]
Document = Callable[[str], str]  # of the text in one cell
_CELL = "applications.received.natural_person"


def rows(cell: str) -> list[list[str]]:
    figures = [cell, "3", "0", "0", "0", "0", "779"], ["1", "0", "0", "0", "0", "0", "1"], ["2"] * 7
    return [_HEAD, *([label, *row] for label, row in zip(_LABELS, figures, strict=True))]


def lines(cell: str, begin: str, between: str, end: str) -> str:
    return "\n".join(begin + between.join(row) + end for row in rows(cell))


def piped(cell: str) -> str:
    head, *rest = lines(cell, "| ", " | ", " |").split("\n")
    return "\n".join([f"# {_TITLE}\n\n## {_SECTION}\n", head, "|---" * len(_HEAD) + "|", *rest])


def org(cell: str) -> str:
    return f"#+TITLE: {_TITLE}\n\n* {_SECTION}\n\n{lines(cell, '| ', ' | ', ' |')}\n"


def wiki(cell: str) -> str:
    table = lines(cell, "|-\n| ", " || ", "")
    return f"= {_TITLE} =\n\n== {_SECTION} ==\n\n{{|\n{table}\n|}}\n"


def fenced(cell: str) -> str:
    return f"= {_TITLE}\n\n== {_SECTION}\n\n|===\n{lines(cell, '|', ' |', '')}\n|===\n"


def barred(cell: str) -> str:
    return f"h1. {_TITLE}\n\nh2. {_SECTION}\n\n{lines(cell, '|', '|', '|')}\n"


def texinfo(cell: str) -> str:
    items = lines(cell, "@item ", "\n@tab ", "")
    return f"@top {_TITLE}\n@chapter {_SECTION}\n@multitable {{a}}\n{items}\n@end multitable\n"


def latex(cell: str) -> str:
    table = lines(cell, "", " & ", " \\\\")
    table = f"\\begin{{tabular}}{{llllllll}}\n{table}\n\\end{{tabular}}"
    return f"\\title{{{_TITLE}}}\n\\begin{{document}}\n\\section{{{_SECTION}}}\n{table}\n\\end{{document}}\n"


def tabbed(cell: str) -> str:
    return "\n".join((_TITLE, _SECTION, lines(cell, "", "\t", ""), ""))


def spaced(cell: str) -> str:
    return f"{_TITLE}\n{_SECTION}\n{lines(cell, '', '   ', '')}\n"


WAYS: dict[Document, list[str]] = {
    piped: ["~~{}~~", "~{}~", "^{}^", "<s>{}</s>", "<sup>{}</sup>", "<!--{}-->", "[^{}]", "$^{{{}}}$"],
    org: ["+{}+", "^{{{}}}", "[fn:{}]", "@@html:<s>{}</s>@@"],
    wiki: ["<s>{}</s>", "<ref>{}</ref>", "{{{{del:{}}}}}", "<nowiki/><sub>{}</sub>"],
    fenced: ["[line-through]#{}#", "^{}^", "~{}~", "footnote:[{}]"],
    barred: ["-{}-", "{{color:white}}{}{{color}}", "^{}^", "[{}]"],
    texinfo: ["@sup{{{}}}", "@sub{{{}}}", "@strike{{{}}}"],
    latex: [
        "\\sout{{{}}}", "\\raisebox{{1ex}}{{{}}}", "{{\\tiny {}}}", "\\textcolor{{white}}{{{}}}",
        "\\iffalse {}\\fi ", "\\rlap {}", "\\~{}",
    ],
    tabbed: ["\\u{}\\d", ":del:`{}`", "\x1b[9m{}\x1b[0m"],
    spaced: ["<del>{}</del>", ":sup:`{}`", "`{}`", '<span style="display:none">{}</span>', "[{}]{{.strike}}"],
}  # fmt: skip
SEEN: dict[Document, list[str]] = {
    piped: [
        "**{}**",
        "<b>{}</b>",
        "__{}__",
        '<span style="font-family:宋体">{}</span>',
        "[{}]{{.underline}}",
    ],
    org: ["*{}*"],
    fenced: ["*{}*"],
    barred: ["*{}*", "_{}_"],
    latex: ["\\textbf{{{}}}", "{{\\bfseries {}}}", "\\hfill {}", "\\textcolor{{red}}{{{}}}"],
}


def figure(text: str) -> Figure:
    return recognise(read(text.encode(), "md")).report.all_figures()[_CELL]


@pytest.mark.parametrize("document", WAYS, ids=lambda document: document.__name__)
def test_digits_that_may_not_be_seen_make_the_cell_unknown(document: Document) -> None:
    assert figure(document("776")).number == 776
    for way in WAYS[document]:
        for cell in (f"{way.format(77)}6", f"7{way.format(76)}"):
            found = figure(document(cell))
            assert str(found) == "?", (way, cell)


@pytest.mark.parametrize("document", SEEN, ids=lambda document: document.__name__)
def test_marks_that_leave_digits_as_they_are_leave_the_figure(document: Document) -> None:
    for way in SEEN[document]:
        assert figure(document(way.format(776))).number == 776, way


def test_a_number_on_two_lines_of_a_ruled_cell_is_not_put_together() -> None:
    """As pandoc writes tables whose cells have several lines."""
    widths = [34, *[16] * 7]
    rule = "  ".join("-" * width for width in widths)
    body = [_line(row, widths) for row in rows("66")]
    body[1] += "\n" + " " * 36 + "7"
    text = "\n".join([_TITLE, "", _SECTION, "", rule, body[0], rule, "\n\n".join(body[1:]), rule, ""])
    found = recognise(read(text.encode(), "md")).report.all_figures()
    assert str(found[_CELL]) == "?"
    assert found["applications.carried_in.natural_person"].number == 1


def _line(row: list[str], widths: list[int]) -> str:
    cells = (cell + " " * (width - east_asian(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def east_asian(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def test_words_that_are_no_figures_keep_their_digits() -> None:
    words = "热线 400-800-1234 ，邮箱 a_b1@163.com ，网址 http://www.x.gov.cn/~y/2023_1 ，不低于 ≥95% 。"
    text = piped("776") + f"\n\n{words}\n\n| 电话 | 400-800-1234 |\n|---|---|\n| 发布日期 | 2023-01-05 |\n"
    blocks = read(text.encode(), "md")
    assert any(isinstance(block, Paragraph) and block.text == words for block in blocks)
    cells = [cell.text for block in blocks if isinstance(block, Table) for cell in block.cells]
    assert {"400-800-1234", "2023-01-05"} <= set(cells)

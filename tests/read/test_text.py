"""Plain text and Markdown: encodings, the three kinds of tables, paragraphs broken by the width of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.problem import Unreadable
from nianbao.read import read as read_kind
from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.read.text.encoding import LARGEST_TEXT
from nianbao.read.text.plain import MOST_LINES, MOST_MARKS, read


def blocks(text: str) -> list[Block]:
    return read(text.encode())


def seen(text: str) -> list[str | list[list[str]]]:
    """Paragraphs that are not empty, and tables as rows."""
    return [
        block.text if isinstance(block, Paragraph) else rows_of(block)
        for block in blocks(text)
        if isinstance(block, Table) or block.text
    ]


def rows_of(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(1 + max(cell.row for cell in table.cells))]
    for cell in table.cells:
        assert (cell.rows, cell.columns, cell.column) == (1, 1, len(rows[cell.row]))
        rows[cell.row].append(cell.text)
    return rows


# ---- encodings

CHINESE = "年度报告：堃祎\r\n共587条\r\n"


@pytest.mark.parametrize(
    "data",
    [
        CHINESE.encode(),
        CHINESE.encode("utf-8-sig"),
        CHINESE.encode("gbk", "replace").replace(b"?", b""),
        CHINESE.encode("gb18030"),
        CHINESE.encode("utf-16"),
        CHINESE.encode("utf-16-le"),
        "\ufeff".encode("utf-16-be") + CHINESE.encode("utf-16-be"),
    ],
)
def test_the_encoding_is_found_out(data: bytes) -> None:
    first, second = read(data)
    assert isinstance(first, Paragraph)
    assert first.text.startswith("年度报告：堃")
    assert second == Paragraph("共587条")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"PK\x03\x04..", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(90)]
)
def test_another_kind_of_file_is_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable, match="这不是文本文件"):
        read(data)


def test_what_is_no_text_in_any_encoding_is_refused() -> None:
    with pytest.raises(Unreadable, match="编码无法辨认"):
        read(bytes(range(128, 256)) * 40)


def test_a_few_damaged_characters_do_not_matter() -> None:
    data = ("统计期限自一月一日起。\n" * 40).encode()
    assert len(read(data[:50] + b"\xff" + data[50:])) == 40


def test_a_text_with_words_over_its_figures_is_refused() -> None:
    """html2text counts bytes: what is written over a Chinese character leaves a piece of it."""
    line = "规章____|25".encode() + b"\xe8\xa7_|"
    with pytest.raises(Unreadable, match="24个损坏的字"):
        read(b"\n".join([line] * 24 + ["统计期限自一月一日起，至十二月底止。".encode()] * 30))


def test_too_much_is_refused() -> None:
    with pytest.raises(Unreadable, match="太大"):
        read(b"a" * (LARGEST_TEXT + 1))
    with pytest.raises(Unreadable, match="太长"):
        read(b"\n" * (MOST_LINES + 1))
    with pytest.raises(Unreadable, match="列的表格"):
        read("\t".join("a" * 80).encode())


# ---- tables


def test_cells_filled_up_with_underscores() -> None:
    (table,) = read("|_信息内容_|__制发__|\n|_规章_____|___25___|\n|行政处罚_|______ |".encode())
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["信息内容", "制发", "规章", "25", "行政处罚", ""]


def test_styles_of_words_are_no_words() -> None:
    """pandoc keeps the size of letters of a web page."""
    (table,) = read(
        '| [规章]{style="font-size:9pt"} | <span style="color: red">25</span> |\n| 许可 | 7 |'.encode()
    )
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["规章", "25", "许可", "7"]


def test_a_table_of_a_wiki_keeps_its_blanks() -> None:
    (table,) = read('{| class=w\n! 内容\n! 制发\n|-\n|align="left"| 规章\n|\n|-\n| 许可 || 7\n|}'.encode())
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["内容", "制发", "规章", "", "许可", "7"]
    assert not any(isinstance(block, Table) for block in read("{|\n| 规章\n|\n|-\n| 许可".encode()))


def test_cells_with_pipes_between_them() -> None:
    text = "前\n\n| 项 | **数** |\n|:--|--:|\n| 甲\\|乙 | 1<br>2 |\n丙|3\n\n后"
    assert seen(text) == ["前", [["项", "数"], ["甲|乙", "1\n2"], ["丙", "3"]], "后"]


def test_a_drawn_table() -> None:
    text = "┌──┬──┐\n│甲│ 1│\n├──┼──┤\n│乙│ 2│\n└──┴──┘"
    assert [row for row in seen(text) if isinstance(row, list)] == [[["甲", "1"], ["乙", "2"]]]


def test_one_pipe_makes_no_table() -> None:
    assert seen("甲|乙") == ["甲|乙"]


def test_cells_with_tabs_between_them() -> None:
    text = "前\n标题\t\t\n项\t数\t\n甲\t\t1\n后"
    assert seen(text) == ["前", [["标题", "", ""], ["项", "数", ""], ["甲", "", "1"]], "后"]


def test_the_properties_of_headings_are_no_text() -> None:
    assert seen("* 报告\n:PROPERTIES:\n:CUSTOM_ID: 报告\n:END:\n一、总体情况") == ["* 报告", "一、总体情况"]


def test_what_programs_write_in_blank_cells() -> None:
    assert seen("规章\tnan\t3\tNone\n废止\t（空）\t无\t1\n") == [
        [["规章", "", "3", ""], ["废止", "", "无", "1"]]
    ]


def test_an_empty_line_ends_a_table_with_tabs() -> None:
    assert seen("甲\t1\n乙\t2\n\n丙\t3\t4") == [[["甲", "1"], ["乙", "2"]], [["丙", "3", "4"]]]


def test_a_line_break_in_a_cell_does_not_end_the_table() -> None:
    assert seen("甲\t1\n乙的\n名称\t2\n丙\t3") == [[["甲", "1"], ["乙的"], ["名称", "2"], ["丙", "3"]]]


@pytest.mark.parametrize("line", ["二、主动公开政府信息情况", "一年来工作进展顺利。"])
def test_a_heading_or_a_sentence_ends_the_table(line: str) -> None:
    assert seen(f"甲\t1\n乙\t2\n{line}\n丙\t3\n丁\t4")[1] == line


def test_a_tab_in_a_sentence_makes_no_table() -> None:
    assert seen("一、\t总体情况") == ["一、\t总体情况"]


def test_one_cell_a_line() -> None:
    text = "前\n\t项\n\t数\n\n\t甲\n\t\n\n\t\n\t1\n\n\n后"
    assert seen(text) == ["前", [["项", "数"], ["甲", ""], ["", "1"]], "后"]


def test_paragraphs_that_begin_with_a_tab_are_no_table() -> None:
    sentence = (
        "认真落实公开要求，及时发布机构职能、财政预决算、工作动态等信息，"
        + "回应群众关切，接受社会各界监督。" * 3
    )
    text = "".join(f"\t{sentence}\n" for _ in range(6))
    assert seen(text) == [sentence] * 6


# ---- paragraphs


def test_markdown_headings_have_their_level() -> None:
    assert blocks("# 某局报告\n##二、主动 ##\n### **（一）**公开\n正文 __重点__ 1\\.2") == [
        Paragraph("某局报告", 1),
        Paragraph("二、主动", 2),
        Paragraph("（一）公开", 3),
        Paragraph("正文 重点 1.2"),
    ]


def test_empty_lines_are_empty_paragraphs() -> None:
    assert blocks("甲\n\n乙") == [Paragraph("甲"), Paragraph(""), Paragraph("乙")]


LONG = "健全工作机制，明确办公室承担政府信息公开日常工作，指定专人负责收集、梳理、上传，严把质"


def test_a_paragraph_broken_by_a_page_is_one_again() -> None:
    assert seen(f"{LONG}\n\n— 3 —\n\n量关，确保及时准确。") == [f"{LONG}量关，确保及时准确。"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LONG, "（二）依申请公开的办理情况和结果"),
        (LONG + "。", "全年没有收到政府信息公开申请。"),
        (LONG, "减"),
        (LONG, "0"),
        ("一、总体情况", "今年以来，认真贯彻条例，落实各项任务。"),
        (LONG + "   12   13", "全年没有收到政府信息公开申请。"),
    ],
)
def test_lines_that_are_ended_stay_apart(first: str, second: str) -> None:
    assert [block.text for block in blocks(f"{first}\n{second}") if isinstance(block, Paragraph)] == [
        first,
        second,
    ]


def test_lines_broken_at_an_even_width_are_put_together() -> None:
    text = (
        "全年主动公开政府信息，内容涉及机构职能、财政预决算、行政许可、行政处罚等方面，方便群众查询办事。" * 5
    )
    lines = [text[at : at + 28] for at in range(0, len(text), 28)]
    page = "\n".join(["　　" + lines[0], *lines[1:], "　　" + lines[0], *lines[1:]])
    assert seen(page) == [text, text]


@given(st.text(alphabet="甲乙0.\t|#*\n -。一、（）\\", max_size=200))
def test_whatever_is_written_is_read(text: str) -> None:
    found = "".join(
        "".join(block.text.split()) if isinstance(block, Paragraph) else "".join(c.text for c in block.cells)
        for block in read_kind(text.encode(), "md")
    )
    assert found.count("甲") == text.count("甲")


def test_a_row_over_lines_has_as_many_bars_as_the_others() -> None:
    text = "题 | |||\n甲 | 1 | 2 | 3 |\n乙 |\n|\n| 9 |\n丙 | 4 | ||\n后面的话。"
    rows = [["题", "", "", ""], ["甲", "1", "2", "3"], ["乙", "", "", "9"], ["丙", "4", "", ""]]
    assert seen(text) == [rows, "后面的话。"]
    assert [block.packed for block in blocks(text) if isinstance(block, Table)] == [True]


def test_a_second_table_without_a_gap_has_its_own_width() -> None:
    first = "题 |\n||\n甲 |\n1 |\n2 |\n乙 |\n3 |\n|\n"
    second = "角 |\n头 |\n||||\n丙 |\n4 |\n5 |\n|||\n丁 |\n6 |\n||||\n戊 |\n7 |\n||||\n"
    rows = [["题", "", ""], ["甲", "1", "2"], ["乙", "3", ""]]
    rows += [["角", "头", "", "", "", ""], ["丙", "4", "5", "", "", ""], ["丁", "6", "", "", "", ""]]
    assert seen(first + second) == [[*rows, ["戊", "7", "", "", "", ""]]]


def test_a_drawn_cell_over_lines_is_one_text_but_two_numbers_stay_two() -> None:
    rule = "+----+----+\n"
    text = f"{rule}| 行政 | 12 |\n| 许可 | 34 |\n{rule}| 丙 | 5 |\n{rule}| 丁 | 6 |\n{rule}"
    assert seen(text) == [[["行政许可", "12\n34"], ["丙", "5"], ["丁", "6"]]]


def test_a_web_page_that_is_called_text() -> None:
    assert seen("<!DOCTYPE html><p>话</p><table><tr><td>甲<td>1</table>") == ["话", [["甲", "1"]]]


@pytest.mark.parametrize("mark", ["|", "\t"])
def test_more_cells_than_any_report_has(mark: str) -> None:
    with pytest.raises(Unreadable, match="不像一份年度报告"):
        read((mark * (MOST_MARKS + 1)).encode())


@pytest.mark.parametrize("end", ["：", "”", "）", "；"])
def test_where_paragraphs_are_indented_a_full_line_goes_on_whatever_it_ends_with(end: str) -> None:
    body = "青溪市水利局把公开作为日常工作来抓，群众提出的每一件事项都有" * 4
    first = body[:29] + end
    indented = [f"    {body[at : at + 28]}\n{body[at : at + 30]}\n最后一行短。\n" for at in range(5)]
    text = "".join(indented) + f"    {first[2:]}\n地址在河滨路十八号，电话见网站。\n"
    (*_, last) = [block for block in read(text.encode()) if block != Paragraph("")]
    assert last == Paragraph(first[2:] + "地址在河滨路十八号，电话见网站。")
    (*_, alone) = read(text.replace("    ", "").encode())
    assert alone == Paragraph("地址在河滨路十八号，电话见网站。")


def test_bars_between_cells_alone() -> None:
    rows = ["信息内容 | 本年处理决定数量", "行政许可 | 26", "行政处罚 | 12", "行政强制 | 586"]
    assert seen("  \n".join(["第二十条第（一）项", "---", *rows, ""])) == [
        "第二十条第（一）项",
        [["信息内容", "本年处理决定数量"], ["行政许可", "26"], ["行政处罚", "12"], ["行政强制", "586"]],
    ]


# ---- LaTeX


def test_latex() -> None:
    source = r"""\documentclass{ctexart} % 模板
\title{某县2024年政府信息公开工作年度报告}
\begin{document}
\maketitle
\section*{一、总体情况}
全年公开信息 1\,200 条，占\textbf{95}\%。% 初稿
第二行接着第一行。

\begin{longtable}[]{@{}lll@{}}
\caption{表}\\ \hline 内容 & \multicolumn{2}{c}{数量} \endfirsthead
内容 & \multicolumn{2}{c}{续表} \endhead
\multirow{2}{*}{规章} & \makecell{新制作\\数量} & 3 \\[2pt] \cmidrule(lr){2-3}
& \begin{tabular}[c]{@{}l@{}}废止\\数量\end{tabular} & \\
\end{longtable}
完。
\end{document}
\end{x}
"""
    title, heading, text, table, end = blocks(source)
    assert (title, heading) == (
        Paragraph("某县2024年政府信息公开工作年度报告", 1),
        Paragraph("一、总体情况", 2),
    )
    assert text == Paragraph("全年公开信息 1200 条，占95%。第二行接着第一行。")
    assert isinstance(table, Table)
    assert [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in table.cells] == [
        (0, 0, 1, 1, "内容"),
        (0, 1, 1, 2, "数量"),
        (1, 0, 2, 1, "规章"),
        (1, 1, 1, 1, "新制作数量"),
        (1, 2, 1, 1, "3"),
        (2, 1, 1, 1, "废止数量"),
        (2, 2, 1, 1, ""),
    ]
    assert end == Paragraph("完。")


def test_latex_that_contradicts_itself_loses_no_cell() -> None:
    (table,) = blocks(
        r"\begin{tabular}{l} \multirow{3}{*}{甲} & 1 \\ 乙 & 2 \\ & 3 \\ \multirow{9}{*}{丙} & 4"
    )
    assert isinstance(table, Table)
    assert [(cell.row, cell.column, cell.rows, cell.text) for cell in table.cells] == [
        (0, 0, 1, "甲"), (0, 1, 1, "1"), (1, 0, 1, "乙"), (1, 1, 1, "2"), (2, 1, 1, "3"),
        (3, 0, 1, "丙"), (3, 1, 1, "4"),
    ]  # fmt: skip


# ---- Texinfo


def test_texinfo() -> None:
    source = """\\input texinfo
@node Top
@top 某县年报
@menu
* 某县年报::
@end menu
@anchor{#一}
@strong{一、总体情况}

全年公开@emph{信息}5条，邮箱 a@@b.cn。
@multitable {内容} {@ }
@item
内容
 @tab @strong{数量}
@item 规章
 @tab @
@end multitable
@bye
"""
    assert seen(source) == [
        "某县年报",
        "一、总体情况",
        "全年公开信息5条，邮箱 a@b.cn。",
        [["内容", "数量"], ["规章", ""]],
    ]


@pytest.mark.parametrize(
    "cell",
    [
        r"\sout{77}6",
        r"\textbf{\st{3}4}",
        r"5\textsuperscript{1}",
        r"\phantom{1}2",
        r"8\footnote{2}",
        r"\xout[a]{7}6",
    ],
)
def test_digits_that_a_command_of_latex_may_strike_raise_or_hide_are_unknown(cell: str) -> None:
    source = rf"\begin{{tabular}}{{ll}} 甲 & {cell} & \textbf{{12}} \\ \end{{tabular}}"
    (table,) = [block for block in read(source.encode()) if isinstance(block, Table)]
    assert [each.text for each in table.cells] == ["甲", "?", "12"]

"""Web pages of our own and of other hands: what a person sees is what is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.model.load_forms import all_forms
from nianbao.model.report import Report
from nianbao.problem import Unreadable
from nianbao.publish import compose
from nianbao.read.blocks import Block, Notice, Paragraph, Table, TableCell
from nianbao.read.html.page import DEEPEST_TABLE, LARGEST_PAGE, MOST_ATTRIBUTES, MOST_TAGS, read
from nianbao.write.html import write
from nianbao.write.page import Page
from tests.printed import distinct, expected, page, said, seen
from tests.soak import drawn
from tests.strategies import reports


def blocks(html: str) -> list[Block]:
    return read(html.encode("utf-8"))


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(html) if isinstance(block, Paragraph)]


def cells(html: str) -> set[tuple[int, int, int, int, str]]:
    (found,) = seen(blocks(html))
    assert isinstance(found, frozenset)
    return set(found)


# ---- our own


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_what_was_written_is_read(form: str, draft: bool) -> None:
    report = distinct(form)
    assert said(read(write(Page(page(report, draft=draft))))) == expected(compose.document(report))


@drawn(15)
@given(st.sampled_from(sorted(all_forms())).flatmap(lambda form: reports(all_forms()[form])))
def test_whatever_was_written_is_read(report: Report) -> None:
    document = compose.document(report)
    assert said(read(write(Page(compose.html(document))))) == expected(document)


# ---- paragraphs


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>一</p><div>二</div>三", ["一", "二", "三"]),
        ("<div>一<p>二</p>三<span>四</span></div>五", ["一", "二", "三四", "五"]),
        ("<p>一<br>二<br><br/>三</p>", ["一", "二", "三"]),
        ("<p>一 \n\t二<b> 三</b> </p>", ["一 二 三"]),
        ("<p>　　一　二　</p><p>&nbsp;&nbsp;三&nbsp;四</p>", ["一　二", "三\u00a0四"]),
        ("<p>一<!-- 二 --><?php 三 ?>四</p>", ["一四"]),
        ("<p>&lt;一&gt;&amp;&#20108;</p>", ["<一>&二"]),
        ("<ul><li>一<li>二<ul><li>三</ul></ul><dl><dt>四<dd>五</dl>", ["一", "二", "三", "四", "五"]),
        ("<pre>一\n  二\n\n三<b>四</b></pre>五\n六", ["一", "二", "三四", "五 六"]),
        ("<p>一<hr>二", ["一", "二"]),
        ("<p>一</p><p> </p><div></div>", ["一"]),
        ("没有标签", ["没有标签"]),
    ],
)
def test_every_line_that_is_ended_is_a_paragraph(html: str, found: list[str]) -> None:
    assert texts(html) == found


def test_headings_keep_their_level_and_their_lines() -> None:
    html = "<h1> 某局<br>年度报告 </h1><h2><div>一、</div><div>总体</div></h2>文<h6>细</h6>"
    assert blocks(html) == [
        Paragraph("某局\n年度报告", 1),
        Paragraph("一、\n总体", 2),
        Paragraph("文"),
        Paragraph("细", 6),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>藏</script>",
        "<style>藏</style>",
        "<template><p>藏</p></template>",
        "<noscript>藏</noscript>",
        "<select><option>藏</select>",
        "<svg><title>藏</title><text>藏</text></svg>",
        "<p hidden>藏</p>",
        "<p style='color:red; display : NONE !important'>藏</p>",
        "<span style='visibility:hidden'>藏</span>",
        "<div class='a draft-mark' role='note'>藏</div>",
        "<progress>藏</progress>",
        "<meter>藏</meter>",
        "<dialog>藏</dialog>",
        "<iframe srcdoc=''>藏</iframe>",
        "<iframe width=0 srcdoc='藏'></iframe>",
    ],
)
def test_what_is_not_shown_is_not_read_but_what_follows_is(hidden: str) -> None:
    page_with_it = f"<html><head><title>藏</title><meta name=x></head><body><p>一{hidden}二</body></html>"
    assert "".join(texts(page_with_it)) == "一二"


def test_a_page_in_a_frame_is_read_in_its_place() -> None:
    inner = "<style>b{display:none}</style><p>二&lt;i>三<b>藏</b><iframe srcdoc='四'></iframe>"
    assert texts(f'<p>一<iframe srcdoc="{inner}"></iframe>五') == ["一", "二三", "四", "五"]


def test_what_a_page_hides_until_its_script_has_run_is_read_but_no_part_among_others() -> None:
    table = "<table><tr><td>规章<td>5</table>"
    hidden = f"<div style='visibility: hidden; opacity: 0'><p>公开报告的正文{table}</div>"
    assert len([*read(f"<p>首页{hidden}<script>show()</script>".encode())]) == 3
    assert texts(f"<p>首页{hidden}") == ["首页"]
    assert len([*read(f"{table}{hidden}<script>show()</script>".encode())]) == 1


def test_what_only_looks_hidden_is_read() -> None:
    html = "<p style='display:block'>一<p style='none'>二<p role=note>三<p class=draft-mark>四"
    assert texts(html) == ["一", "二", "三", "四"]


def test_what_is_filled_in_in_a_cell_is_read_and_no_field_to_search_by() -> None:
    fields = [
        '<input readonly value="5">',
        "<input type=hidden value=6>7",
        "<textarea>8</textarea>",
        "<select><option>1<option selected>9</select>",
    ]
    row = "".join(f"<td>{field}" for field in fields)
    html = f"<input value=搜索><select><option>链接</select><table><tr>{row}</table>"
    assert sorted(text for *_, text in cells(html)) == ["5", "7", "8", "9"]


def test_tables_beside_each_other_below_heads_are_one() -> None:
    inner = "<table><tr><td>甲<td>乙<tr><td>{}<td>{}</table>"
    row = "".join(f"<td>{inner.format(*pair)}</td>" for pair in ((1, 2), (3, 4)))
    assert cells(f"<table><tr><td>一<td>二<tr>{row}</table>") == {
        (0, 0, 1, 2, "一"), (0, 2, 1, 2, "二"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "乙"), (1, 2, 1, 1, "甲"),
        (1, 3, 1, 1, "乙"), (2, 0, 1, 1, "1"), (2, 1, 1, 1, "2"), (2, 2, 1, 1, "3"), (2, 3, 1, 1, "4"),
    }  # fmt: skip


# ---- encodings


CHINESE = "年度报告：卫滨区“堃”"


@pytest.mark.parametrize(
    "data",
    [
        CHINESE.encode("utf-8"),
        b"\xef\xbb\xbf" + CHINESE.encode("utf-8"),
        f"<p>{CHINESE}".encode("utf-16-le"),
        f"<p>{CHINESE}".encode("utf-16-be"),
        "\ufeff".encode("utf-16-le") + CHINESE.encode("utf-16-le"),
        "\ufeff".encode("utf-16-be") + CHINESE.encode("utf-16-be"),
        CHINESE.encode("gb18030"),
        b"<meta charset=gb2312>" + CHINESE.encode("gb18030"),
        b"<meta http-equiv=Content-Type content='text/html; charset=GBK'>" + CHINESE.encode("gb18030"),
        b"<meta charset=utf-8>" + CHINESE.encode("gb18030"),  # it lies
        b"<meta charset=gb2312>" + CHINESE.encode("utf-8"),
        b"<meta charset=zlib>" + CHINESE.encode("utf-8"),
        b'<?xml version="1.0" encoding="gbk"?><p>' + CHINESE.encode("utf-8"),
    ],
)
def test_the_encoding_is_proved(data: bytes) -> None:
    assert seen(read(data)) == [CHINESE]


def test_text_that_would_pass_for_either_encoding_is_utf_8() -> None:
    assert seen(read(b"<meta charset=gbk>" + "信息内容".encode())) == ["信息内容"]


def test_big5_is_believed() -> None:
    assert seen(read("<meta charset=Big5>政府資訊公開".encode("big5"))) == ["政府資訊公開"]


def test_a_damaged_character_does_not_cost_the_page() -> None:
    data = ("公" * 500).encode("utf-8") + b"\xff\x00" + "开".encode()
    assert seen(read(data)) == ["公" * 500 + "\ufffd开"]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03", b"%PDF-1.7\n" + bytes(range(1, 256)), b"\xff" * 50])
def test_what_is_no_text_is_no_page(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


# ---- tables


def test_tables_with_groups_and_spans() -> None:
    html = """<table><tfoot><tr><td>尾<td colspan=2>3</tfoot><caption>表名</caption>
    <thead><tr><th rowspan=2>项目<th colspan=2>数量<tr><td>甲<td>乙</thead>
    <tbody><tr><th>一<td>1<td>2</tbody></table>"""
    caption, table = blocks(html)
    assert caption == Paragraph("表名")
    assert table == Table(
        (
            TableCell(0, 0, 2, 1, "项目", True),
            TableCell(0, 1, 1, 2, "数量", True),
            TableCell(1, 1, 1, 1, "甲", True),
            TableCell(1, 2, 1, 1, "乙", True),
            TableCell(2, 0, 1, 1, "一", True),
            TableCell(2, 1, 1, 1, "1", False),
            TableCell(2, 2, 1, 1, "2", False),
            TableCell(3, 0, 1, 1, "尾", False),
            TableCell(3, 1, 1, 2, "3", False),
        )
    )


def layout(rows: str) -> str:
    """The cells in order of reading: row, column, rows × columns where a cell spans, text."""
    found = sorted(cells(f"<table>{rows}</table>"))
    return "  ".join(
        f"{row}{column}{f' {down}×{wide}' if (down, wide) != (1, 1) else ''} {text}"
        for row, column, down, wide, text in found
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", "00 3×1 甲  01 1  11 2  21 3"),
        ("<tr><td rowspan=9>甲<td>1<tr><td>2", "00 2×1 甲  01 1  11 2"),
        # 丙 would lie on 乙
        ("<tr><td>甲<td rowspan=2>乙<tr><td colspan=2>丙", "00 甲  01 2×1 乙  10 丙"),
        # "the whole line", sloppily
        ("<tr><td colspan=100>题<tr><td>1<td>2", "00 1×2 题  10 1  11 2"),
        (f"<tr><td colspan={'9' * 5000}>题<tr><td>1<td>2", "00 1×2 题  10 1  11 2"),
        ("<tr><td colspan=2%>宽<td>1<tr><td>2<td>3", "00 1×2 宽  02 1  10 2  11 3"),
        ("<tr><td colspan=0 rowspan=x>甲<td colspan=-2>乙", "00 甲  01 乙"),
        ("<tr><td>1<td>2<tr><td>3", "00 1  01 2  10 3"),
        ("<tr><td>1<td hidden>藏<td>2<tr style='display:none'><td>藏<tr><td>3", "00 1  01 2  10 3"),
        ("<form><tr><td>1<td>2</form><tr><td>3<td>4", "00 1  01 2  10 3  11 4"),
        ("<td>1<td>2<tr><td>3<td>4", "00 1  01 2  10 3  11 4"),
        ("<tr><td><p>一</p><p>二</p>三<br>四<td>　0　", "00 一\n二\n三\n四  01 0"),
    ],
)
def test_cells_stand_where_browsers_put_them(rows: str, found: str) -> None:
    assert layout(rows) == found


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 70)), min_size=1, max_size=6),
        min_size=2,
        max_size=6,
    )
)
def test_no_two_cells_overlap_whatever_the_spans(rows: list[list[tuple[int, int]]]) -> None:
    lines = ("".join(f"<td rowspan={down} colspan={wide}>字" for down, wide in row) for row in rows)
    try:
        found = cells(f"<table>{''.join('<tr>' + line for line in lines)}</table>")
    except Unreadable:  # 64 columns are full
        return
    covered = [
        (y, x)
        for row, column, down, wide, _ in found
        for y in range(row, row + down)
        for x in range(column, column + wide)
    ]
    assert len(covered) == len(set(covered))
    assert len(found) == sum(map(len, rows))
    assert max(y for y, _ in covered) < len(rows)


def test_a_table_in_a_table_follows_it() -> None:
    inner = "<table><tr><td>1<td>2</table>"
    html = f"<p>前<table><tr><th>项目<th>说明<tr><td>数量合计（件）<td>见{inner}表</table>后"
    assert seen(blocks(html)) == [
        "前",
        {(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "说明"), (1, 0, 1, 1, "数量合计（件）"), (1, 1, 1, 1, "见\n表")},
        {(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2")},
        "后",
    ]


DATA = "<table><tr><td>规章<td>0<tr><td>许可<td>563</table>"
DATA_CELLS = {(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "0"), (1, 0, 1, 1, "许可"), (1, 1, 1, 1, "563")}


@pytest.mark.parametrize(
    "arrangement",
    [
        "<table role=presentation><tr><td>栏目<td><h2>二、</h2><p>正文{}</table>",
        "<table><tr><td>栏目<h2>二、</h2><p>正文{}</table>",
        "<table><tr><td>栏目<td><h2>二、</h2><p>正文<table><tr><td>{}</table><tr><td></table>",
    ],
)
def test_tables_that_arrange_the_page_are_no_tables(arrangement: str) -> None:
    found = blocks(arrangement.format(DATA))
    assert seen(found) == ["栏目", "二、", "正文", DATA_CELLS]
    assert found[1] == Paragraph("二、", 2)


@pytest.mark.parametrize(
    "arrangement",
    ["<table role=presentation><tr><td>一<td>二</table>", "<table><tr><td>一<p>二</table>"],
)
def test_a_frame_for_text_is_no_table(arrangement: str) -> None:
    assert blocks(arrangement) == [Paragraph("一"), Paragraph("二")]


# ---- pages that are broken or hostile


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.remedy
    return caught.value.what


@pytest.mark.parametrize("data", [b"", b"  \n", b"<!-- nothing -->"])
def test_empty_pages(data: bytes) -> None:
    assert "空的" in refused(data)


def test_size_is_bounded() -> None:
    assert "太大" in refused(b"a" * (LARGEST_PAGE + 1))
    assert "太大" in refused(b"<p>a" * (MOST_TAGS + 1))


@pytest.mark.parametrize("attribute", ['a{}="<"', "a{}='>'", "a{}= '<p'", "<a{}", "a{}", "a{}/"])
def test_the_attributes_of_a_tag_are_bounded(attribute: str) -> None:
    many = " ".join(map(attribute.format, range(MOST_ATTRIBUTES + 1)))
    for html in (f"<p {many}>1</p>", f"<script>'<p '</script><!--><p {many}>", f"<p class='x' {many}"):
        assert "太多属性" in refused(html.encode())
    if ">" not in many:
        for html in (f"<!-- <p {many} --><p>1", f"<script>'<p {many}'</script><p>1"):
            assert read(html.encode()) == [Paragraph("1")]


def test_what_follows_the_end_of_a_page_is_read() -> None:
    """As of pages that have another page in them, which ends before they do."""
    blocks = read(b"<html><body><p>a</p></body></html><p>b</p></HTML ><table><tr><td>1<td>2</table>")
    assert blocks[:2] == [Paragraph("a"), Paragraph("b")]
    assert isinstance(blocks[2], Table)


def test_depth_is_bounded() -> None:
    assert texts("<div>" * 200 + "深") == ["深"]
    assert "层次太深" in refused(("<div>" * 300 + "深").encode())
    assert "层次太深" in refused(("<b>" * 100_000 + "深").encode())


def test_tables_within_tables_are_bounded() -> None:
    def nested(depth: int) -> bytes:
        return ("<table><tr><td>甲<td>" * depth + "深" + "</table>" * depth).encode()

    assert read(nested(DEEPEST_TABLE))
    assert "套得太深" in refused(nested(DEEPEST_TABLE + 1))


def test_columns_and_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(cells("<table><tr>" + "<td>1" * 64 + "</table>")) == 64
    assert "超过 64 列" in refused(("<table><tr>" + "<td>1" * 65 + "</table>").encode())
    monkeypatch.setattr("nianbao.read.html.table.MOST_CELLS", 5)
    assert "表格太大" in refused(("<table>" + "<tr><td>1<td>2" * 3 + "</table>").encode())


def test_nothing_is_fetched_and_no_entity_is_opened() -> None:
    html = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>一&x;二<iframe src="file:///etc/hostname">'
    assert "".join(texts(html)).endswith("一&x;二")


@given(st.text(alphabet="<>/ tdrhpabl='\"&;0123456789公开\n", max_size=200))
def test_whatever_is_broken_it_is_read_or_fails_in_words(html: str) -> None:
    try:
        found = blocks(html)
    except Unreadable as error:
        found = [Paragraph(error.what)]
    assert all(block.text for block in found if isinstance(block, Paragraph))


def test_a_raised_number_of_a_note_is_no_digit() -> None:
    html = "<table><tr><td>规章<td>5<sup>1</sup><td><sup>3</sup></table>收到12<sup>3</sup>件"
    table, text = read(html.encode())
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["规章", "5¹", "3"]
    assert text == Paragraph("收到12³件")


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_what_was_struck_out_is_no_part_of_a_figure_and_is_told(tag: str) -> None:
    notice, text = read(f"<p>收到<{tag}>151</{tag}>152件</p>".encode())
    assert text == Paragraph("收到152件")
    assert notice == Notice("有划掉的文字没有读：151；请对照原件。")


@pytest.mark.parametrize(
    ("sheet", "content", "expected_text"),
    [
        ("", '<span style="TEXT-DECORATION: line-through red">151</span>152', "152"),
        ("", '<del style="text-decoration-line: line-through">151</del>152', "152"),
        ("", '5<font style="vertical-align: super">1</font>', "5¹"),
        (".a, b.old { text-decoration: line-through }", '<b class="old">151</b>152', "152"),
        ("/* .b { */ .a { vertical-align: super !important } /* } */", '5<span class="a">1</span>', "5¹"),
        ("<!-- .a { display: none } -->", '<span class="a">9</span>8', "8"),
        (".a { display: none } .a { display: inline }", '<span class="a">9</span>8', "98"),
        ("@media print { .b { top: 0 } .a { display: none } }", '<span class="a">9</span>8', "98"),
        (".closed .a { display: none }", '<span class="a">9</span>8', "98"),
        (".a { display: none }", '<div class="a">98</div>', "98"),
        ("td > .Old, #x { text-decoration: underline line-through }", '<i class="Old">151</i>152', "152"),
        ("td s { text-decoration: none }", "<s>9</s>8", "98"),
        ("s { text-decoration: none !important }", '<s style="text-decoration: line-through">9</s>8', "98"),
        ("@media screen { b { text-decoration: line-through } }", "<b>151</b>152", "152"),
        ("@media print { b { text-decoration: line-through } }", "<b>9</b>8", "98"),
        ("p:hover b, td:nth-child(2) b { text-decoration: line-through }", "<b>151</b>152", "152"),
        ("", "<sup>1</sup>5", "¹5"),
        ("", "5<sub>1</sub>", "5₁"),
        ("", "<sup>5</sup><sub>1</sub>", "⁵₁"),
        ("sup { vertical-align: baseline; font-size: 100% }", "5<sup>1</sup>", "51"),
        ("sup { vertical-align: baseline; position: relative; top: -.5em }", "5<sup>1</sup>", "5¹"),
        ("td i { vertical-align: 30% }", "5<i>1</i>", "5¹"),
        ("td i { position: relative; bottom: -4px }", "5<i>1</i>", "5₁"),
        ("td i { font-size: 60% }", "5<i>1</i>", "5₁"),
        ("i { font-size: 1px }", "5<i>1</i>", "?"),
        ("i { color: #FFF }", "5<i>1</i>", "?"),
        ("i { color: rgba(0, 0, 0, .1) }", "5<i>1</i>", "?"),
        ("i { color: #fff; background: #036 }", "5<i>1</i>", "51"),
        ("i { transform: rotate(90deg) }", "5<i>1</i>", "?"),
        ("i { position: absolute; border-top: 1px solid }", "<b>51<i></i></b>", "?"),
        ("i { opacity: 0 }", "5<i>1</i>", "?"),
        ("td i { visibility: hidden }", "5<i>1</i>", "5"),
        ("i { clip-path: inset(100%) }", "5<i>1</i>", "?"),
        ("i { float: left }", "5<i>1</i>", "?"),
        ("i { filter: none; zoom: 1 }", "5<i>1</i>", "51"),
        ("", '5<font color="white">1</font>', "?"),
        ("", '<font color="red">51</font>', "51"),
        ("", '<bdo dir="rtl">51</bdo>', "?"),
        ("", "<ruby>5<rp>(</rp><rt>1</rt></ruby>", "5¹"),
        ("i::after { content: '0' }", "<i>5</i>", "?"),
        ("td+td::before { counter-increment: n; content: counter(n) }", "5", "?"),
        ("i:before { content: attr(data-n) }", '<i data-n="51"></i>', "?"),
        ("i:before { content: attr(data-n) }", '<i data-n="件">51</i>', "51"),
        (r"i:before { content: '\e600'; position: absolute }", "<i></i>51", "51"),
        ("i { width: 0; overflow: hidden }", "5<i>1</i>", "?"),
        ("i { font-family: Wingdings }", "5<i>1</i>", "?"),
        ("", '<font face="Webdings">5</font>', "?"),
        ("td { color: #fff; background: white }", "51", "?"),
        ("td { visibility: hidden }", "51", "?"),
        ("td:last-child { opacity: 0 }", "51", "?"),
        ("tr { display: none }", "51", "?"),
        ("td { width: 0; overflow: hidden }", "51", "51"),  # a cell grows with its words
        ("", "<table><tr><td><td>51</table>", "51"),
        ("", "<table><tr><td>5<td>1</table>", "?"),
        ("", "<math><semantics><mn>51</mn><annotation>51</annotation></semantics></math>", "51"),
        ("", "<math><msup><mn>5</mn><mn>1</mn></msup></math>", "?"),
        ("", "<math><mn>51</mn></math><b aria-hidden=true>51</b>", "?"),
        ("", "<iframe srcdoc='5'></iframe>" * 51, "?"),
    ],
)
def test_a_style_strikes_out_raises_and_hides_too(sheet: str, content: str, expected_text: str) -> None:
    html = f"<style>{sheet}</style><table><tr><td>规章<td>{content}</table>"
    *told, table = read(html.encode())
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["规章", expected_text]
    unknown = [Notice.of_unknown()] * (expected_text == "?")
    assert told == [Notice("有划掉的文字没有读：151；请对照原件。")] * (expected_text == "152") + unknown


def test_a_cell_that_a_style_hides_keeps_its_place_unless_it_is_gone() -> None:
    sheet = "<style>.gone { display: none } col.c { visibility: collapse }</style>"
    row = "<tr><td>甲<td style='visibility: hidden'>1<td class=gone>2<td>3<td>4"
    *_, table = read(f"{sheet}<table><col span=3><col class=c>{row}</table>".encode())
    assert isinstance(table, Table)
    assert [(cell.column, cell.text) for cell in table.cells] == [(0, "甲"), (1, "?"), (2, "3"), (3, "?")]


@pytest.mark.parametrize(
    "away", ["display: none", "position: absolute; left: -9999px", "height: 0; overflow: hidden"]
)
def test_of_two_versions_of_a_table_the_one_that_is_shown_is_read(away: str) -> None:
    def table(figure: int, label: str = "规章") -> str:
        return f"<table><tr><td>{label}<td>件<tr><td>数<td>{figure}</table>"

    html = f"<style>.m {{ {away} }}</style><div class=m>{table(1)}{table(2, '许可')}</div>{table(3)}"
    texts = [cell.text for block in read(html.encode()) if isinstance(block, Table) for cell in block.cells]
    assert texts == [
        "许可",
        "件",
        "数",
        "2",
        "规章",
        "件",
        "数",
        "3",
    ]  # the other may be one that a script shows


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<div><p class=r><b>甲</b><i>1</i></p>" + "<p class=r><b>乙</b><i>2</i></p>" * 2 + "</div>", 1),
        ("<div><p class=r><b>甲</b><i>1</i></p><p class=r><b>乙</b><i>2</i></p></div>", 0),  # too few
        ("<div>" + "<p class=r>甲<b>乙</b><i>1</i></p>" * 3 + "</div>", 0),  # words beside
        ("<div>" + "<p class='r c'><b>甲</b><i>1</i></p>" * 3 + "</div>", 0),  # one below the other
        ("<dl><dt>甲<dd>1<dt>乙<dd>2件<dt>丙<dd>—</dl>", 1),
        ("<dl><dt>甲<dd>1<dt>乙<dd>发布日期<dt>丙<dd>3</dl>", 0),
        ("<table><tr><td>甲<td>1</table>" * 3, 1),
        ("<table><tr><td>甲<td>1</table><table><tr><td>甲<td>1<td>2</table>" * 2, 4),
        ("<table><tr><td>甲<td>1</table>注" * 3, 3),
    ],
)
def test_rows_that_stand_below_one_another_are_a_table(html: str, count: int) -> None:
    sheet = "<style>.r { display: flex } .c { flex-direction: column }</style>"
    assert sum(isinstance(block, Table) for block in read((sheet + html).encode())) == count

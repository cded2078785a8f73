"""The Word file as Word sees it: parts, styles, fields, merged cells. Its text is tested with the reader."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from nianbao import resources
from nianbao.model.grid import grid_of
from nianbao.model.report import Report
from nianbao.problem import OutputError
from nianbao.publish.pages import page_of
from nianbao.write.docx.document import write
from nianbao.write.page import Page
from tests.elements import attribute, text_of, the
from tests.printed import distinct, page

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
SHELL = "<html lang=zh-CN><head><title>名</title></head><body>{}</body></html>"


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.namelist()


def document(report: Report, *, draft: bool = False) -> etree._Element:
    return part(write(Page(page(report, draft=draft))), "word/document.xml")


def body_of(html: str) -> etree._Element:
    return part(write(Page(SHELL.format(html))), "word/document.xml")


def values(element: etree._Element, path: str) -> list[str]:
    return [attribute(found, W + "val") for found in element.iterfind(path, NS)]


def texts(element: etree._Element) -> list[str]:
    return [text_of(p, f"{W}t") for p in element.iter(f"{W}p")]


def style_of(paragraph: etree._Element) -> str:
    (style,) = values(paragraph, "w:pPr/w:pStyle")
    return style


# ---- styles


def test_headings_are_styled_by_their_numbers() -> None:
    body = document(distinct("2021"))[0]
    styles = {text_of(p, f"{W}t"): style_of(p) for p in body.iterfind("w:p", NS)}
    assert styles["一、总体情况"] == "Heading1"
    assert styles["一、问题"] == "InnerHeading"
    assert styles["（一）内容"] == "Heading2"
    assert styles["1.不够全面"] == "Heading3"
    assert styles["（1）更新慢"] == "Heading4"
    assert styles["情况如下表。"] == "Normal"


def test_a_numbered_first_sentence_stands_in_the_type_of_its_heading() -> None:
    (paragraph,) = (p for p in document(distinct("2021")).iter(f"{W}p") if "已经改进" in text_of(p))
    runs = [(values(run, "w:rPr/w:rStyle"), text_of(run)) for run in paragraph.iter(f"{W}r")]
    assert runs == [(["Heading3Char"], "1.已经改进。"), ([], "还要<继续>“努力”。")]


def test_every_style_that_is_used_is_defined() -> None:
    data = write(Page(page(distinct("2021"), draft=True)))
    defined = {style.get(f"{W}styleId") for style in part(data, "word/styles.xml").iter(f"{W}style")}
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        for tag in ("pStyle", "rStyle", "tblStyle"):
            assert set(values(part(data, name), f".//w:{tag}")) <= defined
    assert set(values(part(data, "word/styles.xml"), ".//w:basedOn")) <= defined
    assert set(values(part(data, "word/styles.xml"), ".//w:link")) <= defined


def test_a_long_title_is_one_paragraph_of_two_lines() -> None:
    report = replace(distinct("2021"), agency="云岭省青溪市青溪县白马乡人民政府")
    title = the(document(report), "w:body/w:p", NS)
    assert style_of(title) == "Title"
    assert [child.tag for child in the(title, "w:r", NS)] == [f"{W}t", f"{W}br", f"{W}t"]


def test_fonts_are_those_that_offices_have_and_others_stand_in_for_them() -> None:
    data = write(Page(page(distinct("2021"))))
    fonts = {font.get(f"{W}name"): font for font in part(data, "word/fontTable.xml")}
    used = {
        value
        for element in part(data, "word/styles.xml").iter(f"{W}rFonts")
        for name, value in element.attrib.items()
        if name != f"{W}hint"
    }
    assert used == set(fonts) == {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"}
    substitutes = {name: values(font, "w:altName")[0].split(",") for name, font in fonts.items()}
    assert substitutes["仿宋_GB2312"][0] == "仿宋"
    assert substitutes["楷体_GB2312"][0] == "楷体"
    assert "宋体" in substitutes["方正小标宋简体"]


def test_headings_and_the_signature_keep_with_what_follows() -> None:
    data = write(Page(page(distinct("2021"))))
    keeping = {
        style.get(f"{W}styleId")
        for style in part(data, "word/styles.xml").iter(f"{W}style")
        if style.find("w:pPr/w:keepNext", NS) is not None
    }
    assert keeping == {"Title", "Heading1", "Heading2", "Heading3", "Heading4", "Signature"}
    body = part(data, "word/document.xml")[0]
    paragraphs = list(body.iterfind("w:p", NS))
    assert [style_of(p) for p in paragraphs[-2:]] == ["Signature", "Date"]
    assert paragraphs[-3].find("w:pPr/w:keepNext", NS) is not None


def test_the_date_begins_two_characters_after_the_organ() -> None:
    body = document(distinct("2021"))[0]
    # 青溪县水利局 is 6 wide, 2024年1月20日 is 6½: the date ends 2 from the edge of a line of 28
    indents = [
        int(attribute(the(p, "w:pPr/w:ind", NS), f"{W}left")) / 316
        for p in list(body.iterfind("w:p", NS))[-2:]
    ]
    assert indents == pytest.approx([28 - 2 - 6.5 - 2, 28 - 2 - 6.5], abs=0.01)


# ---- page


def test_the_page_is_that_of_official_documents() -> None:
    section = the(document(distinct("2021")), "w:body/w:sectPr", NS)
    millimetres = {
        name: round(int(attribute(the(section, "w:pgMar", NS), W + name)) / 56.7)
        for name in ("top", "bottom", "left", "right")
    }
    assert millimetres == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    assert section.find("w:titlePg", NS) is None


def test_page_numbers_are_fields_right_on_odd_and_left_on_even_pages() -> None:
    data = write(Page(page(distinct("2021"))))
    assert part(data, "word/settings.xml").find("w:evenAndOddHeaders", NS) is not None
    section = the(part(data, "word/document.xml"), "w:body/w:sectPr", NS)
    assert [ref.get(f"{W}type") for ref in section.iterfind("w:footerReference", NS)] == ["default", "even"]
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = part(data, name)
        assert values(footer, ".//w:jc") == [side]
        assert [code.text for code in footer.iter(f"{W}instrText")] == [" PAGE "]
        kinds = [char.get(f"{W}fldCharType") for char in footer.iter(f"{W}fldChar")]
        assert kinds == ["begin", "separate", "end"]
        shown = text_of(footer, f"{W}t")
        assert shown[:2] + shown[-2:] == "—  —"


def test_word_does_not_open_it_in_compatibility_mode() -> None:
    settings = part(write(Page(page(distinct("2021")))), "word/settings.xml")
    modes = {item.get(f"{W}name"): item.get(f"{W}val") for item in settings.iter(f"{W}compatSetting")}
    assert modes["compatibilityMode"] == "15"


def test_a_draft_says_so_on_every_page_and_another_report_does_not() -> None:
    data = write(Page(page(distinct("2021"), draft=True)))
    section = the(part(data, "word/document.xml"), "w:body/w:sectPr", NS)
    assert {ref.get(f"{W}type") for ref in section.iterfind("w:headerReference", NS)} == {"default", "even"}
    for name in ("word/header1.xml", "word/header2.xml"):
        assert texts(part(data, name)) == ["草稿"]
        (across,) = part(data, name).iter("{urn:schemas-microsoft-com:vml}shape")
        assert across[0].get("string") == "草稿"
        assert values(part(data, name), ".//w:rStyle") == ["Draft"]
    assert values(part(data, "word/styles.xml"), ".//w:style[@w:styleId='Draft']//w:color") == ["C00000"]
    final = write(Page(page(distinct("2021"))))
    assert not [name for name in names(final) if "header" in name]
    with zipfile.ZipFile(BytesIO(final)) as package:
        assert not any("草稿</w:t>".encode() in package.read(name) for name in package.namelist())


# ---- tables


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_tables_are_laid_out_as_the_form_says(form: str) -> None:
    report = distinct(form)
    grids = [grid_of(report.form, section.id) for section in report.form.sections if section.table]
    tables = list(document(report).iter(f"{W}tbl"))
    for grid, table in zip(grids, tables, strict=True):
        rows = table.findall("w:tr", NS)
        assert len(rows) == grid.height
        assert len(table.findall("w:tblGrid/w:gridCol", NS)) == grid.width
        heads = [row.find("w:trPr/w:tblHeader", NS) is not None for row in rows]
        whole = all(row.find(".//w:keepNext", NS) is not None for row in rows[:-1])
        # Where no page ends within it the first row is marked, too: it would be repeated else.
        assert heads == [index < max(grid.head_rows, int(whole)) for index in range(grid.height)]
        spans = {(y, x): (columns, merge) for y, row in enumerate(rows) for x, columns, merge in slots(row)}
        for cell in grid.cells:
            merge = "restart" if cell.rows > 1 else None
            assert spans.pop((cell.row, cell.column)) == (cell.columns, merge)
            for below in range(1, cell.rows):
                assert spans.pop((cell.row + below, cell.column)) == (cell.columns, "continue")
        assert spans == {}


def slots(row: etree._Element) -> list[tuple[int, int, str | None]]:
    """First column, number of columns and merging of each cell of a row."""
    found: list[tuple[int, int, str | None]] = []
    column = 0
    for properties in row.iterfind("w:tc/w:tcPr", NS):
        columns = int((values(properties, "w:gridSpan") or ["1"])[0])
        found.append((column, columns, next(iter(values(properties, "w:vMerge")), None)))
        column += columns
    return found


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_tables_have_fixed_columns_as_wide_as_the_type_area(form: str) -> None:
    for table in document(distinct(form)).iter(f"{W}tbl"):
        widths = [int(attribute(column, f"{W}w")) for column in table.iterfind("w:tblGrid/w:gridCol", NS)]
        assert sum(widths) == 8844  # 156 mm
        assert the(table, "w:tblPr/w:tblLayout", NS).get(f"{W}type") == "fixed"
        for row in table.iterfind("w:tr", NS):
            assert row.find("w:trPr/w:cantSplit", NS) is not None
            assert (
                sum(int(attribute(cell, f"{W}w")) for cell in row.iterfind("w:tc/w:tcPr/w:tcW", NS)) == 8844
            )
            aligned = values(row, "w:tc/w:tcPr/w:vAlign")
            assert aligned == ["center"] * len(row.findall("w:tc", NS))


def test_labels_of_rows_are_set_left_and_all_else_in_the_middle() -> None:
    styles = {
        text_of(p, f"{W}t"): style_of(p)
        for table in document(distinct("2021")).iter(f"{W}tbl")
        for p in table.iter(f"{W}p")
    }
    assert styles["1.属于国家秘密"] == styles["四、结转下年度继续办理"] == "TableLabel"
    assert styles["（三）不予公开"] == styles["1011"] == styles["社会公益组织"] == "TableTextSmall"
    assert styles["规章"] == styles["1001"] == "TableText"
    assert styles["第二十条第（一）项"] == "TableTitle"


def test_columns_are_as_wide_as_the_page_says() -> None:
    table = document(distinct("2021")).findall(".//w:tbl", NS)[0]
    widths = [int(attribute(column, f"{W}w")) / 88.44 for column in table.iterfind("w:tblGrid/w:gridCol", NS)]
    assert widths == pytest.approx([28] + [24] * 3, abs=0.02)


def test_columns_without_widths_share_the_line() -> None:
    row = "<tr><td>1<td>2<td>3<td>4</tr>"
    for columns in ("", "<col style='width:90%'>", "<col><col><col><col>"):
        table = body_of(f"<table>{columns}{row}</table>")
        assert [column.get(f"{W}w") for column in table.iter(f"{W}gridCol")] == ["2211"] * 4


def test_text_below_a_table_stands_off() -> None:
    body = body_of("<p>一</p><table><tr><td>1</tr></table><p>二</p><p>三</p>")[0]
    before = [p.find("w:pPr/w:spacing", NS) for p in body.iterfind("w:p", NS)]
    assert [spacing is not None and spacing.get(f"{W}before") for spacing in before] == [None, "160", False]


def test_a_table_keeps_together_with_its_heading_and_the_text_before_it() -> None:
    body = document(distinct("2021"))[0]
    for table in body.iterfind("w:tbl", NS):
        first, *_, last = table.iterfind("w:tr", NS)
        assert all(p.find("w:pPr/w:keepNext", NS) is not None for p in first.iter(f"{W}p"))
        assert all(p.find("w:pPr/w:keepNext", NS) is None for p in last.iter(f"{W}p"))
    before = next(p for p in body.iterfind("w:p", NS) if text_of(p) == "情况如下表。")
    assert before.find("w:pPr/w:keepNext", NS) is not None
    long = body_of(f"<p>{'情况如下表。' * 14}</p><table><tr><td>1</tr></table>")[0][0]
    assert long.find("w:pPr/w:keepNext", NS) is None


def test_tables_bear_their_heading_for_screen_readers() -> None:
    captions = values(document(distinct("2021")), ".//w:tblCaption")
    assert [caption[0] for caption in captions] == ["二", "三", "四"]


def test_tables_are_parted_and_the_file_ends_with_a_paragraph() -> None:
    body = body_of("<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>")[0]
    assert [etree.QName(child).localname for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_gaps_in_a_row_become_empty_cells() -> None:
    body = body_of("<table><tr><td>1<td>2<td>3</tr><tr><td colspan=2>4</tr></table>")
    assert [slots(row) for row in body.iter(f"{W}tr")] == [
        [(0, 1, None), (1, 1, None), (2, 1, None)],
        [(0, 2, None), (2, 1, None)],
    ]


# ---- text


def test_text_reads_as_in_a_browser() -> None:
    body = body_of("<main><p>一 \n 二 <br> 三<b>四</b>五<!-- 六 --><span hidden>七</span></p><p> </p></main>")
    (paragraph,) = body[0].iterfind("w:p", NS)
    assert "".join(
        "\n" if e.tag == f"{W}br" else e.text or "" for e in paragraph.iter(f"{W}t", f"{W}br")
    ) == ("一 二\n三四五")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>看<img src=x></p>", "图片"),
        ("<img src=x>", "图片"),
        ("<main>散落的字<p>正文</p></main>", "“散落的字”不在任何段落里"),
        ("<p>正文</p>尾巴", "“尾巴”不在任何段落里"),
        ("<p>受理\x01申请</p>", "“受理”后面有一个看不见的控制字符"),
        ("<p>受理\ud800申请</p>", "“受理”后面有一个损坏的字符"),
        ("<table><tr><td>1<td rowspan=2>2</tr><tr><td colspan=2>3</tr></table>", "重叠"),
        ("<table><tr><td><table><tr><td>1</table></table>", "表格里又有表格"),
    ],
)
def test_what_does_not_go_into_the_file_is_refused_in_words(html: str, words: str) -> None:
    with pytest.raises(OutputError, match=words):
        write(Page(SHELL.format(html)))


# ---- the file


def test_the_same_page_gives_the_same_bytes_in_every_process() -> None:
    html = page(distinct("2021"), draft=True)
    program = (
        "import sys; from nianbao.write.docx.document import write; from nianbao.write.page import Page;"
        "sys.stdout.buffer.write(write(Page(sys.stdin.read())))"
    )
    other = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], input=html.encode(), capture_output=True, check=True
    )
    assert other.stdout == write(Page(html))
    with zipfile.ZipFile(BytesIO(other.stdout)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_name_title_organ_and_language() -> None:
    report = distinct("2021")
    properties = docx.Document(BytesIO(write(Page(page(report))))).core_properties
    assert properties.title == report.full_title()
    assert properties.author == properties.last_modified_by == report.agency
    assert properties.language == "zh-CN"
    assert properties.created == properties.modified
    assert docx.Document(BytesIO(write(page_of(report)))).core_properties.created.date() == report.date
    assert properties.comments == ""


def test_an_endless_title_does_not_fail() -> None:
    data = write(Page(f"<html><head><title>{'长' * 300}</title></head><body><p>文</p></body></html>"))
    assert docx.Document(BytesIO(data)).core_properties.title == "长" * 255


def test_nothing_is_left_of_any_template() -> None:
    assert names(write(Page(page(distinct("2021"))))) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "docProps/core.xml",
    ]
    with zipfile.ZipFile(BytesIO(write(Page(page(distinct("2021")))))) as package:
        for name in package.namelist():
            assert b"python-docx" not in package.read(name)
            assert b"xmlPackage" not in package.read(name)


def test_a_template_saved_by_word_may_hold_binary_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = (resources.folder("templates") / "word.xml").read_text(encoding="utf-8")
    picture = (
        '<pkg:part pkg:name="/word/media/image1.png" pkg:contentType="image/png">'
        "<pkg:binaryData>cG5n</pkg:binaryData></pkg:part></pkg:package>"
    )
    related = '<Relationship Id="rId9" Type="urn:image" Target="media/image1.png"/>'
    flat = flat.replace('Target="footer2.xml"/>', f'Target="footer2.xml"/>{related}').replace(
        "</pkg:package>", picture
    )
    (tmp_path / "word.xml").write_text(flat, encoding="utf-8")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path)
    with zipfile.ZipFile(BytesIO(write(Page(SHELL.format("<p>文</p>"))))) as package:
        assert package.read("word/media/image1.png") == b"png"

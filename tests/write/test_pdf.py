"""The PDF as readers, validators and the eye take it. Its text is tested with the reader."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import page as validator
import pikepdf
import pytest
import weasyprint
from lxml.html import fromstring

from nianbao.model.figure import parse
from nianbao.model.grid import grid_of
from nianbao.model.report import Report
from nianbao.problem import OutputError
from nianbao.publish.sheet.plan import ends
from nianbao.write.page import Page
from nianbao.write.pdf.breaks import with_breaks
from nianbao.write.pdf.document import write
from nianbao.write.pdf.remedy import remedy
from nianbao.write.pdf.weasyprint import justify
from nianbao.write.pdf.weasyprint.elements import _copied
from tests import stress
from tests.printed import distinct, in_pdf, page

SHELL = (
    '<!DOCTYPE html><html lang="zh-CN"><head><title>题</title>{}</head>'
    "<body><main><h1>题</h1>{}</main></body></html>"
)
FORMS = ("2019", "2021")
PROFILES = (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1)
MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, 184 * MM  # edges of the type area, in points


def body(html: str) -> bytes:
    return write(Page(SHELL.format("", html)))


RECEIVED = "一、本年新收政府信息公开申请数量"


def with_text(section: str, text: str) -> Report:
    report = distinct("2021")
    return replace(report, narrative={**report.narrative, section: text})


def place_of(text: str, data: bytes) -> Piece:
    """The first piece that has this text in it."""
    return next(piece for piece in pieces(data) if text in piece.text)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def pages_of(data: bytes) -> int:
    with opened(data) as pdf:
        return len(pdf.pages)


def assert_conforms(data: bytes) -> None:
    for profile in PROFILES:
        report = validator.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


# ---- what is drawn


@dataclass
class Piece:
    """A piece of a line: its place in points, its text, how it is drawn."""

    page: int
    left: float
    right: float
    y: float
    text: str
    artifact: bool
    stroked: bool
    mark: int | None


def pieces(data: bytes) -> list[Piece]:
    """Everything that is drawn as text, by following the operators that WeasyPrint writes."""
    with opened(data) as pdf:
        return [piece for number, sheet in enumerate(pdf.pages) for piece in _pieces(number, sheet)]


def _pieces(number: int, sheet: pikepdf.Page) -> Iterator[Piece]:
    signs = {str(name): _signs(font) for name, font in sheet.resources.Font.items()}
    scopes: list[tuple[bool, int | None]] = []
    stroked = [False]
    font, size, x, y = "", 0.0, 0.0, 0.0
    for instruction in pikepdf.parse_content_stream(sheet, "BMC BDC EMC q Q Tr Tf Tm TJ"):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BMC", "BDC"):
            mark = int(operands[1]["/MCID"]) if name == "BDC" and "/MCID" in operands[1] else None
            scopes.append((operands[0] == "/Artifact", mark))
        elif name == "EMC":
            scopes.pop()
        elif name == "q":
            stroked.append(stroked[-1])
        elif name == "Q":
            stroked.pop()
        elif name == "Tr":
            stroked[-1] = int(operands[0]) == 2
        elif name == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif name == "Tm":
            x, y = float(operands[4]), float(operands[5])
        else:
            text, advance = _shown(operands[0], *signs[font])
            right = x + advance * size
            yield Piece(
                number, x * 0.75, right * 0.75, y * 0.75, text, scopes[-1][0], stroked[-1], scopes[-1][1]
            )
            x = right


def _signs(font: Any) -> tuple[dict[int, str], dict[int, float]]:
    texts: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(font.ToUnicode, "endbfchar"):
        codes = [bytes(operand) for operand in instruction.operands]
        pairs = zip(codes[::2], codes[1::2], strict=True)
        texts |= {int.from_bytes(code): text.decode("utf-16-be") for code, text in pairs}
    widths: dict[int, float] = {}
    groups = list(font.DescendantFonts[0].W)
    for first, listed in zip(groups[::2], groups[1::2], strict=True):
        widths |= {first + offset: float(width) / 1000 for offset, width in enumerate(listed)}
    return texts, widths


def _shown(items: Any, texts: dict[int, str], widths: dict[int, float]) -> tuple[str, float]:
    text, advance = "", 0.0
    for item in items:
        if isinstance(item, pikepdf.String):
            for high, low in zip(bytes(item)[::2], bytes(item)[1::2], strict=True):
                text += texts[high << 8 | low]
                advance += widths[high << 8 | low]
        else:
            advance -= float(item) / 1000
    return text, advance


def lines(data: bytes) -> list[Piece]:
    """The lines of the text, each as one piece."""
    found: dict[tuple[int, float], Piece] = {}
    for piece in pieces(data):
        line = (
            found.setdefault((piece.page, piece.y), replace(piece, text="")) if not piece.artifact else piece
        )
        line.text += "" if piece.artifact else piece.text
        line.left, line.right = min(line.left, piece.left), max(line.right, piece.right)
    return list(found.values())


# ---- the file as a whole


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.takes_turns
def test_conforms_to_archive_and_accessibility_standards(form: str) -> None:
    assert_conforms(in_pdf(form))
    assert_conforms(in_pdf(form, draft=True))


def test_a_numbered_preface_skips_no_heading_level() -> None:
    report = distinct("2021")
    report = replace(report, narrative={"preface": "（一）依据\n1.条例\n根据条例编制。"})
    assert_conforms(write(Page(page(report))))


def test_states_title_author_language_and_no_date() -> None:
    report = distinct("2021")
    with opened(in_pdf()) as pdf:
        assert str(pdf.docinfo.Title) == report.full_title()
        assert str(pdf.docinfo.Author) == report.agency
        assert str(pdf.docinfo.Creator).startswith("nianbao ")
        assert pdf.Root.Lang == "zh-CN"
        assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
        assert not pdf.attachments
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


@pytest.mark.takes_turns(1)
def test_same_bytes_again_and_on_a_machine_without_fonts(tmp_path: Path) -> None:
    html = page(distinct("2021"))
    here = write(Page(html))
    assert write(Page(html)) == here
    (tmp_path / "fonts.conf").write_text("<fontconfig><dir>/nowhere</dir></fontconfig>")
    (tmp_path / "page.html").write_text(html)
    program = (
        "import sys, hashlib, pathlib; from nianbao.write.pdf.document import write;"
        "from nianbao.write.page import Page;"
        "print(hashlib.sha256(write(Page(pathlib.Path(sys.argv[1]).read_text()))).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "page.html")],
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()
    assert not done.stderr


def test_embeds_our_fonts_and_no_other() -> None:
    with opened(in_pdf(draft=True)) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        named = {str(item.FontName).split("+")[1] for item in fonts if "/FontFile2" in item}
        assert named == {f"Nianbao-{kind}" for kind in ("Biao", "Song", "Hei", "Kai", "Fang")}
        assert not [item for item in fonts if "/FontFile3" in item or "/FontFile" in item]


# ---- what cannot be printed


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://example.com/a.png" alt="徽">',
        '<img src="file:///etc/hostname" alt="徽">',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="徽">',
        '<p style="background: url(https://example.com/a.svg)">字</p>',
        '<object data="http://example.com/a.svg"></object>',
    ],
)
def test_nothing_is_fetched(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(Page(SHELL.format("", "<p>先</p>")))

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(OutputError, match="引用了其他文件或网址"):
        body(html)


def test_links_to_style_sheets_and_screen_styles_play_no_part() -> None:
    styles = "<style>p{display:none} @import url(http://example.com)</style><link rel=stylesheet href=a.css>"
    assert write(Page(SHELL.format(styles, "<p>字</p>"))) == body("<p>字</p>")


@pytest.mark.parametrize(
    ("text", "named"),
    [("同意👍", "“👍”（U\\+1F44D）"), ("مر", "“م”（U\\+0645）"), ("甲\x07乙", "控制字符（U\\+0007）")],
)
def test_a_character_without_a_font_is_named(text: str, named: str) -> None:
    with pytest.raises(OutputError, match=named):
        body(f"<p>{text}</p>")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(OutputError, match="损坏的字符"):
        body("<p>\ud83d</p>")


def test_missing_libraries_are_told_in_one_sentence() -> None:
    program = (
        "import sys, cffi\n"
        "sys.modules['typst'] = None\n"
        "def missing(*_): raise OSError('no such library')\n"
        "cffi.FFI.dlopen = missing\n"
        "from nianbao.problem import OutputError\n"
        "from nianbao.write.pdf.document import write\n"
        "from nianbao.write.page import Page\n"
        "try: write(Page('<p>字</p>'))\n"
        "except OutputError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == (
        f"无法生成 PDF：缺少排版用的系统库 Pango 或 HarfBuzz，也没有安装 typst。{remedy()}\n"
    )
    assert not done.stderr


# ---- the sheet of paper


def test_a_page_has_22_lines_of_28_characters() -> None:
    full = "<p>{}</p>"
    text = "国" * (28 * 22 - 2)
    html = SHELL.replace("<h1>题</h1>", "")
    assert pages_of(write(Page(html.format("", full.format(text))))) == 1
    assert pages_of(write(Page(html.format("", full.format(text + "国"))))) == 2
    first, *rest = lines(write(Page(html.format("", full.format(text)))))
    assert len(first.text) == 26
    assert [len(line.text) for line in rest] == [28] * 21
    assert first.left == pytest.approx(LEFT + 2 * 15.75, abs=0.1)
    assert rest[0].left == pytest.approx(LEFT, abs=0.1)


MIXED = (
    "全年主动公开政府信息587条，其中通过“青溪发布”公开142条、门户网站270条；办理12345热线工单4166.24件，"
    "按期办结率98.5%，印发《关于做好2024年工作的通知》——涉及WPS Office与Word 2016两种格式……"
)


def test_lines_of_mixed_text_end_at_the_edge() -> None:
    texts = [MIXED[start:] + MIXED for start in range(0, 60, 7)] + [
        f"<span class=san>1.加强领导。</span>{MIXED}"
    ]
    found = lines(body("".join(f"<p>{text}</p>" for text in texts)))[1:]
    starts = [number for number, line in enumerate(found) if line.left > LEFT + 20] + [len(found)]
    full = [line for first, end in pairwise(starts) for line in found[first : end - 1]]
    assert len(full) > 40
    for line in full:
        assert line.right == pytest.approx(RIGHT, abs=0.4), line.text


def test_lines_break_at_quotation_marks_and_not_before_a_middle_dot() -> None:
    found = lines(body(f"<p>{'国' * 26}“应公开”的</p><p>{'国' * 25}买·买</p>"))[1:]
    assert [line.text for line in found] == ["国" * 26, "“应公开”的", "国" * 25, "买·买"]
    assert with_breaks("到“应”的，“好”。‘a’it’s") == "到\u200b“应”\u200b的，\u200b“好”。\u200b‘a’it’s"
    assert with_breaks("在2024年·3～5月") == "在2024\u2060年\u2060·3\u2060～5月"


def test_no_line_is_one_character_long() -> None:
    """单字不成行."""
    found = lines(body(f"<p>{'国' * 26}用。</p><p>{'国' * 25}12件。</p><p>{'国' * 25}”用</p>"))[1:]
    assert [line.text for line in found] == ["国" * 25, "国用。", "国" * 25, "12件。", "国" * 24, "国”用"]


def test_only_gaps_inside_a_line_give() -> None:
    assert [justify.half_gaps(text) for text in ("", "国", "国国", "国a国", "aa", "——国")] == [
        0,
        0,
        2,
        2,
        0,
        1,
    ]


def test_another_version_of_the_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert justify.supported()
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    assert not justify.supported()
    assert not justify.install.__wrapped__()


def test_a_renamed_function_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(justify.line_break, "create_layout")
    assert not justify.supported()


def test_page_numbers_stand_outside_and_are_no_text() -> None:
    data = body(f"<p>{'国' * 1500}</p>")
    numbers = [piece for piece in pieces(data) if piece.artifact]
    assert [piece.text for piece in numbers] == ["— 1 —", "— 2 —", "— 3 —"]
    assert [round(piece.right - RIGHT) for piece in numbers[::2]] == [-14, -14]
    assert round(numbers[1].left - LEFT) == 14
    for piece in numbers:
        # The dash is 0.4 of the type above the base line.
        assert piece.y - 0.4 * 14 == pytest.approx((297 - 35 + 7) * MM, abs=0.5)


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.takes_turns
def test_a_draft_says_so_on_every_page_and_nothing_else_does(draft: bool) -> None:
    data = in_pdf(draft=draft)
    marked = {piece.page for piece in pieces(data) if piece.text == "草稿"}
    assert marked == (set(range(pages_of(data))) if draft else set())
    assert all(piece.artifact for piece in pieces(data) if piece.text == "草稿")


def test_third_level_is_bold_by_a_stroke() -> None:
    drawn = {piece.text: piece.stroked for piece in pieces(in_pdf())}
    assert [text for text, stroked in drawn.items() if stroked] == ["1.不够全面", "1.已经改进。"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.takes_turns
def test_a_table_goes_on_where_a_block_ends_and_no_heading_is_left_behind(form: str) -> None:
    report = distinct(form)
    grids = [grid_of(report.form, section.id) for section in report.form.sections if section.table]
    for length in (1, 12, 21):
        narrative = {"overview": "\n".join(["情况。"] * length), "disputes": "如下。"}
        with opened(write(Page(page(replace(report, narrative=narrative))))) as pdf:
            tree = pdf.Root.StructTreeRoot
            sheets = {sheet.objgen: number for number, sheet in enumerate(pdf.pages)}
            headings = [sheets[heading.Pg.objgen] for heading in elements(tree, "/H2")]
            for index, (grid, table) in enumerate(zip(grids, elements(tree, "/Table"), strict=True)):
                pages = {
                    row: sheets[cell.Pg.objgen]
                    for row, of_row in enumerate(elements(table, "/TR"))
                    for cell in of_row.K
                    if cell.S == "/TD"
                }
                filled = sorted(pages)
                assert pages[filled[0]] == headings[index + 1]
                cuts = {below for above, below in pairwise(filled) if pages[above] != pages[below]}
                assert cuts <= {min(row for row in filled if row >= end) for end in ends(grid)}


@pytest.mark.takes_turns(0)
def test_a_table_that_goes_on_elsewhere_than_foreseen_is_printed_all_the_same() -> None:
    html = page(stress.report_of("000"))
    assert 'data-cut="18"' in html
    assert write(Page(html.replace('data-cut="18"', 'data-cut="14"'))) == write(Page(html))


@pytest.mark.parametrize(("sentences", "remarks"), [(2, 0), (20, 0), (2, 3), (20, 3)])
@pytest.mark.takes_turns
def test_the_text_above_a_table_ends_where_the_table_begins(sentences: int, remarks: int) -> None:
    report = with_text("applications", "申请逐件登记，按期答复，并告知救济渠道。" * sentences + "完。")
    people = [cell for cell in report.form.cells if cell.endswith("natural_person")][:remarks]
    data = write(Page(page(report.with_figures(dict.fromkeys(people, parse("22（其中修订16件）"))))))
    assert place_of("完。", data).page == place_of(RECEIVED, data).page


@pytest.mark.parametrize("length", range(14, 20))
def test_organ_and_date_stay_together(length: int) -> None:
    text = "".join("<p>国</p>" for _ in range(length))
    end = '<p class="organ">青溪县水利局</p><p class="date">2024年1月20日</p>'
    data = body(f'{text}<section id="signature">{end}</section>')
    organ, date = [line for line in lines(data) if line.text in ("青溪县水利局", "2024年1月20日")]
    assert organ.page == date.page
    assert date.left - organ.left == pytest.approx(2 * 15.75, abs=0.1)
    assert date.right == pytest.approx(RIGHT - 2 * 15.75, abs=0.1)


# ---- the structure


def elements(node: Any, kind: str) -> Iterator[Any]:
    """The structure elements of a kind, in order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == kind:
                yield kid
            yield from elements(kid, kind)


def cells_of(table: Any) -> list[Any]:
    return [cell for row in elements(table, "/TR") for cell in row.K]


def headings_of(data: bytes, figure: str) -> set[str]:
    """What the headings of a cell say, as an assistive program looks them up."""
    words: dict[tuple[int, int], str] = {}
    for piece in pieces(data):
        if piece.mark is not None:
            words[piece.page, piece.mark] = words.get((piece.page, piece.mark), "") + piece.text

    with opened(data) as pdf:
        sheets = {sheet.objgen: number for number, sheet in enumerate(pdf.pages)}

        def text(cell: Any) -> str:
            return "".join(words[sheets[cell.Pg.objgen], mark] for mark in cell.K)

        names = pdf.Root.StructTreeRoot.IDTree.Names
        by_name = {bytes(name): cell for name, cell in zip(names[::2], names[1::2], strict=True)}
        tables = elements(pdf.Root.StructTreeRoot, "/Table")
        (found,) = [cell for table in tables for cell in cells_of(table) if text(cell) == figure]
        return {text(by_name[bytes(name)]) for name in found.A.Headers}


def test_each_figure_knows_its_headings() -> None:
    report, data = distinct("2021"), in_pdf()
    assert headings_of(data, str(report.figure("applications.denied_internal.business"))) == {
        "三、本年度办理结果",
        "（三）不予公开",
        "5.属于三类内部事务信息",
        "申请人情况",
        "法人或其他组织",
        "商业企业",
    }
    assert headings_of(data, str(report.figure("disclosure.fees.amount"))) == {
        "第二十条第（八）项",
        "本年收费金额（单位：万元）",
        "行政事业性收费",
    }
    assert headings_of(data, str(report.figure("disputes.litigation_direct.pending"))) == {
        "行政诉讼",
        "未经复议直接起诉",
        "尚未审结",
    }


def test_comments_take_no_words_along() -> None:
    copy = _copied(fromstring("<p><!--1-->甲<!--2-->乙<b>丙</b>丁<!--3-->戊</p>"))
    assert "".join(copy.itertext()) == "甲乙丙丁戊"


def long_table(rows: int) -> str:
    head = "<thead><tr><th scope=col>项</th><th scope=col>目</th><th scope=col>数</th></tr></thead>"
    first = f'<tr><th scope=rowgroup rowspan="{rows}">合</th><th scope=row>0</th><td>1000</td></tr>'
    rest = "".join(f"<tr><th scope=row>{row}</th><td>{1000 + row}</td></tr>" for row in range(1, rows))
    return f"<table>{head}<tbody>{first}{rest}</tbody></table>"


@pytest.mark.takes_turns(0)
def test_a_heading_stays_with_a_table_longer_than_a_page() -> None:
    data = body("<p>国</p>" * 5 + f"<h2>二、表</h2>{long_table(70)}")
    found = {piece.text: piece.page for piece in pieces(data) if piece.text in ("二、表", "1000")}
    assert found == {"二、表": 0, "1000": 0}


@pytest.mark.takes_turns(1)
def test_a_table_foreseen_to_be_long_is_laid_out_once_and_looks_the_same() -> None:
    table = re.sub(' rowspan="[0-9]+"| scope=rowgroup', "", long_table(70))
    render = weasyprint.HTML.render
    with patch.object(weasyprint.HTML, "render", autospec=True, side_effect=render) as laid:
        tried, foreseen = (body(f"<p>国</p><div{said}>{table}</div>") for said in ("", " data-long"))
    assert tried == foreseen
    assert laid.call_count == 5 + 1


@pytest.mark.takes_turns(1)
def test_a_table_longer_than_a_page_is_one_table_with_a_repeated_head() -> None:
    data = body(long_table(120))
    assert_conforms(data)
    assert pages_of(data) >= 3
    heads = [piece for piece in pieces(data) if piece.text == "项"]
    assert [piece.page for piece in heads] == list(range(pages_of(data)))
    assert [piece.artifact for piece in heads] == [False] + [True] * (len(heads) - 1)
    labels = [piece for piece in pieces(data) if piece.text == "合"]
    assert [(piece.page, piece.artifact) for piece in labels] == [
        (head.page, head.artifact) for head in heads
    ]
    with opened(data) as pdf:
        (table,) = elements(pdf.Root.StructTreeRoot, "/Table")
        assert len(list(elements(table, "/THead"))) == 1
        assert len(list(elements(table, "/TR"))) == 121
        (label,) = [cell for cell in cells_of(table) if cell.A.get("/RowSpan", 1) > 1]
        assert label.A.RowSpan == 120


def test_a_paragraph_over_two_pages_is_one_paragraph() -> None:
    data = body(f"<p>{'国' * 1500}</p>")
    assert_conforms(data)
    with opened(data) as pdf:
        assert len(list(elements(pdf.Root.StructTreeRoot, "/P"))) == 1


def test_text_that_is_not_drawn_is_not_claimed() -> None:
    """A paragraph states its text where a line end swallowed a space, and only there."""
    with opened(
        body(f"<p>{'国 a ' * 40}</p><p>短 句</p><p>甲<span style='display:none'>乙</span> 丙</p>")
    ) as pdf:
        stated = [str(item.get("/ActualText", "")) for item in elements(pdf.Root.StructTreeRoot, "/P")]
    assert stated == [("国 a " * 40).strip(), "", ""]

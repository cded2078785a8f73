"""What a PDF with tags shows is read, not what it stores: struck, raised, covered and unseen digits."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import typst
import weasyprint
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from nianbao.model.figure import parse
from nianbao.problem import Unreadable
from nianbao.read.blocks import UNKNOWN, Block, Notice, Table
from nianbao.read.doubts import Doubt, Why, told
from nianbao.read.pdf import document as pdf
from nianbao.read.pdf.beside import is_next
from nianbao.read.pdf.blocks import blocks
from nianbao.read.pdf.effort import Effort
from nianbao.read.pdf.page import Sign
from nianbao.read.pdf.set_higher import as_set
from nianbao.read.pdf.shapes import Shape, differs, shape
from nianbao.read.pdf.text import marked_text
from nianbao.read.pdf.tree import Element, Text
from nianbao.write.page import Page
from nianbao.write.pdf.document import write

FIGURE, OTHER = "6", "77"
FONTS = Path(__file__).parents[2] / "fonts"
STYLE = "* { font-family: Nianbao Song } td { border: 0.5pt solid black; position: relative }"

# Ways to set digits beside others so that they are no part of the figure; {} are the digits.
STRUCK_HTML = ("<s>{}</s>", "<del>{} </del>", "<span style='text-decoration:line-through red'>{}</span>")
OTHERWISE_HTML = (
    "<sup>{}</sup>",
    "<sub>{}</sub>",
    "<span style='position:relative;top:-4px'>{}</span>",
    "<span style='vertical-align:40%;font-size:70%'>{}</span>",
    "<span style='font-size:1px'>{}</span>",
    "<span style='color:white'>{}</span>",
    "<span style='position:relative'>{}<b style='position:absolute;inset:0;background:white'></b></span>",
)
STRUCK_TYPST = ("#strike(offset: -3pt, stroke: .5pt)[{}]", "#strike(offset: -4pt, stroke: 2pt)[{} ]")
OTHERWISE_TYPST = (
    "#super(size: 6pt)[{}]",
    "#sub(size: 6pt)[{}]",
    "#super[{}]",  # our font does not say how large, which makes it nothing
    "#text(baseline: -4pt)[{}]",
    "#text(size: 1pt)[{}]",
    "#text(fill: white)[{}]",
    "#box[{}#place(top, rect(width: 100%, height: 100%, fill: white))]",
)
PLACES = ("{0}{1}", "{1}{0}", "{0}{1}{0}")


@cache
def by_weasyprint(cells: tuple[str, ...]) -> bytes:
    rows = "".join(f"<tr><td>第{at}<td>{cell}" for at, cell in enumerate(cells))
    made: bytes = weasyprint.HTML(string=f"<p>某局{'报告' * 20}<table>{rows}</table>").write_pdf(
        stylesheets=[weasyprint.CSS(string=STYLE)], pdf_tags=True
    )
    return made


def by_typst(cells: tuple[str, ...]) -> bytes:
    rows = ",".join(f"[第{at}],[{cell}]" for at, cell in enumerate(cells))
    text = f'#set text(font: "Nianbao Song")\n某局{"报告" * 20}\n#table(columns: 2, {rows})'
    compiler: Any = typst  # whose types mypy cannot tell
    made: bytes = compiler.compile(text.encode(), font_paths=[FONTS], ignore_system_fonts=True)
    return made


def figures(blocks: list[Block]) -> list[str]:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return [cell.text for cell in table.cells if cell.column == 1]


@pytest.mark.parametrize(
    ("printed", "struck", "otherwise"),
    [(by_weasyprint, STRUCK_HTML, OTHERWISE_HTML), (by_typst, STRUCK_TYPST, OTHERWISE_TYPST)],
)
def test_no_digit_is_read_as_part_of_a_figure_that_it_is_not_seen_in(
    printed: Callable[[tuple[str, ...]], bytes], struck: tuple[str, ...], otherwise: tuple[str, ...]
) -> None:
    ways = [*product(struck + otherwise, PLACES)]
    told, *blocks = pdf.read(printed(tuple(place.format(way.format(OTHER), FIGURE) for way, place in ways)))
    assert isinstance(told, Notice)
    for (way, place), seen in zip(ways, figures(blocks), strict=True):
        number = parse(seen.strip()).number
        assert number == int(FIGURE) if way in struck else number in (None, int(FIGURE)), (way, place, seen)


# ---- what somebody did to a file afterwards

Box = tuple[float, float, float, float]


def note(kind: str, box: Box) -> Dictionary:
    left, bottom, right, top = box
    return Dictionary(
        Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(box), F=4, L=Array(box), C=Array([1, 0, 0]),
        QuadPoints=Array([left, top, right, top, left, bottom, right, bottom]), IC=Array([1, 1, 1]),
    )  # fmt: skip


def drawn(operators: str) -> Callable[[pikepdf.Pdf, Box], None]:
    """Draw on a page; {0} {1} {2} {3} are the corner, width and height of the figure."""

    def draw(file: pikepdf.Pdf, box: Box) -> None:
        left, bottom, right, top = box
        text = operators.format(left, bottom, right - left, top - bottom, (bottom + top) / 2, right)
        file.pages[0].contents_add(b"q", prepend=True)
        file.pages[0].contents_add(f"Q {text}".encode())

    return draw


def noted(kind: str) -> Callable[[pikepdf.Pdf, Box], None]:
    def add(file: pikepdf.Pdf, box: Box) -> None:
        file.pages[0].obj.Annots = Array([file.make_indirect(note(kind, box))])

    return add


def fielded(file: pikepdf.Pdf, box: Box) -> None:
    """Put a field of a form at the end of a figure."""
    _, bottom, right, top = box
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, V="5", T="5", F=4)
    field.Rect = Array([right - 1, bottom, right + 1, top])
    file.pages[0].obj.Annots = Array([file.make_indirect(field)])
    file.Root.AcroForm = Dictionary(Fields=file.pages[0].obj.Annots)


def rewritten(before: bytes, after: bytes) -> Callable[[pikepdf.Pdf, Box], None]:
    def rewrite(file: pikepdf.Pdf, box: Box) -> None:
        content = file.pages[0].obj.Contents.read_bytes()
        assert before in content
        file.pages[0].obj.Contents = file.make_stream(content.replace(before, after))

    return rewrite


def cropped(file: pikepdf.Pdf, box: Box) -> None:
    file.pages[0].obj.CropBox = Array([0, 0, box[2] - 2, 1000])


def cut_off(right: float) -> Callable[[pikepdf.Pdf, Box], None]:
    """Show nothing of a cell farther right of its figure; browsers do not print what stands there."""

    def cut(file: pikepdf.Pdf, box: Box) -> None:
        before, text, figure = file.pages[0].obj.Contents.read_bytes().rpartition(b"BT")
        clip = f"0 -2000 {(box[2] + right) / 0.75} 4000 re W n ".encode()
        file.pages[0].obj.Contents = file.make_stream(before + clip + text + figure)

    return cut


def turned(file: pikepdf.Pdf, _: Box) -> None:
    file.pages[0].obj.Rotate = 90


def saying(digit: str, text: str) -> Callable[[pikepdf.Pdf, Box], None]:
    """Let the font say of the glyph of a digit that it is something else."""

    def say(file: pikepdf.Pdf, _: Box) -> None:
        for item in file.objects:
            if isinstance(item, Dictionary) and "/ToUnicode" in item:
                said = item.ToUnicode.read_bytes().replace(b"<%04x>" % ord(digit), b"<%04x>" % ord(text))
                item.ToUnicode = file.make_stream(said)

    return say


def with_glyphs_moved(file: pikepdf.Pdf, _: Box) -> None:
    """Draw the outline of the next number for each code."""
    for item in file.objects:
        if isinstance(item, Dictionary) and item.get("/Subtype") == "/CIDFontType2":
            item.CIDToGIDMap = file.make_stream(b"".join((at + 1).to_bytes(2, "big") for at in range(2000)))


def hide_by_name(file: pikepdf.Pdf) -> None:
    """Name what a page may hide words by: a layer that is off, nothing at all for ink, and a font."""
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    for kind, name, item in (
        ("Properties", "H", layer),
        ("ExtGState", "G", Dictionary(ca=0)),
        ("Font", "F", font),
    ):
        file.pages[0].add_resource(item, Name(f"/{kind}"), Name(f"/{name}"))


CHANGES = (
    (noted("StrikeOut"), False),
    (noted("FreeText"), False),
    (noted("Square"), False),
    (noted("Highlight"), True),
    (drawn("1 g {0} {1} {2} {3} re f"), False),
    (drawn("0 g {0} {1} {2} {3} re f"), False),
    (drawn("1 w {0} {4} m {5} {4} l S"), False),
    (drawn("1 w {0} {4} m 400 {4} l S"), False),
    (drawn(".2 w {0} {1} {2} {3} re S"), True),
    (rewritten(b"BT", b"BT 3 Tr"), False),
    (rewritten(b"BT", b"BT 1 g 1 1 1 rg"), False),
    (rewritten(b"0.75 0 0 0.75 0 0 cm", b"0.75 0 0 0.75 900 0 cm"), False),
    (noted("Screen"), False),
    (noted("Watermark"), False),
    (drawn(".6 w {0} {1} m {5} {4} l S"), False),
    (drawn("{2} 0 0 {3} {0} {1} cm BI /W 1 /H 1 /CS /G /BPC 8 ID ~\nEI"), False),
    (drawn("{0} {4} m " + "1 0 0 1 3 2 cm 0 0 l " * 9 + "S"), False),
    (drawn("BT /F 9 Tf {0} {1} Td (----) Tj ET"), False),
    (rewritten(b"BT", b"BT 2 Tz"), False),
    (rewritten(b"BT", b"/G gs BT"), False),
    (rewritten(b"BT", b"/OC /H BDC BT"), False),
    (cropped, False),
    (cut_off(-2), False),
    (cut_off(1), False),
    (cut_off(9), True),
    (saying("3", "8"), False),
    (saying("3", "\u00ad"), False),
    (saying("3", "."), False),
    (saying("1", " "), False),
    (with_glyphs_moved, False),
    (turned, True),
    (drawn("{2} 0 0 {2} {0} {1} cm .23 .07 .04 .04 re f"), False),  # a point
    (drawn("{2} 0 0 {2} {0} {1} cm 1 J .05 w .25 .09 m .25 .09 l S"), False),
    (drawn("{2} 0 0 {2} {0} {1} cm .04 0 0 .04 .23 .07 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0\nEI"), False),
    (drawn("{2} 0 0 {2} {0} {1} cm .03 w .5 .07 m .5 .4 l S"), False),  # 43121
    (drawn("{2} 0 0 {2} {0} {1} cm .51 .2 m .6 .4 .8 .4 .7 .2 c f"), False),
    (drawn("{2} 0 0 {2} {0} {1} cm .015 w .26 .22 m .49 .22 l S"), False),  # a bar through the 3
    (fielded, False),
)


def changed(
    change: Callable[[pikepdf.Pdf, Box], None], *, tagged: bool, cells: tuple[str, ...] = ("4321",)
) -> bytes:
    made = by_weasyprint(cells)
    with pypdfium2.PdfDocument(made) as document:
        text = document[0].get_textpage()
        at = text.get_text_range().index("4321")
        boxes = [text.get_charbox(at + number, loose=True) for number in range(4)]
    box = (boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3])
    out = BytesIO()
    with pikepdf.open(BytesIO(made)) as file:
        hide_by_name(file)
        change(file, box)
        if not tagged:
            del file.Root.StructTreeRoot
        file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("change", "is_seen"), CHANGES)
def test_a_figure_that_is_not_seen_as_it_is_stored_is_not_read(
    change: Callable[[pikepdf.Pdf, Box], None], is_seen: bool
) -> None:
    (seen,) = figures(pdf.read(changed(change, tagged=True)))
    assert (parse(seen).number == 4321) == is_seen
    assert is_seen or parse(seen).number is None


@pytest.mark.parametrize(
    ("change", "why", "tagged"),
    [
        (drawn("1 g {0} {1} {2} {3} re f"), Why.UNSEEN, True),
        (drawn("1 g {0} {1} {2} {3} re f"), Why.UNSEEN, False),
        (noted("FreeText"), Why.COVERED, True),
        (drawn("1 w {0} {4} m 400 {4} l S"), Why.STRUCK, False),
        (drawn("{2} 0 0 {2} {0} {1} cm .23 .07 .04 .04 re f"), Why.DRAWN, False),
        (rewritten(b"BT", b"BT 2 Tz"), Why.TINY, True),
        (cropped, Why.OFF_PAGE, True),
        (cut_off(1), Why.CUT, False),
        (saying("3", "8"), Why.FONT, False),
        (rewritten(b"<0017>0<0016>", b"<0017>300<0016>"), Why.OVERPRINTED, True),
        (rewritten(b"1 0 0 -1 118.179688", b"-1 0 0 -1 152"), Why.TURNED, False),
        (drawn("{2} 0 0 {2} {0} {1} cm 0 -.62 .2 .2 re f"), Why.CELL, False),
        (rewritten(b"<0017>0<0016>", b"<0017>-800<0016>"), Why.MOVED, True),
    ],
    ids=lambda value: value.name if isinstance(value, Why) else "",
)
def test_page_line_and_reason_are_told_of_a_figure_that_is_not_read(
    change: Callable[[pikepdf.Pdf, Box], None], why: Why, tagged: bool
) -> None:
    cells = ("4321", "") if why is Why.CELL else ("4321",)
    notice, *_ = pdf.read(changed(change, tagged=tagged, cells=cells))
    assert isinstance(notice, Notice)
    place = "第1页" if why is Why.MOVED else "第1页“第”一行"
    assert re.fullmatch(f"{place}：{why.value}，(1处|2处|有的)没有读，写成“\\?”；请对照原件。", notice.text)


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        ("{2} 0 0 {2} {0} {1} cm .1 -.6 .2 .3 re f", "?"),  # a digit in the next cell
        ("{2} 0 0 {2} {0} {1} cm .1 -.6 m .1 -.3 l .15 -.3 l .3 -.6 l f", "?"),
        ("", ""),
    ],
)
def test_a_cell_in_which_something_is_drawn_is_not_blank(operators: str, expected: str, tagged: bool) -> None:
    made = changed(drawn(operators), tagged=tagged, cells=("4321", "", "5678"))
    (table,) = (block for block in pdf.read(made) if isinstance(block, Table))
    texts = [cell.text for cell in table.cells]
    assert {"4321", "5678"} < {*texts}
    assert ("?" in texts) == (expected == "?")


def test_blanks_are_unknown_in_tables_of_the_pages_on_which_something_is_drawn() -> None:
    def table(page: int) -> Element:
        row = Element("TR", [Element("TD", [Text("甲", page, ())]), Element("TD", [])])
        return Element("Table", [row])

    document = Element("Document", [table(0), Element("P", [Text("乙", 1, ())]), table(1)])
    found = blocks(document, Effort(), [1])
    texts = [[cell.text for cell in each.cells] for each in found if isinstance(each, Table)]
    assert texts == [["甲", ""], ["甲", UNKNOWN]]


def dots(places: range, dot: str) -> str:
    return " ".join(f"1.1 {at / 10} {dot} re" for at in places) + " f"


@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        (dots(range(-20, 30), ".04 .04"), "4321"),
        (dots(range(4), ".04 .04"), "?"),
        (dots(range(-20, 30, 2), ".3 .14"), "?"),
        (".04 0 0 3 1.1 -2.6 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0\nEI", "4321"),
    ],
)
def test_a_border_that_is_no_line_near_a_figure_says_nothing(operators: str, expected: str) -> None:
    """As cairo draws it, dot by dot, or paper leaves it. But dots that are no higher than the digits, or
    wider, are a sign."""
    border = drawn(f"{{2}} 0 0 {{2}} {{0}} {{1}} cm {operators}")
    blocks = pdf.read(changed(border, tagged=False, cells=("4321", "没有申请")))
    texts = {cell.text for table in blocks if isinstance(table, Table) for cell in table.cells}
    assert {expected, "没有申请"} <= texts


@pytest.mark.parametrize("tagged", [True, False])
def test_dashes_are_read_on_a_page_on_which_something_is_drawn_elsewhere(tagged: bool) -> None:
    beside = drawn("{2} 0 0 {2} {0} {1} cm 4 -8 1 1 re f")
    dashes = {"—", "/", "-", "\\", "无"}
    blocks = pdf.read(changed(beside, tagged=tagged, cells=("4321", *dashes)))
    assert dashes < {cell.text for table in blocks if isinstance(table, Table) for cell in table.cells}


def test_doubts_of_a_line_are_told_once_and_many_in_one_sentence() -> None:
    lines = [each.text for each in told(Doubt(1, f"第{at // 2}行", Why.CELL) for at in range(40))]
    assert lines[0] == "第1页“第0行”一行：格里画着文件里没有存成文字的内容，2处没有读，写成“?”；请对照原件。"
    assert lines[-1] == "第1页还有16处数字没有读准，写成“?”；请对照原件。"
    assert len(lines) == 13


@pytest.mark.parametrize("tagged", [True, False])
def test_what_a_program_guessed_behind_a_scan_is_refused_and_told_as_such(tagged: bool) -> None:
    def scan(file: pikepdf.Pdf, box: Box) -> None:
        rewritten(b"BT", b"BT 3 Tr")(file, box)
        picture = file.make_stream(
            b"~", Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8
        )
        file.pages[0].add_resource(picture, Name.XObject, Name.Scan)
        drawn("600 0 0 800 0 0 cm /Scan Do")(file, box)

    with pytest.raises(Unreadable, match="识别软件"):
        pdf.read(changed(scan, tagged=tagged))


@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_what_we_print_is_believed_without_being_drawn(engine: str) -> None:
    text = "<title>-</title></head><body><p>1,234.5（-67）89 页</p>"
    page = Page(f"<!doctype html><html lang=zh><head>{text}</body></html>", engine=engine)
    with pikepdf.open(BytesIO(write(page))) as file:
        assert not marked_text(file, Effort()).specimens


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.stem)
def test_digits_of_a_font_are_told_apart_by_their_shapes(path: Path) -> None:
    shapes, signs = [], "0123456789/"
    for digit in signs:
        paper = Image.new("L", (100, 100), 255)
        font = ImageFont.truetype(str(path), 40)
        ImageDraw.Draw(paper).text((20, 80), digit, font=font, fill=0, anchor="ls")
        shapes.append(shape(paper, 20, 80, 40))
    for (shown, found), said in product(zip(signs, shapes, strict=True), signs):
        assert found is not None
        assert differs(found, said) == (shown != said), (shown, said)


def test_a_bold_comma_between_letters_is_no_other_sign() -> None:
    comma = Shape(0, 0.05, -0.225, 0.25, 0.15)
    assert not differs(comma, "，")
    assert not differs(comma._replace(bottom=-0.25, top=0.175), "，")  # made bold by a browser
    assert differs(comma._replace(bottom=-0.3, top=0.175), "，")
    assert differs(comma, ".")
    assert differs(comma._replace(top=0.22), "，")  # an old-style digit is no lower


def test_a_figure_that_stands_otherwise_than_the_label_of_its_row_is_not_raised() -> None:
    label, near, far = (Sign("8", x, foot, x + 5, foot + 9, foot) for x, foot in ((0, 0), (8, 2), (60, 2)))
    assert as_set([label, near]) != ["8", "8"]
    assert as_set([label, far]) == ["8", "8"]


def test_digits_set_apart_are_one_number_where_their_font_states_no_heights() -> None:
    digits = [Sign("5", x, 0, x + 4.4, 5.5, 0) for x in (0, 6.4, 13.8)]
    assert is_next(digits[0], digits[1])
    assert not is_next(digits[1], digits[2])


def test_a_point_is_seen_though_its_font_states_no_heights() -> None:
    """As LibreOffice writes fonts. A point is then as high as pdfium finds some other glyph, here none."""

    def forget_heights(file: pikepdf.Pdf, _: Box) -> None:
        for each in file.objects:
            if isinstance(each, Dictionary) and each.get("/Type") == Name.FontDescriptor:
                each.Ascent = each.Descent = 0
                each.FontBBox = Array([0, -10, 500, 150])

    blocks = pdf.read(changed(forget_heights, tagged=False, cells=("4321", "43.21")))
    assert any(cell.text == "43.21" for table in blocks if isinstance(table, Table) for cell in table.cells)


@pytest.mark.parametrize("change", [change for change, is_seen in CHANGES if not is_seen])
def test_nor_is_it_without_structure(change: Callable[[pikepdf.Pdf, Box], None]) -> None:
    try:
        found = pdf.read(changed(change, tagged=False))
    except Unreadable:
        return
    cells = [cell.text for block in found if isinstance(block, Table) for cell in block.cells]
    assert "4321" not in cells

"""An office's own templates: they change how a report looks, never what it says, and are no way in."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from pypdfium2 import PdfDocument

from nianbao import resources
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError
from nianbao.publish import compose
from nianbao.publish.proof.compare import differences
from nianbao.publish.render import render
from nianbao.publish.verify import Worth, verify
from nianbao.read import confined
from nianbao.words import without_spaces
from nianbao.write.look import look_of
from nianbao.write.pdf.engines import names
from nianbao.write.pdf.typst import compiler
from tests.soak import SOAKING
from tests.strategies import clean_report

OURS = resources.folder("templates")
EXAMPLE = OURS.parent / "sample_inputs" / "letterhead"
Own = Callable[..., Path]
LONG, END = "{% for a in range(9999) %}", "{% endfor %}"


@pytest.fixture(autouse=True)
def _weighed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What weighs the styles of a page takes, an own process each time, takes longer than all the rest."""

    def here(module: str, function: str, *given: bytes, **limits: object) -> object:
        return json.loads(json.dumps(getattr(import_module(module), function)(*given)))

    monkeypatch.setattr(confined, "call", here)


@pytest.fixture(scope="module")
def report() -> Report:
    return clean_report("2021")


@pytest.fixture(scope="module")
def dated(report: Report) -> Report:
    return replace(report, date=datetime.date(2025, 1, 15))


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """A folder of templates, made of files by their names; a dot in a name is written as two underscores."""

    def folder(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return folder


def refusal(report: Report, folder: Path, kind: str = "html", engine: str = "") -> str:
    with pytest.raises(OutputError) as caught:
        render(report, kind, look=look_of(folder), engine=engine)
    return str(caught.value)


@pytest.mark.parametrize("engine", names())
@pytest.mark.takes_turns
def test_the_example_prints_a_letterhead_and_nothing_else(report: Report, engine: str) -> None:
    look = look_of(EXAMPLE)
    data = render(report, "pdf", look=look, engine=engine)
    with PdfDocument(data) as document:
        drawn = [without_spaces(page.get_textpage().get_text_bounded()) for page in document]
    head = "青溪县水利局"
    assert [page.count(head) - plain for page, plain in zip(drawn, (1, *[0] * 99), strict=False)][:1] == [1]
    assert not any(page.startswith(head) for page in drawn[1:])
    assert verify(report, data, "pdf", look=look).worth is Worth.IDENTICAL


def test_the_example_colours_the_page(report: Report) -> None:
    page = render(report, "html", look=look_of(EXAMPLE)).decode()
    assert "--accent: #b00" in page
    assert ".applications" in page, "ours comes before it"


# ---- what a template drops


def body_of(page: str) -> str:
    """What a person reads of a page, by another parser than the reader's."""
    whole: Any = lxml.html.document_fromstring(page)
    texts = whole.body.itertext()
    return without_spaces("".join(each for each in texts if not each.strip().startswith("{")))


@pytest.mark.takes_turns(0)
def test_no_line_of_a_template_can_go_and_take_words_along(report: Report, tmp_path: Path) -> None:
    """Each line of each template of the page in turn: what is made without it says all, or is not made."""
    whole = body_of(compose.html(compose.document(report)))
    refused = 0
    for name in ("report.html.j2", "table.html.j2"):
        lines = (OURS / name).read_text(encoding="utf-8").splitlines(keepends=True)
        for number in range(0, len(lines), 1 if SOAKING else 11):
            line = lines[number]
            folder = tmp_path / f"{name}{number}"
            folder.mkdir()
            (folder / name).write_text("".join(lines[:number] + lines[number + 1 :]), encoding="utf-8")
            try:
                page = render(report, "html", look=look_of(folder))
            except OutputError:
                refused += 1
            else:
                assert body_of(page.decode()) == whole, line
    assert refused > 3


DROPPED = {
    "a section": (
        "{% for part in document.parts %}",
        "{% for part in document.parts if part.id != 'problems' %}",
    ),
    "a table": ("{% if part.grid %}", "{% if part.grid and part.id != 'disputes' %}"),
    "the signature": ("{% if document.date %}", "{% if false %}"),
    "a heading": ("{{ part.heading }}", "{{ part.heading if part.id != 'other' }}"),
}


@pytest.mark.parametrize(
    ("kind", "engine", "dropped"),
    [*(("docx", "", dropped) for dropped in DROPPED), *(("pdf", engine, "a table") for engine in names())],
)
@pytest.mark.takes_turns
def test_what_is_dropped_is_missed_in_every_file(
    dated: Report, own: Own, kind: str, engine: str, dropped: str
) -> None:
    before, after = DROPPED[dropped]
    text = (OURS / "report.html.j2").read_text(encoding="utf-8")
    assert before in text
    assert "不一致" in refusal(dated, own(report__html__j2=text.replace(before, after)), kind, engine)


def test_a_row_that_is_left_out_is_missed(report: Report, own: Own) -> None:
    text = (OURS / "table.html.j2").read_text(encoding="utf-8")
    assert "lines[grid.head_rows:]" in text
    less = text.replace("lines[grid.head_rows:]", "lines[grid.head_rows + 1:]")
    assert "不一致" in refusal(report, own(table__html__j2=less))


FITTED = "context fitted(bare, cells, manner-of(bare, cells, above))"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("report.css", "", "#applications { display: none }"),
        ("report.typ", "#if signed != ()", "#if false"),
        ("paper.typ", FITTED, f'if block.section != "disputes" {{ {FITTED} }}'),
    ],
)
@pytest.mark.takes_turns
def test_a_sheet_that_hides_something_is_found_out(
    dated: Report, own: Own, name: str, before: str, after: str
) -> None:
    text = (OURS / name).read_text(encoding="utf-8")
    assert before in text
    text = text.replace(before, after, 1) if before else f'@import "ours/{name}";\n{after}'
    engine = "weasyprint" if name.endswith(".css") else "typst"
    said = refusal(dated, own(**{name.replace(".", "__"): text}), "pdf", engine)
    assert "不一致" in said
    assert "有误" not in said


@pytest.mark.parametrize(
    "rule",
    [
        "tr:nth-child(4) { visibility: hidden } h2 { opacity: 0 }",
        "@media screen { #signature { display: none } }",
        "td { color: #fff }",
    ],
)
@pytest.mark.takes_turns
def test_a_web_page_that_hides_something_is_found_out(dated: Report, own: Own, rule: str) -> None:
    folder = own(web__css=f'{{% include "ours/web.css" %}}\n{rule}')
    assert re.search("不显示|与底色分不清", refusal(dated, folder))


@pytest.mark.parametrize(
    ("style", "setting", "told"),
    [
        ("TableText", "<w:vanish/>", "样式“表格文字”：应为“看得见”，读到的是“隐藏文字（vanish）”"),
        ("Normal", "<w:strike/>", "删除线"),
        ("Heading1", '<w:color w:val="FFFFFF"/>', "文字颜色（color FFFFFF）"),
        ("Title", '<w:w w:val="1"/>', "看不见的文字或表格（w val=1）"),
        ("Title", '<w:color w:val="C00000"/>', ""),
        ("Heading1", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="C00000"/>', ""),
    ],
)
@pytest.mark.takes_turns
def test_a_style_of_word_that_hides_something_is_found_out(
    dated: Report, own: Own, style: str, setting: str, told: str
) -> None:
    text = (OURS / "word.xml").read_text(encoding="utf-8")
    at = text.index("<w:rPr>", text.index(f'w:styleId="{style}"')) + len("<w:rPr>")
    folder = own(word__xml=f"{text[:at]}{setting}{text[at:]}")
    if told:
        assert told in refusal(dated, folder, "docx")
    else:
        assert render(dated, "docx", look=look_of(folder))


@pytest.mark.parametrize("engine", names())
@pytest.mark.takes_turns
def test_white_words_of_a_pdf_are_found_out(dated: Report, own: Own, engine: str) -> None:
    css, typst = '@import "ours/report.css";\nh2 { color: #fff }', "#show heading: set text(fill: white)\n"
    ours = (OURS / "report.typ").read_text(encoding="utf-8")
    folder = own(report__css=css, report__typ=ours.replace("#flow(", f"{typst}#flow(", 1))
    said = refusal(dated, folder, "pdf", engine)
    assert re.search("第1页：应为“.*，读到的是“和底色一样，看不见”", said)


def test_an_office_may_bring_fonts(dated: Report, own: Own, tmp_path: Path) -> None:
    """A font with a Chinese name; the letters of one heading are enough."""
    (tmp_path / "fonts").mkdir()
    font = subset_font(resources.folder("fonts") / "NianbaoKai.ttf", "一、总体情况")
    font.save(tmp_path / "fonts" / "某某楷.ttf")
    rules = """@font-face { font-family: "Office Kai"; src: url("fonts/某某楷.ttf") }
#overview-heading { font-family: "Office Kai" }"""
    data = render(
        dated,
        "pdf",
        look=look_of(own(report__css=f'@import "ours/report.css";\n{rules}')),
        engine="weasyprint",
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        names_of = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert any("Office" in name for name in names_of)
    assert look_of(tmp_path) != look_of(EXAMPLE)
    (tmp_path / "fonts" / "坏.ttf").write_text("x", encoding="utf-8")
    assert "坏.ttf 不是能用的字体文件" in refusal(dated, tmp_path, "pdf", "weasyprint")


def subset_font(path: Path, text: str) -> TTFont:
    """A font of the repository under a name of its own, with few letters."""
    font = TTFont(path)
    subsetter = Subsetter()
    subsetter.populate(text=text)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "OfficeKai" if record.nameID == 6 else "Office Kai"
    return font


# ---- what is wrong in a template


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("report.html.j2", "<p>\n{% for x in y %}", "report.html.j2 第2行"),
        ("report.html.j2", "\n{{ document.titel }}", "report.html.j2 第2行"),
        ("report.html.j2", "{{ 没有 }}", "用了没有的名称（没有）"),
        ("report.html.j2", "{{ document.titel.x }}", "用了没有的名称（titel）"),
        ("report.html.j2", "{{ 1|nosuch }}", "用了没有的过滤器 nosuch"),
        ("report.html.j2", "{% if 1 %}", "少了一个 endif"),
        ("report.html.j2", " ", "是空的"),
        ("report.html.j2", '{% include "absent.j2" %}', "absent.j2 不在模板文件夹里"),
        ("report.html.j2", "{% include 'report.html.j2' %}", "没完没了"),
        (
            "report.html.j2",
            "{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}",
            "没完没了",
        ),
        ("report.html.j2", "{{ 'a' * 999999999 }}", "不许用的写法"),
        ("report.html.j2", "{{ range(999999999)|list }}", "第1行"),
        ("report.html.j2", "{{ ''.__class__.__mro__ }}", "第1行"),
        ("report.html.j2", "{{ 1 / 0 }}", "第1行"),
        ("report.html.j2", '{% include "../secret.txt" %}', "不在模板文件夹里"),
        ("report.html.j2", '{% include "link.txt" %}', "不在模板文件夹里"),
        ("poster.svg.j2", "<svg><text>a</svg>", "poster.svg.j2 画出的不是 SVG 图"),
        ("poster.svg.j2", '<svg><g opacity="0"><text>a</text></g></svg>', "opacity=“0”使图里的字看不见"),
        ("word.xml", "<a>\n<b></a>", "word.xml 第2行"),
        ("word.xml", "<a/>", "word.xml"),
        ("report.css", "p { color: red }\n}\n", "report.css 第2行"),
        ("report.css", '@font-face { font-family: X; src: url("/etc/passwd") }', "找不到"),
        ("report.css", '@import "https://example.com/x.css";', "找不到"),
        ("report.typ", "\n#let x = (", "report.typ 第2行"),
        ("report.typ", '#read("/etc/passwd")', "模板"),
        ("report.typ", "#let n = 0\n#while n > -1 { n += 1 }", "report.typ 第2行"),
        ("report.typ", '#import "@preview/a:1.0.0"', "程序包"),
    ],
)
@pytest.mark.takes_turns
def test_what_is_wrong_is_told_with_file_and_line(
    report: Report, own: Own, tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path.parent / "secret.txt").write_text("秘密", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path.parent / "secret.txt")
    kinds = {"word.xml": "docx", "report.css": "pdf", "report.typ": "pdf", "poster.svg.j2": "poster-svg"}
    kind = kinds.get(name, "html")
    engine = {"report.css": "weasyprint", "report.typ": "typst"}.get(name, "")
    said = refusal(report, own(**{name.replace(".", "__"): text}), kind, engine)
    assert told in said
    assert "秘密" not in said
    assert "\n" not in said.strip()


@pytest.mark.parametrize(
    "loop",
    [
        "for n in range(1000000000000) [a]",
        "for a in range(99999) { for b in range(99999) { let n = calc.rem(a, 7) } }",
    ],
)
def test_a_loop_of_a_template_that_takes_too_long_is_ended(
    report: Report, own: Own, monkeypatch: pytest.MonkeyPatch, loop: str
) -> None:
    monkeypatch.setattr(compiler, "SECONDS", 0)
    monkeypatch.setattr(compiler, "ROOM", 400_000_000)
    assert "循环" in refusal(report, own(report__typ=f"#{loop}"), "pdf", "typst")


def test_a_folder_without_any_template_is_refused(own: Own, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"没有可以换用的模板.*report\.css"):
        look_of(own(reprot__css="p {}"))
    with pytest.raises(InputError, match="没有这个文件夹"):
        look_of(tmp_path / "absent")


def test_a_changed_template_is_another_look(report: Report, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    before = look_of(tmp_path)
    sheet = tmp_path / "web.css"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("#b00", "#b01"), encoding="utf-8")
    after = look_of(tmp_path)
    assert before != after
    page = render(report, "html", look=after)
    assert b"#b01" in page
    assert differences(report, page, "html") == []

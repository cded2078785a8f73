"""The engines that print: the same paper, the same structure, and which of them is taken."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdfium2
import pytest
from hypothesis import given

from nianbao import resources
from nianbao.files import report_toml
from nianbao.model.figure import parse
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report, Waiver
from nianbao.problem import OutputError
from nianbao.publish.pages import page_of
from nianbao.publish.proof.compare import differences
from nianbao.read.blocks import Paragraph
from nianbao.read.pdf.document import read
from nianbao.write.page import Attachment, Page
from nianbao.write.pdf import engines
from nianbao.write.pdf.document import write
from nianbao.write.pdf.faults import no_font
from nianbao.write.pdf.remedy import System, remedy
from nianbao.write.pdf.typst import engine as typst_engine
from nianbao.write.pdf.typst.compiler import Compiler
from nianbao.write.pdf.typst.marks import IN_FILE
from tests import paper, stress, typography
from tests.printed import distinct, page
from tests.soak import SOAKING, drawn, is_turn
from tests.strategies import reports
from tests.write.test_pdf import SHELL, cells_of, elements, long_table

PROFILES = (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1)
NAMES = engines.names()
TWO_MM = 2 * 72 / 25.4
# What typst would take for its own markup, and what templates do.
MARKUP = r'#let x = 1 $a_1$ *粗* _斜_ `码` \ @引用 <标签> [括号] {{大}} // 注 "引" ~ 第 #sys.inputs'


@cache
def printed(report_id: str, engine: str) -> bytes:
    return write(page_of(distinct(report_id), engine=engine))


def body(html: str, engine: str = "typst") -> bytes:
    return write(Page(SHELL.format("", html), engine))


def assert_same_paper(first: bytes, second: bytes) -> None:
    """The files of both engines, and that a typographer finds nothing to object to in either."""
    assert read(first) == read(second)
    assert paper.pages_of(first) == paper.pages_of(second)
    assert typography.text(first) == typography.text(second)
    assert [typography.faults(data) for data in (first, second)] == [[], []]
    with pikepdf.open(BytesIO(second)) as pdf:
        levels = [elements(pdf.Root.StructTreeRoot, f"/H{level}") for level in range(2, 7)]
        titles = {str(heading.T)[:26] for headings in levels for heading in headings}
    here, there = (paper.places(data, titles) for data in (first, second))
    for title in titles:
        assert len(here[title]) == len(there[title]) > 0
        for one, other in zip(here[title], there[title], strict=True):
            assert one.page == other.page
            assert abs(one.x - other.x) < TWO_MM
            assert abs(one.y - other.y) < TWO_MM


# ---- the same paper


def of_both(report: Report) -> Iterator[bytes]:
    return (write(page_of(report, engine=name)) for name in NAMES)


SAMPLES = stress.NAMES if SOAKING else (*stress.STRESS, stress.NAMES[0])


@pytest.mark.parametrize("name", [name for at, name in enumerate(SAMPLES) if is_turn(at)])
def test_all_engines_print_the_same_pages_of_a_sample(name: str) -> None:
    assert_same_paper(*(stress.made(name, "pdf", engine) for engine in NAMES))


@drawn(2)
@given(reports())
def test_all_engines_print_the_same_pages_of_any_report(report: Report) -> None:
    assert_same_paper(*of_both(report))


@pytest.mark.parametrize(
    "html",
    [long_table(120), f"{'<p>国</p>' * 5}<h2>二、表</h2>{long_table(70)}"],
    ids=["alone", "below a text"],
)
@pytest.mark.takes_turns
def test_a_long_table_is_broken_at_the_same_rows_and_its_labels_stand_on_each_page(html: str) -> None:
    files = [body(html, engine) for engine in NAMES]
    places = [paper.places(data, ["合", "项", "1050"]) for data in files]
    for text, first in places[0].items():
        assert [sign.page for sign in first] == [sign.page for sign in places[1][text]]
        for one, other in zip(first, places[1][text], strict=True):
            assert abs(one.y - other.y) < TWO_MM
    assert len(places[1]["合"]) == paper.pages_of(files[1]) > 1
    assert read(files[0]) == read(files[1])
    for profile in PROFILES:
        assert validator.validate_pdf_bytes(files[1], profile=profile).is_compliant
    with pikepdf.open(BytesIO(files[1])) as pdf:
        (table,) = elements(pdf.Root.StructTreeRoot, "/Table")
        labels = [cell for cell in cells_of(table) if "/RowSpan" in cell.A]
        assert [int(cell.A.RowSpan) for cell in labels] == [html.count("<td>")]


def test_a_row_higher_than_a_page_goes_on_on_the_next() -> None:
    """With its lines and the head on every page, whoever prints it."""
    head = "<thead><tr><th scope=col>号</th><th scope=col>数据和说明</th></tr></thead>"
    widths = '<colgroup><col style="width:30%"><col style="width:70%"></colgroup>'
    row = "<tr><th scope=row>甲</th><td>{}</td></tr>"
    rows = row.format("短句。") * 9 + row.format("各栏相加(1017)，结果维持。" * 150) + row.format("短句。")
    html = f'<table class="checklist">{widths}{head}<tbody>{rows}</tbody></table>'
    files = [body(html, engine) for engine in NAMES]
    assert read(files[0]) == read(files[1])
    assert paper.pages_of(files[0]) == paper.pages_of(files[1]) == 3
    assert sorted(paper.lines_of(files[0])) == sorted(paper.lines_of(files[1]))
    for data in files:
        drawn = paper.signs(data)
        assert {sign.text for sign in drawn if sign.y > typography.BOTTOM} == set("—123")
        assert [sign.page for sign in drawn if sign.text == "号"] == [0, 1, 2]


@pytest.mark.parametrize(("sentences", "remarks"), [(2, 0), (20, 3), *[(20, 0)] * SOAKING])
@pytest.mark.takes_turns
def test_the_sentence_that_leads_to_a_table_ends_where_it_does_elsewhere(
    sentences: int, remarks: int
) -> None:
    text = "申请逐件登记，按期答复（含当场答复），并告知救济渠道。" * sentences + "完。"
    report = distinct("2021")
    people = [cell for cell in report.form.cells if cell.endswith("natural_person")][:remarks]
    report = replace(report, narrative={**report.narrative, "applications": text})
    report = report.with_figures(dict.fromkeys(people, parse("22（其中修订16件）")))
    first, data = of_both(report)
    assert_same_paper(first, data)
    whole = [block for block in read(data) if isinstance(block, Paragraph) and block.text.endswith("完。")]
    assert [block.text for block in whole] == [text]
    for profile in PROFILES:
        assert validator.validate_pdf_bytes(data, profile=profile).is_compliant


def test_what_looks_like_markup_is_printed_as_it_stands() -> None:
    report = distinct("2021")
    report = replace(report, agency="某#局$", narrative={"overview": MARKUP.replace("{{", "{ {")})
    report = report.with_figures({"applications.granted.natural_person": parse("#1*")})
    assert differences(report, write(page_of(report, engine="typst")), "pdf") == []


# ---- the structure, and what the file says about itself


@pytest.mark.parametrize("engine", NAMES)
@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.takes_turns
def test_every_engine_keeps_to_both_standards_with_the_data_attached(engine: str, draft: bool) -> None:
    data = write(page_of(distinct("2021"), draft=draft, engine=engine))
    for profile in PROFILES:
        report = validator.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.attachments) == (0 if draft else 1)


@pytest.mark.parametrize("engine", NAMES)
@pytest.mark.takes_turns
def test_the_file_states_its_maker_its_dates_and_its_language(engine: str) -> None:
    report = distinct("2021")
    with pikepdf.open(BytesIO(printed("2021", engine))) as pdf:
        info, metadata = pdf.docinfo, pdf.Root.Metadata.read_bytes().decode()
        assert engines.maker(str(info.Producer)) == engine
        assert str(info.Creator).startswith("nianbao ")
        assert (str(info.Title), str(info.Author)) == (report.full_title(), report.agency)
        assert {str(info[key])[:10] for key in ("/CreationDate", "/ModDate")} == {"D:20240120"}
        assert pdf.Root.Lang == "zh-CN"
        assert f"sha256:{fingerprint(report)}" in metadata
        assert "TW" not in metadata


@pytest.mark.parametrize("engine", NAMES)
@pytest.mark.takes_turns
def test_the_data_are_attached_without_what_is_not_for_publication(engine: str) -> None:
    waiver = Waiver("T211", "", "不公布的理由")
    report = replace(distinct("2021"), waivers=(waiver,), source="某处的稿子.docx", prior="../去年.toml")
    with pikepdf.open(BytesIO(write(page_of(report, engine=engine)))) as pdf:
        (name,) = pdf.attachments
        kept = pdf.attachments[name]
        assert (name, str(kept.obj.AFRelationship)) == ("report.toml", "/Source")
        text = kept.get_file().read_bytes()
    assert fingerprint(report_toml.loads(text, name)) == fingerprint(report)
    for secret in ("不公布的理由", "某处", "去年", "waivers"):
        assert secret not in text.decode()


@pytest.mark.parametrize("engine", NAMES)
def test_no_stream_ends_with_half_a_line_end(engine: str) -> None:
    """The last byte of the attached file follows from its text alone; one in 256 is bad."""
    texts = (f"agency = '某局{number}'\n" for number in range(9999))
    text = next(text for text in texts if zlib.compress(text.encode()).endswith(b"\r"))
    source = Attachment("report.toml", text, "数据")
    data = write(Page(SHELL.format("", "<p>字</p>"), engine, source=source))
    assert b"\r\nendstream" not in data
    assert validator.validate_pdf_bytes(data, profile=PROFILES[0]).is_compliant
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.attachments["report.toml"].get_file().read_bytes() == text.encode()


@pytest.mark.parametrize("engine", NAMES)
def test_each_figure_names_its_headings(engine: str) -> None:
    report, data = distinct("2021"), printed("2021", engine)
    with pikepdf.open(BytesIO(data)) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        by_name = {bytes(name): cell for name, cell in zip(names[::2], names[1::2], strict=True)}
        figures = list(elements(pdf.Root.StructTreeRoot, "/TD"))
        assert len(figures) == len(report.form.cells)
        for cell in figures:
            held = [by_name[bytes(name)] for name in _attribute(cell, "/Headers")]
            assert {str(_attribute(head, "/Scope")) for head in held} >= {"/Column"}
            assert all(str(head.S) == "/TH" for head in held)


def _attribute(cell: Any, key: str) -> Any:
    found = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
    return next(each[key] for each in found if key in each)


def test_headings_are_the_same_from_both_engines() -> None:
    """The headings of every figure of table three, by their place among the headings of the table."""
    held = []
    for engine in NAMES:
        with pikepdf.open(BytesIO(printed("2021", engine))) as pdf:
            names = [bytes(name) for name in pdf.Root.StructTreeRoot.IDTree.Names[::2]]
            cells = elements(pdf.Root.StructTreeRoot, "/TD")
            held.append(
                [[names.index(bytes(name)) for name in _attribute(cell, "/Headers")] for cell in cells]
            )
    assert held[0] == held[1]


def test_no_mark_that_breaks_a_line_comes_into_the_file() -> None:
    data = body("<p>到“应”的，“好”。（一）2024年·3～5月https://www.example.gov.cn</p>" * 9)
    for sign in paper.signs(data):
        assert sign.text not in "\u200b\u2060\ufffc"
    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                assert IN_FILE.search(item.read_bytes()) is None


def test_the_same_page_gives_the_same_bytes() -> None:
    assert printed("2021", "typst") == write(page_of(distinct("2021"), engine="typst"))


@pytest.mark.parametrize("engine", NAMES)
def test_bookmarks_say_the_headings_and_tables_bear_their_names(engine: str) -> None:
    report = distinct("2021")
    headings = [report.heading(section.id) for section in report.form.numbered]
    with pikepdf.open(BytesIO(printed("2021", engine))) as pdf:
        with pdf.open_outline() as outline:
            told = [item.title for top in outline.root for item in (top, *top.children)]
        assert set(headings) <= set(told)
        assert not set("".join(told)) & set("\u200b\u2060\ufffc")
        tables = list(elements(pdf.Root.StructTreeRoot, "/Table"))
        assert [str(_attribute(table, "/Summary")) for table in tables] == headings[1:4]


def test_rules_are_drawn_as_lines() -> None:
    """Some viewers lose filled rectangles on a screen, where they are less than a pixel high."""
    with pikepdf.open(BytesIO(printed("2021", "weasyprint"))) as pdf:
        drawn = [str(part.operator) for page in pdf.pages for part in pikepdf.parse_content_stream(page)]
        cells = sum(len(cells_of(table)) for table in elements(pdf.Root.StructTreeRoot, "/Table"))
    assert drawn.count("S") >= 2 * cells
    assert not {"W", "W*"} & set(drawn)


def test_no_rule_goes_on_below_a_table_that_goes_on_on_the_next_page() -> None:
    with pypdfium2.PdfDocument(stress.made("003", "pdf", "weasyprint")) as pdf:
        picture = pdf[1].render(scale=1, grayscale=True).to_pil()
    left, lowest = round(28 * 72 / 25.4), round(262 * 72 / 25.4)
    assert min(picture.crop((left - 3, lowest - 25, left + 4, lowest - 2)).tobytes()) > 200


# ---- what cannot be printed


@pytest.mark.parametrize(
    ("text", "named"), [("同意👍", "“👍”（U\\+1F44D）"), ("مر", "“م”（U\\+0645）"), ("甲\x7f乙", "U\\+007F")]
)
def test_a_character_without_a_font_is_named(text: str, named: str) -> None:
    with pytest.raises(OutputError, match=named):
        body(f"<p>{text}</p>")


def test_templates_without_our_fonts_are_told_in_a_few_words() -> None:
    told = str(no_font("公开2024年政府信息的工作报告"))
    assert "等15个" in told
    assert "请核对模板里写的字体名称" in told


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates in which an office may write."""
    copied = tmp_path / "templates"
    copied.mkdir()
    for path in resources.folder("templates").glob("*.*"):
        (copied / path.name).write_bytes(path.read_bytes())
    usual = resources.folder
    monkeypatch.setattr(resources, "folder", lambda name: copied if name == "templates" else usual(name))
    return copied


@pytest.mark.parametrize(
    "line",
    [
        '#read("../secret.txt")',
        '#image("/etc/hostname")',
        '#import "@preview/cetz:0.3.0": *',
        '#import "\\u{40}preview/cetz:0.3.0": *',
        "#panic",
        "#doc.nothing",
        "多出的一段",
    ],
)
def test_a_template_reads_nothing_else_and_its_faults_are_told(templates: Path, line: str) -> None:
    (templates.parent / "secret.txt").write_text("密")
    with (templates / "report.typ").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    with pytest.raises(OutputError, match=r"模板"):
        typst_engine.load().write(Page(page(distinct("2021"))))


def test_without_room_for_what_is_to_be_printed_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="排版用的临时文件没有写成，没有这个文件，"):
        Compiler(str(tmp_path / "没有"), ()).pdf("report.typ", "{}")


# ---- which one is taken


def missing(*absent: str) -> Any:
    def works(name: str) -> bool:
        return name not in absent

    return works


def test_the_usual_engine_is_the_first_and_another_is_taken_if_asked_for() -> None:
    assert engines.choose() == engines.Choice(NAMES[0])
    assert engines.choose("typst") == engines.Choice("typst")


def test_where_pango_is_missing_typst_is_taken_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "works", missing("weasyprint"))
    for asked in ("", "weasyprint"):
        choice = engines.choose(asked)
        assert choice.name == "typst"
        assert choice.instead == (
            "这台机器缺少排版用的系统库 Pango 或 HarfBuzz，用不了 WeasyPrint，PDF 改用 typst 生成。"
        )


def test_where_none_works_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "works", missing(*NAMES))
    for asked in ("", *NAMES):
        with pytest.raises(OutputError, match=r"无法生成 PDF：.*pip install"):
            engines.choose(asked)
    with pytest.raises(OutputError, match="没有安装 typst"):
        engines.require("typst")


@pytest.mark.parametrize(
    ("system", "named", "unnamed"),
    [
        (System("linux", "x86_64", ("debian",)), ("pip install", "apt install libpango"), ("dnf", "brew")),
        (System("linux", "x86_64", ("fedora",)), ("pip install", "dnf install pango"), ("apt", "brew")),
        (System("linux", "x86_64", ("openeuler",)), ("pip install", "dnf install pango"), ("apt",)),
        (System("linux", "aarch64", ("uos", "debian")), ("pip install", "apt", "太旧"), ("dnf", "brew")),
        (System("linux", "loongarch64", ("kylin", "debian")), ("apt",), ("pip install",)),
        (System("linux", "x86_64", ("arch",)), ("pip install", "软件包管理器"), ("apt", "dnf")),
        (System("darwin", "arm64"), ("pip install", "brew install pango"), ("apt", "dnf")),
        (System("win32", "amd64"), ("pip install",), ("apt", "dnf", "brew", "libpango")),
        (System("win32", "arm64"), ("MSYS2",), ("pip install", "apt")),
    ],
)
def test_the_remedy_is_in_the_words_of_the_system(
    system: System, named: tuple[str, ...], unnamed: tuple[str, ...]
) -> None:
    sentence = remedy(system)
    assert all(each in sentence for each in named), sentence
    assert not any(each in sentence for each in unnamed), sentence
    assert sentence.endswith(("。", "。）"))

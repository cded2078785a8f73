"""The Word file as LibreOffice prints it with our fonts: the pages of the PDF. One conversion for all."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao import resources
from nianbao.model.letter import Letter
from nianbao.publish import letter
from nianbao.publish.pages import page_of
from nianbao.publish.proof.compare import differences
from nianbao.publish.render import render_page
from nianbao.publish.sheet.plan import PITCH
from nianbao.write import write
from nianbao.write.page import Page
from nianbao.write.pdf.engines import names
from tests import libreoffice, paper, stress
from tests.printed import distinct
from tests.soak import SOAKING

pytestmark = pytest.mark.takes_turns(0)  # all of them look into what LibreOffice has printed once

TOP, BOTTOM = 37 * 72 / 25.4, 262 * 72 / 25.4  # of the type area, in points
# Characters by which paragraphs may differ: LibreOffice adds spaces round digits.
NEAR = 2 * 28
TWO_MM = 2 * 72 / 25.4
LEFT_OF_TEXT, FOOT = 22 * 72 / 25.4, 277 * 72 / 25.4  # of a letter, in points
NAMES = (*(path.stem[:3] for path in stress.SAMPLES), "name", "remarks", "numbers")
STAND_INS = {
    "仿宋_GB2312": "Fang",
    "楷体_GB2312": "Kai",
    "黑体": "Hei",
    "宋体": "Song",
    "方正小标宋简体": "Biao",
}  # fmt: skip
# What fontconfig says wherever it is: a font of one weight is drawn thicker where bold is asked for.
EMBOLDENED = """<match target="font"><test name="weight" compare="less_eq"><const>medium</const></test>
<test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
<edit name="embolden" mode="assign"><bool>true</bool></edit>
<edit name="weight" mode="assign"><const>bold</const></edit></match>"""
SAID = Letter("青溪县人民政府办公室", "莫函〔2025〕1号", datetime.date(2025, 1, 15), (), "某某，12345")
LETTER = letter.words(replace(stress.report_of("name"), letter=SAID))
# The signature ends with the last line that goes onto a page.
USUAL = distinct("2021")
FULL = replace(USUAL, narrative={**USUAL.narrative, "other": "\n".join(["没有其他事项。"] * 8)})
# A long paragraph that leads to a table, of which a page ends within.
LEADING = replace(
    USUAL,
    narrative={
        **USUAL.narrative,
        "overview": "\n".join(["没有其他事项。"] * 12),
        "applications": "由办公室牵头、各科室配合，均在法定期限内答复，逐件登记、审核、送达、归档。" * 4,
    },
)
Convert = Callable[[str, list[Path], Path], None]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """LibreOffice, which knows our five fonts by the names of those that offices have."""
    folder = tmp_path_factory.mktemp("office")
    named = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>Nianbao {ours}</string></edit></match>'
        for asked, ours in STAND_INS.items()
    )
    (folder / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>'
        f"{resources.folder('fonts')}</dir><cachedir>{folder}</cachedir>{named}{EMBOLDENED}</fontconfig>",
        encoding="utf-8",
    )

    def run(kind: str, files: list[Path], into: Path) -> None:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [libreoffice.PROGRAM, profile, "--headless", "--convert-to", kind, "--outdir", str(into)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
        subprocess.run(
            [*command, *map(str, files)], env=environment, check=True, capture_output=True, timeout=300
        )

    return run


@pytest.fixture(scope="module")
def printed(convert: Convert, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The Word files of the samples as PDF; in make soak what an office made of them in OpenDocument, too."""
    folder = tmp_path_factory.mktemp("word")
    for name in NAMES:
        (folder / f"{name}.docx").write_bytes(stress.made(name, "docx"))
    files = sorted(folder.glob("*.docx"))
    (folder / "letter.docx").write_bytes(render_page(Page(letter.html(LETTER)), "docx"))
    for name, report in (("full", FULL), ("leading", LEADING)):
        (folder / f"{name}.docx").write_bytes(write(page_of(report), "docx"))
    if SOAKING:
        convert("odt", files, folder / "odt")
        convert("docx", sorted((folder / "odt").glob("*.odt")), folder / "back")
        files += [
            path.rename(path.with_stem(f"{path.stem}-back")) for path in (folder / "back").glob("*.docx")
        ]
    others = [folder / f"{name}.docx" for name in ("letter", "full", "leading")]
    convert("pdf", [*files, *others], folder / "pdf")
    return {
        **{path.stem: path.read_bytes() for path in (folder / "pdf").glob("*.pdf")},
        **{path.name: path.read_bytes() for path in (folder / "back").glob("*.docx")},
    }


def text_of(data: bytes) -> tuple[str, list[int]]:
    """The text between the margins, and at which of its characters each page begins."""
    signs = [sign for sign in paper.signs(data) if TOP < sign.y < BOTTOM]
    begins = [sum(sign.page < page for sign in signs) for page in range(paper.pages_of(data))]
    return "".join(sign.text[0] for sign in signs), begins


@libreoffice.NEEDED
@pytest.mark.parametrize("name", [*NAMES[:-1], *(f"{name}-back" for name in NAMES[:-1] if SOAKING)])
def test_pages_begin_where_those_of_the_pdf_do(name: str, printed: dict[str, bytes]) -> None:
    made = name.removesuffix("-back")
    ours, word = stress.made(made, "pdf", "typst"), printed[name]
    assert paper.pages_of(ours) == paper.pages_of(word)
    report = stress.report_of(made)
    titles = [report.heading(section.id) for section in report.form.numbered]
    here, there = paper.places(ours, titles), paper.places(word, titles)
    assert {title: [sign.page for sign in here[title]] for title in titles} == {
        title: [sign.page for sign in there[title]] for title in titles
    }
    if name.endswith("-back"):  # LibreOffice writes w:overflowPunct the wrong way round: some lines end later
        assert differences(report, printed[f"{name}.docx"], "docx") == []
        return
    for page, begin in enumerate(text_of(ours)[1]):
        assert abs(begin - text_of(word)[1][page]) <= NEAR, page


@libreoffice.NEEDED
def test_numbers_and_signature_stand_as_in_the_pdf(printed: dict[str, bytes]) -> None:
    report, ours, word = (
        stress.report_of("numbers"),
        stress.made("numbers", "pdf", "typst"),
        printed["numbers"],
    )
    whole = "\n".join(paper.lines_of(word))
    for cell, figure in report.all_figures().items():
        assert str(figure) in whole, cell
    for text in (report.agency, "2024年1月20日"):
        here, there = (paper.places(data, [text])[text][-1] for data in (ours, word))
        assert abs(here.x - there.x) < TWO_MM
    for page, sign in ((sign.page, sign) for sign in paper.signs(word) if sign.text == "—"):
        assert sign.y - 0.4 * 14 == pytest.approx(269 * 72 / 25.4, abs=2), page


@libreoffice.NEEDED
def test_a_page_holds_as_many_lines_as_that_of_the_pdf(printed: dict[str, bytes]) -> None:
    ours = write(page_of(FULL, engine="typst"), "pdf")
    assert paper.pages_of(ours) == paper.pages_of(printed["full"])
    assert max(sign.y for sign in paper.signs(ours) if sign.y < BOTTOM) > BOTTOM - PITCH


@libreoffice.NEEDED
def test_a_page_may_end_in_a_long_paragraph_that_leads_to_a_table(printed: dict[str, bytes]) -> None:
    assert paper.pages_of(write(page_of(LEADING, engine="typst"), "pdf")) == paper.pages_of(
        printed["leading"]
    )


@libreoffice.NEEDED
def test_headings_of_the_third_level_are_bold_as_in_the_pdf(printed: dict[str, bytes]) -> None:
    for data in (printed["name"], *(stress.made("name", "pdf", engine) for engine in names())):
        assert paper.bold(data) == "1.不够全面1.已经改进。"


@libreoffice.NEEDED
def test_the_letter_of_a_long_name_is_one_page_and_stands_as_in_the_pdf(printed: dict[str, bytes]) -> None:
    texts = [LETTER.head_lines[0], LETTER.title_lines[0], "附件：", LETTER.date]
    word = paper.places(printed["letter"], texts)
    for engine in names():
        data = render_page(Page(letter.html(LETTER), engine), "pdf")
        for text, (place, *_) in paper.places(data, texts).items():
            assert place.page == word[text][0].page == 0
            assert place.y == pytest.approx(word[text][0].y, abs=TWO_MM), text
        here, there = (paper.bars(each, LEFT_OF_TEXT) for each in (data, printed["letter"]))
        assert [y for y, _ in here[2:]] == pytest.approx([FOOT, FOOT + 2], abs=0.3)
        assert [y for y, _ in there] == pytest.approx([y for y, _ in here], abs=1.5)
        for found in (here, there):
            assert [height for _, height in found] == pytest.approx([2, 0.5, 0.5, 2], abs=0.5)

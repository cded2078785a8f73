"""What somebody did to a Word file that a report has no place for: it is told, and nothing is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx.document import Document
from lxml import etree

from nianbao.desk.update.brought_back import BroughtBack, read_changed
from nianbao.files import report_toml
from nianbao.files.source import Source
from nianbao.publish.pages import page_of
from nianbao.write import write
from tests.changed_docx import changed, figure, paragraph, run, with_part
from tests.stress import SAMPLES

REPORT = report_toml.load(SAMPLES[-1])
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINES = {key: text.strip().split("\n") for key, text in REPORT.narrative.items()}
LINE = next(line for line in LINES["overview"] if "{{" not in line and len(line) > 60)
ORGAN, DATE = REPORT.agency, "2026年1月30日"
PROBLEMS = REPORT.form.section("problems").heading
Edit = Callable[[Document], None]


def back(data: bytes) -> BroughtBack:
    return read_changed(REPORT, Source("改过的.docx", data), Path("报告.toml"))


def beside(xml: str) -> Edit:
    """Something more in a paragraph."""

    def edit(document: Document) -> None:
        found = next(each for each in document.paragraphs if each.text == LINE)
        found._p.append(etree.fromstring(f'<x xmlns:w="{WORD}">{xml}</x>')[0])

    return edit


def without_text_of(section: str) -> Edit:
    def edit(document: Document) -> None:
        for line in LINES[section]:
            paragraph(line, "")(document)

    return edit


def signed(*lines: str) -> Edit:
    """Other lines in the place of the signature."""

    def edit(document: Document) -> None:
        *_, organ, date = document.paragraphs
        for each, text in zip((organ, date), lines, strict=True):
            each.text = text

    return edit


def with_header(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "内部资料"


def with_a_table(document: Document) -> None:
    """Before those of the report."""
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "培训", "5"
    next(each for each in document.paragraphs if each.text == LINE)._p.addnext(table._tbl)


def at_the_end(document: Document) -> None:
    document.add_paragraph("附件：无")


EDITS: dict[str, list[tuple[Edit, str]]] = {
    "things": [
        (with_header, "页眉：“内部资料”"),
        (beside("<w:r><w:drawing/></w:r>"), "图形或图片"),
        (beside(f"<w:r><w:rPr><w:vanish/></w:rPr>{run('藏')}</w:r>"), "隐藏文字"),
        (beside("<w:r><w:rPr><w:strike/></w:rPr></w:r>"), "删除线"),
        (beside('<w:r><w:footnoteReference w:id="2"/></w:r>'), "脚注：“含乡镇。”"),
        (at_the_end, "附件：无"),
    ],
    "less": [
        (without_text_of("problems"), f"“{PROBLEMS}”第1段：没有了"),
        (signed("", ""), f"落款：没有了“{DATE}”"),
        (with_a_table, "多出的表格"),
    ],
    "others": [
        (paragraph(PROBLEMS, ""), f"标题：没有了“{PROBLEMS}”"),
        (signed("某某办公室", DATE), f"落款：“{ORGAN}” → “某某办公室”"),
        (figure("其他处理", "别的处理"), "“（六）其他处理” → “（六）别的处理”"),
    ],
}


@pytest.mark.parametrize("name", EDITS)
def test_what_has_no_place_is_told(name: str) -> None:
    data = changed(REPORT, *(edit for edit, _ in EDITS[name]))
    if name == "things":
        note = f'<w:footnote w:id="2"><w:p>{run("含乡镇。")}</w:p></w:footnote>'
        data = with_part(data, "footnotes", note)
    found = back(data)
    assert found.changes == ()
    assert "还有" not in "".join(found.told) or name == "others"
    for _, told in EDITS[name]:
        assert told in "\n".join(found.told)


def test_nothing_is_told_of_our_own_files() -> None:
    for report, draft in ((REPORT, True), (replace(REPORT, charts=True), False)):
        assert back(write(page_of(report, draft=draft), "docx")).told == ()

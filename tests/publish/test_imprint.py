"""What ties a signature to a report: file, date, program and fingerprint on every page, and in the files."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx
import pikepdf
import pytest
from lxml import etree
from pypdfium2 import PdfDocument

from nianbao import __version__
from nianbao.checks import check
from nianbao.model.figure import BLANK
from nianbao.model.fingerprint import fingerprint
from nianbao.model.report import Report, Waiver
from nianbao.publish import checklist
from nianbao.publish.render import render, render_page
from nianbao.publish.verify import Worth, verify
from nianbao.words import without_spaces
from nianbao.write.formats import kinds, page_kinds
from nianbao.write.page import Page
from tests.soak import SOAKING
from tests.strategies import clean_report

DAY = datetime.date(2026, 1, 20)
FILE = "青溪县水利局-2024.toml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def page(report: Report, file: str = FILE, made_on: datetime.date = DAY) -> str:
    return checklist.html(report, check(report), file=file, made_on=made_on)


def stated(report: Report) -> list[str]:
    program = f"制单程序：nianbao{__version__}"
    return [FILE, "制单日期：2026年1月20日", program, f"报告指纹（SHA-256）：{fingerprint(report)}"]


@cache
def printed(html: str) -> bytes:
    return render_page(Page(html), "pdf")


def pages_of(html: str) -> list[str]:
    with PdfDocument(printed(html)) as document:
        return [without_spaces(page.get_textpage().get_text_bounded()) for page in document]


def test_every_page_of_the_pdf_tells_what_it_belongs_to() -> None:
    report = clean_report("2021")
    pages = pages_of(page(report))
    assert len(pages) > 2
    for each in pages:
        assert all(text in each for text in stated(report))


def test_both_feet_of_the_word_file_tell_it() -> None:
    report = clean_report("2021")
    section = docx.Document(BytesIO(render_page(Page(page(report)), "docx"))).sections[0]
    for footer in (section.footer, section.even_page_footer):
        text = without_spaces("".join(paragraph.text for paragraph in footer.paragraphs))
        assert all(each in text for each in stated(report))


def test_the_web_page_tells_it_and_every_page_that_is_printed_of_it() -> None:
    report = clean_report("2021")
    html = render_page(Page(page(report)), "html").decode()
    assert all(each in without_spaces(html) for each in stated(report))
    (css,) = re.findall(r'@bottom-center \{ content: "([^"]*)"', html)
    printed = re.sub(r"\\([0-9a-f]+) ", lambda match: chr(int(match[1], 16)), css)
    assert all(each in without_spaces(printed) for each in stated(report))


@pytest.mark.parametrize("kind", page_kinds(kinds()))
@pytest.mark.takes_turns
def test_any_name_of_a_file_can_be_printed(kind: str) -> None:
    """One that would end a sheet of style and that can be broken nowhere."""
    file = '</style><script>"\\' + "很" * 80 + "a" * 200 + ".toml"
    assert render_page(Page(page(clean_report("2021"), file)), kind)


@pytest.mark.parametrize("kind", page_kinds(kinds()))
@pytest.mark.takes_turns
def test_the_same_input_gives_the_same_bytes_and_the_date_counts(kind: str) -> None:
    report = clean_report("2021")
    first = printed(page(report)) if kind == "pdf" else render_page(Page(page(report)), kind)
    again = render_page(Page(page(report)), kind)
    assert first == again
    assert first != render_page(Page(page(report, made_on=datetime.date(2026, 1, 21))), kind)


def identifier(data: bytes, kind: str) -> str | None:
    """What the metadata of a file say that it is."""
    match kind:
        case "docx":
            with ZipFile(BytesIO(data)) as package:
                core = etree.fromstring(package.read("docProps/core.xml"))
            return core.findtext("{http://purl.org/dc/elements/1.1/}identifier")
        case "pdf":
            with pikepdf.open(BytesIO(data)) as document, document.open_metadata() as metadata:
                return str(metadata["dc:identifier"])
        case _:
            (found,) = re.findall(r'<meta name="dcterms.identifier" content="([^"]*)">', data.decode())
            return str(found)


@pytest.mark.parametrize("kind", page_kinds(kinds()))
@pytest.mark.takes_turns
def test_the_report_itself_carries_it_and_no_date_of_making(kind: str) -> None:
    report = clean_report("2021")
    data = render(report, kind)
    assert identifier(data, kind) == f"sha256:{fingerprint(report)}"
    assert verify(report, data, kind).worth is Worth.IDENTICAL
    draft = render(report, kind, draft=True)
    assert identifier(draft, kind) == f"sha256:{fingerprint(report)}"


# ---- the signing block


def long_or_short(lines: int) -> Report:
    """A report whose checklist is so many lines longer."""
    report = clean_report("2021")
    cell = "disclosure.penalties.decisions"
    return replace(report, waivers=(Waiver("S104", cell, "空着。" * 12 * lines),)).with_figures({cell: BLANK})


@pytest.mark.parametrize("lines", range(1, 12) if SOAKING else (1, 7))
@pytest.mark.takes_turns
def test_nobody_signs_a_page_that_says_nothing(lines: int) -> None:
    pages = pages_of(page(long_or_short(lines)))
    (signed,) = [each for each in pages if "四、签字" in each]
    assert "报告里没有写这一条要核对的内容" in signed
    assert "负责人" in signed.partition("四、签字")[2]


def test_the_leader_signs_on_the_page_of_the_last_error() -> None:
    pages = pages_of(page(long_or_short(1)))
    (signed,) = [each for each in pages if "分管负责人签字：同意保留以上1条错误" in each]
    assert "空着。空着。" in signed


def test_in_word_the_signing_block_keeps_with_what_stands_above_it() -> None:
    body = docx.Document(BytesIO(render_page(Page(page(long_or_short(1))), "docx"))).element.body
    blocks = [block for block in body if block.tag in {f"{W}p", f"{W}tbl"}]
    heading = next(i for i, block in enumerate(blocks) if "四、签字" in "".join(block.itertext()))
    above, signing = blocks[heading - 1], blocks[heading + 1]
    assert all(keeps(row) for row in list(above.iter(f"{W}tr"))[-2:])
    assert all(keeps(row) for row in list(signing.iter(f"{W}tr"))[:-1])
    assert blocks[heading].find(f"{W}pPr/{W}keepNext") is not None
    reasons = next(block for block in blocks if block.tag == f"{W}tbl")
    rows = list(reasons.iter(f"{W}tr"))
    assert "分管负责人签字" in "".join(rows[2].itertext())
    assert keeps(rows[1])
    results = list(blocks[heading - 3].iter(f"{W}tr"))
    assert len(results) > 20
    assert not any(keeps(row) for row in results[1:-2])  # Word would push such a chain to the next page


def keeps(row: etree._Element) -> bool:
    return all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p"))

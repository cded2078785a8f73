"""报送函: what it says, where that comes from, and that it is read back as it was said."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import page as validator
import pytest

from nianbao.files import report_toml
from nianbao.model.letter import Letter
from nianbao.model.report import Report
from nianbao.problem import InputError, OutputError
from nianbao.publish import letter, make_files
from nianbao.publish.read_back import read_back
from nianbao.publish.render import render_page
from nianbao.read.blocks import Paragraph
from nianbao.words import without_spaces
from nianbao.write.page import Page
from nianbao.write.pdf.engines import names
from tests import paper, stress
from tests.strategies import clean_report

PROFILES = (validator.ValidationProfile.PDF_A_3A, validator.ValidationProfile.PDF_UA_1)
SAID = Letter(
    to="青溪县人民政府办公室",
    number="青水函〔2025〕3号",
    date=datetime.date(2025, 1, 15),
    enclosures=("青溪县水利局的报告 & <统计表>", "第二件"),
    contact="某某，0571-12345",
)


@pytest.fixture(scope="module")
def report() -> Report:
    return replace(clean_report("2021"), letter=SAID)


@pytest.mark.parametrize("engine", ["", *names()])
def test_every_word_of_it_comes_back(report: Report, engine: str) -> None:
    (order,) = make_files.of_letter(report, ["pdf" if engine else "docx"], Path("报告"), engine=engine)
    data = order.make()
    blocks = read_back(data, "pdf" if engine else "docx")
    found = [without_spaces(block.text) for block in blocks if isinstance(block, Paragraph)]
    assert found[:4] == [
        report.agency,
        SAID.number,
        f"关于报送{report.year}年政府信息公开工作年度报告的函",
        f"{SAID.to}：",
    ]
    assert f"《{report.full_title()}》" in found[4]
    assert found[-5:] == [
        f"附件：1.{without_spaces(SAID.enclosures[0])}",
        "2.第二件",
        report.agency,
        "2025年1月15日",
        f"（联系人：{SAID.contact}）",
    ]
    assert data == order.make()
    for profile in PROFILES if engine else ():
        assert validator.validate_pdf_bytes(data, profile=profile).is_compliant


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_a_long_name_is_whole_and_its_signature_not_alone_on_a_page(report: Report, engine: str) -> None:
    said = letter.words(replace(report, agency=stress.LONG_NAME, letter=Letter(SAID.to, "", SAID.date)))
    data = render_page(Page(letter.html(said), engine), "pdf")
    places = paper.places(data, [*said.head_lines, said.date, "附件："])
    assert (
        len({place.y for line in said.head_lines for place in places[line][:1]}) == len(said.head_lines) > 1
    )
    assert places[said.date][-1].page == places["附件："][0].page


@pytest.mark.parametrize("engine", names())
def test_lines_are_closer_where_that_makes_it_one_page(report: Report, engine: str) -> None:
    """In the type area, which goes on to the red line; one that needs two pages keeps its lines."""
    for enclosures, pages in (((), 1), (SAID.enclosures * 3, 2)):
        asked = SAID._replace(to=f"{stress.LONG_NAME[:32]}人民政府办公室", enclosures=enclosures)
        html = letter.html(letter.words(replace(report, agency=stress.LONG_NAME, letter=asked)))
        assert ("tight" in html) == (pages == 1)
        data = render_page(Page(html, engine), "pdf")
        assert paper.pages_of(data) == pages
        assert max(sign.y for sign in paper.signs(data)) < 272 * 72 / 25.4
    usual = letter.html(letter.words(report))
    assert "tight" not in usual


def test_it_comes_as_word_and_pdf_beside_the_report(report: Report) -> None:
    orders = make_files.of_letter(report, ["html"], Path("out/报告"))
    assert [order.path.name for order in orders] == ["报告-报送函.docx", "报告-报送函.pdf"]


def test_whom_it_is_addressed_to_may_be_settled_for_a_place(report: Report) -> None:
    unsaid = replace(report, letter=Letter(date=SAID.date))
    assert letter.words(unsaid, "某某县人民政府办公室").to == "某某县人民政府办公室"
    assert letter.words(report, "某某县人民政府办公室").to == SAID.to


def test_without_addressee_or_date_it_says_what_to_write(report: Report) -> None:
    with pytest.raises(OutputError, match=r"报送函缺主送机关.*\[letter\].*to = "):
        letter.words(replace(report, letter=Letter()))
    with pytest.raises(OutputError, match=r"报送函缺日期.*date = "):
        letter.words(replace(report, date=None, letter=Letter(to="某某")))


def test_it_is_kept_by_saving(report: Report) -> None:
    text = report_toml.new_text(report).encode()
    assert report_toml.loads(text, "报告.toml").letter == SAID
    said = b'[letter] # \xe5\x87\xbd\nto = "\xe7\x94\xb2" # \xe4\xb9\x99\n'
    old = report_toml.new_text(replace(report, letter=Letter())).encode() + said
    changed = replace(report_toml.loads(old, "报告.toml"), letter=Letter(to="丙", number="1号"))
    new = report_toml.updated_text(old, changed, "报告.toml")
    assert report_toml.loads(new, "报告.toml") == changed
    assert "# 乙" in new.decode()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("letter = 3", "写法不对"),
        ('[letter]\nton = "甲"', "没有这一项；是不是想写 to？"),
        ("[letter]\nto = 3", "letter.to"),
        ('[letter]\nto = "甲\\n乙"', "中间有换行"),
        ('[letter]\ndate = "2026-01-20"', "date = 2026-01-20"),
        ("[letter]\ndate = 2024-12-31", "2024-12-31 在2024年结束以前"),
        ('[letter]\nenclosures = "甲"', "附件的名称写法不对"),
        ("[letter]\nenclosures = [1]", "附件的名称写法不对"),
    ],
)
def test_what_is_wrong_in_it_is_told_by_line(lines: str, told: str) -> None:
    head = 'agency = "某局"\nyear = 2024\n'
    with pytest.raises(InputError, match=told) as caught:
        report_toml.loads((head + lines).encode(), "报告.toml")
    assert "第" in str(caught.value)

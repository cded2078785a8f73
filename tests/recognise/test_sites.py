"""Pages of web sites: the report comes off them whole, and what stood around it is listed."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from nianbao.files import documents
from nianbao.read import read
from nianbao.read.blocks import Block, Paragraph
from nianbao.recognise import recognise
from tests.recognise import files
from tests.recognise.sites import (
    ENDINGS,
    SHARING,
    SITES,
    Ending,
    Site,
    around,
    below_buttons,
    unsigned,
    with_tables,
)
from tests.recognise.specimen import ORGAN, blocks_of, specimen
from tests.recognise.test_damage import compared, some, text_of
from tests.roundtrip.test_roundtrip import as_printed

TABLED = ("web_page", "national_page", "word_page", "word_file", "nested_word_file")


def words(text: str) -> str:
    return "".join(text.split())


def proved(site: Site, ending: Ending, blocks: list[Block], writer: str, form: str) -> None:
    """The report is what it was before the site came around it, and every line of the site is listed."""
    report = specimen(form)
    kind, write = files.WRITERS[writer]
    found = recognise(read(write(blocks), kind))
    case = (site.name, ending.__name__, writer)
    assert compared(report.all_figures(), found.report) == {"right": len(report.form.cells)}, case
    assert (found.report.agency, found.report.year, found.report.title) == (ORGAN, report.year, None), case
    assert found.report.date == (None if ending is unsigned else report.date), case
    assert text_of(found.report) == text_of(as_printed(report)), case
    assert found.unplaced == (), case
    told = words("".join(found.outside)).replace("|", "")
    lines = (*site.above, site.prefix, *site.under_title, *site.below)
    assert [line for line in lines if words(line).replace("|", "") not in told] == [], case


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
@pytest.mark.takes_turns
def test_the_report_comes_off_the_page_of_a_site(site: Site) -> None:
    """In make test each site by every third kind of file."""
    number = SITES.index(site)
    for at, writer in some(files.WRITERS, number, 3):
        form, ending = ("2019", "2021")[(number + at) % 2], ENDINGS[(number + at) % len(ENDINGS)]
        proved(site, ending, around(site, ending(blocks_of(form))), writer, form)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
@pytest.mark.takes_turns
def test_the_same_where_the_site_is_set_in_tables(site: Site) -> None:
    for ending, writer in zip(ENDINGS, TABLED, strict=False):
        proved(site, ending, with_tables(site, ending(blocks_of("2021"))), writer, "2021")


@pytest.mark.parametrize("lines", SHARING, ids="".join)
@pytest.mark.takes_turns
def test_buttons_above_the_signature_do_not_cost_it(lines: tuple[str, ...]) -> None:
    for at, site in enumerate(SITES):
        found = recognise(around(site, below_buttons(lines)(blocks_of("2021"))))
        assert found.report.date == specimen("2021").date, site.name
        assert text_of(found.report) == text_of(as_printed(specimen("2021"))), site.name
        assert set(lines) <= set(found.outside), (site.name, at)


@pytest.mark.parametrize(
    "line", ["主办单位：云岭省青溪市水利局", "版权所有 青溪市水利局", "云岭省青溪市教育局"]
)
def test_who_keeps_the_site_signs_no_report(line: str) -> None:
    blocks = [*blocks_of("2021")[:-2], *map(Paragraph, ("分享到：", line, "2025-01-22"))]
    assert recognise(blocks).report.date is None


def test_a_sentence_after_the_signature_is_listed() -> None:
    sentence = "青溪市的水利工程在去年冬天经受住了考验，灌区的群众都说好。"
    blocks = [*blocks_of("2021"), Paragraph("相关新闻"), Paragraph(sentence)]
    found = recognise(blocks)
    assert found.report.date == specimen("2021").date
    assert [unplaced.text for unplaced in found.unplaced] == [sentence]
    assert found.outside == ("相关新闻",)


def test_headings_and_sentences_with_words_of_sites_stay() -> None:
    lines = [
        "（一）分享经验",
        "打印资料、关闭旧栏目等工作都已完成。",
        "收藏单位：市档案馆。",
        "（二）无障碍改造",
    ]
    title, *rest = blocks_of("2021")
    blocks = [title, *rest[:-2], *map(Paragraph, lines), *rest[-2:]]
    found = recognise(blocks)
    assert found.report.narrative["other"].split("\n")[-4:] == lines
    assert (found.outside, found.report.date) == ((), specimen("2021").date)


@pytest.mark.parametrize(
    "line", ["统计期限：2024年1月1日至2024年12月31日", "联系电话：0300-6231005", "编者的话"]
)
def test_what_a_report_says_before_its_first_sentence_stays(line: str) -> None:
    title, *rest = blocks_of("2021")
    found = recognise([title, Paragraph(line), *rest])
    assert found.report.narrative["preface"].split("\n")[0] == line


NAMED = "云岭省青溪市水利局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("head", "organ"),
    [
        (f"<title>{NAMED}</title>", ORGAN),
        (f"<title>{NAMED}_年报_青溪市人民政府</title>", ORGAN),
        (f"<title>青溪市人民政府 政府信息公开年报 {NAMED}</title>", ORGAN),
        (f"<title>年报</title><META NAME='ArticleTitle' CONTENT='{NAMED}'>", ORGAN),
        (f'<meta content="{NAMED.replace("局", "局&#160;")}" property="og:title">', ORGAN),
        ("<title>2024年政府信息公开工作年度报告-青溪市水利局-青溪市人民政府</title>", "?"),
        ("<title>青溪市人民政府门户网站</title>", "?"),
    ],
)
def test_whose_report_it_is_may_stand_in_the_title_of_the_window_alone(head: str, organ: str) -> None:
    body = files.web_page(blocks_of("2021")[1:-2]).decode()
    page = body.replace("<head>", f"<head>{head}").encode()
    assert documents.recognised(page, PurePath("t2024_5.html")).report.agency == organ


def test_the_text_of_a_page_counts_before_its_title() -> None:
    page = files.web_page(blocks_of("2021")).decode().replace("<head>", "<head><title>某局2023年报告</title>")
    found = documents.recognised(page.encode(), PurePath("某某县教育局2022年.html"))
    assert (found.report.agency, found.report.year) == (ORGAN, 2024)


@pytest.mark.parametrize(
    "above",
    [
        (("走进我们", None), ("政务公开", None), (NAMED, 2)),
        (("政务公开", None), (NAMED, None), ("走进我们", None), (NAMED, None)),
        (("名　　称" + NAMED, None),),
    ],
)
def test_the_entries_of_a_menu_are_no_part_of_the_name_below(
    above: tuple[tuple[str, int | None], ...],
) -> None:
    lines = [Paragraph(text, level) for text, level in above]
    assert recognise([*lines, *blocks_of("2021")[1:]]).report.agency == ORGAN


def test_a_name_on_a_line_of_its_own_belongs_to_the_title() -> None:
    lines = [Paragraph("云岭省青溪市"), Paragraph("水利局2024年政府信息公开工作年度报告")]
    assert recognise([*lines, *lines, *blocks_of("2021")[1:]]).report.agency == ORGAN

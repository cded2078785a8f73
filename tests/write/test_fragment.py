"""HTML code for editors of web pages: what they take away costs no figure and no word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree, html

from nianbao.files.report_toml import load
from nianbao.model.report import Report
from nianbao.problem import OutputError
from nianbao.publish.proof.compare import differences
from nianbao.publish.render import render
from nianbao.write import fragment
from nianbao.write.page import Page

SAMPLES = Path(__file__).parents[2] / "sample_inputs"
# What TinyMCE takes in its default schema and UEditor in its whitelist, here.
LET_THROUGH = {
    "div": {"style", "tabindex"},
    "p": {"style"},
    "strong": set[str](),
    "br": set[str](),
    **{f"h{level}": {"style"} for level in range(2, 7)},
    "table": {"border", "cellspacing", "cellpadding", "width", "style"},
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"rowspan", "colspan", "width", "align", "valign", "scope", "style"},
    "td": {"rowspan", "colspan", "width", "align", "valign", "style"},
}


@pytest.fixture(scope="module", params=["001-dadukou-urban-management-2019", "005-pingtan-2025"])
def report(request: pytest.FixtureRequest) -> Report:
    return load(SAMPLES / f"{request.param}.toml")


@pytest.fixture(scope="module")
def code(report: Report) -> bytes:
    return render(report, "fragment")


def elements(code: bytes) -> list[html.HtmlElement]:
    return list(html.fromstring(code.decode()).iter())


def without_attributes(*names: str) -> Callable[[html.HtmlElement], None]:
    def take_away(root: html.HtmlElement) -> None:
        for element in root.iter():
            for name in names or tuple(element.attrib):
                if name not in ("rowspan", "colspan"):
                    element.attrib.pop(name, None)

    return take_away


def without_tags(*names: str) -> Callable[[html.HtmlElement], None]:
    return lambda root: etree.strip_tags(root, *names)


def with_cells_alike(root: html.HtmlElement) -> None:
    """Editors that know one kind of cell and put a paragraph into each."""
    for cell in root.iter("th", "td"):
        cell.tag = "td"
        inner = etree.SubElement(cell, "p")
        inner.text, cell.text = cell.text, None
        inner.extend([child for child in cell if child is not inner])


def as_for_a_phone(root: html.HtmlElement) -> None:
    """The editor of an official account: no headings, no head cells, its own wrappers around texts."""
    for element in list(root.iter()):
        for name in ("scope", "border", "align", "valign", "width"):
            element.attrib.pop(name, None)
        element.tag = {"div": "section", "th": "td", "h2": "p", "h3": "p", "h4": "p"}.get(
            element.tag, element.tag
        )
        if element.tag in ("td", "p"):
            inner = etree.SubElement(element, "section" if element.tag == "td" else "span")
            inner.text, element.text = element.text, None
            inner.extend([child for child in element if child is not inner])
    etree.strip_tags(root, "thead", "strong")


def heads_first(table: html.HtmlElement) -> None:
    """Rows that nothing but heads stand in, as many as there were in a row so far, go to the top."""
    most, moved = 0, []
    for row in [row for body in table.iter("tbody") for row in body]:
        if len(row) == most and all(cell.tag == "th" for cell in row):
            moved.append(row)
        most = max(most, len(row))
    for row in reversed(moved):
        table.insert(0, row)


def in_frames(root: html.HtmlElement) -> None:
    """CKEditor: a figure around each table, a blank that does not break in each empty cell."""
    without_attributes()(root)
    for table in list(root.iter("table")):
        heads_first(table)
        frame = etree.Element("figure", {"class": "table"})
        table.getparent().replace(table, frame)
        frame.append(table)
    for cell in root.iter("td"):
        cell.text = cell.text or "\xa0"
    etree.strip_tags(root, "div")


def in_a_page(root: html.HtmlElement) -> None:
    """A page that sets the report into tables of its own, with a script."""
    before = html.fromstring('<div><script>var menu = "首页";</script></div>')
    root.insert(0, before)


@pytest.mark.parametrize(
    "taken",
    [
        without_attributes("style"),
        without_attributes("class", "id", "role"),
        without_attributes(),
        without_tags("strong", "colgroup", "col", "caption"),
        without_tags("thead", "tbody", "div", "strong"),
        with_cells_alike,
        as_for_a_phone,
        in_frames,
        in_a_page,
    ],
    ids=[
        "styles",
        "names",
        "all attributes",
        "inline tags",
        "groups",
        "kinds of cells",
        "phone",
        "frames",
        "page",
    ],
)
def test_what_an_editor_takes_away_costs_nothing(
    report: Report, code: bytes, taken: Callable[[html.HtmlElement], None]
) -> None:
    root = html.fromstring(f"<main>{code.decode()}</main>")
    taken(root)
    page = f"<html><body>{html.tostring(root, encoding='unicode')}</body></html>"
    assert differences(report, page.encode(), "html") == []


def test_the_plain_one_outlives_an_editor_that_knows_no_table_in_another_element(report: Report) -> None:
    root = html.fromstring(f"<main>{render(report, 'fragment-plain').decode()}</main>")
    assert not [element.tag for element in root.iter() if element.tag in ("div", "section")]
    without_attributes()(root)
    for each in root:
        if each.tag != "table":
            text = "".join(map(str, each.itertext()))
            del each[:]
            each.text = text
    page = f"<html><body>{html.tostring(root, encoding='unicode')}</body></html>"
    assert differences(report, page.encode(), "html") == []


def test_a_figure_that_an_editor_lost_is_named(report: Report, code: bytes) -> None:
    root = html.fromstring(f"<main>{code.decode()}</main>")
    cell = next(cell for cell in root.iter("td") if (cell.text or "").strip() not in ("", "0"))
    cell.text = "0"
    assert differences(report, html.tostring(root, encoding="utf-8"), "html")


def test_it_holds_only_what_is_let_through(code: bytes) -> None:
    for element in elements(code):
        assert set(element.attrib) <= LET_THROUGH[element.tag], element.tag


def test_widths_are_shares_that_make_a_whole(code: bytes) -> None:
    for table in html.fromstring(code.decode()).iter("table"):
        assert (table.get("width"), table.get("border")) == ("100%", "1")
        for row in table.iter("tr"):
            widths = [cell.get("width", "") for cell in row if cell.tag in ("th", "td")]
            assert all(width.endswith("%") for width in widths)
            assert sum(float(width.removesuffix("%")) for width in widths) < 100.2


def test_heads_of_many_columns_end_their_lines_where_words_end(report: Report, code: bytes) -> None:
    heads = [head for part in html.fromstring(code.decode()).iter("thead") for head in part.iter("th")]
    lines = {line for head in heads for line in head.itertext()}
    assert {"自然人", "科研", "尚未", "审结"} <= lines
    assert not lines & {"自然", "科研机", "尚未审"}


def test_no_page_begins_with_the_signature_or_parts_a_table(report: Report, code: bytes) -> None:
    root = html.fromstring(code.decode())
    signed = root.findall("p")[-2:] if report.date else []
    assert all("break-before:avoid" in line.get("style", "") for line in signed)
    assert all("break-inside:avoid" in table.get("style", "") for table in root.iter("table"))


def test_another_page_than_the_report_has_none() -> None:
    with pytest.raises(OutputError, match="不能生成网页代码"):
        fragment.write(Page("<p>核查单</p>"))

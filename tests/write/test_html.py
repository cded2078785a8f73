from __future__ import annotations

import lxml.html
import pytest

from nianbao import resources
from nianbao.problem import OutputError
from nianbao.write.html import write
from nianbao.write.page import Page
from tests.elements import attribute, chosen, text_of, the
from tests.printed import distinct, page


def test_the_page_is_utf_8_as_it_says() -> None:
    data = write(Page(page(distinct("2021"))))
    assert data.decode("utf-8") == page(distinct("2021"))
    assert b'<meta charset="utf-8">' in data[:200]


def test_half_a_character_is_refused_with_its_place() -> None:
    with pytest.raises(OutputError, match="“行政许可”后面有一个损坏的字符"):
        write(Page("<p>行政许可\ud83d</p>"))


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_page_is_complete_in_itself(form: str) -> None:
    tree = lxml.html.document_fromstring(page(distinct(form)))
    assert chosen(tree, "//script | //link | //img | //@src | //@href") == []
    style = text_of(the(tree, "head/style"))
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_table_frame_can_be_reached_and_is_named_by_its_heading(form: str) -> None:
    tree = lxml.html.document_fromstring(page(distinct(form)))
    headings = {heading.get("id"): heading for heading in tree.iter("h2")}
    frames = [table.getparent() for table in tree.iter("table")]
    assert len(frames) == 3
    for frame in frames:
        assert frame is not None
        assert (frame.get("role"), frame.get("tabindex")) == ("region", "0")
        assert headings[attribute(frame, "aria-labelledby")].getparent() is frame.getparent()


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_ids_are_unique(form: str) -> None:
    ids = chosen(lxml.html.document_fromstring(page(distinct(form))), "//@id")
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("name", "most"), [("web.css", 6_500), ("print.css", 2_400)])
def test_the_style_sheets_are_small_and_in_the_page(name: str, most: int) -> None:
    css = (resources.folder("templates") / name).read_text(encoding="utf-8")
    assert css.strip() in page(distinct("2021"))
    assert len(css) < most
